"""What is truly there: what the next mark is called, and the mark that is being drawn."""

from __future__ import annotations

import pygame

from game.scenes.detection.boxes import TRUE, dashes
from game.scenes.detection.names import everything, name
from game.scenes.detection.workbench import Workbench
from game.ui.context import Context
from game.ui.layout import Stack
from game.ui.style import Style
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text, shorten


class Marking:
    """A stepper with all that can be marked."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    @staticmethod
    def height(ctx: Context) -> int:
        """What it needs."""
        return int(ctx.style.font("small").get_linesize() + ctx.style.px(4) + ctx.style.row(32))

    def layout(self, ctx: Context, room: pygame.Rect, *, corner: int = 0) -> None:
        """Build it; the words leave room for so many small buttons in the panel's corner."""
        self._ctx, style = ctx, ctx.style
        parts = Stack(room)
        self._line = parts.take(style.font("small").get_linesize() + style.px(4))
        self._line.width -= corner * style.px(32)
        canvas = self._bench.canvas
        self._stepper = Stepper(
            ctx,
            parts.take(style.row(32)),
            lambda: name(ctx, canvas.mark_as),
            self._turn,
            name="mark_as",
            tip=ctx.t("detection.mark_as_tip"),
            signs=("‹", "›"),
            mono=False,
        )

    def _turn(self, step: int) -> None:
        canvas, names = self._bench.canvas, everything(self._ctx)
        canvas.mark_as = names[(names.index(canvas.mark_as) + step) % len(names)]
        canvas.choose("mark")

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn by the wheel."""
        return self._stepper.handle(event)

    def draw_hand(self, screen: pygame.Surface, style: Style) -> None:
        """Draw the mark that is being drawn."""
        box = self._bench.canvas.drawn
        if box is not None:
            dashes(screen, self._bench.canvas.place(box), TRUE, max(1, style.px(2)), style.px(7))

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the stepper, and how much has been marked."""
        style, t, marks = self._ctx.style, self._ctx.t, self._bench.painting.marks
        words = t("detection.marks_unknown") if marks is None else t("detection.marks", n=len(marks))
        words = shorten(words, style.font("small"), self._line.width)
        draw_text(screen, style, words, self._line.topleft, "small", colour="muted")
        self._stepper.draw(screen)
