"""The failures: a button to enter each, words on what is to be seen, a button to get out."""

from __future__ import annotations

import pygame

from game.scenes.generator.training.curves import written
from game.scenes.generator.training.session import GanTraining
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, grid
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height
from models.generator.live.settings import FAILURES

WATCHED: dict[str, tuple[str, ...]] = {
    "collapse": ("variety", "kinds"),
    "overpowering": ("made", "loss_generator"),
    "vanishing": ("made", "push_generator"),
    "fast": ("loss_discriminator", "loss_generator"),
    "forgetting": ("variety", "kinds"),
}
"""The figures by which a failure is known."""


class FailureGallery:
    """The panel.

    Args:
        session: what is made to fail.
    """

    def __init__(self, session: GanTraining) -> None:
        self.session = session

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build two rows of buttons; the rest is for words."""
        self.ctx = ctx
        chip, gap = ctx.style.row(32), ctx.style.px(6)
        room = backdrop.panel(area, ctx.t("generator.training_failures"))
        buttons, self._words = column(room, [2 * chip + gap, -1], ctx.style.px(8))
        for name, place in zip((*FAILURES, "out"), grid(buttons, 3, 2, gap), strict=True):
            commands.place(ctx, f"training_{name}", place, worded=True, kind="chip")

    def draw(self, screen: pygame.Surface) -> None:
        """Draw what is to be seen, and the figures that show it."""
        style, t, failure = self.ctx.style, self.ctx.t, self.session.failure
        snapshot, known = self.session.snapshot, self.session.before_failure
        words = t(f"generator.training_{failure or 'failures'}_words")
        room, line = self._words.copy(), style.font("small").get_linesize()
        if failure:
            room.height -= line + style.px(4)
        size = "tiny" if paragraph_height(style, words, room.width, size="small") > room.height else "small"
        draw_paragraph(screen, style, words, room, size, colour="muted")
        if not failure or snapshot is None or not known:
            return
        x, y = self._words.x, self._words.bottom - line
        for name in WATCHED[failure]:
            for text, face, colour in (
                (f"{t(f'generator.training_{name}')}: ", "regular", "muted"),
                (f"{written(self.ctx, name, known[name])} → ", "mono", "text"),
                (written(self.ctx, name, snapshot.figures[name]), "mono_bold", "bad"),
            ):
                x = draw_text(screen, style, text, (x, y), "small", face, colour).right
            x += style.px(16)
