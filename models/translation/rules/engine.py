"""A sentence's way through dictionary and rules."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection
from functools import cache

from models.translation.rules import english, parse_english, parse_russian, russian, shown_english, tokens
from models.translation.rules.dictionary import Dictionary
from models.translation.rules.to_english import RULES as INTO_ENGLISH
from models.translation.rules.to_russian import RULES as INTO_RUSSIAN
from models.translation.rules.words import Direction, Rule, Sense, Sentence, Step, Token, Translation, Word

SHIPPED = Dictionary()


@cache
def rules(direction: Direction) -> tuple[Rule, ...]:
    """The rules of a direction, in the order in which they work."""
    return INTO_RUSSIAN if direction == "en-ru" else INTO_ENGLISH


def direction_of(text: str) -> Direction:
    """Which way a text is to be translated, by its letters."""
    cyrillic = sum("а" <= sign <= "я" or sign == "ё" for sign in text.lower())
    latin = sum("a" <= sign <= "z" for sign in text.lower())
    return "ru-en" if cyrillic > latin else "en-ru"


def translate(
    text: str,
    direction: Direction,
    *,
    grammar: bool = True,
    off: Collection[str] = (),
    dictionary: Dictionary = SHIPPED,
) -> Translation:
    """Translate a text.

    Args:
        text: One sentence or several; what is longer than `tokens.LONGEST` characters is cut.
        direction: "en-ru" or "ru-en".
        grammar: Whether there are rules, or the dictionary alone, word by word.
        off: Rules that are switched off, by id.
        dictionary: With the user's own entries.
    """
    source = tokens.plain(text[: tokens.LONGEST])
    parts = [_sentence(part, direction, grammar, off, dictionary) for part in tokens.sentences(source)]
    if len(parts) == 1:
        return parts[0]
    return Translation(
        direction,
        source,
        " ".join(part.text for part in parts),
        tuple(token for part in parts for token in part.tokens),
        " ".join(part.word_by_word for part in parts),
        (),
        tuple(word for part in parts for word in part.unknown),
        tuple(parts),
    )


def _sentence(
    source: str, direction: Direction, grammar: bool, off: Collection[str], dictionary: Dictionary
) -> Translation:
    pieces = tokens.tokens(source)
    if len(pieces) > tokens.WORDS:
        source = tokens.join(pieces[: tokens.WORDS])
    plain = _word_by_word(source, direction, dictionary)
    before = _shown(plain, direction)
    if not grammar:
        return Translation(
            direction,
            source,
            before,
            _tokens(plain, plain.words, direction),
            before,
            (),
            _unknown(plain.words),
        )
    prefix = "ru" if direction == "en-ru" else "en"
    reader: Callable[..., Sentence] = _reader(direction)
    read = [reader(source, dictionary, phrases=False, context=f"{prefix}-context" not in off)]
    if f"{prefix}-phrases" not in off:
        read.append(reader(source, dictionary, phrases=True, context=f"{prefix}-context" not in off))
    steps, first = [], before
    for name, each in zip((f"{prefix}-context", f"{prefix}-phrases"), read, strict=False):
        after = _shown(each, direction)
        if after != before and name not in off:
            steps.append(Step(name, before, after))
        before = after
    sentence = read[-1]
    words = list(sentence.words)
    for rule in rules(direction):
        if rule.id in off:
            continue
        rule.apply(sentence)
        after = _shown(sentence, direction)
        if after != before:
            steps.append(Step(rule.id, before, after))
            before = after
    return Translation(
        direction, source, before, _tokens(sentence, words, direction), first, tuple(steps), _unknown(words)
    )


def _reader(direction: Direction) -> Callable[..., Sentence]:
    return parse_english.read if direction == "en-ru" else parse_russian.read


def _word_by_word(source: str, direction: Direction, dictionary: Dictionary) -> Sentence:
    """Every word's first sense, in the source's order."""
    words = []
    for place, token in enumerate(tokens.tokens(source)):
        for part in english.split(token) if direction == "en-ru" else (token,):
            low = part.lower()
            senses: tuple[Sense, ...] = dictionary.find(direction, low)
            lemma = low
            if not senses:
                for lemma in _lemmas(low, direction):
                    senses = dictionary.find(direction, lemma)
                    if senses:
                        break
            word = Word(
                part,
                lemma,
                "punct" if not any(s.isalnum() for s in part) else "word",
                senses=senses,
                place=place,
            )
            word.known = bool(senses) or word.pos == "punct" or low[:1].isdigit()
            word.surface = senses[0].word if senses else part
            if (senses and not senses[0].word) or low == "'s" or (low in ("a", "an", "the")):
                word.surface, word.form = "", {"silent": "yes"}
            words.append(word)
    return Sentence(words)


def _lemmas(low: str, direction: Direction) -> list[str]:
    if direction == "ru-en":
        return [parse.normal_form for parse in russian.parses(low)]
    if low in english.BE:
        return ["be"]
    if low in english.HAVE:
        return ["have"]
    if low in english.DO:
        return ["do"]
    if low in english.OBJECTS:
        return [english.OBJECTS[low]]
    if low == "n't":
        return ["not"]
    return [lemma for found in english.lemmas(low).values() for lemma in found]


def surface(word: Word, direction: Direction) -> str:
    """A word as it is shown in the translation."""
    if word.surface or word.form.get("silent"):
        return word.surface
    if not word.target:
        return ""
    if direction == "ru-en":
        return shown_english.surface(word)
    if not word.want or word.pos in ("prep", "conj", "part", "punct", "intj"):
        return word.target
    made = russian.inflect(
        word.target, {"poss": "det", "aux": "verb", "wh": "pron"}.get(word.pos, word.pos), word.want
    )
    if word.want.get("after") == "prep" and made[:1] in "еи" and word.target in ("он", "она", "они", "оно"):
        made = "н" + made
    return made


def _shown(sentence: Sentence, direction: Direction) -> str:
    shown = [surface(word, direction) for word in sentence.words]
    if direction == "en-ru":
        shown = _with_vowels(shown)
    return tokens.join([each for each in shown if each])


def _with_vowels(shown: list[str]) -> list[str]:
    """«Со мной», «об этом», «во время»."""
    result = list(shown)
    for index, (word, following) in enumerate(itertools.pairwise(shown)):
        low = following.lower()
        if word == "с" and (
            low.startswith(("мной", "мн", "вс", "вч", "ст", "сп", "ск", "св", "зл", "шк", "сн", "см"))
            and low[1:2] not in "аеёиоуыэюя"
        ):
            result[index] = "со"
        elif word == "о" and low[:1] in "аэиоу":
            result[index] = "об"
        elif word == "о" and low.startswith("мне"):
            result[index] = "обо"
        elif word == "в" and low.startswith(("вс", "вр", "вт", "фр", "вл")) and low[1:2] not in "аеёиоуыэюя":
            result[index] = "во"
        elif word == "к" and low.startswith(("мне", "всем", "всей")):
            result[index] = "ко"
    return result


def _tokens(sentence: Sentence, words: list[Word], direction: Direction) -> tuple[Token, ...]:
    present = {id(word) for word in sentence.words}
    return tuple(
        Token(
            word.text,
            word.lemma,
            word.pos,
            tuple(
                value
                for name, value in word.form.items()
                if name in ("number", "case", "gender", "tense", "person", "aspect", "mood", "degree")
            ),
            word.senses,
            _chosen(word),
            surface(word, direction) if id(word) in present else "",
            word.known,
        )
        for word in words
    )


def _chosen(word: Word) -> int:
    for index, sense in enumerate(word.senses):
        if sense.word == word.target or (word.pos == "word" and sense.word == word.surface):
            return index
    return 0 if word.senses else -1


def _unknown(words: list[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words if not word.known)
