"""Gamepads, which come and go while the app runs: what is held of them, and what that means.

A part of a gamepad has a name: "button 3", "axis 0 -", "hat 0 up". What a part means is chosen in the
settings, and else as usual on such a gamepad.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

import pygame

log = logging.getLogger(__name__)

ON, OFF = 0.5, 0.35
"""A stick counts as pushed from the first on, and until it comes back below the second."""
IN_ORDER_LEAST = 15
"""Buttons of pads without a hat (PlayStation 4, Switch Pro); they are numbered in the order of SDL's list."""
OWN_DRIVER = slice(28, 30)
"""Digits of a pad's number that say, by the letter h, that a driver of SDL reads it and not the system's."""
LONGEST_NAME = 40
STICKS = 4
"""Axes of sticks, which come first; those of triggers rest at their lower end."""
_STICK = {"axis 0 -": "left", "axis 0 +": "right", "axis 1 -": "up", "axis 1 +": "down"}
_THUMB = {f"button {number}": "fire" for number in range(4)}
USUAL = {**_STICK, **_THUMB, "button 7": "pause", "button 9": "pause"}
"""What parts mean; Start is numbered as on the two usual kinds of gamepads. Any hat steers."""
IN_ORDER = {
    **_STICK,
    **_THUMB,
    "button 6": "pause",
    **{f"button {11 + at}": way for at, way in enumerate(("up", "down", "left", "right"))},
}
"""What they mean on pads whose buttons are in SDL's order: their cross is made of buttons."""
EVENTS = frozenset({pygame.JOYAXISMOTION, pygame.JOYHATMOTION, pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP})


@dataclass
class _Pad:
    """One gamepad: its name, and which of its parts are held."""

    name: str
    joystick: pygame.joystick.JoystickType | None = None
    parts: set[str] = field(default_factory=set)
    used: bool = False
    in_order: bool = False


@dataclass(frozen=True)
class News:
    """What an event of a gamepad changed.

    Attributes:
        kind: "press" when something more is held, "pause", "added", "removed", or "other".
        name: the gamepad's.
        used: whether it has moved anything.
        part: the name of the part that is held now and was not before; may be empty.
    """

    kind: str
    name: str = ""
    used: bool = False
    part: str = ""


class Gamepads:
    """The gamepads that are plugged in, and what they hold.

    Attributes:
        chosen: the parts that the user chose, by action; actions without any keep the usual ones.
    """

    def __init__(self) -> None:
        self._pads: dict[int, _Pad] = {}
        self.chosen: Mapping[str, tuple[str, ...]] = {}

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
            pad.parts.clear()

    @property
    def held(self) -> set[str]:
        """What all of them hold together, of `agents.emulators.joystick.SWITCHES`."""
        return {action for pad in self._pads.values() for action in self._meant(pad)} - {"pause"}

    def held_by(self, player: int) -> set[str]:
        """What the gamepad of one of two players holds: who has which one goes by when it was plugged in."""
        pads = list(self._pads.values())
        return self._meant(pads[player]) - {"pause"} if player < len(pads) else set()

    def _meant(self, pad: _Pad) -> set[str]:
        return {action for part in pad.parts if (action := self._action(pad, part))}

    def _action(self, pad: _Pad, part: str) -> str:
        """What a part of a gamepad means; nothing for those that mean nothing."""
        for action, parts in self.chosen.items():
            if part in parts:
                return action
        usual = (
            part.split()[-1] if part.startswith("hat ") else (IN_ORDER if pad.in_order else USUAL).get(part)
        )
        return usual if usual and not self.chosen.get(usual) else ""

    def take(self, event: pygame.event.Event) -> News | None:
        """Note what an event changes; None for events of anything else."""
        if event.type == pygame.JOYDEVICEADDED:
            return self._add(event.device_index)
        if event.type == pygame.JOYDEVICEREMOVED:
            pad = self._pads.pop(event.instance_id, None)
            return News("removed", pad.name, pad.used) if pad is not None else News("other")
        if event.type not in EVENTS:
            return None
        pad = self._pads.get(event.instance_id)
        if pad is None:
            return News("other")
        before, parts = self.held, set(pad.parts)
        _change(pad.parts, event)
        new = {f"button {event.button}"} if event.type == pygame.JOYBUTTONDOWN else pad.parts - parts
        part = next(iter(sorted(new)), "")
        if any(self._action(pad, each) == "pause" for each in new):
            return News("pause", pad.name, pad.used, part)
        more = bool(self.held - before)
        pad.used |= more
        return News("press" if more else "other", pad.name, pad.used, part)

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


def _change(parts: set[str], event: pygame.event.Event) -> None:
    """Note which parts are held after an event; a stick that trembles at the edge does not let go."""
    if event.type == pygame.JOYAXISMOTION:
        for way, value in (("-", -event.value), ("+", event.value)):
            part = f"axis {event.axis} {way}"
            if value < (OFF if part in parts else ON):
                parts.discard(part)
            elif way == "+" or event.axis < STICKS:
                parts.add(part)
    elif event.type == pygame.JOYHATMOTION:
        x, y = event.value
        for way, on in {"left": x < 0, "right": x > 0, "up": y > 0, "down": y < 0}.items():
            (parts.add if on else parts.discard)(f"hat {event.hat} {way}")
    else:
        down = event.type == pygame.JOYBUTTONDOWN
        (parts.add if down else parts.discard)(f"button {event.button}")
