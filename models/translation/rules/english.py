"""English forms, by lemminflect: what a form may be, and how a base form is inflected."""

from __future__ import annotations

import warnings
from functools import cache, lru_cache
from typing import Any

BE = {
    "am": "pres",
    "is": "pres",
    "are": "pres",
    "was": "past",
    "were": "past",
    "be": "",
    "been": "ppart",
    "being": "ing",
}
HAVE = {"have": "pres", "has": "pres", "had": "past", "having": "ing"}
DO = {"do": "pres", "does": "pres", "did": "past", "doing": "ing", "done": "ppart"}
MODALS = {"can", "could", "may", "might", "must", "shall", "should", "will", "would", "ought", "cannot"}
SUBJECTS = {"i", "you", "he", "she", "it", "we", "they"}
OBJECTS = {"me": "i", "him": "he", "her": "she", "us": "we", "them": "they"}
POSSESSIVES = {"my", "your", "his", "her", "its", "our", "their"}
SELVES = {"myself", "yourself", "himself", "herself", "itself", "ourselves", "yourselves", "themselves"}
DETERMINERS = {
    "the", "a", "an", "this", "that", "these", "those", "every", "each", "some", "any", "no", "another",
    "both", "all", "such", "either", "neither",
}  # fmt: skip
AMOUNTS = {"many", "much", "few", "little", "several", "enough", "more", "most", "less"}
PREPOSITIONS = {
    "in", "on", "at", "to", "of", "from", "with", "without", "for", "by", "about", "into", "under",
    "over", "after", "before", "between", "among", "through", "during", "near", "against", "around",
    "behind", "across", "along", "above", "below", "beside", "besides", "towards", "toward", "since",
    "until", "till", "than", "like", "as", "despite", "except", "inside", "outside", "within", "upon",
    "onto", "off", "per", "beyond", "opposite", "out",
}  # fmt: skip
COORDINATING = {"and", "or", "but", "nor"}
SUBORDINATING = {
    "because", "if", "when", "while", "although", "though", "unless", "that", "whether", "since",
    "until", "before", "after", "as", "so", "than", "where", "once", "whenever", "wherever", "till",
}  # fmt: skip
WH = {"who", "what", "which", "whom", "whose", "where", "when", "why", "how"}
NUMBERS = {
    "one": "один", "two": "два", "three": "три", "four": "четыре", "five": "пять", "six": "шесть",
    "seven": "семь", "eight": "восемь", "nine": "девять", "ten": "десять", "eleven": "одиннадцать",
    "twelve": "двенадцать", "thirteen": "тринадцать", "fourteen": "четырнадцать", "fifteen":
    "пятнадцать", "sixteen": "шестнадцать", "seventeen": "семнадцать", "eighteen": "восемнадцать",
    "nineteen": "девятнадцать", "twenty": "двадцать", "thirty": "тридцать", "forty": "сорок", "fifty":
    "пятьдесят", "sixty": "шестьдесят", "seventy": "семьдесят", "eighty": "восемьдесят", "ninety":
    "девяносто", "hundred": "сто", "thousand": "тысяча", "million": "миллион",
}  # fmt: skip
PARTICLES = {
    "up",
    "down",
    "out",
    "off",
    "away",
    "back",
    "over",
    "on",
    "in",
    "around",
    "along",
    "through",
    "for",
    "at",
    "after",
    "into",
    "to",
    "with",
    "about",
    "of",
}
CONTRACTIONS = {
    "can't": ("can", "not"), "cannot": ("can", "not"), "won't": ("will", "not"), "shan't": ("shall", "not"),
    "ain't": ("is", "not"), "let's": ("let", "us"), "i'm": ("i", "am"),
}  # fmt: skip
TAILS = {"n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am"}
_IRREGULAR = {
    ("be", "VBZ"): "is",
    ("be", "VBP"): "are",
    ("be", "VBD"): "was",
    ("be", "VBN"): "been",
    ("be", "VBG"): "being",
    ("have", "VBZ"): "has",
    ("have", "VBP"): "have",
    ("do", "VBZ"): "does",
    ("get", "VBN"): "got",
}


@cache
def inflector() -> Any:
    """Lemminflect, loaded when it is first needed."""
    import numpy

    # The package hands NumPy a Python float where it meant an array; newer versions say so once.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import lemminflect
    assert numpy
    return lemminflect


@lru_cache(maxsize=20_000)
def lemmas(word: str) -> dict[str, tuple[str, ...]]:
    """The base forms that a form may have, by part of speech: NOUN, VERB, ADJ, ADV."""
    found: dict[str, tuple[str, ...]] = inflector().getAllLemmas(word)
    return found


@lru_cache(maxsize=20_000)
def form(lemma: str, tag: str) -> str:
    """A base form with a Penn tag such as VBD or NNS; of a phrase its verb or last noun."""
    if (lemma, tag) in _IRREGULAR:
        return _IRREGULAR[lemma, tag]
    if " " in lemma:
        parts = lemma.split()
        at = 0 if tag.startswith("V") else -1 if "of" not in parts else parts.index("of") - 1
        parts[at] = form(parts[at], tag)
        return " ".join(parts)
    made = inflector().getInflection(lemma, tag)
    return str(made[0]) if made else lemma


def split(token: str) -> tuple[str, ...]:
    """A token's words: "don't" is do and not, "dog's" is dog and 's."""
    low = token.lower()
    if low in CONTRACTIONS:
        one, other = CONTRACTIONS[low]
        return (one.capitalize() if token[0].isupper() and one != "i" else one, other)
    for tail, word in TAILS.items():
        if low.endswith(tail) and len(low) > len(tail):
            return token[: -len(tail)], word
    if low.endswith("'s") and len(low) > 2:
        return token[:-2], "'s"
    if low.endswith("s'") and len(low) > 3:
        return token[:-1], "'s"
    return (token,)
