"""The window slides over a small input, and every sum is written out before it lands in the output."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar

import numpy as np
import pygame
import pygame_gui
from numpy.typing import NDArray
from pygame_gui.elements import UIButton

from game.scenes.convolution.arithmetic import draw_arithmetic, plain
from game.scenes.convolution.kernel_grid import KernelGrid
from game.scenes.convolution.kernel_presets import Setup, to_matrix
from game.scenes.convolution.number_grid import NumberGrid
from game.scenes.convolution.tabs import Tab
from game.scenes.convolution.workbench import Workbench
from game.ui.layout import row
from game.ui.widgets.controls import button, select, set_icon, slider
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text
from models.convolution.convolve import convolve
from models.convolution.kernels import KERNELS, LECTURE_EXAMPLES, LECTURE_KERNEL
from models.convolution.microscope import microscope

SIDE = 12
WHITE = 9.0
PICTURES = ("diagonal", "cross", "ring", "steps", "canvas")
KERNEL_NAMES = ("lecture", "sobel_horizontal", "sobel_vertical", "box_3", "sharpen", "laplacian", "identity")
# Cells a second at the slider's marks; the last one fills everything at once.
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 40.0, 1000.0)
FLIGHT = 0.45  # the share of a step in which the sum flies to its cell


class MicroscopeTab(Tab):
    """Input, kernel and output as numbers, and the arithmetic of one window below."""

    id: ClassVar[str] = "microscope"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.example: int | None = 0
        self.picture = ""
        self.setup = Setup(LECTURE_KERNEL, padding="valid", name="lecture")
        self.input = KernelGrid(np.array(LECTURE_EXAMPLES[0].patch, np.float64), self._input_edited)
        self.kernel = KernelGrid(np.array(LECTURE_KERNEL, np.float64), self._kernel_edited)
        self.kernel.largest = self.input.largest = 76
        self.output = NumberGrid(76)
        self.done = 0
        """How many cells of the output are filled."""
        self.playing = False
        self.speed = 2
        self._phase = 0.0
        self._hover: tuple[int, int] | None = None
        self._compute()

    @property
    def typing(self) -> bool:
        """Whether digits belong to a cell."""
        return self.input.typing or self.kernel.typing

    @property
    def current(self) -> tuple[int, int] | None:
        """Row and column of the output cell whose arithmetic is shown."""
        if self._hover is not None:
            return self._hover
        count = self.result.size
        index = min(self.done, count - 1)
        return divmod(index, self.result.shape[1]) if count else None

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Controls above, three grids in the middle, the arithmetic below."""
        style, t = self.ctx.style, self.ctx.t
        self._steppers: list[Stepper] = []
        controls = pygame.Rect(area.x, area.y, area.width, 2 * style.control + style.px(26))
        self.backdrop.panel(controls)
        inner = controls.inflate(-style.px(20), -style.px(20))
        self._examples_row(pygame.Rect(inner.x, inner.y, inner.width, style.control))
        self._play_row(pygame.Rect(inner.x, inner.bottom - style.control, inner.width, style.control))
        strip = style.px(150)
        top = controls.bottom + style.gap
        middle = pygame.Rect(area.x, top, area.width, area.bottom - top - strip - style.gap)
        left, centre, right = row(middle, [-38, -24, -38], style.gap)
        self._input_room = self.backdrop.panel(left, t("microscope.input"))
        self._kernel_room = self.backdrop.panel(centre, t("convolution.kernel"))
        self._output_room = self.backdrop.panel(right, t("microscope.output"))
        self._strip = self.backdrop.panel(
            pygame.Rect(area.x, area.bottom - strip, area.width, strip), t("microscope.arithmetic")
        )
        self._place_grids()
        self._mark()

    def _examples_row(self, rect: pygame.Rect) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        label, *places, picture, kernel = row(rect, [style.px(150), *[-8] * 6, -24, -28], style.px(6))
        draw_text(
            self.backdrop.surface,
            style,
            t("microscope.examples"),
            label.midleft,
            size="small",
            colour=style.colour.muted,
            anchor="midleft",
        )
        self._examples: list[UIButton] = []
        for index, (place, example) in enumerate(zip(places, LECTURE_EXAMPLES, strict=True)):
            rows = "  ".join(" ".join(f"{v:g}" for v in line) for line in example.patch)
            made = button(
                ctx,
                place,
                f"→ {example.result:g}",
                partial(self.choose_example, index),
                kind="chip",
                tip=t("microscope.example_tip", patch=rows),
                object_id=f"#example_{index + 1}",
            )
            self._examples.append(made)
        name = lambda: t(f"microscope.picture_{self.picture}") if self.picture else t("microscope.picture")  # noqa: E731
        self._steppers.append(
            Stepper(
                ctx, picture, name, self._turn_picture, name="small_picture", signs=("‹", "›"), mono=False
            )
        )
        title = lambda: t(f"kernel.{self.setup.name}") if self.setup.name else t("kernel.own")  # noqa: E731
        self._steppers.append(
            Stepper(ctx, kernel, title, self._turn_kernel, name="small_kernel", signs=("‹", "›"), mono=False)
        )

    def _play_row(self, rect: pygame.Rect) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        size = style.control
        places = row(
            rect, [size, size, size, size, style.px(110), style.px(150), -30, -30, -26, -26], style.px(6)
        )
        back, play, onward, again, label, speed, stride, padding, rows, columns = places
        button(ctx, back, "", self.back, icon="undo-2", tip=t("microscope.back"), object_id="#step_back")
        self._play = button(
            ctx,
            play,
            "",
            self.toggle,
            icon="pause" if self.playing else "play",
            kind="primary",
            tip=t("microscope.play"),
            object_id="#play",
        )
        button(ctx, onward, "", self.step, icon="step-forward", tip=t("microscope.step"), object_id="#step")
        button(
            ctx, again, "", self.restart, icon="rotate-ccw", tip=t("microscope.restart"), object_id="#restart"
        )
        self._speed_label = label
        self._slider = slider(ctx, speed, self.speed, (0, len(SPEEDS) - 1), object_id="#speed")
        for place, text, step, name in (
            (stride, lambda: t("kernel.stride", n=self.setup.stride), self._turn_stride, "stride"),
            (padding, lambda: t(f"kernel.padding_{self.setup.padding}"), self._turn_padding, "padding"),
            (rows, lambda: t("microscope.rows", n=self.setup.shape[0]), partial(self._resize, 1, 0), "rows"),
            (
                columns,
                lambda: t("microscope.columns", n=self.setup.shape[1]),
                partial(self._resize, 0, 1),
                "columns",
            ),
        ):
            self._steppers.append(Stepper(ctx, place, text, step, name=name, mono=False))

    def _place_grids(self) -> None:
        style = self.ctx.style
        self.input.layout(style, self._input_room)
        self.kernel.layout(style, self._kernel_room)
        self.output.layout(style, self._output_room, (self.result.shape[0], self.result.shape[1]))

    def _mark(self) -> None:
        for index, made in enumerate(self._examples):
            select(made, index == self.example)

    # ------------------------------------------------------------------ actions

    def choose_example(self, index: int) -> None:
        """Show one of the lecture's six worked examples."""
        self.example, self.picture = index, ""
        self.setup = Setup(LECTURE_KERNEL, padding="valid", name="lecture")
        self._take(np.array(LECTURE_EXAMPLES[index].patch, np.float64))

    def choose_picture(self, name: str) -> None:
        """Show a 12 by 12 picture, whose cells are 0 to 9."""
        self.example, self.picture = None, name
        self._take(small_picture(name, self.bench))

    def choose_kernel(self, name: str) -> None:
        """Take a bundled kernel."""
        found = KERNELS[name]
        self.setup = replace(self.setup, matrix=found.matrix, divisor=found.divisor, name=name)
        if min(self.input.matrix.shape) < max(self.setup.shape):
            self.picture = PICTURES[0]
            self.input.set(small_picture(PICTURES[0], self.bench))
        self.example = None
        self._take(self.input.matrix)

    def _take(self, matrix: NDArray[np.float64]) -> None:
        self.input.set(matrix)
        self.kernel.set(np.array(self.setup.matrix, np.float64))
        self._changed()

    def _turn_picture(self, step: int) -> None:
        at = PICTURES.index(self.picture) if self.picture else (-1 if step > 0 else 0)
        self.choose_picture(PICTURES[(at + step) % len(PICTURES)])

    def _turn_kernel(self, step: int) -> None:
        name = self.setup.name
        at = KERNEL_NAMES.index(name) if name in KERNEL_NAMES else (-1 if step > 0 else 0)
        self.choose_kernel(KERNEL_NAMES[(at + step) % len(KERNEL_NAMES)])

    def _turn_stride(self, step: int) -> None:
        self._adjust(replace(self.setup, stride=min(max(self.setup.stride + step, 1), 4)))

    def _turn_padding(self, step: int) -> None:
        self._adjust(replace(self.setup, padding="zero" if self.setup.padding == "valid" else "valid"))

    def _resize(self, rows: int, columns: int, step: int) -> None:
        height, width = self.setup.shape
        most = min(5, *self.input.matrix.shape)
        height, width = min(max(height + rows * step, 1), most), min(max(width + columns * step, 1), most)
        if (height, width) != self.setup.shape:
            self._adjust(self.setup.resized(height, width))

    def _adjust(self, setup: Setup) -> None:
        self.setup = setup
        self._take(self.input.matrix)

    def _input_edited(self) -> None:
        self.example = None
        self._changed(keep=True)

    def _kernel_edited(self) -> None:
        self.setup = replace(self.setup, matrix=to_matrix(self.kernel.matrix), name="")
        self._changed(keep=True)

    def _changed(self, *, keep: bool = False) -> None:
        """Compute anew; what was filled stays filled when only numbers changed."""
        self._compute()
        if not keep:
            self.done, self._phase, self._hover = 0, 0.0, None
        self._place_grids()
        self._mark()

    def _compute(self) -> None:
        image = self.input.matrix.astype(np.float32)
        self.input.white = max(1.0, float(image.max()))
        self.result = convolve(image, self.setup.weights, **self.setup.layout)

    def toggle(self) -> None:
        """Play or pause; at the end, play again."""
        if not self.playing and self.done >= self.result.size:
            self.done = 0
        self._set_playing(not self.playing)

    def _set_playing(self, playing: bool) -> None:
        self.playing, self._phase = playing, 0.0
        set_icon(self.ctx, self._play, "pause" if playing else "play", "primary")

    def step(self) -> None:
        """Fill the next cell."""
        self._hover = None
        self.done = min(self.done + 1, self.result.size)
        self._phase = 0.0

    def back(self) -> None:
        """Empty the last cell."""
        self._hover = None
        self.done = max(self.done - 1, 0)
        self._phase = 0.0

    def restart(self) -> None:
        """Empty the output."""
        self.done, self._phase, self._hover = 0, 0.0, None

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Edit cells, hover the output, play by keys."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            self.speed = int(event.value)
            return True
        if event.type == pygame.MOUSEMOTION:
            self._hover = self.output.cell(event.pos)
        steppers = any(stepper.handle(event) for stepper in self._steppers)
        if steppers or self.input.handle(event) or self.kernel.handle(event):
            return True
        if event.type == pygame.KEYDOWN and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            commands = {
                pygame.K_SPACE: self.toggle,
                pygame.K_RIGHT: self.step,
                pygame.K_LEFT: self.back,
                pygame.K_HOME: self.restart,
                pygame.K_RETURN: (self.input if event.mod & pygame.KMOD_SHIFT else self.kernel).choose_first,
            }
            if event.key in commands:
                commands[event.key]()
                return True
        return False

    def update(self, dt: float) -> None:
        """Slide the window on."""
        if not self.playing:
            return
        self._phase += dt * SPEEDS[self.speed]
        while self._phase >= 1 and self.done < self.result.size:
            self.done += 1
            self._phase -= 1
        if self.done >= self.result.size:
            self._set_playing(False)

    def attract(self, dt: float) -> None:
        """Play pictures and kernels in turn."""
        self.speed = 5
        if not self.playing:
            if self.done >= self.result.size:
                self._turn_kernel(1)
            self._set_playing(True)

    def leave(self) -> None:
        """Pause."""
        self.playing, self._hover = False, None

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the three grids, the window, the arithmetic, and the sum on its way."""
        style, t = self.ctx.style, self.ctx.t
        for stepper in self._steppers:
            stepper.draw(screen)
        speed = SPEEDS[self.speed]
        words = (
            t("microscope.speed", n=f"{speed:g}") if self.speed < len(SPEEDS) - 1 else t("microscope.at_once")
        )
        draw_text(
            screen,
            style,
            words,
            self._speed_label.midright,
            size="small",
            anchor="midright",
            colour=style.colour.muted,
        )
        self.input.draw(screen)
        self.kernel.draw(screen)
        self.output.draw(screen, self.result, self.done, float(np.abs(self.result).max(initial=0.0)))
        current = self.current
        if current is None:
            return
        setup = self.setup
        found = microscope(
            self.input.matrix.astype(np.float32), setup.weights, current[1], current[0], **setup.layout
        )
        self._draw_window(screen, found.rows, found.columns)
        pygame.draw.rect(
            screen,
            style.colour.accent,
            self.output.place(current),
            max(2, style.px(3)),
            border_radius=style.px(6),
        )
        total = draw_arithmetic(
            screen, style, self._strip, found, divisor=setup.divisor, peak=self.input.white or WHITE
        )
        if self.done == 0 and not self.playing and self._hover is None:
            place = pygame.Rect(
                self._strip.right - style.px(330), self._strip.y, style.px(330), self._strip.height
            )
            draw_paragraph(
                screen, style, t("microscope.note"), place, size="small", colour=style.colour.muted
            )
        if total is not None and self.playing and self._hover is None and speed <= 4:
            self._draw_flight(screen, plain(float(found.total)), total, self.output.place(current))

    def _draw_window(self, screen: pygame.Surface, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> None:
        """Outline the window on the input; where it lies on padding it sticks out."""
        style, side = self.ctx.style, self.input.rect.width // self.input.matrix.shape[1]
        window = pygame.Rect(
            self.input.rect.x + int(columns[0]) * side,
            self.input.rect.y + int(rows[0]) * side,
            int(columns[-1] - columns[0] + 1) * side,
            int(rows[-1] - rows[0] + 1) * side,
        )
        pygame.draw.rect(screen, style.colour.accent, window, max(2, style.px(3)), border_radius=style.px(6))

    def _draw_flight(self, screen: pygame.Surface, text: str, start: pygame.Rect, end: pygame.Rect) -> None:
        share = (self._phase - (1 - FLIGHT)) / FLIGHT
        if share <= 0:
            return
        eased = share * share * (3 - 2 * share)
        x = start.centerx + (end.centerx - start.centerx) * eased
        y = start.centery + (end.centery - start.centery) * eased
        style = self.ctx.style
        draw_text(
            screen,
            style,
            text,
            (round(x), round(y)),
            size="title",
            face="mono_bold",
            colour=style.colour.accent,
            anchor="center",
        )


def small_picture(name: str, bench: Workbench) -> NDArray[np.float64]:
    """A 12 by 12 picture with whole numbers from 0 to 9.

    Args:
        name: one of PICTURES; "canvas" makes the shared canvas small.
        bench: where the canvas is.
    """
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float64)
    simple: dict[str, NDArray[np.float64]] = {
        "diagonal": np.where(np.abs(x - y) <= 1, WHITE, 0.0),
        "cross": np.where((np.abs(x - 5.5) < 1.5) | (np.abs(y - 5.5) < 1.5), WHITE, 1.0),
        "ring": np.where(np.abs(np.hypot(x - 5.5, y - 5.5) - 3.8) < 1.1, WHITE, 0.0),
        "steps": np.floor(x / 3) * 3,
    }
    if name in simple:
        return simple[name]
    from game.ui.pictures import fitted

    rgb = bench.painting.array()
    side = min(rgb.shape[:2])
    top, left = (rgb.shape[0] - side) // 2, (rgb.shape[1] - side) // 2
    small = fitted(np.ascontiguousarray(rgb[top : top + side, left : left + side]), SIDE)
    result: NDArray[np.float64] = np.rint(small.mean(axis=2) * WHITE / 255)
    return result
