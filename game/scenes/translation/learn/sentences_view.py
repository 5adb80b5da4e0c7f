"""Ten sentences that the network never learns from, and what it makes of them now."""

from __future__ import annotations

import pygame

from game.scenes.translation.learn.session import LearnSession
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.style import mix
from game.ui.widgets.bars import draw_busy
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_text, draw_words, shorten
from models.translation.live.data import shown_pairs
from models.translation.live.settings import SHOWN


class SentencesView:
    """A row a sentence: English left, the translation right; words that belong there stand out.

    Args:
        session: the training.
    """

    def __init__(self, session: LearnSession) -> None:
        self.session = session
        self._pairs = shown_pairs()
        self._rows: list[pygame.Rect] = []

    def __len__(self) -> int:
        return len(self._pairs)

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """A panel with ten rows."""
        self.ctx = ctx
        room = backdrop.panel(area, ctx.t("translation.learn_unseen"))
        note = min(ctx.style.font("small").get_linesize() * 3, room.height // 6)
        table, self._note = column(room, [-1, note], ctx.style.px(6))
        self._rows = column(table, [-1] * SHOWN, 0)

    def handle(self, event: pygame.event.Event) -> bool:
        """A click looks at a sentence more closely."""
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == pygame.BUTTON_LEFT:
            for index, place in enumerate(self._rows):
                if place.collidepoint(event.pos):
                    self.session.look_at(index)
                    return True
        return False

    def draw(self, screen: pygame.Surface, note: str) -> None:
        """Draw the rows, and below them what is to be said."""
        style, snapshot = self.ctx.style, self.session.snapshot
        pad = style.px(6)
        for index, (place, pair) in enumerate(zip(self._rows, self._pairs, strict=True)):
            if index == self.session.controls.look:
                ground = mix(style.colour.surface, style.colour.accent, 0.16)
                pygame.draw.rect(screen, ground, place, border_radius=style.px(6))
            text, mark = row(place.inflate(-2 * pad, 0), [-1, style.px(22)], pad)
            upper, lower = self._lines(text)
            size = "small" if style.font("small").size(pair.en)[0] <= upper.width else "tiny"
            words = shorten(pair.en, style.font(size), upper.width)
            draw_text(screen, style, words, upper.midleft, size, colour="muted", anchor="midleft")
            if snapshot is None:
                continue
            shown = snapshot.shown[index]
            self._draw_translation(screen, lower, shown.text, pair.ru)
            if shown.right:
                icon = style.icon("check", style.px(18), style.colour.good)
                screen.blit(icon, icon.get_rect(center=mark.center))
        if self.session.started and snapshot is None and not self.session.failed:
            bar = pygame.Rect(0, 0, self._note.width // 2, style.px(8))
            bar.midtop = (self._note.centerx, self._note.y)
            draw_busy(screen, style, bar, self.session.waited)
            return
        draw_words(screen, style, self._note, note, "bad" if self.session.failed else "muted")

    def _lines(self, place: pygame.Rect) -> list[pygame.Rect]:
        """Cut a row: English above Russian, or beside it where the row is low."""
        heights = [self.ctx.style.font(size).get_linesize() for size in ("small", "body")]
        if place.height >= sum(heights):
            return column(place.inflate(0, sum(heights) - place.height), heights, 0)
        return row(place, [-9, -10], self.ctx.style.px(6))

    def _draw_translation(self, screen: pygame.Surface, room: pygame.Rect, text: str, wanted: str) -> None:
        style, left, x = self.ctx.style, wanted.split(), room.x
        fits = style.font("body").size(text)[0] <= room.width
        size = "body" if fits and room.height >= style.font("body").get_linesize() else "small"
        font = style.font(size)
        for word in text.split():
            good = word in left
            if good:
                left.remove(word)
            short = shorten(word, font, room.right - x)
            if short != word and len(short) < 2:
                break
            colour = style.colour.text if good else mix(style.colour.text, style.colour.bad, 0.75)
            drawn = draw_text(screen, style, short, (x, room.centery), size, "regular", colour, "midleft")
            x = drawn.right + font.size(" ")[0]
