"""What tabs about one sentence have in common: its line, clipboard and keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import pygame
from pygame_gui.core import ObjectID
from pygame_gui.elements import UITextEntryLine

from game.scenes.translation.session import SentenceSession
from game.scenes.translation.shared_state import SharedState
from game.ui.clipboard import copied_text
from game.ui.commands import Command, Commands
from game.ui.context import Context
from game.ui.language import readable
from game.ui.tabs import Tab
from game.ui.widgets.panel import Backdrop
from models.translation.rules.telling import telling
from models.translation.rules.tokens import LONGEST

LINKED = 500
"""Characters of a sentence that a link keeps."""
SHOW_SECONDS = 6.0


class SentenceView(Protocol):
    """What a tab about a sentence needs of its view."""

    field: UITextEntryLine

    @property
    def typing(self) -> bool: ...  # noqa: D102
    def layout(  # noqa: D102
        self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands
    ) -> None: ...
    def handle(self, event: pygame.event.Event) -> bool: ...  # noqa: D102
    def draw(self, screen: pygame.Surface) -> None: ...  # noqa: D102


class SentenceTab(Tab):
    """A tab about one sentence; `begin` makes its session, its view and its commands."""

    session: SentenceSession[Any]
    view: SentenceView

    def __init__(self, shared: SharedState) -> None:
        self._shared = shared
        self._script = 0.0

    def edits(self) -> Sequence[Command]:
        """Paste, undo and redo, for the table of commands."""
        session = self.session
        return (
            Command("paste", self.paste, ("Ctrl+V",), "clipboard-paste"),
            Command("undo", session.undo, ("Ctrl+Z",), "undo-2", enabled=lambda: session.can_undo),
            Command(
                "redo", session.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2", enabled=lambda: session.can_redo
            ),
        )

    def layout(self, area: pygame.Rect) -> None:
        """Build the controls."""
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    @property
    def typing(self) -> bool:
        """Whether letters belong to a line."""
        return self.view.typing

    def paste(self) -> None:
        """Take the clipboard's text."""
        text = " ".join(copied_text().split())
        if text:
            self.session.write(text, typing=False)
        else:
            self.ctx.notify(self.ctx.t("translation.nothing_copied"), "info")

    def type(self) -> None:
        """Go to the sentence's line."""
        self.ctx.ui.set_focus_set(self.view.field)

    def handle(self, event: pygame.event.Event) -> bool:
        """Type, click, roll, choose."""
        return self.view.handle(event)

    def attract(self, dt: float) -> None:
        """Show one telling sentence after another."""
        before, self._script = self._script, self._script + dt
        if int(before / SHOW_SECONDS) != int(self._script / SHOW_SECONDS):
            sources = [each.source for each in telling()]
            self.session.reset(sources[int(self._script / SHOW_SECONDS) % len(sources)])

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the session."""
        self.view.draw(screen)

    def leave(self) -> None:
        """Let go of the lines."""
        if self.view.typing:
            self.ctx.ui.set_focus_set(None)

    def close(self) -> None:
        """Stop the workers."""
        self.session.close()


def sentence_line(ctx: Context, place: pygame.Rect, text: str) -> UITextEntryLine:
    """Build the line that a sentence is written in."""
    field = UITextEntryLine(
        place,
        ctx.ui,
        object_id=ObjectID("#sentence", None),
        placeholder_text=ctx.t("translation.sentence_hint"),
    )
    field.set_text_length_limit(LONGEST)
    field.set_text(readable(text))
    return field
