"""The windows that may lie over any scene: the file dialog, and its question before a file is replaced."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pygame
import pygame_gui
from pygame_gui.windows import UIConfirmationDialog, UIFileDialog

from game.ui.context import Context
from game.ui.widgets.window import centred, enter


class FileWindow(UIFileDialog):
    """pygame_gui's file dialog, blocking, with a callback."""

    def __init__(
        self,
        ctx: Context,
        title: str,
        suffixes: frozenset[str],
        callback: Callable[[Path], None],
        save: str,
        folder: Path,
    ) -> None:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        start = folder if folder.is_dir() else Path.home()
        super().__init__(
            centred(ctx, 720, 560),
            ctx.ui,
            window_title=title,
            allowed_suffixes=set(suffixes),
            initial_file_path=str(start / save) if save else str(start),
            allow_existing_files_only=not save,
        )
        self.set_blocking(True)
        self._ctx = ctx
        self._callback = callback
        self._saves = bool(save)
        self._suffixes = suffixes

    def process_event(self, event: pygame.event.Event) -> bool:
        """Enter confirms, in the field with the name and outside of it."""
        used = bool(super().process_event(event))
        if event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED:
            entered = event.ui_element is self.file_path_text_line
        else:
            entered = enter(event)
        if entered and self._on_top() and self.ok_button.is_enabled:
            self.ok_button.on_self_event(pygame_gui.UI_BUTTON_PRESSED, {"mouse_button": pygame.BUTTON_LEFT})
            return True
        return used

    def _on_top(self) -> bool:
        """Whether it is open, and no question about deleting a file lies over it."""
        windows = self.ui_manager.get_window_stack().get_full_stack()
        return bool(windows) and windows[-1] is self

    def picked(self, path: Path) -> None:
        """Call back; the app does it, because a dialog is closed before the event with its path arrives.

        Before a file is written over, a window asks.
        """
        if self._saves and len(self._suffixes) == 1:
            path = path.with_suffix(next(iter(self._suffixes)))
        if self._saves and path.exists():
            OverwriteWindow(self._ctx, path, self._callback)
        else:
            self._callback(path)


class OverwriteWindow(UIConfirmationDialog):
    """Asks before a file is written over."""

    def __init__(self, ctx: Context, path: Path, callback: Callable[[Path], None]) -> None:
        super().__init__(
            centred(ctx, 520, 260),
            ctx.t("app.overwrite", file=path.name),
            ctx.ui,
            window_title=ctx.t("app.overwrite_title"),
            action_short_name=ctx.t("app.overwrite_yes"),
            blocking=True,
        )
        self._path = path
        self._callback = callback

    def process_event(self, event: pygame.event.Event) -> bool:
        """Enter and the button confirm."""
        if enter(event) or (
            event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element is self.confirm_button
        ):
            self.kill()  # type: ignore[no-untyped-call]
            self._callback(self._path)
            return True
        return bool(super().process_event(event))
