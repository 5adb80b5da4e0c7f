"""Keys as people write them."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

CONTROL = pygame.KMOD_CTRL | pygame.KMOD_META
PAD = "Pad "
"""What a gamepad's button is called, before its number."""
_NAMED = {
    "Enter": pygame.K_RETURN,
    "Esc": pygame.K_ESCAPE,
    "Del": pygame.K_DELETE,
    "PageUp": pygame.K_PAGEUP,
    "PageDown": pygame.K_PAGEDOWN,
    "←": pygame.K_LEFT,
    "→": pygame.K_RIGHT,
    "↑": pygame.K_UP,
    "↓": pygame.K_DOWN,
    "−": pygame.K_MINUS,
    "Space": pygame.K_SPACE,
    "Tab": pygame.K_TAB,
    "Home": pygame.K_HOME,
    "End": pygame.K_END,
    **{f"F{number}": getattr(pygame, f"K_F{number}") for number in range(1, 13)},
}

_NAMES = {code: name for name, code in _NAMED.items()}
_SAME = {
    pygame.K_KP_ENTER: pygame.K_RETURN,
    pygame.K_KP_PLUS: pygame.K_PLUS,
    pygame.K_EQUALS: pygame.K_PLUS,
    pygame.K_KP_MINUS: pygame.K_MINUS,
    pygame.K_KP0: pygame.K_0,
}
"""The keypad's keys, and the plus that is written with Shift."""


@dataclass(frozen=True)
class Key:
    """A key with its modifiers, as people write it, "Ctrl+Shift+S", or a gamepad's button, "Pad 3"."""

    code: int
    control: bool = False
    shift: bool = False
    alt: bool = False
    pad: bool = False

    @classmethod
    def parse(cls, text: str) -> Key:
        """Read a name such as "R", "Space", "Ctrl+Shift+S" or "F5".

        Raises:
            ValueError: pygame knows no such key.
        """
        number = text.removeprefix(PAD)
        if number != text and number.isdecimal() and number.isascii() and len(number) < 3:
            return cls(int(number), pad=True)
        held = set()
        for modifier in ("Ctrl", "Shift", "Alt"):
            if text.startswith(f"{modifier}+"):
                held.add(modifier)
                text = text.removeprefix(f"{modifier}+")
        code = _NAMED.get(text) or _code(text)
        code = _SAME.get(code, code)
        return cls(code, "Ctrl" in held, "Shift" in held, "Alt" in held)

    @classmethod
    def of(cls, event: pygame.event.Event) -> Key:
        """The key of a KEYDOWN event, or the button of a gamepad's; the keypad's keys count as the others."""
        if event.type == pygame.JOYBUTTONDOWN:
            return cls(event.button, pad=True)
        mod = event.mod
        return cls(
            _SAME.get(event.key, event.key),
            bool(mod & CONTROL),
            bool(mod & pygame.KMOD_SHIFT),
            bool(mod & pygame.KMOD_ALT),
        )

    @property
    def text(self) -> str:
        """What `parse` reads as this key; empty where there is no such text."""
        if self.pad:
            return f"{PAD}{self.code}"
        name = _NAMES.get(self.code) or pygame.key.name(self.code)
        word = name if self.code in _NAMES else name.upper() if len(name) < 4 else name.title()
        held = (("Ctrl", self.control), ("Shift", self.shift), ("Alt", self.alt))
        text = "+".join([*(modifier for modifier, on in held if on), word])
        written = word.isascii() and word.isprintable() and is_key(text)
        return text if written or self.code in _NAMES else ""


def _code(name: str) -> int:
    """The code of a key that has no name of ours; where pygame is asked, it warns before `pygame.init`."""
    character = len(name) == 1 and name.isascii() and name.isprintable()
    return ord(name.lower()) if character else pygame.key.key_code(name)


def is_key(text: str) -> bool:
    """Whether `Key.parse` can read a text."""
    try:
        Key.parse(text)
    except ValueError:
        return False
    return True
