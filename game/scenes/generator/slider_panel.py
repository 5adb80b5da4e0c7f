"""The sliders beside the portrait: those with names, and those that the network itself suggests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIHorizontalSlider

from game.scenes.generator.preferences import KINDS
from game.scenes.generator.swatches import COLOURS
from game.ui.context import Context
from game.ui.style import mix
from game.ui.widgets.controls import choices, select
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.sliders import explain, held, stand
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height, shorten

if TYPE_CHECKING:
    from models.generator.portrait_gan import Direction

REACH = 3.0
"""How far a direction without a name goes, in standard deviations."""
GRIP = 18
"""The width of a slider's grip, in pixels at scale 1."""


class KnobRow:
    """A slider with its name, where it stands, and its classes below.

    Args:
        ctx: the scene's context.
        rect: its place.
        direction: which slider.
    """

    def __init__(self, ctx: Context, rect: pygame.Rect, direction: Direction) -> None:
        self.ctx, self.rect, self.direction = ctx, rect, direction
        style = ctx.style
        self.stops = direction.stops
        self._line = style.font("small").get_linesize()
        strip = style.px(10) if self.stops else 0
        height = min(style.px(22), rect.height - self._line - strip)
        bar = pygame.Rect(rect.x, rect.y + self._line + style.px(1), rect.width, height)
        self._strip = pygame.Rect(rect.x, bar.bottom, rect.width, strip)
        limits = (0.0, 1.0) if self.stops else (-REACH, REACH)
        step = 1 / (len(self.stops) - 1) if self.stops else 0.25
        self.position = 0.0
        self.slider = UIHorizontalSlider(
            bar, 0.0, limits, ctx.ui, object_id=f"#knob_{direction.name}", click_increment=step
        )
        explain(self.slider, ctx.t(f"generator.knob_{direction.kind}_tip"))
        self._texts = tuple(self._class_text(stop) for stop in self.stops)

    def _class_text(self, stop: str) -> str:
        return self.ctx.t(f"generator.class_{self.direction.name}_{stop}")

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

    @property
    def held(self) -> bool:
        """Whether a hand holds the grip."""
        return held(self.slider)

    def show(self, position: float) -> None:
        """Stand somewhere, unless a hand holds it."""
        if not self.held:
            low, high = self.slider.value_range
            self.position = min(max(position, low), high)
            stand(self.slider, self.position)

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
        width = min(font.size(value)[0], round(self.rect.width * 0.62))
        draw_text(
            screen,
            style,
            shorten(value, font, width + 1),
            (self.rect.right, self.rect.y),
            size="small",
            face="bold",
            colour=style.colour.accent,
            anchor="topright",
        )
        room = self.rect.width - width - style.px(6)
        title = shorten(self.title, style.font("small"), room)
        draw_text(screen, style, title, self.rect.topleft, size="small", colour=colour)
        swatches = COLOURS.get(self.direction.name, {})
        near = round(self.position * (len(self.stops) - 1)) if self.stops and usable else -1
        for index, stop in enumerate(self.stops):
            centre = (self._x(index), self._strip.centery)
            if stop in swatches:
                radius = style.px(5 if index == near else 4)
                rim = style.colour.text if index == near else style.colour.line
                pygame.draw.aacircle(screen, rim, centre, radius + 1)
                pygame.draw.aacircle(screen, pygame.Color(swatches[stop]), centre, radius)
            else:
                dim = mix(style.colour.surface, style.colour.muted, 0.6)
                chosen = style.colour.accent if index == near else dim
                pygame.draw.aacircle(screen, chosen, centre, style.px(3 if index == near else 2))


class Knobs:
    """The panel with the sliders of one kind.

    Args:
        turn: called with a slider's name and position while it is turned.
        choose: called with the kind to be shown.
    """

    def __init__(self, turn: Callable[[str, float], None], choose: Callable[[str], None]) -> None:
        self._turn, self._choose = turn, choose
        self.rows: list[KnobRow] = []
        self._kinds: dict[str, UIButton] = {}

    def layout(
        self,
        ctx: Context,
        backdrop: Backdrop,
        area: pygame.Rect,
        directions: Sequence[Direction],
        kind: str,
    ) -> None:
        """Build the sliders of a kind; none are known before the networks are loaded."""
        self.ctx = ctx
        style = ctx.style
        room = backdrop.panel(area, ctx.t("generator.knobs"))
        chip = pygame.Rect(room.x, room.y, room.width, style.px(30))
        self._kinds = choices(ctx, chip, "generator.knobs", KINDS, self._choose, "D")
        for name, made in self._kinds.items():
            select(made, name == kind)
        self._room = pygame.Rect(room.x, chip.bottom + style.px(10), room.width, 0)
        self._room.height = room.bottom - self._room.y
        self.rows = []
        self._note = self._room.copy()
        self._words = ctx.t("generator.note_unnamed") if directions and kind == "unnamed" else ""
        wanted = [direction for direction in directions if direction.kind == kind]
        if not wanted:
            return
        note = 0
        if self._words:
            note = paragraph_height(style, self._words, self._room.width, size="small") + style.px(14)
        self._note.height = note
        height = min((self._room.height - note) // len(wanted), style.px(60))
        for index, direction in enumerate(wanted):
            top = self._room.y + note + index * height
            place = pygame.Rect(self._room.x, top, self._room.width, height - style.px(4))
            self.rows.append(KnobRow(ctx, place, direction))

    def show(self, positions: Mapping[str, float]) -> None:
        """Let all sliders stand where they are read to stand."""
        for row in self.rows:
            if row.direction.name in positions:
                row.show(positions[row.direction.name])

    @property
    def held(self) -> bool:
        """Whether a hand holds one of them."""
        return any(row.held for row in self.rows)

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn a slider, or click one of its classes; True when used."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED:
            for row in self.rows:
                if event.ui_element is row.slider:
                    row.position = float(event.value)
                    self._turn(row.direction.name, row.position)
                    return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            for row in self.rows:
                position = row.stop_at(event.pos)
                if position is not None:
                    row.show(position)
                    self._turn(row.direction.name, position)
                    return True
        return False

    def step(self, name: str, by: int) -> None:
        """Turn a slider to its next class, round and round."""
        row = next((row for row in self.rows if row.direction.name == name), None)
        if row is None or not row.stops:
            return
        last = len(row.stops) - 1
        index = (round(row.position * last) + by) % (last + 1)
        row.show(index / last)
        self._turn(name, index / last)

    def draw(self, screen: pygame.Surface, *, usable: bool) -> None:
        """Draw names, values, classes."""
        if self._words:
            draw_paragraph(
                screen,
                self.ctx.style,
                self._words,
                self._note,
                size="small",
                colour=self.ctx.style.colour.muted,
            )
        for row in self.rows:
            row.draw(screen, usable=usable)
