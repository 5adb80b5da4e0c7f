"""An English sentence as the rules need it: words and noun phrases."""

from __future__ import annotations

from models.translation.rules import english
from models.translation.rules.dictionary import LONGEST, Dictionary
from models.translation.rules.english_groups import find_groups
from models.translation.rules.tag_english import COARSE, FINITE, NOUNS, candidates, tag
from models.translation.rules.tokens import tokens
from models.translation.rules.words import Phrase, Sense, Sentence, Word

BOUNDARY = {".", "SC", "WP"}


_INSIDE = {"DT", "PP", "CD", "PD", "JJ", "JJR", "JJS", "GEN"} | NOUNS


_FILLER = {"RB", "NOT"}


_DICTIONARY_POS = {
    "verb": "verb", "aux": "verb", "noun": "noun", "name": "noun", "adj": "adj", "adv": "adv", "prep":
    "prep", "conj": "conj", "wh": "pron", "det": "det", "poss": "det", "pron": "pron", "intj": "intj",
    "num": "num", "part": "part",
}  # fmt: skip


def weights(dictionary: Dictionary, lemma: str) -> dict[str, float]:
    """The parts of speech that the dictionary knows of a word: the first one is the likeliest."""
    found: dict[str, float] = {}
    for sense in dictionary.find("en-ru", lemma):
        if sense.pos not in found:
            found[sense.pos] = -0.5 * len(found)
    return found


def read(text: str, dictionary: Dictionary, *, phrases: bool = True, context: bool = True) -> Sentence:
    """Analyse a sentence.

    Args:
        text: One sentence.
        dictionary: Where its words are looked up.
        phrases: Whether entries of several words count as one.
        context: Whether a word's neighbours decide what part of speech it is.
    """
    pieces = [(part, place) for place, token in enumerate(tokens(text)) for part in english.split(token)]
    rows, units = [], list[tuple[str, int, str]]()
    index = 0
    while index < len(pieces):
        part, place = pieces[index]
        length, entry = _longest(pieces, index, dictionary) if phrases else (1, "")
        if entry:
            row = _row_of_entry(entry, pieces[index][0].lower(), dictionary)
            part = " ".join(piece for piece, _ in pieces[index : index + length])
        else:
            row = candidates(part.lower(), part, index == 0, lambda lemma: weights(dictionary, lemma))
        rows.append(row)
        units.append((part, place, entry))
        index += length
    chosen = tag(rows) if context and rows else [next(iter(row)) for row in rows]
    words = []
    for (part, place, entry), row, name in zip(units, rows, chosen, strict=True):
        word = Word(part, entry or row[name][0], COARSE[name], place=place, tag=name)
        look_up(word, dictionary)
        words.append(word)
    sentence = Sentence(words)
    find_phrases(sentence)
    find_groups(sentence)
    return sentence


def look_up(word: Word, dictionary: Dictionary) -> None:
    """Take the senses of a word, those of its part of speech first."""
    wanted = _DICTIONARY_POS.get(word.pos, word.pos)
    found = dictionary.find("en-ru", word.lemma) or dictionary.find("en-ru", word.lemma.lower())
    word.senses = tuple(
        sorted(found, key=lambda sense: (not (sense.own and sense.pos in (wanted, "")), sense.pos != wanted))
    )
    word.known = bool(found) or word.pos in ("punct", "num", "gen")
    word.target = word.senses[0].word if word.senses else word.text
    if word.pos == "num" and word.lemma in english.NUMBERS:
        word.target = english.NUMBERS[word.lemma]
    if word.pos == "noun" and word.senses and word.senses[0].pos == "adj":
        word.form["as"] = "adj"


def _forms(piece: str) -> set[str]:
    low = piece.lower()
    return {low}.union(*english.lemmas(low).values()) | ({"be"} if low in english.BE else set())


def _longest(pieces: list[tuple[str, int]], index: int, dictionary: Dictionary) -> tuple[int, str]:
    """The longest entry of several words that begins here: its number of words, and the entry."""
    known = dictionary.longer("en-ru")
    first = _forms(pieces[index][0])
    for length in range(min(LONGEST, len(pieces) - index), 1, -1):
        rest = [piece.lower() for piece, _ in pieces[index + 1 : index + length]]
        for start in sorted(first):
            for end in (rest[-1], *sorted(_forms(rest[-1]) - {rest[-1]})):
                entry = " ".join([start, *rest[:-1], end])
                if entry in known:
                    return length, entry
    return 1, ""


def _row_of_entry(entry: str, first: str, dictionary: Dictionary) -> dict[str, tuple[str, float]]:
    """What an entry of several words may be."""
    pos = dictionary.find("en-ru", entry)[0].pos
    if pos == "verb":
        base = entry.split()[0]
        names = [name for name in ("VB", "VBZ", "VBD", "VBN", "VBG") if english.form(base, name) == first]
        names = ["VB", "VBP", *names[1:]] if "VB" in names else names or ["VB"]
        return {name: (entry, 2.0) for name in names}
    name = {
        "noun": "NN",
        "adj": "JJ",
        "adv": "RB",
        "prep": "IN",
        "conj": "SC",
        "intj": "UH",
        "pron": "PRP",
        "det": "PD",
        "num": "CD",
    }.get(pos, "RB")
    if (
        name == "NN"
        and entry.split()[-1] != first
        and english.lemmas(entry.split()[-1]).get("NOUN", (entry,))[0] != entry.split()[-1]
    ):
        name = "NNS"
    return {name: (entry, 2.0)}


# ---------------------------------------------------------------------- phrases


def find_phrases(sentence: Sentence) -> None:
    """Find nouns with what belongs to them."""
    words, index = sentence.words, 0
    while index < len(words):
        end = _phrase_end(words, index)
        if end == index:
            index += 1
            continue
        members = words[index:end]
        head = members[-1]
        before = words[index - 1] if index else None
        prep = before if before is not None and before.pos == "prep" else None
        phrase = Phrase(head, members, prep)
        if end < len(words) and words[end].tag == "GEN":
            phrase.role = "owner"
        elif head.tag in ("JJ", "JJR", "JJS"):
            phrase.role = "adjective"
        sentence.phrases.append(phrase)
        head.form["number"] = _number(phrase)
        index = end + (1 if phrase.role == "owner" else 0)
    for one, other in zip(sentence.phrases, sentence.phrases[1:], strict=False):
        between = words[sentence.at(one.words[-1]) + 1 : sentence.at(other.words[0])]
        if (
            [w.tag for w in between] in (["CC"], ["."])
            and between[0].lemma in ("and", "or", ",")
            and other.prep is None
        ):
            following = sentence.near(other.words[-1])
            if (
                not (following is not None and following.tag in FINITE and following.tag != "VBD")
                or one.prep is None
            ):
                other.joined = one


def _phrase_end(words: list[Word], start: int) -> int:
    """Where the noun phrase that begins here ends; `start` where none does."""
    if words[start].tag == "PRP":
        return start + 1
    index, noun = start, -1
    while index < len(words):
        name, word = words[index].tag, words[index]
        following = words[index + 1].tag if index + 1 < len(words) else ""
        if (
            name in ("DT", "PP")
            and index > start
            and words[index - 1].lemma not in ("all", "both", "such", "half")
        ):
            break
        if name in _INSIDE - {"GEN"}:
            if noun >= 0 and name not in NOUNS:
                break
            if name in NOUNS or (
                name in ("CD", "JJS", "JJ", "JJR") and following not in _INSIDE | {"VBN", "VBG", "CC"}
            ):
                noun = index if name in NOUNS or name == "CD" or noun < 0 else noun
        elif (
            (name in _FILLER and following in ("JJ", "JJR", "JJS", "RB", "PD") and noun < 0)
            or (name in ("VBN", "VBG") and noun < 0 and following in NOUNS | {"JJ"} and index > start)
            or (
                word.lemma in ("and", ",")
                and noun < 0
                and index > start
                and words[index - 1].tag in ("JJ", "PD")
                and following == "JJ"
            )
        ):
            pass
        else:
            break
        index += 1
    if noun < 0:
        if words[start].tag in ("DT", "PD") and (index == start + 1):
            return start + 1 if words[start].lemma not in ("the", "a", "an", "every") else start
        return start
    return noun + 1


def _number(phrase: Phrase) -> str:
    head = phrase.head
    if head.tag == "NNS" or (
        head.pos == "pron" and head.lemma in ("we", "they", "you", "these", "those", "both", "all")
    ):
        return "plur"
    if head.lemma in ("people", "police", "these", "those", "both", "many", "few", "several"):
        return "plur"
    return "sing"


# ---------------------------------------------------------------------- groups of verbs


def own_sense(word: str, pos: str) -> Sense:
    """A sense that a user wrote."""
    return Sense(word, pos, True)
