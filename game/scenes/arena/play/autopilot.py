"""Who is at the human's sticks while nobody is there."""

from __future__ import annotations

from agents.emulators.games import NOOP
from agents.opponents.scripted import SCRIPTED
from game.scenes.arena.play.agent_vs_agent import AgentVsAgent
from game.scenes.arena.play.human_vs_agent import HumanVsAgent
from game.scenes.arena.play.side_by_side import SideBySide


class Autopilot:
    """A player without learning where the game has one; else whoever advises the human."""

    def __init__(self) -> None:
        self._players = {game: make() for game, make in SCRIPTED.items()}

    def action(self, play: SideBySide | HumanVsAgent | AgentVsAgent | None) -> int:
        """What is done in the coming frame, as an ALE action."""
        if isinstance(play, HumanVsAgent):
            game, side = play.game, play.side
            return game.meant(side, self._players[game.spec.game].choose(game.eyes(side)))
        if not isinstance(play, SideBySide):
            return NOOP
        if play.spec.id in self._players:
            return self._players[play.spec.id].choose(play.human.game)
        return play.advisor.player.choose(play.human.game) if play.advisor is not None else NOOP
