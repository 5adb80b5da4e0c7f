"""A row of values between two buttons each, with their names above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pygame

from game.ui.context import Context
from game.ui.layout import row
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text

T = TypeVar("T")


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen.

    Attributes:
        name: `rewards.{name}` is its text, `…_tip` explains it.
        text: what is chosen now.
        step: goes to the one before (-1) or after (1).
        weight: its share of the row.
    """

    name: str
    text: Callable[[], str]
    step: Callable[[int], None]
    weight: int = 10


def turned(values: Sequence[T], now: T, step: int) -> T:
    """The value after or before the present one, in a circle; the first where it is none of them."""
    return values[(values.index(now) + step) % len(values)] if now in values else values[0]


def neighbour(values: Sequence[float], now: float, step: int) -> float:
    """The value after or before the nearest one to `now`, as far as there is one."""
    nearest = min(range(len(values)), key=lambda i: abs(values[i] - now))
    return values[min(max(nearest + step, 0), len(values) - 1)]


class ChoiceRow:
    """The row."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._choices = tuple(choices)
        self._made: list[tuple[str, pygame.Rect, Stepper]] = []

    @staticmethod
    def height(ctx: Context) -> int:
        """What it needs."""
        return ctx.style.control + ctx.style.font("tiny").get_linesize()

    def layout(self, ctx: Context, room: pygame.Rect) -> None:
        """Build it."""
        style, self._ctx = ctx.style, ctx
        line = style.font("tiny").get_linesize()
        self._made = []
        places = row(room, [-each.weight for each in self._choices], style.px(8))
        for choice, place in zip(self._choices, places, strict=True):
            below = pygame.Rect(place.x, place.y + line, place.width, place.height - line)
            stepper = Stepper(
                ctx,
                below,
                choice.text,
                choice.step,
                name=choice.name,
                tip=ctx.t(f"rewards.{choice.name}_tip"),
                signs=("‹", "›"),
                mono=False,
            )
            self._made.append((ctx.t(f"rewards.{choice.name}"), place, stepper))

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn with the wheel."""
        return any(stepper.handle(event) for _, _, stepper in self._made)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw names and values."""
        for words, place, stepper in self._made:
            draw_text(screen, self._ctx.style, words, place.topleft, "tiny", colour="muted")
            stepper.draw(screen)
