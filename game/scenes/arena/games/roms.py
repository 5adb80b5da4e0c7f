"""ROM files of the user's own: read beside the window, and what is wrong with one is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from agents.emulators.games import game_spec
from agents.emulators.own_roms import game_of
from game.workers.workers import Workers


class RomReader:
    """Tells which game a file is.

    Args:
        workers: make the reader.
        tell: shows a message: the text's key, its kind and its values.
    """

    def __init__(self, workers: Workers, tell: Callable[..., None]) -> None:
        self._reader = workers.call(game_of, name="read-rom")
        self._tell = tell

    def open(self, path: Path) -> None:
        """Look which game a file is; `take` tells it."""
        self._reader.submit(path)

    def take(self) -> str | None:
        """The id of the game whose ROM was opened, once."""
        answer = self._reader.poll()
        if answer is None:
            return None
        if answer.value is not None:
            self._tell("games.rom_known", "good", game=game_spec(answer.value).title)
        elif answer.error is not None:
            known = answer.error.kind == "RomError"
            self._tell(f"games.rom_{answer.error.error if known else 'failed'}", "bad", why=answer.error)
        return answer.value

    def close(self) -> bool:
        """Wait for what is being read, a little."""
        return self._reader.close()
