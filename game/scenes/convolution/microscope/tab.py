"""The window slides over a small input, and every sum is written out before it lands in the output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.kernel_presets import from_link, in_link, kernel_links
from game.scenes.convolution.microscope.session import PICTURES, SIDE, WHITE, MicroscopeSession
from game.scenes.convolution.microscope.view import MicroscopeView
from game.scenes.convolution.workbench import Workbench
from game.ui.commands import Command, Commands
from game.ui.pictures import fitted
from game.ui.scene import AT_REST, MOVING
from game.ui.tabs import Tab
from models.base.typed_fields import OneOf, Range
from models.convolution.kernels import LECTURE_EXAMPLES


@dataclass(frozen=True)
class MicroscopeOptions:
    """What a link opens the tab with.

    Attributes:
        example: one of the lecture's, counted from 1.
        kernel: in the example's place, over a picture of 12 by 12.
        filled: whether the output is there already.
    """

    example: Annotated[int, Range(1, len(LECTURE_EXAMPLES))] | None = None
    kernel: Annotated[str, OneOf(kernel_links)] = ""
    filled: bool = False


class MicroscopeTab(Tab):
    """Input, kernel and output as numbers, and the arithmetic of one window below."""

    id: ClassVar[str] = "microscope"
    opens_with = MicroscopeOptions

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        session = self.session = MicroscopeSession()
        self.view = MicroscopeView(session, self.turn_picture)
        examples = [
            Command(
                f"example_{index + 1}",
                partial(session.choose_example, index),
                label=partial(str, index + 1),
                pressed=lambda index=index: session.example == index,  # type: ignore[misc]
                kind="chip",
                tip=partial(self._example_tip, index),
            )
            for index in range(len(LECTURE_EXAMPLES))
        ]
        self.commands = Commands(
            "microscope",
            (
                Command(
                    "play",
                    session.toggle,
                    ("Space",),
                    "play",
                    kind="primary",
                    icon_now=lambda: "pause" if session.playing else "play",
                ),
                Command("step", session.step, ("→",), "step-forward"),
                Command("step_back", partial(session.step, -1), ("←",), "undo-2"),
                Command("restart", session.restart, ("Home",), "rotate-ccw"),
                Command("type_kernel", self.view.kernel.choose_first, ("Enter",)),
                Command("type_input", self.view.input.choose_first, ("Shift+Enter",)),
                *examples,
            ),
        )

    @property
    def typing(self) -> bool:
        """Whether digits belong to a cell."""
        return self.view.input.typing or self.view.kernel.typing

    def layout(self, area: pygame.Rect) -> None:
        """Build the controls."""
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    # ------------------------------------------------------------------ links

    def open_with(self, options: MicroscopeOptions) -> None:
        """Show one of the lecture's examples, the first if none is named, or take a kernel."""
        session = self.session
        session.playing = False
        session.choose_example((options.example or 1) - 1)
        if options.kernel:
            session.choose_picture(PICTURES[0], self.canvas())
            session.choose_kernel(from_link(options.kernel))
        if options.filled:
            session.step(session.result.size)

    def shown(self) -> MicroscopeOptions:
        """The example, or the kernel, on the screen."""
        session = self.session
        filled = session.done >= session.result.size
        if session.example is not None:
            return MicroscopeOptions(session.example + 1, filled=filled)
        return MicroscopeOptions(kernel=in_link(session.setup.name), filled=filled)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The three matrices."""
        view = self.view
        return {"input": view.input.rect, "kernel": view.kernel.rect, "output": view.output.rect}

    def keepsake(self) -> Mapping[str, object]:
        """The numbers of the picture, the kernel and the result."""
        session = self.session
        return {"input": session.input, "kernel": session.setup.matrix, "result": session.result}

    # ------------------------------------------------------------------ actions

    def _example_tip(self, index: int) -> str:
        rows = "  ".join(" ".join(f"{v:g}" for v in line) for line in LECTURE_EXAMPLES[index].patch)
        return self.ctx.t("microscope.example_tip", patch=rows)

    def turn_picture(self, step: int) -> None:
        """Show the next or previous 12 by 12 picture."""
        self.session.turn_picture(step, self.canvas())

    def canvas(self) -> NDArray[np.float64]:
        """The middle of the shared canvas, 12 by 12 whole numbers from 0 to 9."""
        rgb = self.bench.painting.array()
        side = min(rgb.shape[:2])
        top, left = (rgb.shape[0] - side) // 2, (rgb.shape[1] - side) // 2
        small = fitted(np.ascontiguousarray(rgb[top : top + side, left : left + side]), SIDE)
        result: NDArray[np.float64] = np.rint(small.mean(axis=2) * WHITE / 255)
        return result

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Edit cells, hover the output."""
        return self.view.handle(event)

    @property
    def rest_rate(self) -> float:
        """Every picture while the window slides."""
        return MOVING if self.session.playing else AT_REST

    def update(self, dt: float) -> None:
        """Slide the window on."""
        self.session.update(dt)
        self.view.update()

    def attract(self, dt: float) -> None:
        """Play pictures and kernels in turn."""
        session = self.session
        session.speed = 5
        if not session.playing:
            if session.done >= session.result.size:
                session.turn_kernel(1)
            session.toggle()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the grids and the arithmetic."""
        self.view.draw(screen)

    def leave(self) -> None:
        """Pause."""
        self.session.playing, self.session.hover = False, None
