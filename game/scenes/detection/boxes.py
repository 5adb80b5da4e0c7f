"""Boxes over a picture: what was found, what is truly there, and the words on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pygame

from game.scenes.detection.scoring import Box, Thing, Verdict
from game.ui.style import Style, ink_on

Colour = tuple[int, int, int]

# Bright on any picture, in either theme; right and wrong also differ by the sign before their words.
FOUND: Colour = (255, 180, 84)
RIGHT: Colour = (70, 214, 150)
WRONG: Colour = (255, 96, 96)
TRUE: Colour = (255, 255, 255)
SHADE: Colour = (12, 14, 20)
LEVEL_COLOURS: tuple[Colour, ...] = (
    (86, 180, 233),
    (0, 190, 140),
    (240, 228, 66),
    (230, 159, 0),
    (232, 104, 40),
    (220, 130, 190),
)
"""Of the pyramid's levels, the finest first; the colour-blind can tell them apart."""


def outline(
    target: pygame.Surface, rect: pygame.Rect, colour: Colour, width: int, *, shade: bool = True
) -> None:
    """Draw a box, with a dark rim that keeps it visible on bright pictures."""
    if shade:
        pygame.draw.rect(target, SHADE, rect.inflate(2 * width, 2 * width), 2 * width)
    pygame.draw.rect(target, colour, rect.inflate(width, width), width)


def dashes(target: pygame.Surface, rect: pygame.Rect, colour: Colour, width: int, length: int) -> None:
    """Draw a dashed box, the dashes dark and bright in turn."""
    corners = (rect.topleft, rect.topright, rect.bottomright, rect.bottomleft, rect.topleft)
    for (x0, y0), (x1, y1) in pairwise(corners):
        far = max(abs(x1 - x0), abs(y1 - y0))
        pygame.draw.line(target, SHADE, (x0, y0), (x1, y1), width)
        for start in range(0, far, 2 * length):
            a, b = start / far, min(1.0, (start + length) / far)
            start_at, end_at = ((x0 + (x1 - x0) * share, y0 + (y1 - y0) * share) for share in (a, b))
            pygame.draw.line(target, colour, start_at, end_at, width)


class Tags:
    """Words at boxes, where they hide no other words as long as there is room.

    Args:
        target: where they are written.
        style: of the words.
        room: what they stay within.
    """

    def __init__(self, target: pygame.Surface, style: Style, room: pygame.Rect) -> None:
        self._target, self._style, self._room = target, style, room
        self._taken: list[pygame.Rect] = []

    def write(
        self, words: str, rect: pygame.Rect, colour: Colour, *, below: bool = False, size: str = "small"
    ) -> None:
        """Write words at a box's upper edge, or inside its lower one."""
        style, ground = self._style, pygame.Color(*colour)
        text = style.text(words, size, "bold", ink_on(ground))
        field = text.get_rect().inflate(style.px(10), style.px(4))
        corners = [
            ("bottomleft", rect.topleft),
            ("topleft", rect.topleft),
            ("bottomleft", rect.bottomleft),
            ("topleft", rect.bottomleft),
            ("topright", rect.topright),
            ("bottomright", rect.bottomright),
        ]
        if below:
            corners = [corners[2], corners[3], corners[5], corners[1]]
        places = []
        for name, at in corners:
            place = field.copy()
            setattr(place, name, at)
            places.append(place)
        inside = [place for place in places if self._room.contains(place)]
        free = [place for place in inside if place.collidelist(self._taken) < 0]
        place = (free or inside or places)[0].clamp(self._room)
        self._taken.append(place)
        pygame.draw.rect(self._target, ground, place, border_radius=style.px(3))
        self._target.blit(text, text.get_rect(center=place.center))


@dataclass(frozen=True)
class Sheet:
    """Where boxes are drawn.

    Attributes:
        target: the surface.
        style: of the words.
        place: from a box in picture pixels to its place on the surface.
        room: the part of the surface that the picture covers.
    """

    target: pygame.Surface
    style: Style
    place: Callable[[Box], pygame.Rect]
    room: pygame.Rect


def draw_answer(
    sheet: Sheet,
    found: Sequence[Thing],
    marks: Sequence[Thing],
    verdict: Verdict | None,
    words: Callable[[Thing], str],
    names: Callable[[Thing], str],
) -> None:
    """Draw what a method has found, what is truly there (dashed), and what of both is right.

    Args:
        sheet: where.
        found: what the method says.
        marks: what is there; those that the method does not look for are left out.
        verdict: how they compare; None where nobody knows.
        words: what stands at a box.
        names: what stands at a mark.
    """
    target, style = sheet.target, sheet.style
    tags = Tags(target, style, sheet.room)
    for index, mark in enumerate(marks):
        met = verdict.met[index] if verdict is not None else None
        if met is None:
            continue
        rect, colour = sheet.place(mark.box), TRUE if met else WRONG
        dashes(target, rect, colour, max(1, style.px(2)), style.px(7))
        tags.write(names(mark), rect, colour, below=True, size="tiny")
    right = verdict.right if verdict is not None else [None] * len(found)
    looks = {None: (FOUND, ""), True: (RIGHT, "✓ "), False: (WRONG, "✗ ")}
    for thing, one in reversed(list(zip(found, right, strict=True))):
        outline(target, sheet.place(thing.box), looks[one][0], max(2, style.px(3)))
    for thing, one in zip(found, right, strict=True):
        colour, sign = looks[one]
        tags.write(sign + words(thing), sheet.place(thing.box), colour)


def pixels_of(box: Box) -> pygame.Rect:
    """Where a box lies on the picture itself."""
    return pygame.Rect([round(part) for part in box])
