"""Three grids of numbers, and the arithmetic of one window below them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
import pygame
import pygame_gui
from numpy.typing import NDArray

from game.scenes.convolution.arithmetic import draw_arithmetic, plain
from game.scenes.convolution.kernel_grid import KernelGrid
from game.scenes.convolution.kernel_presets import Setup
from game.scenes.convolution.microscope.session import SPEEDS, WHITE, MicroscopeSession
from game.scenes.convolution.number_grid import NumberGrid
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack, column, row
from game.ui.widgets.controls import slider
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text
from models.convolution.kernels import LECTURE_EXAMPLES

FLIGHT = 0.45
"""The share of a step in which the sum flies to its cell."""


class MicroscopeCommands(Protocol):
    """What the view asks of the tab."""

    def turn_picture(self, step: int) -> None:
        """Show the next or previous picture."""


class MicroscopeView:
    """Draws a session; its numbers can be typed and dragged.

    Attributes:
        input: the input's cells.
        kernel: the kernel's cells.
        output: the output's cells.
    """

    def __init__(self, session: MicroscopeSession, commands: MicroscopeCommands) -> None:
        self._session = session
        self._commands = commands
        self.input = KernelGrid(session.input, lambda: session.edit_input(self.input.matrix))
        matrix = np.array(session.setup.matrix, np.float64)
        self.kernel = KernelGrid(matrix, lambda: session.edit_kernel(self.kernel.matrix))
        self.input.largest = self.kernel.largest = 76
        self.output = NumberGrid(76)

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Controls above, three grids in the middle, the arithmetic below."""
        self._ctx = ctx
        style, t = ctx.style, ctx.t
        heights = [2 * style.control + style.px(26), -1, style.px(150)]
        controls, middle, strip = column(area, heights, style.gap)
        backdrop.panel(controls)
        lines = Stack(controls.inflate(-style.px(20), -style.px(20)), style.px(6))
        self._steppers: list[Stepper] = []
        self._examples_row(backdrop, commands, lines.take(style.control))
        self._play_row(commands, lines.take(style.control))
        left, centre, right = row(middle, [-38, -24, -38], style.gap)
        self.input.layout(style, backdrop.panel(left, t("microscope.input")))
        self.kernel.layout(style, backdrop.panel(centre, t("convolution.kernel")))
        self._output_room = backdrop.panel(right, t("microscope.output"))
        self._strip = backdrop.panel(strip, t("microscope.arithmetic"))
        self.update()

    def _examples_row(self, backdrop: Backdrop, commands: Commands, rect: pygame.Rect) -> None:
        ctx, style, t, session = self._ctx, self._ctx.style, self._ctx.t, self._session
        label, *places, picture, kernel = row(rect, [style.px(150), *[-8] * 6, -24, -28], style.px(6))
        muted = style.colour.muted
        words = t("microscope.examples")
        draw_text(backdrop.surface, style, words, label.midleft, size="small", colour=muted, anchor="midleft")
        for index, place in enumerate(places[: len(LECTURE_EXAMPLES)], start=1):
            commands.place(ctx, f"example_{index}", place, worded=True)

        def pictured() -> str:
            return t(f"microscope.picture_{session.picture}" if session.picture else "microscope.picture")

        self._stepper(picture, pictured, self._commands.turn_picture, "small_picture", ("‹", "›"))
        title = lambda: t(f"kernel.{session.setup.name}" if session.setup.name else "kernel.own")  # noqa: E731
        self._stepper(kernel, title, session.turn_kernel, "small_kernel", ("‹", "›"))

    def _play_row(self, commands: Commands, rect: pygame.Rect) -> None:
        ctx, style, t, session = self._ctx, self._ctx.style, self._ctx.t, self._session
        widths = [*[style.control] * 4, style.px(110), style.px(150), -30, -30, -26, -26]
        *places, self._speed_label, speed, stride, padding, rows, columns = row(rect, widths, style.px(6))
        for name, place in zip(("step_back", "play", "step", "restart"), places, strict=True):
            commands.place(ctx, name, place)
        self._slider = slider(ctx, speed, session.speed, (0, len(SPEEDS) - 1), object_id="#speed")

        def setup() -> Setup:
            return session.setup

        self._stepper(stride, lambda: t("kernel.stride", n=setup().stride), session.turn_stride, "stride")
        turn = lambda step: session.turn_padding()  # noqa: E731
        self._stepper(padding, lambda: t(f"kernel.padding_{setup().padding}"), turn, "padding")
        words = lambda: t("microscope.rows", n=setup().shape[0])  # noqa: E731
        self._stepper(rows, words, lambda step: session.resize(step, 0), "rows")
        words = lambda: t("microscope.columns", n=setup().shape[1])  # noqa: E731
        self._stepper(columns, words, lambda step: session.resize(0, step), "columns")

    def _stepper(
        self,
        rect: pygame.Rect,
        text: Callable[[], str],
        step: Callable[[int], None],
        name: str,
        signs: tuple[str, str] = ("−", "+"),
    ) -> None:
        self._steppers.append(Stepper(self._ctx, rect, text, step, name=name, signs=signs, mono=False))

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Edit cells, hover the output, choose a speed."""
        session = self._session
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            session.speed = int(event.value)
            return True
        if event.type == pygame.MOUSEMOTION:
            session.hover = self.output.cell(event.pos)
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
        muted = style.colour.muted
        for stepper in self._steppers:
            stepper.draw(screen)
        speed, at_once = SPEEDS[session.speed], session.speed == len(SPEEDS) - 1
        words = t("microscope.at_once") if at_once else t("microscope.speed", n=f"{speed:g}")
        at = self._speed_label.midright
        draw_text(screen, style, words, at, size="small", anchor="midright", colour=muted)
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
        total = draw_arithmetic(screen, style, self._strip, found, divisor=setup.divisor, bias=0.0, peak=peak)
        resting = not session.playing and session.hover is None
        if session.done == 0 and resting:
            _, place = row(self._strip, [-1, style.px(330)], 0)
            draw_paragraph(screen, style, t("microscope.note"), place, size="small", colour=muted)
        if total is not None and session.playing and session.hover is None and speed <= 4:
            self._draw_flight(screen, plain(float(found.total)), total, self.output.place(current))

    def _mark(self, screen: pygame.Surface, rect: pygame.Rect) -> None:
        style = self._ctx.style
        pygame.draw.rect(screen, style.colour.accent, rect, max(2, style.px(3)), border_radius=style.px(6))

    def _draw_window(self, screen: pygame.Surface, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> None:
        """Outline the window on the input; where it lies on padding it sticks out."""
        side, corner = self.input.rect.width // self.input.matrix.shape[1], self.input.rect.topleft
        window = pygame.Rect(
            corner[0] + int(columns[0]) * side,
            corner[1] + int(rows[0]) * side,
            int(columns[-1] - columns[0] + 1) * side,
            int(rows[-1] - rows[0] + 1) * side,
        )
        self._mark(screen, window)

    def _draw_flight(self, screen: pygame.Surface, text: str, start: pygame.Rect, end: pygame.Rect) -> None:
        share = (self._session.phase - (1 - FLIGHT)) / FLIGHT
        if share <= 0:
            return
        eased = share * share * (3 - 2 * share)
        at = pygame.Vector2(start.center).lerp(end.center, min(eased, 1.0))
        style, place = self._ctx.style, (round(at.x), round(at.y))
        accent = style.colour.accent
        draw_text(screen, style, text, place, size="title", face="mono_bold", colour=accent, anchor="center")
