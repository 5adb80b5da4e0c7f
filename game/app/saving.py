"""What the app itself writes, beside the window: settings and screenshots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.app.options import Options
from game.ui.context import why
from game.ui.language import Language, system_language
from game.ui.pictures import encoded
from game.ui.settings import Folders, Settings, SettingsFile
from game.workers.workers import Workers
from models.base.files import write_atomically

Messages = Iterator[tuple[str, str]]
"""Texts for the user, each with its kind: "good" or "bad"."""
CLOSE_SECONDS = 5.0
"""How long the end of the app waits for a slow disk."""


class SettingsStore:
    """The settings in use, and their file.

    Args:
        folders: where the file is.
        options: the command line, which comes before what the file says.
        workers: makes the worker that writes.
    """

    def __init__(self, folders: Folders, options: Options, workers: Workers) -> None:
        self._file = SettingsFile(folders.config)
        saved = self._file.load()
        self.now = replace(
            saved,
            language=options.lang or saved.language or system_language(),
            theme=options.theme or saved.theme,
            window=options.size or saved.window,
            ui_scale=saved.ui_scale if options.scale is None else options.scale,
            fullscreen=saved.fullscreen and options.size is None,
        )
        self._writer = workers.call(self._write, name="settings")

    @property
    def broken(self) -> Path | None:
        """Where a file that could not be read was set aside."""
        return self._file.problem

    def change(self, **fields: object) -> None:
        """Change settings, without saving them yet."""
        self.now = replace(self.now, **fields)  # type: ignore[arg-type]

    def save(self) -> None:
        """Write the settings soon; the newest win."""
        self._writer.submit(self.now)

    def messages(self, t: Language) -> Messages:
        """Why the last attempt to write failed, told once."""
        answer = self._writer.poll()
        if answer is not None and answer.value is not None:
            yield t("settings.unsaved", why=why(t, answer.value)), "bad"

    def close(self) -> None:
        """Write the settings and wait for it."""
        self.save()
        self._writer.close(CLOSE_SECONDS, finish=True)

    def _write(self, settings: Settings) -> OSError | None:
        try:
            self._file.save(settings)
        except OSError as error:
            return error
        return None


@dataclass(frozen=True)
class Screenshot:
    """A picture of the window, (H, W, 3) uint8, and where it goes or why it could not."""

    path: Path
    pixels: NDArray[np.uint8]
    error: OSError | None = None


class Screenshots:
    """Writes screenshots as PNG files."""

    def __init__(self, workers: Workers) -> None:
        self._writer = workers.call(_write_screenshot, name="screenshots")

    def take(self, path: Path, pixels: NDArray[np.uint8]) -> None:
        """Write a picture of the window soon."""
        self._writer.submit(Screenshot(path, pixels))

    def messages(self, t: Language) -> Messages:
        """Where the last one is, or why it could not be written; told once."""
        answer = self._writer.poll()
        if answer is None or answer.value is None:
            return
        shot = answer.value
        if shot.error is None:
            yield t("app.screenshot", file=str(shot.path)), "good"
        else:
            yield t("app.screenshot_failed", why=why(t, shot.error)), "bad"

    def close(self) -> None:
        """Write what is waiting."""
        self._writer.close(CLOSE_SECONDS, finish=True)


def _write_screenshot(shot: Screenshot) -> Screenshot:
    try:
        write_atomically(shot.path, encoded(shot.pixels))
    except OSError as error:
        return replace(shot, error=error)
    return shot
