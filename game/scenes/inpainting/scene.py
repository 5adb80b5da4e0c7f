"""Inpainting: what is painted over is filled by a network, and rain is removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import pygame

from game.scenes.inpainting.mask_canvas import MaskCanvas
from game.scenes.inpainting.shared_state import SharedState
from game.ui.commands import Command, Commands
from game.ui.tabs import TabbedScene


class InpaintingScene(TabbedScene):
    """Two tabs over one picture."""

    id: ClassVar[str] = "inpainting"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "repair": "game.scenes.inpainting.repair.tab:RepairTab",
        "rain": "game.scenes.inpainting.rain.tab:RainTab",
    }
    shared: SharedState

    def __init__(self) -> None:
        shared = SharedState()
        super().__init__(shared)
        pictures = shared.pictures
        self.sources = Commands(
            "inpainting",
            (
                Command("from_gallery", lambda: pictures.show_gallery(self.ctx), ("G",), "image"),
                Command("from_portrait", self._show_portraits, ("P",), "smile"),
                Command("from_open", lambda: pictures.ask(self.ctx), ("Ctrl+O",), "folder-open"),
                Command("from_paste", lambda: pictures.paste(self.ctx), ("Ctrl+V",), "clipboard-paste"),
                Command("from_sheet", shared.sheet, (), "brush"),
            ),
        )

    def _show_portraits(self) -> None:
        self.shared.pictures.show_portraits(self.ctx, "inpainting.portraits_note")

    @property
    def canvas(self) -> MaskCanvas:
        """The shared canvas."""
        return self.shared.canvas

    def begin(self) -> str:
        """Open the picture, and the tab that is remembered."""
        self.shared.begin(self.ctx)
        return self.shared.prefs.room

    def layout_strip(self, rect: pygame.Rect) -> None:
        """Where pictures come from, at the right end."""
        self.sources.layout(self.ctx, rect, right=True)

    def commands(self) -> Sequence[Commands]:
        """The open tab's, and where pictures come from."""
        return (*super().commands(), self.sources)

    def opened(self, name: str) -> None:
        """Remember which tab is open."""
        self.shared.store.change(room=name)

    def handle_first(self, event: pygame.event.Event) -> bool:
        """Take dropped files."""
        return self.shared.pictures.drop(self.ctx, event)

    def update(self, dt: float) -> None:
        """Take opened pictures; the open tab does the rest."""
        self._settle()
        self.shared.update(self.ctx)
        super().update(dt)

    def leave(self) -> None:
        """Finish what the hand was doing, and remember how everything was left."""
        super().leave()
        self.shared.remember()

    def close(self) -> None:
        """Stop every tab's work."""
        super().close()
        if self._begun:
            self.shared.close()
