"""What the app remembers: window, language, theme, volume, keys.

The file is JSON under the user's configuration folder. It is untrusted: every field is checked on its own,
and a file that cannot be read is set aside, never deleted, while the app goes on with its defaults.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated

import platformdirs

from game.workers.json_store import LIMIT_BYTES
from models.base import typed_fields
from models.base.files import write_atomically
from models.base.typed_fields import OneOf, Range

APP_NAME = "latent-arcade"
MIN_SIZE = (960, 600)
MAX_SIZE = (7680, 4320)
SCALES = (0.0, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)  # 0 follows the window
HALL = -1.0
"""The scale whose texts a lecture hall's back row can read; see `game.ui.style`."""
LANGUAGES = ("ru", "en")
THEMES = ("dark", "light")

KEYS_EACH = 2
DEFAULT_KEYS: dict[str, tuple[str, ...]] = {
    "up": ("up", "w"),
    "down": ("down", "s"),
    "left": ("left", "a"),
    "right": ("right", "d"),
    "fire": ("f", "j"),
    "pause": ("space",),
}
"""Of a player who plays alone, or against an agent; and what pauses every game."""
DEFAULT_PAIR: dict[str, tuple[str, ...]] = {
    "left_up": ("w",),
    "left_down": ("s",),
    "left_left": ("a",),
    "left_right": ("d",),
    "left_fire": ("f", "q"),
    "right_up": ("up",),
    "right_down": ("down",),
    "right_left": ("left",),
    "right_right": ("right",),
    "right_fire": ("j", "k"),
}
"""Of two people at one console; no key whose sign moves about among keyboards."""
MOST_COMMANDS = 1000
_COMMAND = re.compile(r"[a-z0-9_]{1,40}\.[a-z0-9_]{1,60}")
_PAD = re.compile(r"button \d{1,2}|axis \d{1,2} [+-]|hat \d (up|down|left|right)", re.ASCII)


@dataclass(frozen=True)
class Settings:
    """One state of the settings; `language` is empty until the user or the system has chosen one.

    Attributes:
        keys: the names of the keys that play, by action.
        pair: the same of two people at one console.
        pads: which parts of a gamepad play, by action of `DEFAULT_KEYS`, where not the usual ones.
        commands: the keys of commands that have other ones than their own, as `game.ui.keys.Key` reads them.
    """

    language: Annotated[str, OneOf(lambda: ("", *LANGUAGES))] = ""
    theme: Annotated[str, OneOf(lambda: THEMES)] = "dark"
    ui_scale: Annotated[float, OneOf(lambda: (*SCALES, HALL))] = 0.0
    window: tuple[int, int] = (1280, 800)
    fullscreen: bool = False
    volume: Annotated[float, Range(0, 1)] = 0.6
    keys: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(DEFAULT_KEYS))
    pair: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(DEFAULT_PAIR))
    pads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    commands: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> str:
        """The file's text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def parse(text: str) -> Settings:
    """Read the file's text; a field that makes no sense keeps its default.

    Raises:
        ValueError: the text is no JSON object at all.
    """
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(data, dict):
        raise ValueError("not an object")
    own = ("keys", "pair", "pads", "commands")
    read = typed_fields.read({name: value for name, value in data.items() if name not in own}, Settings)
    limits = zip(read.window, MIN_SIZE, MAX_SIZE, strict=True)
    width, height = (min(max(side, least), most) for side, least, most in limits)
    return replace(
        read,
        window=(width, height),
        keys=_keys(data.get("keys"), DEFAULT_KEYS),
        pair=_keys(data.get("pair"), DEFAULT_PAIR),
        pads=_parts(data.get("pads")),
        commands=_command_keys(data.get("commands")),
    )


def _parts(value: object) -> dict[str, tuple[str, ...]]:
    """The parts of a gamepad that were chosen; none has two meanings."""
    given, parts, seen = value if isinstance(value, dict) else {}, {}, set[str]()
    for action in DEFAULT_KEYS:
        names = tuple(name for name in _key_names(given.get(action)) if _PAD.fullmatch(name))
        parts[action] = tuple(name for name in dict.fromkeys(names) if name not in seen)
        seen.update(parts[action])
    return {action: names for action, names in parts.items() if names}


def _command_keys(value: object) -> dict[str, tuple[str, ...]]:
    """The keys that were chosen for commands, by name; whether there are such commands is not known."""
    given = value if isinstance(value, dict) and len(value) <= MOST_COMMANDS else {}
    named = {name: names for name, names in given.items() if _COMMAND.fullmatch(name)}
    return {
        name: tuple(key for key in keys if isinstance(key, str) and 0 < len(key) <= 32 and key.isprintable())[
            :KEYS_EACH
        ]
        for name, keys in named.items()
        if isinstance(keys, list)
    }


def _keys(value: object, usual_keys: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The keys that were chosen, and defaults for the rest; no key has two meanings."""
    given = value if isinstance(value, dict) else {}
    chosen = {action: _key_names(given.get(action)) for action in usual_keys}
    taken = {name for names in chosen.values() for name in names}
    keys, seen = {}, set[str]()
    for action, usual in usual_keys.items():
        # What was chosen once comes before a default of an action that is newer than the file.
        names = chosen[action] or tuple(name for name in usual if name not in taken)
        keys[action] = tuple(name for name in dict.fromkeys(names) if name not in seen)
        seen.update(keys[action])
    return keys if all(keys.values()) else dict(usual_keys)


def _key_names(value: object) -> tuple[str, ...]:
    """The names of keys that there can be: those of letters are Latin, see `game.ui.keymap.in_latin`."""
    names = [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
    usable = (name for name in names if name.isprintable() and name.isascii() and 0 < len(name) <= 32)
    return tuple(usable)[:KEYS_EACH]


@dataclass(frozen=True)
class Folders:
    """Where the app keeps things. The variable LATENT_ARCADE_HOME puts all of it in one folder."""

    config: Path
    data: Path
    pictures: Path

    @classmethod
    def passing(cls) -> Folders:
        """Folders that are to be cleared, for an exhibition."""
        root = Path(tempfile.mkdtemp(prefix=f"{APP_NAME}-"))
        return cls(root / "config", root / "data", root / "pictures")

    def clear(self) -> None:
        """Delete everything in them, as far as it can be."""
        for folder in (self.config, self.data, self.pictures):
            shutil.rmtree(folder, ignore_errors=True)

    @classmethod
    def of_user(cls) -> Folders:
        """The platform's own folders."""
        home = os.environ.get("LATENT_ARCADE_HOME")
        if home:
            root = Path(home)
            return cls(root / "config", root / "data", root / "pictures")
        return cls(
            platformdirs.user_config_path(APP_NAME, appauthor=False),
            platformdirs.user_data_path(APP_NAME, appauthor=False),
            platformdirs.user_pictures_path() / "Latent Arcade",
        )


class SettingsFile:
    """Loads and saves `settings.json`; `problem` names a file that was set aside, for the message."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "settings.json"
        self.problem: Path | None = None

    def read(self) -> Settings:
        """The saved settings.

        Raises:
            OSError: there is no file, or it cannot be read.
            ValueError: it is broken.
        """
        with self.path.open("rb") as file:
            raw = file.read(LIMIT_BYTES + 1)
        if len(raw) > LIMIT_BYTES:
            raise ValueError("too large")
        return parse(raw.decode("utf-8"))

    def load(self) -> Settings:
        """The saved settings, or the defaults when there are none or they are broken."""
        try:
            return self.read()
        except FileNotFoundError:
            return Settings()
        except (OSError, ValueError):
            self._set_aside()
            return Settings()

    def save(self, settings: Settings) -> None:
        """Write the settings atomically.

        Raises:
            OSError: nothing could be written; the old file stays.
        """
        write_atomically(self.path, settings.to_json().encode("utf-8"))

    def _set_aside(self) -> None:
        aside = self.path.with_name(f"settings.broken-{time.strftime('%Y%m%d-%H%M%S')}.json")
        try:
            os.replace(self.path, aside)
        except OSError:
            aside = self.path
        self.problem = aside
