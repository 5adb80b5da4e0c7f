"""What can be done everywhere, by the bar's buttons and by keys."""

from __future__ import annotations

from collections.abc import Callable
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


class Shell(dialogs.Shell, Protocol):
    """What the commands need of the app."""

    dialogs: dialogs.Dialogs
    stage: Stage
    lecture: Desk
    screenshots: Screenshots
    running: bool


class AppCommands:
    """The commands of the app, and their keys."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.go = shell.stage.go
        self.open_settings = shell.dialogs.open_settings

    def use(self, key: int, mod: int) -> bool:
        """Do what a key does everywhere; False when it means nothing special here."""
        shell, control = self._shell, bool(mod & (pygame.KMOD_CTRL | pygame.KMOD_META))
        commands: dict[int, Callable[[], None]] = {
            pygame.K_F1: self.toggle_help,
            pygame.K_F2: self.toggle_language,
            pygame.K_F3: self.toggle_theme,
            pygame.K_F10: self.open_settings,
            pygame.K_F11: shell.toggle_fullscreen,
            pygame.K_F12: shell.screenshots.take,
        }
        if control:
            commands[pygame.K_q] = self.quit
            if not shell.dialogs.windows:
                commands[pygame.K_l] = self.copy_link
        if mod & pygame.KMOD_ALT:
            commands[pygame.K_RETURN] = shell.toggle_fullscreen
        if shell.dialogs.kiosk:
            for forbidden in (pygame.K_F10, pygame.K_F12, pygame.K_q):
                commands.pop(forbidden, None)
        if key in commands:
            commands[key]()
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
        self._shell.dialogs.toggle_help(self._shell.stage.scene, self._shell.lecture.tables())

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
