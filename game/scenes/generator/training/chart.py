"""Several curves over the rounds of a training, drawn again only when they changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from game.ui.style import Style, mix
from game.ui.widgets.plot import ticks
from game.ui.widgets.text import shorten

Column = NDArray[np.float32]


@dataclass(frozen=True)
class Line:
    """A curve: its name, its colour, its values by point."""

    name: str
    colour: pygame.Color
    values: Column


class Chart:
    """Curves in one frame, names above them.

    Args:
        low, high: the limits of y; the upper one grows with the curves where there is no upper one.
        baseline: a y that is drawn as a dashed line, or None.
        y_text: how y is written.
    """

    def __init__(
        self,
        low: float,
        high: float | None,
        *,
        baseline: float | None = None,
        y_text: Callable[[float], str] = "{:g}".format,
    ) -> None:
        self.low, self.high, self.baseline, self._y_text = low, high, baseline, y_text
        self._key: object = None
        self._surface: pygame.Surface | None = None

    def draw(
        self,
        screen: pygame.Surface,
        style: Style,
        rect: pygame.Rect,
        steps: Column,
        lines: Sequence[Line],
        *,
        mark: float | None = None,
    ) -> None:
        """Draw inside `rect`.

        Args:
            screen: where to draw.
            style: colours and fonts.
            rect: the place.
            steps: x of every point.
            lines: the curves.
            mark: an x that is marked by an upright line.
        """
        last = tuple(float(line.values[-1]) for line in lines if len(line.values))
        names = tuple(line.name for line in lines)
        key = (rect.size, style, names, len(steps), float(steps[-1]) if len(steps) else 0.0, last, mark)
        if key != self._key or self._surface is None:
            self._key = key
            self._surface = self._render(style, rect.size, steps, lines, mark)
        screen.blit(self._surface, rect)

    def _render(
        self, style: Style, size: tuple[int, int], steps: Column, lines: Sequence[Line], mark: float | None
    ) -> pygame.Surface:
        surface = pygame.Surface(size)
        surface.fill(style.colour.surface)
        font = style.font("tiny", "mono")
        line_height = font.get_linesize()
        legend = style.font("tiny").get_linesize() + style.px(4)
        self._legend(surface, style, lines)
        high = self._top(lines)
        rough = ticks(self.low, high, 3)
        left = max(font.size(self._y_text(value))[0] for value in rough) + style.px(8)
        frame = pygame.Rect(left, legend + line_height // 2, 0, 0)
        frame.size = (size[0] - left - style.px(8), size[1] - frame.y - round(line_height * 1.5))
        if frame.width < 20 or frame.height < 20:
            return surface
        end = max(float(steps[-1]) if len(steps) else 0.0, 100.0)
        grid = mix(style.colour.surface, style.colour.line, 0.5)

        def across(step: float) -> float:
            return frame.x + step / end * frame.width

        def up(value: float) -> float:
            share = (min(max(value, self.low), high) - self.low) / (high - self.low)
            return frame.bottom - share * frame.height

        for value in ticks(self.low, high, max(2, frame.height // (line_height * 2))):
            y = up(value)
            pygame.draw.line(surface, grid, (frame.x, y), (frame.right, y))
            text = style.text(self._y_text(value), "tiny", "mono", style.colour.muted)
            surface.blit(text, text.get_rect(midright=(frame.x - style.px(6), y)))
        for value in ticks(0, end, max(2, frame.width // style.px(90))):
            text = style.text(f"{value:g}", "tiny", "mono", style.colour.muted)
            at = text.get_rect(midtop=(across(value), frame.bottom + style.px(3)))
            surface.blit(text, at.clamp(surface.get_rect()))
        if self.baseline is not None:
            y = round(up(self.baseline))
            for x in range(frame.x, frame.right, style.px(10)):
                pygame.draw.line(surface, style.colour.muted, (x, y), (min(x + style.px(5), frame.right), y))
        if mark is not None:
            x = round(across(mark))
            pygame.draw.line(surface, style.colour.text, (x, frame.y), (x, frame.bottom), style.px(1))
        for line in lines:
            corners = [
                (across(float(step)), up(float(value)))
                for step, value in zip(steps, line.values, strict=True)
            ]
            for shift in range(max(1, style.px(2))) if len(corners) > 1 else ():
                pygame.draw.aalines(surface, line.colour, False, [(x, y + shift) for x, y in corners])
            if corners:
                pygame.draw.aacircle(surface, line.colour, corners[-1], style.px(4))
        return surface

    def _legend(self, surface: pygame.Surface, style: Style, lines: Sequence[Line]) -> None:
        x, gap = 0, style.px(14)
        room = (surface.get_width() - gap * max(0, len(lines) - 1)) // max(1, len(lines))
        font = style.font("tiny")
        for line in lines:
            dot = style.px(4)
            pygame.draw.aacircle(surface, line.colour, (x + dot, font.get_linesize() // 2), dot)
            words = style.text(shorten(line.name, font, room - 3 * dot), "tiny", "regular", line.colour)
            surface.blit(words, (x + 3 * dot, 0))
            x += 3 * dot + words.get_width() + gap

    def _top(self, lines: Sequence[Line]) -> float:
        if self.high is not None:
            return self.high
        # A single point beyond all others would press the curves flat.
        tops = [float(np.quantile(line.values, 0.98)) for line in lines if len(line.values)]
        return max(2.0, 1.15 * max(tops, default=0.0))
