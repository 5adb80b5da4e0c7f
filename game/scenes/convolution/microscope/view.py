"""Three grids of numbers, and the arithmetic of one window below them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
import pygame_gui
from numpy.typing import NDArray

from game.scenes.convolution.arithmetic import draw_arithmetic
from game.scenes.convolution.kernel_grid import KernelGrid
from game.scenes.convolution.microscope.session import (
    KERNEL_NAMES,
    MOST_SIZE,
    MOST_STRIDE,
    PICTURES,
    SPEEDS,
    WHITE,
    MicroscopeSession,
)
from game.scenes.convolution.number_grid import NumberGrid, plain
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack, column, flow, row
from game.ui.widgets.controls import slider
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text, draw_words
from models.convolution.kernels import LECTURE_EXAMPLES

LARGEST = 130
"""The side of a cell at most, in pixels at scale 1."""
MOST_STRETCH = 1.5
"""How much wider than its words a control gets, where there is room."""
PLAYING = ("step_back", "play", "step", "restart")
FLIGHT = 0.45
"""The share of a step in which the sum flies to its cell."""


class MicroscopeView:
    """Draws a session; its numbers can be typed and dragged."""

    def __init__(self, session: MicroscopeSession, turn_picture: Callable[[int], None]) -> None:
        self._session, self._turn_picture = session, turn_picture
        self.input = KernelGrid(session.input, lambda: session.edit_input(self.input.matrix))
        matrix = np.array(session.setup.matrix, np.float64)
        self.kernel = KernelGrid(matrix, lambda: session.edit_kernel(self.kernel.matrix))
        self.input.largest = self.kernel.largest = LARGEST
        self.output = NumberGrid(LARGEST)

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Controls above, three grids in the middle, the arithmetic below."""
        self._ctx = ctx
        style, t = ctx.style, ctx.t
        font, control, gap, pad = style.font("small"), style.control, style.px(6), style.px(10)
        examples = [f"example_{number + 1}" for number in range(len(LECTURE_EXAMPLES))]
        label = font.size(t("microscope.examples"))[0] + gap
        speed = max(font.size(words)[0] for words in self._speeds()) + gap
        wanted = [
            (label, *(commands.width(ctx, name) - gap for name in examples)),
            *((font.size(longest)[0] + 2 * control + gap,) for longest in self._longest()[:2]),
            tuple(commands.width(ctx, name) for name in PLAYING),
            (speed, style.px(120)),
            *((font.size(longest)[0] + 2 * control + gap,) for longest in self._longest()[2:]),
        ]
        width = area.width - 2 * pad
        lines = flow(width, [sum(part) + gap * (len(part) - 1) for part in wanted], gap)
        height = len(lines) * (control + gap) - gap + 2 * pad
        controls, middle, strip = column(area, [height, -1, style.text_px(150)], style.gap)
        backdrop.panel(controls)
        stack, places = Stack(controls.inflate(-2 * pad, -2 * pad), gap), list[pygame.Rect]()
        for line in lines:
            parts = [each for part in line for each in wanted[part]]
            share = min((width - gap * (len(parts) - 1)) / sum(parts), MOST_STRETCH)
            places += row(stack.take(control), [int(each * share) for each in parts], gap)
        at = iter(places)
        draw_text(
            backdrop.surface,
            style,
            t("microscope.examples"),
            next(at).midleft,
            "small",
            "regular",
            "muted",
            "midleft",
        )
        for name in examples:
            commands.place(ctx, name, next(at), worded=True)
        chosen = [next(at), next(at)]
        for name in PLAYING:
            commands.place(ctx, name, next(at), worded=True)
        self._speed_label = next(at)
        self._slider = slider(ctx, next(at), self._session.speed, (0, len(SPEEDS) - 1), object_id="#speed")
        self._layout_steppers([*chosen, *at])
        names = {"input": "microscope.input", "kernel": "convolution.kernel", "output": "microscope.output"}
        panels = row(middle, [-38, -24, -38], style.gap)
        rooms = backdrop.panels({name: t(key) for name, key in names.items()}, panels)
        self.input.layout(style, rooms["input"])
        self.kernel.layout(style, rooms["kernel"])
        self._output_room = rooms["output"]
        self._strip = backdrop.panel(strip, t("microscope.arithmetic"))
        self.update()

    def _speeds(self) -> list[str]:
        t = self._ctx.t
        return [*(t("microscope.speed", n=float(speed)) for speed in SPEEDS[:-1]), t("microscope.at_once")]

    def _longest(self) -> list[str]:
        """The longest words of each stepper, in their order."""
        t = self._ctx.t
        pictures = [t(f"microscope.picture_{name}") for name in PICTURES] + [t("microscope.picture")]
        kernels = [t(f"kernel.{name}") for name in KERNEL_NAMES]
        paddings = [t(f"kernel.padding_{name}") for name in ("valid", "zero")]
        rows, columns = (t(f"microscope.{name}", n=MOST_SIZE) for name in ("rows", "columns"))
        stride = t("kernel.stride", n=MOST_STRIDE)
        return [max(pictures, key=len), max(kernels, key=len), stride, max(paddings, key=len), rows, columns]

    def _layout_steppers(self, places: list[pygame.Rect]) -> None:
        """Picture, kernel, stride, padding, rows and columns, each at its place."""
        t, session = self._ctx.t, self._session
        wanted: tuple[tuple[str, Callable[[], str], Callable[[int], None]], ...] = (
            ("small_picture", self._picture_text, self._turn_picture),
            ("small_kernel", lambda: t(f"kernel.{session.setup.name or 'own'}"), session.turn_kernel),
            ("stride", lambda: t("kernel.stride", n=session.setup.stride), session.turn_stride),
            (
                "padding",
                lambda: t(f"kernel.padding_{session.setup.padding}"),
                lambda step: session.turn_padding(),
            ),
            (
                "rows",
                lambda: t("microscope.rows", n=session.setup.shape[0]),
                lambda step: session.resize(step, 0),
            ),
            (
                "columns",
                lambda: t("microscope.columns", n=session.setup.shape[1]),
                lambda step: session.resize(0, step),
            ),
        )
        self._steppers = [
            Stepper(
                self._ctx,
                place,
                text,
                step,
                name=name,
                signs=("‹", "›") if name.startswith("small") else ("−", "+"),
                mono=False,
            )
            for place, (name, text, step) in zip(places, wanted, strict=True)
        ]

    def _picture_text(self) -> str:
        name = self._session.picture
        return self._ctx.t(f"microscope.picture_{name}" if name else "microscope.picture")

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Edit cells, hover the output, choose a speed."""
        session = self._session
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            session.speed = int(event.value)
            return True
        if event.type == pygame.MOUSEMOTION:
            session.hover = self.output.at(event.pos)
        steppers = any(stepper.handle(event) for stepper in self._steppers)
        return steppers or self.input.handle(event) or self.kernel.handle(event)

    def update(self) -> None:
        """Show the session's numbers; cells that are being typed in stay as they are."""
        session = self._session
        for grid, matrix in ((self.input, session.input), (self.kernel, np.array(session.setup.matrix))):
            if grid.matrix.shape != matrix.shape or (grid.matrix != matrix).any():
                grid.set(matrix)
        self.input.white = session.white
        rows, columns = session.result.shape[:2]
        self.output.layout(self._ctx.style, self._output_room, (rows, columns))

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the three grids, the window, the arithmetic, and the sum on its way."""
        style, t, session = self._ctx.style, self._ctx.t, self._session
        for stepper in self._steppers:
            stepper.draw(screen)
        speed, words = SPEEDS[session.speed], self._speeds()[session.speed]
        at = self._speed_label.midright
        draw_text(screen, style, words, at, "small", "regular", "muted", "midright")
        self.input.draw(screen)
        self.kernel.draw(screen)
        self.output.draw(screen, session.result, session.done, float(np.abs(session.result).max(initial=0.0)))
        current = session.current
        if current is None:
            return
        found = session.arithmetic(current)
        self._draw_window(screen, found.rows, found.columns)
        self._mark(screen, self.output.place(current))
        setup, peak = session.setup, self.input.white or WHITE
        known = session.known(current)
        sums, place = row(self._strip, [-1, style.text_px(330)], style.gap)
        total = draw_arithmetic(screen, style, sums, found, divisor=setup.divisor, peak=peak, known=known)
        if session.done == 0 and not session.playing and session.hover is None:
            draw_words(screen, style, place, t("microscope.note"))
        if total is not None and session.playing and session.hover is None and speed <= 4:
            self._draw_flight(screen, plain(float(found.total)), total, self.output.place(current))

    def _mark(self, screen: pygame.Surface, rect: pygame.Rect) -> None:
        style = self._ctx.style
        pygame.draw.rect(screen, style.colour.accent, rect, max(2, style.px(3)), border_radius=style.px(6))

    def _draw_window(self, screen: pygame.Surface, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> None:
        """Outline the window on the input; where it lies on padding it sticks out."""
        first, last = (int(rows[0]), int(columns[0])), (int(rows[-1]), int(columns[-1]))
        self._mark(screen, self.input.place(first).union(self.input.place(last)))

    def _draw_flight(self, screen: pygame.Surface, text: str, start: pygame.Rect, end: pygame.Rect) -> None:
        share = (self._session.phase - (1 - FLIGHT)) / FLIGHT
        if share <= 0:
            return
        eased = share * share * (3 - 2 * share)
        at = pygame.Vector2(start.center).lerp(end.center, min(eased, 1.0))
        style, place = self._ctx.style, (round(at.x), round(at.y))
        draw_text(screen, style, text, place, "title", "mono_bold", "accent", "center")
