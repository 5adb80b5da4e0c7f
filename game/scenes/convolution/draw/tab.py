"""Draw, and see the picture convolved while you draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

import numpy as np
import pygame

from game.scenes.convolution.arithmetic import draw_arithmetic
from game.scenes.convolution.draw.built import draw_built
from game.scenes.convolution.draw.pixel_numbers import PixelNumbers
from game.scenes.convolution.draw.tasks import vertical_sobel
from game.scenes.convolution.kernel_panel import KernelPanel
from game.scenes.convolution.kernel_presets import Setup, from_link, in_link, kernel_links, preset
from game.scenes.convolution.kernel_window import KernelWindow
from game.scenes.convolution.live_convolution import LiveConvolution
from game.scenes.convolution.number_grid import plain
from game.scenes.convolution.workbench import PICTURE, Workbench, gallery_ids
from game.ui.canvas.canvas_tools import COLOURS
from game.ui.canvas.view import ViewPicture
from game.ui.commands import Command, Commands
from game.ui.layout import column, row
from game.ui.tabs import Tab
from game.ui.widgets.text import draw_paragraph
from models.base.typed_fields import OneOf
from models.convolution.kernels import SHARPEN_STEPS
from models.convolution.microscope import microscope

SHOWN = ("identity", "box_3", "sharpen", "sobel_horizontal", "emboss", "laplacian", "gabor")
START = replace(preset("sobel_horizontal"), mode="absolute")
STEPS = tuple(step.id for step in SHARPEN_STEPS)


@dataclass(frozen=True)
class DrawOptions:
    """What a link opens the tab with.

    Attributes:
        kernel: a bundled one.
        picture: of the gallery, by its id; empty for what is on the canvas.
        zoom: "pixels" shows single pixels with their numbers.
        built: whether sharpening is written out below as the slide builds it.
    """

    kernel: Annotated[str, OneOf(kernel_links)] = ""
    picture: Annotated[str, OneOf(gallery_ids)] = PICTURE
    zoom: Literal["", "pixels"] = ""
    built: bool = False


class DrawTab(Tab):
    """A canvas, a kernel, the result beside it, and one pixel's arithmetic below."""

    id: ClassVar[str] = "draw"
    opens_with = DrawOptions

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self.panel = KernelPanel(START, self._apply)
        self.live = LiveConvolution(bench.painting, START)
        self.at: tuple[int, int] | None = None
        self._built = self._over = False
        self._picture, self._numbers = ViewPicture(), PixelNumbers()
        self._script = 0.0
        self.commands = Commands(
            "convolution",
            (
                Command("save_result", self._save, ("Ctrl+Shift+S",), "save", kind="ghost"),
                Command("copy_result", self._copy, ("Ctrl+Shift+C",), "copy", kind="ghost"),
                Command("kernels", self._choose, ("K",)),
                Command("type_kernel", self.panel.grid.choose_first, ("Enter",)),
            ),
        )

    @property
    def typing(self) -> bool:
        """Whether digits belong to a kernel cell."""
        return self.panel.typing

    # ------------------------------------------------------------------ layout

    def begin(self) -> None:
        """Read the user's kernels."""
        self.panel.begin(self.ctx)

    def layout(self, area: pygame.Rect) -> None:
        """Tools above, painting and result side by side, the kernel at the right."""
        ctx, style, t, bench = self.ctx, self.ctx.style, self.ctx.t, self.bench
        tools, below = column(area, [bench.tools.height(ctx, area.width), -1], style.gap)
        self.backdrop.panel(tools)
        left, middle, right = row(below, [-1, -1, style.text_px(330)], style.gap)
        heading = style.font("small", "bold").get_linesize() + style.px(30)
        square = min(left.width - style.px(28) + heading, below.height - style.text_px(128))
        left.height = middle.height = square
        whole = pygame.Rect(left.x, left.bottom + style.gap, middle.right - left.x, 0)
        whole.height = below.bottom - whole.y
        self._strip = self.backdrop.panel(whole, t("convolution.arithmetic"))
        room = self.backdrop.panel(left, t("convolution.input"))
        bench.canvas.layout(style, room)
        bench.canvas.hint = t("convolution.hint")
        self.output = self.backdrop.panel(middle, t("convolution.output"))
        bench.tools.layout(ctx, tools)
        self._result_buttons(middle)
        self.panel.layout(ctx, self.backdrop.panel(right, t("convolution.kernel")), self._choose)

    def _result_buttons(self, panel: pygame.Rect) -> None:
        """Small buttons in the right upper corner of the result's panel."""
        style = self.ctx.style
        side, gap = style.px(28), style.px(4)
        corner = pygame.Rect(panel.x, panel.y + style.px(5), panel.width - style.px(8), side)
        _, copy, save = row(corner, [-1, side, side], gap)
        self.commands.place(self.ctx, "copy_result", copy)
        self.commands.place(self.ctx, "save_result", save)

    def tables(self) -> Sequence[Commands]:
        """The tab's own, and the canvas's tools."""
        return (self.commands, self.bench.tools.commands)

    # ------------------------------------------------------------------ links

    def open_with(self, options: DrawOptions) -> None:
        """Take a kernel, and put a picture on the canvas."""
        self.panel.show(preset(from_link(options.kernel)) if options.kernel else START)
        self.at, self._built = None, options.built
        self.bench.show(self.ctx, options.picture, pixels=options.zoom == "pixels")

    def shown(self) -> DrawOptions:
        """The kernel, and the bundled picture on the canvas."""
        zoom: Literal["", "pixels"] = "pixels" if self.bench.near else ""
        return DrawOptions(in_link(self.panel.setup.name), self.bench.picture, zoom, self.built)

    def keepsake(self) -> Mapping[str, object]:
        """The kernel."""
        setup = self.panel.setup
        divisor = {"divisor": setup.divisor} if setup.divisor != 1 else {}
        return {"kernel": setup.matrix, **divisor}

    @property
    def built(self) -> bool:
        """Whether sharpening is written out, as long as one of its steps is the kernel."""
        return self._built and self.panel.setup.name in STEPS

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return {"vertical-sobel": vertical_sobel}[name](lambda: self.panel.setup)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The picture, its result, and the kernel's cells."""
        view, size = self.bench.canvas.view, self.bench.painting.size
        result = view.shown(size, self.output)
        return {"input": self.bench.canvas.rect, "result": result, "kernel": self.panel.grid.rect}

    # ------------------------------------------------------------------ actions

    def choose(self, name: str) -> None:
        """Take a bundled kernel."""
        self.panel.choose(name)

    def _apply(self, setup: Setup) -> None:
        self.live.set(setup)

    def _choose(self) -> None:
        if not self.ctx.modal():
            image = self.bench.painting.array()
            KernelWindow(self.ctx, image, self.panel.user, self.panel.setup.name, self.panel.take)

    def _copy(self) -> None:
        self.bench.desk.copy(self.ctx, self.live.surface)

    def _save(self) -> None:
        self.bench.desk.ask_save(self.ctx, lambda: self.live.surface, "convolution.png")

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Paint, edit the kernel, shortcuts."""
        if event.type == pygame.KEYDOWN and self.panel.entering:
            return False
        if event.type == pygame.MOUSEMOTION:
            self._point(event.pos)
        return self.panel.handle(event) or self.bench.tools.handle(event) or self.bench.canvas.handle(event)

    def update(self, dt: float) -> None:
        """Follow the strokes."""
        self.live.update()
        self.panel.update()
        self.bench.tools.update()

    def attract(self, dt: float) -> None:
        """Draw a flower and walk through the presets."""
        canvas, painting = self.bench.canvas, self.bench.painting
        before, self._script = self._script, self._script + dt
        if int(before / 5) != int(self._script / 5):
            self.choose(SHOWN[int(self._script / 5) % len(SHOWN)])
        if int(before / 20) != int(self._script / 20) or before == 0.0:
            painting.clear()
            canvas.choose("brush")
            canvas.colour = COLOURS[2 + int(self._script / 20) % 6]
        angle, rect = self._script * 1.4, canvas.rect
        radius = 0.4 * np.cos(2.5 * angle)
        at = (
            round(rect.centerx + rect.width * radius * np.cos(angle)),
            round(rect.centery + rect.height * radius * np.sin(angle)),
        )
        kind = pygame.MOUSEMOTION if painting.painting else pygame.MOUSEBUTTONDOWN
        canvas.handle(pygame.event.Event(kind, pos=at, button=1, rel=(0, 0), buttons=(1, 0, 0)))

    def leave(self) -> None:
        """Finish the stroke."""
        self.bench.canvas.leave()

    def close(self) -> None:
        """Save the user's kernels."""
        self.panel.user.close()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw both pictures, the kernel, and the arithmetic under the pointer."""
        style, bench = self.ctx.style, self.bench
        bench.tools.draw(screen)
        bench.canvas.draw(screen)
        live, view, size = self.live, bench.canvas.view, bench.painting.size
        self._numbers.draw(screen, style, live.image, bench.painting.version, view, bench.canvas.room)
        shown = self._picture.draw(screen, live.surface, live.version, view, self.output, size)
        pygame.draw.rect(screen, style.colour.line, shown.inflate(2, 2), 1)
        self.panel.draw(screen)
        if not live.fits:
            draw_paragraph(screen, style, self.ctx.t("convolution.too_large"), self._strip)
            return
        if self.at is not None and self._inside(self.at):
            self._draw_windows(screen, self.at)
        self._draw_strip(screen)

    def _inside(self, at: tuple[int, int]) -> bool:
        height, width = self.live.result.shape[:2]
        return bool(at[0] < width and at[1] < height)

    def _point(self, pos: tuple[int, int]) -> None:
        """Choose the pixel whose arithmetic is shown: the one under the pointer, in either picture."""
        view, size = self.bench.canvas.view, self.bench.painting.size
        height, width = self.live.result.shape[:2]
        self._over = False
        for room in (self.output, self.bench.canvas.room):
            if view.shown(size, room).collidepoint(pos):
                self._over = True
                x, y = view.to_picture(pos, size, room)
                self.at = (
                    min(max(int(x * width / size[0]), 0), width - 1),
                    min(max(int(y * height / size[1]), 0), height - 1),
                )

    def _draw_strip(self, screen: pygame.Surface) -> None:
        style, t, setup = self.ctx.style, self.ctx.t, self.panel.setup
        words = self.panel.pointed()
        if words:
            draw_paragraph(screen, style, words, self._strip, face="mono", colour=style.colour.muted)
            return
        if self.built and not self._over:
            draw_built(screen, style, self._strip)
            return
        if self.at is None or not self._inside(self.at):
            draw_paragraph(screen, style, t("convolution.note"), self._strip, colour=style.colour.muted)
            return
        found = microscope(self.live.image, setup.weights, *self.at, **setup.layout)
        place = draw_arithmetic(screen, style, self._strip, found, divisor=setup.divisor, bias=setup.bias)
        if place is None:
            products = found.products if found.products.ndim == 2 else found.products.mean(axis=2)
            words = t(
                "convolution.summed",
                x=self.at[0],
                y=self.at[1],
                n=products.size,
                total=plain(float(products.sum())),
                divisor=float(setup.divisor),
                bias=float(setup.bias),
                result=plain(float(np.mean(found.total))),
            )
            draw_paragraph(screen, style, words, self._strip)

    def _draw_windows(self, screen: pygame.Surface, at: tuple[int, int]) -> None:
        """Mark a pixel of the result and the window of the input that it comes from."""
        view, size = self.bench.canvas.view, self.bench.painting.size
        height, width = self.live.result.shape[:2]
        found = microscope(self.live.image, self.panel.setup.weights, *at, **self.panel.setup.layout)
        window = (found.columns[0], found.rows[0], found.columns[-1] + 1, found.rows[-1] + 1)
        pixel = (
            at[0] * size[0] / width,
            at[1] * size[1] / height,
            (at[0] + 1) * size[0] / width,
            (at[1] + 1) * size[1] / height,
        )
        clip = screen.get_clip()
        for room, (x0, y0, x1, y1) in ((self.bench.canvas.room, window), (self.output, pixel)):
            left, top = view.to_window((x0, y0), size, room)
            right, bottom = view.to_window((x1, y1), size, room)
            mark = pygame.Rect(
                round(left) - 2, round(top) - 2, round(right - left) + 4, round(bottom - top) + 4
            )
            if mark.width < 8:
                mark = mark.inflate(8 - mark.width, 8 - mark.height)
            screen.set_clip(view.shown(size, room).inflate(4, 4))
            pygame.draw.rect(screen, (0, 0, 0), mark.inflate(2, 2), 1)
            pygame.draw.rect(screen, self.ctx.style.colour.human, mark, 2)
        screen.set_clip(clip)
