"""What the app remembers: window, language, theme, volume, keys.

The file is JSON under the user's configuration folder. It is untrusted: every field is checked on its own,
and a file that cannot be read is set aside, never deleted, while the app goes on with its defaults.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from game.workers.json_store import LIMIT_BYTES
from models.base.files import write_atomically

APP_NAME = "latent-arcade"
MIN_SIZE = (960, 600)
MAX_SIZE = (7680, 4320)
SCALES = (0.0, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)  # 0 follows the window
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


@dataclass(frozen=True)
class Settings:
    """One state of the settings; `language` is empty until the user or the system has chosen one."""

    language: str = ""
    theme: str = "dark"
    ui_scale: float = 0.0
    window: tuple[int, int] = (1280, 800)
    fullscreen: bool = False
    volume: float = 0.6
    keys: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(DEFAULT_KEYS))

    def to_json(self) -> str:
        """The file's text."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def _window(value: Any) -> tuple[int, int]:
    if not isinstance(value, list):
        raise ValueError(value)
    width, height = (int(v) for v in value)
    return (
        min(max(width, MIN_SIZE[0]), MAX_SIZE[0]),
        min(max(height, MIN_SIZE[1]), MAX_SIZE[1]),
    )


def _keys(value: Any) -> dict[str, tuple[str, ...]]:
    chosen = {action: _key_names(value[action]) for action in DEFAULT_KEYS if action in value}
    taken = {name for names in chosen.values() for name in names}
    keys, seen = {}, set[str]()
    for action, usual in DEFAULT_KEYS.items():
        # What was chosen once comes before a default of an action that is newer than the file.
        names = chosen.get(action) or tuple(name for name in usual if name not in taken)
        keys[action] = tuple(name for name in dict.fromkeys(names) if name not in seen)
        seen.update(keys[action])
    return keys if all(keys.values()) else dict(DEFAULT_KEYS)


def _key_names(value: Any) -> tuple[str, ...]:
    """The names of keys that there can be: those of letters are Latin, see `game.ui.keymap.in_latin`."""
    if not isinstance(value, list):
        raise ValueError(value)
    names = (name for name in value if isinstance(name, str) and name.isprintable() and name.isascii())
    return tuple(name for name in names if 0 < len(name) <= 32)[:KEYS_EACH]


def _choice(*allowed: Any) -> Any:
    def check(value: Any) -> Any:
        if value not in allowed or isinstance(value, bool):
            raise ValueError(value)
        return value

    return check


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)
    return value


def _volume(value: Any) -> float:
    volume = float(value)
    if not 0 <= volume <= 1:
        raise ValueError(value)
    return volume


_READ = {
    "language": _choice("", *LANGUAGES),
    "theme": _choice(*THEMES),
    "ui_scale": _choice(*SCALES),
    "window": _window,
    "fullscreen": _boolean,
    "volume": _volume,
    "keys": _keys,
}


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
    settings = Settings()
    for item in fields(Settings):
        if item.name in data:
            try:
                settings = replace(settings, **{item.name: _READ[item.name](data[item.name])})
            except (TypeError, ValueError, OverflowError, AttributeError):
                continue
    return settings


@dataclass(frozen=True)
class Folders:
    """Where the app keeps things. The variable LATENT_ARCADE_HOME puts all of it in one folder."""

    config: Path
    data: Path
    pictures: Path

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
