"""The bundled portraits in a window: choose one to work on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
from pygame_gui.elements import UIButton, UITextBox

from game.ui.context import Context
from game.ui.layout import column, grid, row
from game.ui.portraits import PAGE, PortraitPages, Sample
from game.ui.surfaces import fit, to_surface
from game.ui.widgets.controls import set_face
from game.ui.widgets.window import Window

COLUMNS, ROWS = 8, PAGE // 8


class PortraitWindow(Window):
    """One card a portrait, chosen at random; clicking one closes the window.

    Args:
        ctx: the scene's context.
        pages: where the portraits come from; whoever opens the window updates them.
        take: called with the chosen one.
        note: the key of the text below the portraits.
    """

    def __init__(
        self, ctx: Context, pages: PortraitPages, take: Callable[[Sample], object], note: str
    ) -> None:
        super().__init__(ctx, (1080, 516), ctx.t("portraits.title"), "portrait_window", pad=8)
        self._pages, self._done, self._page = pages, take, 0
        self._cards: list[UIButton] = []
        self._shown: list[Sample] | None = None
        self._problem: UITextBox | None = None
        gap = ctx.style.px(8)
        cards, foot = column(self.room, [-1, ctx.style.control], gap)
        self._places = grid(fit((COLUMNS, ROWS), cards), COLUMNS, ROWS, gap)
        foot.x, foot.width = self._places[0].x, self._places[-1].right - self._places[0].x
        words, more = row(foot, [-1, ctx.style.px(200)], gap)
        self.label(words, ctx.t(note))
        self.button(more, ctx.t("portraits.more"), self._more, icon="shuffle", object_id="#more_portraits")
        pages.look_up(ctx, self._page)

    def take_over(self, before: PortraitWindow) -> None:
        """Show the same page."""
        self._page = before._page
        self._pages.look_up(self.ctx, self._page)

    def _more(self) -> None:
        self._page += 1
        self._pages.look_up(self.ctx, self._page)

    def update(self, time_delta: float) -> None:
        """Put the portraits on cards when they have come, or say why they have not."""
        super().update(time_delta)
        if not self.open:
            return
        pages = self._pages
        if pages.problem and self._problem is None:
            self._problem = self.text(self._places[0].union(self._places[COLUMNS - 1]), pages.problem)
        if pages.samples and pages.samples is not self._shown:
            self._shown = pages.samples
            self._lay_out(pages.samples)

    def _lay_out(self, samples: list[Sample]) -> None:
        for card in self._cards:
            card.kill()
        self._cards = []
        for sample, place in zip(samples, self._places, strict=False):
            made = self.card(place, f"portrait_{sample.index}", partial(self.finish, self._done, sample))
            side = min(place.size) - 4
            set_face(made, pygame.transform.smoothscale(to_surface(sample.image), (side, side)))
            self._cards.append(made)
