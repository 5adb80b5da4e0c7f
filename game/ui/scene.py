"""What a scene is.

The life of a scene: `enter` -> (`handle`, `update`, `draw`)* -> `leave`, as often as the user comes back, and
`close` once at the end. `layout` builds the widgets; it is called on entering and whenever the window, the
language, the theme or the scale changed. What must outlive a layout is kept in the scene, not in widgets.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ClassVar

import pygame

from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.links import Link, LinkError
from game.ui.settings import Settings

MOVING = 60.0
"""Pictures a second: the most that are drawn."""
AT_REST = 20.0
"""Pictures a second of what does not move by itself, once nobody has touched the app for a while."""


class Screen(ABC):
    """What the window shows: a scene, or one of its tabs."""

    id: ClassVar[str]
    ctx: Context

    @property
    def typing(self) -> bool:
        """Whether letters and digits belong to what is being edited."""
        return False

    @property
    def rest_rate(self) -> float:
        """Pictures a second that are enough while nobody touches the app; `MOVING` where something moves."""
        return AT_REST

    def handle(self, event: pygame.event.Event) -> bool:
        """React to an event that the widgets left over; True when it was used."""
        return False

    @abstractmethod
    def update(self, dt: float) -> None:
        """Poll workers and advance by `dt` seconds."""

    @abstractmethod
    def draw(self, screen: pygame.Surface) -> None:
        """Draw below the widgets; changes no state."""

    def draw_over(self, screen: pygame.Surface) -> None:  # noqa: B027 - may be left out
        """Draw above the widgets; changes no state."""

    def attract(self, dt: float) -> None:  # noqa: B027 - may be left out
        """Play itself (kiosk): called before `update` while nobody touches the app."""

    def task(self, name: str) -> Callable[[], bool]:
        """The check of a task that begins now: false at first, true once the user has done it; cheap to ask.

        Raises:
            KeyError: there is no such task.
        """
        raise KeyError(name)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """Parts of the picture that a question may ask to point at, by name."""
        return {}

    def keepsake(self) -> Mapping[str, object]:
        """Numbers that were made here, for the lecture's handout: by name, a number, a row or rows of them.

        The text `handout.made_{name}` says what they are.
        """
        return {}

    def leave(self) -> None:  # noqa: B027 - may be left out
        """Go off the screen: finish what the hand was doing, pause the work."""

    def close(self) -> None:  # noqa: B027 - may be left out
        """The app ends: stop the work, wait for it a little, save."""


class Scene(Screen):
    """A scene of the app."""

    def enter(self, ctx: Context, link: Link | None = None) -> None:
        """Come on the screen with what a link asks for, see `open_link`, or as it was left."""
        self.relayout(ctx, link)

    def relayout(self, ctx: Context, link: Link | None = None) -> None:
        """Rebuild the widgets for a new size, language, theme or scale, or for a link.

        The old ones are already gone.
        """
        self.ctx = ctx
        self.layout()
        if link is not None and not link.bare:
            self.open_link(link)

    @abstractmethod
    def layout(self) -> None:
        """Build the widgets inside `ctx.area`."""

    def settings_changed(self, settings: Settings) -> None:
        """Take settings that change nothing on the screen, such as the volume."""
        self.ctx = replace(self.ctx, settings=settings)

    def commands(self) -> Sequence[Commands]:
        """What can be done on the screen, for the help's list of keys."""
        return ()

    def open_link(self, link: Link) -> None:
        """Show what a link to this scene asks for, while it is on the screen.

        Raises:
            LinkError: there is no such thing.
        """
        if not link.bare:
            raise LinkError("link.no_tab", scene=self.id, tab=link.tab, tabs="")

    def link(self) -> Link:
        """The address of what is on the screen."""
        return Link(self.id)

    def claims(self, event: pygame.event.Event) -> bool:
        """Take a key press before the app's own keys and the focus ring do; True when it was used.

        Never asked while a dialog is open.
        """
        return False

    def help(self) -> str:
        """The key of the help for what is on the screen."""
        return f"{self.id}.help"
