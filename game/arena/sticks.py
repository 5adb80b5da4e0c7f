"""The human's hands: which keys are held, and what that means."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

STAY, UP, DOWN = 0, 1, 2
_COMMAND = pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META


class Sticks:
    """Keeps the keys that are down.

    Attributes:
        held: their names.
    """

    def __init__(self) -> None:
        self.held: set[str] = set()

    def take(self, event: pygame.event.Event) -> str:
        """Note what an event changes; returns the name of a key that was pressed by itself, or nothing."""
        if event.type == pygame.KEYUP:
            self.held.discard(pygame.key.name(event.key))
        elif event.type == pygame.WINDOWFOCUSLOST:
            self.held.clear()
        elif event.type == pygame.KEYDOWN and not event.mod & _COMMAND:
            return pygame.key.name(event.key)
        return ""

    def action(self, keys: Mapping[str, tuple[str, ...]]) -> int:
        """What the held keys ask for: an index into the game's actions. Both at once hold still."""
        up, down = bool(self.held & set(keys["up"])), bool(self.held & set(keys["down"]))
        return STAY if up == down else UP if up else DOWN
