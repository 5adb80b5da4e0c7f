"""What a scene is given by the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pygame
import pygame_gui

from game.ui.assets import Assets
from game.ui.language import Language
from game.ui.settings import Folders, Settings
from game.ui.style import Style
from game.workers.library_loader import LibraryLoader
from game.workers.status import Status, describe
from game.workers.workers import Workers

REASONS = {
    "DiskFull": "app.disk_full",
    "PermissionError": "app.not_allowed",
    "FileNotFoundError": "app.not_there",
    "FloatingPointError": "app.diverged",
    "NameTooLong": "app.name_too_long",
    "ProcessDied": "arena.trainer_died",
}
"""Texts for kinds of errors, as `game.workers.status.Status` names them."""


def why(t: Language, error: Status | Exception) -> str:
    """What went wrong, in a language if it has words for it."""
    status = error if isinstance(error, Status) else describe(error)
    if status.kind in REASONS:
        return t(REASONS[status.kind])
    return (isinstance(error, OSError) and error.strerror) or status.error


@dataclass(frozen=True)
class FileRequest:
    """What the file dialog is opened for.

    Attributes:
        title: the key of its title.
        suffixes: which files it lists.
        callback: gets the chosen path.
        save: proposes a name for a new file; empty means that an existing file is wanted.
        folder: where it begins; the user's pictures when absent.
    """

    title: str
    suffixes: frozenset[str]
    callback: Callable[[Path], object]
    save: str = ""
    folder: Path | None = None


@dataclass(frozen=True)
class Context:
    """What a scene may use. A new one is made at every layout; scenes keep no other way to the app.

    Attributes:
        area: the part of the window below the bar, in pixels.
        workers: makes everything that works beside the window.
        go: opens a link, such as "lecture" or "convolution/microscope?example=3"; see `game.ui.links`.
        notify: shows a message for some seconds; `kind` is "info", "good" or "bad".
        modal: whether a dialog lies over the scene.
        pick_file: opens the file dialog.
        choose_keys: opens the window in which keys are chosen.
        title_free: whether a scene may build beside its title in the top bar; not with the lecture's line.
    """

    assets: Assets
    t: Language
    style: Style
    ui: pygame_gui.UIManager
    settings: Settings
    folders: Folders
    loader: LibraryLoader
    area: pygame.Rect
    seed: int
    workers: Workers
    go: Callable[[str], None]
    notify: Callable[[str, str], None]
    pick_file: Callable[[FileRequest], None]
    modal: Callable[[], bool]
    choose_keys: Callable[[], None]
    title_free: bool = True

    def why(self, error: Status | Exception) -> str:
        """What went wrong, in the user's language where there are words for it."""
        return why(self.t, error)
