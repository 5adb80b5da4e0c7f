"""The bundled pictures in a window: thumbnails, titles, and whose they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from pygame_gui.elements import UIButton

from game.ui.context import Context
from game.ui.layout import grid
from game.ui.surfaces import cover, fit, to_surface
from game.ui.widgets.controls import CardLine, set_card
from game.ui.widgets.text import wrap
from game.ui.widgets.window import Window

if TYPE_CHECKING:
    from models.base.gallery import GalleryItem

Thumbnails = Callable[[], Mapping[str, NDArray[np.uint8]]]
COLUMNS = 6


class GalleryWindow(Window):
    """One card a picture; choosing one closes the window.

    Args:
        ctx: the scene's context.
        thumbnails: asked every frame until every card has its picture.
        choose: called with the chosen picture.
    """

    def __init__(self, ctx: Context, thumbnails: Thumbnails, choose: Callable[[GalleryItem], None]) -> None:
        from models.base.gallery import gallery

        super().__init__(ctx, (1120, 700), ctx.t("gallery.title"), "gallery_window", pad=8)
        self._thumbnails = thumbnails
        items = gallery()
        places = grid(self.room, COLUMNS, -(-len(items) // COLUMNS), ctx.style.px(8))
        self._waiting = [
            (item, self.card(place, f"picture_{item.id}", partial(self.finish, choose, item), whose(item)))
            for item, place in zip(items, places, strict=False)
        ]

    def update(self, time_delta: float) -> None:
        """Put pictures on the cards, two a frame, as they come."""
        super().update(time_delta)
        ready = self._thumbnails() if self._waiting and self.open else {}
        for _ in range(2):
            if self._waiting and self._waiting[0][0].id in ready:
                item, made = self._waiting.pop(0)
                draw_card(self.ctx, made, item, ready[item.id])


def whose(item: GalleryItem) -> str:
    """Author and licence."""
    return f"{item.author} · {item.licence}"


def draw_card(
    ctx: Context, made: UIButton, item: GalleryItem, image: NDArray[np.uint8], *, author: bool = True
) -> None:
    """Draw a card's face: the picture, its title, and its author and licence too."""
    style, colour = ctx.style, ctx.style.colour
    titles: tuple[str, ...] = (item.title[ctx.settings.language or "en"],)
    lines: list[CardLine] = []
    if author:
        titles = wrap(titles[0], style.font("small", "bold"), made.rect.width - style.px(8))[:2]
        lines = [(words, "tiny", "regular", colour.muted) for words in (item.author, item.licence)]
    lines = [(words, "small", "bold", colour.text) for words in titles] + lines
    set_card(ctx, made, to_surface(image), lines, how=cover if item.kind == "photo" else fit)
