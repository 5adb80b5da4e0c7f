"""The arena's living card in the menu."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator

import numpy as np
import pygame

from agents.opponents.exhibition import HEADER, RATE, SHAPE, film
from game.ui.assets import Assets
from game.ui.surfaces import write
from game.workers.status import State
from game.workers.workers import Workers
from models.base.worker_process import start_worker

INLINE_SECONDS = 2
EMPTY = (144, 72, 17)
"""The court's colour."""


def _elsewhere(seed: int, stop: threading.Event) -> Iterator[list[bytes]]:
    """Play in another process, because a console that is switched on holds the interpreter's lock."""
    process = start_worker("agents.opponents.exhibition:main", str(seed), nice=10)
    pictures: list[bytes] = []
    try:
        assert process.stdout is not None
        while not stop.is_set() and (header := process.stdout.read(HEADER)):
            pictures.append(process.stdout.read(int.from_bytes(header, "big")))
            if len(pictures) % RATE == 0:
                yield pictures.copy()
    finally:
        process.kill()
        process.communicate()


def _here(seed: int, stop: threading.Event) -> Iterator[list[bytes]]:
    yield [zlib.compress(picture.tobytes(), 1) for picture in film(seed, INLINE_SECONDS)]


class ArenaPreview:
    """A real game of Pong, played by the ball-follower, and shown again and again."""

    @staticmethod
    def prepare(assets: Assets, seed: int) -> int:
        """The seed of the game."""
        return seed

    def __init__(self, prepared: int, workers: Workers) -> None:
        self._stop = threading.Event()
        play = workers.isolated(_elsewhere, _here)
        self._worker = workers.stream(lambda: play(prepared, self._stop), name="preview-game")
        self._worker.start()
        self._pictures: list[bytes] = []
        self._court = pygame.Surface(SHAPE[1::-1], depth=32)
        self._court.fill(EMPTY)
        self._shown = -1
        self._time = 0.0

    @property
    def version(self) -> int:
        """Which picture of the game it is; -1 before there are any."""
        return min(int(self._time * RATE), len(self._pictures) - 1)

    def update(self, dt: float) -> None:
        """Go on, as far as the game has been played; after its end, from the beginning."""
        self._pictures = self._worker.poll() or self._pictures
        reached = len(self._pictures) / RATE
        self._time = min(self._time + min(dt, 0.1), reached)
        if self._time >= reached and self._worker.status.state is State.DONE:
            self._time = 0.0

    def picture(self) -> pygame.Surface:
        """The court, in a television's proportions."""
        index = self.version
        if index != self._shown:
            self._shown = index
            write(self._court, np.frombuffer(zlib.decompress(self._pictures[index]), np.uint8).reshape(SHAPE))
        return pygame.transform.scale(self._court, (480, 320))

    def close(self) -> None:
        """End the process."""
        self._stop.set()
        self._worker.stop()
        self._worker.join(1.0)
