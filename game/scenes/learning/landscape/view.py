"""The map with its contours, and the surface; both show the knobs, the walk and the descent."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.learning.bench import knob_name
from game.scenes.learning.fields import marching_squares
from game.scenes.learning.landscape.requests import Chart
from game.scenes.learning.landscape.session import LandscapeSession, Place
from game.scenes.learning.landscape.surface import Camera, draw_surface, ramp
from game.scenes.learning.session import LearningSession
from game.ui.context import Context
from game.ui.style import mix
from game.ui.surfaces import to_surface
from game.ui.widgets.text import draw_text
from models.learning.descent import gradient_of_q

LEVELS = 14
POWER = 0.45
"""Heights are drawn by this power of Q, so that the valley's bottom shows beside high slopes."""
SIGHT = 0.09
"""How far one sees in fog, in widths of the map."""
PARTS = 12
"""Pieces of a step's way over the surface."""
COARSE = 2
"""Every so many places of the map are corners of the surface."""

Array = NDArray[np.float64]
WHITE, DARK = pygame.Color(255, 255, 255), pygame.Color(10, 12, 24)


def _between(path: list[Place]) -> list[Place]:
    """A path with places between its own, so that its way over a surface is not cut short."""
    if not 1 < len(path) < 60:
        return path
    shares = np.linspace(0, 1, PARTS, endpoint=False).tolist()
    ways = pairwise(path)
    found = [(a + s * (c - a), b + s * (d - b)) for (a, b), (c, d) in ways for s in shares]
    return [*found, path[-1]]


def level_of(chart: Chart, q: float) -> float:
    """A value of Q as a height, 0 to 1."""
    high = float(np.quantile(chart.values, 0.985))
    share = (q - chart.least) / max(high - chart.least, 1e-12)
    return float(np.clip(share, 0, 1) ** POWER)


class MapView:
    """Draws a chart, and knows what is pointed at."""

    def __init__(self, session: LearningSession, land: LandscapeSession) -> None:
        self._session, self._land = session, land
        self.camera = Camera()
        self.map_rect = self.surface_rect = pygame.Rect(0, 0, 1, 1)
        self._known: tuple[Chart, Array] | None = None
        self._map: tuple[object, pygame.Surface] | None = None
        self._surface: tuple[object, pygame.Surface] | None = None

    def layout(self, ctx: Context, map_room: pygame.Rect, surface_room: pygame.Rect) -> None:
        """Take two rooms; the map is a square with its axes' names below and beside it."""
        self._ctx = ctx
        line = ctx.style.font("tiny").get_linesize()
        side = max(8, min(map_room.width, map_room.height - line))
        self.map_rect = pygame.Rect(0, 0, side, side)
        self.map_rect.midtop = map_room.midtop
        self.surface_rect = surface_room
        self._map = self._surface = None

    # ------------------------------------------------------------------ places

    def at(self, chart: Chart, place: Place) -> tuple[float, float]:
        """Where two knobs are on the map."""
        (left, right), (low, high) = chart.spans
        rect = self.map_rect
        x = rect.x + (place[0] - left) / (right - left) * rect.width
        return x, rect.bottom - (place[1] - low) / (high - low) * rect.height

    def place(self, chart: Chart, pos: tuple[int, int]) -> Place:
        """Which two knobs a point of the map stands for."""
        (left, right), (low, high) = chart.spans
        rect = self.map_rect
        u = left + (pos[0] - rect.x) / rect.width * (right - left)
        return u, low + (rect.bottom - pos[1]) / rect.height * (high - low)

    def pointed(self, pos: tuple[int, int]) -> str:
        """Which symbol of the formula is pointed at: the knobs, the lowest place, or a height."""
        chart = self._land.chart
        if chart is None:
            return ""
        near = self._ctx.style.px(14)
        for symbol, place in (("w", self._land.here), ("min", chart.lowest)):
            x, y = self.at(chart, place)
            if np.hypot(pos[0] - x, pos[1] - y) < near and self.map_rect.collidepoint(pos):
                return symbol
        return "q" if self.map_rect.collidepoint(pos) or self.surface_rect.collidepoint(pos) else ""

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface, lit: str, aim: Place | None) -> None:
        """Draw map and surface; `lit` is the symbol that lights up, `aim` where a step would lead."""
        chart = self._land.chart
        if chart is None:
            return
        self._draw_map(screen, chart, lit, aim)
        if not self._land.fog:
            self._draw_surface(screen, chart, lit)

    def _heights(self, chart: Chart) -> Array:
        """The chart's values as heights, 0 to 1, worked out once."""
        if self._known is None or self._known[0] is not chart:
            self._known = chart, self._work_out(chart)
        return self._known[1]

    def _work_out(self, chart: Chart) -> Array:
        high = float(np.quantile(chart.values, 0.985))
        share = np.clip((chart.values - chart.least) / max(high - chart.least, 1e-12), 0, 1)
        heights: Array = share**POWER
        return heights

    def _draw_map(self, screen: pygame.Surface, chart: Chart, lit: str, aim: Place | None) -> None:
        style, colour, rect = self._ctx.style, self._ctx.style.colour, self.map_rect
        key = id(chart), rect.size, style
        if self._map is None or self._map[0] != key:
            self._map = key, self._render_map(chart)
        screen.blit(self._map[1], rect)
        screen.set_clip(rect)
        descent = [self.at(chart, (u, v)) for u, v in np.clip(chart.descent, -99, 99).tolist()]
        if self._land.done and len(descent) > 1:
            self._way(screen, descent, colour.agent)
        trace = [self.at(chart, place) for place in self._land.trace]
        if len(trace) > 1:
            self._way(screen, trace, WHITE)
        walk = [self.at(chart, place) for place in self._land.walk]
        if len(walk) > 1:
            self._way(screen, walk, colour.human)
        here = self.at(chart, self._land.here)
        if aim is not None:
            end = self.at(chart, aim)
            pygame.draw.aaline(screen, WHITE, here, end, width=max(1, style.px(1.5)))
            pygame.draw.aacircle(screen, WHITE, end, style.px(5), max(1, style.px(1.5)))
        if lit == "min":
            pygame.draw.aaline(screen, WHITE, here, self.at(chart, chart.lowest), width=style.px(3))
        if lit == "w":
            pygame.draw.line(screen, WHITE, (here[0], rect.y), (here[0], rect.bottom))
            pygame.draw.line(screen, WHITE, (rect.x, here[1]), (rect.right, here[1]))
        for place in chart.minima:
            self._star(screen, self.at(chart, place), style.px(6), hollow=True)
        self._star(screen, self.at(chart, chart.lowest), style.px(13 if lit == "min" else 9))
        if self._land.fog:
            screen.blit(self._fog(here), rect)
            self._slope(screen, chart, here)
        self._pin(screen, here, style.px(11 if lit in ("w", "q") else 8))
        screen.set_clip(None)
        names = [knob_name(name) for name in self._session.model.names()]
        across, up = names[chart.axes[0]], names[chart.axes[1]]
        tint = "human" if lit == "w" else "text"
        draw_text(screen, style, f"{across} →", rect.bottomright, "tiny", "bold", tint, "topright")
        draw_text(screen, style, f"↑ {up}", rect.bottomleft, "tiny", "bold", tint, "topleft")

    def _render_map(self, chart: Chart) -> pygame.Surface:
        heights = self._heights(chart)[::-1]
        rect = self.map_rect
        picture = pygame.transform.smoothscale(to_surface(ramp(heights)), rect.size)
        side = len(heights) - 1
        levels = [(float(level), DARK, 1) for level in np.linspace(0, 1, LEVELS + 1)[1:]]
        levels.append((level_of(chart, chart.bottom), WHITE, max(1, self._ctx.style.px(2))))
        wide, high = rect.width / side, rect.height / side
        for level, tint, width in levels:
            for a, b in marching_squares(heights, level):
                ends = (a[1] * wide, a[0] * high), (b[1] * wide, b[0] * high)
                pygame.draw.aaline(picture, tint, *ends, width=width)
        return picture

    def _fog(self, here: tuple[float, float]) -> pygame.Surface:
        """Fog over the map, with a hole around the pin."""
        rect, colour = self.map_rect, self._ctx.style.colour
        veil = pygame.Surface(rect.size, pygame.SRCALPHA)
        veil.fill(mix(colour.surface, colour.muted, 0.35))
        at = here[0] - rect.x, here[1] - rect.y
        for ring in range(6):
            radius = rect.width * (SIGHT + 0.012 * (5 - ring))
            tint = mix(colour.surface, colour.muted, 0.35)
            pygame.draw.circle(veil, (*tuple(tint)[:3], 255 - 51 * ring), at, radius)
        return veil

    def _slope(self, screen: pygame.Surface, chart: Chart, here: tuple[float, float]) -> None:
        """Draw an arrow down the slope under the pin: minus the gradient, as far as one sees."""
        session = self._session
        gradient = gradient_of_q(session.model, session.w, session.sample, session.state.loss)
        wide, high = (span[1] - span[0] for span in chart.spans)
        across, up = (float(gradient[axis]) for axis in chart.axes)
        way = np.array([-across / wide, up / high])
        length = float(np.hypot(*way))
        if length > 0:
            end = np.array(here) + way / length * SIGHT * self.map_rect.width
            pygame.draw.aaline(screen, DARK, here, end.tolist(), width=self._ctx.style.px(6))
            pygame.draw.aaline(screen, WHITE, here, end.tolist(), width=self._ctx.style.px(3))
            pygame.draw.aacircle(screen, WHITE, end.tolist(), self._ctx.style.px(4))

    def _way(self, screen: pygame.Surface, points: list[tuple[float, float]], tint: pygame.Color) -> None:
        style = self._ctx.style
        for a, b in pairwise(points):
            pygame.draw.aaline(screen, DARK, a, b, width=style.px(4))
            pygame.draw.aaline(screen, tint, a, b, width=style.px(2))
        if len(points) < 120:
            for point in points:
                pygame.draw.aacircle(screen, tint, point, style.px(3.5))

    def _pin(self, screen: pygame.Surface, at: tuple[float, float], radius: int) -> None:
        pygame.draw.aacircle(screen, DARK, at, radius + 2)
        pygame.draw.aacircle(screen, WHITE, at, radius)
        pygame.draw.aacircle(screen, self._ctx.style.colour.human, at, max(2, radius - self._ctx.style.px(3)))

    def _star(
        self, screen: pygame.Surface, at: tuple[float, float], size: int, *, hollow: bool = False
    ) -> None:
        angles = np.arange(10) * np.pi / 5
        reach = np.where(np.arange(10) % 2 == 0, size, size * 0.45)
        points = np.column_stack([at[0] + reach * np.sin(angles), at[1] - reach * np.cos(angles)])
        if hollow:
            pygame.draw.aalines(screen, WHITE, True, points.tolist())
            return
        pygame.draw.polygon(screen, WHITE, points.tolist())
        pygame.draw.polygon(screen, DARK, points.tolist(), 1)

    def _draw_surface(self, screen: pygame.Surface, chart: Chart, lit: str) -> None:
        style, rect = self._ctx.style, self.surface_rect
        key = id(chart), rect.size, style, self.camera.yaw, self.camera.pitch
        if self._surface is None or self._surface[0] != key:
            picture = pygame.Surface(rect.size)
            picture.fill(style.colour.surface)
            heights = self._heights(chart)[::COARSE, ::COARSE]
            draw_surface(picture, picture.get_rect(), self.camera, heights)
            self._surface = key, picture
        screen.blit(self._surface[1], rect)
        screen.set_clip(rect)
        land = self._land
        for path, tint in ((land.trace, WHITE), (land.walk, style.colour.human)):
            points = self._lift(chart, _between(path))
            if len(points) > 1:
                for a, b in pairwise(points):
                    pygame.draw.aaline(screen, DARK, a, b, width=style.px(4))
                    pygame.draw.aaline(screen, tint, a, b, width=style.px(2))
        here, low = self._lift(chart, [land.here])[0], self._lift(chart, [chart.lowest])[0]
        foot = self._spot(chart, land.here, 0.0)
        if lit == "q":
            pygame.draw.line(screen, style.colour.human, here, foot, style.px(4))
        self._star(screen, low, style.px(12 if lit == "min" else 8))
        self._pin(screen, here, style.px(10 if lit in ("w", "q") else 8))
        screen.set_clip(None)

    def _spot(self, chart: Chart, place: Place, height: float) -> tuple[float, float]:
        (left, right), (low, high) = chart.spans
        u = 2 * (place[0] - left) / (right - left) - 1
        v = 2 * (place[1] - low) / (high - low) - 1
        seen, _ = self.camera.see(np.array([[u, v, height * 1.1 - 0.6]]), self.surface_rect)
        return float(seen[0, 0]), float(seen[0, 1])

    def _lift(self, chart: Chart, places: list[Place]) -> list[tuple[float, float]]:
        """Where places of the map are on the surface."""
        heights, side = self._heights(chart), len(chart.values) - 1
        found = []
        for place in places:
            (left, right), (low, high) = chart.spans
            column = float(np.clip((place[0] - left) / (right - left), 0, 1)) * side
            row = float(np.clip((place[1] - low) / (high - low), 0, 1)) * side
            found.append(self._spot(chart, place, float(heights[round(row), round(column)])))
        return found
