"""Which dialog lies over the scene: it is opened, closed, and opened again after a new layout."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import pygame
import pygame_gui
from pygame_gui.elements import UIWindow

from game.app.about import AboutWindow
from game.app.focus import FocusRing
from game.app.help_window import HelpWindow
from game.app.keys_window import KeysWindow
from game.app.settings_window import SettingsWindow
from game.ui.commands import Commands
from game.ui.context import Context, FileRequest
from game.ui.scene import Scene
from game.ui.widgets.file_window import FileWindow
from game.ui.widgets.window import Reopening

KEPT_FROM_THE_SCENE = (
    *(pygame.KEYDOWN, pygame.TEXTINPUT, pygame.DROPFILE, pygame.JOYBUTTONDOWN),
    *(pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION, pygame.MOUSEWHEEL),
)


class Tables(Protocol):
    """Everything that can be done."""

    def tables(self) -> Sequence[Commands]: ...  # noqa: D102


class Shell(Protocol):
    """What dialogs need of the app."""

    ui: pygame_gui.UIManager
    focus: FocusRing

    def context(self) -> Context: ...  # noqa: D102
    def change(self, **fields: object) -> None: ...  # noqa: D102
    def toggle_fullscreen(self) -> None: ...  # noqa: D102
    @property
    def commands(self) -> Tables: ...  # noqa: D102


class Dialogs:
    """The dialogs of the app.

    Args:
        shell: the app.
        kiosk: there are no settings and no files.
    """

    def __init__(self, shell: Shell, *, kiosk: bool) -> None:
        self._shell = shell
        self.kiosk = kiosk

    @property
    def windows(self) -> list[UIWindow]:
        """What lies over the scene, the topmost last."""
        stack = self._shell.ui.get_window_stack().get_full_stack()
        return [window for window in stack if isinstance(window, UIWindow) and window.alive()]

    @property
    def choosing_key(self) -> bool:
        """Whether the next key press is wanted as it is."""
        return any(isinstance(window, KeysWindow) and window.choosing_key for window in self.windows)

    def blocks(self, event: pygame.event.Event) -> bool:
        """Whether a dialog keeps the event from the scene."""
        return event.type in KEPT_FROM_THE_SCENE and bool(self.windows)

    def toggle_help(self, scene: Scene, lecture: Sequence[Commands], everywhere: Commands) -> None:
        """Close what is open, or open a scene's help, with what can be done in the lecture and everywhere."""
        if self.windows:
            self.close()
        else:
            ctx, key = self._shell.context(), scene.help()
            tables = {
                "help.here": scene.commands(),
                "lecture.title": lecture,
                "help.everywhere": (everywhere,),
            }
            HelpWindow(ctx, key if ctx.t.has(key) else "lecture.help", tables)

    def open_settings(self) -> None:
        """Open the settings."""
        shell = self._shell
        if not (self.kiosk or self.windows):
            SettingsWindow(shell.context(), shell.change, shell.toggle_fullscreen, self.about)

    def choose_keys(self) -> None:
        """Open the window in which keys are chosen, in the place of what is open."""
        if not self.kiosk:
            self.close()
            KeysWindow(self._shell.context(), self._shell.change, self._shell.commands.tables)

    def about(self) -> None:
        """Show the versions, in the place of what is open."""
        self.close()
        AboutWindow(self._shell.context())

    def pick_file(self, wanted: FileRequest) -> None:
        """Open the file dialog."""
        if self.kiosk:
            ctx = self._shell.context()
            ctx.notify(ctx.t("kiosk.no_files"), "info")
        elif not self.windows:
            FileWindow(self._shell.context(), wanted)

    def close(self) -> None:
        """Close whatever lies over the scene."""
        for window in self.windows:
            window.on_close_window_button_pressed()
        self._shell.focus.clear()

    def closed(self) -> None:
        """Take the keyboard off the widgets of a dialog that was closed."""
        if not self.windows:
            self._shell.focus.clear()

    def reopen(self, windows: Sequence[UIWindow]) -> None:
        """After a new layout: open again what was open before."""
        for window in windows:
            if isinstance(window, Reopening):
                window.again(self._shell.context())
