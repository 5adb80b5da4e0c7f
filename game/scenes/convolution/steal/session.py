"""Recovering a kernel: the secret, the two pictures, the descent, and the knobs that a hand holds."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from game.scenes.convolution.steal.requests import Look, Picture, Surveyor, difference
from game.workers.pacing import FASTEST, Speed, paced
from game.workers.slot import Slot
from game.workers.status import State
from game.workers.stream import Stream
from game.workers.workers import Workers
from models.convolution.kernels import KERNELS
from models.convolution.steal import Held, Method, StealError, StealSnapshot, hide, steal

SECRETS = (
    "sobel_horizontal",
    "sharpen",
    "gaussian_5",
    "emboss",
    "box_3",
    "sobel_vertical",
    "prewitt_horizontal",
    "scharr_vertical",
    "gaussian_3",
    "motion",
)
SPEEDS = (2, 5, 15, 30, 60, 150, 400, FASTEST)
MOST_SIZE = 9
MOST_POINTS = 300
HANDS_OFF = 1.2
"""Seconds after which a knob that was turned by wheel or typing is let go."""
NICE = 8

Cell = tuple[int, int]


class StealSession:
    """Gradient descent between two pictures.

    Attributes:
        secret: the hidden kernel's id; empty when the user's own two pictures are compared.
        revealed: whether the secret has been told.
        size: rows and columns of the kernel that is looked for.
        values: the knobs as they are shown, (size, size) float64.
        pinned: which of them are held fast, (size, size) bool.
        points: step and decimal logarithm of the loss.
        version: grows with every change of what is to be shown.
        descended: whether the descent has turned the knobs since the kernel was hidden.
    """

    def __init__(self, seed: int, workers: Workers) -> None:
        self._seed = seed
        self.secret = ""
        self.revealed = False
        self.size = 3
        self.method: Method = "whitened"
        self.snapshot: StealSnapshot | None = None
        self.values: NDArray[np.float64] = self._drawn(3)
        self.pinned = np.zeros((3, 3), bool)
        self.before: Picture | None = None
        self.after: Picture | None = None
        self.points: list[tuple[float, float]] = []
        self.seconds = 0.0
        self.speed = 3
        self.version = 0
        self.descended = False
        self._workers = workers
        self._random = random.Random(seed)
        self._pace = Speed()
        self._pace.put(SPEEDS[self.speed])
        self._held: Slot[Held] = Slot()
        self._problem: Slot[str] = Slot()
        self._touched: dict[Cell, float] = {}
        self._worker: Stream[StealSnapshot] | None = None
        self._looking = workers.call(Surveyor().look, name="steal look", nice=NICE)

    @property
    def state(self) -> State:
        """What the descent is doing."""
        return self._worker.status.state if self._worker is not None else State.IDLE

    @property
    def error(self) -> float | None:
        """The largest difference between a knob and the hidden kernel's cell; None when there is none."""
        if not self.secret or self.snapshot is None:
            return None
        return difference(self.snapshot.kernel, KERNELS[self.secret].effective)

    @property
    def held(self) -> NDArray[np.bool_]:
        """Which knobs a hand holds, (size, size)."""
        held = self.pinned.copy()
        for cell in self._touched:
            held[cell] = True
        return held

    # ------------------------------------------------------------------ secrets and pictures

    def other_secret(self) -> str:
        """A random built-in kernel, another than the present one."""
        return self._random.choice([name for name in SECRETS if name != self.secret])

    def set_secret(self, name: str, before: Picture) -> None:
        """Filter a picture with a built-in kernel, whose name stays hidden."""
        self.stop()
        self.before, self.after = before, hide(before, KERNELS[name])
        self.secret, self.revealed, self.descended = name, False, False
        self._take_size(max(KERNELS[name].effective.shape))

    def take_picture(self, which: str, image: Picture) -> bool:
        """Take the user's picture "before" or "after"; False when it does not fit to the other one."""
        self.stop()
        if self.secret:
            self.before = self.after = None
            self.secret, self.revealed = "", True
        if which == "before":
            self.before = image
        else:
            self.after = image
        self.snapshot, self.points = None, []
        self.version += 1
        return self.before is None or self.after is None or self.restart()

    # ------------------------------------------------------------------ the descent

    def toggle(self) -> bool:
        """Start, pause or go on; False when there is nothing to start with."""
        if self.state is State.RUNNING and self._worker is not None:
            self._worker.pause()
        elif self.state is State.PAUSED and self._worker is not None:
            self._worker.resume()
        else:
            return self._start()
        return True

    def restart(self) -> bool:
        """Begin again with random knobs; False without two pictures of one size."""
        self.release()
        self.values = self._drawn(self.size)
        return self._start()

    def _start(self) -> bool:
        """Begin with the knobs as they stand."""
        self.stop()
        before, after = self.before, self.after
        if before is None or after is None or before.shape != after.shape:
            return False
        self.snapshot, self.points, self.seconds = None, [], 0.0
        size, method, seed, wait = self.size, self.method, self._seed, not self._workers.inline
        held, pace, problem, start = self._held, self._pace, self._problem, self.values.copy()
        problem.take()
        self._looking.cancel()
        self.descended = True

        def make() -> Iterator[StealSnapshot]:
            try:
                snapshots = steal(before, after, size, method=method, seed=seed, held=held.get, start=start)
                yield from paced(snapshots, pace, wait=wait)
            except StealError as error:
                problem.put(error.code)

        self._worker = self._workers.stream(make, name="steal", nice=NICE)
        self._worker.start()
        return True

    def _drawn(self, size: int) -> NDArray[np.float64]:
        """Random positions of the knobs."""
        return np.random.default_rng(self._seed).normal(0, 0.3, (size, size)).round(3)

    def stop(self) -> None:
        """End the descent."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def pause(self) -> None:
        """Let the descent rest."""
        if self._worker is not None:
            self._worker.pause()

    def set_speed(self, index: int) -> None:
        """Choose one of `SPEEDS`."""
        self.speed = index
        self._pace.put(SPEEDS[index])

    def resize(self, step: int) -> None:
        """Look for a larger or smaller kernel, from the beginning."""
        size = min(max(self.size + step, 1), MOST_SIZE)
        if size != self.size:
            self._take_size(size)
            self.restart()

    def choose_method(self, method: Method) -> bool:
        """Descend in another way."""
        self.method = method
        return self.restart()

    def _take_size(self, size: int) -> None:
        self.size = size
        self.pinned = np.zeros((size, size), bool)
        self.values = self._drawn(size)
        self._touched = {}
        self._held.take()
        self.snapshot, self.points = None, []
        self.version += 1
        self._look()

    # ------------------------------------------------------------------ the user's hand

    def turn(self, values: NDArray[np.float64], cell: Cell | None) -> None:
        """The knobs were turned: the one that moved is held for a while.

        Args:
            values: all of them.
            cell: the one under the hand; the first that differs when None.
        """
        old = self.snapshot.kernel if self.snapshot is not None else np.zeros_like(values)
        self.values = values.copy()
        changed = np.argwhere(np.abs(values - old) > 1e-6)
        if cell is None and len(changed):
            cell = (int(changed[0][0]), int(changed[0][1]))
        if cell is not None:
            self._touched[cell] = HANDS_OFF
        self._put_held()

    def pin(self, cell: Cell) -> None:
        """Hold a knob fast until it is pinned again, or let it go."""
        self.pinned[cell] = not self.pinned[cell]
        self._touched.pop(cell, None)
        self._put_held()

    def release(self) -> None:
        """Let go of every knob."""
        self.pinned[:] = False
        self._touched = {}
        self._put_held()

    def _put_held(self) -> None:
        if self.held.any():
            self._held.put(Held(np.where(self.held, self.values, np.nan).astype(np.float32)))
        else:
            self._held.take()
        self._look()

    def _look(self) -> None:
        """While nothing runs: have it worked out what the knobs amount to where they stand."""
        before, after = self.before, self.after
        if before is None or after is None or before.shape != after.shape or self.state is State.RUNNING:
            return
        bias = self.snapshot.bias if self.snapshot is not None else 0.0
        look = Look(before, after, self.values.copy(), bias, self._held.get(), self.method, self._seed)
        self._looking.submit(look)

    # ------------------------------------------------------------------ life

    def update(self, dt: float, dragged: Cell | None) -> str:
        """Take the newest state; returns the text key of what went wrong, or nothing.

        A knob that was left alone is let go of while the descent runs, but not one that is `dragged`.
        """
        running, before = self.state is State.RUNNING, set(self._touched)
        self._touched = {
            cell: left - (dt if running and cell != dragged else 0)
            for cell, left in self._touched.items()
            if left > 0 or cell == dragged
        }
        if set(self._touched) != before:
            self._put_held()
        answer = self._looking.poll()
        if answer is not None and answer.value is not None and not running:
            if isinstance(answer.value, StealError):
                return f"steal.{answer.value.code}"
            self._take_look(answer.value)
        snapshot = self._worker.poll() if self._worker is not None else None
        if snapshot is not None and snapshot.kernel.shape == self.values.shape:
            self._take(snapshot, dt)
        problem = self._problem.take()
        return f"steal.{problem}" if problem is not None else ""

    def _take_look(self, found: StealSnapshot) -> None:
        """Show what the hand has done; the way that the descent has come stays."""
        old = self.snapshot
        if found.kernel.shape == self.values.shape:
            if old is not None and self._worker is not None:
                found = replace(found, step=old.step, losses=old.losses, steps=old.steps)
            self.snapshot = found
            self.version += 1

    def _take(self, snapshot: StealSnapshot, dt: float) -> None:
        self.snapshot = snapshot
        self.values = np.where(self.held, self.values, snapshot.kernel.astype(np.float64).round(3))
        if not snapshot.converged:
            self.seconds += dt
        elif self.secret and not self.held.any():
            self.revealed = True
        thin = max(1, len(snapshot.losses) // MOST_POINTS)
        self.points = [
            (float(step), math.log10(max(float(loss), 1e-3)))
            for step, loss in zip(snapshot.steps[::thin], snapshot.losses[::thin], strict=True)
        ]
        self.version += 1

    def close(self) -> None:
        """Stop, and wait a little."""
        worker = self._worker
        self.stop()
        if worker is not None:
            worker.join(1.0)
        self._looking.close()
