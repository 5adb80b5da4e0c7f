"""The app's texts in Russian and English.

Texts live in `assets/lang/<code>.json`, flat, under dotted keys. A text may hold `{names}` for values. A
text that counts is an object of plural forms by CLDR's category, chosen by `n`.
"""

from __future__ import annotations

import contextlib
import json
import locale
import os
import re
from pathlib import Path
from typing import Any

from game.ui.settings import LANGUAGES

_UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, those that turn the direction, and bytes that are no UTF-8, as Python reads them."""


def system_language() -> str:
    """The language of the user's system, as far as the app speaks it; English otherwise."""
    names = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")]
    with contextlib.suppress(ValueError):
        names.append(locale.getlocale()[0] or "")
    for name in names:
        code = name.lower().replace("russian", "ru").replace("english", "en")[:2]
        if code in LANGUAGES:
            return code
    return "en"


def readable(text: str) -> str:
    """A text that can be drawn on one line: what is no character, or breaks or turns it, becomes �."""
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def plural_form(language: str, n: float) -> str:
    """CLDR's plural category for a number: one, few, many or other.

    Source: Unicode CLDR, Language Plural Rules, cardinal, for ru and en.
    """
    if n != int(n):
        return "other"
    n = abs(int(n))
    if language == "ru":
        if n % 10 == 1 and n % 100 != 11:
            return "one"
        if 2 <= n % 10 <= 4 and not 12 <= n % 100 <= 14:
            return "few"
        return "many"
    return "one" if n == 1 else "other"


class Language:
    """One language's texts; call it with a key: `t("menu.title")`, `t("arena.games", n=3)`."""

    def __init__(self, code: str, texts: dict[str, Any]) -> None:
        self.code = code
        self._texts = texts

    @classmethod
    def load(cls, folder: Path, code: str) -> Language:
        """Read one language's file."""
        return cls(code, json.loads((folder / f"{code}.json").read_text("utf-8")))

    def about(self, subject: str) -> Language:
        """The same texts, but those about a subject where there are such: `{key}@{subject}`."""
        ending = f"@{subject}"
        own = {key.removesuffix(ending): text for key, text in self._texts.items() if key.endswith(ending)}
        return Language(self.code, self._texts | own)

    @property
    def keys(self) -> frozenset[str]:
        """All keys that have a text."""
        return frozenset(self._texts)

    def has(self, key: str) -> bool:
        """Whether there is a text for the key."""
        return key in self._texts

    def __call__(self, key: str, **values: Any) -> str:
        """The text of a key, its `{names}` filled in; the key itself where there is no text."""
        text = self._texts.get(key, key)
        if isinstance(text, dict):
            form = plural_form(self.code, values.get("n", 0))
            text = text.get(form) or text.get("other") or next(iter(text.values()))
        if not values:
            return str(text)
        return str(text).format(**{name: self._shown(value) for name, value in values.items()})

    def _shown(self, value: Any) -> Any:
        if isinstance(value, float):
            return self.short(value)
        return readable(value) if isinstance(value, str) else value

    def short(self, value: float) -> str:
        """A number with six digits at most and no zeros at its end, as this language writes it."""
        return self._signs(f"{value:g}")

    def _signs(self, number: str) -> str:
        number = number.replace("-", "\N{MINUS SIGN}")
        if self.code == "ru":
            return number.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
        return number

    def number(self, value: float, digits: int = 0) -> str:
        """A number as this language writes it: thousands apart, the right decimal sign."""
        return self._signs(f"{value:z,.{digits}f}")

    def percent(self, share: float, digits: int = 0) -> str:
        """A share, 0 to 1, as percent."""
        space = "\N{NO-BREAK SPACE}" if self.code == "ru" else ""
        return f"{self.number(100 * share, digits)}{space}%"

    def duration(self, seconds: float) -> str:
        """Hours, minutes and seconds as 1:02:03 or 2:03."""
        minutes, rest = divmod(int(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
