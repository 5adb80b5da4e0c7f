"""The game on the screen: an earlier self at the left, the newest or a person at the right."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from agents.emulators.games import game_spec
from agents.emulators.joystick import hand_action, nearest
from agents.emulators.two_player import SIDES, DuelGame, Side
from agents.opponents.duel_env import RALLY
from game.ui.fixed_step import FixedStep

if TYPE_CHECKING:
    from agents.learning.agent import Agent
    from agents.opponents.agent_player import AgentPlayer

NEXT_GAME_SECONDS = 2.5


class Match:
    """One game after another; the next one begins by itself.

    Attributes:
        picture: uint8 (210, 160, 3), as it was after the last update.
        human: whether a person plays at the right.
        version: counts the pictures.
    """

    def __init__(self, game: DuelGame) -> None:
        self._game, self._spec = game, game_spec(game.spec.game)
        self.human = False
        self.version = 0
        self._players: dict[Side, AgentPlayer] = {}
        self._clock, self._rest, self._quiet = FixedStep(), 0.0, 0
        self.picture = game.screen()

    @property
    def score(self) -> tuple[int, int]:
        """Points of (left, right)."""
        return self._game.score

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self._game.over or self._quiet >= RALLY

    @property
    def ready(self) -> bool:
        """Whether there are two players."""
        return "left" in self._players and (self.human or "right" in self._players)

    def seat(self, side: Side, agent: Agent) -> None:
        """Let an agent play on a side, from its next look on."""
        from agents.opponents.agent_player import AgentPlayer

        player = self._players.get(side)
        if player is None:
            # Two players of one agent must not draw the same random numbers.
            self._players[side] = AgentPlayer(agent, self._game.seed + SIDES.index(side))
        elif player.agent is not agent:
            player.load(agent)

    def stand_up(self) -> None:
        """Let nobody play: what learned is gone."""
        self._players.clear()
        self.restart()

    def restart(self) -> None:
        """Start another game."""
        seed = self._game.seed + 1
        self._clock.rest()
        self._rest, self._quiet = 0.0, 0
        self._game.reset(seed)
        for side, player in self._players.items():
            player.reset(seed + SIDES.index(side))
        self._show()

    def update(self, dt: float, held: Collection[str]) -> None:
        """Advance by `dt` seconds.

        Args:
            dt: seconds since the last call.
            held: switches of the joystick that the person holds.
        """
        if not self.ready:
            self._clock.rest()
            return
        if self.over:
            self._rest += dt
            if self._rest >= NEXT_GAME_SECONDS:
                self.restart()
            return
        due = list(self._clock.frames(dt))
        for _ in due:
            self._tick(held)
        if due:
            self._show()

    def _tick(self, held: Collection[str]) -> None:
        """Emulate a frame; nothing happens in a game that has ended."""
        game = self._game
        left, right = (self._choice(side, held) for side in SIDES)
        scorer = game.step(left, right)
        self._quiet = 0 if scorer else self._quiet + 1

    def _choice(self, side: Side, held: Collection[str]) -> int:
        game = self._game
        if side == "right" and self.human:
            return int(nearest(hand_action(self._spec, held), game.spec.sticks)[0])
        return game.meant(side, self._players[side].choose(game.eyes(side)))

    def _show(self) -> None:
        self.picture = self._game.screen()
        self.version += 1

    def close(self) -> None:
        """Switch the console off."""
        self._game.close()
