"""Sliders for the directions of the latent space: name, value, and a mark for each class below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pygame
import pygame_gui

from game.ui.context import Context
from game.ui.layout import column
from game.ui.style import mix
from game.ui.widgets.controls import slider
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text, shorten

if TYPE_CHECKING:
    from models.generator.trained_gan import Direction

REACH = 3.0
"""How far a direction without a name goes, in standard deviations."""
LEAST = 16
"""The least height of a slider with its marks, in pixels at scale 1."""
GRIP = 18
"""The width of a slider's grip, in pixels at scale 1."""


class SliderRow:
    """A slider with its name, where it stands, and its classes below."""

    def __init__(self, ctx: Context, rect: pygame.Rect, direction: Direction) -> None:
        self.ctx, self.rect, self.direction = ctx, rect, direction
        style = ctx.style
        self.stops = direction.stops
        self._line = style.font("small").get_linesize()
        left = rect.height - self._line - style.px(8)
        strip = style.px(10) if self.stops and left >= style.px(10) else 0  # the marks give way to the bar
        height = min(style.px(22), rect.height - self._line - strip)
        bar = pygame.Rect(rect.x, rect.y + self._line + style.px(1), rect.width, height)
        self._strip = pygame.Rect(rect.x, bar.bottom, rect.width, strip)
        limits = (0.0, 1.0) if self.stops else (-REACH, REACH)
        step = 1 / (len(self.stops) - 1) if self.stops else 0.25
        self.position = 0.0
        tip = ctx.t(f"generator.knob_{direction.kind}_tip")
        self.slider = slider(ctx, bar, 0.0, limits, object_id=f"#knob_{direction.name}", step=step, tip=tip)
        names = (f"generator.class_{direction.name}_{stop}" for stop in self.stops)
        self._texts = tuple(map(ctx.t, names))

    @property
    def title(self) -> str:
        """The slider's name."""
        name = self.direction.name
        if self.stops:
            return self.ctx.t(f"generator.knob_{name}")
        return self.ctx.t("generator.knob_unnamed", n=int(name.rpartition("_")[2]))

    @property
    def value(self) -> str:
        """Where it stands, in words or in standard deviations."""
        if not self.stops:
            sign = "+" if self.position >= 0.05 else ""
            return sign + self.ctx.t.number(self.position, 1)
        place = self.position * (len(self.stops) - 1)
        return self._texts[min(max(round(place), 0), len(self.stops) - 1)]

    def show(self, position: float) -> None:
        """Stand somewhere, unless a hand holds it."""
        if not self.slider.held:
            low, high = self.slider.value_range
            self.position = min(max(position, low), high)
            self.slider.stand(self.position)

    def stop_at(self, at: tuple[int, int]) -> float | None:
        """The position of the class under a point; None beside them."""
        if not self._strip.inflate(0, 4).collidepoint(at) or not self.stops:
            return None
        places = [self._x(index) for index in range(len(self.stops))]
        nearest = min(range(len(places)), key=lambda index: abs(places[index] - at[0]))
        return nearest / (len(self.stops) - 1)

    def _x(self, index: int) -> int:
        half = self.ctx.style.px(GRIP) / 2
        return round(
            self._strip.x + half + (self._strip.width - 2 * half) * index / max(1, len(self.stops) - 1)
        )

    def draw(self, screen: pygame.Surface, *, usable: bool) -> None:
        """Draw name, value and classes."""
        style = self.ctx.style
        colour = style.colour.text if usable else style.colour.faint
        font = style.font("small", "bold")
        value = self.value if usable else ""
        size = "small"
        if font.size(value)[0] + style.font(size).size(self.title)[0] + style.px(6) > self.rect.width:
            size, font = "tiny", style.font("tiny", "bold")
        room = self.rect.width - style.font(size).size(self.title)[0] - style.px(6)
        width = min(font.size(value)[0], max(room, round(self.rect.width * 0.62)))
        draw_text(
            screen,
            style,
            shorten(value, font, width + 1),
            (self.rect.right, self.rect.y),
            size=size,
            face="bold",
            colour=style.colour.accent,
            anchor="topright",
        )
        room = self.rect.width - width - style.px(6)
        title = shorten(self.title, style.font(size), room)
        draw_text(screen, style, title, self.rect.topleft, size=size, colour=colour)
        swatches = self.direction.colours
        near = round(self.position * (len(self.stops) - 1)) if self.stops and usable else -1
        for index in range(len(self.stops) if self._strip.height else 0):
            centre = (self._x(index), self._strip.centery)
            if swatches:
                radius = style.px(5 if index == near else 4)
                rim = style.colour.text if index == near else style.colour.line
                pygame.draw.aacircle(screen, rim, centre, radius + 1)
                pygame.draw.aacircle(screen, pygame.Color(f"#{swatches[index]}"), centre, radius)
            else:
                dim = mix(style.colour.surface, style.colour.muted, 0.6)
                chosen = style.colour.accent if index == near else dim
                pygame.draw.aacircle(screen, chosen, centre, style.px(3 if index == near else 2))


class SliderRows:
    """Several sliders, on pages where there is no room for all.

    Args:
        turn: called with a slider's name and position while it is turned.
    """

    def __init__(self, turn: Callable[[str, float], None]) -> None:
        self._turn = turn
        self._rows: list[SliderRow] = []
        self._directions: Sequence[Direction] = ()
        self._positions: dict[str, float] = {}
        self._page, self._pages = 0, 1
        self._pager: Stepper | None = None

    def __len__(self) -> int:
        return len(self._directions)

    def __iter__(self) -> Iterator[SliderRow]:
        return iter(self._rows)

    def layout(self, ctx: Context, room: pygame.Rect, directions: Sequence[Direction], tallest: int) -> None:
        """Build one below the other; `tallest` is in pixels at scale 1."""
        self._ctx, self._room, self._tallest, self._directions = ctx, room, tallest, directions
        self._pages, self._pager = 1, None
        if directions and room.height // len(directions) < self._least():
            self._room, place = column(room, [-1, ctx.style.row(28)], ctx.style.px(6))
            self._pages = -(-len(directions) // max(1, self._room.height // self._least()))
            tip = ctx.t("generator.knobs_page_tip")
            self._pager = Stepper(
                ctx, place, self._page_text, self._leaf, name="knobs_page", tip=tip, signs=("‹", "›")
            )
        self._page = min(self._page, self._pages - 1)
        self._build()

    def _least(self) -> int:
        """The height of a slider and its name, in pixels."""
        style = self._ctx.style
        return style.font("small").get_linesize() + style.px(LEAST)

    def _page_text(self) -> str:
        return f"{self._page + 1}/{self._pages}"

    def _leaf(self, step: int) -> None:
        """Turn to another page."""
        self._page = (self._page + step) % self._pages
        for each in self._rows:
            each.slider.kill()
        self._build()
        self.show(self._positions)

    def _build(self) -> None:
        ctx, room = self._ctx, self._room
        many = -(-len(self._directions) // self._pages)
        shown = self._directions[self._page * many :][:many]
        height = min(room.height // max(1, many), ctx.style.px(self._tallest))
        size = (room.width, height - ctx.style.px(3))
        self._rows = [
            SliderRow(ctx, pygame.Rect((room.x, room.y + index * height), size), direction)
            for index, direction in enumerate(shown)
        ]

    def show(self, positions: Mapping[str, float], *, turned: str = "") -> None:
        """Let all but the one that is being turned stand where they are read to stand."""
        self._positions = dict(positions)
        for row in self._rows:
            if row.direction.name in positions and row.direction.name != turned:
                row.show(positions[row.direction.name])

    @property
    def held(self) -> bool:
        """Whether a hand holds one of them."""
        return any(row.slider.held for row in self._rows)

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn a slider, or click one of its classes; True when used."""
        if self._pager is not None and self._pager.handle(event):
            return True
        for row in self._rows:
            position = None
            if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is row.slider:
                position = row.position = float(event.value)
            elif event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
                position = row.stop_at(event.pos)
                if position is not None:
                    row.show(position)
            if position is not None:
                self._turn(row.direction.name, position)
                return True
        return False

    def draw(self, screen: pygame.Surface, *, usable: bool) -> None:
        """Draw names, values and classes."""
        if self._pager is not None:
            self._pager.draw(screen)
        for row in self._rows:
            row.draw(screen, usable=usable)
