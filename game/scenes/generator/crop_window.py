"""A window in which a square is chosen of a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pygame
from pygame_gui.elements import UIImage

from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.style import Style
from game.ui.surfaces import fit, thumbnail
from game.ui.widgets.window import Window, enter
from models.base.arrays import Byte

LEAST = 32
"""Pixels of the smallest square."""
STEP = 1.1
GRIP = 16


@dataclass(frozen=True)
class Square:
    """A square of a picture, in its pixels."""

    x: float
    y: float
    side: float

    @classmethod
    def largest(cls, size: tuple[int, int]) -> Square:
        """The largest one in the middle of a picture, width and height; of tall ones a little higher."""
        side = min(size)
        return cls((size[0] - side) / 2, (size[1] - side) / 3, side)

    def moved(self, dx: float, dy: float, size: tuple[int, int]) -> Square:
        """Pushed, as far as the picture goes."""
        x = min(max(self.x + dx, 0.0), size[0] - self.side)
        y = min(max(self.y + dy, 0.0), size[1] - self.side)
        return Square(x, y, self.side)

    def scaled(self, factor: float, size: tuple[int, int]) -> Square:
        """Larger or smaller about its middle, as far as the picture goes."""
        side = min(max(self.side * factor, min(LEAST, *size)), min(size))
        middle = (self.x + self.side / 2, self.y + self.side / 2)
        return Square(middle[0] - side / 2, middle[1] - side / 2, side).moved(0, 0, size)

    def stretched(self, right: float, bottom: float, size: tuple[int, int]) -> Square:
        """With its left upper corner held and the other one pulled to a point."""
        most = min(size[0] - self.x, size[1] - self.y)
        side = min(max(right - self.x, bottom - self.y, min(LEAST, *size)), most)
        return Square(self.x, self.y, side)

    def cut(self, picture: Byte) -> Byte:
        """The pixels, (side, side, 3) uint8."""
        height, width = picture.shape[:2]
        side = min(max(1, round(self.side)), height, width)
        x, y = min(round(self.x), width - side), min(round(self.y), height - side)
        return np.ascontiguousarray(picture[y : y + side, x : x + side])


class CropWindow(Window):
    """Drag the square, pull its corner, turn the wheel; arrows, plus and minus do the same.

    Args:
        ctx: the scene's context.
        picture: (H, W, 3) uint8.
        done: called with the chosen square, (S, S, 3) uint8.
    """

    def __init__(self, ctx: Context, picture: Byte, done: Callable[[Byte], None]) -> None:
        super().__init__(ctx, (760, 640), ctx.t("generator.restyle_crop"), "crop_window")
        self.picture, self.done = picture, done
        self.size = (picture.shape[1], picture.shape[0])
        self.square = Square.largest(self.size)
        self._held = ""
        self._last = (0.0, 0.0)
        style, pad = ctx.style, ctx.style.px(12)
        place, note, foot = column(self.room, [-1, style.row(24), style.control], pad)
        self._place = fit(self.size, place)
        self._whole = thumbnail(picture, self._place.size)
        self._shown = UIImage(self._place, self._whole, ctx.ui, container=self)
        self.label(note, ctx.t("generator.restyle_crop_note"))
        _, left, right = row(foot, [-1, style.px(180), style.px(180)], pad)
        for rect, name, command, icon, kind, key in (
            (left, "restyle_crop_no", self.kill, "x", "", "Esc"),
            (right, "restyle_crop_take", self._take, "check", "primary", "Enter"),
        ):
            words = ctx.t(f"generator.{name}")
            tip = f"{words} ({key})"
            self.button(rect, words, command, icon=icon, kind=kind, tip=tip, object_id=f"#{name}")
        self._draw_square()

    def frame(self, square: Square) -> None:
        """Frame another square."""
        self.square = square
        self._draw_square()

    def take_over(self, before: CropWindow) -> None:
        """Frame the same square."""
        self.frame(before.square)

    def _take(self) -> None:
        self.finish(self.done, self.square.cut(self.picture))

    # ------------------------------------------------------------------ events

    def process_event(self, event: pygame.event.Event) -> bool:
        """Drag, pull, wheel and keys; then what every window does."""
        used = self._mouse(event) or (event.type == pygame.KEYDOWN and self._key(event))
        if used:
            if self.open:
                self._draw_square()
            return True
        return bool(super().process_event(event))

    def _key(self, event: pygame.event.Event) -> bool:
        step = max(self.size) / 50
        ways = {
            pygame.K_LEFT: (-step, 0),
            pygame.K_RIGHT: (step, 0),
            pygame.K_UP: (0, -step),
            pygame.K_DOWN: (0, step),
        }
        if enter(event):
            self._take()
        elif event.key in ways:
            self.square = self.square.moved(*ways[event.key], self.size)
        elif event.key in (pygame.K_PLUS, pygame.K_EQUALS, pygame.K_KP_PLUS):
            self.square = self.square.scaled(STEP, self.size)
        elif event.key in (pygame.K_MINUS, pygame.K_KP_MINUS):
            self.square = self.square.scaled(1 / STEP, self.size)
        else:
            return False
        return True

    def _mouse(self, event: pygame.event.Event) -> bool:
        shown = self._shown.get_abs_rect()
        if event.type == pygame.MOUSEWHEEL and shown.collidepoint(pygame.mouse.get_pos()):
            self.square = self.square.scaled(STEP**event.y, self.size)
            return True
        if event.type == pygame.MOUSEBUTTONUP and self._held:
            self._held = ""
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1 and shown.collidepoint(event.pos):
            self._last = self._to_picture(event.pos)
            corner = (self.square.x + self.square.side, self.square.y + self.square.side)
            reach = self.ctx.style.px(GRIP) * self.size[0] / shown.width
            near = max(abs(self._last[0] - corner[0]), abs(self._last[1] - corner[1])) < reach
            self._held = "corner" if near else "square"
            return True
        if event.type == pygame.MOUSEMOTION and self._held:
            at = self._to_picture(event.pos)
            if self._held == "corner":
                self.square = self.square.stretched(*at, self.size)
            else:
                self.square = self.square.moved(at[0] - self._last[0], at[1] - self._last[1], self.size)
            self._last = at
            return True
        return False

    def _to_picture(self, at: tuple[int, int]) -> tuple[float, float]:
        shown = self._shown.get_abs_rect()
        scale = self.size[0] / shown.width
        return (at[0] - shown.x) * scale, (at[1] - shown.y) * scale

    # ------------------------------------------------------------------ drawing

    def _draw_square(self) -> None:
        scale = self._place.width / self.size[0]
        square = self.square
        frame = pygame.Rect(round(square.x * scale), round(square.y * scale), round(square.side * scale), 0)
        frame.height = frame.width
        self._shown.set_image(framed(self._whole, frame, self.ctx.style))


def framed(picture: pygame.Surface, frame: pygame.Rect, style: Style) -> pygame.Surface:
    """A picture, dark outside a frame that has a grip at its right lower corner."""
    result = picture.copy()
    result.fill((70, 74, 86), special_flags=pygame.BLEND_RGB_MULT)
    inside = frame.clip(picture.get_rect())
    result.blit(picture, inside, inside)
    pygame.draw.rect(result, (0, 0, 0), inside, style.px(4))
    pygame.draw.rect(result, style.colour.accent, inside.inflate(-2, -2), style.px(2))
    for third in (1, 2):
        x, y = inside.x + inside.width * third // 3, inside.y + inside.height * third // 3
        line = pygame.Surface((1, inside.height))
        line.fill((255, 255, 255))
        line.set_alpha(70)
        result.blit(line, (x, inside.y))
        result.blit(pygame.transform.rotate(line, 90), (inside.x, y))
    grip = style.px(GRIP)
    corner = pygame.Rect(inside.right - grip, inside.bottom - grip, grip, grip)
    pygame.draw.polygon(result, style.colour.accent, [corner.bottomright, corner.topright, corner.bottomleft])
    return result
