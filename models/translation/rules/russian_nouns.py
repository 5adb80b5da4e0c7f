"""Into Russian: names, articles, the cases of subjects, objects and owners."""

from __future__ import annotations

from models.translation.rules import names
from models.translation.rules.russian import noun_facts
from models.translation.rules.russian_syntax import DURATIONS, GOVERNS, PREPOSITION_CASES
from models.translation.rules.words import Phrase, Sentence, Word

ARTICLES = {"the", "a", "an"}


AMOUNT = {
    "много",
    "мало",
    "несколько",
    "немного",
    "достаточно",
    "больше",
    "меньше",
    "сколько",
    "большинство",
    "ряд",
}


def cyrillic(text: str) -> bool:
    """Whether there are Cyrillic letters."""
    return any("а" <= sign <= "я" or sign == "ё" for sign in text.lower())


def facts(word: Word) -> tuple[str, str, bool]:
    """Gender, only number and animacy of a noun's translation."""
    if word.pos == "pron":
        gender = {
            "он": "masc",
            "она": "femn",
            "оно": "neut",
            "это": "neut",
            "что": "neut",
            "всё": "neut",
            "то": "neut",
            "ничто": "neut",
            "что-то": "neut",
            "что-нибудь": "neut",
        }.get(word.target, "masc")
        many = word.target in ("мы", "вы", "они", "эти", "те", "все", "оба", "некоторые", "другие", "многие")
        return gender, "plur" if many else "sing", word.target not in ("это", "что", "всё", "то")
    return noun_facts(word.target, word.pos)


def number(phrase: Phrase) -> str:
    """The number of a phrase's translation."""
    only = facts(phrase.head)[1]
    return only or phrase.head.want.get("number") or "sing"


def set_case(sentence: Sentence, phrase: Phrase, case: str) -> None:
    """Give a phrase, and what is joined to it, a case."""
    phrase.case = case
    head = phrase.head
    if head.pos in ("noun", "name", "pron", "num", "adj", "det"):
        head.want["case"] = case
        if head.pos == "pron" and phrase.prep is not None and head.target in ("он", "она", "они", "оно"):
            head.want["after"] = "prep"
    for other in sentence.phrases:
        if other.joined is phrase:
            set_case(sentence, other, case)


def transliterate(sentence: Sentence) -> None:
    """Write names in Cyrillic."""
    for word in sentence.words:
        if word.tag == "NNP" and not cyrillic(word.target):
            word.target, word.known = names.to_russian(word.text), True
        elif (
            word.pos == "name"
            and cyrillic(word.target)
            and word.target.islower()
            and word.senses[0].pos != "noun"
        ):
            word.target = names.to_russian(word.text)
        elif word.tag == "NNP" and word.lemma.lower() in names.KNOWN:
            word.target = names.KNOWN[word.lemma.lower()]


def articles(sentence: Sentence) -> None:
    """Leave out a, an and the; "what a" is «какой»."""
    for phrase in sentence.phrases:
        before = sentence.near(phrase.words[0], -1)
        if phrase.words[0].lemma in ("a", "an") and before is not None and before.lemma == "what":
            before.pos, before.target = "det", "какой"
            phrase.words.insert(0, before)
    sentence.drop(*(word for word in sentence.words if word.tag == "DT" and word.lemma in ARTICLES))


def plural(sentence: Sentence) -> None:
    """Give nouns the number that they have in English."""
    for phrase in sentence.phrases:
        head = phrase.head
        if (
            head.pos in ("noun", "name")
            and phrase.head.form.get("number") == "plur"
            and head.tag in ("NNS", "NN")
        ):
            head.want["number"] = "plur"
            head.want.setdefault("case", "nomn")


def subjects(sentence: Sentence) -> None:
    """Subjects, and what they are said to be, are in the nominative."""
    for phrase in sentence.phrases:
        if phrase.role in ("subject", "predicate") and not phrase.case:
            set_case(sentence, phrase, "nomn")


def objects(sentence: Sentence) -> None:
    """The object's case is what the Russian verb asks for, mostly the accusative."""
    for group in sentence.groups:
        verb = group.main.target
        last = verb.split()[-1] if verb else ""
        case = GOVERNS.get(verb) or (
            PREPOSITION_CASES.get(last, "gent")
            if last in ("о", "в", "на", "с", "к", "за", "над", "по", "из", "от") and " " in verb
            else "accs"
        )
        if " " in verb and last in ("в", "на", "за"):
            case = {"в": "loct", "на": "accs", "за": "ablt"}[last]
        for phrase in group.objects:
            if phrase.role == "object" and not phrase.case:
                if _is_time(phrase):
                    set_case(sentence, phrase, "accs")
                else:
                    set_case(sentence, phrase, case)


def _is_time(phrase: Phrase) -> bool:
    return phrase.head.target in DURATIONS and any(w.tag in ("CD", "DT", "PD") for w in phrase.words)


def receivers(sentence: Sentence) -> None:
    """Who something is given or told to is in the dative."""
    for phrase in sentence.phrases:
        if phrase.role == "indirect":
            set_case(sentence, phrase, "datv")


def belongings(sentence: Sentence) -> None:
    """What English says with "of" is a genitive without a preposition."""
    for phrase in sentence.phrases:
        prep = phrase.prep
        if prep is not None and prep.lemma == "of":
            before = sentence.near(prep, -1)
            if before is not None and (
                before.pos in ("noun", "name", "pron", "num") or before.tag in ("PD", "JJS", "DT")
            ):
                if (
                    before.pos == "num"
                    or before.target in ("один", "некоторый", "каждый", "каждое")
                    or before.tag in ("JJS", "PRP")
                ):
                    prep.put("из")
                else:
                    sentence.drop(prep)
                set_case(sentence, phrase, "gent")


def owners(sentence: Sentence) -> None:
    """The owner ('s) comes after what is owned, in the genitive."""
    for phrase in sentence.phrases:
        if phrase.role != "owner":
            continue
        mark = sentence.near(phrase.words[-1])
        if mark is None or mark.tag != "GEN":
            continue
        owned = sentence.phrase_of(sentence.near(mark))
        sentence.drop(mark)
        if owned is None:
            continue
        owned.prep = owned.prep or phrase.prep
        set_case(sentence, phrase, "gent")
        words = [word for word in phrase.words if sentence.at(word) >= 0]
        sentence.move(words, 0)
        sentence.move(words, sentence.at(owned.words[-1]) + 1 - len(words))


def compounds(sentence: Sentence) -> None:
    """A noun before a noun becomes an adjective, or a genitive after it."""
    for phrase in sentence.phrases:
        nouns = [word for word in phrase.words if word.pos in ("noun", "name") and sentence.at(word) >= 0]
        for word in nouns[:-1]:
            adjective = next(
                (
                    s
                    for s in word.senses
                    if s.pos == "adj" and " " not in s.word and s.word.endswith(("ый", "ий", "ой"))
                ),
                None,
            )
            if word.pos == "name" and phrase.head.pos == "name":
                continue
            if adjective is not None:
                word.pos, word.target = "adj", adjective.word
            else:
                sentence.move([word], 0)
                sentence.move([word], sentence.at(phrase.head))
                word.want["case"] = "nomn" if word.pos == "name" else "gent"
                if word.tag == "NNS":
                    word.want["number"] = "plur"
