"""The leaderboard on the screen."""

from __future__ import annotations

import pygame

from game.scenes.generator.judge.leaderboard import Entry, Leaderboard
from game.ui.context import Context
from game.ui.style import mix
from game.ui.surfaces import to_surface
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text, shorten

ROW = 50


class LeaderboardView:
    """Places, thumbnails, names, what the judge and the people said.

    Args:
        board: what is shown.
    """

    def __init__(self, board: Leaderboard) -> None:
        self.board = board
        self._thumbs: dict[tuple[int, int], tuple[Entry, pygame.Surface]] = {}

    def layout(self, ctx: Context, room: pygame.Rect) -> None:
        """Build the buttons that turn to other days."""
        self.ctx = ctx
        self._thumbs.clear()
        bar = pygame.Rect(room.x, room.bottom - ctx.style.px(32), room.width, ctx.style.px(32))
        self._stepper = Stepper(
            ctx,
            bar,
            self._day,
            self.board.turn,
            name="day",
            tip=ctx.t("generator.judge_days_tip") + " (, .)",
            signs=("‹", "›"),
            mono=False,
        )
        self.room = pygame.Rect(room.x, room.y, room.width, room.height - bar.height - ctx.style.px(8))

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn to other days by the wheel; True when used."""
        return self._stepper.handle(event)

    def _day(self) -> str:
        page = self.board.page
        if page is None:
            return "…"
        if self.board.today:
            return self.ctx.t("generator.judge_today")
        day = page.day
        if self.ctx.t.code == "ru":
            return f"{day.day:02}.{day.month:02}.{day.year}"
        return day.isoformat()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the rows that have room; the newest drawing always."""
        self._stepper.draw(screen)
        style, t, page = self.ctx.style, self.ctx.t, self.board.page
        if page is None:
            return
        if not page.entries:
            words = t(
                "generator.judge_no_drawings" if self.board.today else "generator.judge_no_drawings_then"
            )
            draw_paragraph(screen, style, words, self.room, size="small", colour=style.colour.muted)
            return
        height = style.px(ROW)
        count = max(1, self.room.height // height)
        shown = list(enumerate(page.entries, 1))
        newest = None if self.board.newest is None else self.board.place(self.board.newest)
        if newest is not None and newest > count:
            shown = [*shown[: count - 1], shown[newest - 1]]
        for line, (place, entry) in enumerate(shown[:count]):
            row = pygame.Rect(self.room.x, self.room.y + line * height, self.room.width, height)
            self._draw_row(screen, row, place, entry, own=place == newest)

    def _draw_row(
        self, screen: pygame.Surface, row: pygame.Rect, place: int, entry: Entry, *, own: bool
    ) -> None:
        style, t = self.ctx.style, self.ctx.t
        if own:
            ground = mix(style.colour.surface, style.colour.accent, 0.18)
            pygame.draw.rect(screen, ground, row.inflate(style.px(8), -2), border_radius=style.px(8))
        number = t.number(place)
        colour = style.colour.human if place == 1 else style.colour.muted
        at = (row.x + style.px(12), row.centery)
        draw_text(screen, style, number, at, size="body", face="mono_bold", colour=colour, anchor="center")
        side = row.height - style.px(8)
        thumb = pygame.Rect(row.x + style.px(28), row.y + style.px(4), side, side)
        screen.blit(self._thumb(entry, side), thumb)
        pygame.draw.rect(screen, style.colour.line, thumb, 1)
        x = thumb.right + style.px(10)
        percent = f"{t.number(100 * entry.probability, 1)} %"
        good = entry.probability >= 0.5
        right = draw_text(
            screen,
            style,
            percent,
            (row.right, row.y + style.px(4)),
            size="body",
            face="mono_bold",
            colour=style.colour.good if good else style.colour.bad,
            anchor="topright",
        )
        votes = t("generator.judge_votes", yes=entry.votes[0], no=entry.votes[1])
        at = (row.right, right.bottom)
        draw_text(screen, style, votes, at, size="tiny", colour=style.colour.muted, anchor="topright")
        font = style.font("body", "bold")
        name = shorten(entry.name, font, right.x - x - style.px(8))
        line = draw_text(screen, style, name, (x, row.y + style.px(4)), size="body", face="bold")
        draw_text(screen, style, entry.at, (x, line.bottom), size="tiny", colour=style.colour.muted)

    def _thumb(self, entry: Entry, side: int) -> pygame.Surface:
        key = (id(entry), side)
        known = self._thumbs.get(key)
        if known is None or known[0] is not entry:
            small = pygame.transform.smoothscale(to_surface(entry.picture), (side, side))
            if len(self._thumbs) > 200:
                self._thumbs.clear()
            known = self._thumbs[key] = (entry, small)
        return known[1]
