"""The human's hands: which keys are held and what gamepads hold, and what that means."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from agents.emulators.games import GameSpec
from agents.emulators.joystick import SWITCHES, hand_action
from game.scenes.arena.input.gamepads import Gamepads

_COMMAND = pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META


class InputState:
    """Keeps the keys that are down.

    Attributes:
        held: their names.
        pads: the gamepads.
    """

    def __init__(self) -> None:
        self.held: set[str] = set()
        self.pads = Gamepads()

    def take(self, event: pygame.event.Event) -> str:
        """Note what an event changes; returns the name of a key that was pressed by itself, or nothing."""
        if event.type == pygame.KEYUP:
            self.held.discard(pygame.key.name(event.key))
        elif event.type == pygame.WINDOWFOCUSLOST:
            self.let_go()
        elif event.type == pygame.KEYDOWN and not event.mod & _COMMAND:
            return pygame.key.name(event.key)
        return ""

    def let_go(self) -> None:
        """Nothing is held any more."""
        self.held.clear()
        self.pads.let_go()

    def action(self, spec: GameSpec, keys: Mapping[str, tuple[str, ...]]) -> int:
        """The ALE action that keys and gamepads ask for together; all of the console's may be played."""
        pressed = {switch for switch in SWITCHES if self.held & set(keys[switch])}
        return hand_action(spec, pressed | self.pads.held)


def stick_keys(keys: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The names of all keys that move a stick or press its button."""
    return {name for switch in SWITCHES for name in keys[switch]}
