"""What all five tabs share: the sample, the model, the loss, and how the knobs stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from game.ui.history import History
from models.learning.datasets import MOST_POINTS, PRESETS, Data, Kind, preset
from models.learning.descent import DescentConfig, mistakes, q
from models.learning.losses import LOSSES
from models.learning.models import ModelSpec, Network, Polynomial

Array = NDArray[np.float64]
T = TypeVar("T")

EDGE = 1.25
"""How far the plane reaches to each side."""
FARTHEST = 1000.0
"""No knob is turned farther than this."""
COUNTS = (10, 20, 30, 50, 100, 200, 500, 1000)
NOISES = (0.0, 0.1, 0.2, 0.3, 0.5, 0.8, 1.0)
SHARES = (0.0, 0.2, 0.3, 0.5)
RATES = (0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
FIRST_SEED = 9
"""The line begins far off with it, tilted the wrong way."""
FEWEST = 2
"""Objects of a sample."""


@dataclass(frozen=True)
class Recipe:
    """Where a sample comes from.

    Attributes:
        name: of a preset; empty for points of one's own.
        count: objects.
        noise: 0 to 1.
        share: of the objects that is held out.
        seed: of the points.
    """

    name: str = "line"
    count: int = 20
    noise: float = 0.3
    share: float = 0.0
    seed: int = 1

    def make(self) -> tuple[Data, NDArray[np.bool_]]:
        """The sample, and which of its objects are held out."""
        data = preset(self.name, self.count, self.noise, self.seed)
        return data, held_out(len(data), self.share, self.seed)


def held_out(count: int, share: float, seed: int) -> NDArray[np.bool_]:
    """Which of so many objects are held out; two at least are not."""
    held = np.zeros(count, bool)
    chosen = np.random.default_rng(seed + 1000).permutation(count)[: round(share * count)]
    held[chosen[: max(0, count - FEWEST)]] = True
    return held


@dataclass(frozen=True, eq=False)
class State:
    """All that undo brings back.

    Attributes:
        recipe: where the sample comes from.
        data: all objects.
        held: which of them are held out, (N,).
        spec: the model.
        loss: a name of `LOSSES`.
        w: the knobs, (P,).
    """

    recipe: Recipe
    data: Data
    held: NDArray[np.bool_]
    spec: ModelSpec
    loss: str
    w: Array

    @property
    def bytes(self) -> int:
        """The memory that it takes."""
        return int(self.data.x.nbytes + self.data.y.nbytes + self.held.nbytes + self.w.nbytes)


class LearningSession:
    """The shared state.

    Attributes:
        state: everything that undo brings back.
        config: how the descents go; its loss is the state's.
        seed: of models to begin with.
        version: grows with every change of the state.
        sampled: grows where the sample, the model or the loss changed: what was learned before is void.
        by_hand: how often a hand has turned a knob.
        learned: how often a descent has turned the knobs.
        label: the class that is drawn, 0 or 1.
    """

    def __init__(self, seed: int = FIRST_SEED) -> None:
        self.seed = seed
        self.config = DescentConfig(seed=seed)
        self.version = self.sampled = self.by_hand = self.learned = 0
        self.label = 1
        self._history: History[State] = History(self._swap, size=lambda state: state.bytes)
        self._known: dict[str, tuple[int, object]] = {}
        self.begin(Recipe(), ModelSpec(), "square")

    # ------------------------------------------------------------------ what there is

    def begin(self, recipe: Recipe, spec: ModelSpec, loss: str) -> None:
        """Take a preset, a model and a loss; what was before can be undone."""
        data, held = recipe.make()
        self._change(recipe=recipe, data=data, held=held, spec=spec, loss=fitting(loss, data.kind), w=None)

    def _change(self, *, remember: bool = True, w: Array | None, **fields: object) -> None:
        """Replace parts of the state; without `w` the model begins at its start."""
        before = getattr(self, "state", None)
        if before is None:
            self.state = State(w=np.zeros(0), **fields)  # type: ignore[arg-type]
        else:
            if remember:
                self._history.remember(before)
            self.state = replace(before, **fields)
        self.config = replace(self.config, loss=self.state.loss)
        self.version += 1
        self.sampled += 1
        if w is None:
            w = self.model.start(self.seed)
        self.state = replace(self.state, w=w)

    def _once(self, name: str, make: Callable[[], T]) -> T:
        """Something that depends on the state, worked out once for each."""
        version, value = self._known.get(name, (-1, None))
        if version != self.version:
            value = make()
            self._known[name] = self.version, value
        return value  # type: ignore[return-value]

    @property
    def kind(self) -> Kind:
        """What the answers are."""
        return self.state.data.kind

    @property
    def w(self) -> Array:
        """The knobs, (P,)."""
        return self.state.w

    @property
    def model(self) -> Polynomial | Network:
        """The model."""
        return self._once("model", lambda: self.state.spec.make(self.state.data.x.shape[1]))

    @property
    def sample(self) -> Data:
        """What is learned from."""
        return self._once("sample", lambda: self.state.data.take(np.flatnonzero(~self.state.held)))

    @property
    def checked(self) -> Data:
        """What is held out; may be empty."""
        return self._once("checked", lambda: self.state.data.take(np.flatnonzero(self.state.held)))

    @property
    def q(self) -> float:
        """Q(w) over the sample; infinite where it is too large."""
        return self._once("q", lambda: q(self.model, self.w, self.sample, self.state.loss))

    @property
    def q_checked(self) -> float | None:
        """Q(w) over what is held out; None where nothing is."""
        if not len(self.checked):
            return None
        return self._once("q_checked", lambda: q(self.model, self.w, self.checked, self.state.loss))

    @property
    def right_checked(self) -> float | None:
        """The share of held-out objects whose class is right; None where there is none."""
        if self.kind == "curve" or not len(self.checked):
            return None
        return self._once("right", lambda: 1 - mistakes(self.model, self.w, self.checked))

    @property
    def answers(self) -> Array:
        """The model's answers to all objects, (N,)."""
        return self._once("answers", lambda: self.model.answer(self.w, self.state.data.x))

    @property
    def losses(self) -> Array:
        """The loss of every object, (N,)."""
        loss = LOSSES[self.state.loss]
        return self._once("losses", lambda: loss.value(self.state.data.y, self.answers))

    # ------------------------------------------------------------------ undo

    def _swap(self, state: State) -> State:
        before, self.state = self.state, state
        self.config = replace(self.config, loss=state.loss)
        self.version += 1
        self.sampled += 1
        return before

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to repeat."""
        return self._history.can_redo

    def undo(self) -> None:
        """Take the latest change back."""
        self._history.undo()

    def redo(self) -> None:
        """Repeat what was taken back last."""
        self._history.redo()

    def remember(self) -> None:
        """Note how things are, before a hand or a descent changes them bit by bit."""
        self._history.remember(self.state)

    def forget(self) -> None:
        """Forget what could be undone."""
        self._history.clear()

    # ------------------------------------------------------------------ the sample

    def draw_again(self, **fields: object) -> None:
        """Draw the points again, with parts of the recipe replaced; points of one's own stay as they are."""
        recipe = replace(self.state.recipe, **fields)  # type: ignore[arg-type]
        if not recipe.name:
            held = held_out(len(self.state.data), recipe.share, recipe.seed)
            self._change(recipe=recipe, held=held, w=self.w)
            return
        data, held = recipe.make()
        same = data.kind == self.kind
        loss = fitting(self.state.loss, data.kind)
        self._change(recipe=recipe, data=data, held=held, loss=loss, w=self.w if same else None)

    def take(self, data: Data) -> None:
        """Take a sample of one's own."""
        recipe = replace(self.state.recipe, name="")
        held = held_out(len(data), recipe.share, recipe.seed)
        loss = fitting(self.state.loss, data.kind)
        same = data.kind == self.kind
        self._change(recipe=recipe, data=data, held=held, loss=loss, w=self.w if same else None)

    def take_state(self, state: State) -> None:
        """Take everything from a file."""
        self._change(
            **{name: getattr(state, name) for name in ("recipe", "data", "held", "spec", "loss", "w")}
        )

    def add_point(self, x: float, y: float, label: int | None = None) -> int | None:
        """Add an object at a place of the plane; returns its index, or None where there are too many."""
        data = self.state.data
        if len(data) >= MOST_POINTS:
            return None
        at, label = within(x, y), self.label if label is None else label
        if data.kind == "curve":
            new = Data(np.append(data.x, [[at[0]]], axis=0), np.append(data.y, at[1]), "curve")
        else:
            new = Data(np.append(data.x, [at], axis=0), np.append(data.y, float(label)), "classes")
        share = self.state.recipe.share
        held = bool(share and (self.state.held.sum() + 1) <= share * len(new))
        self._points(new, np.append(self.state.held, held))
        return len(new) - 1

    def move_point(self, index: int, x: float, y: float) -> None:
        """Move an object to a place of the plane."""
        data, at = self.state.data, within(x, y)
        places, right = data.x.copy(), data.y.copy()
        if data.kind == "curve":
            places[index, 0], right[index] = at
        else:
            places[index] = at
        self._points(Data(places, right, data.kind), self.state.held)

    def remove_point(self, index: int) -> bool:
        """Take an object away; False where two are all that is left to learn from."""
        held = np.delete(self.state.held, index)
        if (~held).sum() < FEWEST:
            return False
        keep = np.delete(np.arange(len(self.state.data)), index)
        self._points(self.state.data.take(keep), held)
        return True

    def _points(self, data: Data, held: NDArray[np.bool_]) -> None:
        recipe = replace(self.state.recipe, name="")
        self._change(remember=False, recipe=recipe, data=data, held=held, w=self.w)

    # ------------------------------------------------------------------ model, loss and knobs

    def choose_model(self, spec: ModelSpec) -> None:
        """Take another model, at its start."""
        if spec != self.state.spec:
            self._change(spec=spec, w=None)

    def choose_loss(self, loss: str) -> None:
        """Take another loss; the knobs stay."""
        self._change(loss=loss, w=self.w)

    def restart(self, seed: int | None = None) -> None:
        """Put the knobs where the model begins."""
        self.seed = self.seed if seed is None else seed
        self.config = replace(self.config, seed=self.seed)
        self._change(w=None)

    def turn(self, index: int, value: float) -> None:
        """A hand turns a knob to a value; `remember` is for whoever begins to turn."""
        w = self.w.copy()
        w[index] = min(max(value, -FARTHEST), FARTHEST)
        self.set_knobs(w)
        self.by_hand += 1

    def set_knobs(self, w: Array) -> None:
        """Put all knobs somewhere, (P,)."""
        self.state = replace(self.state, w=w)
        self.version += 1

    def learn(self, w: Array) -> None:
        """A descent has turned the knobs."""
        self.learned += 1
        self.set_knobs(w)


def within(x: float, y: float) -> tuple[float, float]:
    """A place inside the plane."""
    return min(max(x, -EDGE), EDGE), min(max(y, -EDGE), EDGE)


def fitting(loss: str, kind: Kind) -> str:
    """The loss, or the first one that such data have."""
    fits = losses_for(kind)
    return loss if loss in fits else fits[0]


def losses_for(kind: Kind) -> tuple[str, ...]:
    """The losses that such data have."""
    return tuple(name for name, loss in LOSSES.items() if kind in loss.kinds)


def presets_for(kind: Kind) -> tuple[str, ...]:
    """The presets of such data."""
    return tuple(name for name, (of, _) in PRESETS.items() if of == kind)
