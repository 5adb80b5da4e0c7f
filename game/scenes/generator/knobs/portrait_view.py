"""The large portrait between A and B, with the way from one to the other below it."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui

from game.scenes.generator.knobs.session import Session
from game.scenes.generator.problems import trouble
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.surfaces import CachedSurface, to_surface
from game.ui.widgets.controls import slider
from game.ui.widgets.panel import Backdrop, draw_note
from game.ui.widgets.text import draw_text
from models.base.arrays import Byte

Scale = Callable[[pygame.Surface, tuple[int, int]], pygame.Surface]
END = 88
"""The least width of the columns with A and B, in pixels at scale 1."""
HEAD = ("save", "copy", "paste", "open", "to_judge", "to_restyle")


class PortraitView:
    """Shows the portrait; its buttons say what to do with it.

    Attributes:
        picture: where the portrait is in the window.
    """

    def __init__(self, session: Session, commands: Commands) -> None:
        self._session, self._commands = session, commands
        self.picture = pygame.Rect(0, 0, 64, 64)
        self._large = CachedSurface()
        self._ends: dict[str, tuple[pygame.Rect, CachedSurface]] = {}

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build the panel."""
        self.ctx, style, commands = ctx, ctx.style, self._commands
        inner = backdrop.panel(area, ctx.t("generator.portrait"))
        commands.corner(ctx, area, HEAD)
        end = max(style.px(END), commands.width(ctx, "set_a") - style.px(16))
        above, way = column(inner, [-1, style.row(32)], style.gap)
        top = above.y + style.px(4)
        side = min(above.bottom - top, inner.width - 2 * (end + style.gap))
        self.picture = pygame.Rect(0, top, side, side)
        self.picture.centerx = inner.centerx
        beside = (inner.width - side) // 2 - 2 * style.gap
        width = min(max(end, beside), 2 * end)
        label = style.font("heading", "bold").get_linesize()
        for name, x in (("a", inner.x), ("b", inner.right - width)):
            tall = min(width, above.height - style.row(30) - label - style.px(6))
            thumb = pygame.Rect(x, self.picture.centery - width // 2, width, tall)
            thumb.top = max(thumb.top, above.y + label)
            thumb.bottom = min(thumb.bottom, above.bottom - style.row(30) - style.px(6))
            commands.place(ctx, f"go_{name}", thumb)
            chip = pygame.Rect(x, thumb.bottom + style.px(6), width, style.row(30))
            commands.place(ctx, f"set_{name}", chip, worded=True)
            self._ends[name] = (thumb, CachedSurface())
        button = way.height
        play, bar, walk, film, pixels = row(way, [button, -1, button, button, button], style.px(8))
        for name, place in (("morph", play), ("walk", walk), ("film", film), ("pixels", pixels)):
            commands.place(ctx, name, place)
        self._slider = slider(
            ctx,
            bar.inflate(0, -style.px(8)),
            self._session.playback.share,
            (0.0, 1.0),
            object_id="#share",
            step=0.02,
            tip=ctx.t("generator.share_tip"),
        )

    def follow(self) -> None:
        """Let the slider stand where playing has come to."""
        self._slider.stand(self._session.playback.share)

    @property
    def held(self) -> bool:
        """Whether a hand holds the slider between A and B."""
        return self._slider.held

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn the slider between A and B; True when used."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            self._session.go_between(float(event.value))
            return True
        return False

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the portrait, A and B; over it what is wrong, or what is awaited."""
        style, session = self.ctx.style, self._session
        large = None if session.drawn is None else session.drawn.large
        self._show(screen, self.picture, self._large, large, pygame.transform.scale)
        for name, (thumb, cache) in self._ends.items():
            end = session.ends[name]
            small = None if end is None else end.picture
            self._show(screen, thumb, cache, small, pygame.transform.smoothscale)
            at, muted = (thumb.centerx, thumb.y - style.px(4)), style.colour.muted
            looks = {"size": "heading", "face": "bold", "anchor": "midbottom"}
            draw_text(screen, style, name.upper(), at, colour=muted, **looks)
        wrong = self.trouble()
        if words := wrong or self.waiting():
            draw_note(screen, style, words, self.picture, bad=bool(wrong))

    def _show(
        self,
        screen: pygame.Surface,
        place: pygame.Rect,
        cache: CachedSurface,
        picture: Byte | None,
        scale: Scale,
    ) -> None:
        """Draw a picture, or its empty place, with a thin frame."""
        if picture is None:
            screen.fill(self.ctx.style.colour.raised, place)
        else:
            screen.blit(cache.get(place.size, lambda: scale(to_surface(picture), place.size), picture), place)
        pygame.draw.rect(screen, self.ctx.style.colour.line, place.inflate(2, 2), 1)

    def trouble(self) -> str:
        """Why there is no portrait, and the way out; empty when all is well."""
        return trouble(self.ctx, self._session.painter.call.problem)

    def waiting(self) -> str:
        """What is awaited before the first portrait; empty when there is one."""
        if self._session.drawn is not None:
            return ""
        return self.ctx.t("generator.loading" if self.ctx.loader.ready else "app.loading")
