"""Examples of how to play: by scripted teachers, or by a person; and what may be wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from agents.classic.episodes import Player, play
from agents.classic.games import Actions, Array, CartPole, Game
from models.base.arrays import frozen

Teacher = Literal["own", "good", "weak"]
TEACHERS: tuple[Teacher, ...] = ("own", "good", "weak")
Gap = Literal["none", "right", "edges"]
GAPS: tuple[Gap, ...] = ("none", "right", "edges")
HELD_OUT = 0.2
"""Share of the examples that validation keeps for itself."""
MOST_EXAMPLES = 3000
TEACHER_EPISODES = 24


@dataclass(frozen=True, eq=False)
class Examples:
    """States, (N, D), and what the teacher did in them, (N,); both read-only."""

    states: Array
    actions: Actions

    def __len__(self) -> int:
        return len(self.actions)

    def only(self, rows: Actions) -> Examples:
        """Some of them."""
        return Examples(frozen(self.states[rows]), frozen(self.actions[rows]))


def no_examples(game: Game) -> Examples:
    """None yet."""
    return Examples(frozen(np.zeros((0, len(game.scale)))), frozen(np.zeros(0, np.int64)))


def joined(parts: tuple[Examples, ...]) -> Examples:
    """All of some; there must be a first."""
    return Examples(
        frozen(np.concatenate([each.states for each in parts])),
        frozen(np.concatenate([each.actions for each in parts])),
    )


def teacher(game: Game, name: Teacher) -> Player:
    """A scripted player: a good one, or one that sees only half of what matters."""
    weak = name == "weak"
    if isinstance(game, CartPole):
        gains = np.array([0.0, 0.0, 1.0, 0.0]) if weak else np.array([0.05, 0.12, 1.0, 0.25])

        def balance(states: Array) -> Actions:
            right: Actions = (states @ gains > 0).astype(np.int64)
            return right

        return balance

    def swing(states: Array) -> Actions:
        v = states[:, 1]
        if weak:  # it wants to the flag, and pushes back only where it rolls back fast
            return np.where(v < -0.012, 0, 2).astype(np.int64)
        return np.where(v < 0, 0, 2).astype(np.int64)

    return swing


def demonstrate(game: Game, name: Teacher, count: int, seed: int) -> Examples:
    """Examples of a teacher: up to so many, at random out of some episodes."""
    rng = np.random.default_rng(seed)
    played = play(game, teacher(game, name), game.start(rng, TEACHER_EPISODES))
    states, actions = played.states[played.going], played.actions[played.going]
    rows = rng.permutation(len(actions))[:count]
    return Examples(frozen(states[rows]), frozen(actions[rows]))


def spoiled(game: Game, examples: Examples, *, wrong: float, gap: Gap, seed: int) -> Examples:
    """Examples of which some are missing and others have another answer.

    Args:
        game: whose they are.
        examples: sound ones.
        wrong: share of the answers that are replaced by another one.
        gap: which are missing: none, those on the right, or all but those near the beginning.
        seed: which answers are replaced.
    """
    states = examples.states / game.scale
    if isinstance(game, CartPole):
        right, edges = states[:, 2] > 0, (np.abs(states) > 0.12).any(axis=1)
    else:
        right, edges = examples.states[:, 0] > -0.5, np.abs(states[:, 1]) > 0.4
    kept = {"none": np.ones(len(examples), bool), "right": ~right, "edges": ~edges}[gap]
    rng = np.random.default_rng(seed)
    actions = examples.actions.copy()
    replaced = rng.permutation(len(actions))[: round(wrong * len(actions))]
    actions[replaced] = (actions[replaced] + rng.integers(1, game.actions, len(replaced))) % game.actions
    return Examples(frozen(examples.states[kept]), frozen(actions[kept]))


def split(examples: Examples, seed: int) -> tuple[Examples, Examples]:
    """What is learned from, and what is held out."""
    order = np.random.default_rng(seed).permutation(len(examples))
    held = round(HELD_OUT * len(examples))
    return examples.only(order[held:]), examples.only(order[:held])
