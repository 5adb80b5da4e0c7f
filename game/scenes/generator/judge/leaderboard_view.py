"""The leaderboard on the screen."""

from __future__ import annotations

from functools import lru_cache

import pygame

from game.scenes.generator.judge.leaderboard import Entry, Leaderboard
from game.ui.context import Context
from game.ui.layout import column
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

    def layout(self, ctx: Context, room: pygame.Rect) -> None:
        """Build the buttons that turn to other days."""
        self.ctx = ctx
        self.room, bar = column(room, [-1, ctx.style.row(32)], ctx.style.px(8))
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
            words = t(f"generator.judge_no_drawings{'' if self.board.today else '_then'}")
            draw_paragraph(screen, style, words, self.room, "small", colour="muted")
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
        colour = "human" if place == 1 else "muted"
        at = (row.x + style.px(12), row.centery)
        draw_text(screen, style, t.number(place), at, "body", "mono_bold", colour, "center")
        side = row.height - style.px(8)
        thumb = pygame.Rect(row.x + style.px(28), row.y + style.px(4), side, side)
        screen.blit(_thumbnail(entry, side), thumb)
        pygame.draw.rect(screen, style.colour.line, thumb, 1)
        x = thumb.right + style.px(10)
        colour = "good" if entry.probability >= 0.5 else "bad"
        at = (row.right, thumb.y)
        right = draw_text(
            screen, style, t.percent(entry.probability, 1), at, "body", "mono_bold", colour, "topright"
        )
        votes = t("generator.judge_votes", yes=entry.votes[0], no=entry.votes[1])
        draw_text(screen, style, votes, right.bottomright, "tiny", colour="muted", anchor="topright")
        name = shorten(entry.name, style.font("body", "bold"), right.x - x - style.px(8))
        line = draw_text(screen, style, name, (x, thumb.y), "body", "bold")
        draw_text(screen, style, entry.at, line.bottomleft, "tiny", colour="muted")


@lru_cache(maxsize=200)
def _thumbnail(entry: Entry, side: int) -> pygame.Surface:
    return pygame.transform.smoothscale(to_surface(entry.picture), (side, side))
