"""The row of buttons above, and how far the training is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pygame
from pygame_gui.elements import UIButton

from game.scenes.generator.training.session import TrainingRun
from game.ui.context import Context
from game.ui.tabs import not_loaded
from game.ui.widgets.controls import button, select, set_icon
from game.ui.widgets.text import draw_text, shorten

TOOLS = {
    "play": ("play", "Space"),
    "explain": ("step-forward", "E"),
    "fresh": ("rotate-ccw", "Home"),
    "seed": ("shuffle", "N"),
    "faces": ("user", "F"),
    "save": ("save", "Ctrl+S"),
    "load": ("folder-open", "Ctrl+O"),
}
"""By name: icon and key."""
BARE = ("save", "load")
"""Those without words."""


class Tools:
    """The row.

    Args:
        run: whose state it shows.
    """

    def __init__(self, run: TrainingRun) -> None:
        self.run = run

    def layout(self, ctx: Context, area: pygame.Rect, commands: Mapping[str, Callable[[], None]]) -> None:
        """Build the buttons."""
        self.ctx = ctx
        style, t = ctx.style, ctx.t
        font = style.font("body")
        self._buttons: dict[str, UIButton] = {}
        x = area.x
        for name, (icon, key) in TOOLS.items():
            widest = max(font.size(words)[0] for words in self._texts(name))
            width = style.control if name in BARE else widest + style.px(50)
            self._buttons[name] = button(
                ctx,
                pygame.Rect(x, area.y, width, area.height),
                "" if name in BARE else self._text(name),
                commands[name],
                icon="pause" if name == "play" and self.run.running else icon,
                kind="primary" if name == "play" else "",
                tip=f"{t(f'generator.training_{name}_tip')} ({key})",
                object_id=f"#{name}",
            )
            x += width + style.px(8)
        self._running = self.run.running
        x += style.px(8)
        self._status = pygame.Rect(x, area.y, max(0, area.right - x), area.height)

    def _texts(self, name: str) -> list[str]:
        """All that a button may say."""
        t = self.ctx.t
        if name == "play":
            return [t("generator.training_play"), t("generator.training_pause")]
        return [t("generator.training_seed", n=9999) if name == "seed" else t(f"generator.training_{name}")]

    def _text(self, name: str) -> str:
        t, run = self.ctx.t, self.run
        if name == "play":
            return t("generator.training_pause" if run.running else "generator.training_play")
        return t("generator.training_seed", n=run.seed) if name == "seed" else t(f"generator.training_{name}")

    def mark(self, *, explained: bool) -> None:
        """Show what is on."""
        if self.run.running != self._running:
            self._running = self.run.running
            play = self._buttons["play"]
            play.set_text(self._text("play"))
            set_icon(self.ctx, play, "pause" if self._running else "play", "primary", beside_text=True)
        seed = self._buttons["seed"]
        if seed.text != self._text("seed"):
            seed.set_text(self._text("seed"))
        select(self._buttons["explain"], explained)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw how far it is."""
        style, t, snapshot = self.ctx.style, self.ctx.t, self.run.snapshot
        if snapshot is None:
            words = t(
                "generator.training_status_starting" if self.run.started else "generator.training_status_idle"
            )
            words = not_loaded(self.ctx) or words
        else:
            words = t(
                "generator.training_status", step=t.number(snapshot.step), time=t.duration(snapshot.seconds)
            )
        words = shorten(words, style.font("small"), self._status.width)
        at = self._status.midright
        draw_text(screen, style, words, at, size="small", colour=style.colour.muted, anchor="midright")
