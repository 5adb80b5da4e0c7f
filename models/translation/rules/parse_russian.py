"""A Russian sentence as the rules need it."""

from __future__ import annotations

from models.translation.rules import russian
from models.translation.rules.dictionary import LONGEST, Dictionary
from models.translation.rules.russian_groups import find_groups, find_phrases
from models.translation.rules.russian_readings import Reading, best_row, readings
from models.translation.rules.tokens import tokens
from models.translation.rules.words import Sentence, Word


def read(text: str, dictionary: Dictionary, *, phrases: bool = True, context: bool = True) -> Sentence:
    """Analyse a sentence; for the arguments see `parse_english.read`."""
    pieces = tokens(text)
    units, rows, index = list[tuple[str, int, str]](), list[list[Reading]](), 0
    while index < len(pieces):
        length, entry = _longest(pieces, index, dictionary) if phrases else (1, "")
        if entry:
            pos = dictionary.find("ru-en", entry)[0].pos
            form: tuple[tuple[str, str], ...] = ()
            if pos in ("noun", "verb"):
                head = next((r for r in readings(pieces[index], dictionary, False) if r.pos == pos), None)
                form = head.form if head else ()
            rows.append([Reading(pos, entry, form, 0)])
        else:
            rows.append(readings(pieces[index], dictionary, index == 0))
        units.append((" ".join(pieces[index : index + length]), index, entry))
        index += length
    chosen = best_row(rows) if context else [row[0] for row in rows]
    words = []
    for (part, place, _), reading in zip(units, chosen, strict=True):
        word = Word(part, reading.lemma, reading.pos, dict(reading.form), place=place)
        look_up(word, dictionary)
        words.append(word)
    sentence = Sentence(words)
    find_phrases(sentence)
    find_groups(sentence)
    return sentence


def look_up(word: Word, dictionary: Dictionary) -> None:
    """Take the senses of a word, those of its part of speech first."""
    low = word.text.lower()
    found = dictionary.find("ru-en", word.lemma)
    if word.lemma.endswith(("нный", "тый")) and not found and word.form.get("mood"):
        found = ()
    if not found or (word.pos == "adv" and low != word.lemma):
        found = dictionary.find("ru-en", low) or found
    if not found and word.form.get("mood") in ("part", "short"):
        found = dictionary.find("ru-en", low)
    if not found and word.pos == "verb":
        other = russian.with_aspect(word.lemma, not russian.is_perfective(word.lemma))
        found = dictionary.find("ru-en", other)
        if not found and word.lemma.endswith("ся"):
            found = dictionary.find("ru-en", word.lemma[:-2])
    if not found and "ё" in word.lemma:
        found = dictionary.find("ru-en", word.lemma.replace("ё", "е"))
    wanted = {"name": "noun"}.get(word.pos, word.pos)
    if word.form.get("mood") == "part":
        wanted = "verb"
    word.senses = tuple(
        sorted(found, key=lambda sense: (not (sense.own and sense.pos in (wanted, "")), sense.pos != wanted))
    )
    word.known = bool(found) or word.pos in ("punct", "num")
    word.target = word.senses[0].word if word.senses else word.text


def _longest(pieces: list[str], index: int, dictionary: Dictionary) -> tuple[int, str]:
    known = dictionary.longer("ru-en")
    first = {
        pieces[index].lower(),
        *(parse.normal_form for parse in russian.parses(pieces[index].lower())[:3]),
    }
    for length in range(min(LONGEST, len(pieces) - index), 1, -1):
        rest = [piece.lower() for piece in pieces[index + 1 : index + length]]
        for start in sorted(first):
            entry = " ".join([start, *rest])
            if entry in known:
                return length, entry
    return 1, ""
