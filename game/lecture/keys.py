"""The lecture's keys: a clicker's, those that answer, and those that are shown in the help."""

from __future__ import annotations

from typing import Protocol

import pygame

from game.lecture.card import Card
from game.lecture.presenter import Presenter
from game.lecture.session import LectureSession
from game.lecture.shell import PAGES, Shell
from game.ui.commands import Commands
from game.workers.status import State

CLICKER = frozenset({pygame.K_PAGEUP, pygame.K_PAGEDOWN, pygame.K_F5})
"""Keys that are the lecture's even while a text is typed."""
CONTROL = pygame.KMOD_CTRL | pygame.KMOD_META | pygame.KMOD_ALT
DIGITS = {key: digit for digit in range(1, 5) for key in (pygame.K_0 + digit, pygame.K_KP1 + digit - 1)}


class Moves(Protocol):
    """What the keys do that are in no table."""

    def next(self) -> None: ...  # noqa: D102
    def previous(self) -> None: ...  # noqa: D102
    def toggle_presenting(self) -> None: ...  # noqa: D102
    def vote(self, choice: int, hands: int = 1) -> None: ...  # noqa: D102
    def end(self) -> None: ...  # noqa: D102


class Keys:
    """Takes key presses before anything else does.

    Args:
        session: where in the lecture one is.
        shell: the app.
        moves: what is done.
        table: the lecture's commands.
        presenter: the presenter's tools.
        card: where numbers are typed.
    """

    def __init__(
        self,
        session: LectureSession,
        shell: Shell,
        moves: Moves,
        table: Commands,
        presenter: Presenter,
        card: Card,
    ) -> None:
        self._session = session
        self._shell = shell
        self._moves = moves
        self._table = table
        self._presenter = presenter
        self._card = card
        self._held: set[int] = set()

    def handle(self, event: pygame.event.Event) -> bool:
        """Do what a key means in the lecture; True when it was used."""
        if event.type == pygame.KEYUP:
            self._held.discard(event.key)
        session, shell = self._session, self._shell
        if event.type == pygame.JOYBUTTONDOWN:
            return session.on and not shell.dialog_open and self._table.handle(event)
        if event.type != pygame.KEYDOWN:
            return False
        if event.key in CLICKER and not event.mod & CONTROL and not shell.dialogs.choosing_key:
            return self._click(event)
        if not session.on or shell.dialog_open or shell.typing:
            return False
        if event.key == pygame.K_ESCAPE:
            return session.presenting and self._escape(event)
        if self._answer(event) or self._table.handle(event):
            return True
        return session.presenting and self._presenter.handle_key(event)

    def _click(self, event: pygame.event.Event) -> bool:
        """Do what a clicker's key means, but once while it is held: it repeats while a scene opens."""
        key, shell, moves = event.key, self._shell, self._moves
        if key == pygame.K_F5 and shell.context().loader.status.state is State.ERROR:
            return False  # it tries to load the libraries again
        if event.scancode:  # which keys have not that a program presses
            if key in self._held:
                return True
            self._held.add(key)
        if not self._session.on and key != pygame.K_F5 and shell.scene_id != PAGES:
            return False
        if shell.dialog_open:
            shell.dialogs.close()
        if key != pygame.K_F5:
            (moves.next if key == pygame.K_PAGEDOWN else moves.previous)()
        elif not self._session.presenting:
            moves.toggle_presenting()
        return True

    def _escape(self, event: pygame.event.Event) -> bool:
        """Lay down pen and laser, else let the scene stop what it does, else end the presentation."""
        if self._presenter.escape():
            return True
        if self._shell.focus.current is not None:
            return False
        if not self._shell.scene.claims(event):
            self._moves.end()
        return True

    def _answer(self, event: pygame.event.Event) -> bool:
        """Digits answer the question while it is asked."""
        session, question = self._session, self._session.stop.question
        if question is None or session.phase != "question" or event.mod & CONTROL:
            return False
        if question.number is not None:
            begun = bool(self._card.written)  # a clicker's point begins no number, it makes the screen black
            asks_black = session.presenting and event.key == pygame.K_PERIOD and not begun
            return not asks_black and self._card.type(event)
        choice = DIGITS.get(event.key, 0)
        if not 1 <= choice <= len(session.votes):
            return False
        self._moves.vote(choice, -1 if event.mod & pygame.KMOD_SHIFT else 1)
        return True
