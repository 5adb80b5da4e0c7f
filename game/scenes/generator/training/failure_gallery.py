"""The museum of failures: a button to fall into each, words on what is to be seen, a button to get out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pygame
from pygame_gui.elements import UIButton

from game.ui.context import Context
from game.ui.layout import row
from game.ui.widgets.controls import button, select
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height
from models.generator.live.settings import MUSEUM

if TYPE_CHECKING:
    from game.scenes.generator.training.session import TrainingRun

KEYS = "zxcvb"
"""The row of keys that leads into the museum, piece by piece."""
WATCHED: dict[str, tuple[str, ...]] = {
    "collapse": ("variety", "kinds"),
    "overpowering": ("made", "loss_generator"),
    "vanishing": ("made", "push_generator"),
    "fast": ("loss_discriminator", "loss_generator"),
    "forgetting": ("variety", "kinds"),
}
"""The figures by which a failure is known."""


def written(ctx: Context, name: str, value: float) -> str:
    """A figure as it is shown."""
    t = ctx.t
    if name in ("real", "made", "variety"):
        return f"{t.number(100 * value)}\N{NO-BREAK SPACE}%"
    if name == "kinds":
        return t("generator.training_kinds_of", n=t.number(value), all=16)
    if value and abs(value) < 0.01:
        return t.number(value, 4 if abs(value) >= 0.0005 else 6)
    return t.number(value, 2 if abs(value) < 100 else 0)


class Museum:
    """The panel.

    Args:
        run: what is made to fail.
    """

    def __init__(self, run: TrainingRun) -> None:
        self.run = run
        self.before: dict[str, float] = {}

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build two rows of buttons; the rest is for words."""
        self.ctx = ctx
        style, t = ctx.style, ctx.t
        room = backdrop.panel(area, t("generator.training_museum"))
        chip, gap = style.px(32), style.px(6)
        lines = [pygame.Rect(room.x, room.y + index * (chip + gap), room.width, chip) for index in range(2)]
        places = [place for line in lines for place in row(line, [-1, -1, -1], gap)]
        self._chips: dict[str, UIButton] = {}
        for name, key, place in zip(MUSEUM, KEYS, places, strict=False):
            self._chips[name] = button(
                ctx,
                place,
                t(f"generator.training_{name}"),
                partial(self.enter, name),
                kind="toggle",
                tip=f"{t(f'generator.training_{name}_tip')} ({key.upper()})",
                object_id=f"#museum_{name}",
            )
        self._out = button(
            ctx,
            places[-1],
            t("generator.training_out"),
            self.leave,
            kind="primary",
            tip=f"{t('generator.training_out_tip')} (Esc)",
            object_id="#museum_out",
        )
        top = lines[-1].bottom + style.px(8)
        self._words = pygame.Rect(room.x, top, room.width, room.bottom - top)
        self.mark()

    # ------------------------------------------------------------------ commands

    def enter(self, name: str) -> None:
        """Fall into a failure; from where the networks stand now."""
        run = self.run
        self.mark()
        if not run.started or not run.snapshot:
            self.ctx.notify(self.ctx.t("generator.training_first_start"), "info")
            return
        if name == run.exhibit:
            return
        if not run.exhibit and not run.trouble:
            self.before = dict(run.snapshot.figures)
        run.fall(name)
        self.mark()

    def leave(self) -> None:
        """Restore what was before."""
        if self.run.exhibit:
            self.run.climb_out()
            self.ctx.notify(self.ctx.t("generator.training_restored"), "good")
        self.mark()

    # ------------------------------------------------------------------ frames

    def mark(self) -> None:
        """Show which one is on."""
        for name, made in self._chips.items():
            select(made, name == self.run.exhibit)
        if bool(self.run.exhibit) != self._out.is_enabled:
            if self.run.exhibit:
                self._out.enable()
            else:
                self._out.disable()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw what is to be seen, and the figures that show it."""
        style, t, run = self.ctx.style, self.ctx.t, self.run
        exhibit, snapshot = run.exhibit, run.snapshot
        key = f"generator.training_{exhibit}_words" if exhibit else "generator.training_museum_words"
        size = "small"
        room = self._words.copy()
        line = style.font("small").get_linesize()
        if exhibit:
            room.height -= line + style.px(4)
        if paragraph_height(style, t(key), room.width, size=size) > room.height:
            size = "tiny"
        draw_paragraph(screen, style, t(key), room, size=size, colour=style.colour.muted)
        if not exhibit or snapshot is None or not self.before:
            return
        x, y = self._words.x, self._words.bottom - line
        for name in WATCHED[exhibit]:
            before = written(self.ctx, name, self.before[name])
            now = written(self.ctx, name, snapshot.figures[name])
            words = f"{t(f'generator.training_{name}')}: "
            at = draw_text(screen, style, words, (x, y), size="small", colour=style.colour.muted)
            at = draw_text(screen, style, f"{before} → ", at.topright, size="small", face="mono")
            at = draw_text(
                screen, style, now, at.topright, size="small", face="mono_bold", colour=style.colour.bad
            )
            x = at.right + style.px(16)
