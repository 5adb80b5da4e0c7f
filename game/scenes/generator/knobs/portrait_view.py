"""The large portrait between A and B, with the way from one to the other below it."""

from __future__ import annotations

import pygame
import pygame_gui

from game.scenes.generator.knobs.requests import Portrait
from game.scenes.generator.knobs.session import Session
from game.scenes.generator.problems import trouble
from game.scenes.generator.shared_state import Byte
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import slider
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height

END = 88
"""The least width of the columns with A and B, in pixels at scale 1."""
HEAD = ("save", "copy", "paste", "open", "to_judge", "to_restyle")


class PortraitView:
    """Shows the portrait; its buttons say what to do with it.

    Args:
        session: whose portrait is shown.
        commands: what the buttons do.

    Attributes:
        picture: where the portrait is in the window.
    """

    def __init__(self, session: Session, commands: Commands) -> None:
        self._session, self._commands = session, commands
        self.picture = pygame.Rect(0, 0, 64, 64)
        self._large: tuple[Portrait, pygame.Surface] | None = None
        self._ends: dict[str, tuple[pygame.Rect, Byte | None, pygame.Surface | None]] = {}

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build the panel."""
        self.ctx, style, commands = ctx, ctx.style, self._commands
        inner = backdrop.panel(area, ctx.t("generator.portrait"))
        commands.corner(ctx, area, HEAD)
        above, way = column(inner, [-1, style.px(32)], style.gap)
        top = above.y + style.px(4)
        side = min(above.bottom - top, inner.width - 2 * (style.px(END) + style.gap))
        self.picture = pygame.Rect(0, top, side, side)
        self.picture.centerx = inner.centerx
        beside = (inner.width - side) // 2 - 2 * style.gap
        width = min(max(style.px(END), beside), style.px(2 * END))
        for name, x in (("a", inner.x), ("b", inner.right - width)):
            thumb = pygame.Rect(x, self.picture.centery - width // 2, width, width)
            commands.place(ctx, f"go_{name}", thumb)
            chip = pygame.Rect(x, thumb.bottom + style.px(6), width, style.px(30))
            commands.place(ctx, f"set_{name}", chip, worded=True)
            self._ends[name] = (thumb, None, None)
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
        self._large = None

    def follow(self) -> None:
        """Show what is new."""
        session = self._session
        drawn = session.drawn
        if drawn is not None and (self._large is None or self._large[0] is not drawn):
            self._large = (drawn, to_surface(drawn.large))
        for name, (thumb, before, _) in self._ends.items():
            end = session.ends[name]
            if end is not None and end.picture is not before:
                shown = pygame.transform.smoothscale(to_surface(end.picture), thumb.size)
                self._ends[name] = (thumb, end.picture, shown)
        self._slider.stand(session.playback.share)

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
        """Draw the portrait, A and B."""
        style = self.ctx.style
        if self._large is not None:
            shown = self._large[1]
            if shown.get_size() != self.picture.size:
                shown = pygame.transform.scale(shown, self.picture.size)
            screen.blit(shown, self.picture)
        else:
            screen.fill(style.colour.raised, self.picture)
        pygame.draw.rect(screen, style.colour.line, self.picture.inflate(2, 2), 1)
        for name, (thumb, _, picture) in self._ends.items():
            if picture is not None:
                screen.blit(picture, thumb)
            else:
                screen.fill(style.colour.raised, thumb)
            pygame.draw.rect(screen, style.colour.line, thumb.inflate(2, 2), 1)
            at = (thumb.centerx, thumb.y - style.px(4))
            colour = style.colour.muted
            draw_text(
                screen,
                style,
                name.upper(),
                at,
                size="heading",
                face="bold",
                colour=colour,
                anchor="midbottom",
            )
        self._say(screen)

    def trouble(self) -> str:
        """Why there is no portrait, and the way out; empty when all is well."""
        return trouble(self.ctx, self._session.painter.problem)

    def waiting(self) -> str:
        """What is awaited before the first portrait; empty when there is one."""
        if self._session.drawn is not None:
            return ""
        return self.ctx.t("generator.loading" if self.ctx.loader.ready else "app.loading")

    def _say(self, screen: pygame.Surface) -> None:
        """Say over the portrait what is wrong, or what is awaited."""
        words, wrong = self.trouble(), True
        if not words:
            words, wrong = self.waiting(), False
        if not words:
            return
        style, pad = self.ctx.style, self.ctx.style.px(14)
        width = min(self.picture.width - style.px(16), style.px(360))
        height = paragraph_height(style, words, width - 2 * pad, size="small") + 2 * pad
        box = pygame.Rect(0, 0, width, height)
        box.center = self.picture.center
        rim = style.colour.bad if wrong else style.colour.line
        screen.blit(rounded(box.size, style.px(10), style.colour.raised, rim), box)
        draw_paragraph(screen, style, words, box.inflate(-2 * pad, -2 * pad), size="small")
