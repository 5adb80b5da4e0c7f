"""What the worker does: a sentence through the rules, and what tasks want to know about it."""

from __future__ import annotations

from dataclasses import dataclass

from models.translation.rules import Dictionary, Direction, Translation, translate
from models.translation.rules.dictionary import kind_of


@dataclass(frozen=True)
class Request:
    """A sentence, which way, with or without grammar, without which rules."""

    text: str
    way: Direction
    grammar: bool
    off: frozenset[str]
    dictionary: Dictionary


@dataclass(frozen=True)
class Found:
    """A translation.

    Attributes:
        request: what it answers.
        best: the text with all the rules and the shipped dictionary, to judge word by word by.
        shipped: the text without the user's own entries.
    """

    request: Request
    translation: Translation
    best: str
    shipped: str


def find(request: Request) -> Found:
    """Translate."""
    made = translate(
        request.text,
        request.way,
        grammar=request.grammar,
        off=request.off,
        dictionary=request.dictionary,
    )
    chosen = Dictionary(chosen=request.dictionary.chosen)
    shipped = made.text
    if request.dictionary.own:
        shipped = translate(
            request.text, request.way, grammar=request.grammar, off=request.off, dictionary=chosen
        ).text
    best = made.text if request.grammar and not request.off else translate(request.text, request.way).text
    return Found(request, made, best, shipped)


def part_of_speech(way: Direction, word: str, translation: str) -> str:
    """What kind of word an entry is."""
    return kind_of(way, word, translation)
