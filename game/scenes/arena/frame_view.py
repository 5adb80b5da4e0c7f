"""What there is to show in one frame of the arena."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.scenes.arena.agent_vs_agent import Bout
from game.scenes.arena.game_selection import GamesDesk
from game.scenes.arena.human_vs_agent import Match
from game.scenes.arena.keeper import Keeper
from game.scenes.arena.modes import AGAINST, COACH, WATCH, Mode
from game.scenes.arena.opponent import Strength
from game.scenes.arena.session import Running
from game.scenes.arena.side_by_side import Race

if TYPE_CHECKING:
    from agents.opponents.agent_player import AgentPlayer


@dataclass(frozen=True)
class Showing:
    """One frame's.

    Attributes:
        rivalry: whether two agents play, in the mode in which one watches.
        strength: who is at the agent's sticks.
        rival: whom it plays against, where two agents play.
        trouble: why there is no two-player game.
    """

    mode: Mode
    race: Race
    match: Match | None
    bout: Bout | None
    rivalry: bool
    keeper: Keeper
    strength: Strength
    rival: Strength
    paused: bool
    trouble: str

    @property
    def player(self) -> AgentPlayer | None:
        """The agent whose thoughts are shown."""
        if self.mode is AGAINST:
            return self.match.player if self.match is not None else None
        if self.mode is COACH:
            return self.race.advisor.player if self.race.advisor is not None else None
        if self.mode is WATCH and self.rivalry:
            bout = self.bout
            return bout.players.get(bout.game.spec.trained_on) if bout is not None else None
        return self.race.player


def showing(desk: GamesDesk, running: Running, *, paused: bool) -> Showing:
    """What there is to show of what is on."""
    floor = running.floor
    return Showing(
        mode=desk.mode,
        race=running.race,
        match=floor.match,
        bout=floor.bout,
        rivalry=floor.rivalry,
        keeper=running.keeper,
        strength=desk.strength,
        rival=desk.rival,
        paused=paused,
        trouble=floor.trouble,
    )
