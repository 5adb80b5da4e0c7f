"""The three pictures, the loss, the knobs and the facts of a descent."""

from __future__ import annotations

import pygame
import pygame_gui

from game.scenes.convolution.kernel_grid import KernelGrid
from game.scenes.convolution.steal.knobs import draw_knobs
from game.scenes.convolution.steal.requests import middle
from game.scenes.convolution.steal.session import SPEEDS, StealSession
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack, row
from game.ui.surfaces import fit, to_surface
from game.ui.widgets.controls import slider
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.plot import Plot
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height
from game.workers.pacing import FASTEST
from game.workers.status import State
from models.convolution.convolve import convolve
from models.convolution.display import display

PICTURES = ("before", "after", "ours")


class StealView:
    """Draws a session; a hand turns its knobs."""

    def __init__(self, session: StealSession) -> None:
        self._session = session
        self.grid = KernelGrid(session.values, self._turned)
        self.grid.largest = 96
        self._plot = Plot(-3, 5)
        self._shown: dict[str, pygame.Surface] = {}
        self._version = -1

    def _turned(self) -> None:
        self._session.turn(self.grid.matrix, self.grid.dragged or self.grid.pointed)

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Controls above; pictures and loss at the left, knobs and facts at the right."""
        self._ctx = ctx
        style, t = ctx.style, ctx.t
        parts = Stack(area, style.gap)
        controls = parts.take(2 * style.control + style.px(26))
        backdrop.panel(controls)
        lines = Stack(controls.inflate(-style.px(20), -style.px(20)), style.px(6))
        self._secret_row(commands, lines.take(style.control))
        self._play_row(commands, lines.take(style.control))
        left, right = row(parts.rest, [-62, -38], style.gap)
        at_left = Stack(left, style.gap)
        places = row(at_left.take(round(left.height * 0.52)), [-1, -1, -1], style.gap)
        self._rooms = backdrop.panels({name: t(f"steal.{name}") for name in PICTURES}, places)
        self._loss_room = backdrop.panel(at_left.rest, t("steal.loss"))
        at_right = Stack(right, style.gap)
        room = backdrop.panel(at_right.take(right.height - style.text_px(150) - style.gap), t("steal.knobs"))
        self._facts = backdrop.panel(at_right.rest)
        hint = paragraph_height(style, t("steal.hint"), room.width, size="tiny")
        knobs = Stack(room, style.px(6))
        self.grid.layout(style, knobs.take(room.height - hint - style.px(6)))
        self._hint = knobs.rest

    def _secret_row(self, commands: Commands, rect: pygame.Rect) -> None:
        ctx = self._ctx
        *places, size = row(rect, [-24, -20, -18, -18, -20], ctx.style.px(8))
        for name, place in zip(("new_secret", "reveal", "open_before", "open_after"), places, strict=True):
            commands.place(ctx, name, place, worded=True)
        words = lambda: f"{self._session.size} × {self._session.size}"  # noqa: E731
        self._size = Stepper(ctx, size, words, self._session.resize, name="size", tip=ctx.t("steal.size_tip"))

    def _play_row(self, commands: Commands, rect: pygame.Rect) -> None:
        ctx, style = self._ctx, self._ctx.style
        widths = [style.control, style.control, style.px(120), style.px(170), -24, -24, -24]
        play, again, self._speed_label, speed, *rest = row(rect, widths, style.px(8))
        commands.place(ctx, "play", play)
        commands.place(ctx, "restart", again)
        self._slider = slider(ctx, speed, self._session.speed, (0, len(SPEEDS) - 1), object_id="#speed")
        for name, place in zip(("whitened", "plain", "release"), rest, strict=True):
            commands.place(ctx, name, place, worded=True)

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn, pin and type."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            self._session.set_speed(int(event.value))
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 3:
            cell = self.grid.at(event.pos)
            if cell is not None:
                self._session.pin(cell)
                return True
        return self._size.handle(event) or self.grid.handle(event)

    def update(self) -> None:
        """Follow the session: its knobs, and the middle of each picture in its own pixels."""
        session = self._session
        if session.version == self._version:
            return
        self._version = session.version
        if self.grid.matrix.shape != session.values.shape:
            self.grid.set(session.values.copy())
        else:
            self.grid.follow(session.values.copy())
        images = {"before": session.before, "after": session.after}
        self._shown = {n: to_surface(middle(image)) for n, image in images.items() if image is not None}
        if session.before is not None and session.snapshot is not None:
            found = convolve(middle(session.before), session.snapshot.kernel, bias=session.snapshot.bias)
            self._shown["ours"] = to_surface(display(found, "clip"))

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw pictures, loss, knobs and facts."""
        style, t, session = self._ctx.style, self._ctx.t, self._session
        self._size.draw(screen)
        speed = SPEEDS[session.speed]
        words = t("steal.fastest") if speed == FASTEST else t("microscope.speed", n=float(speed))
        at = self._speed_label.midright
        draw_text(screen, style, words, at, size="small", anchor="midright", colour="muted")
        for name, room in self._rooms.items():
            picture = self._shown.get(name)
            if picture is None:
                draw_paragraph(screen, style, t(f"steal.no_{name}"), room, size="small", colour="muted")
                continue
            target = fit(picture.get_size(), room)
            screen.blit(pygame.transform.smoothscale(picture, target.size), target)
        self._plot.draw(
            screen,
            style,
            self._loss_room,
            session.points,
            x_text=t.short,
            y_text=lambda y: t.short(10 ** round(y)) if abs(y - round(y)) < 1e-6 else "",
            colour=style.colour.human,
        )
        self.grid.draw(screen)
        pull = session.snapshot.pull if session.snapshot is not None else None
        draw_knobs(screen, style, self.grid, pull, session.held)
        draw_paragraph(screen, style, t("steal.hint"), self._hint, size="tiny", colour="muted")
        self._draw_facts(screen)

    def _draw_facts(self, screen: pygame.Surface) -> None:
        style, t, session, snapshot = self._ctx.style, self._ctx.t, self._session, self._session.snapshot
        if snapshot is None:
            draw_paragraph(screen, style, t("steal.note"), self._facts, size="small", colour="muted")
            return
        parts = Stack(self._facts, style.px(2))
        for name, value in (
            ("step", t.number(snapshot.step)),
            ("loss_now", t.number(snapshot.loss, 3 if snapshot.loss < 10 else 1)),
            ("bias", t.number(snapshot.bias, 2)),
            ("used", t.percent(snapshot.used)),
        ):
            line = parts.take(style.font("small").get_linesize())
            draw_text(screen, style, t(f"steal.{name}"), line.topleft, "small", colour="muted")
            draw_text(screen, style, value, line.topright, "small", "mono_bold", anchor="topright")
        if session.revealed and session.secret:
            error = t.number(session.error or 0.0, 3)
            words = t("steal.it_was", name=t(f"kernel.{session.secret}"), error=error)
        elif session.state is State.IDLE:
            words = t("steal.no_ours")
        elif snapshot.converged:
            words = t("steal.converged")
        else:
            words = t("steal.hidden") if session.secret else ""
        parts.skip(style.px(6))
        draw_paragraph(screen, style, words, parts.rest, "small", "bold", "good")
