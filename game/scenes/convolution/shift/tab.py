"""Drag a pattern about: the feature map moves along, its maximum stays, only its place travels."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.arithmetic import plain
from game.scenes.convolution.number_grid import NumberGrid
from game.scenes.convolution.tabs import Tab
from game.scenes.convolution.workbench import Workbench
from game.ui.layout import row
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import button, select
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text
from models.convolution.convolve import convolve

SIDE = 24
START = (4, 5)
TRAIL = 160
# On the black of the pictures these are bright in either theme.
GLOW, MARK, WAY = (255, 180, 84), (92, 182, 255), (169, 181, 207)


def _pattern(*rows: str) -> NDArray[np.float32]:
    return np.array([[float(c == "#") for c in line] for line in rows], np.float32)


PATTERNS: dict[str, NDArray[np.float32]] = {
    "diagonal": _pattern("#....", ".#...", "..#..", "...#.", "....#"),
    "cross": _pattern("..#..", "..#..", "#####", "..#..", "..#.."),
    "corner": _pattern("#####", "#....", "#....", "#....", "#...."),
    "ring": _pattern(".###.", "#...#", "#...#", "#...#", ".###."),
    "smile": _pattern(".#.#.", ".#.#.", ".....", "#...#", ".###."),
}


class ShiftTab(Tab):
    """Input and feature map side by side, and the numbers that stay or travel below."""

    id: ClassVar[str] = "shift"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.pattern = self.filter = "cross"
        self.at = START
        """Column and row of the pattern's left upper corner."""
        self.noise = False
        self._trail: list[tuple[int, int]] = []
        self._grid, self._map, self._kernel = NumberGrid(400), NumberGrid(400), NumberGrid(30)
        self._held: tuple[int, int] | None = None
        self._script = 0.0
        self._compute()
        self.first = (self.maximum, self.where)

    # ------------------------------------------------------------------ the numbers

    @property
    def maximum(self) -> float:
        """The largest number of the feature map."""
        return float(self.result.max())

    @property
    def where(self) -> tuple[int, int]:
        """Column and row of the (first) largest number."""
        index = int(self.result.argmax())
        return index % SIDE, index // SIDE

    def _compute(self) -> None:
        image = np.zeros((SIDE, SIDE), np.float32)
        if self.noise:
            image += np.random.default_rng(7).random((SIDE, SIDE), np.float32) * 0.45
        x, y = self.at
        shape = PATTERNS[self.pattern]
        image[y : y + shape.shape[0], x : x + shape.shape[1]] += shape
        self.image = np.minimum(image, 1.0)
        self.result = convolve(self.image, PATTERNS[self.filter])

    def move(self, x: int, y: int) -> None:
        """Put the pattern's left upper corner at a place, inside the picture."""
        height, width = PATTERNS[self.pattern].shape
        at = min(max(x, 0), SIDE - width), min(max(y, 0), SIDE - height)
        if at != self.at:
            self.at = at
            self._compute()
            if not self._trail or self._trail[-1] != self.where:
                self._trail = [*self._trail, self.where][-TRAIL:]

    def _restart(self) -> None:
        self._compute()
        self._trail = []
        self.first = (self.maximum, self.where)

    def _turn(self, what: str, step: int) -> None:
        names = list(PATTERNS)
        setattr(self, what, names[(names.index(getattr(self, what)) + step) % len(names)])
        self._restart()

    def _toggle_noise(self) -> None:
        self.noise = not self.noise
        select(self._noise, self.noise)
        self._restart()

    def _home(self) -> None:
        self.at = START
        self._restart()

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Controls above, two pictures with the filter between them, numbers below."""
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        controls = pygame.Rect(area.x, area.y, area.width, style.control + style.px(20))
        self.backdrop.panel(controls)
        inner = controls.inflate(-style.px(20), -style.px(20))
        shape, kernel, noise, home = row(inner, [-30, -30, -20, -20], style.px(12))
        self._steppers = [
            Stepper(
                ctx,
                shape,
                lambda: t("shift.pattern", name=t(f"shift.{self.pattern}")),
                lambda step: self._turn("pattern", step),
                name="pattern",
                signs=("‹", "›"),
                mono=False,
            ),
            Stepper(
                ctx,
                kernel,
                lambda: t("shift.filter", name=t(f"shift.{self.filter}")),
                lambda step: self._turn("filter", step),
                name="filter",
                signs=("‹", "›"),
                mono=False,
            ),
        ]
        self._noise = button(ctx, noise, t("shift.noise"), self._toggle_noise, object_id="#noise")
        select(self._noise, self.noise)
        button(ctx, home, t("shift.home"), self._home, icon="rotate-ccw", object_id="#home")
        strip = style.px(150)
        top = controls.bottom + style.gap
        middle = pygame.Rect(area.x, top, area.width, area.bottom - top - strip - style.gap)
        left, centre, right = row(middle, [-42, -16, -42], style.gap)
        rooms = [
            self.backdrop.panel(rect, t(f"shift.{name}"))
            for rect, name in ((left, "input"), (centre, "kernel"), (right, "map"))
        ]
        for grid, room, size in zip(
            (self._grid, self._kernel, self._map), rooms, ((SIDE, SIDE), (5, 5), (SIDE, SIDE)), strict=True
        ):
            grid.layout(style, room, size)
        self._strip = self.backdrop.panel(pygame.Rect(area.x, area.bottom - strip, area.width, strip))

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Drag the pattern, or push it with the arrow keys."""
        if any(stepper.handle(event) for stepper in self._steppers):
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            cell = self._grid.cell(event.pos)
            if cell is None:
                return False
            height, width = PATTERNS[self.pattern].shape
            x, y = cell[1] - self.at[0], cell[0] - self.at[1]
            inside = 0 <= x < width and 0 <= y < height
            self._held = (x, y) if inside else (width // 2, height // 2)
            self.move(cell[1] - self._held[0], cell[0] - self._held[1])
            return True
        if event.type == pygame.MOUSEMOTION and self._held is not None:
            column = (event.pos[0] - self._grid.rect.x) // self._grid.side
            line = (event.pos[1] - self._grid.rect.y) // self._grid.side
            self.move(column - self._held[0], line - self._held[1])
            return True
        if event.type == pygame.MOUSEBUTTONUP and self._held is not None:
            self._held = None
            return True
        moves = {pygame.K_LEFT: (-1, 0), pygame.K_RIGHT: (1, 0), pygame.K_UP: (0, -1), pygame.K_DOWN: (0, 1)}
        if event.type == pygame.KEYDOWN and event.key in moves:
            dx, dy = moves[event.key]
            self.move(self.at[0] + dx, self.at[1] + dy)
            return True
        return False

    def update(self, dt: float) -> None:
        """Nothing moves by itself."""

    def attract(self, dt: float) -> None:
        """Carry the pattern round."""
        self._script += dt
        self.move(round(9.5 + 9 * np.cos(self._script)), round(9.5 + 8 * np.sin(1.7 * self._script)))

    def leave(self) -> None:
        """Let go of the pattern."""
        self._held = None

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw input, filter, feature map with its maximum, and the numbers."""
        style = self.ctx.style
        for stepper in self._steppers:
            stepper.draw(screen)
        self._draw_cells(screen, self._grid, self.image, (255, 255, 255))
        self._kernel.draw(screen, PATTERNS[self.filter], 25, 1.0)
        self._draw_cells(screen, self._map, self.result / max(self.maximum, 1e-9), GLOW)
        side, height, width = self._grid.side, *PATTERNS[self.pattern].shape
        box = pygame.Rect(
            self._grid.rect.x + self.at[0] * side,
            self._grid.rect.y + self.at[1] * side,
            width * side,
            height * side,
        )
        pygame.draw.rect(screen, MARK, box.inflate(4, 4), max(2, style.px(2)))
        points = [self._map.place((y, x)).center for x, y in self._trail]
        if len(points) > 1:
            pygame.draw.lines(screen, WAY, False, points, max(1, style.px(1.5)))
        x, y = self.where
        mark = self._map.place((y, x))
        pygame.draw.circle(screen, MARK, mark.center, round(side * 0.95), max(2, style.px(3)))
        self._draw_numbers(screen)

    def _draw_cells(
        self,
        screen: pygame.Surface,
        grid: NumberGrid,
        values: NDArray[np.float32],
        colour: tuple[int, ...],
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
        maximum, where = self.first
        facts = (
            (
                t("shift.maximum"),
                plain(self.maximum, 2),
                plain(maximum, 2),
                abs(self.maximum - maximum) < 1e-4,
            ),
            (t("shift.argmax"), _place(self.where), _place(where), self.where == where),
            (t("shift.corner_at"), _place(self.at), "", False),
        )
        columns = row(room, [-24, -24, -24, -28], style.gap)
        for place, (name, now, before, same) in zip(columns, facts, strict=False):
            draw_text(screen, style, name, place.topleft, size="small", colour=style.colour.muted)
            drawn = draw_text(
                screen,
                style,
                now,
                (place.x, place.y + style.px(24)),
                size="score",
                face="mono_bold",
                colour=style.colour.human if name == t("shift.maximum") else style.colour.text,
            )
            if before:
                words = t("shift.same" if same else "shift.was", before=before)
                at = (place.x, drawn.bottom + style.px(2))
                draw_text(screen, style, words, at, size="small", colour=style.colour.muted)
        key = "shift.lesson" if self.pattern == self.filter else "shift.other"
        draw_paragraph(screen, style, t(key), columns[3], size="small", colour=style.colour.muted)


def _place(at: tuple[int, int]) -> str:
    return f"{at[0]}, {at[1]}"
