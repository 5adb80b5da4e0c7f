"""What the lecture needs of the app, and the places where it leads."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Protocol

import pygame_gui

from game.ui.context import Context
from game.ui.links import LinkError
from game.ui.scene import Scene
from game.ui.style import Style

log = logging.getLogger(__name__)

PAGES = "lecture"
"""The scene of the lecture's own pages."""
START = f"{PAGES}/start"
"""Where the lecture begins and ends, the app opens, and Escape leads."""
LATER = f"{PAGES}/later"
"""Shows a stop whose scene does not exist yet."""


class Dialogs(Protocol):
    """What lies over the scene."""

    @property
    def choosing_key(self) -> bool: ...  # noqa: D102
    def close(self) -> None: ...  # noqa: D102


class FocusRing(Protocol):
    """Which widget the keyboard is on."""

    current: Any

    def elements(self) -> list[Any]: ...  # noqa: D102


class Shell(Protocol):
    """What the lecture needs of the app."""

    ui: pygame_gui.UIManager

    @property
    def dialog_open(self) -> bool: ...  # noqa: D102
    @property
    def dialogs(self) -> Dialogs: ...  # noqa: D102
    @property
    def focus(self) -> FocusRing: ...  # noqa: D102
    @property
    def typing(self) -> bool: ...  # noqa: D102
    @property
    def scene(self) -> Scene: ...  # noqa: D102
    @property
    def scene_id(self) -> str: ...  # noqa: D102
    def context(self) -> Context: ...  # noqa: D102
    def show(self, link: str, *, fresh: bool = False) -> None: ...  # noqa: D102
    def go(self, link: str) -> None: ...  # noqa: D102
    def lay_out(self) -> None: ...  # noqa: D102
    def gui(self, style: Style) -> pygame_gui.UIManager: ...  # noqa: D102


def show_first(shell: Shell, links: Sequence[str], *, fresh: bool = False) -> bool:
    """Open the first of some links that leads anywhere; whether one does."""
    for link in links:
        try:
            shell.show(link, fresh=fresh)
        except LinkError as error:
            log.info("%s leads nowhere: %s", link, error)
        else:
            return True
    return False
