"""English words as they are shown, with the features that the rules set."""

from __future__ import annotations

import re

from models.translation.rules import english
from models.translation.rules.words import Word

OBJECT = {"I": "me", "he": "him", "she": "her", "we": "us", "they": "them", "who": "whom"}
MODALS = {"can": "could", "must": "had to", "should": "should", "may": "might"}


def surface(word: Word) -> str:
    """An English word with the features that the rules set."""
    if word.surface:
        return word.surface
    want, target = word.want, word.target
    if not target or not want or not target.isascii():
        return target
    if want.get("case") == "obj":
        return OBJECT.get(target, target)
    if want.get("degree"):
        return compare(target, want["degree"])
    if want.get("number") == "plur" and word.pos == "noun":
        return english.form(target, "NNS")
    if word.pos == "verb" or want.get("mood"):
        return " ".join(part for part in helper(word, whole=True) if part)
    return target


def helper(word: Word, *, whole: bool = False) -> tuple[str, str]:
    """A verb's helper and the rest: "does not", "go"; without `whole` for a question, which needs one."""
    want, verb = word.want, word.target
    if "rest" in want:
        return "", want["rest"]
    mood, tense, no = want.get("mood", ""), want.get("tense", ""), " not" if want.get("negated") else ""
    if mood == "ing":
        return no.strip(), english.form(verb, "VBG")
    if mood == "done":
        return "", english.form(verb, "VBN")
    if want.get("to"):
        return f"{no.strip()} to".strip(), verb
    if mood == "impr" or (not tense and not want.get("voice")):
        return ("do not" if no and verb != "can" else "cannot" if no else ""), verb
    third = want.get("person", "3per") == "3per" and want.get("number", "sing") == "sing" and "number" in want
    if want.get("voice") == "pssv":
        return f"{_be(tense, want)}{no}", english.form(verb, "VBN")
    if verb == "be" or verb.startswith("be "):
        rest = verb[3:]
        if tense in ("futr", "cond"):
            return f"{'will' if tense == 'futr' else 'would'}{no}", f"be {rest}".strip()
        return f"{_be(tense, want)}{no}", rest
    if verb in MODALS:
        if tense == "futr":
            return f"will{no}", "be able to" if verb == "can" else verb
        word_ = MODALS[verb] if tense == "past" else verb
        return ("cannot" if word_ == "can" and no else f"{word_}{no}"), ""
    if tense == "futr":
        return f"will{no}", verb
    if tense == "cond":
        return f"would{no}", verb
    if no or not whole:
        return ("did" if tense == "past" else "does" if third else "do") + no, verb
    return "", english.form(verb, "VBD" if tense == "past" else "VBZ" if third else "VBP")


def _be(tense: str, want: dict[str, str]) -> str:
    plural, first = (
        want.get("number") == "plur",
        want.get("person") == "1per" and want.get("number") == "sing",
    )
    if tense == "futr":
        return "will be"
    if tense == "past":
        return "were" if plural else "was"
    return "are" if plural else "am" if first else "is" if "number" in want else "be"


def compare(lemma: str, degree: str) -> str:
    """The comparative or superlative of an English adjective or adverb."""
    irregular = {
        "good": ("better", "best"),
        "well": ("better", "best"),
        "bad": ("worse", "worst"),
        "badly": ("worse", "worst"),
        "far": ("farther", "farthest"),
        "many": ("more", "most"),
        "much": ("more", "most"),
        "little": ("less", "least"),
    }
    if lemma in irregular:
        return irregular[lemma][degree == "sup"]
    syllables = len(re.findall("[aeiouy]+", lemma.removesuffix("e")))
    if " " not in lemma and (syllables == 1 or (syllables == 2 and lemma.endswith(("y", "ow", "le", "er")))):
        return english.form(lemma, "JJS" if degree == "sup" else "JJR")
    return f"{'most' if degree == 'sup' else 'more'} {lemma}"
