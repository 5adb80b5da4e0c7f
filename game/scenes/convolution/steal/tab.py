"""Steal a filter: gradient descent finds the kernel between two pictures, and the user may fight it."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar, cast

import numpy as np
import pygame
import pygame_gui

from game.scenes.convolution.kernel_grid import KernelGrid
from game.scenes.convolution.steal.knobs import draw_knobs
from game.scenes.convolution.steal.requests import Picture, decode, difference, middle
from game.scenes.convolution.tabs import Tab
from game.scenes.convolution.workbench import Workbench
from game.ui.layout import row
from game.ui.picture_io import SUFFIXES
from game.ui.surfaces import fit, to_surface
from game.ui.widgets.controls import button, select, set_icon, slider
from game.ui.widgets.plot import Plot
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text
from game.workers.latest_call import LatestCall
from game.workers.pacing import FASTEST, Speed, paced
from game.workers.slot import Slot
from game.workers.status import State
from game.workers.stream import Stream
from models.convolution.convolve import convolve
from models.convolution.display import display
from models.convolution.kernels import KERNELS
from models.convolution.steal import Held, Method, StealError, StealSnapshot, hide, steal

SECRETS = (
    "sobel_horizontal",
    "sharpen",
    "gaussian_5",
    "emboss",
    "box_3",
    "sobel_vertical",
    "prewitt_horizontal",
    "scharr_vertical",
    "gaussian_3",
    "motion",
)
SPEEDS = (2, 5, 15, 30, 60, 150, 400, FASTEST)
MOST_POINTS = 300
HANDS_OFF = 1.2  # seconds after which a knob that was turned by wheel or typing is let go
NICE = 8


class StealTab(Tab):
    """Three pictures, the knobs, and the loss."""

    id: ClassVar[str] = "steal"

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self.secret = ""
        """The hidden kernel's id; empty when the user's own two pictures are compared."""
        self.revealed = False
        self.size = 3
        self.method: Method = "whitened"
        self.snapshot: StealSnapshot | None = None
        self.pinned = np.zeros((3, 3), bool)
        self.grid = KernelGrid(np.zeros((3, 3)), self._turned)
        self.grid.largest = 96
        self._speed = 3
        self._pace = Speed()
        self._pace.put(SPEEDS[self._speed])
        self._hands: Slot[Held] = Slot()
        self._problem: Slot[str] = Slot()
        self._touched: dict[tuple[int, int], float] = {}
        self._worker: Stream[StealSnapshot] | None = None
        self._before: Picture | None = None
        self._after: Picture | None = None
        self._opening: LatestCall[tuple[str, Path], tuple[str, Picture | str, str]] | None = None
        self._plot = Plot(-3, 5)
        self._points: list[tuple[float, float]] = []
        self._shown: dict[str, pygame.Surface] = {}
        self._lot: random.Random | None = None
        self._seconds = 0.0

    @property
    def typing(self) -> bool:
        """Whether digits belong to a knob."""
        return self.grid.typing

    @property
    def state(self) -> State:
        """What the descent is doing."""
        return self._worker.status.state if self._worker is not None else State.IDLE

    @property
    def error(self) -> float | None:
        """The largest difference between a knob and the hidden kernel's cell; None when there is none."""
        if not self.secret or self.snapshot is None:
            return None
        true = KERNELS[self.secret].effective
        return difference(self.snapshot.kernel, true)

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Controls above; pictures and loss at the left, knobs and facts at the right."""
        if self._before is None:
            self._first_secret()
        style, t = self.ctx.style, self.ctx.t
        controls = pygame.Rect(area.x, area.y, area.width, 2 * style.control + style.px(26))
        self.backdrop.panel(controls)
        inner = controls.inflate(-style.px(20), -style.px(20))
        self._secret_row(pygame.Rect(inner.x, inner.y, inner.width, style.control))
        self._play_row(pygame.Rect(inner.x, inner.bottom - style.control, inner.width, style.control))
        top = controls.bottom + style.gap
        below = pygame.Rect(area.x, top, area.width, area.bottom - top)
        left, right = row(below, [-62, -38], style.gap)
        pictures = pygame.Rect(left.x, left.y, left.width, round(left.height * 0.52))
        names = ("before", "after", "ours")
        self._rooms = {
            name: self.backdrop.panel(rect, t(f"steal.{name}"))
            for name, rect in zip(names, row(pictures, [-1, -1, -1], style.gap), strict=True)
        }
        y = pictures.bottom + style.gap
        self._loss_room = self.backdrop.panel(
            pygame.Rect(left.x, y, left.width, left.bottom - y), t("steal.loss")
        )
        facts = style.px(150)
        knobs = pygame.Rect(right.x, right.y, right.width, right.height - facts - style.gap)
        room = self.backdrop.panel(knobs, t("steal.knobs"))
        hint = style.font("tiny").get_linesize() * 2 + style.px(6)
        self._hint = pygame.Rect(room.x, room.bottom - hint, room.width, hint)
        self._grid_room = pygame.Rect(room.x, room.y, room.width, room.height - hint - style.px(6))
        self.grid.layout(style, self._grid_room)
        self._facts = self.backdrop.panel(pygame.Rect(right.x, knobs.bottom + style.gap, right.width, facts))

    def _secret_row(self, rect: pygame.Rect) -> None:
        ctx, t = self.ctx, self.ctx.t
        new, reveal, before, after, size = row(rect, [-24, -20, -18, -18, -20], ctx.style.px(8))
        button(
            ctx,
            new,
            t("steal.new"),
            self.new_secret,
            icon="shuffle",
            tip=t("steal.new_tip"),
            object_id="#new_secret",
        )
        self._reveal = button(ctx, reveal, t("steal.reveal"), self.reveal, object_id="#reveal")
        for place, name in ((before, "before"), (after, "after")):
            button(
                ctx,
                place,
                t(f"steal.open_{name}"),
                partial(self._ask, name),
                icon="folder-open",
                tip=t("steal.open_tip"),
                object_id=f"#open_{name}",
            )
        self._steppers = [
            Stepper(
                ctx,
                size,
                lambda: f"{self.size} × {self.size}",
                self._resize,
                name="size",
                tip=t("steal.size_tip"),
            )
        ]

    def _play_row(self, rect: pygame.Rect) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        size = style.control
        play, again, label, speed, whitened, plain, release = row(
            rect, [size, size, style.px(120), style.px(170), -24, -24, -24], style.px(8)
        )
        running = self.state is State.RUNNING
        self._play = button(
            ctx,
            play,
            "",
            self.toggle,
            icon="pause" if running else "play",
            kind="primary",
            tip=t("steal.play"),
            object_id="#play",
        )
        self._play_icon = running
        button(ctx, again, "", self.restart, icon="rotate-ccw", tip=t("steal.restart"), object_id="#restart")
        self._speed_label = label
        self._slider = slider(ctx, speed, self._speed, (0, len(SPEEDS) - 1), object_id="#speed")
        self._methods = {
            name: button(
                ctx,
                place,
                t(f"steal.{name}"),
                partial(self._choose_method, name),
                tip=t(f"steal.{name}_tip"),
                object_id=f"#{name}",
            )
            for name, place in (("whitened", whitened), ("plain", plain))
        }
        button(
            ctx,
            release,
            t("steal.release"),
            self.release,
            icon="hand",
            tip=t("steal.release_tip"),
            object_id="#release",
        )
        self._mark()

    def _mark(self) -> None:
        for name, made in self._methods.items():
            select(made, name == self.method)

    # ------------------------------------------------------------------ secrets and pictures

    def _first_secret(self) -> None:
        self._lot = random.Random(self.ctx.seed)
        self.set_secret(SECRETS[0])

    def new_secret(self) -> None:
        """Filter the canvas's picture with another built-in kernel, drawn by lot."""
        lot = self._lot or random.Random(self.ctx.seed)
        self.set_secret(lot.choice([name for name in SECRETS if name != self.secret]))
        self.restart()

    def set_secret(self, name: str) -> None:
        """Filter the canvas's picture with a built-in kernel, whose name stays hidden."""
        from models.base.gallery import picture

        before = self.bench.painting.array()
        if self.bench.painting.blank or float(before.std()) < 4:
            before = picture("cat")  # from empty paper nothing can be learned
        self._before, self._after = before, hide(before, KERNELS[name])
        self.secret, self.revealed = name, False
        self._take_size(max(KERNELS[name].effective.shape))

    def reveal(self) -> None:
        """Say which kernel it is."""
        self.revealed = True

    def _ask(self, which: str) -> None:
        title = self.ctx.t(f"steal.open_{which}")
        self.ctx.pick_file(title, SUFFIXES, lambda path: self.open_file(which, path))

    def open_file(self, which: str, path: Path) -> None:
        """Decode the user's picture "before" or "after" in the background."""
        if self._opening is None:
            self._opening = LatestCall(decode, name="steal pictures", nice=NICE, inline=self.ctx.synchronous)
        self._opening.submit((which, path))

    def _poll_files(self) -> None:
        answer = self._opening.poll() if self._opening is not None else None
        if answer is None or answer.value is None:
            return
        which, found, name = answer.value
        if isinstance(found, str):
            self.ctx.notify(self.ctx.t(f"picture.{found}", file=name), "bad")
            return
        if self.secret:
            self._before = self._after = None
            self.secret, self.revealed = "", True
        if which == "before":
            self._before = found
        else:
            self._after = found
        self.stop()
        self.snapshot, self._points = None, []
        if self._before is not None and self._after is not None:
            if self._before.shape != self._after.shape:
                self.ctx.notify(self.ctx.t("steal.sizes_differ"), "bad")
            else:
                self.restart()
        self._show()

    # ------------------------------------------------------------------ the descent

    def toggle(self) -> None:
        """Start, pause or go on."""
        if self.state is State.RUNNING and self._worker is not None:
            self._worker.pause()
        elif self.state is State.PAUSED and self._worker is not None:
            self._worker.resume()
        else:
            self.restart()

    def restart(self) -> None:
        """Begin again with knobs drawn by lot."""
        self.stop()
        before, after = self._before, self._after
        if before is None or after is None or before.shape != after.shape:
            self.ctx.notify(self.ctx.t("steal.need_two"), "info")
            return
        self.release()
        self.snapshot, self._points, self._seconds = None, [], 0.0
        size, method, seed = self.size, self.method, self.ctx.seed
        self._problem.take()

        def make() -> Iterator[StealSnapshot]:
            try:
                snapshots = steal(before, after, size, method=method, seed=seed, held=self._hands.get)
                yield from paced(snapshots, self._pace, wait=not self.ctx.synchronous)
            except StealError as problem:
                self._problem.put(problem.code)

        self._worker = Stream(make, name="steal", nice=NICE, inline=self.ctx.synchronous)
        self._worker.start()

    def stop(self) -> None:
        """End the descent."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def _resize(self, step: int) -> None:
        size = min(max(self.size + step, 1), 9)
        if size != self.size:
            self._take_size(size)
            self.restart()

    def _take_size(self, size: int) -> None:
        self.size = size
        self.pinned = np.zeros((size, size), bool)
        self._touched = {}
        self._hands.take()
        self.snapshot = None
        self.grid.set(np.zeros((size, size)))
        self._show()

    def _choose_method(self, name: str) -> None:
        self.method = cast(Method, name)
        self._mark()
        self.restart()

    # ------------------------------------------------------------------ the user's hand

    def _turned(self) -> None:
        """The user turned a knob: it is held for a while."""
        old = self.snapshot.kernel if self.snapshot is not None else np.zeros_like(self.grid.matrix)
        changed = np.argwhere(np.abs(self.grid.matrix - old) > 1e-6)
        cell = self.grid.dragged or self.grid.pointed
        if cell is None and len(changed):
            cell = (int(changed[0][0]), int(changed[0][1]))
        if cell is not None:
            self._touched[cell] = HANDS_OFF
        self._put_hands()

    def pin(self, cell: tuple[int, int]) -> None:
        """Hold a knob fast until it is pinned again, or let it go."""
        self.pinned[cell] = not self.pinned[cell]
        self._touched.pop(cell, None)
        self._put_hands()

    def release(self) -> None:
        """Take the hands off every knob."""
        self.pinned[:] = False
        self._touched = {}
        self._hands.take()

    def _put_hands(self) -> None:
        held = np.full(self.grid.matrix.shape, np.nan, np.float32)
        for cell in np.ndindex(*held.shape):
            if self.pinned[cell] or cell in self._touched:
                held[cell] = self.grid.matrix[cell]
        if np.isnan(held).all():
            self._hands.take()
        else:
            self._hands.put(Held(held))

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn, pin and type; keys start and pause."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            self._speed = int(event.value)
            self._pace.put(SPEEDS[self._speed])
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 3 and self.grid.at(event.pos) is not None:
            cell = self.grid.at(event.pos)
            if cell is not None:
                self.pin(cell)
            return True
        if any(stepper.handle(event) for stepper in self._steppers) or self.grid.handle(event):
            return True
        if event.type == pygame.KEYDOWN and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            commands: dict[int, Callable[[], None]] = {
                pygame.K_SPACE: self.toggle,
                pygame.K_HOME: self.restart,
                pygame.K_n: self.new_secret,
                pygame.K_RETURN: self.grid.choose_first,
            }
            if event.key in commands:
                commands[event.key]()
                return True
        return False

    def update(self, dt: float) -> None:
        """Take the newest state, and take the hands off knobs that nobody turns any more."""
        self._poll_files()
        problem = self._problem.take()
        if problem is not None:
            self.ctx.notify(self.ctx.t(f"steal.{problem}"), "bad")
        dragged = self.grid.dragged
        before = set(self._touched)
        self._touched = {
            cell: left - (0 if cell == dragged else dt)
            for cell, left in self._touched.items()
            if left > 0 or cell == dragged
        }
        if set(self._touched) != before:
            self._put_hands()
        if self._worker is None:
            return
        if self.ctx.synchronous:
            self._worker.step()
        running = self.state is State.RUNNING
        if running != self._play_icon:
            self._play_icon = running
            set_icon(self.ctx, self._play, "pause" if running else "play", "primary")
        snapshot = self._worker.items.take()
        if snapshot is not None and snapshot.kernel.shape == self.grid.matrix.shape:
            self._take(snapshot, dt)

    def _take(self, snapshot: StealSnapshot, dt: float) -> None:
        self.snapshot = snapshot
        shown = snapshot.kernel.astype(np.float64).round(3)
        for cell in np.ndindex(*shown.shape):
            if cell in self._touched or self.pinned[cell]:
                shown[cell] = self.grid.matrix[cell]
        self.grid.follow(shown)
        if not snapshot.converged:
            self._seconds += dt
        elif self.secret and not self._touched and not self.pinned.any():
            self.revealed = True
        thin = max(1, len(snapshot.losses) // MOST_POINTS)
        losses, steps = snapshot.losses[::thin], snapshot.steps[::thin]
        self._points = [
            (float(step), math.log10(max(float(loss), 1e-3)))
            for step, loss in zip(steps, losses, strict=True)
        ]
        self._show()

    def _show(self) -> None:
        """Make the three pictures: the middle of each, in its own pixels."""
        self._shown = {}
        if self._before is None and self._after is None:
            return
        for name, image in (("before", self._before), ("after", self._after)):
            if image is not None:
                self._shown[name] = to_surface(middle(image))
        if self._before is not None and self.snapshot is not None:
            found = convolve(middle(self._before), self.snapshot.kernel, bias=self.snapshot.bias)
            self._shown["ours"] = to_surface(display(found, "clip"))

    def attract(self, dt: float) -> None:
        """Steal one filter after another."""
        if self._worker is None or (
            self.revealed and self._seconds + 4 < (self.snapshot.step / 30 if self.snapshot else 0)
        ):
            self.new_secret()

    def leave(self) -> None:
        """Pause."""
        if self._worker is not None:
            self._worker.pause()

    def close(self) -> None:
        """Stop, and wait a little."""
        worker = self._worker
        self.stop()
        if worker is not None:
            worker.join(1.0)
        if self._opening is not None:
            self._opening.close()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw pictures, loss, knobs and facts."""
        style, t = self.ctx.style, self.ctx.t
        for stepper in self._steppers:
            stepper.draw(screen)
        speed = SPEEDS[self._speed]
        words = t("steal.fastest") if speed == FASTEST else t("microscope.speed", n=speed)
        draw_text(
            screen,
            style,
            words,
            self._speed_label.midright,
            size="small",
            anchor="midright",
            colour=style.colour.muted,
        )
        for name, room in self._rooms.items():
            picture = self._shown.get(name)
            if picture is None:
                draw_paragraph(
                    screen, style, t(f"steal.no_{name}"), room, size="small", colour=style.colour.muted
                )
                continue
            target = fit(picture.get_size(), room)
            screen.blit(pygame.transform.smoothscale(picture, target.size), target)
        self._plot.draw(
            screen,
            style,
            self._loss_room,
            self._points,
            x_text=lambda x: f"{x:g}",
            y_text=lambda y: f"{10 ** round(y):g}" if abs(y - round(y)) < 1e-6 else "",
            colour=style.colour.human,
        )
        pull = self.snapshot.pull if self.snapshot is not None else None
        held = self.pinned.copy()
        for cell in self._touched:
            held[cell] = True
        self.grid.draw(screen)
        draw_knobs(screen, style, self.grid, pull, held)
        draw_paragraph(screen, style, t("steal.hint"), self._hint, size="tiny", colour=style.colour.muted)
        self._draw_facts(screen)

    def _draw_facts(self, screen: pygame.Surface) -> None:
        style, t, room = self.ctx.style, self.ctx.t, self._facts
        snapshot = self.snapshot
        if snapshot is None:
            draw_paragraph(screen, style, t("steal.note"), room, size="small", colour=style.colour.muted)
            return
        lines = [
            (t("steal.step"), t.number(snapshot.step)),
            (t("steal.loss_now"), t.number(snapshot.loss, 3 if snapshot.loss < 10 else 1)),
            (t("steal.bias"), t.number(snapshot.bias, 2)),
            (t("steal.used"), f"{snapshot.used:.0%}"),
        ]
        step = style.font("small").get_linesize() + style.px(2)
        y = room.y
        for name, value in lines:
            draw_text(screen, style, name, (room.x, y), size="small", colour=style.colour.muted)
            draw_text(
                screen, style, value, (room.right, y), size="small", face="mono_bold", anchor="topright"
            )
            y += step
        if self.revealed and self.secret:
            words = t("steal.it_was", name=t(f"kernel.{self.secret}"), error=t.number(self.error or 0.0, 3))
        elif snapshot.converged:
            words = t("steal.converged")
        else:
            words = t("steal.hidden") if self.secret else ""
        place = pygame.Rect(room.x, y + style.px(6), room.width, room.bottom - y)
        draw_paragraph(screen, style, words, place, face="bold", size="small", colour=style.colour.good)
