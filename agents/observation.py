"""From the console's grey picture to what the network sees, with the same numbers for many games or one.

The picture is cropped to the court; each pixel is compared with its background, the median of that pixel
over random play; the absolute difference is max-pooled over 4×4 blocks, so that a ball two pixels wide keeps
its full contrast; and the newest few of these planes are stacked, so that motion shows. Where light and
dark have to be told apart there are two planes of each picture instead of one: what is lighter than the
background, and what is darker. The background is
the only learned state. It is estimated once and stored with the weights, since an input that drifts would
make the network chase it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.games import Court, GameSpec

BLOCK = 4
"""Side of a pooling block, in pixels."""

Frames = NDArray[np.uint8]


def estimate_background(samples: Frames) -> Frames:
    """Take each pixel's median over many pictures, which forgets whatever moves.

    Args:
        samples: uint8 (pictures, height, width).

    Returns:
        uint8 (height, width).
    """
    if samples.ndim != 3 or not len(samples):
        raise ValueError(f"expected (pictures, height, width) with at least one picture, got {samples.shape}")
    # The lower median of integers is an integer that occurred: no rounding, no colour that never was.
    middle = (len(samples) - 1) // 2
    median: Frames = np.partition(samples, middle, axis=0)[middle].copy()
    return median


def observation_shape(spec: GameSpec, stack: int) -> tuple[int, int, int]:
    """Return (planes, rows, columns) of what an agent sees that remembers `stack` pictures."""
    planes = stack * (2 if spec.shades else 1)
    return planes, spec.court.height // BLOCK, spec.court.width // BLOCK


class ObservationPipeline:
    """Stacks of pooled differences for `count` games played side by side."""

    def __init__(self, spec: GameSpec, background: Frames, stack: int, count: int = 1) -> None:
        """Prepare buffers.

        Args:
            spec: The game.
            background: uint8 (court height, court width).
            stack: Pictures per observation.
            count: Number of games.

        Raises:
            ValueError: If the background does not have the court's size or type.
        """
        court = spec.court
        if background.shape != (court.height, court.width) or background.dtype != np.uint8:
            raise ValueError(
                f"background must be uint8 {(court.height, court.width)},"
                f" got {background.dtype} {background.shape}"
            )
        self.court: Court = court
        self.background = background
        self.shape = observation_shape(spec, stack)
        """Shape of one observation: (planes, rows, columns), the newest picture's planes last."""
        self._new = self.shape[0] // stack
        self._stacks = np.zeros((count, *self.shape), np.uint8)
        self._difference = np.empty((count, court.height, court.width), np.uint8)
        self._lower = np.empty_like(self._difference)
        self._rows = np.empty((count, court.height // BLOCK, court.width), np.uint8)

    def crop(self, frames: Frames) -> Frames:
        """Cut the court out of pictures of shape (…, 210, 160), without copying."""
        court = self.court
        return frames[..., court.top : court.bottom, court.left : court.right]

    def restart(self, games: NDArray[np.bool_] | None = None) -> None:
        """Forget the past of the games that start anew (a mask of shape (count,); None: all of them)."""
        if games is None:
            self._stacks[:] = 0
        else:
            self._stacks[games] = 0

    def push(self, frames: Frames) -> Frames:
        """Take in one new picture per game.

        Args:
            frames: uint8 (count, 210, 160) grey pictures, each the maximum over an agent step's last two
                frames.

        Returns:
            uint8 (count, planes, rows, columns), newest last; what is lighter before what
            is darker. A view: copy it before the next push.
        """
        court, stacks = self.crop(frames), self._stacks
        stacks[:, : -self._new] = stacks[:, self._new :]
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
