"""Stealing a filter: from a picture before and after, gradient descent finds the kernel in between.

The model has kh * kw knobs, the kernel's cells, and a bias; an object is a window of the picture before, the
right answer the pixel after. The loss is the mean square error over all windows,

    L(w) = mean (a·w - y)^2 = w'Gw - 2w'r + c    with G = mean aa', r = mean ay, c = mean y^2,

so after one pass over the pictures G, r and c know everything, and a full-batch step costs microseconds.

Neighbouring pixels are alike, so G is badly conditioned and plain descent crawls along its long valley. The
`whitened` method steps in coordinates in which every direction is curved alike, w -= rate * inverse(G) *
grad / 2 (a damped Newton step; LeCun et al. (1998), "Efficient BackProp", section 4.3, on decorrelating
inputs).
"""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Byte, Double, Float, Index, Mask
from models.convolution.convolve import MAX_KERNEL, convolve
from models.convolution.display import display
from models.convolution.kernels import Kernel

Method = Literal["whitened", "plain"]
ErrorCode = Literal["sizes_differ", "too_small", "saturated"]

SAMPLES = 150_000  # windows to learn from, drawn at random from larger pictures
BIAS_UNIT = 128.0  # grey levels to one unit of the bias's knob, which makes it as lively as the others
CURVE = 2048  # points of the loss curve; every second one is dropped when it gets longer


class StealError(ValueError):
    """A pair of pictures that nothing can be learned from; its code says why.

    "sizes_differ", "too_small" for the window, or "saturated" (nearly every pixel after is cut off).
    """

    def __init__(self, code: ErrorCode, detail: str) -> None:
        super().__init__(detail)
        self.code: ErrorCode = code


@dataclass(frozen=True, slots=True)
class Held:
    """Knobs that a hand holds fast: gradient descent must make do with the others."""

    kernel: Float
    """(kh, kw), NaN where a knob is free."""
    bias: float | None = None


@dataclass(frozen=True, slots=True)
class StealSnapshot:
    """The state after some steps."""

    step: int
    kernel: Float
    """(kh, kw) float32, a copy."""
    bias: float
    """In units of the picture's 0..255."""
    pull: Float
    """(kh, kw) float32, where the next step would turn each knob."""
    loss: float
    """Mean square error over the windows, in squared grey levels."""
    losses: Float
    """The curve from the start, at most 2048 points, evenly thinned."""
    steps: Index
    """The step of each point of `losses`."""
    used: float
    """Share of the windows, 0..1, that was not saturated."""
    converged: bool
    """No knob of the kernel is pulled by 0.001 or more."""


@dataclass(frozen=True, slots=True)
class Landscape:
    """What one pass over two pictures tells about every kernel of a size: its loss, and its slope.

    Attributes:
        curvature: G of the module's docstring; the bias, if any, is the last knob.
        slope: r.
        constant: c.
        knobs: Cells of the kernel.
        used: Share of the windows, 0..1, that was not saturated.
    """

    curvature: Double
    slope: Double
    constant: float
    knobs: int
    used: float

    def at(self, weights: Double) -> tuple[float, Double]:
        """Return the loss of the knobs' positions, and half its gradient."""
        half_gradient = self.curvature @ weights - self.slope
        loss = weights @ half_gradient - weights @ self.slope + self.constant
        return max(float(loss), 0.0), half_gradient


def survey(
    before: NDArray[Any],
    after: NDArray[Any],
    size: int | tuple[int, int],
    *,
    bias: bool = True,
    seed: int = 0,
) -> Landscape:
    """Look at two pictures once; for arguments and errors see `steal`."""
    return _survey(before, after, size, bias, np.random.default_rng(seed))


def _survey(
    before: NDArray[Any],
    after: NDArray[Any],
    size: int | tuple[int, int],
    bias: bool,
    random: np.random.Generator,
) -> Landscape:
    kh, kw = (size, size) if isinstance(size, int) else size
    if not all(1 <= k <= MAX_KERNEL for k in (kh, kw)):
        raise ValueError("size must be 1..11")
    windows, answers, used = _samples(before, after, kh, kw, random)
    return Landscape(*_moments(windows, answers, bias), kh * kw, used)


def look(
    land: Landscape,
    kernel: NDArray[Any],
    bias: float = 0.0,
    held: Held | None = None,
    method: Method = "whitened",
) -> StealSnapshot:
    """Return the state before the first step of knobs (kh, kw) that stand where a hand has put them."""
    weights = np.append(np.asarray(kernel, np.float64).ravel(), bias / BIAS_UNIT)[: len(land.slope)]
    weights, free = _hold(weights, held, land.knobs)
    loss, half_gradient = land.at(weights)
    pull = -_precondition(land.curvature, free, method) @ half_gradient
    curve = _Curve()
    curve.add(0, loss)
    return _snapshot(land, 0, weights, pull, loss, curve, kernel.shape)


def _snapshot(
    land: Landscape,
    step: int,
    weights: Double,
    pull: Double,
    loss: float,
    curve: "_Curve",
    shape: tuple[int, ...],
) -> StealSnapshot:
    knobs = land.knobs
    return StealSnapshot(
        step=step,
        kernel=weights[:knobs].reshape(shape).astype(np.float32),
        bias=float(weights[knobs]) * BIAS_UNIT if len(weights) > knobs else 0.0,
        pull=pull[:knobs].reshape(shape).astype(np.float32),
        loss=loss,
        losses=np.array(curve.losses, np.float32),
        steps=np.array(curve.steps, np.int64),
        used=land.used,
        converged=bool(np.abs(pull[:knobs]).max() < 1e-3),
    )


def steal(
    before: NDArray[Any],
    after: NDArray[Any],
    size: int | tuple[int, int] = 3,
    *,
    bias: bool = True,
    method: Method = "whitened",
    rate: float = 0.03,
    steps_per_snapshot: int = 1,
    start: NDArray[Any] | None = None,
    held: Callable[[], Held | None] = lambda: None,
    seed: int = 0,
) -> Iterator[StealSnapshot]:
    """Recover a kernel by gradient descent; never ends by itself, so that the user can fight it at any time.

    Args:
        before: (H, W) or (H, W, C), 0..255.
        after: The same shape. In uint8, pixels at 0 and 255 only say "at least that much" and are left out.
        size: Rows and columns of the kernel to look for; larger than the true one is fine.
        bias: Whether to look for a bias too.
        method: See the module's docstring.
        rate: Length of a step: the share of the way to the minimum (whitened), or of the largest stable step.
        steps_per_snapshot: Steps between two snapshots.
        start: (kh, kw) first positions of the knobs; by default drawn at random.
        held: Asked before every step which knobs the user holds; a Slot's ``get`` fits.
        seed: Draws the start and, from large pictures, the windows.

    Yields:
        The state before the first step, then after every `steps_per_snapshot` steps.

    Raises:
        ValueError: A size outside 1..11, a rate outside (0, 1], or a StealError, see its codes.
    """
    kh, kw = (size, size) if isinstance(size, int) else size
    if not 0 < rate <= 1:
        raise ValueError("rate must be in (0, 1]")
    random = np.random.default_rng(seed)
    land = _survey(before, after, size, bias, random)
    knobs = land.knobs
    weights = np.zeros(knobs + bias)
    weights[:knobs] = random.normal(0, 0.3, knobs) if start is None else np.asarray(start, np.float64).ravel()
    curve = _Curve()
    free = np.ones(len(weights), bool)
    precondition = _precondition(land.curvature, free, method)
    for step in itertools.count():
        weights, now_free = _hold(weights, held(), knobs)
        if (now_free != free).any():
            free, precondition = now_free, _precondition(land.curvature, now_free, method)
        loss, half_gradient = land.at(weights)
        pull = -precondition @ half_gradient
        curve.add(step, loss)
        if step % steps_per_snapshot == 0:
            yield _snapshot(land, step, weights, pull, loss, curve, (kh, kw))
        weights = weights + rate * pull


def hide(picture: NDArray[Any], kernel: Kernel) -> Byte:
    """Make the picture after: (H, W, 3) uint8, filtered by a preset and cut off at 0 and 255."""
    return display(convolve(picture, kernel.weights, divisor=kernel.divisor, bias=kernel.bias), "clip")


class _Curve:
    """A loss curve of bounded length: every second point goes when it gets too long."""

    def __init__(self) -> None:
        self.losses: list[float] = []
        self.steps: list[int] = []
        self.apart = 1

    def add(self, step: int, loss: float) -> None:
        if step % self.apart == 0:
            self.losses.append(loss)
            self.steps.append(step)
        if len(self.losses) > CURVE:
            self.losses, self.steps, self.apart = self.losses[::2], self.steps[::2], 2 * self.apart


def _samples(
    before: NDArray[Any], after: NDArray[Any], kh: int, kw: int, random: np.random.Generator
) -> tuple[Double, Double, float]:
    """Return windows (n, kh * kw), the pixels after (n,), and which share of all pixels could be used."""
    if before.shape != after.shape or before.ndim not in (2, 3):
        raise StealError("sizes_differ", f"{before.shape} before, {after.shape} after")
    if before.shape[0] < kh or before.shape[1] < kw:
        raise StealError("too_small", f"a {kh} x {kw} window in {before.shape}")
    planes = before[:, :, None] if before.ndim == 2 else before
    # Only windows inside the picture: what lay beyond its border when it was filtered is unknown.
    windows = np.lib.stride_tricks.sliding_window_view(planes, (kh, kw), axis=(0, 1))
    rows, columns = windows.shape[:2]
    target = (after[:, :, None] if after.ndim == 2 else after)[kh // 2 :, kw // 2 :][:rows, :columns]
    usable = (target > 0) & (target < 255) if target.dtype == np.uint8 else np.isfinite(target)
    where = np.flatnonzero(usable)
    if len(where) < 4 * kh * kw:
        raise StealError("saturated", f"only {len(where)} of {usable.size} pixels are not cut off")
    if len(where) > SAMPLES:
        where = random.choice(where, SAMPLES, replace=False)
    index = np.unravel_index(where, usable.shape)
    drawn = windows[index].reshape(len(where), kh * kw)
    return drawn.astype(np.float64), target[index].astype(np.float64), float(usable.mean())


def _moments(windows: Double, answers: Double, bias: bool) -> tuple[Double, Double, float]:
    """Return G, r and c of the module's docstring; the bias, if any, is the last knob."""
    if bias:
        windows = np.hstack([windows, np.full((len(windows), 1), BIAS_UNIT)])
    count = len(answers)
    return windows.T @ windows / count, windows.T @ answers / count, float(answers @ answers / count)


def _precondition(curvature: Double, free: Mask, method: Method) -> Double:
    """Return the matrix that turns half a gradient into a pull on the free knobs; zero for the held ones."""
    full = np.zeros_like(curvature)
    if not free.any():
        return full
    values, vectors = np.linalg.eigh(curvature[np.ix_(free, free)])
    if method == "plain":
        block = np.eye(len(values)) / values[-1]  # the longest step that is sure not to overshoot
    else:
        # Directions in which the picture hardly varies carry only rounding noise: do not blow them up.
        block = (vectors / (values + 1e-9 * values[-1])) @ vectors.T
    full[np.ix_(free, free)] = block
    return full


def _hold(weights: Double, hand: Held | None, knobs: int) -> tuple[Double, Mask]:
    """Put held knobs where the hand has them; return the weights and which knobs are free."""
    wanted = np.full(len(weights), np.nan)
    if hand is not None:
        wanted[:knobs] = np.asarray(hand.kernel, np.float64).ravel()
        if hand.bias is not None and len(weights) > knobs:
            wanted[knobs] = hand.bias / BIAS_UNIT
    free = np.isnan(wanted)
    return np.where(free, weights, wanted), free
