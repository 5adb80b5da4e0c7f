"""Human against agent: one console with two joysticks, at 60 Hz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.emulators.joystick import nearest
from agents.emulators.two_player import DuelGame, Side, other
from game.scenes.arena.play.duel import Duel
from game.scenes.arena.play.handicap import Handicap
from game.scenes.arena.play.side_by_side import Score

if TYPE_CHECKING:
    from agents.insight.demonstrations import DemonstrationRecorder
    from agents.learning.agent import Agent
    from agents.opponents.agent_player import AgentPlayer


class HumanVsAgent(Duel):
    """One game after another between the human and the agent.

    Args:
        game: the console, already on.
        side: where the human plays.

    Attributes:
        demonstrations: record the human's play, where it is to be learned from.
    """

    def __init__(self, game: DuelGame, side: Side) -> None:
        super().__init__(game)
        self.side = side
        self.player: AgentPlayer | None = None
        self.begun = False
        self.handicap = Handicap()
        self.demonstrations: DemonstrationRecorder | None = None
        self._newest: Agent | None = None

    @property
    def score(self) -> Score:
        """The human's points, and the agent's."""
        left, right = self.game.score
        return Score(left, right) if self.side == "left" else Score(right, left)

    @property
    def waits(self) -> bool:
        """Whether newer weights wait for the next point."""
        return self._newest is not None

    def seat(self, agent: Agent) -> None:
        """Give the agent newer weights; they enter at the next point, or with the next game."""
        from agents.opponents.agent_player import AgentPlayer

        if self.player is None:
            self.player = AgentPlayer(agent, self.game.seed)
            self.player.delay = self.handicap.delay
        elif self.begun and not self.over:
            self._newest = None if agent is self.player.agent else agent
        else:
            self._newest = None
            self.player.load(agent)

    def restart(self, seed: int) -> None:
        """Start again from a seed."""
        self.begun = False
        self.game.difficulty = self.handicap.switches(self.side, self.game.difficulties)
        self._reset(seed)
        if self.demonstrations is not None:
            self.demonstrations.restart()
        if self.player is not None:
            self._enter()
            self.player.reset(seed)
        self.show()

    def set_handicap(self, handicap: Handicap) -> None:
        """Make the game harder for one of the two; switches count from the next game on, a delay at once."""
        self.handicap = handicap
        if self.player is not None:
            self.player.delay = handicap.delay
        if not self.begun and self.game.difficulty != handicap.switches(self.side, self.game.difficulties):
            self.restart(self.game.seed)

    def change_side(self, side: Side) -> None:
        """Let the human play on a side; the game starts again."""
        if side != self.side:
            self.side = side
            self.results.clear()
            self.restart(self.game.seed)

    def begin(self) -> None:
        """The human starts (again, after the end of a game)."""
        if self.over:
            self.restart(self.game.seed + 1)
        self.begun = True

    def update(self, dt: float, action: int) -> int:
        """Advance by `dt` seconds; returns how many frames were emulated.

        Args:
            dt: seconds since the last call.
            action: what the human does, an ALE action number; of what the game does not use, the nearest.
        """
        if self.paused or not self.begun or self.player is None or self.over:
            self._clock.rest()
            return 0
        count = 0
        for _ in self._clock.frames(dt):
            self._tick(self.player, action)
            count += 1
            if self.game.over:
                break
        if count:
            self.show()
        return count

    def _tick(self, player: AgentPlayer, action: int) -> None:
        across = other(self.side)
        actions = {
            self.side: nearest(action, self.game.spec.sticks)[0],
            across: self.game.meant(across, player.choose(self.game.eyes(across))),
        }
        if self.demonstrations is not None:
            self.demonstrations.note(self.game.eyes(self.side), self.game.meant(self.side, action))
        if self._step(actions, across, player) is not None:
            self._enter()
        if self.over:
            self.results.append(self.score)

    def _enter(self) -> None:
        """Let the newest weights play."""
        if self._newest is not None and self.player is not None:
            self.player.load(self._newest)
        self._newest = None
