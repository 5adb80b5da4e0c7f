"""A log of one game from which it can be played again: every action, and fingerprints along the way."""

import hashlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

MARK_EVERY = 600
"""Frames between two marks: ten seconds."""


class ActionLog:
    """The actions of one game since it began, one byte for each player and frame."""

    def __init__(self, players: int) -> None:
        """Begin an empty log for a number of players."""
        self.players = players
        self.clear()

    @property
    def frames(self) -> int:
        """Frames in the log."""
        return len(self.actions) // self.players

    def clear(self) -> None:
        """Begin again, with a new game."""
        self.actions = bytearray()
        self.marks: list[str] = []
        self._memories = hashlib.blake2b(digest_size=8)

    def add(
        self, actions: tuple[int, ...], memory: NDArray[np.uint8], screen: Callable[[], NDArray[np.uint8]]
    ) -> None:
        """Note one frame, after it was emulated.

        Args:
            actions: ALE action numbers, one per player.
            memory: The console's, uint8 (128,).
            screen: Gives the picture; asked once in `MARK_EVERY` frames.
        """
        self.actions += bytes(actions)
        self._memories.update(memory.tobytes())
        if self.frames % MARK_EVERY == 0:
            self.marks.append(self.mark(screen()))

    def mark(self, screen: NDArray[np.uint8]) -> str:
        """Fingerprint of every frame's memory up to now and of the picture, 16 hexadecimal digits."""
        digest = self._memories.copy()
        digest.update(np.ascontiguousarray(screen).tobytes())
        return digest.hexdigest()
