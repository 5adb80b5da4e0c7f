"""Which keys do what: two for each action, no key has two meanings, and the layout does not matter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pygame

from game.ui.keys import Key, is_key
from game.ui.language import Language
from game.ui.settings import KEYS_EACH

Keys = Mapping[str, tuple[str, ...]]

ALWAYS = frozenset({*"0123456789", "escape", "tab", "page up", "page down", "f5"})
"""Keys whose meaning nobody can change: scenes, the way back, and a clicker's."""
LETTERS = {
    "arena": dict(
        zip(
            "rlmxnvgocit,.",
            (
                *("restart", "learn", "next_mode", "side", "single", "replay", "choose_game", "more"),
                *("record", "insight", "variant", "slower", "faster"),
            ),
            strict=True,
        )
    ),
    "everywhere": {
        **{"f1": "help", "f2": "language", "f3": "theme"},
        **{"f10": "settings", "f11": "fullscreen", "f12": "screenshot"},
    },
}
"""Commands' own keys without Ctrl or Alt, where keys that play must not be the same."""
RESERVED = ALWAYS.union(*LETTERS.values())
"""Keys that mean something else already, as long as no command has got another one."""
CLEARING = frozenset({"backspace", "delete"})
_SIGNS = {"up": "↑", "down": "↓", "left": "←", "right": "→"}
_LATIN = {
    getattr(pygame, f"KSCAN_{name.upper()}"): getattr(pygame, f"K_{name}")
    for name in (
        *"abcdefghijklmnopqrstuvwxyz",
        *("LEFTBRACKET", "RIGHTBRACKET", "BACKSLASH", "SEMICOLON", "COMMA", "PERIOD", "SLASH", "MINUS"),
        *("EQUALS", *"0123456789"),
    )
} | {pygame.KSCAN_APOSTROPHE: pygame.K_QUOTE, pygame.KSCAN_GRAVE: pygame.K_BACKQUOTE}
"""What a key by its place writes on a keyboard that is set to US English."""
_ASCII = 128


@dataclass(frozen=True)
class Change:
    """What came of choosing a key.

    Attributes:
        keys: the keys now.
        note: the last part of a text key that tells what else happened; may be empty.
        other: the action that `note` speaks of, if any.
    """

    keys: dict[str, tuple[str, ...]]
    note: str = ""
    other: str = ""


def in_latin(event: pygame.event.Event) -> pygame.event.Event:
    """Let a key mean what stands on it in Latin letters.

    A keyboard that is set to Russian, say, reports other letters than the commands are called by; then the
    key's place decides. What is typed (the event's `unicode`) stays as it is, and so do other events.
    """
    if event.type not in (pygame.KEYDOWN, pygame.KEYUP) or event.key < _ASCII:
        return event
    key = _LATIN.get(event.scancode, event.key)  # which keeps keys that write nothing, like the arrows
    return pygame.event.Event(event.type, {**event.dict, "key": key})


def reserved(commands: Keys) -> frozenset[str]:
    """The keys that cannot play, as the keys of commands were chosen: they mean something else."""
    own = {
        key
        for group, names in LETTERS.items()
        for key, name in names.items()
        if f"{group}.{name}" not in commands
    }
    groups = tuple(f"{group}." for group in LETTERS)
    chosen = (key for name, keys in commands.items() if name.startswith(groups) for key in keys)
    return ALWAYS | own | {plain_name(key) for key in chosen}


def plain_name(key: str) -> str:
    """The name of a key, given as `Key` reads it, among those that play; empty for those with modifiers."""
    if not is_key(key):
        return ""
    read = Key.parse(key)
    return "" if read.control or read.alt or read.pad else pygame.key.name(read.code)


def key_text(name: str, t: Language) -> str:
    """What stands on a key, or what a key without a sign is called."""
    named = f"key.{name.replace(' ', '_')}"
    return t(named) if t.has(named) else _SIGNS.get(name, name.upper())


def assign(
    keys: Keys,
    action: str,
    place: int,
    name: str,
    refused: Callable[[str], bool] = RESERVED.__contains__,
    *,
    empty: bool = False,
) -> Change:
    """Give an action a key.

    A key that another action had is taken from it; if that was its only one, it gets the key that is
    replaced here instead. What would leave an action without any key changes nothing.

    Args:
        keys: the keys before.
        action: one of them.
        place: 0 for its first key, 1 for its second.
        name: the key, or one of `CLEARING` to take away what is there.
        refused: whether a key means something else.
        empty: whether an action may be without any.
    """
    now = dict(keys)
    mine = list(keys[action])
    old = mine[place] if place < len(mine) else ""
    if name in CLEARING:
        if old and (empty or len(mine) > 1):
            now[action] = tuple(key for key in mine if key != old)
            return Change(now)
        return Change(now, "last" if old else "")
    if refused(name):
        return Change(now, "reserved")
    note, other = "", next((a for a, names in keys.items() if a != action and name in names), "")
    if other:
        rest = tuple(key for key in keys[other] if key != name)
        note = "moved"
        if not rest and not empty:
            if not old:
                return Change(now, "only", other)
            rest, note = (old,), "swapped"
        now[other] = rest
    elif name in mine:
        mine = [old if key == name else key for key in mine if old or key != name]
    mine[place : place + 1] = [name]
    now[action] = tuple(mine)[:KEYS_EACH]
    return Change(now, note, other)
