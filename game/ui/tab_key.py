"""The Tab key: held over a picture it shows what was before, pressed shortly it goes to the next control."""

from __future__ import annotations

import time
from collections.abc import Callable

import pygame

TAP = 0.25
"""A Tab key that is let go of sooner goes to the next control; a longer one showed the original."""


class TabKey:
    """Tells the one use from the other.

    Args:
        hold: shows what was before, or no longer; False where there is nothing to show.
    """

    def __init__(self, hold: Callable[[bool], bool]) -> None:
        self._hold = hold
        self._since: float | None = None
        self._through = False

    def press(self, event: pygame.event.Event) -> bool:
        """Take a key press, unless it is to go to the next control; True when it was used."""
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_SHIFT):
            return False
        if self._through:
            self._through = False
            return False
        if self._since is None and self._hold(True):
            self._since = time.monotonic()
        return self._since is not None

    def handle(self, event: pygame.event.Event) -> None:
        """Look whether it was let go of, or the window is no longer the one that is typed into."""
        if event.type == pygame.KEYUP and event.key == pygame.K_TAB:
            self._release()
        if event.type == pygame.WINDOWFOCUSLOST:
            self.forget()
            self._hold(False)

    def forget(self) -> None:
        """Be up again, whatever was held."""
        self._since = None

    def _release(self) -> None:
        since, self._since = self._since, None
        if since is None:
            return
        self._hold(False)
        if time.monotonic() - since < TAP:
            self._through = True
            again = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_TAB, mod=0, unicode="\t", scancode=0)
            pygame.event.post(again)
