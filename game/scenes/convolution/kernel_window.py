"""All kernels at once, each with what it makes of the picture on the canvas; the user's own among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIButton, UIScrollingContainer, UIWindow

from game.scenes.convolution.kernel_presets import Setup, UserKernels, preset
from game.ui.context import Context
from game.ui.pictures import fitted
from game.ui.surfaces import fit, to_surface
from game.ui.widgets.controls import button
from game.ui.widgets.dialogs import centred
from game.ui.widgets.text import shorten
from models.convolution.convolve import convolve
from models.convolution.display import display
from models.convolution.kernels import KERNELS

COLUMNS = 6
SMALL = 128


class KernelWindow(UIWindow):
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
        style = ctx.style
        rect = centred(ctx, 1080, 690)
        super().__init__(
            rect, ctx.ui, window_display_title=ctx.t("kernel.choose"), object_id="#kernel_window"
        )
        self.set_blocking(True)
        self.ctx, self._user, self._choose = ctx, user, choose
        self._picture = fitted(image, SMALL)
        setups = [preset(name) for name in KERNELS] + list(user.items.values())
        gap, room = style.px(8), self.get_container().get_size()
        rows = -(-len(setups) // COLUMNS)
        height = max((room[1] - gap * (rows + 1)) // rows, style.px(136))
        whole = rows * (height + gap) + gap
        scrolls = whole > room[1]
        inner_width = room[0] - (style.px(24) if scrolls else 0)
        holder = UIScrollingContainer(pygame.Rect(0, 0, *room), ctx.ui, container=self, allow_scroll_x=False)
        holder.set_scrollable_area_dimensions((inner_width, whole))
        width = (inner_width - gap * (COLUMNS + 1)) // COLUMNS
        self._cards: list[tuple[Setup, UIButton]] = []
        for index, setup in enumerate(setups):
            row, column = divmod(index, COLUMNS)
            place = pygame.Rect(gap + column * (width + gap), gap + row * (height + gap), width, height)
            made = UIButton(
                place,
                "",
                ctx.ui,
                container=holder,
                object_id=ObjectID(f"#kernel_{setup.name}" if setup.name in KERNELS else None, "@card"),
                command=partial(self._take, setup),
            )
            if setup.name == current:
                made.select()
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
        self._faces = self._dress()

    def _take(self, setup: Setup) -> None:
        self.kill()  # type: ignore[no-untyped-call]
        self._choose(setup)

    def _remove(self, name: str, made: UIButton) -> None:
        try:
            self._user.remove(name)
        except OSError as error:
            self.ctx.notify(self.ctx.t("app.save_failed", why=self.ctx.why(error)), "bad")
        else:
            made.disable()

    def update(self, time_delta: float) -> None:
        """Put faces on the cards, two a frame."""
        super().update(time_delta)
        if self.alive():  # type: ignore[no-untyped-call]
            next(self._faces, None)
            next(self._faces, None)

    def _dress(self) -> Iterator[None]:
        style = self.ctx.style
        for setup, made in self._cards:
            face = pygame.Surface((made.rect.width - 8, made.rect.height - 8), pygame.SRCALPHA)
            font = style.font("small", "bold")
            room = face.get_rect()
            room.height -= font.get_linesize() + style.px(4)
            options = {"divisor": setup.divisor, "bias": setup.bias, "padding": "reflect"}
            result = convolve(self._picture, setup.weights, **options)  # type: ignore[arg-type]
            picture = to_surface(display(result, setup.mode))
            target = fit(picture.get_size(), room)
            face.blit(pygame.transform.smoothscale(picture, target.size), target)
            title = shorten(kernel_title(self.ctx, setup.name), font, room.width)
            text = style.text(title, "small", "bold", style.colour.text)
            face.blit(text, text.get_rect(midtop=(room.centerx, room.bottom + style.px(3))))
            for state in ("normal", "hovered", "selected", "disabled"):
                setattr(made, f"{state}_images", [face.premul_alpha()])
                setattr(made, f"{state}_image_positions", [(0.5, 0.5)])
            made.rebuild()
            yield


def kernel_title(ctx: Context, name: str) -> str:
    """A bundled kernel's name in the app's language, a user's as it is, or "your own"."""
    if name in KERNELS:
        return ctx.t(f"kernel.{name}")
    return name or ctx.t("kernel.own")
