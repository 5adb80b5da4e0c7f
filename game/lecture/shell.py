"""What the lecture needs of the app."""

from __future__ import annotations

from typing import Any, Protocol

import pygame_gui

from game.ui.context import Context
from game.ui.scene import Scene
from game.ui.style import Style


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
