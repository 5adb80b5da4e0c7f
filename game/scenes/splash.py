"""Shown when torch could not be loaded: why, and a button (or F5) that tries again, with its progress.

Any key or click goes on to the start.
"""

from __future__ import annotations

from typing import ClassVar

import pygame
from pygame_gui.elements import UIButton

from game.ui.scene import Scene
from game.ui.widgets.controls import button
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_paragraph, draw_text
from game.workers.status import State


class SplashScene(Scene):
    """Shown until the loader is ready."""

    id: ClassVar[str] = "splash"

    def __init__(self) -> None:
        self._shown = 0.0

    def layout(self) -> None:
        """Place title and progress bar."""
        style, area = self.ctx.style, self.ctx.area
        self.bar = pygame.Rect(0, 0, min(style.px(520), area.width - 2 * style.margin), style.px(10))
        self.bar.center = (area.centerx, area.centery + style.px(96))
        self._note = pygame.Rect(0, 0, area.width - 2 * style.margin, style.px(80))
        self._note.midtop = (area.centerx, self.bar.bottom + style.px(14))
        self._again: UIButton | None = None
        self._offer_retry()

    def _offer_retry(self) -> None:
        """Show the button while there is a failure to be made good."""
        failed = self.ctx.loader.status.state is State.ERROR
        if failed and self._again is None:
            style = self.ctx.style
            rect = pygame.Rect(0, 0, min(style.px(320), self._note.width), style.px(44))
            rect.midbottom = (self.bar.centerx, self.bar.centery)
            self._again = button(
                self.ctx, rect, self.ctx.t("app.load_again"), self.retry, kind="primary", object_id="#again"
            )
        elif not failed and self._again is not None:
            self._again.kill()
            self._again = None

    def retry(self) -> None:
        """Load again after an error."""
        self.ctx.loader.start()

    def handle(self, event: pygame.event.Event) -> bool:
        """Any key or click skips, but F5 loads again after an error."""
        failed = self.ctx.loader.status.state is State.ERROR
        if failed and event.type == pygame.KEYDOWN and event.key == pygame.K_F5:
            self.retry()
            return True
        if event.type in (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN):
            self.ctx.go("lecture/start")
            return True
        return False

    def update(self, dt: float) -> None:
        """Go on when everything is loaded."""
        self._offer_retry()
        if self.ctx.loader.ready:
            self.ctx.go("lecture/start")

    def draw(self, screen: pygame.Surface) -> None:
        """Draw title, lecture, progress and what is being loaded."""
        ctx, style = self.ctx, self.ctx.style
        screen.fill(style.colour.background)
        centre = ctx.area.center
        draw_text(
            screen,
            style,
            "Latent Arcade",
            (centre[0], centre[1] - style.px(70)),
            size="display",
            face="display",
            anchor="center",
        )
        room = pygame.Rect(0, 0, style.px(760), style.px(70))
        room.midtop = (centre[0], centre[1] - style.px(22))
        draw_paragraph(
            screen,
            style,
            ctx.t("menu.lecture"),
            room.clamp(ctx.area),
            size="heading",
            colour=style.colour.muted,
            align="center",
        )
        status = ctx.loader.status
        if status.state is State.ERROR:
            note, colour = ctx.t("app.load_failed", why=status.error), style.colour.bad
        else:
            note, colour = ctx.t("app.loading"), style.colour.muted
            screen.blit(rounded(self.bar.size, self.bar.height // 2, style.colour.raised), self.bar)
            width = max(self.bar.height, round(self.bar.width * ctx.loader.progress))
            screen.blit(
                rounded((width, self.bar.height), self.bar.height // 2, style.colour.accent), self.bar
            )
        draw_paragraph(screen, style, note, self._note, size="small", colour=colour, align="center")
        draw_text(
            screen,
            style,
            ctx.t("app.skip"),
            (centre[0], ctx.area.bottom - style.margin),
            size="small",
            colour=style.colour.faint,
            anchor="midbottom",
        )
