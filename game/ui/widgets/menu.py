"""A small window below a button, with one button a line: what the button stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame

from game.ui.context import Context
from game.ui.layout import column
from game.ui.widgets.controls import enable, select
from game.ui.widgets.window import Window

PAD = 10


@dataclass(frozen=True)
class Item:
    """A line: its object id, words, icon, and what it does; a pressed one stands for something that is on."""

    name: str
    words: str
    run: Callable[[], object]
    icon: str = ""
    tip: str = ""
    enabled: bool = True
    pressed: bool = False


class Menu(Window):
    """Chooses one of several items; a new layout closes it.

    Args:
        ctx: the scene's context.
        below: the button that it belongs to.
        title: its words.
        items: from top to bottom.
        name: for tests and the keyboard.
    """

    def __init__(
        self, ctx: Context, below: pygame.Rect, title: str, items: Sequence[Item], name: str
    ) -> None:
        style, gap = ctx.style, 6
        font = style.font("body")
        widest = max(font.size(text)[0] for text in (title, *(item.words for item in items)))
        # At scale 1: the widest words with an icon, and as many lines.
        line = style.control / style.scale
        size = (
            round(widest / style.scale) + 90 + 2 * PAD,
            round(len(items) * (line + gap)) + 40 + 2 * PAD,
        )
        super().__init__(ctx, size, title, name, pad=PAD)
        place = self.rect.copy()
        place.topleft = (below.x, below.bottom + style.px(4))
        place.clamp_ip(pygame.Rect(0, 0, ctx.area.width, ctx.area.bottom))
        self.set_position(place.topleft)
        lines = column(self.room, [-1] * len(items), style.px(gap))
        for item, rect in zip(items, lines, strict=True):
            rect.height = min(rect.height, style.control)
            choose = self._chooser(item.run)
            made = self.button(
                rect, item.words, choose, icon=item.icon, tip=item.tip, object_id=f"#{item.name}"
            )
            enable(made, item.enabled)
            select(made, item.pressed)

    def _chooser(self, run: Callable[[], object]) -> Callable[[], None]:
        return lambda: self.finish(run)

    def again(self, ctx: Context) -> None:
        """Stay closed: the button may be elsewhere now, and its items others."""
