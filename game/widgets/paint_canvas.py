"""A painting on the screen: mouse to strokes, brush outline, keys for undo and size."""

from __future__ import annotations

import pygame

from game.painting import MAX_BRUSH, MIN_BRUSH, PAPER, Painting, Tool
from game.style import Style
from game.surfaces import fit
from game.widgets.text import draw_paragraph


class PaintCanvas:
    """Shows a `Painting` and paints on it.

    Attributes:
        tool: "brush" or "eraser".
        colour: the brush's colour.
        brush: the diameter in picture pixels.
    """

    def __init__(self, painting: Painting) -> None:
        self.painting = painting
        self.tool = "brush"
        self.colour = (24, 28, 40)
        self.brush = 12
        self.hint = ""
        self.rect = pygame.Rect(0, 0, 1, 1)
        self._pointer: tuple[int, int] | None = None

    def layout(self, style: Style, room: pygame.Rect) -> None:
        """Take the largest place inside `room` that keeps the proportions."""
        self._style = style
        self.rect = fit(self.painting.size, room)

    def to_picture(self, at: tuple[int, int]) -> tuple[float, float]:
        """Window pixels to picture pixels."""
        scale = self.painting.size[0] / self.rect.width
        return (at[0] - self.rect.x) * scale, (at[1] - self.rect.y) * scale

    def handle(self, event: pygame.event.Event) -> bool:
        """Paint, change the brush's size, undo and redo; True when used."""
        if (
            event.type == pygame.MOUSEBUTTONDOWN
            and event.button in (1, 3)
            and self.rect.collidepoint(event.pos)
        ):
            erase = self.tool == "eraser" or event.button == 3
            colour = (PAPER.r, PAPER.g, PAPER.b) if erase else self.colour
            self.painting.begin(self.to_picture(event.pos), Tool(colour, self.brush))
            return True
        if event.type == pygame.MOUSEMOTION:
            self._pointer = event.pos if self.rect.collidepoint(event.pos) else None
            if self.painting.painting:
                self.painting.move(self.to_picture(event.pos))
                return True
        if event.type == pygame.MOUSEBUTTONUP and self.painting.painting:
            self.painting.end()
            return True
        if event.type == pygame.MOUSEWHEEL and self._pointer is not None:
            self.resize_brush(event.y)
            return True
        return event.type == pygame.KEYDOWN and self._key(event)

    def resize_brush(self, steps: int) -> None:
        """Make the brush larger or smaller, in steps that grow with it."""
        size = self.brush + steps * max(1, self.brush // 8)
        self.brush = min(max(size, MIN_BRUSH), MAX_BRUSH)

    def _key(self, event: pygame.event.Event) -> bool:
        control = event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META)
        if control and event.key == pygame.K_z:
            return self.painting.redo() if event.mod & pygame.KMOD_SHIFT else self.painting.undo()
        if control and event.key == pygame.K_y:
            return self.painting.redo()
        if control:
            return False
        if event.key in (pygame.K_LEFTBRACKET, pygame.K_RIGHTBRACKET):
            self.resize_brush(1 if event.key == pygame.K_RIGHTBRACKET else -1)
        elif event.key == pygame.K_b:
            self.tool = "brush"
        elif event.key == pygame.K_e:
            self.tool = "eraser"
        else:
            return False
        return True

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the picture, the hint on untouched paper, and the brush's outline under the pointer."""
        style = self._style
        screen.blit(pygame.transform.scale(self.painting.surface, self.rect.size), self.rect)
        pygame.draw.rect(screen, style.colour.line, self.rect.inflate(2, 2), 1)
        if self.hint and self.painting.blank and not self.painting.painting:
            room = self.rect.inflate(-style.px(60), 0)
            room.y = self.rect.centery - style.px(30)
            draw_paragraph(screen, style, self.hint, room, colour=pygame.Color(90, 98, 115), align="center")
        if self._pointer is not None:
            radius = max(2, round(self.brush * self.rect.width / self.painting.size[0] / 2))
            clip = screen.get_clip()
            screen.set_clip(self.rect)
            pygame.draw.circle(screen, (255, 255, 255), self._pointer, radius + 1, 1)
            pygame.draw.circle(screen, (0, 0, 0), self._pointer, radius, 1)
            screen.set_clip(clip)
