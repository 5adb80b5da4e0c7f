"""What a scene is, and what it is given.

The life of a scene: `enter` -> (`handle`, `update`, `draw`)* -> `leave`, as often as the user comes back, and
`close` once at the end. `layout` builds the widgets; it is called on entering and whenever the window, the
language, the theme or the scale changed. What must outlive a layout is kept in the scene, not in widgets.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

import pygame
import pygame_gui

from game.ui.assets import Assets
from game.ui.language import Language
from game.ui.settings import Folders, Settings
from game.ui.style import Style
from game.workers.background import Status, describe
from game.workers.library_loader import Loader

REASONS = {
    "DiskFull": "app.disk_full",
    "PermissionError": "app.not_allowed",
    "FileNotFoundError": "app.not_there",
    "FloatingPointError": "app.diverged",
    "ProcessDied": "arena.trainer_died",
}
"""Texts for kinds of errors, as `game.workers.background.Status` names them."""


def why(t: Language, error: Status | Exception) -> str:
    """What went wrong, in a language if it has words for it."""
    status = error if isinstance(error, Status) else describe(error)
    if status.kind in REASONS:
        return t(REASONS[status.kind])
    return (isinstance(error, OSError) and error.strerror) or status.error


class PickFile(Protocol):
    """Opens the file dialog; the callback gets the chosen path."""

    def __call__(
        self,
        title: str,
        suffixes: frozenset[str],
        callback: Callable[[Path], None],
        *,
        save: str = "",
        folder: Path | None = None,
    ) -> None:
        """Show the dialog.

        Args:
            title: its title.
            suffixes: which files it lists.
            callback: gets the chosen path.
            save: proposes a name for a new file; empty means that an existing file is wanted.
            folder: where it begins; the user's pictures when absent.
        """


@dataclass(frozen=True)
class Context:
    """What a scene may use. A new one is made at every layout; scenes keep no other way to the app.

    Attributes:
        area: the part of the window below the bar, in pixels.
        go: switches to another scene by its id.
        notify: shows a message for some seconds; `kind` is "info", "good" or "bad".
        synchronous: workers start no threads (tests).
        modal: whether a dialog lies over the scene.
        choose_keys: opens the window in which keys are chosen.
    """

    assets: Assets
    t: Language
    style: Style
    ui: pygame_gui.UIManager
    settings: Settings
    folders: Folders
    loader: Loader
    area: pygame.Rect
    seed: int
    synchronous: bool
    go: Callable[[str], None]
    notify: Callable[[str, str], None]
    pick_file: PickFile
    modal: Callable[[], bool]
    choose_keys: Callable[[], None]

    def why(self, error: Status | Exception) -> str:
        """What went wrong, in the user's language where there are words for it."""
        return why(self.t, error)


class Scene(ABC):
    """One screen of the app."""

    id: ClassVar[str]
    ctx: Context

    def enter(self, ctx: Context) -> None:
        """Come on the screen."""
        self.relayout(ctx)

    def relayout(self, ctx: Context) -> None:
        """Rebuild the widgets for a new size, language, theme or scale; the old ones are already gone."""
        self.ctx = ctx
        self.layout()

    @abstractmethod
    def layout(self) -> None:
        """Build the widgets inside `ctx.area`."""

    def claims(self, event: pygame.event.Event) -> bool:
        """Take a key press before the app's own keys and the focus ring do; True when it was used.

        Never asked while a dialog is open.
        """
        return False

    def handle(self, event: pygame.event.Event) -> bool:
        """React to an event that the widgets left over; True when it was used."""
        return False

    @abstractmethod
    def update(self, dt: float) -> None:
        """Poll workers and advance by `dt` seconds."""

    @abstractmethod
    def draw(self, screen: pygame.Surface) -> None:
        """Draw below the pygame_gui widgets; changes no state."""

    def draw_over(self, screen: pygame.Surface) -> None:  # noqa: B027 - a scene may leave it out
        """Draw above the pygame_gui widgets."""

    def help(self) -> str:
        """The key of the help for what is on the screen."""
        return f"{self.id}.help"

    def attract(self, dt: float) -> None:  # noqa: B027 - a scene may leave it out
        """Play itself (kiosk): called before `update` while nobody touches the app."""

    def leave(self) -> None:  # noqa: B027 - a scene may leave it out
        """Go off the screen: pause the work, drop the widgets."""

    def close(self) -> None:  # noqa: B027 - a scene may leave it out
        """The app ends: stop the work, wait for it a little, save."""
