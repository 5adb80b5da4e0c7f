"""The kernel editor: cells, size, divisor, bias, stride, dilation, padding, and how the result is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIButton, UITextEntryLine

from game.scenes.convolution.kernel_grid import KernelGrid, format_cell, parse_cell
from game.scenes.convolution.kernel_presets import (
    LARGEST_DIVISOR,
    MOST_DILATION,
    MOST_STRIDE,
    Setup,
    UserKernels,
    preset,
    to_matrix,
)
from game.scenes.convolution.kernel_window import kernel_title
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.widgets.controls import button, select
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text
from game.ui.widgets.window import NameWindow
from models.convolution.convolve import MAX_KERNEL, PADDINGS
from models.convolution.display import MODES
from models.convolution.kernels import KERNELS, SHARPEN_STEPS

SHARPEN_LABELS = ("I", "B", "I − B", "I + (I − B)")


class KernelPanel:
    """Edits a `Setup`.

    Args:
        setup: what it begins with.
        changed: called with the new setup after every change.
    """

    def __init__(self, setup: Setup, changed: Callable[[Setup], None]) -> None:
        self.setup = setup
        self._changed = changed
        self.grid = KernelGrid(np.array(setup.matrix, np.float64), self._cells_edited)
        self.user: UserKernels | None = None
        self._steppers: list[Stepper] = []

    @property
    def typing(self) -> bool:
        """Whether digits belong to a cell."""
        return self.grid.typing

    @property
    def entering(self) -> bool:
        """Whether keys belong to one of the number fields."""
        return any(field.is_focused for field in self._fields.values())

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, room: pygame.Rect, choose: Callable[[], None]) -> None:
        """Build the controls; `choose` opens the window with all kernels."""
        self.ctx = ctx
        style, t = ctx.style, ctx.t
        if self.user is None:
            self.user = UserKernels(ctx.folders.config)
            if self.user.problem:
                ctx.notify(t("kernel.broken", file=self.user.problem), "bad")
        height, gap = style.px(30), style.px(6)
        self._steppers = []
        self._labels: list[tuple[str, pygame.Rect, bool]] = []
        first, grid, *lines = column(room, [height, -1, *[height] * 7], gap)
        rest = iter(lines)

        def line() -> pygame.Rect:
            return next(rest)

        self._choose_row(first, choose)
        self.grid.layout(style, grid)
        self._size_row(line())
        self._number_row(line())
        self._steps_row(line())
        padding, grey = row(line(), [-5, -2], gap)
        self._stepper(
            padding,
            lambda: t(f"kernel.padding_{self.setup.padding}"),
            self._turn_padding,
            "padding",
            signs=("‹", "›"),
        )
        self._grey = self._toggle(grey, "kernel.grey", "grey", lambda: self._set(grey=not self.setup.grey))
        self._flip = self._toggle(
            line(), "kernel.correlation", "flip", lambda: self._set(flip=not self.setup.flip)
        )
        self._modes = {
            mode: button(
                ctx,
                rect,
                t(f"convolution.mode_{mode}"),
                partial(self._set, mode=mode),
                kind="chip",
                object_id=f"#mode_{mode}",
                tip=t(f"convolution.mode_{mode}_tip"),
            )
            for rect, mode in zip(row(line(), [-9, -8, -10, -6], style.px(3)), MODES, strict=True)
        }
        self._sharpen_row(line())
        self._mark()

    def _choose_row(self, rect: pygame.Rect, choose: Callable[[], None]) -> None:
        ctx, t = self.ctx, self.ctx.t
        back, name, onward, save = row(rect, [rect.height, -1, rect.height, rect.height], ctx.style.px(4))
        tip = t("kernel.next_tip")
        button(
            ctx, back, "‹", partial(self._turn_preset, -1), kind="chip", tip=tip, object_id="#kernel_previous"
        )
        self._name = button(ctx, name, "", choose, kind="chip", tip=t("kernel.choose"), object_id="#kernels")
        button(
            ctx, onward, "›", partial(self._turn_preset, 1), kind="chip", tip=tip, object_id="#kernel_next"
        )
        button(
            ctx,
            save,
            "",
            self._ask_name,
            icon="save",
            kind="chip",
            tip=t("kernel.save"),
            object_id="#save_kernel",
        )

    def _size_row(self, rect: pygame.Rect) -> None:
        t = self.ctx.t
        label, rows, times, columns = row(rect, [-24, -32, -5, -32], self.ctx.style.px(2))
        self._label(t("kernel.size"), label)
        self._label("×", times, centre=True)
        self._stepper(
            rows, lambda: str(self.setup.shape[0]), lambda s: self.resize(s, 0), "rows", tip=t("kernel.rows")
        )
        self._stepper(
            columns,
            lambda: str(self.setup.shape[1]),
            lambda s: self.resize(0, s),
            "columns",
            tip=t("kernel.columns"),
        )

    def _number_row(self, rect: pygame.Rect) -> None:
        ctx, t = self.ctx, self.ctx.t
        gap = ctx.style.px(4)
        sign, divisor, plus, bias, total = row(rect, [-8, -30, -8, -30, -22], gap)
        self._label("÷", sign, centre=True)
        self._label("+", plus, centre=True)
        self._fields = {
            "divisor": UITextEntryLine(divisor, ctx.ui, object_id=ObjectID("#divisor", None)),
            "bias": UITextEntryLine(bias, ctx.ui, object_id=ObjectID("#bias", None)),
        }
        for name, field in self._fields.items():
            field.set_text_length_limit(9)
            field.set_tooltip(t(f"kernel.{name}_tip"))
        button(
            ctx,
            total,
            "÷ Σ",
            self._normalise,
            kind="chip",
            tip=t("kernel.sum_tip"),
            object_id="#divide_by_sum",
        )

    def _steps_row(self, rect: pygame.Rect) -> None:
        t, gap = self.ctx.t, self.ctx.style.px(8)
        stride, dilation = row(rect, [-1, -1], gap)
        self._stepper(
            stride,
            lambda: t("kernel.stride", n=self.setup.stride),
            lambda s: self._set(stride=min(max(self.setup.stride + s, 1), MOST_STRIDE)),
            "stride",
            tip=t("kernel.stride_tip"),
        )
        self._stepper(
            dilation,
            lambda: t("kernel.dilation", n=self.setup.dilation),
            lambda s: self._set(dilation=min(max(self.setup.dilation + s, 1), MOST_DILATION)),
            "dilation",
            tip=t("kernel.dilation_tip"),
        )

    def _sharpen_row(self, rect: pygame.Rect) -> None:
        ctx, t = self.ctx, self.ctx.t
        self._sharpen = {}
        places = row(rect, [-14, -14, -25, -47], ctx.style.px(4))
        for place, kernel, label in zip(places, SHARPEN_STEPS, SHARPEN_LABELS, strict=True):
            self._sharpen[kernel.id] = button(
                ctx,
                place,
                label,
                partial(self.choose, kernel.id),
                kind="chip",
                tip=t(f"kernel.step_{kernel.id}"),
                object_id=f"#step_{kernel.id}",
            )

    def _stepper(
        self,
        rect: pygame.Rect,
        text: Callable[[], str],
        step: Callable[[int], object],
        name: str,
        *,
        tip: str = "",
        signs: tuple[str, str] = ("−", "+"),
    ) -> None:
        def turn(direction: int) -> None:
            step(direction)

        self._steppers.append(
            Stepper(self.ctx, rect, text, turn, name=name, tip=tip, signs=signs, mono=False)
        )

    def _toggle(self, rect: pygame.Rect, key: str, name: str, command: Callable[[], None]) -> UIButton:
        t = self.ctx.t
        return button(
            self.ctx, rect, t(key), command, kind="chip", tip=t(f"kernel.{name}_tip"), object_id=f"#{name}"
        )

    def _label(self, text: str, rect: pygame.Rect, *, centre: bool = False) -> None:
        self._labels.append((text, rect, centre))

    # ------------------------------------------------------------------ changes

    def choose(self, name: str) -> None:
        """Take a bundled kernel."""
        self.take(preset(name, self.setup))

    def take(self, setup: Setup) -> None:
        """Take a kernel; how it is laid over the picture stays as it is."""
        kept = {key: getattr(self.setup, key) for key in ("stride", "dilation", "padding", "flip", "grey")}
        self._apply(replace(setup, **kept))

    def resize(self, rows: int, columns: int) -> None:
        """Add or remove rows and columns about the middle."""
        height, width = self.setup.shape
        height, width = min(max(height + rows, 1), MAX_KERNEL), min(max(width + columns, 1), MAX_KERNEL)
        if (height, width) != self.setup.shape:
            self._apply(self.setup.resized(height, width))

    def _cells_edited(self) -> None:
        self._apply(replace(self.setup, matrix=to_matrix(self.grid.matrix), name=""), keep_cells=True)

    def _set(self, **fields: object) -> None:
        self._apply(replace(self.setup, **fields), keep_cells=True)  # type: ignore[arg-type]

    def _normalise(self) -> None:
        total = float(np.sum(self.setup.matrix))
        if abs(total) > 1e-9:
            self._set(divisor=round(total, 6), name="")
        else:
            self.ctx.notify(self.ctx.t("kernel.sum_is_zero"), "info")

    def _turn_padding(self, step: int) -> None:
        self._set(padding=PADDINGS[(PADDINGS.index(self.setup.padding) + step) % len(PADDINGS)])

    def _turn_preset(self, step: int) -> None:
        setups = self.all()
        names = [setup.name for setup in setups]
        at = names.index(self.setup.name) if self.setup.name in names else (-1 if step > 0 else 0)
        self.take(setups[(at + step) % len(setups)])

    def all(self) -> list[Setup]:
        """The bundled kernels and the user's."""
        return [preset(name) for name in KERNELS] + list(self.user.items.values() if self.user else ())

    def _apply(self, setup: Setup, *, keep_cells: bool = False) -> None:
        self.setup = setup
        if not keep_cells:
            self.grid.set(np.array(setup.matrix, np.float64))
        self._mark()
        self._changed(setup)

    def _ask_name(self) -> None:
        if not self.ctx.modal():
            NameWindow(self.ctx, "kernel_name", ("kernel.save", "kernel.name", "kernel.save"), self._save)

    def _save(self, name: str) -> None:
        ctx, user = self.ctx, self.user
        if user is None:
            return
        try:
            user.add(replace(self.setup, name=name))
        except OSError as error:
            ctx.notify(ctx.t("app.save_failed", why=ctx.why(error)), "bad")
        except ValueError:
            ctx.notify(ctx.t("kernel.bad_name"), "bad")
        else:
            self._apply(replace(self.setup, name=name), keep_cells=True)
            ctx.notify(ctx.t("kernel.saved", name=name), "good")

    def _mark(self) -> None:
        """Bring every control in line with the setup."""
        setup, t = self.setup, self.ctx.t
        for mode, made in self._modes.items():
            select(made, mode == setup.mode)
        for name, made in self._sharpen.items():
            select(made, name == setup.name)
        select(self._grey, setup.grey)
        select(self._flip, setup.flip)
        self._name.set_text(kernel_title(self.ctx, setup.name))
        self._flip.set_text(t("kernel.convolution" if setup.flip else "kernel.correlation"))
        for name, field in self._fields.items():
            if not field.is_focused and parse_cell(field.get_text()) != getattr(setup, name):
                field.set_text(f"{getattr(setup, name):g}")

    # ------------------------------------------------------------------ frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Edit cells and numbers; True when used."""
        if event.type in (pygame_gui.UI_TEXT_ENTRY_CHANGED, pygame_gui.UI_TEXT_ENTRY_FINISHED):
            for name, field in self._fields.items():
                if event.ui_element is field:
                    self._read(name, event.text)
                    return True
        return any(stepper.handle(event) for stepper in self._steppers) or self.grid.handle(event)

    def _read(self, name: str, text: str) -> None:
        value = parse_cell(text) if name == "bias" else _divisor(text)
        if value is not None and value != getattr(self.setup, name):
            self._set(**{name: value})

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the cells and the texts between the buttons."""
        style = self.ctx.style
        self.grid.draw(screen)
        for stepper in self._steppers:
            stepper.draw(screen)
        for text, rect, centre in self._labels:
            at, anchor = (rect.center, "center") if centre else (rect.midleft, "midleft")
            draw_text(screen, style, text, at, size="small", colour=style.colour.muted, anchor=anchor)

    def pointed(self) -> str:
        """The cell under the pointer in words, for kernels whose cells are too small for numbers."""
        cell = self.grid.pointed
        if cell is None:
            return ""
        value = format_cell(float(self.grid.matrix[cell]))
        return self.ctx.t("kernel.cell", row=cell[0] + 1, column=cell[1] + 1, value=value)


def _divisor(text: str) -> float | None:
    """A divisor as it was typed; None when it is no number, 0 or too large."""
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return parse_cell(text) or None
    return value if 0 < abs(value) <= LARGEST_DIVISOR and value == value else None
