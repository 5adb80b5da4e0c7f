"""Both ways of learning side by side: one network from examples, an equal one from reward alone."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from agents.classic.demonstrations import (
    Examples,
    Gap,
    Teacher,
    demonstrate,
    no_examples,
    split,
    spoiled,
    teacher,
)
from agents.classic.episodes import Player, mean_return, play
from agents.classic.games import GAMES, Array, Game
from agents.classic.imitation import Imitator
from agents.classic.policy import Policy
from agents.classic.reinforce import Decision, Reinforce
from models.base.arrays import frozen

TEST_EPISODES = 20
TEST_SEED = 4711
SPARSE = 1.15
"""A learner is tested again when it has seen so many times as many examples."""
MOST_EPOCHS = 80
MOST_STEPS = 1_500_000
ENOUGH = 3
"""So many tests in a row above the mark end the learning from reward."""


@dataclass(frozen=True, eq=False)
class Lesson:
    """What is learned, and from what.

    Attributes:
        game: its name.
        teacher: whose examples.
        own: a person's examples, where the teacher is that person.
        count: how many examples there are at most.
        wrong: share of wrong answers in them.
        gap: which of them are missing.
        batch: examples of one step.
        hint: whether the reward is shaped.
        seed: of the networks, of what is held out, and of the attempts.
    """

    game: str
    teacher: Teacher
    own: Examples
    count: int
    wrong: float
    gap: Gap
    batch: int
    hint: bool
    seed: int

    @property
    def rules(self) -> Game:
        """The game's rules."""
        return GAMES[self.game]


@dataclass(frozen=True, eq=False)
class Learner:
    """How far one of the two has come.

    Attributes:
        policy: the network.
        seen: examples that it has learned from: shown ones, or steps of its own.
        curve: (N, 2), examples seen and the mean return of a test, read-only.
        ended: it learns no more.
    """

    policy: Policy
    seen: int
    curve: Array
    ended: bool

    @property
    def mean(self) -> float:
        """The mean return of the last test."""
        return float(self.curve[-1, 1])


@dataclass(frozen=True, eq=False)
class Progress:
    """How far both have come.

    Attributes:
        examples, reward: the two learners.
        epoch: of the first.
        errors: (N, 3), epoch, share of wrong answers in the sample and in what is held out, read-only.
        sample: how many examples it has, without those held out.
        shown: one of its examples, a state and the action, and π there; None where it has none.
        teacher: the teacher's mean return; NaN for a person.
        episodes: that the second has played.
        returns: of its last ones.
        decision: one of its decisions.
    """

    examples: Learner
    reward: Learner
    epoch: float
    errors: Array
    sample: int
    shown: tuple[Array, int, Array] | None
    teacher: float
    episodes: int
    returns: Array
    decision: Decision | None


class Tested:
    """The curve of a learner: tested ever more rarely, for examples are counted in powers of ten."""

    def __init__(self, game: Game) -> None:
        self._starts = game.start(np.random.default_rng(TEST_SEED), TEST_EPISODES)
        self._game = game
        self.points: list[tuple[float, float]] = []
        self._due = 0.0

    def note(self, policy: Policy, seen: int, *, always: bool = False) -> None:
        """Test it, if that is due."""
        if seen < self._due and not always:
            return
        rng = np.random.default_rng(TEST_SEED)
        played = play(self._game, lambda states: policy.draw(states, rng), self._starts)
        mean = float(played.returns.mean())
        self.points.append((float(seen), mean))
        self._due = max(seen + 1, seen * SPARSE)

    def above(self, mark: float) -> bool:
        """Whether the last tests were above a mark."""
        return len(self.points) >= ENOUGH and min(mean for _, mean in self.points[-ENOUGH:]) >= mark

    def learner(self, policy: Policy, seen: int, *, ended: bool) -> Learner:
        """What is told."""
        return Learner(policy, seen, frozen(np.array(self.points)), ended)


def sample_of(lesson: Lesson) -> tuple[Examples, Examples]:
    """What is learned from, and what is held out."""
    game = lesson.rules
    if lesson.teacher == "own":
        rows = np.random.default_rng(lesson.seed).permutation(len(lesson.own))[: lesson.count]
        found = lesson.own.only(np.sort(rows)) if len(lesson.own) else no_examples(game)
    else:
        found = demonstrate(game, lesson.teacher, lesson.count, lesson.seed)
    learned, held = split(found, lesson.seed)
    # Validation keeps sound answers: a held-out error that wrong ones raise would blame the network.
    return spoiled(game, learned, wrong=lesson.wrong, gap=lesson.gap, seed=lesson.seed), held


def learn(
    lesson: Lesson, speed: float, newest: Callable[[], float | None] = lambda: None, *, wait: bool = True
) -> Iterator[Progress]:
    """Let both learn in turns: an epoch of examples, a round of attempts.

    Args:
        lesson: what is learned.
        speed: turns a second; infinite is as fast as it can.
        newest: returns the speed that was asked for last, once; None while nothing was.
        wait: False never sleeps (tests, measurements).

    Yields:
        How far both have come, first without having learned anything.
    """
    game = lesson.rules
    sample, held = sample_of(lesson)
    imitator = Imitator(game, sample, held, batch=lesson.batch, seed=lesson.seed)
    attempts = Reinforce(game, hint=lesson.hint, seed=lesson.seed)
    guide: Player | None = None if lesson.teacher == "own" else teacher(game, lesson.teacher)
    guided = mean_return(game, guide, TEST_SEED, TEST_EPISODES) if guide is not None else math.nan
    first, second = Tested(game), Tested(game)
    errors: list[tuple[float, float, float]] = []
    shown = np.random.default_rng(lesson.seed)
    fitted, mastered = not len(sample), False
    while True:
        until = time.perf_counter() + 1 / speed
        first.note(imitator.policy, imitator.seen, always=fitted and not first.points)
        second.note(attempts.policy, attempts.seen)
        errors.append((imitator.epoch, *imitator.errors()))
        fitted = fitted or imitator.epoch >= MOST_EPOCHS
        mastered = mastered or second.above(game.solved) or attempts.seen >= MOST_STEPS
        yield Progress(
            first.learner(imitator.policy, imitator.seen, ended=fitted),
            second.learner(attempts.policy, attempts.seen, ended=mastered),
            imitator.epoch,
            frozen(np.array(errors)),
            len(sample),
            _example(sample, imitator.policy, shown),
            guided,
            attempts.episodes,
            attempts.returns,
            attempts.decision,
        )
        if fitted and mastered:
            return
        speed = newest() or speed
        if wait:
            time.sleep(max(0.0, until - time.perf_counter()))
        if not fitted:
            for _ in range(math.ceil(len(sample) / lesson.batch)):
                imitator.step()
        if not mastered:
            attempts.round()


def nothing() -> Iterator[Progress]:
    """Learn nothing: a process that does it has loaded all that learning needs."""
    yield from ()


def _example(sample: Examples, policy: Policy, rng: np.random.Generator) -> tuple[Array, int, Array] | None:
    if not len(sample):
        return None
    row = int(rng.integers(len(sample)))
    state = sample.states[row]
    return state, int(sample.actions[row]), frozen(policy.probabilities(state[None])[0])
