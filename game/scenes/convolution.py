"""Draw, and see the picture convolved while you draw."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np
import pygame
import pygame_gui
from pygame_gui.elements import UIButton

from game.assets import Assets
from game.live_convolution import LiveConvolution
from game.painting import MAX_BRUSH, MIN_BRUSH, Painting
from game.scene import Scene
from game.surfaces import fit
from game.widgets.arithmetic import draw_arithmetic, needed_height
from game.widgets.controls import button, row, select, slider
from game.widgets.kernel_grid import KernelGrid
from game.widgets.paint_canvas import PaintCanvas
from game.widgets.panel import Backdrop
from game.widgets.text import draw_paragraph, draw_text
from models.display import Mode
from models.kernels import KERNELS
from models.microscope import microscope

SIDE = 512
PRESETS = ("identity", "box_3", "sharpen", "sobel_horizontal")
MODES: tuple[Mode, ...] = ("clip", "absolute", "signed")
# Okabe and Ito's colours, which the colour-blind can tell apart, and black and white.
COLOURS = (
    (24, 28, 40),
    (255, 255, 255),
    (213, 94, 0),
    (230, 159, 0),
    (240, 228, 66),
    (0, 158, 115),
    (86, 180, 233),
    (204, 121, 167),
)
SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff"})
PICTURE = ("images", "gallery", "cat.jpg")


class ConvolutionScene(Scene):
    """A canvas, a kernel, and the result beside it."""

    id: ClassVar[str] = "convolution"

    def __init__(self) -> None:
        self.painting = Painting((SIDE, SIDE))
        self.canvas = PaintCanvas(self.painting)
        self.preset = "sobel_horizontal"
        kernel = KERNELS[self.preset]
        self.divisor = kernel.divisor
        self.mode: Mode = "absolute"
        self.grid = KernelGrid(kernel.weights.astype(np.float64), self._edited)
        self.live = LiveConvolution(self.painting, kernel.weights, kernel.divisor, self.mode)
        self._at: tuple[int, int] | None = None
        self._shown_once = False
        self._script = 0.0

    @property
    def typing(self) -> bool:
        """Whether digits belong to a kernel cell."""
        return self.grid.typing

    # ------------------------------------------------------------------ layout

    def layout(self) -> None:
        """Tools above, painting and result side by side, the kernel at the right."""
        if not self._shown_once:
            self._shown_once = True
            self._begin()
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        area = ctx.area.inflate(-2 * style.margin, -2 * style.px(14))
        self._backdrop = Backdrop((ctx.area.width, ctx.area.bottom), style)
        tools = pygame.Rect(area.x, area.y, area.width, style.control + style.px(20))
        below = pygame.Rect(
            area.x, tools.bottom + style.gap, area.width, area.bottom - tools.bottom - style.gap
        )
        left, middle, right = row(below, [-1, -1, style.px(296)], style.gap)
        # The canvases are square: what is left below them shows the arithmetic of one window.
        heading = style.font("small", "bold").get_linesize() + style.px(30)
        square = min(left.width - style.px(28) + heading, below.height)
        strip = below.height - square - style.gap
        self._strip = None
        if strip >= needed_height(style, 3) + heading:
            left.height = middle.height = square
            whole = pygame.Rect(left.x, left.bottom + style.gap, middle.right - left.x, strip)
            self._strip = self._backdrop.panel(whole, t("convolution.arithmetic"))
        room = self._backdrop.panel(left, t("convolution.input"))
        self.canvas.layout(style, room)
        self.canvas.hint = t("convolution.hint")
        room = self._backdrop.panel(middle, t("convolution.output"))
        self.output = fit(self.painting.size, room)
        self._tools(tools)
        self._kernel(self._backdrop.panel(right, t("convolution.kernel")))

    def _tools(self, rect: pygame.Rect) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        self._backdrop.panel(rect)
        size = style.control
        x, y = rect.x + style.px(10), rect.y + style.px(10)

        def place(width: int, gap: int | None = None) -> pygame.Rect:
            nonlocal x
            result = pygame.Rect(x, y, width, size)
            x = result.right + (style.px(6) if gap is None else gap)
            return result

        self._tool_buttons: dict[str, UIButton] = {}
        for name, key in (("brush", "B"), ("eraser", "E")):
            last = style.px(14) if name == "eraser" else None
            self._tool_buttons[name] = button(
                ctx,
                place(size, last),
                "",
                partial(self._choose_tool, name),
                icon=name,
                tip=f"{t(f'convolution.{name}')} ({key})",
                object_id=f"#{name}",
            )
        self._swatches = [(place(style.px(26), style.px(4)), colour) for colour in COLOURS]
        x += style.px(12)
        self._size_label = place(style.px(46), 0)
        self.size_slider = slider(
            ctx,
            place(style.px(130), style.px(16)),
            self.canvas.brush,
            (MIN_BRUSH, MAX_BRUSH),
            object_id="#brush_size",
        )
        for name, icon, tip, command in (
            ("undo", "undo-2", "Ctrl+Z", self.painting.undo),
            ("redo", "redo-2", "Ctrl+Y", self.painting.redo),
            ("clear", "trash-2", "", self.painting.clear),
            ("cat", "image", "", self._sample),
            ("open", "folder-open", "Ctrl+O", self._open),
            ("save", "save", "Ctrl+S", self._save),
        ):
            tip = t(f"convolution.{name}") + (f" ({tip})" if tip else "")
            made = button(
                ctx,
                place(size),
                "",
                partial(_call, command),
                icon=icon,
                tip=tip,
                object_id=f"#{name}",
            )
            if name == "undo":
                self._undo_button = made
            elif name == "redo":
                self._redo_button = made

    def _kernel(self, room: pygame.Rect) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        grid = pygame.Rect(room.x, room.y, room.width, min(room.width, round(room.height * 0.4)))
        self.grid.layout(style, grid)
        y = self.grid.rect.bottom + style.px(6)
        self._divisor_at = (self.grid.rect.centerx, y)
        y += style.font("small").get_linesize() + style.px(12)
        self._preset_buttons: dict[str, UIButton] = {}
        height, gap = style.px(34), style.px(6)
        for index, name in enumerate(PRESETS):
            width = (room.width - gap) // 2
            rect = pygame.Rect(
                room.x + (index % 2) * (width + gap), y + (index // 2) * (height + gap), width, height
            )
            self._preset_buttons[name] = button(
                ctx,
                rect,
                t(f"kernel.{name}"),
                partial(self.choose, name),
                kind="chip",
                object_id=f"#kernel_{name}",
            )
        y += 2 * (height + gap) + style.px(8)
        draw_text(
            self._backdrop.surface,
            style,
            t("convolution.show"),
            (room.x, y),
            size="small",
            colour=style.colour.muted,
        )
        y += style.font("small").get_linesize() + style.px(4)
        self._mode_buttons: dict[str, UIButton] = {}
        for rect, mode in zip(
            row(pygame.Rect(room.x, y, room.width, height), [-1, -1, -1], gap), MODES, strict=True
        ):
            self._mode_buttons[mode] = button(
                ctx,
                rect,
                t(f"convolution.mode_{mode}"),
                partial(self._choose_mode, mode),
                kind="chip",
                object_id=f"#mode_{mode}",
                tip=t(f"convolution.mode_{mode}_tip"),
            )
        y += height + style.px(12)
        self._note = pygame.Rect(room.x, y, room.width, room.bottom - y)
        self._mark_buttons()

    # ------------------------------------------------------------------ actions

    def choose(self, preset: str) -> None:
        """Take a preset's kernel and the way its result is best shown."""
        kernel = KERNELS[preset]
        self.preset = preset
        self.divisor = kernel.divisor
        self.mode = "absolute" if preset.startswith("sobel") else "clip"
        self.grid.set(kernel.weights.astype(np.float64))
        self._apply()

    def _edited(self) -> None:
        self.preset = ""
        self._apply()

    def _choose_mode(self, mode: Mode) -> None:
        self.mode = mode
        self._apply()

    def _choose_tool(self, tool: str) -> None:
        self.canvas.tool = tool
        self._mark_buttons()

    def _apply(self) -> None:
        self.live.set(self.grid.matrix.astype(np.float32), self.divisor, self.mode)
        self._mark_buttons()

    def _mark_buttons(self) -> None:
        for name, made in self._tool_buttons.items():
            select(made, name == self.canvas.tool)
        for name, made in self._preset_buttons.items():
            select(made, name == self.preset)
        for name, made in self._mode_buttons.items():
            select(made, name == self.mode)

    def _begin(self) -> None:
        """Start with the photograph, so that there is something to see at once."""
        self._sample()
        self.painting.forget()

    def _sample(self) -> None:
        self.open_picture(self.ctx.assets.path(*PICTURE))

    def _open(self) -> None:
        self.ctx.pick_file(self.ctx.t("convolution.open"), SUFFIXES, self.open_picture)

    def _save(self) -> None:
        name = "convolution.png"
        self.ctx.pick_file(self.ctx.t("convolution.save"), frozenset({".png"}), self.save_picture, save=name)

    def open_picture(self, path: Path) -> None:
        """Put a picture on the canvas; a file that is none leaves the canvas as it was and says why."""
        from game.pictures import PictureProblem, load_square

        try:
            self.painting.place(load_square(path, SIDE))
        except PictureProblem as problem:
            self.ctx.notify(self.ctx.t(f"picture.{problem.code}", file=path.name), "bad")

    def save_picture(self, path: Path) -> None:
        """Save the result as PNG."""
        from game.pictures import save_png

        path = path.with_suffix(".png")
        try:
            save_png(path, self.live.surface)
        except OSError as error:
            self.ctx.notify(self.ctx.t("app.save_failed", why=error.strerror or str(error)), "bad")
        else:
            self.ctx.notify(self.ctx.t("app.saved", file=str(path)), "good")

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Paint, edit the kernel, shortcuts, dropped files."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self.size_slider:
            self.canvas.brush = int(event.value)
            return True
        if event.type == pygame.DROPFILE:
            self.open_picture(Path(event.file))
            return True
        if event.type == pygame.MOUSEMOTION:
            self._point(event.pos)
        if self.grid.handle(event):
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            for rect, colour in self._swatches:
                if rect.collidepoint(event.pos):
                    self.canvas.colour = colour
                    self._choose_tool("brush")
                    return True
        if event.type == pygame.KEYDOWN and event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            shortcuts = {pygame.K_o: self._open, pygame.K_s: self._save}
            if event.key in shortcuts:
                shortcuts[event.key]()
                return True
        used = self.canvas.handle(event)
        if used:
            self._mark_buttons()
            if round(self.size_slider.get_current_value()) != self.canvas.brush:
                self.size_slider.set_current_value(self.canvas.brush)
        return used

    def update(self, dt: float) -> None:
        """Follow the strokes."""
        self.live.update()
        _allow(self._undo_button, self.painting.can_undo)
        _allow(self._redo_button, self.painting.can_redo)

    def attract(self, dt: float) -> None:
        """Draw a flower and walk through the presets."""
        before, self._script = self._script, self._script + dt
        if int(before / 5) != int(self._script / 5):
            self.choose(PRESETS[int(self._script / 5) % len(PRESETS)])
        if int(before / 20) != int(self._script / 20) or before == 0.0:
            self.painting.clear()
            self.canvas.colour = COLOURS[2 + int(self._script / 20) % 6]
        angle = self._script * 1.4
        radius = SIDE * 0.4 * np.cos(2.5 * angle)
        at = (SIDE / 2 + radius * np.cos(angle), SIDE / 2 + radius * np.sin(angle))
        event_at = (
            self.canvas.rect.x + round(at[0] * self.canvas.rect.width / SIDE),
            self.canvas.rect.y + round(at[1] * self.canvas.rect.height / SIDE),
        )
        kind = pygame.MOUSEMOTION if self.painting.painting else pygame.MOUSEBUTTONDOWN
        self.canvas.handle(pygame.event.Event(kind, pos=event_at, button=1, rel=(0, 0), buttons=(1, 0, 0)))

    def leave(self) -> None:
        """Finish the stroke."""
        self.painting.end()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw both pictures, the kernel, and the arithmetic under the pointer."""
        style, t = self.ctx.style, self.ctx.t
        screen.blit(self._backdrop.surface, (0, 0))
        self.canvas.draw(screen)
        screen.blit(pygame.transform.scale(self.live.surface, self.output.size), self.output)
        pygame.draw.rect(screen, style.colour.line, self.output.inflate(2, 2), 1)
        for rect, colour in self._swatches:
            chosen = colour == self.canvas.colour and self.canvas.tool == "brush"
            pygame.draw.rect(screen, colour, rect, border_radius=style.px(6))
            edge = style.colour.accent if chosen else style.colour.line
            pygame.draw.rect(screen, edge, rect, style.px(3 if chosen else 1), border_radius=style.px(6))
        draw_text(
            screen,
            style,
            str(self.canvas.brush),
            self._size_label.center,
            face="mono",
            anchor="center",
            colour=style.colour.muted,
        )
        self.grid.draw(screen)
        if self.divisor != 1:
            draw_text(
                screen,
                style,
                t("convolution.divisor", n=f"{self.divisor:g}"),
                self._divisor_at,
                size="small",
                face="mono",
                colour=style.colour.muted,
                anchor="midtop",
            )
        draw_paragraph(screen, style, self._words(), self._note, size="small", colour=style.colour.muted)
        if self._at is not None:
            self._draw_window(screen, self._at)
            if self._strip is not None:
                found = microscope(self.live.image, self.live.kernel, *self._at, divisor=self.divisor)
                draw_arithmetic(screen, style, self._strip, found, divisor=self.divisor)
        elif self._strip is not None:
            draw_paragraph(screen, style, t("convolution.note"), self._strip, colour=style.colour.muted)

    def _point(self, pos: tuple[int, int]) -> None:
        """Choose the pixel whose arithmetic is shown: the one under the pointer, in either picture."""
        for rect in (self.output, self.canvas.rect):
            if rect.collidepoint(pos):
                x = (pos[0] - rect.x) * SIDE // rect.width
                y = (pos[1] - rect.y) * SIDE // rect.height
                self._at = (min(max(x, 0), SIDE - 1), min(max(y, 0), SIDE - 1))

    def _words(self) -> str:
        if self._at is None:
            return self.ctx.t("convolution.note")
        x, y = self._at
        names = zip("RGB", self.live.result[y, x], strict=True)
        values = "  ".join(f"{name} {self.ctx.t.number(float(v), 1)}" for name, v in names)
        return self.ctx.t("convolution.pixel", x=x, y=y, values=values)

    def _draw_window(self, screen: pygame.Surface, at: tuple[int, int]) -> None:
        """Mark a pixel of the result and the window of the input that it comes from."""
        rows, columns = self.grid.matrix.shape
        for rect, cells in ((self.canvas.rect, (columns, rows)), (self.output, (1, 1))):
            scale = rect.width / SIDE
            mark = pygame.Rect(0, 0, max(7, round(cells[0] * scale) + 4), max(7, round(cells[1] * scale) + 4))
            mark.center = (rect.x + round((at[0] + 0.5) * scale), rect.y + round((at[1] + 0.5) * scale))
            pygame.draw.rect(screen, (0, 0, 0), mark.inflate(2, 2), 1)
            pygame.draw.rect(screen, self.ctx.style.colour.human, mark, 2)


def _allow(made: UIButton, possible: bool) -> None:
    """Enable or disable a button, if that is a change."""
    if possible and not made.is_enabled:
        made.enable()
    elif not possible and made.is_enabled:
        made.disable()


def _call(command: object) -> None:
    """Run a button's command and drop what it returns."""
    if callable(command):
        command()


class ConvolutionPreview:
    """The cat, and the lecture's Sobel kernel washing over it: computed, like everything else."""

    def __init__(self, assets: Assets, seed: int) -> None:
        from game.pictures import load_square

        side = 480
        picture = load_square(assets.path(*PICTURE), side)
        painting = Painting((side, side))
        painting.place(picture)
        kernel = KERNELS["sobel_horizontal"]
        self._before = painting.surface
        self._after = LiveConvolution(painting, kernel.weights, kernel.divisor, "absolute").surface
        self._picture = pygame.Surface((side, side), depth=32)
        self._time = 0.0

    def update(self, dt: float) -> None:
        """Move the line between picture and result."""
        self._time += dt

    def picture(self) -> pygame.Surface:
        """The photograph, convolved as far as the line has come."""
        side = self._before.get_width()
        reach = round(side * (0.5 - 0.5 * np.cos(self._time * 0.8)))
        self._picture.blit(self._before, (0, 0))
        self._picture.blit(self._after, (0, 0), (0, 0, reach, side))
        self._picture.fill((255, 180, 84), (reach - 1, 0, 3, side))
        return self._picture
