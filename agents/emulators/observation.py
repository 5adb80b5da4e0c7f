"""From the console's grey picture to what the network sees, with the same numbers for many games or one.

The picture is cropped to the court; each pixel is compared with its background, its median over random play;
the absolute difference is max-pooled over 4×4 blocks, so that a ball two pixels wide keeps its full contrast;
and the newest few planes are stacked, so that motion shows. Where light and dark have to be told apart there
are two planes of each picture: what is lighter than the background, and what is darker. With `recall` the
first plane tells of the agent's own newest actions. The background is estimated once and stored with the
weights, since an input that drifts would make the network chase it.
"""

import numpy as np
from numpy.typing import NDArray

from agents.emulators.games import GameSpec

BLOCK = 4
"""Side of a pooling block, in pixels."""

NOTHING = -1
"""For an action where there was none."""

Frames = NDArray[np.uint8]


def estimate_background(samples: Frames) -> Frames:
    """Return each pixel's median, uint8 (height, width), over pictures, uint8 (pictures, height, width)."""
    if samples.ndim != 3 or not len(samples):
        raise ValueError(f"expected (pictures, height, width) with at least one picture, got {samples.shape}")
    # The lower median of integers is an integer that occurred: no rounding, no colour that never was.
    middle = (len(samples) - 1) // 2
    median: Frames = np.partition(samples, middle, axis=0)[middle].copy()
    return median


def observation_shape(spec: GameSpec, stack: int, recall: int = 0) -> tuple[int, int, int]:
    """Return (planes, rows, columns) of what an agent sees that remembers pictures and own actions."""
    planes = stack * (2 if spec.shades else 1) + (recall > 0)
    return planes, spec.court.height // BLOCK, spec.court.width // BLOCK


class ObservationPipeline:
    """Stacks of pooled differences for `count` games played side by side."""

    def __init__(
        self, spec: GameSpec, background: Frames, stack: int, count: int = 1, *, recall: int = 0
    ) -> None:
        """Prepare buffers for observations of `stack` pictures and `recall` own actions.

        Raises:
            ValueError: If the background is not uint8 (court height, court width).
        """
        self.court = court = spec.court
        if background.shape != (court.height, court.width) or background.dtype != np.uint8:
            raise ValueError(
                f"background must be uint8 {(court.height, court.width)},"
                f" got {background.dtype} {background.shape}"
            )
        self.background = background
        self.shape = observation_shape(spec, stack, recall)
        """Shape of one observation: (planes, rows, columns), the newest picture's planes last."""
        self._new = 2 if spec.shades else 1
        self._recalled = np.full((count, recall), NOTHING)
        self._marks = _marks(spec, self.shape[1:], recall) if recall else None
        self._stacks = np.zeros((count, *self.shape), np.uint8)
        self._difference = np.empty((count, court.height, court.width), np.uint8)
        self._lower = np.empty_like(self._difference)
        self._rows = np.empty((count, court.height // BLOCK, court.width), np.uint8)

    def restart(self, games: NDArray[np.bool_] | None = None) -> None:
        """Forget the past of the games that start over (a mask of shape (count,); None: all of them)."""
        games = np.ones(len(self._stacks), np.bool_) if games is None else games
        self._stacks[games] = 0
        self._recalled[games] = NOTHING

    def push(self, frames: Frames, done: NDArray[np.int64] | None = None) -> Frames:
        """Take in one new picture per game.

        Args:
            frames: uint8 (count, 210, 160) grey pictures, each the maximum over an agent step's last two.
            done: int64 (count,), what each game's agent did before it, as an index of the game's actions, or
                `NOTHING`; None: nothing in all games.

        Returns:
            uint8 (count, planes, rows, columns), newest last, lighter before darker. A view: copy it before
            the next push.
        """
        court, stacks = self.court.of(frames), self._stacks
        first = 0 if self._marks is None else 1
        stacks[:, first : -self._new] = stacks[:, first + self._new :]
        if self._marks is not None:
            self._recalled[:, :-1] = self._recalled[:, 1:]
            self._recalled[:, -1] = NOTHING if done is None else done
            places = np.arange(self._recalled.shape[1])
            stacks[:, 0] = self._marks[places, self._recalled].max(1)
        # |court - background| in unsigned bytes, without a detour through wider integers.
        np.maximum(court, self.background, out=self._difference)
        np.minimum(court, self.background, out=self._lower)
        if self._new == 1:
            np.subtract(self._difference, self._lower, out=self._difference)
        else:
            np.subtract(self._difference, self.background, out=self._difference)
            np.subtract(self.background, self._lower, out=self._lower)
            stacks[:, -1] = self._pool(self._lower)
        stacks[:, -self._new] = self._pool(self._difference)
        return stacks

    def _pool(self, pixels: Frames) -> Frames:
        """Max-pool 4×4 blocks: whole rows against each other first, which runs at memory speed."""
        count, rows, width = self._rows.shape
        blocks = pixels.reshape(count, rows, BLOCK, width)
        np.maximum(blocks[:, :, 0], blocks[:, :, 1], out=self._rows)
        np.maximum(self._rows, blocks[:, :, 2], out=self._rows)
        np.maximum(self._rows, blocks[:, :, 3], out=self._rows)
        pairs = np.maximum(self._rows[:, :, 0::2], self._rows[:, :, 1::2])
        return np.maximum(pairs[:, :, 0::2], pairs[:, :, 1::2])


def _marks(spec: GameSpec, sides: tuple[int, int], recall: int) -> Frames:
    """Draw every action in every place of the plane of own actions.

    The newest action has the last strip. Two that change places in the game's mirror are at its two ends, and
    the others in its middle, each of its own brightness: the mirrored plane tells of the mirrored actions.

    Returns:
        uint8 (places, actions and nothing, rows, columns).
    """
    count = len(spec.actions)
    mirrored = range(count) if spec.mirror is None else spec.mirror.actions
    across = spec.mirror is not None and spec.mirror.axis == "columns"
    length, width = sides[::-1] if across else sides
    marks = np.zeros((recall, count + 1, length, width), np.uint8)
    edges = np.linspace(0, width, recall + 1).round().astype(int)
    end = length // 3
    for action, there in enumerate(mirrored):
        strip = (
            slice(end, length - end) if action == there
            else slice(None, end) if action < there
            else slice(length - end, None)
        )  # fmt: skip
        for place in range(recall):
            columns = slice(edges[place], edges[place + 1])
            marks[place, action, strip, columns] = 255 * (min(action, there) + 1) // count
    return marks.swapaxes(2, 3) if across else marks
