"""What the window for keys offers: pages of actions, each with the keys it has and what may be chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pygame

from game.ui.commands import Command, Commands
from game.ui.gamepads import IN_ORDER, USUAL, News
from game.ui.keymap import (
    ALWAYS,
    CLEARING,
    Change,
    Keys,
    assign,
    key_text,
    plain_name,
    reserved,
)
from game.ui.keys import PAD, Key
from game.ui.language import Language
from game.ui.settings import DEFAULT_KEYS, DEFAULT_PAIR, Settings

PLAYING = ("arena.", "everywhere.", "lecture.")
"""Commands that are there while one plays: their keys cannot be those that play."""
ALONE = frozenset(
    {
        *(pygame.K_LCTRL, pygame.K_RCTRL, pygame.K_LSHIFT, pygame.K_RSHIFT),
        *(pygame.K_LALT, pygame.K_RALT, pygame.K_LMETA, pygame.K_RMETA),
    }
)
"""Keys that change what another one means."""


@dataclass(frozen=True)
class Page:
    """Actions of one kind.

    Attributes:
        name: the last part of the text keys `keys.page_{name}` and `keys.about_{name}`.
        lines: names of actions that stand in one line each, with the words before them.
        keys: what is chosen now, by action.
        refused: whether an action cannot get a key.
        shown: what stands on the button of a key.
        label: what an action is called.
        kept: the settings with other keys.
        usual: the settings as at first.
        empty: whether an action may be without any key.
        missing: the key of what stands on the button of a key that there is not.
    """

    name: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    keys: Keys
    refused: Callable[[str, str], bool]
    shown: Callable[[str], str]
    label: Callable[[str], str]
    kept: Callable[[dict[str, tuple[str, ...]]], Mapping[str, object]]
    usual: Mapping[str, object]
    empty: bool = False
    missing: str = ""

    def assign(self, action: str, place: int, name: str) -> Change:
        """Give an action a key."""
        return assign(self.keys, action, place, name, partial(self.refused, action), empty=self.empty)


def pages(settings: Settings, t: Language, tables: Sequence[Commands]) -> dict[str, Page]:
    """The pages, by name: keys of one player, of two, parts of gamepads, and commands."""
    made = (_one(settings, t), _two(settings, t), _pads(settings, t), _commands(settings, t, tables))
    return {page.name: page for page in made}


def _one(settings: Settings, t: Language) -> Page:
    taken = reserved(settings.commands)
    return Page(
        "one",
        tuple((t(f"keys.{action}"), (action,)) for action in DEFAULT_KEYS),
        settings.keys,
        lambda action, key: key in (taken | _held(settings.pair) if action == "pause" else taken),
        lambda key: key_text(key, t),
        lambda action: t(f"keys.{action}"),
        lambda keys: {"keys": keys},
        {"keys": dict(DEFAULT_KEYS)},
    )


def _two(settings: Settings, t: Language) -> Page:
    taken = reserved(settings.commands) | set(settings.keys["pause"])
    switches = [action.removeprefix("left_") for action in DEFAULT_PAIR if action.startswith("left_")]

    def label(action: str) -> str:
        side, _, switch = action.partition("_")
        return f"{t(f'keys.player_{side}')}: {t(f'keys.{switch}')}"

    return Page(
        "two",
        tuple((t(f"keys.{switch}"), (f"left_{switch}", f"right_{switch}")) for switch in switches),
        settings.pair,
        lambda _, key: key in taken,
        lambda key: key_text(key, t),
        label,
        lambda keys: {"pair": keys},
        {"pair": dict(DEFAULT_PAIR)},
    )


def _pads(settings: Settings, t: Language) -> Page:
    taken = {f"button {key.removeprefix(PAD)}" for keys in settings.commands.values() for key in keys}
    return Page(
        "pads",
        tuple((t(f"keys.{action}"), (action,)) for action in DEFAULT_KEYS),
        {action: settings.pads.get(action, ()) for action in DEFAULT_KEYS},
        lambda _, key: key in taken,
        lambda part: part_text(part, t),
        lambda action: t(f"keys.{action}"),
        lambda keys: {"pads": {action: parts for action, parts in keys.items() if parts}},
        {"pads": {}},
        empty=True,
        missing="keys.usual",
    )


def _commands(settings: Settings, t: Language, tables: Sequence[Commands]) -> Page:
    own: dict[str, tuple[Commands, Command]] = {}
    for table in tables:
        for each in table:
            own.setdefault(table.name(each), (table, each))
    usual = {name: command.keys for name, (_, command) in own.items()}
    played = _held(settings.keys) | _held(settings.pair)
    parts = {
        *(part for names in settings.pads.values() for part in names),
        *(part for part, action in (*USUAL.items(), *IN_ORDER.items()) if not settings.pads.get(action)),
    }
    buttons = {PAD + part.removeprefix("button ") for part in parts}

    def refused(name: str, key: str) -> bool:
        if key.startswith(PAD):
            return key in buttons and name.startswith(PLAYING)
        taken = played | ALWAYS if name.startswith(PLAYING) else ALWAYS
        return plain_name(key) in taken or (key.startswith("Ctrl+") and plain_name(key[5:]) in ALWAYS)

    def kept(keys: dict[str, tuple[str, ...]]) -> Mapping[str, object]:
        others = {name: each for name, each in settings.commands.items() if name not in own}
        return {"commands": others | {name: each for name, each in keys.items() if each != usual[name]}}

    def words(name: str) -> str:
        table, command = own[name]
        return table.text(t, command)

    return Page(
        "commands",
        tuple((words(name), (name,)) for name in own),
        {name: table.keys(command) for name, (table, command) in own.items()},
        refused,
        lambda key: key,
        words,
        kept,
        {"commands": {}},
    )


def _held(keys: Keys) -> set[str]:
    return {name for names in keys.values() for name in names}


def part_text(part: str, t: Language) -> str:
    """What a part of a gamepad is called: "button 3", "axis 0 −", "cross ↑"."""
    kind, number, *way = part.split()
    sign = {"-": "\N{MINUS SIGN}", "+": "+"}
    shown = "".join(sign.get(each) or key_text(each, t) for each in way)
    return t(f"keys.part_{kind}", number=number, way=shown)


def pressed(page: Page, event: pygame.event.Event, news: News | None) -> str:
    """What a page takes of an event as a key; empty for those that are none.

    Args:
        page: the page.
        event: what happened.
        news: what came of it on a gamepad.
    """
    if event.type == pygame.KEYDOWN:
        name = pygame.key.name(event.key)
        if name in CLEARING or page.name in ("one", "two"):
            return name
        return Key.of(event).text if page.name == "commands" and event.key not in ALONE else ""
    if news is None or not news.part:
        return ""
    if page.name == "pads":
        return news.part
    button = news.part.startswith("button ") and page.name == "commands"
    return news.part.replace("button ", PAD) if button else ""
