"""The dictionary: Mueller's, our own corrections before it, and before these what the user wrote."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from models.translation.rules import russian
from models.translation.rules.words import Direction, Sense

FOLDER = Path(__file__).parents[3] / "assets" / "translation"
LONGEST = 4
"""Words of an entry, at most."""


@cache
def _corrected(direction: Direction) -> frozenset[str]:
    """The words that our own corrections have."""
    lines = (line.split("\t") for line in (FOLDER / "preferred.tsv").read_text("utf-8").splitlines())
    return frozenset(parts[1] for parts in lines if parts[0] == direction)


@cache
def shipped(direction: Direction) -> dict[str, tuple[Sense, ...]]:
    """All entries of one direction: by word, senses in the order in which they are tried."""
    result: dict[str, list[Sense]] = {}
    for line in (FOLDER / "preferred.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            where, word, pos, senses = line.split("\t")
            if where == direction:
                result.setdefault(word, []).extend(Sense(each, pos) for each in senses.split(","))
    with gzip.open(FOLDER / f"mueller-{direction}.tsv.gz", "rt", encoding="utf-8") as file:
        for line in file:
            word, *parts = line.rstrip("\n").split("\t")
            there = result.setdefault(word, [])
            for part in parts:
                pos, _, senses = part.partition(":")
                for sense in senses.split(","):
                    found = Sense(sense, pos)
                    if found not in there:
                        there.append(found)
    return {word: tuple(senses) for word, senses in result.items()}


@cache
def phrases(direction: Direction) -> frozenset[str]:
    """Entries of several words.

    Those that only come from turning the English dictionary round are explanations when they are verbs.
    """
    return frozenset(
        word
        for word, senses in shipped(direction).items()
        if " " in word and (direction == "en-ru" or senses[0].pos != "verb" or word in _corrected(direction))
    )


@dataclass(frozen=True)
class Dictionary:
    """The shipped entries, and over them a user's.

    Attributes:
        own: entries that the user added: (direction, word, translation, part of speech).
        chosen: senses that the user prefers: (direction, word, translation).
    """

    own: tuple[tuple[Direction, str, str, str], ...] = ()
    chosen: tuple[tuple[Direction, str, str], ...] = ()

    def find(self, direction: Direction, word: str) -> tuple[Sense, ...]:
        """All senses of a base form; the user's own first."""
        mine = tuple(
            Sense(translation, pos, True)
            for way, entry, translation, pos in reversed(self.own)
            if way == direction and entry == word
        )
        found = mine + shipped(direction).get(word, ())
        wanted = next(
            (choice for *entry, choice in reversed(self.chosen) if entry == [direction, word]), None
        )
        if wanted is not None:
            found = tuple(sorted(found, key=lambda sense: sense.word != wanted))
        return found

    def has(self, direction: Direction, word: str) -> bool:
        """Whether there is such an entry."""
        return word in shipped(direction) or any(o[:2] == (direction, word) for o in self.own)

    def longer(self, direction: Direction) -> frozenset[str]:
        """Entries of several words."""
        return phrases(direction) | {
            entry for way, entry, _, _ in self.own if way == direction and " " in entry
        }


def kind_of(direction: Direction, word: str, translation: str) -> str:
    """The part of speech of an entry, by its Russian side; a phrase that is no noun stays as it is."""
    russian_side = (word if direction == "ru-en" else translation).lower().split()
    if not russian_side:
        return "noun"
    tags = [{str(parse.tag.POS) for parse in russian.parses(part)[:2]} for part in russian_side]
    if "INFN" in tags[0]:
        return "verb"
    if len(russian_side) == 1:
        for tag, pos in (
            ("NOUN", "noun"),
            ("ADJF", "adj"),
            ("VERB", "verb"),
            ("PREP", "prep"),
            ("CONJ", "conj"),
        ):
            if tag in tags[0]:
                return pos
    return "noun" if "NOUN" in tags[-1] and tags[0] & {"ADJF", "NOUN"} else "adv"
