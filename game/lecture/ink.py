"""What a lecturer draws over the picture: a pen's strokes, and the dot of a laser."""

from __future__ import annotations

import pygame

from game.ui.style import Style

Point = tuple[float, float]
"""In shares of the window's size."""
DOT = pygame.Color(255, 48, 64)
WIDTH = 4.0
"""Of a stroke, in pixels at scale 1."""


class Ink:
    """The pen and the laser.

    Attributes:
        pen: whether the mouse draws.
        laser: whether a dot follows the mouse.
        strokes: what was drawn, each at least one point.
    """

    def __init__(self) -> None:
        self.pen = False
        self.laser = False
        self.strokes: list[list[Point]] = []
        self._drawing = False
        self._at: tuple[int, int] | None = None
        self._sheet: pygame.Surface | None = None
        self._drawn: object = None

    @property
    def used(self) -> bool:
        """Whether the pen or the laser is in the hand."""
        return self.pen or self.laser

    def toggle_pen(self) -> None:
        """Take the pen, or lay it down; what it drew stays."""
        self.pen, self.laser, self._drawing = not self.pen, False, False
        self._show_cursor()

    def toggle_laser(self) -> None:
        """Take the laser, or lay it down."""
        self.laser, self.pen, self._drawing = not self.laser, False, False
        self._show_cursor()

    def lay_down(self) -> None:
        """Lay down both."""
        self.pen = self.laser = self._drawing = False
        self._show_cursor()

    def erase(self) -> None:
        """Take away what was drawn."""
        self.strokes = []
        self._drawing = False

    def _show_cursor(self) -> None:
        pygame.mouse.set_visible(not self.laser)

    def handle(self, event: pygame.event.Event, size: tuple[int, int]) -> bool:
        """Draw with the mouse; True when it was used.

        Args:
            event: any.
            size: of the window, in pixels.
        """
        if event.type == pygame.MOUSEMOTION:
            self._at = event.pos
        if not self.pen:
            return False
        if event.type == pygame.MOUSEBUTTONDOWN:
            if event.button == pygame.BUTTON_LEFT:
                self._drawing = True
                self.strokes.append([_share(event.pos, size)])
            return True
        if event.type == pygame.MOUSEBUTTONUP and self._drawing:
            self._drawing = False
            return True
        if event.type == pygame.MOUSEMOTION:
            if self._drawing:
                self.strokes[-1].append(_share(event.pos, size))
            return not any(event.buttons) or self._drawing
        return event.type == pygame.MOUSEWHEEL

    def draw(self, screen: pygame.Surface, style: Style) -> None:
        """Draw the strokes and the dot."""
        if self.strokes:
            sheet = self._sheet_of(screen.get_size(), style)
            used = sheet.get_bounding_rect()
            screen.blit(sheet, used, used)
        if self.laser and self._at is not None:
            radius = style.px(7)
            glow = _glow(radius)
            screen.blit(glow, glow.get_rect(center=self._at))

    def _sheet_of(self, size: tuple[int, int], style: Style) -> pygame.Surface:
        """The strokes on a transparent sheet; only what was added since the last time is drawn."""
        look = (size, style.scale, style.theme, id(self.strokes))
        if self._sheet is None or self._drawn != look:
            self._sheet, self._drawn, self._done = pygame.Surface(size, pygame.SRCALPHA), look, (0, 0)
        stroke, point = self._done
        width = style.px(WIDTH)
        for index in range(stroke, len(self.strokes)):
            points = [(round(x * size[0]), round(y * size[1])) for x, y in self.strokes[index]]
            first = max(0, point - 1) if index == stroke else 0
            for a, b in zip(points[first:], points[first + 1 :], strict=False):
                pygame.draw.line(self._sheet, style.colour.accent, a, b, width)
            for each in points[first:]:
                pygame.draw.circle(self._sheet, style.colour.accent, each, width / 2)
        self._done = (len(self.strokes) - 1, len(self.strokes[-1]))
        return self._sheet


def _share(at: tuple[int, int], size: tuple[int, int]) -> Point:
    return at[0] / size[0], at[1] / size[1]


def _glow(radius: int) -> pygame.Surface:
    """A dot that shines."""
    side = 6 * radius
    glow = pygame.Surface((side, side), pygame.SRCALPHA)
    for step in range(8):
        reach = radius * (3 - step / 4)
        pygame.draw.circle(glow, (*DOT[:3], 10 + 12 * step), (side / 2, side / 2), reach)
    pygame.draw.circle(glow, DOT, (side / 2, side / 2), radius)
    pygame.draw.circle(glow, (255, 220, 220), (side / 2, side / 2), radius * 0.45)
    return glow
