"""The bundled pictures in a window: thumbnails, titles, and whose they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIButton, UIWindow

from game.ui.context import Context
from game.ui.surfaces import cover, fit, to_surface
from game.ui.widgets.controls import set_face
from game.ui.widgets.dialogs import centred
from game.ui.widgets.text import shorten, wrap

if TYPE_CHECKING:
    from models.base.gallery import GalleryItem

Thumbnails = Callable[[], Mapping[str, NDArray[np.uint8]]]
COLUMNS = 6


class GalleryWindow(UIWindow):
    """One card a picture; choosing one closes the window.

    Args:
        ctx: the scene's context.
        thumbnails: asked every frame until every card has its picture.
        choose: called with the chosen picture.
    """

    def __init__(self, ctx: Context, thumbnails: Thumbnails, choose: Callable[[GalleryItem], None]) -> None:
        from models.base.gallery import gallery

        style = ctx.style
        rect = centred(ctx, 1120, 700)
        super().__init__(
            rect, ctx.ui, window_display_title=ctx.t("gallery.title"), object_id="#gallery_window"
        )
        self.set_blocking(True)
        self.ctx, self._thumbnails, self._choose = ctx, thumbnails, choose
        items = gallery()
        rows = -(-len(items) // COLUMNS)
        room, gap = self.get_container().get_size(), style.px(8)
        width = (room[0] - gap * (COLUMNS + 1)) // COLUMNS
        height = (room[1] - gap * (rows + 1)) // rows
        self._waiting: list[tuple[GalleryItem, UIButton]] = []
        for index, item in enumerate(items):
            row, column = divmod(index, COLUMNS)
            place = pygame.Rect(gap + column * (width + gap), gap + row * (height + gap), width, height)
            made = UIButton(
                place,
                "",
                ctx.ui,
                container=self,
                object_id=ObjectID(f"#picture_{item.id}", "@card"),
                command=partial(self._take, item),
                tool_tip_text=f"{item.author} · {item.licence}",
            )
            self._waiting.append((item, made))

    def _take(self, item: GalleryItem) -> None:
        self.kill()  # type: ignore[no-untyped-call]
        self._choose(item)

    def update(self, time_delta: float) -> None:
        """Put pictures on the cards, two a frame, as they come."""
        super().update(time_delta)
        if not self._waiting or not self.alive():  # type: ignore[no-untyped-call]
            return
        ready = self._thumbnails()
        for _ in range(2):
            if self._waiting and self._waiting[0][0].id in ready:
                item, made = self._waiting.pop(0)
                draw_card(self.ctx, made, item, ready[item.id])


def draw_card(
    ctx: Context, made: UIButton, item: GalleryItem, image: NDArray[np.uint8], *, author: bool = True
) -> None:
    """Draw a card's face: the picture, its title, and its author and licence too."""
    style = ctx.style
    face = pygame.Surface((made.rect.width - style.px(8), made.rect.height - style.px(8)), pygame.SRCALPHA)
    title_font, small = style.font("small", "bold"), style.font("tiny")
    title = item.title[ctx.settings.language or "en"]
    titles = wrap(title, title_font, face.get_width())[:2] if author else (title,)
    below = len(titles) * title_font.get_linesize() + 2 * author * small.get_linesize() + style.px(4)
    room = pygame.Rect(0, 0, face.get_width(), face.get_height() - below)
    picture = to_surface(image)
    how = cover if item.kind == "photo" else fit
    target = how(picture.get_size(), room)
    face.set_clip(room)
    face.blit(pygame.transform.smoothscale(picture, target.size), target)
    face.set_clip(None)
    y = room.bottom + style.px(4)
    lines = [(words, "small", "bold", style.colour.text) for words in titles]
    if author:
        lines += [(words, "tiny", "regular", style.colour.muted) for words in (item.author, item.licence)]
    for text, size, weight, colour in lines:
        font = style.font(size, weight)
        face.blit(style.text(shorten(text, font, face.get_width()), size, weight, colour), (0, y))
        y += font.get_linesize()
    set_face(made, face.premul_alpha())
