"""One console with two joysticks, at 60 Hz; all of it in the caller's thread."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from agents.emulators.games import game_spec
from agents.emulators.two_player import DuelGame, Side
from agents.insight.rally import RallyRecorder
from game.scenes.arena.play.side_by_side import Score
from game.ui.fixed_step import FixedStep

if TYPE_CHECKING:
    from agents.opponents.agent_player import AgentPlayer


class Duel:
    """What a game against an agent and a game of two agents have in common.

    Args:
        game: the console, already on.

    Attributes:
        picture: uint8 (210, 160, 3), as it was after the last update.
        results: scores of the finished games.
        rally: records an agent's decisions.
    """

    def __init__(self, game: DuelGame) -> None:
        self.game = game
        self.picture = game.screen()
        self.paused = False
        self.results: list[Score] = []
        self.rally = RallyRecorder(game_spec(game.spec.game))
        self._clock = FixedStep()

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self.game.over

    def _reset(self, seed: int) -> None:
        self._clock.rest()
        self.game.reset(seed)
        self.rally.restart()

    def _step(self, actions: Mapping[Side, int], side: Side, player: AgentPlayer) -> Side | None:
        """Emulate a frame and record what the agent at `side` did; returns who scored."""
        scorer = self.game.step(actions["left"], actions["right"])
        reward = 0.0 if scorer is None else 1.0 if scorer == side else -1.0
        thought = player.decision
        gamma = player.agent.config.gamma
        self.rally.note(thought, thought.action, reward, gamma, lives=0, over=self.over)
        return scorer

    def show(self) -> None:
        """Take the emulator's picture."""
        self.picture = self.game.screen()

    def close(self) -> None:
        """Free the emulator."""
        self.game.close()
