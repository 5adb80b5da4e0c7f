"""What the scene remembers, in `translation.json`; a section a tab."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from models.base.typed_fields import Range

NAME = "translation.json"
Way = Literal["en-ru", "ru-en"]
FIRST = "У меня есть кошка."


@dataclass(frozen=True)
class Entry:
    """A word and a translation: one that the user wrote, or the sense that is to be taken."""

    way: Way = "ru-en"
    word: str = ""
    translation: str = ""
    pos: str = ""


@dataclass(frozen=True)
class RulesPreferences:
    """Of the rules: the sentence, which rules are off, the user's own entries and chosen senses."""

    text: str = FIRST
    way: Way = "ru-en"
    grammar: bool = True
    off: tuple[str, ...] = ()
    own: tuple[Entry, ...] = ()
    chosen: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class ComparePreferences:
    """Of the comparison: the sentence, whether it is translated back, the best score of the blind test."""

    text: str = FIRST
    back: bool = False
    best: Annotated[int, Range(0, 10)] = 0


@dataclass(frozen=True)
class TranslationPreferences:
    """The file.

    Attributes:
        room: the open tab.
    """

    room: str = ""
    rules: RulesPreferences = RulesPreferences()
    compare: ComparePreferences = ComparePreferences()
