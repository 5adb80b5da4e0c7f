"""Games that are kept, so that they can be played again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from agents.emulators.replay import SUFFIX, Replay, ReplayError
from game.scenes.arena.play.plays import Play
from game.workers.latest_call import Answer
from game.workers.workers import Workers


def _save(request: tuple[Replay, Path]) -> Path:
    replay, path = request
    replay.save(path)
    return path


class ReplayWriter:
    """Writes replays beside the window.

    Args:
        folder: where to.
        workers: make the writer.
        tell: shows a message: the text's key, its kind and its values.
    """

    def __init__(self, folder: Path, workers: Workers, tell: Callable[..., None]) -> None:
        self.folder = folder
        self._writer = workers.call(_save, name="save-replay")
        self._tell = tell

    def keep(self, play: Play | None, game: str) -> None:
        """Write the game on the screen to a file from which it can be played again."""
        kept = play.replay() if play is not None else None
        if kept is None:
            if play is not None and play.people:
                self._tell("replay.not_kept", "info")
            return
        console, players = kept
        name = f"{game}-{time.strftime('%Y%m%d-%H%M%S')}-{console.log.frames}{SUFFIX}"
        try:
            self._writer.submit((Replay.of(console, players), self.folder / name))
        except ReplayError as error:
            long = error.code == "too_long"
            self._tell("replay.too_long" if long else "app.save_failed", "bad", why=str(error))

    def poll(self) -> Answer[Path] | None:
        """What became of a file, once."""
        return self._writer.poll()

    def close(self, seconds: float) -> bool:
        """Finish writing, and wait for it."""
        return self._writer.close(seconds, finish=True)
