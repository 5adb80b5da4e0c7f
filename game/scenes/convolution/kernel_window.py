"""All kernels at once, each with what it makes of the picture on the canvas; the user's own among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame_gui.elements import UIButton, UIScrollingContainer

from game.scenes.convolution.kernel_presets import Setup, UserKernels, preset
from game.ui.context import Context
from game.ui.layout import grid
from game.ui.pictures import fitted
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import button, select, set_card
from game.ui.widgets.text import wrap
from game.ui.widgets.window import Window
from models.convolution.convolve import convolve
from models.convolution.display import display
from models.convolution.kernels import KERNELS

COLUMNS = 6
SMALL = 128


class KernelWindow(Window):
    """One card a kernel; choosing one closes the window.

    Args:
        ctx: the scene's context.
        image: the picture on the canvas, (H, W, 3) uint8.
        user: the user's own kernels.
        current: the name of the kernel in the editor.
        choose: called with the chosen kernel.
    """

    def __init__(
        self,
        ctx: Context,
        image: NDArray[np.uint8],
        user: UserKernels,
        current: str,
        choose: Callable[[Setup], None],
    ) -> None:
        super().__init__(ctx, (1080, 690), ctx.t("kernel.choose"), "kernel_window", pad=0)
        self._user = user
        style, gap = ctx.style, ctx.style.px(8)
        setups = [preset(name) for name in KERNELS] + list(user.items.values())
        rows = -(-len(setups) // COLUMNS)
        inner = self.room.copy()
        inner.height = max(inner.height, rows * (style.px(136) + gap) + gap)
        if inner.height > self.room.height:
            inner.width -= style.px(24)
        holder = UIScrollingContainer(self.room, ctx.ui, container=self, allow_scroll_x=False)
        holder.set_scrollable_area_dimensions(inner.size)
        self._cards: list[tuple[Setup, UIButton]] = []
        places = grid(inner.inflate(-2 * gap, -2 * gap), COLUMNS, rows, gap)
        for setup, place in zip(setups, places, strict=False):
            made = button(
                ctx,
                place,
                "",
                partial(self.finish, choose, setup),
                kind="card",
                object_id=f"#kernel_{setup.name}" if setup.name in KERNELS else "#user_kernel",
                container=holder,
            )
            select(made, setup.name == current)
            if setup.name in user.items:
                side = style.px(30)
                button(
                    ctx,
                    pygame.Rect(place.right - side, place.y, side, side),
                    "",
                    partial(self._remove, setup.name, made),
                    icon="trash-2",
                    kind="ghost",
                    tip=ctx.t("kernel.forget"),
                    object_id="#forget_kernel",
                    container=holder,
                )
            self._cards.append((setup, made))
        self._faces = self._draw_faces(fitted(image, SMALL))

    def _remove(self, name: str, made: UIButton) -> None:
        self._user.remove(name)
        made.disable()

    def update(self, time_delta: float) -> None:
        """Put faces on the cards, two a frame."""
        super().update(time_delta)
        if self.open:
            next(self._faces, None)
            next(self._faces, None)

    def _draw_faces(self, image: NDArray[np.uint8]) -> Iterator[None]:
        for setup, made in self._cards:
            options = {"divisor": setup.divisor, "bias": setup.bias, "padding": "reflect"}
            result = convolve(image, setup.weights, **options)  # type: ignore[arg-type]
            style, width = self.ctx.style, made.rect.width - self.ctx.style.px(8)
            names = wrap(kernel_title(self.ctx, setup.name), style.font("small", "bold"), width)[:2]
            lines = [(words, "small", "bold", style.colour.text) for words in names]
            set_card(self.ctx, made, to_surface(display(result, setup.mode)), lines, middle=True)
            yield


def kernel_title(ctx: Context, name: str) -> str:
    """A bundled kernel's name in the app's language, a user's as it is, or "your own"."""
    if name in KERNELS:
        return ctx.t(f"kernel.{name}")
    return name or ctx.t("kernel.own")
