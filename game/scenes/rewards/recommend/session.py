"""What is shown, what was liked, and what is believed about it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.bandits.bandit import Belief, Method, choose
from agents.bandits.users import OFFERED, User
from game.scenes.rewards.recommend.requests import (
    FEATURES,
    Found,
    Item,
    Simulation,
    Studio,
    Taste,
    Wanted,
    simulate,
)
from game.workers.status import Status
from game.workers.workers import Workers
from models.base.arrays import Byte

Array = NDArray[np.float64]

BATCHES = 6
LIKE, SKIP = 1.0, -1.0
SIMULATED_SECONDS = 0.25
"""Between two answers of a simulated user."""


@dataclass(frozen=True)
class Answered:
    """Something that was shown, and the answer."""

    item: int
    answer: float


class RecommendSession:
    """The state of the tab.

    Attributes:
        method: how what is shown is chosen.
        items: all that can be shown so far.
        shown: which one is shown; None while there is nothing.
        belief: about the one who answers.
        history: what was answered so far, the latest last.
        user: number of the simulated user.
        simulating: whether that user answers by itself.
        made: a portrait that was made for the taste; None while none is shown.
        curves: regret of every method with the simulated user, (M, rounds); None while that is not known.
        problem: why there are no portraits.
    """

    def __init__(self, workers: Workers, seed: int) -> None:
        self.method: Method = "thompson"
        self.items: tuple[Item, ...] = ()
        self.shown: int | None = None
        self.belief = Belief.start(len(FEATURES))
        self.history: list[Answered] = []
        self.user, self.simulating = 1, False
        self.made: Byte | None = None
        self.curves: Array | None = None
        self.problem: Status | None = None
        self._undone: list[Answered] = []
        self._seed, self._waited = seed, 0.0
        self._rng = np.random.default_rng(seed)
        self._batch = 0
        self._taste: Taste | None = None
        self._studio = workers.call(Studio().answer, name="studio", nice=6)
        self._simulator = workers.call(simulate, name="simulated user", nice=6)
        self._simulated: object = None

    @property
    def full(self) -> bool:
        """Whether all portraits have been made."""
        return self._batch >= BATCHES

    @property
    def making(self) -> bool:
        """Whether a portrait is being made for somebody."""
        return self._taste is not None

    # ------------------------------------------------------------------ answers

    def answer(self, answer: float) -> None:
        """Like what is shown (1), or skip it (-1); the next thing is shown."""
        if self.shown is None:
            return
        self._undone.clear()
        self._note(Answered(self.shown, answer))

    def _note(self, answered: Answered) -> None:
        self.history.append(answered)
        self.belief = self.belief.after(self.items[answered.item].features, answered.answer)
        self.made = None
        self._show_next()

    def undo(self) -> None:
        """Take the last answer back: what it was about is shown once more."""
        if not self.history:
            return
        last = self.history.pop()
        self._undone.append(last)
        self.belief = Belief.start(len(FEATURES))
        for each in self.history:
            self.belief = self.belief.after(self.items[each.item].features, each.answer)
        self.shown, self.made = last.item, None

    def redo(self) -> None:
        """Give an answer again that was taken back."""
        if self._undone:
            self._note(self._undone.pop())

    @property
    def can_redo(self) -> bool:
        """Whether an answer was taken back."""
        return bool(self._undone)

    def reset(self) -> None:
        """Know nothing again."""
        self.history, self._undone = [], []
        self.belief, self.made = Belief.start(len(FEATURES)), None
        self.simulating = False
        self._rng = np.random.default_rng(self._seed)
        self._show_next()

    def choose_method(self, method: Method) -> None:
        """Choose otherwise from now on."""
        self.method = method

    def choose_user(self, user: int) -> None:
        """Take another simulated user, who begins from nothing."""
        self.user = user
        if self.simulating:
            self.reset()
            self.simulating = True

    def simulate(self) -> None:
        """Let the simulated user answer, or stop."""
        on = not self.simulating
        if on:
            self.reset()
        self.simulating = on

    def _show_next(self) -> None:
        if not self.items:
            self.shown = None
            return
        seen = {each.item for each in self.history}
        fresh = [index for index in range(len(self.items)) if index not in seen]
        rows = np.array(fresh or range(len(self.items)))
        rows = rows[self._rng.permutation(len(rows))[:OFFERED]]
        arms = np.stack([self.items[row].features for row in rows.tolist()])
        self.shown = int(rows[choose(self.belief, arms, self.method, self._rng)])

    def expects(self) -> tuple[float, float]:
        """How much what is shown is expected to be liked, and how unsure that is."""
        if self.shown is None:
            return 0.0, 0.0
        arms = self.items[self.shown].features[None]
        return float(self.belief.expected(arms)[0]), float(self.belief.doubt(arms)[0])

    def make(self) -> None:
        """Have a portrait made for the taste that is believed in."""
        if self.full and self._taste is None and self.history:
            self._taste = Taste(self.belief.mean, self.belief.spread, len(self.history))
            self._studio.submit(self._taste)

    # ------------------------------------------------------------------ time

    def update(self, dt: float, *, ready: bool) -> None:
        """Take what was made, ask for more; let a simulated user answer.

        Args:
            dt: seconds.
            ready: whether the libraries are loaded.
        """
        if ready and not self.full and not self._studio.busy and self.problem is None:
            self._studio.submit(Wanted(self._batch, self._seed))
        answer = self._studio.poll()
        if answer is not None:
            self.problem = answer.error
            self._take(answer.value)
        self._simulate_users()
        if self.simulating and self.shown is not None:
            self._waited += dt
            if self._waited >= SIMULATED_SECONDS:
                self._waited = 0.0
                user = User.draw(len(FEATURES), self.user)
                chance = float(user.chance(self.items[self.shown].features[None])[0])
                self.answer(LIKE if self._rng.random() < chance else SKIP)

    def _take(self, found: Found | None) -> None:
        self._taste = None
        if found is None:
            return
        if found.made is not None:
            self.made, self.simulating = found.made, False
            return
        self._batch += 1
        self.items = (*self.items, *found.items)
        if self.shown is None:
            self._show_next()

    def _simulate_users(self) -> None:
        wanted = (self.user, self.full)
        if self.full and wanted != self._simulated and not self._simulator.busy:
            self._simulated = wanted
            pool = np.stack([each.features for each in self.items])
            self._simulator.submit(Simulation(pool, self.user))
        answer = self._simulator.poll()
        if answer is not None and answer.value is not None:
            self.curves = answer.value

    def again(self) -> None:
        """Try once more after something went wrong."""
        self.problem = None

    def close(self) -> None:
        """End the workers."""
        self._studio.close()
        self._simulator.close()
