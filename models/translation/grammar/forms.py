"""Forms of words: Russian ones by pymorphy3, English ones by lemminflect."""

from functools import cache
from typing import Any

import lemminflect
import pymorphy3

CASES = {"nom": "nomn", "gen": "gent", "dat": "datv", "acc": "accs", "ins": "ablt", "pre": "loct"}


@cache
def _analyzer() -> Any:
    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def analysis(word: str, parts: tuple[str, ...]) -> Any | None:
    """Return how pymorphy3 reads a base form of one of some parts of speech; None if it cannot."""
    for parse in _analyzer().parse(word):
        if parse.tag.POS in parts and parse.normal_form.replace("ё", "е") == word.replace("ё", "е"):
            return parse
    return None


@cache
def russian(word: str, *features: str) -> str:
    """Return a form of a Russian word, given as its base form.

    Args:
        word: Base form.
        features: pymorphy3's names of part of speech (the first, or several joined by "|") and grammemes.

    Raises:
        ValueError: There is no such form.
    """
    parse = analysis(word, tuple(features[0].split("|")))
    form = parse.inflect(set(features[1:])) if parse is not None else None
    if form is None:
        raise ValueError(f"no form of {word}: {features}")
    return str(form.word)


@cache
def noun(word: str, case: str, number: str = "sing") -> str:
    """Return a form of a noun; its first word alone is declined where it has several."""
    head, blank, rest = word.partition(" ")
    return russian(head, "NOUN", CASES[case], number) + blank + rest


@cache
def gender(word: str) -> str:
    """Return the gender of a noun: "masc", "femn" or "neut"."""
    parse = analysis(word.partition(" ")[0], ("NOUN",))
    return str(parse.tag.gender or "masc") if parse is not None else "masc"


@cache
def adjective(word: str, case: str, kind: str, animate: bool) -> str:
    """Return the form of an adjective or pronoun beside a noun of some gender, or "plur"."""
    if case == "acc" and kind in ("masc", "plur"):
        case = "gen" if animate else "nom"
    if case == "acc" and kind == "neut":
        case = "nom"
    return russian(word, "ADJF", CASES[case], *(["plur"] if kind == "plur" else ["sing", kind]))


@cache
def verb(word: str, *features: str) -> str:
    """Return a form of a Russian verb."""
    return russian(word, "VERB|INFN", *features)


@cache
def english(word: str, tag: str) -> str:
    """Return a form of an English word by its Penn tag (VBZ, VBD, VBG, NNS …); of several the first bends."""
    head, blank, rest = word.partition(" ")
    if tag == "NNS" and blank:  # of a compound the last word bends
        before, _, last = word.rpartition(" ")
        return f"{before} {english(last, tag)}"
    return str((lemminflect.getInflection(head, tag) or (head,))[0]) + blank + rest
