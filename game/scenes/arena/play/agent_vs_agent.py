"""Agent against agent: one console with two joysticks and nobody else at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.emulators.games import game_spec
from agents.emulators.two_player import SIDES, DuelGame, Side
from agents.insight.rally import RallyRecorder
from game.scenes.arena.play.side_by_side import NEXT_GAME_SECONDS, Score
from game.ui.fixed_step import STEP, FixedStep
from game.ui.surfaces import to_surface, write

if TYPE_CHECKING:
    from agents.learning.agent import Agent
    from agents.opponents.agent_player import AgentPlayer


class AgentVsAgent:
    """One game after another between two agents; all of it in the caller's thread.

    Args:
        game: the console, already on.

    Attributes:
        players: who plays on which side, as far as it is known.
        results: points of (left, right) of the finished games, as mine and theirs.
        rally: notes the decisions of the agent at the side where agents train.
    """

    def __init__(self, game: DuelGame) -> None:
        self.game = game
        self.surface = to_surface(game.screen())
        self.players: dict[Side, AgentPlayer] = {}
        self.paused = False
        self.results: list[Score] = []
        self.rally = RallyRecorder(game_spec(game.spec.game))
        self._beat = FixedStep()
        self._rest = 0.0

    @property
    def begun(self) -> bool:
        """Whether it has begun; nobody has to press anything."""
        return True

    @property
    def over(self) -> bool:
        """Whether the game has ended; the next one begins by itself."""
        return self.game.over

    @property
    def score(self) -> Score:
        """Points of (left, right)."""
        return Score(*self.game.score)

    def seat(self, side: Side, agent: Agent) -> None:
        """Let an agent play on a side, from its next look on."""
        from agents.opponents.agent_player import AgentPlayer

        player = self.players.get(side)
        if player is None:
            # Two players of one agent must not draw the same lots.
            self.players[side] = AgentPlayer(agent, self.game.seed + SIDES.index(side))
        elif player.agent is not agent:
            player.load(agent)

    def begin(self) -> None:
        """Do nothing: it has begun."""

    def restart(self, seed: int) -> None:
        """Start anew from a seed."""
        self._beat.rest()
        self._rest = 0.0
        self.game.reset(seed)
        self.rally.restart()
        for side, player in self.players.items():
            player.reset(seed + SIDES.index(side))
        self.show()

    def update(self, dt: float, action: int = 0) -> int:
        """Let time pass.

        Args:
            dt: seconds since the last call.
            action: what the human does, which nobody minds.

        Returns:
            How many frames were emulated.
        """
        if self.paused or len(self.players) < len(SIDES):
            self._beat.rest()
            return 0
        count = 0
        for _ in self._beat.frames(dt):
            count += self._tick()
        if count:
            self.show()
        return count

    def _tick(self) -> bool:
        """Pass a frame; False where it is spent on waiting for the next game."""
        if self.over:
            self._rest += STEP
            if self._rest >= NEXT_GAME_SECONDS:
                self.restart(self.game.seed + 1)
            return False
        actions = [self.game.meant(side, self.players[side].choose(self.game.eyes(side))) for side in SIDES]
        scorer = self.game.step(*actions)
        mine = self.game.spec.trained_on
        reward = 0.0 if scorer is None else 1.0 if scorer == mine else -1.0
        thought, gamma = self.players[mine].decision, self.players[mine].agent.config.gamma
        self.rally.note(thought, thought.action, reward, gamma, lives=0, over=self.over)
        if self.game.over:
            self.results.append(self.score)
        return True

    def show(self) -> None:
        """Bring the emulator's picture to the surface."""
        write(self.surface, self.game.screen())

    def close(self) -> None:
        """Free the emulator."""
        self.game.close()
