"""Episodes of a game, many in lock-step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.classic.games import Actions, Array, Flags, Game

Player = Callable[[Array], Actions]
"""States, (N, D), to actions, (N,)."""


@dataclass(frozen=True, eq=False)
class Episodes:
    """What happened in N episodes of up to T steps.

    Attributes:
        states: before each step, (T, N, D).
        actions: (T, N).
        rewards: (T, N), 0 once an episode is over; with the hint, if there was one.
        going: which episodes were still going on, (T, N).
        returns: the sums of the game's own rewards, (N,).
    """

    states: Array
    actions: Actions
    rewards: Array
    going: Flags
    returns: Array

    @property
    def steps(self) -> int:
        """Of all episodes together."""
        return int(self.going.sum())


def play(game: Game, player: Player, starts: Array, *, hint: bool = False) -> Episodes:
    """Play episodes from states, (N, D), to their ends."""
    count = len(starts)
    states, going = starts, np.ones(count, bool)
    returns = np.zeros(count)
    rows: list[tuple[Array, Actions, Array, Flags]] = []
    for _ in range(game.limit):
        actions = player(states)
        after, rewards, over = game.step(states, actions)
        returns += rewards * going
        if hint:
            rewards = rewards + game.hint(after) - game.hint(states)
        rows.append((states, actions, rewards * going, going))
        states = np.where(going[:, None], after, states)
        going = going & ~over
        if not going.any():
            break
    seen, done, paid, alive = zip(*rows, strict=True)
    return Episodes(np.stack(seen), np.stack(done), np.stack(paid), np.stack(alive), returns)


def mean_return(game: Game, player: Player, seed: int, count: int) -> float:
    """The mean return of some episodes."""
    starts = game.start(np.random.default_rng(seed), count)
    return float(play(game, player, starts).returns.mean())


def discounted(rewards: Array, discount: float) -> NDArray[np.float64]:
    """G, what is still to come at every step: (T, N) from (T, N)."""
    result = np.zeros_like(rewards)
    later = np.zeros(rewards.shape[1])
    for step in range(len(rewards) - 1, -1, -1):
        later = rewards[step] + discount * later
        result[step] = later
    return result
