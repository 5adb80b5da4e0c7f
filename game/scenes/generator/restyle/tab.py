"""Restyle: a portrait's latent is found, then hair, beard and glasses change by slider or by brush."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.generator.face_io import FaceDesk
from game.scenes.generator.latent_files import Origin
from game.scenes.generator.preferences import BEFORE, Before, RestylePreferences
from game.scenes.generator.problems import trouble
from game.scenes.generator.restyle.demo import RestyleDemo
from game.scenes.generator.restyle.panel import RestylePanel
from game.scenes.generator.restyle.requests import Subject
from game.scenes.generator.restyle.session import Restyling
from game.scenes.generator.restyle.strip import HEIGHT, RestyleStrip
from game.scenes.generator.restyle.toolbar import RestyleTools
from game.scenes.generator.restyle.view import RestyleView
from game.scenes.generator.shared_state import SharedState
from game.ui.layout import row
from game.ui.tabs import Tab
from game.ui.widgets.controls import head_buttons

Byte = NDArray[np.uint8]
COLUMN = 296
FILE = "restyled.png"


class RestyleTab(Tab):
    """Canvas and result side by side, a column of sliders, the way in numbers below."""

    id: ClassVar[str] = "restyle"

    def __init__(self, shared: SharedState) -> None:
        self.shared = shared
        self.state = Restyling(shared.networks)
        self.view = RestyleView(self.state)
        self.canvas, self.result = self.view.canvas, self.view.result
        self.canvas.brush = round(self.prefs.brush)
        self.result.wipe.on = self.prefs.wipe
        self.desk = FaceDesk(self.take)
        self.actions: dict[str, Callable[[], object]] = {
            "undo": self.state.undo,
            "redo": self.state.redo,
            "clear": self.state.clear,
            "pull": self.state.pull,
            "reset": self.state.reset,
            "portraits": lambda: self.desk.show_portraits(self.ctx),
            "random": self.another,
            "gallery": lambda: self.desk.show_gallery(self.ctx),
            "open": lambda: self.desk.ask(self.ctx),
            "paste": lambda: self.desk.paste(self.ctx),
        }
        self.tools = RestyleTools(self)
        self.panel = RestylePanel(self)
        self.strip = RestyleStrip(self)
        self._begun = False
        self._lot = np.random.default_rng()
        self._drawn = False
        self._demo = RestyleDemo()

    @property
    def prefs(self) -> RestylePreferences:
        """What is remembered."""
        return self.shared.prefs.restyle

    @property
    def before(self) -> Before:
        """What stands left of the divider: "given" or "found"."""
        return self.prefs.before

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Tools above; canvas, result and sliders; the way in numbers below."""
        self.desk.reopen(self.ctx)
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        tools = pygame.Rect(area.x, area.y, area.width, self.tools.height(ctx))
        self.backdrop.panel(tools)
        self.tools.layout(ctx, tools)
        top = tools.bottom + style.gap
        pictures, column = row(
            pygame.Rect(area.x, top, area.width, area.bottom - top), [-1, style.px(COLUMN)], style.gap
        )
        strip = pygame.Rect(pictures.x, 0, pictures.width, style.px(HEIGHT))
        strip.bottom = pictures.bottom
        pictures.height -= strip.height + style.gap
        left, right = row(pictures, [-1, -1], style.gap)
        rooms = (
            self.backdrop.panel(left, t("generator.restyle_canvas")),
            self.backdrop.panel(right, t("generator.restyle_result")),
        )
        self.view.layout(ctx, *rooms)
        head_buttons(
            ctx,
            right,
            (
                ("save", "restyle_save", "Ctrl+S", self.save),
                ("copy", "restyle_copy", "Ctrl+C", self.copy),
                ("sliders-horizontal", "restyle_to_generator", "T", self.to_generator),
                ("gavel", "restyle_to_judge", "J", self.to_judge),
                ("contrast", "restyle_wipe", "W", self.toggle_wipe),
            ),
            "generator",
        )
        self.strip.layout(ctx, self.backdrop, strip)
        self.panel.layout(ctx, self.backdrop, column)
        if not self._begun:
            self._begin()

    def _begin(self) -> None:
        """Begin with what has been handed over, or with a portrait drawn by lot."""
        self._begun = True
        self._lot = np.random.default_rng(self.ctx.seed or None)
        if not self._receive():
            self.another()

    def _receive(self) -> bool:
        handed = self.shared.receive(self.id)
        if handed is not None:
            self.take(handed.picture, self.ctx.t("generator.restyle_handed"), handed.latent)
        return handed is not None

    # ------------------------------------------------------------------ commands

    def take(self, picture: Byte, name: str, latent: NDArray[np.float32] | None) -> None:
        """Restyle another picture, (S, S, 3) uint8."""
        self.view.reset()
        self.state.take(Subject(picture, name, latent))

    def another(self) -> None:
        """Take one of the bundled portraits, drawn by lot."""
        self.desk.portraits.look_up(self.ctx, int(self._lot.integers(1 << 20)))
        self._drawn = True

    def choose_before(self, name: Before) -> None:
        """Show the given picture, or the portrait found, left of the divider."""
        self.shared.remember("restyle", before=name, wipe=True)
        self.result.wipe.on = True

    def toggle_wipe(self) -> None:
        """Before and after in one frame, or the result alone."""
        self.result.wipe.on = not self.result.wipe.on
        self.shared.remember("restyle", wipe=self.result.wipe.on)

    def possible(self, name: str) -> bool:
        """Whether a command of the tools would do something."""
        now = self.state.now
        if name == "undo":
            return self.state.steps.can_undo
        if name == "redo":
            return self.state.steps.can_redo
        if now is None:
            return False
        return bool(now.paint.rgba) or (name == "reset" and now.shown is not now.found)

    def _portrait(self) -> tuple[Byte, Origin]:
        now = self.state.now
        if now is None:
            raise LookupError("there is no portrait")
        return now.shown.picture, Origin(now.shown.latent)

    def _ready(self) -> bool:
        """Whether there is a portrait; else say so."""
        if self.state.now is None:
            self.ctx.notify(self.ctx.t("generator.restyle_nothing"), "info")
        return self.state.now is not None

    def save(self) -> None:
        """Let the user choose where to save the portrait; its latent goes into the file."""
        if self._ready():
            self.desk.ask_save(self.ctx, self._portrait, FILE)

    def copy(self) -> None:
        """Copy the portrait."""
        if self._ready():
            self.desk.copy(self.ctx, *self._portrait())

    def to_generator(self) -> None:
        """Hand the portrait to the generator's knobs."""
        self._hand("knobs")

    def to_judge(self) -> None:
        """Let the discriminator judge the portrait."""
        self._hand("judge")

    def _hand(self, room: str) -> None:
        if self._ready():
            picture, origin = self._portrait()
            self.shared.hand(room, picture, origin.latent)

    # ------------------------------------------------------------------ status

    def status(self) -> tuple[str, pygame.Color]:
        """One sentence about where things stand, and its colour."""
        ctx, t, state, colour = self.ctx, self.ctx.t, self.state, self.ctx.style.colour
        if not ctx.loader.ready:
            return t("app.loading"), colour.muted
        if self.trouble():
            return "", colour.muted
        if state.finding:
            return t("generator.restyle_finding", n=round(100 * state.progress)), colour.muted
        now = state.now
        if now is None:
            return t("generator.restyle_empty"), colour.muted
        if state.turned or state.pulling:
            words = "generator.restyle_following" if state.pulling else "generator.restyle_turning"
            return t(words, n=t.number(state.milliseconds)), colour.muted
        if now.found.far:
            return t("generator.restyle_far", n=t.number(now.found.distance, 1)), colour.human
        if state.cancelled:
            return t("generator.restyle_cancelled"), colour.muted
        if now.paint.rgba:
            return t("generator.restyle_painted"), colour.muted
        return t("generator.restyle_hint"), colour.muted

    def trouble(self) -> str:
        """Why there is no portrait, and the way out; empty when all is well."""
        return trouble(self.ctx, self.state.problem) or self.desk.portraits.problem

    # ------------------------------------------------------------------ events

    def cancel(self) -> bool:
        """Stop the search, the stroke, or the latent's way to the paint."""
        return self.state.cancel()

    def hold(self, held: bool) -> bool:
        """Show the original for as long as the key is held, when the pointer is over a picture."""
        if held and not self.view.pointed:
            return False
        self.result.held = held
        return True

    def handle(self, event: pygame.event.Event) -> bool:
        """Shortcuts; then sliders, tools, result, canvas."""
        if event.type == pygame.DROPFILE:
            self.desk.open(self.ctx, Path(event.file))
            return True
        if event.type == pygame.KEYDOWN and self._key(event):
            return True
        return self.panel.handle(event) or self.tools.handle(event) or self.view.handle(event)

    def _key(self, event: pygame.event.Event) -> bool:
        shift = bool(event.mod & pygame.KMOD_SHIFT)
        do = self.actions
        keys: dict[int, Callable[[], object]]
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            keys = {
                pygame.K_z: do["redo"] if shift else do["undo"],
                pygame.K_y: do["redo"],
                pygame.K_o: do["open"],
                pygame.K_v: do["paste"],
                pygame.K_s: self.save,
                pygame.K_c: self.copy,
            }
        else:
            other = BEFORE[1 - BEFORE.index(self.before)]
            keys = {
                pygame.K_p: do["portraits"],
                pygame.K_n: do["random"],
                pygame.K_g: do["gallery"],
                pygame.K_r: do["reset"],
                pygame.K_DELETE: do["clear"],
                pygame.K_RETURN: do["pull"],
                pygame.K_KP_ENTER: do["pull"],
                pygame.K_c: self.tools.ask_colour,
                pygame.K_x: lambda: self.tools.walk(-1 if shift else 1),
                pygame.K_w: self.toggle_wipe,
                pygame.K_v: lambda: self.choose_before(other),
                pygame.K_t: self.to_generator,
                pygame.K_j: self.to_judge,
                pygame.K_LEFT: lambda: self.result.wipe.push(-1),
                pygame.K_RIGHT: lambda: self.result.wipe.push(1),
            }
        command = keys.get(event.key)
        if command is not None:
            command()
        return command is not None

    # ------------------------------------------------------------------ frames

    def update(self, dt: float) -> None:
        """Take pictures and answers; follow sliders and paint."""
        self._receive()
        self.desk.update(self.ctx)
        self._take_lot()
        self.state.update(held=any(pygame.mouse.get_pressed()))
        if len(self.panel.rows) != len(self.state.directions):
            self.rebuild()
        self.view.follow(self.before)
        self.panel.follow()
        self.strip.follow()
        self.tools.mark()

    def _take_lot(self) -> None:
        """Take the first of the portraits that were drawn by lot for `another`."""
        samples = self.desk.portraits.samples
        if self._drawn and samples:
            self._drawn = False
            self.desk.open_portrait(self.ctx, samples[0])

    def attract(self, dt: float) -> None:
        """Play itself."""
        self._demo.play(self, dt)

    def leave(self) -> None:
        """Finish what the hand was doing."""
        self.view.release()
        self.state.rest()
        self.shared.remember("restyle", brush=float(self.canvas.brush))

    def close(self) -> None:
        """Stop the workers."""
        self.state.close()
        self.desk.close()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw tools, canvas, result, sliders, the way in numbers."""
        self.tools.draw(screen)
        self.panel.draw(screen)
        self.strip.draw(screen)
        self.view.draw(screen, self.before, self.trouble())
