"""Prices with what was held, and money, over the same bars."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from game.ui.style import Style, mix
from game.ui.surfaces import CachedSurface, to_surface
from game.ui.widgets.text import draw_text

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Curve:
    """A line over bars.

    Attributes:
        first: its first bar.
        values: above 0; drawn by their logarithms.
        colour: of the line.
        name: stands above the chart; empty for none.
    """

    first: int
    values: Array
    colour: pygame.Color
    name: str = ""


@dataclass(frozen=True, eq=False)
class Span:
    """Bars that are shaded, with a word."""

    first: int
    last: int
    name: str
    colour: pygame.Color


class BarChart:
    """Curves over bars, on a logarithmic scale."""

    def __init__(self) -> None:
        self._cache = CachedSurface()

    def draw(
        self,
        screen: pygame.Surface,
        style: Style,
        rect: pygame.Rect,
        bars: tuple[int, int],
        curves: Sequence[Curve],
        *,
        spans: Sequence[Span] = (),
        held: tuple[int, Array] | None = None,
        write: Callable[[float], str],
        version: object,
    ) -> None:
        """Draw the chart.

        Args:
            screen: where.
            style: the colours.
            rect: the place.
            bars: the first and the last bar that are shown.
            curves: the lines.
            spans: what is shaded.
            held: positions from a bar on, drawn as a strip at the foot.
            write: a value in words.
            version: another one when anything is drawn otherwise.
        """
        key = (rect.size, style, bars, version)
        screen.blit(
            self._cache.get(key, lambda: self._render(style, rect.size, bars, curves, spans, held, write)),
            rect,
        )

    def _render(
        self,
        style: Style,
        size: tuple[int, int],
        bars: tuple[int, int],
        curves: Sequence[Curve],
        spans: Sequence[Span],
        held: tuple[int, Array] | None,
        write: Callable[[float], str],
    ) -> pygame.Surface:
        surface = pygame.Surface(size)
        surface.fill(style.colour.surface)
        font = style.font("tiny", "mono")
        names = style.font("tiny").get_linesize() if any(curve.name for curve in curves) else 0
        logs = [np.log(np.maximum(curve.values, 1e-6)) for curve in curves if len(curve.values)]
        low = min((float(each.min()) for each in logs), default=0.0)
        high = max((float(each.max()) for each in logs), default=0.0)
        middle, half = (low + high) / 2, max((high - low) / 2, 0.02) * 1.08
        low, high = middle - half, middle + half
        left = max(font.size(write(float(np.exp(edge))))[0] for edge in (low, middle, high)) + style.px(8)
        strip = style.px(8) if held is not None else 0
        frame = pygame.Rect(left, names + style.px(4), size[0] - left, size[1] - names - strip - style.px(8))
        if frame.width < 10 or frame.height < 10:
            return surface

        def x_of(bar: Array | float) -> Array:
            return np.asarray(frame.x + (bar - bars[0]) / max(1, bars[1] - bars[0]) * (frame.width - 1))

        for span in spans:
            start, stop = float(x_of(span.first)), float(x_of(span.last))
            place = pygame.Rect(round(start), frame.y, max(1, round(stop - start)), frame.height)
            pygame.draw.rect(surface, mix(style.colour.surface, span.colour, 0.13), place)
            if style.font("tiny").size(span.name)[0] < place.width:
                draw_text(
                    surface,
                    style,
                    span.name,
                    (place.x + style.px(6), place.bottom - 2),
                    "tiny",
                    colour="muted",
                    anchor="bottomleft",
                )
        line = mix(style.colour.surface, style.colour.line, 0.6)
        for share in (0.08, 0.5, 0.92):
            y = round(frame.bottom - share * frame.height)
            pygame.draw.line(surface, line, (frame.x, y), (frame.right, y))
            words = style.text(write(float(np.exp(low + share * (high - low)))), "tiny", "mono", "muted")
            surface.blit(words, words.get_rect(midright=(frame.x - style.px(5), y)))
        for curve in curves:
            values = curve.values
            if len(values) < 2:
                continue
            stride = max(1, math.ceil(len(values) / max(1, frame.width // 2)))
            xs = x_of(curve.first + np.arange(0.0, len(values), stride))
            ys = (
                frame.bottom
                - (np.log(np.maximum(values[::stride], 1e-6)) - low) / (high - low) * frame.height
            )
            points = list(zip(xs.tolist(), ys.tolist(), strict=True))
            pygame.draw.aalines(surface, curve.colour, False, points)
            pygame.draw.aacircle(surface, curve.colour, points[-1], style.px(3))
        if held is not None:
            self._draw_held(surface, style, held, frame, bars)
        self._draw_names(surface, style, curves)
        return surface

    @staticmethod
    def _draw_held(
        surface: pygame.Surface,
        style: Style,
        held: tuple[int, Array],
        frame: pygame.Rect,
        bars: tuple[int, int],
    ) -> None:
        first, positions = held
        # Every pixel of the strip shows the bar that begins in it or before it.
        at = bars[0] + np.arange(frame.width) / max(1, frame.width - 1) * (bars[1] - bars[0])
        rows = np.floor(at).astype(int) - first
        inside = (rows >= 0) & (rows < len(positions))
        shown = np.where(inside, positions[np.clip(rows, 0, len(positions) - 1)], 0.0)
        colours = np.array(
            [tuple(each)[:3] for each in (style.colour.bad, style.colour.surface, style.colour.good)],
            np.uint8,
        )
        line = colours[np.sign(shown).astype(int) + 1]
        strip = to_surface(np.repeat(line[None], style.px(6), axis=0))
        surface.blit(strip, (frame.x, frame.bottom + style.px(2)))

    @staticmethod
    def _draw_names(surface: pygame.Surface, style: Style, curves: Sequence[Curve]) -> None:
        x, dot = 0, style.px(4)
        height = style.font("tiny").get_linesize()
        for curve in curves:
            if curve.name:
                words = style.text(curve.name, "tiny", "regular", curve.colour)
                pygame.draw.aacircle(surface, curve.colour, (x + dot, height // 2), dot)
                surface.blit(words, (x + 3 * dot, 0))
                x += 3 * dot + words.get_width() + style.px(14)
