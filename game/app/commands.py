"""What can be done everywhere, by the bar's buttons and by keys."""

from __future__ import annotations

from typing import Protocol

import pygame
from pygame_gui.elements import UITextEntryLine

from game.app import dialogs
from game.app.screenshots import Screenshots
from game.app.stage import Stage
from game.lecture.desk import Desk
from game.lecture.shell import START
from game.scenes import SCENES
from game.ui.clipboard import write_text
from game.ui.commands import Command, Commands
from game.ui.keys import CONTROL
from game.ui.settings import Settings

NOT_WRITTEN = 1 << 30
"""Numbers of keys that write nothing begin here."""


class Shell(dialogs.Shell, Protocol):
    """What the commands need of the app."""

    dialogs: dialogs.Dialogs
    stage: Stage
    lecture: Desk
    screenshots: Screenshots
    running: bool


class AppCommands:
    """The commands of the app, and their keys.

    Attributes:
        table: those that a key does everywhere.
    """

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.go = shell.stage.go
        self.open_settings = shell.dialogs.open_settings
        self.table = self._commands()

    def _commands(self) -> Commands:
        """What keys do everywhere; an exhibition has neither settings nor files nor an end."""
        shell = self._shell
        open_to_all, no_dialog = lambda: not shell.dialogs.kiosk, lambda: not shell.dialogs.windows
        return Commands(
            "everywhere",
            (
                Command("help", self.toggle_help, ("F1",)),
                Command("language", self.toggle_language, ("F2",)),
                Command("theme", self.toggle_theme, ("F3",)),
                Command("settings", self.open_settings, ("F10",), enabled=open_to_all),
                Command("fullscreen", shell.toggle_fullscreen, ("F11", "Alt+Enter")),
                Command("screenshot", lambda: shell.screenshots.take(), ("F12",), enabled=open_to_all),
                Command("copy_link", self.copy_link, ("Ctrl+L",), enabled=no_dialog),
                Command("quit", self.quit, ("Ctrl+Q",), enabled=open_to_all),
            ),
        )

    @property
    def _lasting(self) -> tuple[Commands, ...]:
        """What can be done whatever is on the screen."""
        lecture = self._shell.lecture
        return (lecture.table, lecture.presenter.tools, self.table)

    def tables(self) -> tuple[Commands, ...]:
        """All that can be done on the screen that is open, in the lecture and everywhere."""
        return (*self._shell.stage.scene.commands(), *self._lasting)

    def remap(self, settings: Settings) -> None:
        """Let the commands that are on no scene, the lecture's too, have the keys that the user chose."""
        for table in self._lasting:
            table.remap(settings.commands)

    def keys_of(self, name: str) -> tuple[str, ...]:
        """The keys of one of them; Escape is always the way back."""
        return self.table.keys(self.table[name]) if name != "back" else ("Esc",)

    def use(self, event: pygame.event.Event) -> bool:
        """Do what a key does everywhere; False when it means nothing special here."""
        shell, key = self._shell, event.key
        control = bool(event.mod & CONTROL)
        if shell.dialogs.choosing_key:
            return False
        written = not control and not event.mod & pygame.KMOD_ALT and key < NOT_WRITTEN
        if not (written and self.typing) and self.table.handle(event):
            return True
        if key == pygame.K_ESCAPE:
            return self._escape()
        if control or not pygame.K_0 <= key <= pygame.K_9 or self.typing or shell.dialogs.windows:
            return False
        places = (START, *(spec.id for spec in SCENES))
        if key - pygame.K_0 < len(places):
            self.go(places[key - pygame.K_0])
        return True

    @property
    def typing(self) -> bool:
        """Whether letters and digits belong to a text field."""
        focused = self._shell.ui.get_focus_set() or set()
        in_field = any(isinstance(element, UITextEntryLine) for element in focused)
        return in_field or self._shell.stage.scene.typing

    def leave(self) -> None:
        """End the lecture, or go to its start."""
        if self._shell.lecture.session.on:
            self._shell.lecture.end()
        else:
            self.go(START)

    def quit(self) -> None:
        """End the app after this frame."""
        self._shell.running = False

    def copy_link(self) -> None:
        """Copy the address of what is on the screen."""
        link, ctx = str(self._shell.stage.scene.link()), self._shell.context()
        write_text(link)
        ctx.notify(ctx.t("link.copied", link=link), "good")

    def toggle_language(self) -> None:
        """Russian, English."""
        self._shell.change(language="en" if self._shell.context().settings.language == "ru" else "ru")

    def toggle_theme(self) -> None:
        """Dark, light."""
        self._shell.change(theme="light" if self._shell.context().settings.theme == "dark" else "dark")

    def toggle_help(self) -> None:
        """Open or close the scene's help."""
        shell = self._shell
        shell.dialogs.toggle_help(shell.stage.scene, shell.lecture.tables(), self.table)

    def _escape(self) -> bool:
        """Close a dialog, else leave the controls, else the scene; False while a text is typed."""
        shell = self._shell
        if shell.dialogs.windows:
            shell.dialogs.close()
        elif self.typing:
            return False
        elif shell.focus.current is not None:
            shell.focus.clear()
        elif shell.lecture.session.on or str(shell.stage.scene.link()) != START:
            self.leave()
        return True
