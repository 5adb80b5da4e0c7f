"""Who and what: noun phrases in both languages at once, in every case."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from models.translation.grammar import forms
from models.translation.grammar.lexicon import Lexicon

PRONOUNS = {
    # English subject, object, Russian base, person, plural, gender
    "i": ("I", "me", "я", 1, False, "masc"),
    "you": ("you", "you", "ты", 2, False, "masc"),
    "he": ("he", "him", "он", 3, False, "masc"),
    "she": ("she", "her", "она", 3, False, "femn"),
    "we": ("we", "us", "мы", 1, True, "plur"),
    "they": ("they", "them", "они", 3, True, "plur"),
}
RUSSIAN = {
    "я": "я меня мне меня мной мне",
    "ты": "ты тебя тебе тебя тобой тебе",
    "он": "он его ему его им нём",
    "она": "она её ей её ей ней",
    "мы": "мы нас нам нас нами нас",
    "они": "они их им их ими них",
}
OWNERS = {"my": "мой", "your": "твой", "our": "наш", "his": "его", "her": "её", "their": "их"}
OWN = {"i": "my", "you": "your", "we": "our", "he": "his", "she": "her", "they": "their"}
ANIMATE = ("person", "animal")
UNCOUNTED = ("bread", "meat", "cheese", "porridge", "soup")
LIKE = {"drink": "food", "view": "text", "idea": "text", "building": "thing"}
"""Kinds that share another one's adjectives."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Somebody or something.

    Attributes:
        en: as the subject.
        en_object: as an object.
        ru: its form by the case, and whether a preposition stands before it.
        person: 1 to 3.
        kind: "masc", "femn", "neut" or "plur".
        who: the pronoun's name; "" for nouns.
    """

    en: str
    en_object: str
    ru: Callable[[str, bool], str]
    person: int = 3
    kind: str = "masc"
    who: str = ""

    @property
    def plural(self) -> bool:
        """Whether there are several."""
        return self.kind == "plur"


def pronoun(name: str) -> Phrase:
    """Return I, you, he and so on."""
    en, en_object, base, person, plural, gender = PRONOUNS[name]
    table = dict(zip(forms.CASES, RUSSIAN[base].split(), strict=True))

    def ru(case: str, after: bool) -> str:
        form = table[case]
        third = person == 3 and case not in ("nom", "pre")
        return f"н{form}" if after and third else form

    return Phrase(en, en_object, ru, person, "plur" if plural else gender, name)


def named(random: Random, lexicon: Lexicon) -> Phrase:
    """Return somebody by the first name."""
    en, ru = random.choice(lexicon.people)
    return Phrase(en, en, lambda case, after: forms.noun(ru, case).capitalize(), kind=forms.gender(ru))


def article(words: str) -> str:
    """Return words with "a" or "an" before them."""
    silent = words.startswith(("hour", "honest"))
    vowel = words[0].lower() in "aeiou" and not words.startswith(("uni", "use", "euro", "one"))
    return f"{'an' if vowel or silent else 'a'} {words}"


def thing(
    random: Random, lexicon: Lexicon, kind: str, *, determiner: str = "", owner: str = "", plain: bool = False
) -> Phrase:
    """Return a noun phrase.

    Args:
        random: Draws.
        lexicon: Words.
        kind: Kind of noun.
        determiner: "a", "the", "this", "my" …; "" draws one.
        owner: The subject's name: what belongs to it is its own.
        plain: One thing, without an adjective.
    """
    en, ru = random.choice(lexicon.nouns[kind])
    adjectives = lexicon.adjectives.get(kind) or lexicon.adjectives[LIKE.get(kind, "thing")]
    adjective = random.choice(adjectives) if not plain and random.random() < 0.35 else None
    plural = not plain and kind not in ("drink", "food") and random.random() < 0.2
    choices = ["the"] * 4 + ["a"] * 4 + ["this", "that", *OWNERS]
    determiner = determiner or random.choice(choices)
    if determiner == "a" and (kind == "drink" or en in UNCOUNTED):
        determiner = "-"
    number = "plur" if plural else "sing"
    gender = "plur" if plural else forms.gender(ru)
    words = forms.english(en, "NNS") if plural else en
    words = f"{adjective[0]} {words}" if adjective else words
    match determiner:
        case "a":
            english = words if plural else article(words)
        case "this" | "that":
            english = f"{ {'this': 'these', 'that': 'those'}[determiner] if plural else determiner } {words}"
        case _:
            english = f"{determiner} {words}".removeprefix("- ")
    possessor = "свой" if owner and OWN.get(owner) == determiner else OWNERS.get(determiner, "")
    pointing = {"this": "этот", "that": "тот"}.get(determiner, "")

    def russian(case: str, after: bool) -> str:
        animate = kind in ANIMATE
        parts = []
        for word in (possessor, pointing, adjective[1] if adjective else ""):
            if word in ("его", "её", "их"):
                parts.append(word)
            elif word:
                parts.append(forms.adjective(word, case, gender, animate))
        return " ".join([*parts, forms.noun(ru, case, number)])

    return Phrase(english, english, russian, kind=gender)


def subject(random: Random, lexicon: Lexicon) -> Phrase:
    """Return somebody who acts."""
    draw = random.random()
    if draw < 0.5:
        return pronoun(random.choice(list(PRONOUNS)))
    if draw < 0.65:
        return named(random, lexicon)
    return thing(random, lexicon, "person" if random.random() < 0.85 else "animal")
