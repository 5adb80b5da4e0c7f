"""What a tab of the laboratory is, and the registry of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from importlib import import_module
from typing import ClassVar

import pygame

from game.scenes.convolution.workbench import Workbench
from game.ui.scene import Context
from game.ui.widgets.panel import Backdrop


class Tab(ABC):
    """A part of the laboratory. Its life is a scene's: what must outlive a layout is kept in the tab.

    Args:
        bench: the canvas and the pictures that all tabs share.
    """

    id: ClassVar[str]

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench

    @property
    def typing(self) -> bool:
        """Whether digits belong to this tab."""
        return False

    def enter(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, rebuild: Callable[[], None]) -> None:
        """Come on the screen, or be laid out anew; `rebuild` asks for the latter (not from a button)."""
        self.ctx, self.backdrop, self.rebuild = ctx, backdrop, rebuild
        self.layout(area)

    @abstractmethod
    def layout(self, area: pygame.Rect) -> None:
        """Build the widgets inside an area; draw what stays on the backdrop."""

    def handle(self, event: pygame.event.Event) -> bool:
        """React to an event; True when it was used."""
        return False

    @abstractmethod
    def update(self, dt: float) -> None:
        """Poll workers and advance by `dt` seconds."""

    @abstractmethod
    def draw(self, screen: pygame.Surface) -> None:
        """Draw over the backdrop, below the buttons; changes no state."""

    def attract(self, dt: float) -> None:  # noqa: B027 - a tab may leave it out
        """Play itself (kiosk)."""

    def leave(self) -> None:  # noqa: B027 - a tab may leave it out
        """Go off the screen: pause the work."""

    def close(self) -> None:  # noqa: B027 - a tab may leave it out
        """The app ends: stop the work."""


# By id: module:Class. Modules are imported when a tab is first opened.
TABS: dict[str, str] = {
    "draw": "game.scenes.convolution.draw.tab:DrawTab",
    "microscope": "game.scenes.convolution.microscope.tab:MicroscopeTab",
    "shift": "game.scenes.convolution.shift.tab:ShiftTab",
    "steal": "game.scenes.convolution.steal.tab:StealTab",
    "network": "game.scenes.convolution.network.tab:NetworkTab",
}


def make_tab(name: str, bench: Workbench) -> Tab:
    """A new tab.

    Raises:
        KeyError: no such tab.
    """
    module, _, attribute = TABS[name].partition(":")
    tab: Tab = getattr(import_module(module), attribute)(bench)
    return tab
