"""Drag a pattern about: the feature map moves along, its maximum stays, only its place travels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.number_grid import NumberGrid, plain
from game.scenes.convolution.shift.session import PATTERNS, SIDE, START, ShiftSession, other
from game.scenes.convolution.shift.tasks import equal_maxima
from game.scenes.convolution.workbench import Workbench
from game.ui.commands import Command, Commands
from game.ui.layout import column, row
from game.ui.surfaces import to_surface
from game.ui.tabs import Tab
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text
from models.base.typed_fields import OneOf

# On the black of the pictures these are bright in either theme.
GLOW, MARK, WAY = (255, 180, 84), (92, 182, 255), (169, 181, 207)


@dataclass(frozen=True)
class ShiftOptions:
    """What a link opens the tab with: the pattern, and what is looked for."""

    pattern: Annotated[str, OneOf(lambda: PATTERNS)] = "cross"
    filter: Annotated[str, OneOf(lambda: PATTERNS)] = "cross"
    noise: bool = False


class ShiftTab(Tab):
    """Input and feature map side by side, and the numbers that stay or travel below."""

    id: ClassVar[str] = "shift"
    opens_with = ShiftOptions

    def __init__(self, bench: Workbench) -> None:
        session = self.session = ShiftSession()
        self._grid, self._map, self._kernel = NumberGrid(400), NumberGrid(400), NumberGrid(30)
        self._held: tuple[int, int] | None = None
        self._script = 0.0
        arrows = {"left": ("←", -1, 0), "right": ("→", 1, 0), "up": ("↑", 0, -1), "down": ("↓", 0, 1)}
        self.commands = Commands(
            "shift",
            (
                Command("noise", session.toggle_noise, pressed=lambda: session.noise),
                Command("home", session.home, icon="rotate-ccw"),
                *(Command(name, partial(session.push, x, y), (key,)) for name, (key, x, y) in arrows.items()),
            ),
        )

    # ------------------------------------------------------------------ links

    def open_with(self, options: ShiftOptions) -> None:
        """Take a pattern and a filter, the pattern where it starts."""
        self.session.noise, self.session.at = options.noise, START
        self.session.choose(pattern=options.pattern, filter_=options.filter)

    def shown(self) -> ShiftOptions:
        """The pattern and the filter on the screen."""
        return ShiftOptions(self.session.pattern, self.session.filter, self.session.noise)

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return {"equal-maxima": equal_maxima}[name](self.session)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The pattern on the picture, and the maximum on the map."""
        x, y = self.session.where
        side = self._map.side
        return {"pattern": self._box(), "maximum": self._map.place((y, x)).inflate(2 * side, 2 * side)}

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Controls above, two pictures with the filter between them, numbers below."""
        ctx, style, t, session = self.ctx, self.ctx.style, self.ctx.t, self.session
        controls, middle, strip = column(
            area, [style.control + style.px(20), -1, style.text_px(150)], style.gap
        )
        self.backdrop.panel(controls)
        inner = controls.inflate(-style.px(20), -style.px(20))
        pattern, kernel, noise, home = row(inner, [-30, -30, -20, -20], style.px(12))
        self._steppers = [
            Stepper(ctx, place, text, step, name=name, signs=("‹", "›"), mono=False)
            for name, place, text, step in (
                (
                    "pattern",
                    pattern,
                    lambda: t("shift.pattern", name=t(f"shift.{session.pattern}")),
                    lambda step: session.choose(pattern=other(session.pattern, step)),
                ),
                (
                    "filter",
                    kernel,
                    lambda: t("shift.filter", name=t(f"shift.{session.filter}")),
                    lambda step: session.choose(filter_=other(session.filter, step)),
                ),
            )
        ]
        self.commands.place(ctx, "noise", noise, worded=True)
        self.commands.place(ctx, "home", home, worded=True)
        names = ("input", "kernel", "map")
        places = row(middle, [-42, -16, -42], style.gap)
        rooms = self.backdrop.panels({name: t(f"shift.{name}") for name in names}, places)
        sizes = ((SIDE, SIDE), (5, 5), (SIDE, SIDE))
        for grid, room, size in zip(
            (self._grid, self._kernel, self._map), rooms.values(), sizes, strict=True
        ):
            grid.layout(style, room, size)
        self._strip = self.backdrop.panel(strip)

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Drag the pattern."""
        if any(stepper.handle(event) for stepper in self._steppers):
            return True
        session = self.session
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            cell = self._grid.at(event.pos)
            if cell is None:
                return False
            height, width = PATTERNS[session.pattern].shape
            x, y = cell[1] - session.at[0], cell[0] - session.at[1]
            inside = 0 <= x < width and 0 <= y < height
            self._held = (x, y) if inside else (width // 2, height // 2)
            session.move(cell[1] - self._held[0], cell[0] - self._held[1])
            return True
        if event.type == pygame.MOUSEMOTION and self._held is not None:
            x = (event.pos[0] - self._grid.rect.x) // self._grid.side
            y = (event.pos[1] - self._grid.rect.y) // self._grid.side
            session.move(x - self._held[0], y - self._held[1])
            return True
        if event.type == pygame.MOUSEBUTTONUP and self._held is not None:
            self._held = None
            return True
        return False

    def update(self, dt: float) -> None:
        """Nothing moves by itself."""

    def attract(self, dt: float) -> None:
        """Carry the pattern round."""
        self._script += dt
        x, y = 9.5 + 9 * np.cos(self._script), 9.5 + 8 * np.sin(1.7 * self._script)
        self.session.move(round(x), round(y), by_hand=False)

    def leave(self) -> None:
        """Let go of the pattern."""
        self._held = None

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw input, filter, feature map with its maximum, and the numbers."""
        style = self.ctx.style
        for stepper in self._steppers:
            stepper.draw(screen)
        self._draw_cells(screen, self._grid, self.session.image, (255, 255, 255))
        self._kernel.draw(screen, PATTERNS[self.session.filter], 25, 1.0)
        self._draw_cells(screen, self._map, self.session.result / max(self.session.maximum, 1e-9), GLOW)
        side = self._grid.side
        pygame.draw.rect(screen, MARK, self._box().inflate(4, 4), max(2, style.px(2)))
        points = [self._map.place((y, x)).center for x, y in self.session.trail]
        if len(points) > 1:
            pygame.draw.lines(screen, WAY, False, points, max(1, style.px(1.5)))
        x, y = self.session.where
        mark = self._map.place((y, x))
        pygame.draw.circle(screen, MARK, mark.center, round(side * 0.95), max(2, style.px(3)))
        self._draw_numbers(screen)

    def _box(self) -> pygame.Rect:
        """The place of the pattern."""
        height, width = PATTERNS[self.session.pattern].shape
        x, y = self.session.at
        last = self._grid.place((y + height - 1, x + width - 1))
        return self._grid.place((y, x)).union(last)

    def _draw_cells(
        self, screen: pygame.Surface, grid: NumberGrid, values: NDArray[np.float32], colour: tuple[int, ...]
    ) -> None:
        """Draw shades from black to a colour, with fine lines between the cells."""
        shade = np.clip(values, 0, 1)[:, :, None] * np.array(colour, np.float32)
        picture = to_surface(np.rint(shade).astype(np.uint8))
        screen.blit(pygame.transform.scale(picture, grid.rect.size), grid.rect)
        line = (52, 65, 95)
        for i in range(SIDE + 1):
            x, y = grid.rect.x + i * grid.side, grid.rect.y + i * grid.side
            pygame.draw.line(screen, line, (x, grid.rect.y), (x, grid.rect.bottom))
            pygame.draw.line(screen, line, (grid.rect.x, y), (grid.rect.right, y))

    def _draw_numbers(self, screen: pygame.Surface) -> None:
        style, t, room = self.ctx.style, self.ctx.t, self._strip
        maximum, where = self.session.first
        facts = (
            (
                t("shift.maximum"),
                plain(self.session.maximum, 2),
                plain(maximum, 2),
                abs(self.session.maximum - maximum) < 1e-4,
            ),
            (t("shift.argmax"), _place(self.session.where), _place(where), self.session.where == where),
            (t("shift.corner_at"), _place(self.session.at), "", False),
        )
        font = style.font("small")
        told = {name: t("shift.same", before=before) if before else "" for name, _, before, _ in facts}
        widths = [max(font.size(words)[0] for words in each) + style.px(10) for each in told.items()]
        columns = row(room, [*widths, -1], style.gap)
        for place, (name, now, before, same) in zip(columns, facts, strict=False):
            draw_text(screen, style, name, place.topleft, size="small", colour=style.colour.muted)
            drawn = draw_text(
                screen,
                style,
                now,
                (place.x, place.y + font.get_linesize() + style.px(4)),
                size="score",
                face="mono_bold",
                colour=style.colour.human if name == t("shift.maximum") else style.colour.text,
            )
            if before:
                words = t("shift.same" if same else "shift.was", before=before)
                at = (place.x, drawn.bottom + style.px(2))
                draw_text(screen, style, words, at, size="small", colour=style.colour.muted)
        key = "shift.lesson" if self.session.pattern == self.session.filter else "shift.other"
        draw_paragraph(screen, style, t(key), columns[3], size="small", colour=style.colour.muted)


def _place(at: tuple[int, int]) -> str:
    return f"{at[0]}, {at[1]}"
