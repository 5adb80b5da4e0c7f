"""The table of the day's best drawings on the screen."""

from __future__ import annotations

import pygame

from game.scenes.generator.judge.leaderboard import Drawing, Table
from game.ui.context import Context
from game.ui.style import mix
from game.ui.surfaces import to_surface
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text, shorten

ROW = 50


class Board:
    """Places, thumbnails, names, what the judge and the people said.

    Args:
        table: what is shown.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self._thumbs: dict[tuple[int, int], tuple[Drawing, pygame.Surface]] = {}

    def layout(self, ctx: Context, room: pygame.Rect) -> None:
        """Build the buttons that turn to other days."""
        self.ctx = ctx
        self._thumbs.clear()
        bar = pygame.Rect(room.x, room.bottom - ctx.style.px(32), room.width, ctx.style.px(32))
        self._stepper = Stepper(
            ctx,
            bar,
            self._day,
            lambda step: self.table.turn(ctx, step),
            name="day",
            tip=ctx.t("generator.judge_days_tip") + " (, .)",
            signs=("‹", "›"),
            mono=False,
        )
        self.room = pygame.Rect(room.x, room.y, room.width, room.height - bar.height - ctx.style.px(8))

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn to other days by keys and by wheel; True when used."""
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_COMMA, pygame.K_PERIOD):
            self.table.turn(self.ctx, -1 if event.key == pygame.K_COMMA else 1)
            return True
        return self._stepper.handle(event)

    def _day(self) -> str:
        page = self.table.page
        if page is None:
            return "…"
        if self.table.today:
            return self.ctx.t("generator.judge_today")
        day = page.day
        if self.ctx.t.code == "ru":
            return f"{day.day:02}.{day.month:02}.{day.year}"
        return day.isoformat()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the rows that have room; the newest drawing always."""
        self._stepper.draw(screen)
        style, t, page = self.ctx.style, self.ctx.t, self.table.page
        if page is None:
            return
        if not page.drawings:
            words = t(
                "generator.judge_no_drawings" if self.table.today else "generator.judge_no_drawings_then"
            )
            draw_paragraph(screen, style, words, self.room, size="small", colour=style.colour.muted)
            return
        height = style.px(ROW)
        count = max(1, self.room.height // height)
        shown = list(enumerate(page.drawings, 1))
        newest = None if self.table.newest is None else self.table.place(self.table.newest)
        if newest is not None and newest > count:
            shown = [*shown[: count - 1], shown[newest - 1]]
        for line, (place, drawing) in enumerate(shown[:count]):
            row = pygame.Rect(self.room.x, self.room.y + line * height, self.room.width, height)
            self._draw_row(screen, row, place, drawing, own=place == newest)

    def _draw_row(
        self, screen: pygame.Surface, row: pygame.Rect, place: int, drawing: Drawing, *, own: bool
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
        screen.blit(self._thumb(drawing, side), thumb)
        pygame.draw.rect(screen, style.colour.line, thumb, 1)
        x = thumb.right + style.px(10)
        percent = f"{t.number(100 * drawing.probability, 1)} %"
        good = drawing.probability >= 0.5
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
        votes = t("generator.judge_votes", yes=drawing.votes[0], no=drawing.votes[1])
        at = (row.right, right.bottom)
        draw_text(screen, style, votes, at, size="tiny", colour=style.colour.muted, anchor="topright")
        font = style.font("body", "bold")
        name = shorten(drawing.name, font, right.x - x - style.px(8))
        line = draw_text(screen, style, name, (x, row.y + style.px(4)), size="body", face="bold")
        draw_text(screen, style, drawing.at, (x, line.bottom), size="tiny", colour=style.colour.muted)

    def _thumb(self, drawing: Drawing, side: int) -> pygame.Surface:
        key = (id(drawing), side)
        known = self._thumbs.get(key)
        if known is None or known[0] is not drawing:
            small = pygame.transform.smoothscale(to_surface(drawing.picture), (side, side))
            if len(self._thumbs) > 200:
                self._thumbs.clear()
            known = self._thumbs[key] = (drawing, small)
        return known[1]
