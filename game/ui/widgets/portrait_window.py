"""The bundled portraits in a window: choose one to work on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIButton, UILabel, UITextBox, UIWindow

from game.ui.context import Context
from game.ui.portraits import PAGE, PortraitPages, Sample
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import button, set_face
from game.ui.widgets.dialogs import centred

COLUMNS = 8


class PortraitWindow(UIWindow):
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
        style = ctx.style
        super().__init__(
            centred(ctx, 1080, 516),
            ctx.ui,
            window_display_title=ctx.t("portraits.title"),
            object_id="#portrait_window",
        )
        self.set_blocking(True)
        self.ctx, self._pages, self._done = ctx, pages, take
        self._page = 0
        self._cards: list[UIButton] = []
        self._shown: list[Sample] | None = None
        self._problem: UITextBox | None = None
        room, gap = self.get_container().get_size(), style.px(8)
        bar = style.control
        rows = PAGE // COLUMNS
        self._side = min(
            (room[0] - gap * (COLUMNS + 1)) // COLUMNS, (room[1] - bar - gap * (rows + 2)) // rows
        )
        self._left = (room[0] - COLUMNS * self._side - (COLUMNS - 1) * gap) // 2
        self._gap = gap
        width = style.px(200)
        place = pygame.Rect(room[0] - self._left - width, room[1] - bar - gap, width, bar)
        button(
            ctx,
            place,
            ctx.t("portraits.more"),
            self._more,
            icon="shuffle",
            object_id="#more_portraits",
            container=self,
        )
        words = pygame.Rect(self._left, place.y, place.x - gap - self._left, bar)
        UILabel(words, ctx.t(note), ctx.ui, container=self)
        pages.look_up(ctx, self._page)

    def _more(self) -> None:
        self._page += 1
        self._pages.look_up(self.ctx, self._page)

    def _take(self, sample: Sample) -> None:
        self.kill()  # type: ignore[no-untyped-call]
        self._done(sample)

    def update(self, time_delta: float) -> None:
        """Put the portraits on cards when they have come, or say why they have not."""
        super().update(time_delta)
        if not self.alive():  # type: ignore[no-untyped-call]
            return
        pages = self._pages
        if pages.problem and self._problem is None:
            room = self.get_container().get_size()
            rect = pygame.Rect(self._gap, self._gap, room[0] - 2 * self._gap, self._side)
            self._problem = UITextBox(pages.problem, rect, self.ctx.ui, container=self)
        if pages.samples and pages.samples is not self._shown:
            self._shown = pages.samples
            self._lay_out(pages.samples)

    def _lay_out(self, samples: list[Sample]) -> None:
        for card in self._cards:
            card.kill()
        self._cards = []
        step = self._side + self._gap
        for number, sample in enumerate(samples):
            line, column = divmod(number, COLUMNS)
            place = pygame.Rect(self._left + column * step, self._gap + line * step, self._side, self._side)
            made = UIButton(
                place,
                "",
                self.ctx.ui,
                container=self,
                object_id=ObjectID(f"#portrait_{sample.index}", "@card"),
                command=partial(self._take, sample),
            )
            face = pygame.transform.smoothscale(to_surface(sample.image), (self._side - 4, self._side - 4))
            set_face(made, face)
            self._cards.append(made)
