"""Pictures of games for the window in which one is chosen, made once, in a process of its own."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from agents.emulators.game_pictures import pictures
from agents.emulators.games import GAMES, game_spec
from game.workers.status import State
from game.workers.workers import Workers
from models.base.worker_process import start_worker

Album = dict[str, NDArray[np.uint8]]


def _elsewhere(games: tuple[str, ...]) -> Iterator[Album]:
    """Make them in another process, because a console that is switched on holds the interpreter's lock."""
    process = start_worker("agents.emulators.game_pictures:main", *games)
    album: Album = {}
    try:
        assert process.stdout is not None
        for game in games:
            court = game_spec(game).court
            shape = (court.height, court.width, 3)
            pixels = np.frombuffer(process.stdout.read(math.prod(shape)), np.uint8)
            album = {**album, game: pixels.reshape(shape)}
            yield album
    finally:
        process.kill()
        process.communicate()


def _here(games: tuple[str, ...]) -> Iterator[Album]:
    yield dict(pictures(games))


class GamesAlbum:
    """Keeps the pictures of the games in `GAMES`."""

    def __init__(self, workers: Workers) -> None:
        make = workers.isolated(_elsewhere, _here)
        self._worker = workers.stream(lambda: make(tuple(GAMES)), name="game-pictures")
        self._pictures: Album = {}

    def look(self) -> Mapping[str, NDArray[np.uint8]]:
        """What there is so far; the first look has them made."""
        if self._worker.status.state is State.IDLE:
            self._worker.start()
        self._pictures = self._worker.poll() or self._pictures
        return self._pictures

    def close(self) -> bool:
        """Stop making them, and wait a little."""
        self._worker.stop()
        return self._worker.join(1.0)
