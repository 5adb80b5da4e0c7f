"""The human's hands: keys that are held, and gamepads, which come and go while the app runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field

import pygame

from agents.emulators.games import SCREEN_HEIGHT, SCREEN_WIDTH, GameSpec
from agents.emulators.joystick import SWITCHES, hand_action

log = logging.getLogger(__name__)

ON, OFF = 0.5, 0.35
"""A stick counts as pushed from the first on, and until it comes back below the second."""
FIRE_BUTTONS = frozenset(range(4))
"""The buttons under the thumb."""
PAUSE_BUTTONS = frozenset({7, 9})
"""Start, as the two usual kinds of gamepads number it."""
IN_ORDER_PAUSE = frozenset({6})
IN_ORDER_CROSS = {11: "up", 12: "down", 13: "left", 14: "right"}
"""Start and the cross of pads without a hat (PlayStation 4, Switch Pro): their buttons are numbered in the
order of SDL's list."""
IN_ORDER_LEAST = 15
OWN_DRIVER = slice(28, 30)
"""Digits of a pad's number that say, by the letter h, that a driver of SDL reads it and not the system's."""
LONGEST_NAME = 40
_AXES = {0: ("left", "right"), 1: ("up", "down")}


@dataclass
class _Pad:
    """One gamepad: its name, and what of it is held, by where: an axis, a hat, the buttons."""

    name: str
    joystick: pygame.joystick.JoystickType | None = None
    held: dict[str, frozenset[str]] = field(default_factory=dict)
    buttons: set[int] = field(default_factory=set)
    used: bool = False
    in_order: bool = False


@dataclass(frozen=True)
class News:
    """What an event of a gamepad changed.

    Attributes:
        kind: "press" when something more is held, "pause", "added", "removed", or "other".
        name: the gamepad's.
        used: whether it has moved anything.
    """

    kind: str
    name: str = ""
    used: bool = False


class Gamepads:
    """The gamepads that are plugged in, and what they hold."""

    def __init__(self) -> None:
        self._pads: dict[int, _Pad] = {}

    def open(self) -> None:
        """Look which gamepads there are; whatever was held is let go."""
        self._pads.clear()
        try:
            pygame.joystick.init()
            count = pygame.joystick.get_count()
        except pygame.error:
            log.info("no gamepads", exc_info=True)
            return
        for index in range(count):
            self._add(index)

    def let_go(self) -> None:
        """Forget what is held."""
        for pad in self._pads.values():
            pad.held.clear()
            pad.buttons.clear()

    @property
    def held(self) -> set[str]:
        """What all of them hold together, of `agents.emulators.joystick.SWITCHES`."""
        held = {switch for pad in self._pads.values() for part in pad.held.values() for switch in part}
        if any(pad.buttons & FIRE_BUTTONS for pad in self._pads.values()):
            held.add("fire")
        return held

    def take(self, event: pygame.event.Event) -> News | None:
        """Note what an event changes; None for events of anything else."""
        if event.type == pygame.JOYDEVICEADDED:
            return self._add(event.device_index)
        if event.type == pygame.JOYDEVICEREMOVED:
            pad = self._pads.pop(event.instance_id, None)
            return News("removed", pad.name, pad.used) if pad is not None else News("other")
        if event.type not in (
            pygame.JOYAXISMOTION,
            pygame.JOYHATMOTION,
            pygame.JOYBUTTONDOWN,
            pygame.JOYBUTTONUP,
        ):
            return None
        pad = self._pads.get(event.instance_id)
        if pad is None:
            return News("other")
        before = self.held
        if event.type == pygame.JOYAXISMOTION and event.axis in _AXES:
            pad.held[f"axis {event.axis}"] = _pushed(pad.held.get(f"axis {event.axis}"), event)
        elif event.type == pygame.JOYHATMOTION:
            x, y = event.value
            pressed = {"left": x < 0, "right": x > 0, "up": y > 0, "down": y < 0}
            pad.held[f"hat {event.hat}"] = frozenset(name for name, on in pressed.items() if on)
        elif event.type == pygame.JOYBUTTONUP:
            pad.buttons.discard(event.button)
        elif event.type == pygame.JOYBUTTONDOWN:
            pad.buttons.add(event.button)
            if event.button in (IN_ORDER_PAUSE if pad.in_order else PAUSE_BUTTONS):
                return News("pause", pad.name, pad.used)
        if pad.in_order:
            pad.held["cross"] = frozenset(IN_ORDER_CROSS[n] for n in pad.buttons & set(IN_ORDER_CROSS))
        more = bool(self.held - before)
        pad.used |= more
        return News("press" if more else "other", pad.name, pad.used)

    def _add(self, index: int) -> News:
        """Open a gamepad by its place in the system's list; it may be gone again already."""
        try:
            joystick = pygame.joystick.Joystick(index)
            number, name = joystick.get_instance_id(), joystick.get_name()
            few = joystick.get_numhats() or joystick.get_numbuttons() < IN_ORDER_LEAST
            in_order = not few and joystick.get_guid()[OWN_DRIVER] == "68"
        except pygame.error:
            log.info("gamepad %s cannot be opened", index, exc_info=True)
            return News("other")
        if number in self._pads:
            return News("other")
        # Its maker wrote the name; it is shown on the screen.
        shown = "".join(letter for letter in name if letter.isprintable())[:LONGEST_NAME].strip() or "?"
        self._pads[number] = _Pad(shown, joystick, in_order=in_order)
        return News("added", shown)


def _pushed(before: frozenset[str] | None, event: pygame.event.Event) -> frozenset[str]:
    """Which way an axis is pushed now; a stick that trembles at the edge does not let go."""
    low, high = _AXES[event.axis]
    for name, value in ((low, -event.value), (high, event.value)):
        if value >= (OFF if before and name in before else ON):
            return frozenset({name})
    return frozenset()


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


def stick_keys(keys: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The names of all keys that move a stick or press its button."""
    return {name for switch in SWITCHES for name in keys[switch]}
