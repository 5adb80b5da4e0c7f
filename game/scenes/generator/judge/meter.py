"""The judge's meter: a needle between «no» and «portrait», and the word for where it stands."""

from __future__ import annotations

import math

import pygame
from pygame import gfxdraw

from game.ui.style import Style, mix
from game.ui.surfaces import CachedSurface
from game.ui.widgets.text import draw_text

STIFFNESS, DAMPING = 90.0, 13.0
"""Of the needle's spring, per second² and per second: it overshoots a little."""
STILL = 0.002
"""Off its goal, and per second: too little to be seen."""
SMOOTH = 3
SPAN = math.radians(200)
"""The dial's angle."""
SEGMENTS = 40


class Meter:
    """A needle that swings to the newest verdict.

    Attributes:
        target: where it is to stand, 0 to 1; None lets it fall to the middle and hides the word.
        place: where it stands.
    """

    def __init__(self) -> None:
        self.target: float | None = None
        self.place = 0.5
        self._speed = 0.0
        self._dial = CachedSurface()

    @property
    def _goal(self) -> float:
        return 0.5 if self.target is None else self.target

    @property
    def swings(self) -> bool:
        """Whether the needle is on its way."""
        return abs(self.place - self._goal) + abs(self._speed) > STILL

    def update(self, dt: float) -> None:
        """Go on by `dt` seconds."""
        left = min(dt, 0.1)
        while left > 0:  # in small steps, so that a slow frame does not throw it off
            step = min(left, 1 / 240)
            pull = STIFFNESS * (self._goal - self.place) - DAMPING * self._speed
            self._speed += pull * step
            self.place += self._speed * step
            left -= step
        self.place = min(max(self.place, -0.03), 1.03)

    def draw(
        self, screen: pygame.Surface, style: Style, rect: pygame.Rect, words: tuple[str, str], note: str
    ) -> None:
        """Draw dial, needle, one of the words for «no» and for «portrait», and a small note below it."""
        word = style.font("title", "display").get_linesize()
        line = style.font("small").get_linesize()
        ends = style.font("tiny", "bold").get_linesize()
        below = word + line + style.px(6)
        radius = max(20, round(min(rect.width / 2 - style.px(8), (rect.height - below) / 1.2)))
        spare = rect.height - below - round(radius * 1.2)
        centre = (rect.centerx, rect.y + radius + max(0, spare // 2))
        dial = self._dial.get((radius, style), lambda: _dial(radius, style))
        screen.blit(dial, dial.get_rect(center=centre))
        self._needle(screen, style, centre, radius)
        y = centre[1] + round(radius * math.sin((SPAN - math.pi) / 2)) + style.px(4)
        self._ends(screen, style, centre[0], y, radius, words)
        if self.target is None:
            at = (rect.centerx, y + ends + word // 2)
            draw_text(screen, style, note, at, "small", colour="muted", anchor="center")
            return
        sure, at = self.target >= 0.5, (rect.centerx, y + style.px(2))
        colour = "good" if sure else "bad"
        drawn = draw_text(screen, style, words[int(sure)], at, "title", "display", colour, "midtop")
        draw_text(screen, style, note, drawn.midbottom, "small", colour="muted", anchor="midtop")

    def _ends(
        self, screen: pygame.Surface, style: Style, middle: int, y: int, radius: int, words: tuple[str, str]
    ) -> None:
        """Name the dial's ends, unless the large word needs the room."""
        large, small = style.font("title", "display"), style.font("tiny", "bold")
        taken = max(large.size(text)[0] for text in words) / 2 + style.px(6)
        if radius * 0.97 - max(small.size(text)[0] for text in words) < taken:
            return
        reach = round(radius * 0.97)
        draw_text(screen, style, words[0], (middle - reach, y), "tiny", "bold", "bad", "topleft")
        draw_text(screen, style, words[1], (middle + reach, y), "tiny", "bold", "good", "topright")

    def _needle(self, screen: pygame.Surface, style: Style, centre: tuple[int, int], radius: int) -> None:
        angle = angle_of(self.place)
        along = pygame.Vector2(math.cos(angle), -math.sin(angle))
        across = pygame.Vector2(-along.y, along.x)
        hub = pygame.Vector2(centre)
        tip, back = hub + along * radius * 0.9, hub - along * radius * 0.14
        half = across * max(2.0, radius * 0.028)
        points = [tip, hub + half, back + half * 0.7, back - half * 0.7, hub - half]
        colour = style.colour.text
        corners = [(round(point.x), round(point.y)) for point in points]
        gfxdraw.aapolygon(screen, corners, colour)
        gfxdraw.filled_polygon(screen, corners, colour)
        pygame.draw.aacircle(screen, colour, centre, max(4, round(radius * 0.075)))
        pygame.draw.aacircle(screen, style.colour.surface, centre, max(2, round(radius * 0.035)))


def angle_of(place: float) -> float:
    """The needle's angle in radians, counted from the right against the clock: 0 lies left, 1 right."""
    return math.pi / 2 + SPAN * (0.5 - place)


def _dial(radius: int, style: Style) -> pygame.Surface:
    """A ring of segments from one colour over grey to the other, with smooth edges, on transparent ground."""
    outer = radius * SMOOTH
    big = pygame.Surface((2 * outer, 2 * outer), pygame.SRCALPHA)
    big.fill((*style.colour.surface[:3], 0))
    inner = outer * 0.72
    middle = mix(style.colour.surface, pygame.Color(150, 160, 185), 0.55)
    gap = 0.0035
    for index in range(SEGMENTS):
        share = (index + 0.5) / SEGMENTS
        end = style.colour.bad if share < 0.5 else style.colour.good
        colour = mix(middle, end, abs(share - 0.5) * 1.9 + 0.08)
        sides = (index / SEGMENTS + gap, (index + 1) / SEGMENTS - gap)
        angles = [sides[0] + (sides[1] - sides[0]) * part / 3 for part in range(4)]
        ring = [_on(outer, outer, place) for place in angles]
        ring += [_on(outer, inner, place) for place in reversed(angles)]
        pygame.draw.polygon(big, colour, ring)
    for tick in range(0, 11):
        long = tick % 5 == 0
        ends = (_on(outer, inner * 0.965, tick / 10), _on(outer, inner * (0.87 if long else 0.92), tick / 10))
        pygame.draw.line(big, middle, *ends, max(1, SMOOTH * (2 if long else 1)))
    return pygame.transform.smoothscale(big, (2 * radius, 2 * radius))


def _on(outer: int, radius: float, place: float) -> tuple[float, float]:
    angle = angle_of(place)
    return outer + radius * math.cos(angle), outer - radius * math.sin(angle)
