"""Draws a face, or a cat's, on the judge's paper when nobody is there."""

from __future__ import annotations

import math

from game.ui.canvas.painting import Painting
from game.ui.canvas.strokes import Tool

STEP = 0.05
"""Seconds between two points of the way."""
ADMIRE = 5.0
"""Seconds that the face stays before another one is begun."""


def _scrawl(x: float, y: float, width: float, height: float, lines: int) -> list[tuple[float, float]]:
    return [
        (x + width * (line % 2 if end == 0 else 1 - line % 2), y + height * line / (lines - 1))
        for line in range(lines)
        for end in (0, 1)
    ]


def _ring(x: float, y: float, across: float, down: float) -> list[tuple[float, float]]:
    turns = [i / 24 * math.tau for i in range(25)]
    return [(x + across * math.cos(turn), y + down * math.sin(turn)) for turn in turns]


_Strokes = tuple[tuple[Tool, list[tuple[float, float]]], ...]
_SKIN, _HAIR, _INK = (233, 173, 136), (107, 65, 40), (42, 34, 51)
_FACE: _Strokes = (
    (Tool((180, 207, 251), 120), _scrawl(10, 40, 490, 430, 7)),
    (Tool((69, 109, 255), 110), _scrawl(120, 480, 270, 20, 3)),
    (Tool(_SKIN, 90), [(256.0, 440.0), (256, 380)]),
    (Tool(_SKIN, 130), _ring(256, 280, 60, 80)),
    (Tool(_HAIR, 70), [(150, 290), (150, 190), (200, 130), (256, 115), (312, 130), (362, 190), (362, 290)]),
    (Tool(_INK, 24), [(212, 270), (212, 276)]),
    (Tool(_INK, 24), [(300, 270), (300, 276)]),
    (Tool((200, 90, 90), 14), [(218, 350), (236, 364), (256, 368), (276, 364), (294, 350)]),
)
"""Wall, coat, neck, head, hair, eyes, mouth."""
_LINE = Tool(_INK, 12)
_CAT: _Strokes = (
    (_LINE, _ring(256, 290, 130, 115)),
    (_LINE, [(150, 225), (150, 105), (225, 182)]),
    (_LINE, [(287, 182), (362, 105), (362, 225)]),
    (_LINE, _ring(208, 262, 14, 18)),
    (_LINE, _ring(304, 262, 14, 18)),
    (_LINE, [(240, 308), (272, 308), (256, 326), (240, 308)]),
    (_LINE, [(256, 326), (256, 344), (236, 360), (216, 352)]),
    (_LINE, [(256, 344), (276, 360), (296, 352)]),
    (_LINE, [(205, 318), (90, 296)]),
    (_LINE, [(205, 332), (88, 338)]),
    (_LINE, [(307, 318), (422, 296)]),
    (_LINE, [(307, 332), (424, 338)]),
)
"""Head, ears, eyes, nose, mouth, whiskers."""


def _way(strokes: _Strokes) -> list[tuple[int, Tool, tuple[float, float]]]:
    return [(number, tool, point) for number, (tool, points) in enumerate(strokes) for point in points]


_WAYS = {False: _way(_FACE), True: _way(_CAT)}


class Hand:
    """The hand that draws."""

    def __init__(self) -> None:
        self._time = 0.0
        self._stroke = -1

    def draw(self, painting: Painting, dt: float, *, cat: bool = False) -> None:
        """Go on by `dt` seconds; begins again a while after the face is done."""
        way = _WAYS[cat]
        before, self._time = int(self._time / STEP), self._time + dt
        at = int(self._time / STEP)
        if self._time > len(way) * STEP + ADMIRE:
            self._time, self._stroke = 0.0, -1
            painting.clear()
            painting.forget()
        elif at >= len(way):
            painting.end()
        elif at != before:
            stroke, tool, point = way[at]
            if stroke != self._stroke:
                painting.end()
                painting.begin(point, tool)
                self._stroke = stroke
            painting.move(point)
