"""Restyle: a portrait's latent is found, then hair, beard and glasses change by slider or by brush."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

import numpy as np
import pygame

from game.scenes.generator.latent_files import Origin
from game.scenes.generator.portrait_io import FaceIO
from game.scenes.generator.preferences import BEFORE, Before
from game.scenes.generator.problems import trouble
from game.scenes.generator.restyle.demo import RestyleDemo
from game.scenes.generator.restyle.paint_layer import PaintLayer
from game.scenes.generator.restyle.panel import RestylePanel
from game.scenes.generator.restyle.requests import Subject
from game.scenes.generator.restyle.session import Restyling
from game.scenes.generator.restyle.strip import HEIGHT, RestyleStrip
from game.scenes.generator.restyle.toolbar import RestyleToolbar
from game.scenes.generator.restyle.view import RestyleView
from game.scenes.generator.shared_state import Latent, SharedState
from game.ui.canvas.canvas_tools import zoom_commands
from game.ui.commands import Command, Commands
from game.ui.layout import column, row
from game.ui.tabs import Tab
from models.base.arrays import Byte
from models.base.typed_fields import Range

COLUMN = 296
FIRST = 5
"""The portrait that a link shows which names none."""
FILE = "restyled.png"
HEAD = ("save", "copy", "to_generator", "to_judge", "wipe")


@dataclass(frozen=True)
class RestyleOptions:
    """What a link may ask for.

    Attributes:
        portrait: one of the bundled portraits.
        before: what stands left of the divider; without it there is none.
    """

    portrait: Annotated[int, Range(0, 100_000)] | None = None
    before: Before | None = None


class RestyleTab(Tab):
    """Canvas and result side by side, a column of sliders, the way in numbers below."""

    id: ClassVar[str] = "restyle"
    opens_with = RestyleOptions

    def __init__(self, shared: SharedState) -> None:
        self.shared = shared
        layer = PaintLayer()
        self.session = Restyling(shared, layer)
        self.view = RestyleView(self.session, layer)
        self.canvas, self.result = self.view.canvas, self.view.result
        self.canvas.brush = round(self.session.prefs.brush)
        self.result.wipe.on = self.session.prefs.wipe
        self.files = FaceIO(shared.data.name, self.take)
        self.commands = Commands(
            "restyle", (*self._tools(), *self._edits(), *self._sources(), *self._looks())
        )
        self.tools = RestyleToolbar(self.canvas, self.commands)
        self.panel = RestylePanel(self.session, self.trouble)
        self.strip = RestyleStrip(self.session, self.commands)
        self._random = np.random.default_rng(shared.seed or None)
        self._wants_another = False
        self._demo = RestyleDemo()

    def _tools(self) -> tuple[Command, ...]:
        canvas = self.canvas

        def tool(name: str, key: str) -> Command:
            return Command(
                name, partial(canvas.choose, name), (key,), name, pressed=lambda: canvas.tool == name
            )

        return (
            tool("brush", "B"),
            tool("eraser", "E"),
            tool("pipette", "I"),
            Command("colour", lambda: self.tools.ask_colour(), ("C",), "palette"),
            Command("next_colour", lambda: self.tools.walk(1), ("X",)),
            Command("last_colour", lambda: self.tools.walk(-1), ("Shift+X",)),
        )

    def _edits(self) -> tuple[Command, ...]:
        session = self.session
        steps = session.steps
        return (
            Command("undo", session.undo, ("Ctrl+Z",), "undo-2", lambda: steps.can_undo),
            Command("redo", session.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2", lambda: steps.can_redo),
            Command("clear", session.clear, ("Del",), "trash-2", self._painted),
            Command("pull", session.pull, ("Enter",), "wand-sparkles", self._painted),
            Command("reset", session.reset, ("R",), "rotate-ccw", self._changed),
            *zoom_commands(self.canvas.view, self.canvas.zoom),
        )

    def _sources(self) -> tuple[Command, ...]:
        note = "generator.restyle_portraits_note"
        return (
            Command("portraits", lambda: self.files.show_portraits(self.ctx, note), ("P",), "smile"),
            Command("random", self.another, ("N",), "dices"),
            Command("gallery", lambda: self.files.show_gallery(self.ctx), ("G",), "image"),
            Command("open", lambda: self.files.ask(self.ctx), ("Ctrl+O",), "folder-open"),
            Command("paste", lambda: self.files.paste(self.ctx), ("Ctrl+V",), "clipboard-paste"),
        )

    def _looks(self) -> tuple[Command, ...]:
        session, wipe = self.session, self.result.wipe

        def before(name: Before) -> Command:
            def pressed() -> bool:
                return session.now is not None and session.prefs.before == name

            return Command(
                f"before_{name}",
                partial(self._show_before, name),
                enabled=lambda: session.now is not None,
                pressed=pressed,
                kind="chip",
            )

        def other() -> None:
            self._show_before(BEFORE[1 - BEFORE.index(session.prefs.before)])

        return (
            *map(before, BEFORE),
            Command("other_before", other, ("V",)),
            Command("wipe", self._toggle_wipe, ("W",), "contrast", kind="ghost"),
            Command("wipe_left", partial(wipe.push, -1), ("←",)),
            Command("wipe_right", partial(wipe.push, 1), ("→",)),
            Command("save", self.save, ("Ctrl+S",), "save", kind="ghost"),
            Command("copy", self.copy, ("Ctrl+C",), "copy", kind="ghost"),
            Command("to_generator", partial(self._hand, "knobs"), ("T",), "sliders-horizontal", kind="ghost"),
            Command("to_judge", partial(self._hand, "judge"), ("J",), "gavel", kind="ghost"),
        )

    # ------------------------------------------------------------------ layout

    def begin(self) -> None:
        """Take the portrait that another tab has handed over, or any."""
        if not self._receive():
            self.another()

    def layout(self, area: pygame.Rect) -> None:
        """Tools above; canvas, result and sliders; the way in numbers below."""
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        tools, below = column(area, [self.tools.height(ctx, area.width), -1], style.gap)
        self.backdrop.panel(tools)
        self.tools.layout(ctx, tools)
        pictures, sliders = row(below, [-1, style.px(COLUMN + (44 if style.hall else 0))], style.gap)
        above, strip = column(pictures, [-1, style.text_px(HEIGHT)], style.gap)
        left, right = row(above, [-1, -1], style.gap)
        self.view.layout(
            ctx,
            self.backdrop.panel(left, t("generator.restyle_canvas")),
            self.backdrop.panel(right, t("generator.restyle_result")),
        )
        self.commands.corner(ctx, right, HEAD)
        self.strip.layout(ctx, self.backdrop, strip)
        self.panel.layout(ctx, self.backdrop, sliders)

    def _receive(self) -> bool:
        handed = self.shared.receive(self.id)
        if handed is not None:
            self.take(handed.picture, self.ctx.t("generator.restyle_handed"), handed.latent)
        return handed is not None

    # ------------------------------------------------------------------ links

    def open_with(self, options: RestyleOptions) -> None:
        """Restyle one of the bundled portraits."""
        self._show_before(options.before or BEFORE[0])
        if options.before is None:
            self._toggle_wipe()
        self._wants_another = False
        self.files.open(self.ctx, FIRST if options.portrait is None else options.portrait)

    def shown(self) -> RestyleOptions:
        """The portrait, if it is a bundled one."""
        now, before = self.session.now, self.session.prefs.before if self.result.wipe.on else None
        return RestyleOptions(None if now is None else now.subject.portrait, before)

    # ------------------------------------------------------------------ commands

    def take(self, picture: Byte, name: str, latent: Latent | None, portrait: int | None = None) -> None:
        """Restyle another picture, (S, S, 3) uint8."""
        self.canvas.view.reset()
        self.session.take(Subject(picture, name, latent, portrait))

    def another(self) -> None:
        """Take one of the bundled portraits, chosen at random."""
        self.files.portraits.look_up(self.ctx, int(self._random.integers(1 << 20)))
        self._wants_another = True

    def _show_before(self, name: Before) -> None:
        """Show the given picture, or the portrait found, left of the divider."""
        self.session.remember(before=name, wipe=True)
        self.result.wipe.on = True

    def _toggle_wipe(self) -> None:
        """Before and after in one frame, or the result alone."""
        self.result.wipe.on = not self.result.wipe.on
        self.session.remember(wipe=self.result.wipe.on)

    def _painted(self) -> bool:
        now = self.session.now
        return now is not None and bool(now.paint.rgba)

    def _changed(self) -> bool:
        now = self.session.now
        return now is not None and (bool(now.paint.rgba) or now.shown is not now.found)

    def _portrait(self) -> tuple[Byte, Origin] | None:
        """The portrait; without one a message says so."""
        now = self.session.now
        if now is None:
            self.ctx.notify(self.ctx.t("generator.restyle_nothing"), "info")
            return None
        return now.shown.picture, Origin(now.shown.latent)

    def save(self) -> None:
        """Let the user choose where to save the portrait; its latent goes into the file."""
        found = self._portrait()
        if found is not None:
            self.files.ask_save(self.ctx, lambda: found[0], FILE, extra=lambda: found[1])

    def copy(self) -> None:
        """Copy the portrait."""
        found = self._portrait()
        if found is not None:
            self.files.copy(self.ctx, *found)

    def _hand(self, tab: str) -> None:
        found = self._portrait()
        if found is not None:
            self.shared.hand(tab, found[0], found[1].latent)

    def trouble(self) -> str:
        """Why there is no portrait, and the way out; empty when all is well."""
        return trouble(self.ctx, self.session.call.problem) or self.files.portraits.problem

    # ------------------------------------------------------------------ events and frames

    def cancel(self) -> bool:
        """Stop the search, the stroke, or the latent's way to the paint."""
        return self.session.cancel()

    def hold(self, held: bool) -> bool:
        """Show the original for as long as the key is held, when the pointer is over a picture."""
        if held and not self.view.pointed:
            return False
        self.result.held = held
        return True

    def handle(self, event: pygame.event.Event) -> bool:
        """Dropped files, sliders, tools, result, canvas."""
        return self.files.drop(self.ctx, event) or any(
            panel.handle(event) for panel in (self.panel.rows, self.tools, self.view)
        )

    def update(self, dt: float) -> None:
        """Take pictures and answers; follow sliders and paint."""
        self._receive()
        self.files.update(self.ctx)
        samples = self.files.portraits.samples
        if self._wants_another and samples:
            self._wants_another = False
            self.files.open_portrait(samples[0])
        self.session.update(held=any(pygame.mouse.get_pressed()))
        if len(self.panel.rows) != len(self.session.directions):
            self.rebuild()
        for panel in (self.view, self.panel, self.strip):
            panel.follow()
        self.tools.update()

    def attract(self, dt: float) -> None:
        """Play itself."""
        self._demo.play(self.session, self.result.wipe, self.another, dt)

    def leave(self) -> None:
        """Finish what the hand was doing."""
        self.view.release()
        self.session.rest()
        self.session.steps.shed()
        self.session.remember(brush=float(self.canvas.brush))

    def close(self) -> None:
        """Stop the workers."""
        self.session.close()
        self.files.close()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw tools, canvas, result, sliders, the way in numbers."""
        self.tools.draw(screen)
        self.panel.draw(screen)
        self.strip.draw(screen)
        self.view.draw(screen, self.trouble())
