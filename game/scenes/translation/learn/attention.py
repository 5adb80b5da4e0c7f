"""How one sentence was translated: lines of attention between words, and what may come next."""

from __future__ import annotations

import pygame

from game.scenes.translation.learn.words import BLANK, by_words, doubtful, first_piece
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.style import mix
from game.ui.widgets.bars import bar_height, draw_bars
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_text, shorten
from models.translation.translator import Look

FAINTEST = 0.06
"""Attention below this is not drawn."""
END = "</s>"
FEWEST = 8
"""Lines that there is room for at least."""


class AttentionView:
    """Both panels.

    Attributes:
        word: the written word that is pointed at; None for none.
    """

    def __init__(self) -> None:
        self.word: int | None = None
        self._places: list[pygame.Rect] = []

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """The lines left, the bars right."""
        self.ctx = ctx
        left, right = row(area, [-5, -4], ctx.style.gap)
        titles = {name: ctx.t(f"translation.learn_{name}") for name in ("attention", "next")}
        rooms = backdrop.panels(titles, (left, right))
        self._lines, self._bars = rooms["attention"], rooms["next"]
        self._places = []

    def handle(self, event: pygame.event.Event) -> bool:
        """Follow the pointer over the written words."""
        if event.type == pygame.MOUSEMOTION:
            hit = [i for i, place in enumerate(self._places) if place.collidepoint(event.pos)]
            self.word = hit[0] if hit else None
        return False

    def draw(self, screen: pygame.Surface, look: Look | None) -> None:
        """Draw what the newest snapshot says."""
        if look is None:
            self._places = []
            return
        chosen = self.word if self.word is not None and self.word < len(self._places) else doubtful(look)
        self._draw_lines(screen, look, chosen)
        self._draw_bars(screen, look, chosen)

    def _draw_lines(self, screen: pygame.Surface, look: Look, chosen: int) -> None:
        style, room = self.ctx.style, self._lines
        read, written, shares = by_words(look)
        written = [self._shown(word) for word in written]
        lines = max(len(read), len(written), FEWEST)
        cells = column(room, [-1] * lines, 0)
        width = round(room.width * 0.32)
        font = style.font("small" if cells[0].height >= style.font("small").get_linesize() else "tiny")
        size = "small" if font is style.font("small") else "tiny"
        self._places = [
            pygame.Rect(room.right - width, cell.y, width, cell.height) for cell in cells[: len(written)]
        ]
        left, right = room.x + width + style.px(4), room.right - width - style.px(4)
        for index, place in enumerate(self._places):
            for other, share in enumerate(shares[index]):
                if share >= FAINTEST:
                    tint = style.colour.accent if index == chosen else style.colour.muted
                    colour = mix(style.colour.surface, tint, min(1.0, 0.15 + float(share)))
                    thick = max(1, round(style.px(5) * float(share)))
                    pygame.draw.line(
                        screen, colour, (left, cells[other].centery), (right, place.centery), thick
                    )
        for cell, word in zip(cells, read, strict=False):
            at = (room.x + width, cell.centery)
            draw_text(screen, style, shorten(word, font, width), at, size, anchor="midright")
        for index, (place, word) in enumerate(zip(self._places, written, strict=True)):
            face = "bold" if index == chosen else "regular"
            ink = style.colour.accent if index == chosen else style.colour.text
            words = shorten(word, style.font(size, face), width)
            draw_text(screen, style, words, place.midleft, size, face, ink, "midleft")

    def _draw_bars(self, screen: pygame.Surface, look: Look, chosen: int) -> None:
        style, t, room = self.ctx.style, self.ctx.t, self._bars
        at = first_piece(look, chosen)
        before = "".join(look.written[max(0, at - 6) : at]).replace(BLANK, " ").strip()
        words = t("translation.learn_after", words=f"…{before}") if before else t("translation.learn_first")
        font = style.font("small")
        while font.size(words)[0] > room.width and len(before) > 1:
            before = before[1:]
            words = t("translation.learn_after", words=f"…{before}")
        draw_text(screen, style, shorten(words, font, room.width), room.topleft, "small", colour="muted")
        used = font.get_linesize() + style.px(6)
        below = pygame.Rect(room.x, room.y + used, room.width, room.height - used)
        fit = max(1, below.height // bar_height(style))
        items = [
            (self._shown(piece.replace(BLANK, "·")), chance) for piece, chance in look.following[at][:fit]
        ]
        draw_bars(screen, style, below, items, colour=style.colour.accent, percent=t.percent, chosen=0)

    def _shown(self, piece: str) -> str:
        return self.ctx.t("translation.learn_end") if piece == END else piece
