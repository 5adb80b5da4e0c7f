"""What the workers do: one sentence through three translators, and the sentences of the blind test."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from models.translation.rules import Dictionary, Direction, translate
from models.translation.rules.telling import Telling, telling

Name = Literal["words", "rules", "neural"]
NAMES: tuple[Name, ...] = ("words", "rules", "neural")
ROUNDS = 10
Part = tuple[str, bool]
"""A word, and whether the right translation does without it."""


@dataclass(frozen=True)
class Request:
    """A sentence, which way, the user's dictionary, whether it is translated back."""

    text: str
    way: Direction
    dictionary: Dictionary
    back: bool


@dataclass(frozen=True)
class Made:
    """What one translator made of a sentence.

    Attributes:
        name: the translator.
        text: its translation; None where there is no such translator yet.
        ms: how long it took, in milliseconds.
        parts: the words, and which of them are wrong as far as that is known.
        right: words that the right translation has too, and how many it has; None where it is not known.
        unknown: words that are in no dictionary.
        back: the translation, translated back by the same translator.
    """

    name: Name
    text: str | None = None
    ms: float = 0.0
    parts: tuple[Part, ...] = ()
    right: tuple[int, int] | None = None
    unknown: tuple[str, ...] = ()
    back: str = ""


@dataclass(frozen=True)
class Compared:
    """The answers of all three, and the right translation where it is known."""

    request: Request
    made: tuple[Made, ...]
    right: str = ""


@dataclass(frozen=True)
class Round:
    """Two translations of a sentence; `rules_first` says where the machine with rules is."""

    source: str
    way: Direction
    first: str
    second: str
    rules_first: bool
    other: Literal["neural", "person"]


def plain(text: str) -> list[str]:
    """A text's words in small letters, without signs."""
    return "".join(
        sign if sign.isalnum() or sign == "'" else " " for sign in text.lower().replace("ё", "е")
    ).split()


def known_right(text: str, way: Direction) -> str:
    """The right translation of one of the telling sentences; empty for any other."""
    return next(
        (each.right for each in telling() if each.way == way and plain(each.source) == plain(text)), ""
    )


def neural() -> Callable[[str, Direction], str] | None:
    """The trained network; None where there is none yet."""
    from models.translation import translator

    shipped = translator.shipped()
    if shipped is None:
        return None
    return lambda text, way: shipped.translate(text, "en" if way == "ru-en" else "ru")


def marked(
    text: str, right: str, unknown: tuple[str, ...]
) -> tuple[tuple[Part, ...], tuple[int, int] | None]:
    """A translation's words, the wrong ones marked, and how many are right."""
    words = text.split()
    if not right:
        strange = {word.lower() for word in unknown}
        return tuple((word, bool(set(plain(word)) & strange)) for word in words), None
    cores = [" ".join(plain(word)) for word in words]
    wanted = plain(right)
    same: set[int] = set()
    for block in SequenceMatcher(None, cores, wanted, autojunk=False).get_matching_blocks():
        same |= set(range(block.a, block.a + block.size))
    parts = tuple((word, number not in same and bool(cores[number])) for number, word in enumerate(words))
    return parts, (len(same), len(wanted))


def compare(request: Request) -> Compared:
    """Let all three translate."""
    right = known_right(request.text, request.way)
    return Compared(request, tuple(_made(name, request, right) for name in NAMES), right)


def _made(name: Name, request: Request, right: str) -> Made:
    other: Direction = "ru-en" if request.way == "en-ru" else "en-ru"
    unknown: tuple[str, ...] = ()
    if name == "neural":
        network = neural()
        if network is None:
            return Made(name)
        network("да" if request.way == "ru-en" else "yes", request.way)  # its first answer is a slow one
        begun = time.perf_counter()
        text = network(request.text, request.way)
        taken = time.perf_counter() - begun
        back = network(text, other) if request.back else ""
    else:
        grammar = name == "rules"
        translate(request.text, request.way, grammar=grammar, dictionary=request.dictionary)
        begun = time.perf_counter()
        found = translate(request.text, request.way, grammar=grammar, dictionary=request.dictionary)
        taken = time.perf_counter() - begun
        text, unknown = found.text, found.unknown
        back = (
            translate(text, other, grammar=grammar, dictionary=request.dictionary).text
            if request.back
            else ""
        )
    parts, score = marked(text, right, unknown)
    return Made(name, text, taken * 1e3, parts, score, unknown, back)


def deal(seed: int) -> tuple[Round, ...]:
    """Draw the rounds of a blind test: the rules against the network, or a person where there is none."""
    chance, network = random.Random(seed), neural()
    pool = list(telling())
    chance.shuffle(pool)
    rounds: list[Round] = []
    for each in pool:
        made = _round(each, network, chance)
        if made is not None and len(rounds) < ROUNDS:
            rounds.append(made)
    return tuple(rounds)


def _round(
    each: Telling, network: Callable[[str, Direction], str] | None, chance: random.Random
) -> Round | None:
    """A round, unless the two translations are the same."""
    rules = translate(each.source, each.way).text
    other = network(each.source, each.way) if network is not None else each.right
    if plain(rules) == plain(other):
        return None
    first = chance.random() < 0.5
    pair = (rules, other) if first else (other, rules)
    return Round(each.source, each.way, *pair, first, "neural" if network is not None else "person")
