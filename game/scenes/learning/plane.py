"""The plane of the data: points, the model's curve or its two sides, losses; and the hand that draws."""

from __future__ import annotations

import numpy as np
import pygame

from game.scenes.learning.fields import Array, Point, contour, grid, shades, some
from game.scenes.learning.session import EDGE, LearningSession
from game.ui.style import Style, mix
from game.ui.surfaces import CachedSurface, to_surface
from models.learning.datasets import Data
from models.learning.losses import sigmoid
from models.learning.models import Network, Polynomial

SIDE = 60
"""Cells along an edge of the picture of a model's answers in the plane."""
SAMPLES = 240
"""Places at which a curve is worked out."""
GRIP = 1.05
"""How far from the middle a line can be grabbed."""
APART = 0.05
"""How far apart a drawn stroke leaves its points."""


_GRID = grid(SIDE)


class Plane:
    """Draws a session's sample and model in a square; a hand adds, moves and removes points.

    Attributes:
        rect: the square.
        style: with what it is drawn.
        held: the index of the point under the hand.
        handles: whether a straight line can be grabbed at two places.
        still: the picture of the two sides is kept as it is.
    """

    def __init__(self, session: LearningSession) -> None:
        self._session = session
        self.rect = pygame.Rect(0, 0, 1, 1)
        self.held: int | None = None
        self.handles = False
        self._grip: int | None = None
        self._erasing = False
        self._drawing: Point | None = None
        self._field: pygame.Surface | None = None
        self._field_of: object = None
        self.still = False
        self._points: tuple[object, tuple[Data, object], pygame.Surface] | None = None
        self._losses = CachedSurface()

    def layout(self, style: Style, room: pygame.Rect) -> None:
        """Take the largest square of a room, in its middle."""
        self.style = style
        side = max(8, min(room.size))
        self.rect = pygame.Rect(0, 0, side, side)
        self.rect.center = room.center
        self._field = None

    # ------------------------------------------------------------------ places

    def at(self, x: float, y: float) -> Point:
        """Where a place of the plane is in the window."""
        scale = self.rect.width / (2 * EDGE)
        return self.rect.centerx + x * scale, self.rect.centery - y * scale

    def place(self, pos: Point) -> Point:
        """Which place of the plane lies under a point of the window."""
        scale = self.rect.width / (2 * EDGE)
        return (pos[0] - self.rect.centerx) / scale, (self.rect.centery - pos[1]) / scale

    def places(self) -> Array:
        """Where all objects are in the plane, (N, 2)."""
        data = self._session.state.data
        return np.column_stack([data.x[:, 0], data.y]) if data.kind == "curve" else data.x

    def under(self, pos: Point) -> int | None:
        """The object under a point of the window."""
        if not self.rect.collidepoint(pos):
            return None
        x, y = self.place(pos)
        away = np.hypot(*(self.places() - (x, y)).T)
        index = int(away.argmin())
        reach: float = max(self.radius + 4, self.style.px(9)) * 2 * EDGE / self.rect.width
        return index if away[index] <= reach else None

    @property
    def radius(self) -> int:
        """Of a point, in pixels: smaller where there are many."""
        share: float = min(1.0, (60 / max(1, len(self._session.state.data))) ** 0.3)
        return max(2, round(self.rect.width * 0.0125 * float(share)))

    # ------------------------------------------------------------------ the hand

    def handle(self, event: pygame.event.Event) -> bool:
        """Add a point or move one with the left button, remove with the right one; True when used."""
        session = self._session
        if (
            event.type == pygame.MOUSEBUTTONDOWN
            and event.button in (1, 3)
            and self.rect.collidepoint(event.pos)
        ):
            session.remember()
            index = self.under(event.pos)
            self._grip = self._grip_at(event.pos) if event.button == 1 and index is None else None
            if self._grip is not None:
                pass
            elif event.button == 3:
                self._erasing = True
                self._erase(event.pos)
            elif index is not None:
                self.held = index
            else:
                self._draw(event.pos)
            return True
        if event.type == pygame.MOUSEMOTION:
            if self._grip is not None:
                self._bend(self._grip, self.place(event.pos)[1])
            elif self._erasing:
                self._erase(event.pos)
            elif self.held is not None:
                session.move_point(self.held, *self.place(event.pos))
            elif self._drawing is not None:
                self._draw(event.pos)
            return self._busy
        if event.type == pygame.MOUSEBUTTONUP and event.button in (1, 3):
            used = self._busy
            self.let_go()
            return used
        return False

    @property
    def _busy(self) -> bool:
        return self._erasing or any(each is not None for each in (self._grip, self.held, self._drawing))

    def grips(self) -> list[Point]:
        """Where the line can be grabbed, in the plane; nowhere where the model is no line."""
        session = self._session
        if not self.handles or session.kind != "curve" or session.model.size != 2:
            return []
        heights = session.model.answer(session.w, np.array([[-GRIP], [GRIP]])).tolist()
        return [(-GRIP, heights[0]), (GRIP, heights[1])]

    def _grip_at(self, pos: Point) -> int | None:
        for index, grip in enumerate(self.grips()):
            x, y = self.at(*grip)
            if np.hypot(pos[0] - x, pos[1] - y) <= self.style.px(13):
                return index
        return None

    def _bend(self, grip: int, height: float) -> None:
        """Turn both knobs so that the line passes there, and at the other place where it did."""
        heights = [y for _, y in self.grips()]
        if heights:
            heights[grip] = min(max(height, -EDGE), EDGE)
            self._session.turn(0, (heights[0] + heights[1]) / 2)
            self._session.turn(1, (heights[1] - heights[0]) / (2 * GRIP))

    def let_go(self) -> None:
        """The hand lets go."""
        self._erasing, self._grip, self.held, self._drawing = False, None, None, None

    def _erase(self, pos: Point) -> None:
        index = self.under(pos)
        if index is not None:
            self._session.remove_point(index)

    def _draw(self, pos: Point) -> None:
        """Leave a point at a place, unless the last one is too near."""
        x, y = self.place(pos)
        before = self._drawing
        if before is not None and np.hypot(x - before[0], y - before[1]) < APART:
            return
        if self.rect.collidepoint(pos):
            self._session.add_point(x, y)
        self._drawing = x, y

    # ------------------------------------------------------------------ drawing

    def draw_ground(self, screen: pygame.Surface) -> None:
        """Draw the square, its axes, and for classes the model's two sides."""
        colour, rect = self.style.colour, self.rect
        ground = mix(colour.surface, colour.background, 0.55)
        pygame.draw.rect(screen, ground, rect)
        if self._session.kind == "classes":
            screen.blit(self._sides(), rect)
        line = mix(ground, colour.line, 0.45)
        for tick in (-1.0, -0.5, 0.0, 0.5, 1.0):
            x, y = self.at(tick, tick)
            width = self.style.px(1.5) if not tick else 1
            pygame.draw.line(screen, line, (x, rect.y), (x, rect.bottom - 1), width)
            pygame.draw.line(screen, line, (rect.x, y), (rect.right - 1, y), width)
        pygame.draw.rect(screen, colour.line, rect, 1)

    def _sides(self) -> pygame.Surface:
        session = self._session
        key = session.version, self.rect.size, self.style
        known = self._field is not None and self._field.size == self.rect.size
        if self._field is None or not known or (key != self._field_of and not self.still):
            answers = session.model.answer(session.w, _GRID).reshape(SIDE, SIDE)
            picture = to_surface(shades(self.style, sigmoid(1.6 * answers)))
            self._field, self._field_of = pygame.transform.smoothscale(picture, self.rect.size), key
        return self._field

    def draw_model(
        self,
        screen: pygame.Surface,
        model: Polynomial | Network,
        w: Array,
        colour: pygame.Color,
        *,
        width: float = 2.5,
        dashed: bool = False,
    ) -> None:
        """Draw the curve of a model, or the border between its two sides."""
        screen.set_clip(self.rect)
        if self._session.kind == "curve":
            x = np.linspace(-EDGE, EDGE, SAMPLES)
            y = np.clip(np.nan_to_num(model.answer(w, x[:, None])), -9, 9)
            points = [self.at(*each) for each in zip(x.tolist(), y.tolist(), strict=True)]
            self._line(screen, points, colour, width, dashed=dashed)
        else:
            for piece in contour(model.answer(w, _GRID).reshape(SIDE, SIDE), 0.0):
                a, b = (self.at(*each) for each in piece)
                pygame.draw.aaline(screen, colour, a, b, width=max(1, self.style.px(width)))
        screen.set_clip(None)

    def draw_grips(self, screen: pygame.Surface) -> None:
        """Draw where the line can be grabbed."""
        style = self.style
        for index, grip in enumerate(self.grips()):
            if abs(grip[1]) <= EDGE:
                at = self.at(*grip)
                pygame.draw.aacircle(screen, style.colour.background, at, style.px(9))
                tint = style.colour.accent if index == self._grip else style.colour.text
                pygame.draw.aacircle(screen, tint, at, style.px(8), max(2, style.px(3)))

    def _line(
        self, screen: pygame.Surface, points: list[Point], colour: pygame.Color, width: float, *, dashed: bool
    ) -> None:
        thick = max(1, self.style.px(width))
        if not dashed:
            for index in range(len(points) - 1):
                pygame.draw.aaline(screen, colour, points[index], points[index + 1], width=thick)
            return
        for index in range(0, len(points) - 3, 6):
            pygame.draw.aaline(screen, colour, points[index], points[index + 3], width=thick)

    def draw_points(self, screen: pygame.Surface, *, without: int | None = None) -> None:
        """Draw all objects, or all but one: those that are held out are rings."""
        state = self._session.state
        source, key = (state.data, state.held), (self.rect.size, self.style, without)
        known = self._points
        if known is None or known[0] != key or known[1][0] is not source[0] or known[1][1] is not source[1]:
            layer = pygame.Surface(self.rect.size, pygame.SRCALPHA)
            for index in range(len(state.data)):
                if index != without:
                    self._draw_point(layer, index, self.rect.topleft)
            known = self._points = key, source, layer
        screen.blit(known[2], self.rect)

    def draw_point(self, screen: pygame.Surface, index: int) -> None:
        """Draw one object with a halo."""
        screen.set_clip(self.rect)
        x, y = self.places()[index].tolist()
        halo, width = self.radius + self.style.px(6), max(2, self.style.px(2))
        pygame.draw.aacircle(screen, self.style.colour.text, self.at(x, y), halo, width)
        self._draw_point(screen, index, (0, 0))
        screen.set_clip(None)

    def _draw_point(self, screen: pygame.Surface, index: int, corner: tuple[int, int]) -> None:
        """Draw an object on a surface whose left upper corner is there in the window."""
        colour, radius, state = self.style.colour, self.radius, self._session.state
        data = state.data
        curve = data.kind == "curve"
        spot = (data.x[index, 0], data.y[index]) if curve else data.x[index]
        x, y = self.at(float(spot[0]), float(spot[1]))
        at = x - corner[0], y - corner[1]
        tint = colour.human if curve or data.y[index] > 0.5 else colour.agent
        rim = mix(colour.background, colour.text, 0.12)
        pygame.draw.aacircle(screen, rim, at, radius + 1)
        pygame.draw.aacircle(screen, tint, at, radius, max(2, radius // 3) if state.held[index] else 0)

    # ------------------------------------------------------------------ losses

    def draw_losses(self, screen: pygame.Surface, *, only: int | None = None, lit: bool = False) -> None:
        """Draw every object's loss as what it is: a square, a distance, what lacks to the margin, an area.

        Args:
            screen: where.
            only: the index of the one object whose loss is drawn.
            lit: whether they stand out.
        """
        key = self._session.version, self.rect.size, only, lit
        picture = self._losses.get(key, lambda: self._render_losses(only, lit), self.style)
        screen.blit(picture, self.rect)

    def _render_losses(self, only: int | None, lit: bool) -> pygame.Surface:
        session, colour, px = self._session, self.style.colour, self.style.px
        loss = session.state.loss
        layer = pygame.Surface(self.rect.size, pygame.SRCALPHA)
        tint = colour.human if lit else colour.bad
        veil, rim = (*tuple(tint)[:3], 100 if lit else 60), (*tuple(tint)[:3], 200)
        scale, middle = self.rect.width / (2 * EDGE), self.rect.width / 2
        places = self.places()
        spots = np.column_stack([middle + places[:, 0] * scale, middle - places[:, 1] * scale]).tolist()
        ends = (middle - np.clip(np.nan_to_num(session.answers), -99, 99) * scale).tolist()
        losses = np.minimum(np.nan_to_num(session.losses, posinf=9.0), 9.0).tolist()
        shown = some(np.flatnonzero(~session.state.held)) if only is None else [only]
        ways = self._lacks(shown) if loss == "hinge" else []
        for number, index in enumerate(shown):
            (x, y), end = spots[index], ends[index]
            if loss == "square":
                side = abs(y - end)
                left = x if x + side <= self.rect.width or x < middle else x - side
                box = pygame.Rect(round(left), round(min(y, end)), round(side), round(side))
                pygame.draw.rect(layer, veil, box)
                pygame.draw.rect(layer, rim, box, max(1, px(1.5)))
            elif loss == "absolute":
                pygame.draw.line(layer, tint, (x, y), (x, end), max(2, px(3)))
            elif loss == "hinge":
                dx, dy = ways[number]
                if dx or dy:
                    pygame.draw.line(layer, tint, (x, y), (x + dx, y + dy), max(2, px(2.5)))
            else:
                radius = self.radius + scale * 0.16 * losses[index] ** 0.5
                pygame.draw.aacircle(layer, tint, (x, y), radius, max(1, px(2)))
        return layer

    def _lacks(self, shown: list[int]) -> list[Point]:
        """The ways from objects to their margins in the window, by the model's slopes there."""
        session, step = self._session, 1e-4
        data, lack = session.state.data, session.losses[shown]
        around = step * np.array([(1, 0), (-1, 0), (0, 1), (0, -1)])
        near = (data.x[shown][:, None, :] + around).reshape(-1, 2)
        ahead = session.model.answer(session.w, near).reshape(-1, 4)
        slope = np.stack([ahead[:, 0] - ahead[:, 1], ahead[:, 2] - ahead[:, 3]], axis=1) / (2 * step)
        sign = np.where(data.y[shown] > 0.5, 1.0, -1.0)
        steep = np.maximum((slope**2).sum(axis=1), 1e-9)
        way = np.clip((sign * lack / steep)[:, None] * slope, -9, 9) * self.rect.width / (2 * EDGE)
        return [(x, -y) for x, y in way.tolist()]
