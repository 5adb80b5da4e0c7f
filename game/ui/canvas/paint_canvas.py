"""A painting on the screen: mouse to strokes and shapes, brush outline, zoom and pan, keys."""

from __future__ import annotations

from typing import get_args

import pygame

from game.ui.canvas.painting import PAPER, Painting
from game.ui.canvas.strokes import MAX_BRUSH, MIN_BRUSH, Shape, Tool
from game.ui.canvas.view import View, ViewPicture
from game.ui.style import Style
from game.ui.widgets.text import draw_paragraph

Colour = tuple[int, int, int]
ZOOM_STEP = 1.25
PAPER_COLOUR: Colour = (PAPER.r, PAPER.g, PAPER.b)


class PaintCanvas:
    """Shows a `Painting` and paints on it.

    Attributes:
        tool: a `Shape`, "brush", "eraser", "fill" or "pipette".
        colour: the brush's colour.
        brush: the diameter in picture pixels.
        view: zoom and pan, which a result beside the canvas may share.
        rect: what the picture covers of the window.
    """

    def __init__(self, painting: Painting) -> None:
        self.painting = painting
        self.tool = "brush"
        self.colour: Colour = (24, 28, 40)
        self.brush = 12
        self.hint = ""
        self.view = View()
        self.room = pygame.Rect(0, 0, 1, 1)
        self._picture = ViewPicture()
        self._pointer: tuple[int, int] | None = None
        self._panning = False
        self._space = False
        self._pressure = 1.0
        self._last_tool = "brush"

    @property
    def rect(self) -> pygame.Rect:
        """The part of the window that the picture covers."""
        return self.view.shown(self.painting.size, self.room)

    def layout(self, style: Style, room: pygame.Rect) -> None:
        """Take a room; the picture keeps its proportions inside."""
        self._style = style
        self.room = room.copy()
        self._pointer = None

    def to_picture(self, at: tuple[int, int]) -> tuple[float, float]:
        """Window pixels to picture pixels."""
        return self.view.to_picture(at, self.painting.size, self.room)

    def choose(self, tool: str) -> None:
        """Take another tool."""
        if tool != "pipette":
            self._last_tool = tool
        self.tool = tool

    def release(self) -> None:
        """Finish what the mouse was doing."""
        self.painting.end()
        self._panning = self._space = False
        self._pointer = None

    def leave(self) -> None:
        """Go off the screen: finish what the mouse was doing; of the history the latest steps are enough."""
        self.release()
        self.painting.history.shed()

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Paint, zoom and pan; True when used."""
        if event.type == pygame.MOUSEBUTTONDOWN:
            return self._press(event)
        if event.type == pygame.MOUSEMOTION:
            return self._move(event)
        if event.type == pygame.MOUSEBUTTONUP:
            return self._lift()
        if event.type in (pygame.FINGERDOWN, pygame.FINGERMOTION):
            # SDL also sends a mouse event for the first finger; this one only tells how hard it presses.
            self._pressure = float(event.dict.get("pressure") or 1.0)
            return False
        if event.type == pygame.MOUSEWHEEL and self._pointer is not None:
            if pygame.key.get_mods() & (pygame.KMOD_CTRL | pygame.KMOD_META):
                self.zoom(event.y)
            else:
                self.resize_brush(event.y)
            return True
        if event.type == pygame.KEYUP and event.key == pygame.K_SPACE:
            self._space = False
            return False
        return event.type == pygame.KEYDOWN and self._key(event)

    def _press(self, event: pygame.event.Event) -> bool:
        if event.button not in (1, 2, 3) or not self.rect.collidepoint(event.pos):
            return False
        if event.button == 2 or self._space:
            self._panning = True
            return True
        at = self.to_picture(event.pos)
        tool, right = self.tool, event.button == 3
        if tool == "pipette":
            self.colour = self.painting.pick(at)
            self.tool = "brush" if self._last_tool == "eraser" else self._last_tool
        elif tool == "fill":
            self.painting.fill(at, PAPER_COLOUR if right else self.colour)
        elif tool in get_args(Shape):
            shape: Shape = tool  # type: ignore[assignment]
            self.painting.begin_shape(shape, at, Tool(self.colour, self.brush), filled=right)
        else:
            erase = tool == "eraser" or right
            colour = PAPER_COLOUR if erase else self.colour
            self.painting.begin(at, Tool(colour, self.brush), pressure=self._pressure)
        return True

    def _move(self, event: pygame.event.Event) -> bool:
        self._pointer = event.pos if self.rect.collidepoint(event.pos) else None
        if self._panning:
            self.view.pan(event.rel[0], event.rel[1], self.painting.size, self.room)
            return True
        if self.painting.painting:
            even = bool(pygame.key.get_mods() & pygame.KMOD_SHIFT)
            self.painting.move(self.to_picture(event.pos), pressure=self._pressure, even=even)
            return True
        return False

    def _lift(self) -> bool:
        self._pressure = 1.0
        if self._panning:
            self._panning = False
            return True
        if self.painting.painting:
            self.painting.end()
            return True
        return False

    def resize_brush(self, steps: int) -> None:
        """Make the brush larger or smaller, in steps that grow with it."""
        size = self.brush + steps * max(1, self.brush // 8)
        self.brush = min(max(size, MIN_BRUSH), MAX_BRUSH)

    def zoom(self, steps: float) -> None:
        """Zoom about the pointer, or about the middle when it is elsewhere."""
        at = self._pointer or self.room.center
        self.view.zoom_at(at, ZOOM_STEP**steps, self.painting.size, self.room)

    def _key(self, event: pygame.event.Event) -> bool:
        if event.key in (pygame.K_LEFTBRACKET, pygame.K_RIGHTBRACKET):
            self.resize_brush(1 if event.key == pygame.K_RIGHTBRACKET else -1)
        elif event.key == pygame.K_SPACE:
            self._space = True
        elif event.key == pygame.K_ESCAPE and self.painting.painting:
            self.painting.cancel()
        else:
            return False
        return True

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the picture, the hint on untouched paper, and the brush's outline under the pointer."""
        painting = self.painting
        rect = self._picture.draw(screen, painting.surface, painting.version, self.view, self.room)
        self._draw_over(screen, rect)

    def _draw_over(self, screen: pygame.Surface, rect: pygame.Rect) -> None:
        """Draw what lies over the picture: frame, hint, the brush's outline."""
        style, painting = self._style, self.painting
        pygame.draw.rect(screen, style.colour.line, rect.inflate(2, 2), 1)
        if self.hint and painting.blank and not painting.painting:
            room = rect.inflate(-style.px(60), 0)
            room.y = rect.centery - style.px(30)
            draw_paragraph(screen, style, self.hint, room, colour=pygame.Color(90, 98, 115), align="center")
        if self._pointer is not None:
            clip = screen.get_clip()
            screen.set_clip(rect)
            self._outline(screen, self._pointer)
            screen.set_clip(clip)

    def _outline(self, screen: pygame.Surface, at: tuple[int, int]) -> None:
        """The brush's edge, or a cross-hair, in black and white so that it shows on any picture."""
        if self._aims():
            arm = self._style.px(9)
            for colour, width in (((255, 255, 255), 3), ((0, 0, 0), 1)):
                pygame.draw.line(screen, colour, (at[0] - arm, at[1]), (at[0] + arm, at[1]), width)
                pygame.draw.line(screen, colour, (at[0], at[1] - arm), (at[0], at[1] + arm), width)
            return
        scale = self.view.frame(self.painting.size, self.room)[2] / self.painting.size[0]
        radius = max(2, round(self.brush * scale / 2))
        pygame.draw.circle(screen, (255, 255, 255), at, radius + 1, 1)
        pygame.draw.circle(screen, (0, 0, 0), at, radius, 1)

    def _aims(self) -> bool:
        """Whether the tool in the hand wants a cross-hair instead of a disc."""
        return self.tool in ("fill", "pipette")
