"""The two large pictures: the canvas, and before and after beside it."""

from __future__ import annotations

import pygame

from game.scenes.generator.enlarging import SIDE
from game.scenes.generator.restyle.canvas import LatentCanvas
from game.scenes.generator.restyle.paint_layer import PaintLayer
from game.scenes.generator.restyle.requests import Subject
from game.scenes.generator.restyle.session import Restyling
from game.ui.canvas.before_after import BeforeAfter
from game.ui.canvas.view import ViewPicture
from game.ui.context import Context
from game.ui.surfaces import thumbnail, to_surface
from game.ui.widgets.panel import draw_progress, rounded

NOTHING = pygame.Color(0, 0, 0, 0)


class Outcome:
    """What has become of the portrait."""

    def __init__(self) -> None:
        self.surface = pygame.Surface((1, 1))
        self.version = 0

    def show(self, surface: pygame.Surface) -> None:
        """Take another picture."""
        self.surface, self.version = surface, self.version + 1


class RestyleView:
    """Canvas and result follow one view; a picture whose latent is being looked for takes the canvas's place.

    Attributes:
        canvas: the portrait to paint on.
        result: before and after.
    """

    def __init__(self, session: Restyling, layer: PaintLayer) -> None:
        self.session = session
        self.canvas = LatentCanvas(layer)
        self.result = BeforeAfter(self.canvas.view, Outcome())
        self._seen: object = None
        self._before = pygame.Surface((1, 1))
        self._sought: tuple[Subject, pygame.Surface] | None = None
        self._waiting = ViewPicture()

    def layout(self, ctx: Context, left: pygame.Rect, right: pygame.Rect) -> None:
        """Take two places."""
        self.ctx, self._seen = ctx, None
        self.canvas.layout(ctx.style, left)
        self.result.layout(right)

    def reset(self) -> None:
        """Show the whole of another picture."""
        self.canvas.view.reset()

    @property
    def pointed(self) -> bool:
        """Whether the pointer is over a picture."""
        return self.result.over or self.canvas.pointed

    def release(self) -> None:
        """Finish what the hand was doing."""
        self.canvas.release()
        self.result.release()

    def handle(self, event: pygame.event.Event) -> bool:
        """Drag the divider, paint; True when used."""
        return self.result.handle(event) or self.canvas.handle(event)

    def follow(self) -> None:
        """Show what is new."""
        before = self.session.prefs.before
        self.canvas.locked = self.session.now is None or self.session.finding
        sought = self.session.sought
        if sought is None:
            self._sought = None
        elif self._sought is None or self._sought[0] is not sought:
            size = (SIDE, SIDE)
            self._sought = (sought, thumbnail(sought.picture, size))
        now, key = self.session.now, (self.session.version, before)
        if now is None or key == self._seen:
            return
        self._seen = key
        self.result.outcome.show(to_surface(now.shown.large))
        self._before = to_surface(now.given if before == "given" else now.found.large)

    def draw(self, screen: pygame.Surface, trouble: str) -> None:
        """Draw both, and why there is no portrait; `trouble` is empty when all is well."""
        style, t, canvas = self.ctx.style, self.ctx.t, self.canvas
        if self._sought is not None:
            subject, surface = self._sought
            shown = self._waiting.draw(screen, surface, id(subject), canvas.view, canvas.room)
            self._draw_progress(screen, shown)
        elif self.session.now is not None:
            canvas.draw(screen)
        if self.session.now is not None:
            first = (self._before, self._seen, t(f"generator.restyle_{self.session.prefs.before}"))
            self.result.draw(screen, style, first, t("generator.restyle_now"))
        self.result.note(screen, style, trouble)

    def _draw_progress(self, screen: pygame.Surface, shown: pygame.Rect) -> None:
        """A bar over the picture whose latent is being looked for."""
        style = self.ctx.style
        bar = pygame.Rect(shown.x, 0, shown.width, style.px(22)).inflate(-style.px(40), 0)
        bar.bottom = shown.bottom - style.px(20)
        screen.blit(rounded(bar.size, bar.height // 2, pygame.Color(12, 15, 24, 205)), bar)
        draw_progress(screen, style, bar.inflate(-style.px(8), -style.px(8)), self.session.progress, NOTHING)
