"""Into Russian: agreement, numbers, degrees, «свой»."""

from __future__ import annotations

from models.translation.rules.russian_nouns import AMOUNT, facts, number
from models.translation.rules.words import Sentence, Word

DESCRIBES = {"adj", "det", "poss", "num"}


def agree(sentence: Sentence) -> None:
    """Adjectives, pronouns and "first" take gender, number and case of their noun."""
    for phrase in sentence.phrases:
        head = phrase.head
        if head.pos not in ("noun", "name", "pron"):
            continue
        gender, _, animate = facts(head)
        for word in phrase.words:
            if word is head or word.pos not in ("adj", "det", "poss", "verb") or sentence.at(word) < 0:
                continue
            if word.target in AMOUNT or word.target in ("его", "её", "их"):
                continue
            case = head.want.get("case") or "nomn"
            if head.want.get("counted"):
                case, many = "gent", "plur"
            else:
                many = number(phrase)
            features = {
                "gender": gender,
                "number": many,
                "case": case,
                "animacy": "anim" if animate else "inan",
            }
            if word.pos == "verb":
                word.want = {
                    "mood": "part",
                    "voice": "pssv" if word.tag == "VBN" else "actv",
                    "tense": "past" if word.tag == "VBN" else "pres",
                    **features,
                }
            else:
                word.want = {**word.want, **features}


def numerals(sentence: Sentence) -> None:
    """After 2, 3, 4 the genitive singular, after 5 and more and "many" the genitive plural."""
    for phrase in sentence.phrases:
        head = phrase.head
        counter = next(
            (w for w in phrase.words if w is not head and (w.pos == "num" or w.target in AMOUNT)), None
        )
        if counter is None or head.pos not in ("noun", "name") or sentence.at(counter) < 0:
            continue
        if counter.form.get("ordinal"):
            continue
        last = _value(counter)
        case = head.want.get("case", "nomn")
        if counter.target == "один":
            counter.pos = "adj"
            continue
        if case in ("nomn", "accs"):
            if last in (2, 3, 4):
                head.want |= {"case": "gent", "number": "sing"}
            elif last == 1:
                head.want |= {"number": "sing"}
                continue
            else:
                head.want |= {"case": "gent", "number": "plur"}
            head.want["counted"] = "yes"
            if last == 2 and facts(head)[0] == "femn" and counter.target == "два":
                counter.surface = "две"
            if head.target == "год" and head.want["number"] == "plur":
                head.surface = "лет"
            if head.target in ("человек",) and head.want["number"] == "plur":
                head.surface = "человек"
        elif counter.target in AMOUNT:
            head.want |= {"number": "plur"}
            if counter.target in ("много", "несколько"):
                counter.surface = (
                    {"loct": "многих", "gent": "многих", "ablt": "многими", "datv": "многим"}[case]
                    if counter.target == "много"
                    else {
                        "loct": "нескольких",
                        "gent": "нескольких",
                        "ablt": "несколькими",
                        "datv": "нескольким",
                    }[case]
                )
        else:
            counter.want["case"] = case


def _value(word: Word) -> int:
    """What decides about a number's noun: 1, 2, 3, 4, or 5 for all the others."""
    if word.text[-1:].isdigit():
        two = word.text[-2:]
        last = int(word.text[-1])
        return 5 if len(two) == 2 and two[0] == "1" and two[1].isdigit() else last if 0 < last < 5 else 5
    return {"два": 2, "три": 3, "четыре": 4, "один": 1}.get(word.target, 5)


YEARS = {
    "in": ("в", "loct", "году"),
    "by": ("к", "datv", "году"),
    "since": ("с", "gent", "года"),
    "until": ("до", "gent", "года"),
    "before": ("до", "gent", "года"),
    "after": ("после", "gent", "года"),
}


def ordinals(sentence: Sentence) -> None:
    """Years, dates and ordinals: «в 1996 году», «15-й век»."""
    for phrase in sentence.phrases:
        head = phrase.head
        if (
            phrase.prep is not None
            and phrase.prep.lemma in YEARS
            and head.pos == "num"
            and len(head.text) == 4
            and head.text.isdigit()
        ):
            at = sentence.at(head) + 1
            prep, phrase.case, year = YEARS[phrase.prep.lemma]
            sentence.add(at, "год", "noun", case=phrase.case, number="sing").surface = year
            phrase.prep.put(prep)
        for word in phrase.words:
            if word.tag == "CD" and word.text[:1].isdigit() and word.text[-2:] in ("th", "st", "nd", "rd"):
                word.form["ordinal"] = "yes"
                ends = {"loct": "-м", "gent": "-го", "nomn": "-й"}
                word.surface = word.text[:-2] + ends.get(head.want.get("case", "nomn"), "-м")


def degrees(sentence: Sentence) -> None:
    """Comparatives are simple, superlatives with «самый»."""
    for word in list(sentence.words):
        if (
            word.tag in ("JJR", "RBR")
            and word.lemma not in ("good", "well", "bad")
            and word.pos in ("adj", "adv")
        ):
            word.want["degree"] = "comp"
        elif word.tag == "JJS" and word.lemma not in ("good", "bad"):
            most = sentence.before(word, "самый", "adj")
            _join_phrase(sentence, word, most)
        elif word.lemma in ("good", "well", "bad") and word.tag in ("JJR", "RBR"):
            phrase = sentence.phrase_of(word)
            if phrase is None or phrase.head is word:
                word.surface = "хуже" if word.lemma == "bad" else "лучше"
        elif word.lemma in ("good", "bad") and word.tag == "JJS":
            word.target = "худший" if word.lemma == "bad" else "лучший"
        elif word.lemma in ("more", "most"):
            following = sentence.near(word)
            if following is not None and following.pos in ("adj", "adv"):
                phrase = sentence.phrase_of(following)
                if word.lemma == "most":
                    word.pos, word.target = "adj", "самый"
                    _join_phrase(sentence, following, word)
                elif phrase is None or phrase.head is following:
                    following.want["degree"] = "comp"
                    sentence.drop(word)
                else:
                    word.surface = "более"


def _join_phrase(sentence: Sentence, word: Word, new: Word) -> None:
    phrase = sentence.phrase_of(word)
    if phrase is not None and not any(each is new for each in phrase.words):
        phrase.words.insert(next(i for i, each in enumerate(phrase.words) if each is word), new)


def own(sentence: Sentence) -> None:
    """What belongs to the subject itself is «свой»."""
    pairs = {"my": {"i"}, "your": {"you"}, "our": {"we"}, "his": {"he"}, "her": {"she"}, "their": {"they"}}
    for group in sentence.groups:
        subject = group.subject
        if subject is None:
            continue
        for phrase in sentence.phrases:
            if phrase.verb is group and phrase.role in ("object", "indirect"):
                for word in phrase.words:
                    named = word.lemma in ("his", "her", "their") and subject.head.pos in ("name", "noun")
                    if word.tag == "PP" and (subject.head.lemma in pairs.get(word.lemma, ()) or named):
                        word.target, word.pos = "свой", "det"


def pronouns_of_things(sentence: Sentence) -> None:
    """Make «это» of "this is" and "it is" before a noun; other things are «он»."""
    for group in sentence.groups:
        subject = group.subject
        if (
            subject is not None
            and subject.head.lemma in ("this", "that", "it", "these", "those")
            and len(subject.words) == 1
        ):
            subject.head.pos, subject.head.target = (
                "pron",
                "это" if group.main.lemma == "be" or subject.head.lemma != "it" else "он",
            )
            subject.head.surface = "" if subject.head.target == "он" else "это"
