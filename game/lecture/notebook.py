"""What a student takes home: the handout, and what is kept for it; and how all of it is forgotten."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pygame
import pygame_gui
from numpy.typing import NDArray

from game.lecture.handout import page
from game.lecture.keepsakes import Keepsakes
from game.lecture.route import Route
from game.lecture.session import LectureSession, Progress
from game.ui.context import Context, FileRequest
from game.ui.language import Language
from game.ui.picture_io import PictureIO
from game.ui.scene import Scene
from game.ui.surfaces import to_array
from game.ui.widgets.file_window import QuestionWindow
from game.workers.workers import Workers
from models.base.files import with_ending, write_atomically

ENDING = ".html"
DATES = {"ru": "%d.%m.%Y"}
"""How a date is written, where not as 2026-11-28."""


class Notebook:
    """Keeps what is made at the stops, and writes the handout.

    Args:
        session: what was seen, answered and done.
        folder: where pictures and numbers are kept.
        workers: where writers come from.
    """

    def __init__(self, session: LectureSession, folder: Path, workers: Workers) -> None:
        self._session = session
        self._kept = Keepsakes(folder, workers)
        self._files: PictureIO[None] = PictureIO()

    def keep(self, stop: str, scene: Scene, ui: pygame_gui.UIManager) -> None:
        """Keep what a scene shows, without what lies over it.

        Args:
            stop: the id of the stop that it belongs to.
            scene: is drawn once more.
            ui: its widgets.
        """
        self._kept.keep(stop, photograph(scene, ui), scene.keepsake())

    def ask_save(self, ctx: Context) -> None:
        """Let the user choose where to save the handout."""
        name = f"latent-arcade-{time.strftime('%Y-%m-%d')}{ENDING}"
        save = partial(self.save, ctx)
        ctx.pick_file(FileRequest("handout.save", frozenset({ENDING}), save, save=name))

    def save(self, ctx: Context, path: Path) -> None:
        """Write the handout beside the window, and say where it is, or why it is not there."""
        session = self._session
        how = partial(
            _write,
            route=session.route,
            progress=session.progress,
            kept=self._kept,
            t=ctx.t,
            date=time.strftime(DATES.get(ctx.t.code, "%Y-%m-%d")),
        )
        self._files.write(ctx, with_ending(path, ENDING), how)

    def ask_forget(self, ctx: Context, then: Callable[[], object]) -> None:
        """Ask whether the progress is to be reset; call something once it is."""

        def forget() -> None:
            self.forget()
            ctx.notify(ctx.t("lecture.forgotten"), "good")
            then()

        if not ctx.modal():
            QuestionWindow(ctx, "lecture.forget_sure", "", forget, by_enter=False)

    def forget(self) -> None:
        """Reset the progress, and throw away what was kept."""
        self._session.forget()
        self._kept.clear()

    def update(self, ctx: Context) -> None:
        """Say what was written, and what could not be."""
        self._files.update(ctx)
        problem = self._kept.update()
        if problem is not None:
            ctx.notify(ctx.t("handout.not_kept", why=ctx.why(problem)), "bad")

    def close(self) -> None:
        """Wait a little for what is being written."""
        self._files.close()
        self._kept.close()


def photograph(scene: Scene, ui: pygame_gui.UIManager) -> NDArray[np.uint8]:
    """A scene's picture, (H, W, 3) uint8, as large as its part of the window."""
    area = scene.ctx.area
    window = pygame.Surface(area.bottomright)
    scene.draw(window)
    ui.draw_ui(window)
    scene.draw_over(window)
    return to_array(window.subsurface(area))


def _write(path: Path, *, route: Route, progress: Progress, kept: Keepsakes, t: Language, date: str) -> None:
    write_atomically(path, page(route, progress, kept.read, t, date).encode("utf-8"))
