"""Draws a face on the judge's paper when nobody is there."""

from __future__ import annotations

import math

from game.ui.canvas.painting import Painting, Tool

STEP = 0.05
"""Seconds between two points of the way."""
ADMIRE = 5.0
"""Seconds that the face stays before another one is begun."""


class Hand:
    """The hand that draws."""

    def __init__(self) -> None:
        self._time = 0.0
        self._stroke = -1

    def draw(self, painting: Painting, dt: float) -> None:
        """Go on by `dt` seconds; begins again a while after the face is done."""
        before, self._time = self._time, self._time + dt
        strokes = _face()
        length = sum(len(points) for _, points in strokes) * STEP
        if self._time > length + ADMIRE:
            self._time, self._stroke = 0.0, -1
            painting.clear()
            painting.forget()
            return
        at = int(self._time / STEP)
        if int(before / STEP) == at:
            return
        for number, (tool, points) in enumerate(strokes):
            if at < len(points):
                if number != self._stroke:
                    painting.end()
                    painting.begin(points[at], tool)
                    self._stroke = number
                painting.move(points[at])
                return
            at -= len(points)
        painting.end()


def _face() -> list[tuple[Tool, list[tuple[float, float]]]]:
    """Tools and points of a simple portrait: wall, coat, neck, head, hair, eyes, mouth."""

    def scrawl(x: float, y: float, width: float, height: float, lines: int) -> list[tuple[float, float]]:
        return [
            (x + width * (line % 2 if end == 0 else 1 - line % 2), y + height * line / max(1, lines - 1))
            for line in range(lines)
            for end in (0, 1)
        ]

    def ring(x: float, y: float, across: float, down: float) -> list[tuple[float, float]]:
        return [
            (x + across * math.cos(i / 24 * math.tau), y + down * math.sin(i / 24 * math.tau))
            for i in range(25)
        ]

    skin, hair, ink = (233, 173, 136), (107, 65, 40), (42, 34, 51)
    return [
        (Tool((180, 207, 251), 120), scrawl(10, 40, 490, 430, 7)),
        (Tool((69, 109, 255), 110), scrawl(120, 480, 270, 20, 3)),
        (Tool(skin, 90), [(256, 440), (256, 380)]),
        (Tool(skin, 130), ring(256, 280, 60, 80)),
        (
            Tool(hair, 70),
            [(150, 290), (150, 190), (200, 130), (256, 115), (312, 130), (362, 190), (362, 290)],
        ),
        (Tool(ink, 24), [(212, 270), (212, 276)]),
        (Tool(ink, 24), [(300, 270), (300, 276)]),
        (Tool((200, 90, 90), 14), [(218, 350), (236, 364), (256, 368), (276, 364), (294, 350)]),
    ]
