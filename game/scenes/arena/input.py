"""The human's hands: keys that are held, gamepads, and the mouse."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set

import pygame

from agents.emulators.games import SCREEN_HEIGHT, SCREEN_WIDTH, GameSpec
from agents.emulators.joystick import SWITCHES, hand_action
from agents.emulators.two_player import SIDES
from game.ui.gamepads import Gamepads

_COMMAND = pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META


class InputState:
    """Keeps the keys that are down.

    Attributes:
        held: their names.
        pads: the gamepads.
        pointer: where the mouse is in the console's picture, (row, column) in its pixels; None outside, and
            since a key was pressed.
    """

    def __init__(self) -> None:
        self.held: set[str] = set()
        self.pads = Gamepads()
        self.pointer: tuple[float, float] | None = None
        self._pressed = False

    def take(self, event: pygame.event.Event) -> str:
        """Note what an event changes; returns the name of a key that was pressed by itself, or nothing."""
        if event.type == pygame.KEYUP:
            self.held.discard(pygame.key.name(event.key))
        elif event.type == pygame.WINDOWFOCUSLOST:
            self.let_go()
        elif event.type == pygame.KEYDOWN and not event.mod & _COMMAND:
            self.pointer = None
            return pygame.key.name(event.key)
        return ""

    def point(self, event: pygame.event.Event, picture: pygame.Rect) -> bool:
        """Follow the mouse over a console's picture; True when its button was pressed there."""
        if event.type not in (pygame.MOUSEMOTION, pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
            return False
        inside = picture.collidepoint(event.pos)
        x, y = event.pos[0] - picture.x, event.pos[1] - picture.y
        row, column = y * SCREEN_HEIGHT / picture.height, x * SCREEN_WIDTH / picture.width
        self.pointer = (row, column) if inside else None
        if event.type == pygame.MOUSEMOTION:
            self._pressed &= bool(event.buttons[0])
        elif event.button == 1:
            self._pressed = inside and event.type == pygame.MOUSEBUTTONDOWN
            return self._pressed
        return False

    def let_go(self) -> None:
        """Nothing is held any more."""
        self.held.clear()
        self.pads.let_go()
        self.pointer, self._pressed = None, False

    def action(
        self,
        spec: GameSpec,
        keys: Mapping[str, tuple[str, ...]],
        paddle: Callable[[tuple[float, float]], Set[str]] | None = None,
    ) -> int:
        """The ALE action that keys, gamepads and mouse ask for together; all of the console's may be played.

        Args:
            spec: the game.
            keys: the names of the keys, by switch.
            paddle: tells what has to be held so that a paddle comes to where the mouse is.
        """
        held = {switch for switch in SWITCHES if self.held & set(keys[switch])} | self.pads.held
        if self.pointer is not None and paddle is not None and not held - {"fire"}:
            held |= paddle(self.pointer)
        return hand_action(spec, held | ({"fire"} if self._pressed else set()))

    def of_two(self, spec: GameSpec, pair: Mapping[str, tuple[str, ...]]) -> tuple[int, int]:
        """The ALE actions that the left player and the right one ask for, with keys and a gamepad each.

        Args:
            spec: the game.
            pair: the names of the keys, by side and switch, see `game.ui.settings.DEFAULT_PAIR`.
        """
        left, right = (
            hand_action(
                spec,
                {switch for switch in SWITCHES if self.held & set(pair[f"{side}_{switch}"])}
                | self.pads.held_by(player),
            )
            for player, side in enumerate(SIDES)
        )
        return left, right


def stick_keys(keys: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The names of all keys that move a stick or press its button."""
    return {name for action, names in keys.items() if action != "pause" for name in names}
