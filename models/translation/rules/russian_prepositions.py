"""Into Russian: which preposition, and the case that it asks for."""

from __future__ import annotations

from models.translation.rules.russian_nouns import facts, set_case
from models.translation.rules.russian_syntax import (
    DURATIONS,
    MONTHS,
    MOTION,
    NOT_NA,
    PREPOSITION_CASES,
    TIMES_NA,
    WEEKDAYS,
    WITH_NA,
    WITH_S,
)
from models.translation.rules.words import Phrase, Sentence, Word


def prepositions(sentence: Sentence) -> None:
    """Choose the preposition by what is around it, and give the noun its case."""
    for phrase in sentence.phrases:
        prep = phrase.prep
        if prep is None or phrase.role == "owner" or phrase.case or sentence.at(prep) < 0:
            continue
        before = _governor(sentence, prep)
        word, case = _preposition(phrase, prep, before)
        if word:
            prep.put(word)
        else:
            sentence.drop(prep)
        set_case(sentence, phrase, case)
        if case == "loct" and word in ("в", "на"):
            phrase.head.want["place"] = "yes"


def _governor(sentence: Sentence, prep: Word) -> Word | None:
    """The verb or noun that a preposition belongs to."""
    for at in range(sentence.at(prep) - 1, -1, -1):
        word = sentence.words[at]
        if word.pos == "verb" or (word.pos == "noun" and word.target in MOTION):
            return word
        if word.tag in ("SC", "WP") or word.lemma in (";", "."):
            return None
    return None


def _preposition(phrase: Phrase, prep: Word, before: Word | None) -> tuple[str, str]:
    """The Russian preposition, empty for none, and the case."""
    head, english = phrase.head, prep.lemma
    noun = head.target
    _, _, animate = facts(head)
    alive = animate or head.pos == "pron"
    moving = before is not None and (before.target in MOTION or before.target.split()[0] in MOTION)
    on = noun in WITH_NA
    if english in ("in", "into", "within") and noun not in DURATIONS:
        word = "на" if on and noun not in NOT_NA else "в"
        return word, "accs" if english == "into" or (
            moving
            and before is not None
            and before.target not in ("путешествовать", "летать", "смотреть", "бегать")
        ) else "loct"
    if english in ("in", "within"):
        if noun == "год" or noun == "месяц" or noun == "век" or noun in MONTHS:
            return "в", "loct"
        return ("через" if english == "in" else "за"), "accs"
    if english in ("on", "upon", "onto"):
        if noun in WEEKDAYS:
            return "в", "accs"
        if before is not None and before.target in ("зависеть", "настаивать"):
            return {"зависеть": ("от", "gent"), "настаивать": ("на", "loct")}[before.target]
        return "на", "accs" if english == "onto" or (
            moving
            and before is not None
            and before.target
            in (
                "класть",
                "положить",
                "ставить",
                "поставить",
                "садиться",
                "сесть",
                "смотреть",
                "посмотреть",
                "упасть",
                "вешать",
            )
        ) else "loct"
    if english == "at":
        if head.pos == "num" or noun == "час":
            return "в", "accs"
        if before is not None and before.target in ("смотреть", "посмотреть", "кричать"):
            return "на", "accs"
        if alive:
            return (
                "над" if before is not None and before.target in ("смеяться",) else "на" if moving else "у"
            ), "gent" if not moving else "accs"
        return ("на" if on else "в"), "loct"
    if english == "to":
        if before is not None and before.target in ("слушать", "послушать"):
            return "", "accs"
        if alive:
            return ("к", "datv") if moving else ("", "datv")
        if before is not None and not moving and before.pos == "verb":
            return (
                ("к", "datv")
                if before.target.split()[0]
                in ("готовиться", "относиться", "привыкать", "привыкнуть", "близкий")
                else ("в", "accs")
                if not on
                else ("на", "accs")
            )
        return ("на" if on else "в"), "accs"
    if english == "from":
        return ("от" if alive else "с" if (on and noun not in NOT_NA) or noun in WITH_S else "из"), "gent"
    if english == "for" and before is not None and before.lemma == "leave":
        return ("на" if on else "в"), "accs"
    if english == "for":
        if noun in DURATIONS or noun in ("раз",):
            return "", "accs"
        if before is not None and before.target in ("ждать", "искать", "просить", "подождать", "поискать"):
            return "", "accs"
        if before is not None and before.target in (
            "благодарить",
            "бороться",
            "платить",
            "голосовать",
            "заплатить",
        ):
            return "за", "accs"
        if noun in ("завтрак", "обед", "ужин", "день рождения", "экзамен"):
            return ("на" if noun not in ("экзамен",) else "к"), "accs" if noun != "экзамен" else "datv"
        return "для", "gent"
    if english == "by":
        if alive and before is not None and before.tag in ("VBN", "VBD"):
            return "", "ablt"
        if noun in ("машина", "поезд", "автобус", "самолёт", "велосипед", "корабль"):
            return "на", "loct"
        return (
            ("к", "datv")
            if noun in WEEKDAYS or head.pos == "num"
            else ("", "ablt")
            if before is not None and before.tag == "VBN"
            else ("у", "gent")
        )
    if english == "with":
        if before is not None and before.target in ("писать", "рисовать", "резать", "бить", "гордиться"):
            return "", "ablt"
        return "с", "ablt"
    if english in ("about",):
        return "о", "loct"
    if english == "of":
        return (
            ("", "gent")
            if before is None or before.pos != "verb"
            else ("о", "loct")
            if before.target in ("думать", "мечтать", "подумать")
            else ("из", "gent")
        )
    if english == "than":
        return "чем", "nomn"
    if english == "as" and before is not None and before.lemma in ("work", "serve"):
        return "", "ablt"
    if english in ("like", "as"):
        return "как", "nomn"
    if english in ("through", "across"):
        return "через", "accs"
    if english in ("under", "behind") and moving:
        return prep.target, "accs"
    if english == "since" and noun in TIMES_NA:
        return "с", "gent"
    if english in ("since", "off"):
        return "с", "gent"
    return prep.target, PREPOSITION_CASES.get(prep.target, "gent")
