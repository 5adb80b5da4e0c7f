"""A lecturer's own picture."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pygame

from game.lecture.pages.shared import Page, Shared
from game.ui.pictures import NICE
from game.ui.surfaces import CachedSurface, fit, to_surface
from game.ui.widgets.panel import draw_note
from game.workers.latest_call import LatestCall
from models.base.arrays import Byte
from models.base.images import PictureError, load_picture


def _load(path: Path) -> tuple[Path, Byte | None, str]:
    """The file, its picture, and why there is none."""
    try:
        return path, load_picture(path).rgb, ""
    except PictureError as problem:
        return path, None, problem.code


class PictureTab(Page):
    """The picture of the stop, as large as the window."""

    id: ClassVar[str] = "picture"

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self._shown: tuple[Path, Byte | None, str] | None = None
        self._asked: Path | None = None
        self._scaled = CachedSurface()

    def begin(self) -> None:
        """Make the worker that reads."""
        self._loader: LatestCall[Path, tuple[Path, Byte | None, str]] = self.ctx.workers.call(
            _load, name="lecture picture", nice=NICE
        )

    def layout(self, area: pygame.Rect) -> None:
        """Leave the picture all the room."""
        self._room = area
        self.update(0.0)

    def update(self, dt: float) -> None:
        """Read the stop's picture."""
        session = self._shared.session
        path = session.route.part_of(session.stop).folder / session.stop.picture
        if session.stop.picture and path != self._asked:
            self._asked = path
            self._loader.submit(path)
        answer = self._loader.poll()
        if answer is not None and answer.value is not None:
            self._shown = answer.value

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the picture, or why there is none."""
        if self._shown is None or self._shown[0] != self._asked:
            return
        path, image, problem = self._shown
        if image is None:
            draw_note(screen, self.ctx.style, self.ctx.t(f"picture.{problem}", file=path.name), self._room)
            return
        place = fit((image.shape[1], image.shape[0]), self._room)
        surface = self._scaled.get(
            place.size, lambda: pygame.transform.smoothscale(to_surface(image), place.size), image
        )
        screen.blit(surface, place)

    def close(self) -> None:
        """End the worker."""
        self._loader.close()
