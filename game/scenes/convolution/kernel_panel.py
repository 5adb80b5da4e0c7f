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

from game.scenes.convolution import kernel_presets as presets
from game.scenes.convolution.kernel_grid import KernelGrid, format_cell, parse_cell
from game.scenes.convolution.kernel_presets import Setup, UserKernels, preset
from game.scenes.convolution.kernel_window import kernel_title
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.widgets.controls import button, by_words, choices, select
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text
from game.ui.widgets.window import NameWindow
from models.convolution.convolve import MAX_KERNEL, PADDINGS
from models.convolution.display import MODES
from models.convolution.kernels import KERNELS, SHARPEN_STEPS

LAID = {"correlation": False, "convolution": True}
"""Ways to lay the kernel on, and whether it is turned over first."""
SHARPEN_LABELS = ("I", "B", "I − B", "I + (I − B)")


class KernelPanel:
    """Edits a `Setup`."""

    def __init__(self, setup: Setup, changed: Callable[[Setup], None]) -> None:
        self.setup = setup
        self._changed = changed
        self.grid = KernelGrid(np.array(setup.matrix, np.float64), self._cells_edited)

    @property
    def typing(self) -> bool:
        """Whether digits belong to a cell."""
        return self.grid.typing

    @property
    def entering(self) -> bool:
        """Whether keys belong to one of the number fields."""
        return any(field.is_focused for field in self._fields.values())

    # ------------------------------------------------------------------ layout

    def begin(self, ctx: Context) -> None:
        """Read the user's own kernels."""
        self.user = UserKernels(ctx.folders.config, ctx.workers)
        if self.user.problem:
            ctx.notify(ctx.t("kernel.broken", file=self.user.problem), "bad")

    def layout(self, ctx: Context, room: pygame.Rect, choose: Callable[[], None]) -> None:
        """Build the controls; `choose` opens the window with all kernels."""
        self.ctx = ctx
        style, t, height = ctx.style, ctx.t, ctx.style.row(30, "small")
        first, grid, size, numbers, steps, padding, flip, modes, sharpen = column(
            room, [style.row(30), -1, *[height] * 7], style.px(6)
        )
        self.grid.layout(style, grid)
        back, name, onward, save = row(first, [first.height, -1, first.height, first.height], style.px(4))
        tip = t("kernel.next_tip")
        self._chip(back, "‹", partial(self._turn_preset, -1), "kernel_previous", tip)
        self._name = self._chip(name, "", choose, "kernels", t("kernel.choose"))
        self._chip(onward, "›", partial(self._turn_preset, 1), "kernel_next", tip)
        self._chip(save, "", self._ask_name, "save_kernel", t("kernel.save"), "save")
        label, rows, times, columns = row(size, [-24, -32, -5, -32], style.px(2))
        divide, divisor, plus, bias, total = row(numbers, [-8, -27, -8, -27, -30], style.px(4))
        self._labels = [(t("kernel.size"), label), ("×", times), ("÷", divide), ("+", plus)]
        self._fields = {}
        for field, place in (("divisor", divisor), ("bias", bias)):
            made = UITextEntryLine(place, ctx.ui, object_id=ObjectID(f"#{field}", None))
            made.set_text_length_limit(9)
            made.set_tooltip(t(f"kernel.{field}_tip"))
            self._fields[field] = made
        self._chip(total, t("kernel.sum"), self._normalise, "divide_by_sum", t("kernel.sum_tip"))
        longest = [t(f"kernel.{name}", n=presets.MOST_STRIDE) for name in ("stride", "dilation")]
        stride, dilation = row(steps, by_words(ctx, longest, 66), style.px(6))
        texts = [max((t(f"kernel.padding_{name}") for name in PADDINGS), key=len), t("kernel.grey")]
        padding, grey = row(padding, [-1, -by_words(ctx, texts)[1]], style.px(6))
        self._steppers = [
            self._stepper("rows", rows, lambda: str(self.setup.shape[0]), lambda step: self.resize(step, 0)),
            self._stepper(
                "columns", columns, lambda: str(self.setup.shape[1]), lambda step: self.resize(0, step)
            ),
            self._stepper(
                "stride",
                stride,
                lambda: t("kernel.stride", n=self.setup.stride),
                lambda step: self._step("stride", step, presets.MOST_STRIDE),
            ),
            self._stepper(
                "dilation",
                dilation,
                lambda: t("kernel.dilation", n=self.setup.dilation),
                lambda step: self._step("dilation", step, presets.MOST_DILATION),
            ),
            self._stepper(
                "padding", padding, lambda: t(f"kernel.padding_{self.setup.padding}"), self._turn_padding
            ),
        ]
        toggle = lambda field: self._set(**{field: not getattr(self.setup, field)})  # noqa: E731
        self._grey = self._chip(grey, t("kernel.grey"), partial(toggle, "grey"), "grey", t("kernel.grey_tip"))
        self._laid = choices(ctx, flip, "kernel.laid", tuple(LAID), lambda way: self._set(flip=LAID[way]), "")
        self._modes = choices(ctx, modes, "convolution.mode", MODES, lambda mode: self._set(mode=mode), "")
        words = [t("kernel.sharpening"), *SHARPEN_LABELS]
        caption, *places = row(sharpen, by_words(ctx, words), style.px(4))
        self._labels.append((words[0], caption))
        self._sharpen = {
            each.id: self._chip(
                place, words, partial(self.choose, each.id), f"step_{each.id}", t(f"kernel.step_{each.id}")
            )
            for place, each, words in zip(places, SHARPEN_STEPS, SHARPEN_LABELS, strict=True)
        }
        self._mark()

    def _chip(
        self, rect: pygame.Rect, text: str, command: Callable[[], object], name: str, tip: str, icon: str = ""
    ) -> UIButton:
        return button(self.ctx, rect, text, command, icon=icon, tip=tip, kind="chip", object_id=f"#{name}")

    def _stepper(
        self, name: str, rect: pygame.Rect, text: Callable[[], str], step: Callable[[int], None]
    ) -> Stepper:
        key = f"kernel.{name}" + ("" if name in ("rows", "columns") else "_tip")
        tip = "" if name == "padding" else self.ctx.t(key)
        signs = ("‹", "›") if name == "padding" else ("−", "+")
        return Stepper(self.ctx, rect, text, step, name=name, tip=tip, signs=signs, mono=False)

    # ------------------------------------------------------------------ changes

    def choose(self, name: str) -> None:
        """Take a bundled kernel."""
        self.take(preset(name, self.setup))

    def take(self, setup: Setup) -> None:
        """Take a kernel; how it is laid over the picture stays as it is."""
        kept = {key: getattr(self.setup, key) for key in ("stride", "dilation", "padding", "flip", "grey")}
        self._apply(replace(setup, **kept))

    def show(self, setup: Setup) -> None:
        """Take a kernel with all that belongs to it."""
        self._apply(setup)

    def resize(self, rows: int, columns: int) -> None:
        """Add or remove rows and columns about the middle."""
        height, width = self.setup.shape
        height, width = min(max(height + rows, 1), MAX_KERNEL), min(max(width + columns, 1), MAX_KERNEL)
        if (height, width) != self.setup.shape:
            self._apply(self.setup.resized(height, width))

    def _cells_edited(self) -> None:
        self._apply(replace(self.setup, matrix=presets.to_matrix(self.grid.matrix), name=""), keep_cells=True)

    def _set(self, **fields: object) -> None:
        self._apply(replace(self.setup, **fields), keep_cells=True)  # type: ignore[arg-type]

    def _step(self, field: str, step: int, most: int) -> None:
        self._set(**{field: min(max(getattr(self.setup, field) + step, 1), most)})

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
        return [preset(name) for name in KERNELS] + list(self.user.items.values())

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
        try:
            self.user.add(replace(self.setup, name=name))
        except ValueError:
            self.ctx.notify(self.ctx.t("kernel.bad_name"), "bad")
        else:
            self._apply(replace(self.setup, name=name), keep_cells=True)

    def _mark(self) -> None:
        """Bring every control in line with the setup."""
        setup = self.setup
        for mode, made in self._modes.items():
            select(made, mode == setup.mode)
        for name, made in self._sharpen.items():
            select(made, name == setup.name)
        select(self._grey, setup.grey)
        for way, made in self._laid.items():
            select(made, LAID[way] == setup.flip)
        self._name.set_text(kernel_title(self.ctx, setup.name))
        for name, field in self._fields.items():
            if not field.is_focused and parse_cell(field.get_text()) != getattr(setup, name):
                field.set_text(f"{getattr(setup, name):g}")

    # ------------------------------------------------------------------ frames

    def update(self) -> None:
        """Say what has become of the user's kernels on disk."""
        ctx, saved = self.ctx, self.user.take_saved()
        if saved is not None and saved.error is not None:
            ctx.notify(ctx.t("app.save_failed", why=ctx.why(saved.error)), "bad")
        elif saved is not None and saved.value:
            ctx.notify(ctx.t("kernel.saved", name=saved.value), "good")

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
        for text, rect in self._labels:
            at, anchor = (rect.center, "center") if len(text) == 1 else (rect.midleft, "midleft")
            draw_text(screen, style, text, at, "small", "regular", "muted", anchor)

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
    return value if 0 < abs(value) <= presets.LARGEST_DIVISOR and value == value else None
