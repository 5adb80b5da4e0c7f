"""A sheet that is taller than its room: drawn once, rolled with the wheel, clicked line by line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

import pygame

from game.ui.style import Style
from game.ui.surfaces import CachedSurface

STEP = 60
"""Pixels at scale 1 that a step of the wheel rolls."""
Run = tuple[str, str]
"""Words, and the name of their colour."""


class Sheet:
    """Its pictures are made by `draw`, with the places that can be clicked."""

    def __init__(self) -> None:
        self.room = pygame.Rect(0, 0, 0, 0)
        self.offset = 0
        self.height = 0
        self.places: list[tuple[pygame.Rect, object]] = []
        self._cached = CachedSurface()

    def show(
        self,
        screen: pygame.Surface,
        style: Style,
        key: object,
        draw: Callable[[int], tuple[pygame.Surface, list[tuple[pygame.Rect, object]]]],
    ) -> None:
        """Draw what can be seen of it; `draw` is called with the width when `key` has changed."""

        def make() -> pygame.Surface:
            surface, self.places = draw(self.room.width - style.px(10))
            return surface

        surface = self._cached.get((key, self.room.size, style), make)
        self.height = surface.get_height()
        self.offset = min(max(self.offset, 0), max(0, self.height - self.room.height))
        screen.blit(surface, self.room, (0, self.offset, surface.get_width(), self.room.height))
        if self.height > self.room.height:
            bar = pygame.Rect(self.room.right - style.px(5), self.room.y, style.px(4), self.room.height)
            pygame.draw.rect(screen, style.colour.line, bar, border_radius=bar.width // 2)
            share = self.room.height / self.height
            grip = pygame.Rect(
                bar.x, bar.y + round(self.offset * share), bar.width, round(bar.height * share)
            )
            pygame.draw.rect(screen, style.colour.muted, grip, border_radius=bar.width // 2)

    def roll(self, steps: float, style: Style) -> None:
        """Roll down by steps of the wheel."""
        most = max(0, self.height - self.room.height)
        self.offset = min(max(self.offset + round(steps * style.px(STEP)), 0), most)

    def reveal(self, what: object) -> None:
        """Roll until something that can be clicked is seen."""
        for rect, value in self.places:
            if value == what:
                if rect.top < self.offset:
                    self.offset = rect.top
                elif rect.bottom > self.offset + self.room.height:
                    self.offset = rect.bottom - self.room.height

    def at(self, pos: tuple[int, int]) -> object | None:
        """What is at a place of the window."""
        if not self.room.collidepoint(pos):
            return None
        point = (pos[0] - self.room.x, pos[1] - self.room.y + self.offset)
        return next((value for rect, value in self.places if rect.collidepoint(point)), None)

    def handle(self, event: pygame.event.Event, style: Style) -> object | None:
        """Roll with the wheel; returns what was clicked, True for a roll."""
        if event.type == pygame.MOUSEWHEEL and self.room.collidepoint(pygame.mouse.get_pos()):
            self.roll(-event.y, style)
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == pygame.BUTTON_LEFT:
            return self.at(event.pos)
        return None


def lay_runs(
    style: Style, runs: Sequence[Run], width: int, size: str, face: str = "regular"
) -> tuple[list[tuple[int, int, str, str]], int]:
    """Where the words of coloured runs stand in lines of a width: (x, y, word, colour), and the height."""
    font = style.font(size, face)
    line, blank = round(font.get_linesize() * 1.12), font.size(" ")[0]
    placed, x, y = list[tuple[int, int, str, str]](), 0, 0
    for text, colour in runs:
        for word in text.split():
            for part in _fitting(word, font, width):
                long = font.size(part)[0]
                if not long:
                    continue  # signs that join or turn others have no picture of their own
                if x and x + long > width:
                    x, y = 0, y + line
                placed.append((x, y, part, colour))
                x += long + blank
    return placed, y + line


def _fitting(word: str, font: pygame.font.Font, width: int) -> list[str]:
    """A word in pieces that fit into a line."""
    pieces = []
    while len(word) > 1 and font.size(word)[0] > width:
        cut = max(1, bisect_right(range(1, len(word)), width, key=lambda n: font.size(word[:n])[0]))
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]


def draw_runs(
    surface: pygame.Surface,
    style: Style,
    runs: Sequence[Run],
    rect: pygame.Rect,
    size: str,
    face: str = "regular",
) -> int:
    """Draw coloured words in lines; returns the height used."""
    placed, height = lay_runs(style, runs, rect.width, size, face)
    for x, y, word, colour in placed:
        surface.blit(style.text(word, size, face, colour), (rect.x + x, rect.y + y))
    return height


def changed_runs(before: str, after: str, new: str = "accent", old: str = "text") -> list[Run]:
    """The words of a text; those that the text before did not have there are in another colour."""
    one, other = before.split(), after.split()
    runs: list[Run] = []
    for tag, _, _, start, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag != "delete" and end > start:
            runs.append((" ".join(other[start:end]), old if tag == "equal" else new))
    return runs
