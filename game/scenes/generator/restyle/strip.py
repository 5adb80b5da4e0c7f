"""The way from the given picture over the portrait found to the one that has become of it, in numbers."""

from __future__ import annotations

import pygame

from game.scenes.generator.preferences import BEFORE
from game.scenes.generator.restyle.history import Step
from game.scenes.generator.restyle.requests import Shown
from game.scenes.generator.restyle.session import Restyling
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import row
from game.ui.surfaces import thumbnail
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_paragraph, draw_text, shorten

HEIGHT = 124
LIMIT = 64.0
"""Mean difference at which the bar is full."""


class RestyleStrip:
    """Three small pictures with their distance to the first; one of the first two is the wipe's left side."""

    def __init__(self, session: Restyling, commands: Commands) -> None:
        self._session, self._commands = session, commands
        self._key: object = None
        self._thumbs: list[pygame.Surface] = []

    def layout(self, ctx: Context, backdrop: Backdrop, rect: pygame.Rect) -> None:
        """Build the cards."""
        self.ctx, self._key = ctx, None
        style = ctx.style
        inner = backdrop.panel(rect)
        self._cells = row(inner, [-1, -1, -1], style.gap)
        side = min(inner.height, style.px(100))
        self._places = [pygame.Rect(cell.x, cell.y, side, side) for cell in self._cells]
        chip = style.row(28)
        for name, cell in zip(BEFORE, self._cells, strict=False):
            x = cell.x + side + style.px(12)
            place = pygame.Rect(x, cell.bottom - chip, cell.right - x, chip)
            self._commands.place(ctx, f"before_{name}", place, worded=True)

    def follow(self) -> None:
        """Make the small pictures again when there are others."""
        now = self._session.now
        key = (id(now), self._places[0].width)
        if now is None or key == self._key:
            return
        self._key = key
        size = self._places[0].size
        pictures = (now.given, now.found.large, now.shown.large)
        self._thumbs = [thumbnail(picture, size) for picture in pictures]

    def draw(self, screen: pygame.Surface) -> None:
        """Draw pictures, names, numbers."""
        now, style = self._session.now, self.ctx.style
        if now is None or not self._thumbs:
            return
        names = ("given", "found", "now")
        for name, cell, place, thumb in zip(names, self._cells, self._places, self._thumbs, strict=True):
            screen.blit(thumb, place)
            pygame.draw.rect(screen, style.colour.line, place, 1)
            words = pygame.Rect(place.right + style.px(12), cell.y, 0, cell.height)
            words.width = cell.right - words.x
            title = self.ctx.t(f"generator.restyle_{name}")
            line = draw_text(screen, style, title, words.topleft, size="small", face="bold")
            words.y = line.bottom + style.px(2)
            if name == "given":
                self._draw_given(screen, words, now)
            else:
                own = name == "now" and now.shown is not now.found
                self._draw_numbers(screen, words, now.shown if own else now.found, own=own)

    def _draw_given(self, screen: pygame.Surface, room: pygame.Rect, now: Step) -> None:
        style = self.ctx.style
        font = style.font("tiny")
        name = shorten(now.subject.name, font, room.width)
        line = draw_text(screen, style, name, room.topleft, size="tiny", colour=style.colour.muted)
        size = now.subject.picture.shape
        words = self.ctx.t("generator.restyle_size", width=size[1], height=size[0])
        draw_text(screen, style, words, (room.x, line.bottom), size="tiny", colour=style.colour.muted)

    def _draw_numbers(self, screen: pygame.Surface, room: pygame.Rect, shown: Shown, *, own: bool) -> None:
        style, t = self.ctx.style, self.ctx.t
        psnr = t("generator.restyle_db", n=t.number(shown.psnr, 1))
        line = draw_text(screen, style, psnr, room.topleft, size="small", face="mono_bold")
        words = t("generator.restyle_distance", n=t.number(shown.distance, 1))
        rest = pygame.Rect(room.x, line.bottom, room.width, room.bottom - line.bottom)
        used = draw_paragraph(screen, style, words, rest, size="tiny", colour=style.colour.muted)
        bar = pygame.Rect(room.x, rest.y + used + style.px(3), room.width, style.px(5))
        pygame.draw.rect(screen, style.colour.raised, bar, border_radius=bar.height // 2)
        full = bar.copy()
        full.width = max(bar.height, round(bar.width * min(shown.distance / LIMIT, 1.0)))
        # What was changed on purpose is far from the original, and rightly so.
        colour = style.colour.accent if own else style.colour.bad if shown.far else style.colour.good
        pygame.draw.rect(screen, colour, full, border_radius=bar.height // 2)
