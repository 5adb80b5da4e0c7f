"""The lecture as a map: five parts, a square for every stop, what was seen, answered and done."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from game.lecture.route import Part
from game.lecture.session import LectureSession
from game.ui.context import Context
from game.ui.layout import column
from game.ui.style import mix
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.text import draw_text, shorten

LARGEST, SMALLEST = 34, 16
"""Of a square's side, in pixels at scale 1."""


class StopMap:
    """The map. It is drawn on a backdrop; the pointer's and the keyboard's square are drawn over it.

    Args:
        session: where in the lecture one is.

    Attributes:
        chosen: the stop under the pointer or the keyboard; None for none.
    """

    def __init__(self, session: LectureSession) -> None:
        self._session = session
        self._squares: list[pygame.Rect] = []
        self.chosen: int | None = None

    def layout(self, ctx: Context, backdrop: Backdrop, room: pygame.Rect) -> None:
        """Draw the map into a room, a row a part."""
        self._ctx, style, parts = ctx, ctx.style, self._session.route.parts
        self._squares, self._radius = [], style.px(6)
        gap = style.px(8)
        inside, head = room.width - 2 * style.px(14), style.px(32)
        lines, side, space = self._fitted(parts, inside, room.height, head, gap)
        weights = [head + style.px(14) + lines[part] * (side + space) for part in range(len(parts))]
        spare = max(0, room.height - sum(weights) - gap * (len(parts) - 1)) // len(parts)
        rows = column(room, [weight + min(spare, style.px(16)) for weight in weights], gap)
        for number, (part, place) in enumerate(zip(parts, rows, strict=True), start=1):
            self._part(backdrop, number, part, place, side, space)

    def _fitted(
        self, parts: Sequence[Part], width: int, height: int, head: int, gap: int
    ) -> tuple[list[int], int, int]:
        """Lines a part, and the largest side and space of squares for which everything fits."""
        style = self._ctx.style
        for side in range(style.px(LARGEST), style.px(SMALLEST), -1):
            space = max(2, side // 6)
            each = max(1, (width + space) // (side + space))
            lines = [-(-len(part.stops) // each) for part in parts]
            used = sum(head + style.px(14) + count * (side + space) for count in lines)
            if used + gap * (len(parts) - 1) <= height:
                break
        return lines, side, space

    def _part(
        self, backdrop: Backdrop, number: int, part: Part, place: pygame.Rect, side: int, space: int
    ) -> None:
        ctx, style, progress = self._ctx, self._ctx.style, self._session.progress
        inner = backdrop.panel(place)
        target = backdrop.surface
        seen = sum(stop.id in progress.seen for stop in part.stops)
        share = ctx.t("lecture.seen", n=len(part.stops), seen=seen)
        count = draw_text(target, style, share, inner.topright, "small", "regular", "muted", "topright")
        words = shorten(
            f"{number}. {part.title(ctx.t.code)}", style.font("body", "bold"), count.x - inner.x - style.gap
        )
        draw_text(target, style, words, inner.topleft, "body", "bold")
        x, y = inner.x, inner.y + style.px(28)
        for stop in part.stops:
            if x + side > inner.right:
                x, y = inner.x, y + side + space
            square = pygame.Rect(x, y, side, side)
            index = len(self._squares)
            self._squares.append(square)
            self._square(target, index, square, stop.id)
            x += side + space

    def _square(self, target: pygame.Surface, index: int, square: pygame.Rect, stop_id: str) -> None:
        style, progress, colour = self._ctx.style, self._session.progress, self._ctx.style.colour
        seen, done = stop_id in progress.seen, stop_id in progress.done
        here = progress.last == stop_id
        fill = colour.accent if here else mix(colour.surface, colour.accent, 0.28) if seen else colour.raised
        rim = colour.accent if seen else colour.line
        target.blit(rounded(square.size, self._radius, fill, rim), square)
        text = colour.on_accent if here else colour.text
        size = "small" if square.width >= style.font("small", "mono").size("00")[0] + 4 else "tiny"
        draw_text(target, style, str(index + 1), square.center, size, "mono", text, "center")
        if done or stop_id in progress.right:
            dot = max(3, square.width // 7)
            at = (square.right - dot, square.y + dot)
            pygame.draw.circle(target, colour.surface, at, dot + max(1, dot // 3))
            pygame.draw.circle(target, colour.good, at, dot)

    def at(self, position: tuple[int, int]) -> int | None:
        """The stop under a position."""
        hits = (i for i, square in enumerate(self._squares) if square.collidepoint(position))
        return next(hits, None)

    def handle(self, event: pygame.event.Event) -> int | None:
        """Follow pointer and arrows; the stop that a click or Enter asks for."""
        if event.type == pygame.MOUSEMOTION:
            under = self.at(event.pos)
            self.chosen = under if under is not None else self.chosen
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            return self.at(event.pos)
        elif event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            return self.chosen
        elif event.type == pygame.KEYDOWN:
            self._walk(event.key)
        return None

    def _walk(self, key: int) -> None:
        squares = self._squares
        if key not in (pygame.K_LEFT, pygame.K_RIGHT, pygame.K_UP, pygame.K_DOWN) or not squares:
            return
        if self.chosen is None or self.chosen >= len(squares):
            self.chosen = self._session.index
        elif key in (pygame.K_LEFT, pygame.K_RIGHT):
            step = 1 if key == pygame.K_RIGHT else -1
            self.chosen = min(max(self.chosen + step, 0), len(squares) - 1)
        else:
            now = squares[self.chosen]
            beyond = [
                (abs(other.centery - now.centery), abs(other.centerx - now.centerx), index)
                for index, other in enumerate(squares)
                if (other.y > now.y if key == pygame.K_DOWN else other.y < now.y)
            ]
            self.chosen = min(beyond)[2] if beyond else self.chosen

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the rim of the chosen square."""
        if self.chosen is not None and self.chosen < len(self._squares):
            style = self._ctx.style
            rect = self._squares[self.chosen].inflate(style.px(6), style.px(6))
            pygame.draw.rect(screen, style.colour.human, rect, style.px(2), border_radius=self._radius)
