"""Screenshots: the next picture, as PNG among the user's pictures."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from game.ui.context import why
from game.ui.language import Language
from game.ui.pictures import write_png
from game.ui.surfaces import to_array
from game.workers.workers import Workers


def _save(shot: tuple[Path, NDArray[np.uint8]]) -> Path:
    return write_png(*shot)


class Screenshots:
    """Takes the next picture when asked to, and writes it beside the window.

    Args:
        folder: of the user's pictures.
        workers: where the writer comes from.
    """

    def __init__(self, folder: Path, workers: Workers) -> None:
        self._folder = folder
        self._writer = workers.call(_save, name="screenshots")
        self._wanted = False

    def take(self) -> None:
        """Save the next picture, without messages over it."""
        self._wanted = True

    def catch(self, screen: pygame.Surface, frame: int) -> None:
        """Have a picture written, if one is wanted; `frame` tells two within a second apart."""
        if self._wanted:
            self._wanted = False
            name = f"latent-arcade-{time.strftime('%Y%m%d-%H%M%S')}-{frame}.png"
            self._writer.submit((self._folder / name, to_array(screen)))

    def save(self, path: Path, screen: pygame.Surface) -> None:
        """Write a picture now.

        Raises:
            OSError: the file cannot be written.
        """
        write_png(path, to_array(screen))

    def tell(self, t: Language, notify: Callable[[str, str], None]) -> None:
        """Say where a picture is, or why it could not be written."""
        shot = self._writer.poll()
        if shot is not None and shot.error is not None:
            notify(t("app.screenshot_failed", why=why(t, shot.error)), "bad")
        elif shot is not None:
            notify(t("app.screenshot", file=str(shot.value)), "good")

    def close(self, seconds: float) -> None:
        """Write what is under way."""
        self._writer.close(seconds, finish=True)
