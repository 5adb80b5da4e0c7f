"""What a presenter has besides the lecture: a black screen, a laser and a pen."""

from __future__ import annotations

from pathlib import Path

import pygame

from game.lecture.ink import Ink
from game.lecture.notes_window import NotesWindow, another_screen
from game.lecture.session import LectureSession
from game.ui.commands import Command, Commands
from game.ui.sound import Speaker

WAKING = frozenset(
    {pygame.K_PAGEUP, pygame.K_PAGEDOWN, pygame.K_b, pygame.K_PERIOD, pygame.K_F5, pygame.K_ESCAPE}
)
"""Keys that bring a black screen back; they do nothing else then."""
KEPT = frozenset(
    {pygame.KEYDOWN, pygame.TEXTINPUT, pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION, pygame.MOUSEWHEEL}
)
"""What a black screen keeps from what is behind it."""


class Presenter:
    """The presenter's tools.

    Args:
        session: where in the lecture one is.
        assets: the folder of the bundled files.

    Attributes:
        black: whether the screen is black, and silent.
        ink: pen and laser.
        notes: the second window.
        tools: the tools, as commands.
    """

    def __init__(self, session: LectureSession, assets: Path) -> None:
        self._session = session
        self.black = False
        self.notes = NotesWindow(assets, session)
        self._title = ""
        self.ink = Ink()
        ink = self.ink
        self.tools = Commands(
            "lecture",
            (
                Command("black", self.toggle_black, ("B", "."), "monitor-off"),
                Command("laser", ink.toggle_laser, ("Ctrl+J",), "circle-dot", pressed=lambda: ink.laser),
                Command("pen", ink.toggle_pen, ("Ctrl+P",), "pencil", pressed=lambda: ink.pen),
                Command("erase", ink.erase, ("Ctrl+E",), "eraser", enabled=lambda: bool(ink.strokes)),
                Command("notes", self.toggle_notes, ("Ctrl+N",), "monitor", pressed=lambda: self.notes.open),
            ),
        )

    def toggle_black(self) -> None:
        """Make the screen black and silent, or bring it back."""
        self.black = not self.black
        Speaker.mute(self.black)

    def begin(self, title: str) -> None:
        """The presentation begins: open the notes where there is a screen for them.

        Args:
            title: of the notes' window.
        """
        self._title = title
        if pygame.display.get_active():
            screen = another_screen(pygame.display.get_desktop_sizes(), pygame.display.get_window_position())
            if screen is not None:
                self.notes.show(title, screen)

    def toggle_notes(self) -> None:
        """Open the notes in a window, also where there is one screen alone, or close it."""
        if self.notes.open:
            self.notes.hide()
        else:
            self.notes.show(self._title)

    def lay_down(self) -> None:
        """Lay down everything: the presentation is over."""
        self.ink.lay_down()
        self.ink.erase()
        self.notes.hide()
        if self.black:
            self.toggle_black()

    def handle_black(self, event: pygame.event.Event) -> bool:
        """Take an event while the screen is black; True when nobody else may have it."""
        if not self.black:
            return False
        clicked = event.type == pygame.MOUSEBUTTONDOWN
        if clicked or (event.type == pygame.KEYDOWN and event.key in WAKING):
            self.toggle_black()
        return event.type in KEPT

    def escape(self) -> bool:
        """Lay down the pen or the laser; False where neither is in the hand."""
        used = self.ink.used
        self.ink.lay_down()
        return used

    def handle_key(self, event: pygame.event.Event) -> bool:
        """Take a tool by its key; True when it was used."""
        if event.key == pygame.K_e and self.ink.pen and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
            self.ink.erase()
            return True
        return self.tools.handle(event)

    def cover(self, screen: pygame.Surface) -> None:
        """Make the screen black, if it is to be."""
        if self.black:
            screen.fill("black")
