"""Agent against agent: one console with two joysticks, and no human."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.emulators.two_player import SIDES, DuelGame, Side
from game.scenes.arena.play.duel import Duel
from game.scenes.arena.play.side_by_side import NEXT_GAME_SECONDS, Score
from game.ui.fixed_step import STEP

if TYPE_CHECKING:
    from agents.learning.agent import Agent
    from agents.opponents.agent_player import AgentPlayer


class AgentVsAgent(Duel):
    """One game after another between two agents; the next one begins by itself.

    Args:
        game: the console, already on.

    Attributes:
        players: who plays on which side, as far as it is known.
        begun: always; no key has to be pressed.
    """

    begun = True

    def __init__(self, game: DuelGame) -> None:
        super().__init__(game)
        self.players: dict[Side, AgentPlayer] = {}
        self._rest = 0.0

    @property
    def player(self) -> AgentPlayer | None:
        """Who plays at the side where agents train, and whose decisions are recorded."""
        return self.players.get(self.game.spec.trained_on)

    @property
    def score(self) -> Score:
        """Points of (left, right)."""
        return Score(*self.game.score)

    def seat(self, side: Side, agent: Agent) -> None:
        """Let an agent play on a side, from its next observation on."""
        from agents.opponents.agent_player import AgentPlayer

        player = self.players.get(side)
        if player is None:
            # Two players of one agent must not draw the same random numbers.
            self.players[side] = AgentPlayer(agent, self.game.seed + SIDES.index(side))
        elif player.agent is not agent:
            player.load(agent)

    def begin(self) -> None:
        """Do nothing: it has begun."""

    def restart(self, seed: int) -> None:
        """Start again from a seed."""
        self._rest = 0.0
        self._reset(seed)
        for side, player in self.players.items():
            player.reset(seed + SIDES.index(side))
        self.show()

    def update(self, dt: float, action: int = 0) -> int:
        """Advance by `dt` seconds; returns how many frames were emulated. The human's action is ignored."""
        if self.paused or len(self.players) < len(SIDES):
            self._clock.rest()
            return 0
        count = sum(self._tick() for _ in self._clock.frames(dt))
        if count:
            self.show()
        return count

    def _tick(self) -> bool:
        """Emulate a frame; False where it is spent on waiting for the next game."""
        if self.over:
            self._rest += STEP
            if self._rest >= NEXT_GAME_SECONDS:
                self.restart(self.game.seed + 1)
            return False
        actions = {
            side: self.game.meant(side, self.players[side].choose(self.game.eyes(side))) for side in SIDES
        }
        mine = self.game.spec.trained_on
        self._step(actions, mine, self.players[mine])
        if self.game.over:
            self.results.append(self.score)
        return True
