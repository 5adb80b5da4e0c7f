"""What the lecture's pages share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import pygame

from game.lecture.notebook import Notebook
from game.lecture.session import LectureSession
from game.lecture.workshops import Workshops
from game.ui.commands import Command, Commands
from game.ui.tabs import Tab


class PageCommands(Protocol):
    """What the pages' buttons do."""

    def begin(self, *, presenting: bool = False) -> None: ...  # noqa: D102
    def open_stop(self, stop_id: str) -> None: ...  # noqa: D102


@dataclass(frozen=True)
class Shared:
    """What every page gets.

    Attributes:
        session: where in the lecture one is.
        commands: what the buttons do.
        workshops: the scenes, with their living previews.
        notebook: makes the handout.
    """

    session: LectureSession
    commands: PageCommands
    workshops: Workshops
    notebook: Notebook


class Page(Tab):
    """A page on which nothing moves by itself, and everything is on the backdrop.

    Args:
        shared: what the pages share.
    """

    def __init__(self, shared: Shared) -> None:
        self._shared = shared

    def update(self, dt: float) -> None:
        """Nothing moves."""

    def draw(self, screen: pygame.Surface) -> None:
        """Everything is on the backdrop."""

    def open_stop(self, index: int) -> None:
        """Go to a stop."""
        self._shared.commands.open_stop(self._shared.session.route.stops[index].id)


def takeaway(tab: Tab, notebook: Notebook) -> Commands:
    """The handout, and the end of all progress, as commands of a page."""
    return Commands(
        "lecture",
        (
            Command("handout", lambda: notebook.ask_save(tab.ctx), ("Ctrl+E",), "file-down"),
            Command("forget", lambda: notebook.ask_forget(tab.ctx, tab.rebuild), icon="trash-2"),
        ),
    )


def matches(words: Sequence[str], *texts: str) -> bool:
    """Whether all words, in small letters, stand in one of the texts, or in several together."""
    text = "\n".join(texts).lower().replace("ё", "е")
    return all(word.lower().replace("ё", "е") in text for word in words)
