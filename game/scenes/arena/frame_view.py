"""What there is to show in one frame of the arena."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.scenes.arena.games.opponent import Opponent
from game.scenes.arena.games.selection import GameSelection
from game.scenes.arena.play.agent_vs_agent import AgentVsAgent
from game.scenes.arena.play.human_vs_agent import HumanVsAgent
from game.scenes.arena.play.modes import AGAINST, COACH, WATCH, Mode
from game.scenes.arena.play.side_by_side import SideBySide
from game.scenes.arena.session import Running
from game.scenes.arena.training.agent_training import AgentTraining

if TYPE_CHECKING:
    from agents.opponents.agent_player import AgentPlayer


@dataclass(frozen=True)
class FrameView:
    """One frame's.

    Attributes:
        rivalry: whether two agents play, in the mode in which one watches.
        strength: who is at the agent's sticks.
        rival: whom it plays against, where two agents play.
        error: why learning stopped.
        trouble: why there is no two-player game.
    """

    mode: Mode
    race: SideBySide
    match: HumanVsAgent | None
    bout: AgentVsAgent | None
    rivalry: bool
    training: AgentTraining
    error: str
    strength: Opponent
    rival: Opponent
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


def showing(desk: GameSelection, running: Running, *, paused: bool, error: str) -> FrameView:
    """What there is to show of what is on."""
    floor = running.floor
    return FrameView(
        mode=desk.mode,
        race=running.race,
        match=floor.match,
        bout=floor.bout,
        rivalry=floor.rivalry,
        training=running.training,
        error=error,
        strength=desk.strength,
        rival=desk.rival,
        paused=paused,
        trouble=floor.trouble,
    )
