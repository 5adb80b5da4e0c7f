"""Repair: paint over a part, and the network fills it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Literal

import pygame

from game.scenes.inpainting.blind.session import BlindChoice
from game.scenes.inpainting.blind.window import BlindWindow
from game.scenes.inpainting.overlays import PatchedPicture
from game.scenes.inpainting.repair.demo import RepairDemo
from game.scenes.inpainting.repair.session import LOOKS, RepairSession
from game.scenes.inpainting.repair.tasks import object_removed
from game.scenes.inpainting.repair.view import RepairPanel
from game.scenes.inpainting.shared_state import FIRST, SharedState
from game.scenes.inpainting.tab import ComparedTab
from game.scenes.inpainting.toolbar import MaskTools
from game.ui.commands import Command, Commands


@dataclass(frozen=True)
class RepairOptions:
    """What a link opens the tab with: a gallery picture or a portrait's number, and what is missing."""

    picture: str = ""
    mask: Literal["", "none", "eyes", "scratches"] = ""


class RepairTab(ComparedTab[RepairSession]):
    """Canvas and result side by side, a column of choices, and the comparison below."""

    id: ClassVar[str] = "repair"
    group = "inpainting"
    file = "repaired.png"
    opens_with = RepairOptions

    def __init__(self, shared: SharedState) -> None:
        session = RepairSession(shared.masked, shared.store, shared.workers)
        super().__init__(shared, session, RepairPanel(session, self.choose_look))
        self.canvas = shared.canvas
        self.tools = MaskTools(shared.canvas, shared.pictures, self.choose_layer, self.ask_blind)
        self.blind = BlindChoice(shared.store, shared.workers, shared.seed)
        self.holed = PatchedPicture()
        self._follow(None)
        self._demo = RepairDemo(shared, session, self.result.wipe, self.choose_layer)
        self.commands = Commands(
            "inpainting",
            (
                Command("layer", self.next_layer, ("M",)),
                Command(
                    "mode", lambda: session.choose_mode("manual" if session.prefs.live else "live"), ("D",)
                ),
                Command(
                    "run",
                    self.run_or_cancel,
                    ("Enter",),
                    "wand-sparkles",
                    kind="primary",
                    icon_now=lambda: "x" if session.job.slow else "wand-sparkles",
                    label=lambda: self.ctx.t("inpainting.cancel" if session.job.slow else "inpainting.run"),
                    enabled=lambda: session.job.slow or self.can_run,
                ),
                Command("model", session.next_model, ("A",)),
                Command("next_answer", partial(session.another, 1), ("N",)),
                Command("previous_answer", partial(session.another, -1), ("Shift+N",)),
                Command("show_invented", partial(self.flip_look, "invented"), ("U",)),
                Command("intact", session.toggle_intact, pressed=lambda: self.masked.intact, kind="toggle"),
                *self.common_commands(),
            ),
        )

    def tables(self) -> Sequence[Commands]:
        """The tab's, and the open layer's tools."""
        return (self.commands, self.tools.commands)

    # ------------------------------------------------------------------ layout and links

    def layout(self, area: pygame.Rect) -> None:
        """Tools above; canvas, result and choices; the comparison below when it is wanted."""
        style = self.ctx.style
        tools = pygame.Rect(area.x, area.y, area.width, self.tools.height(self.ctx, area.width))
        self.backdrop.panel(tools)
        top = tools.bottom + style.gap
        rest = pygame.Rect(area.x, top, area.width, area.bottom - top)
        self.canvas.layout(style, self.lay_out(rest, ()))
        self.canvas.hint = self.ctx.t("inpainting.hint")
        self.tools.layout(self.ctx, tools)

    def open_with(self, options: RepairOptions) -> None:
        """Open a picture, and hide a part of it; without either, the scratched photograph."""
        first = RepairOptions(FIRST, "scratches")
        wanted = options if options.picture or options.mask else first
        self.open_picture(wanted.picture, wanted.mask)
        self.session.choose_mode("live")
        self.session.choose_model("auto")
        self.start_over()
        if self.canvas.layer != "mask":
            self.choose_layer("mask")

    def shown(self) -> RepairOptions:
        """The picture, if it is a bundled one, and the mask, if it is a sample."""
        return RepairOptions(self.shared.pictures.address, self.shared.mask_name)  # type: ignore[arg-type]

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return {"object-removed": object_removed}[name](self.session)

    # ------------------------------------------------------------------ commands

    @property
    def can_run(self) -> bool:
        """Whether there is something to fill."""
        session = self.session
        return not session.empty and self.ctx.loader.ready and session.stale and not session.job.running

    @property
    def reusable(self) -> bool:
        """Whether there is a result."""
        return not self.session.empty and not self.session.unfilled

    def choose_layer(self, layer: str) -> None:
        """Paint on the mask, or on the picture."""
        self.canvas.choose_layer(layer)
        self.rebuild()

    def next_layer(self) -> None:
        """Change between mask and picture."""
        self.choose_layer("picture" if self.canvas.layer == "mask" else "mask")

    def ask_blind(self) -> None:
        """Open the blind choice."""
        if self.ctx.loader.ready and not self.ctx.modal():
            BlindWindow(self.ctx, self.blind)

    def run_or_cancel(self) -> None:
        """Fill now, or stop what is under way."""
        if not self.cancel() and self.ctx.loader.ready and not self.session.empty:
            self.session.run(texture=True)

    def cancel(self) -> bool:
        """Stop the stroke, or the fill that is under way."""
        if self.canvas.busy:
            self.canvas.cancel()
            return True
        return super().cancel()

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """The tools, the result, the canvas."""
        if self.panel.handle(event) or self.tools.handle(event) or self.result.handle(event):
            return True
        used = self.canvas.handle(event)
        self.session.strokes += used and event.type == pygame.MOUSEBUTTONDOWN
        return used

    def hold(self, held: bool) -> bool:
        """Show the original as long as the key is held."""
        return self.hold_over(held, lambda: self.canvas.pointed)

    def update(self, dt: float) -> None:
        """Follow picture and mask; ask; take answers."""
        if self.shared.picture_dirty is not None:
            self._follow(self.shared.picture_dirty)
        self.session.update(ready=self.ctx.loader.ready, hand=self.canvas.busy)
        hole = self.session.hole()
        if hole is not self.holed.patch:
            self.holed.show(hole)
        result = self.session.job.result
        self.show_newest(pygame.Rect(result.patch.box) if result is not None else None)
        self.tools.update()

    def _follow(self, changed: pygame.Rect | None) -> None:
        for picture in (self.result.outcome, self.holed):
            picture.follow(self.masked.surface, changed)

    def attract(self, dt: float) -> None:
        """Play itself."""
        self._demo.play(self.ctx, dt)

    def close(self) -> None:
        """Stop the workers."""
        self.blind.close()
        super().close()

    def leave(self) -> None:
        """Finish what the hand was doing."""
        self.canvas.leave()
        self.result.release()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw tools, canvas, result, choices, comparison."""
        self.tools.draw(screen)
        self.canvas.draw(screen)
        before = self.masked if self.result.held else self.holed
        words = self.ctx.t("inpainting.original" if self.result.held else "inpainting.before")
        self.draw_result(screen, (before.surface, before.version, words), self._name())

    def _name(self) -> str:
        t, session = self.ctx.t, self.session
        if session.empty:
            return ""
        if session.unfilled:
            return t("inpainting.unfilled")
        name = t(f"inpainting.method_{session.method}")
        return name if session.look == LOOKS[0] else f"{name} · {t(f'inpainting.look_{session.look}')}"
