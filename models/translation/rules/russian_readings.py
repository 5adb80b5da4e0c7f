"""What a Russian form may be, and which of it its neighbours make likely."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from models.translation.rules import russian
from models.translation.rules.dictionary import Dictionary

_POS = {
    "NOUN": "noun", "ADJF": "adj", "ADJS": "adj", "COMP": "comp", "VERB": "verb", "INFN": "verb",
    "PRTF": "adj", "PRTS": "verb", "GRND": "verb", "NUMR": "num", "ADVB": "adv", "NPRO": "pron", "PRED":
    "adv", "PREP": "prep", "CONJ": "conj", "PRCL": "part", "INTJ": "intj",
}  # fmt: skip


CASES = {
    "в": "accs loct", "во": "accs loct", "на": "accs loct", "с": "ablt gent accs",
    "со": "ablt gent accs", "о": "loct accs", "об": "loct accs", "обо": "loct", "по": "datv loct accs",
    "к": "datv",
    "ко": "datv", "за": "accs ablt", "под": "ablt accs", "над": "ablt", "перед": "ablt",
    "между": "ablt gent", "при": "loct", "про": "accs", "через": "accs", "сквозь": "accs",
    "благодаря": "datv",
    "согласно": "datv", "вопреки": "datv", "рядом с": "ablt", "вместе с": "ablt", "несмотря на": "accs",
}  # fmt: skip
"""Of prepositions; those that are not here take the genitive."""


DETERMINERS = {
    "этот", "тот", "мой", "твой", "наш", "ваш", "свой", "весь", "каждый", "любой", "такой", "какой",
    "который", "чей", "его", "её", "их", "никакой", "некоторый", "какой-то", "какой-нибудь", "сам",
    "самый", "другой", "один",
}  # fmt: skip


AMOUNTS = {"много", "мало", "несколько", "сколько", "столько", "немного", "большинство", "больше", "меньше"}


IMPERSONAL = {"можно", "нельзя", "нужно", "надо", "необходимо", "пора", "жаль"}


@dataclass(frozen=True)
class Reading:
    """One thing that a word may be."""

    pos: str
    lemma: str
    form: tuple[tuple[str, str], ...]
    weight: float

    def get(self, name: str) -> str:
        """A feature; empty where it has none."""
        return dict(self.form).get(name, "")


def readings(text: str, dictionary: Dictionary, first: bool) -> list[Reading]:
    """What a Russian word may be, likelier ones first."""
    low = text.lower()
    if not any(sign.isalpha() for sign in low):
        pos = "num" if low[:1].isdigit() else "punct"
        return [Reading(pos, low, (), 0)]
    if not any("а" <= sign <= "я" or sign == "ё" for sign in low):
        return [Reading("name", text, (("case", "nomn"), ("number", "sing")), 0)]
    found: list[Reading] = []
    for parse in russian.parses(low):
        reading = _reading(parse, low, dictionary)
        if (
            not first
            and text[:1].isupper()
            and reading.pos == "noun"
            and any(g in parse.tag for g in ("Name", "Surn", "Geox", "Patr", "Orgn"))
        ):
            reading = Reading("name", reading.lemma, reading.form, reading.weight + 1)
        elif (
            not first
            and text[:1].isupper()
            and reading.pos == "noun"
            and not dictionary.has("ru-en", reading.lemma)
        ) or (
            first
            and any(g in parse.tag for g in ("Name", "Surn"))
            and not dictionary.has("ru-en", reading.lemma)
            and reading.pos == "noun"
        ):
            reading = Reading("name", reading.lemma, reading.form, reading.weight)
        found.append(reading)
    return found


_LIKELY = """
есть/быть 2.2 мой/мой 3 стали/стать 2 это/это 1 это/этот 1.2 для/для 5 при/при 5 о/о 3 все/весь 1.8 её/её
0.4 его/его 0.4 их/их 0.4 уже/уже 4 дома/дома 0.6 том/тот 3 по/по 4 два/два 3 три/три 4 ты/ты 3
мало/мало 2 такси/такси 1 пора/пора 0.8 душ/душ 1 вечером/вечером 2 утром/утром 2
днём/днём 1.5 ночью/ночью 2 летом/летом 2 зимой/зимой 2 весной/весной 2 осенью/осенью 2
"""
"""Which base form some words mostly have: log odds."""


_EXTRA = {
    tuple(each.split("/")): float(odds)
    for each, odds in zip(_LIKELY.split()[::2], _LIKELY.split()[1::2], strict=True)
}


def _reading(parse: Any, low: str, dictionary: Dictionary) -> Reading:
    tag, lemma = parse.tag, str(parse.normal_form)
    pos = _POS.get(str(tag.POS), "noun" if tag.POS is None else "part")
    form: list[tuple[str, str]] = []
    case = {"loc2": "loct", "gen2": "gent", "acc2": "accs", "voct": "nomn"}.get(
        str(tag.case), str(tag.case or "")
    )
    for name, value in (
        ("case", case),
        ("number", tag.number),
        ("gender", tag.gender),
        ("tense", tag.tense),
        ("person", tag.person),
        ("aspect", tag.aspect),
        ("animacy", tag.animacy),
    ):
        if value:
            form.append((name, str(value)))
    kind = str(tag.POS)
    mood = {
        "INFN": "inf",
        "GRND": "grnd",
        "PRTS": "short",
        "ADJS": "short",
        "PRTF": "part",
        "COMP": "comp",
    }.get(kind, "impr" if "impr" in tag else "")
    if mood:
        form.append(("mood", mood))
    if "tran" in tag:
        form.append(("tran", "yes"))
    if kind in ("PRTF", "PRTS"):
        form.append(("voice", str(tag.voice)))
    if pos == "adj" and (lemma in DETERMINERS or "Apro" in tag) and kind == "ADJF":
        pos = "det"
    if low in ("его", "её", "их") and kind == "ADJF":
        pos, lemma, form = "det", low, []
    if low in AMOUNTS or lemma in ("много", "несколько", "мало", "сколько"):
        pos, lemma = "det", lemma
    if low in IMPERSONAL:
        pos, lemma = "adv", low
    if pos == "comp":
        pos = "adj"
        form.append(("degree", "comp"))
    if low in ("это", "то") and pos == "pron":
        lemma = low
    if kind == "PRED" and low == "нет":
        pos = "adv"
    if low in ("что", "как", "когда", "где", "куда", "почему", "зачем", "откуда") and kind in (
        "CONJ",
        "ADVB",
        "NPRO",
    ):
        form.append(("wh", "yes"))
    weight = math.log(max(float(parse.score), 0.004)) * 0.6 + _EXTRA.get((low, lemma), 0.0)
    if any(sense.pos == pos for sense in dictionary.find("ru-en", lemma)):
        weight += 1.0
    if pos == "pron" and case == "gent":
        weight -= 0.7
    return Reading(pos, lemma, tuple(form), weight)


def _pair(one: Reading | None, other: Reading, seen: frozenset[str]) -> float:
    """How well two neighbours go together."""
    score, nominal = 0.0, other.pos in ("noun", "name", "adj", "det", "pron", "num")
    case = other.get("case")
    if one is None:
        return 0.5 if case == "nomn" else -0.4 if case in ("accs", "gent") and other.pos == "noun" else 0.0
    if one.pos == "prep":
        if not nominal or other.get("mood") == "short":
            return -4.0
        if other.pos == "num" or not case:
            return 0.5
        return 2.5 if case in CASES.get(one.lemma, "gent").split() else -4.0
    before = one.get("case")
    if one.pos == "det" and one.lemma in ("его", "её", "их"):
        return 2.0 if other.pos in ("noun", "adj", "name") else -1.5
    if (
        one.pos == "pron"
        and one.lemma in ("он", "она", "они")
        and before in ("accs", "gent")
        and other.pos in ("noun", "adj")
    ):
        score -= 0.8
    if (
        one.pos in ("adj", "det")
        and before
        and other.pos in ("noun", "name", "adj", "det")
        and case
        and one.get("mood") != "short"
    ):
        same = (
            before == case
            and one.get("number") == other.get("number")
            and (
                one.get("number") == "plur"
                or one.get("gender") in ("", other.get("gender"))
                or not other.get("gender")
            )
        )
        animate = not (
            before == "accs"
            and one.get("animacy")
            and other.get("animacy")
            and one.get("animacy") != other.get("animacy")
        )
        return 2.2 if same and animate else -1.0
    if (one.pos == "num" or one.lemma in AMOUNTS) and other.pos in ("noun", "adj"):
        return 1.4 if case == "gent" else 0.3
    if one.lemma == "не" and other.pos == "verb":
        score += 0.8
    if one.lemma in ("нет", "не") and case == "gent":
        score += 1.0
    if one.pos == "noun" and other.pos in ("noun", "name"):
        score += 0.9 if case == "gent" else -0.2
    if one.pos == "verb":
        if case == "accs" and one.get("tran"):
            score += 1.0
        elif case == "nomn" and "nomn" in seen and other.pos in ("noun", "adj", "det"):
            score -= 0.8
        elif case == "accs":
            score -= 0.5
        elif case == "nomn" and one.get("tense") and not one.get("tran") and "nomn" not in seen:
            score += 0.9 if other.get("number") in ("", one.get("number")) else -0.5
    if (
        other.pos == "verb"
        and one.pos in ("noun", "name", "pron")
        and before == "nomn"
        and other.get("tense")
    ):
        score += 0.8 if one.get("number") in ("", other.get("number")) else -1.0
    if (
        other.pos == "verb"
        and before == "accs"
        and one.pos == "noun"
        and other.get("tense")
        and "nomn" not in seen
    ):
        score -= 0.8
    if other.pos == "verb" and other.get("tran") and one.pos == "noun" and "nomn" not in seen:
        score += {"gent": -0.4, "accs": 0.5 if one.get("animacy") == "anim" else 0.0}.get(before, 0.0)
    if other.pos == "prep":
        score += 0.3
    if case == "nomn" and one.pos in ("conj", "punct"):
        score += 0.3
    return score


def best_row(rows: list[list[Reading]]) -> list[Reading]:
    """The likeliest row (Viterbi)."""
    best: list[tuple[float, tuple[Reading, ...], frozenset[str]]] = [(0.0, (), frozenset())]
    for row in rows:
        step = []
        for reading in row:
            score, path, seen = max(
                ((s + reading.weight + _pair(p[-1] if p else None, reading, k), p, k) for s, p, k in best),
                key=lambda each: each[0],
            )
            step.append(
                (
                    score,
                    (*path, reading),
                    seen | {reading.get("case")} if reading.pos != "punct" else frozenset(),
                )
            )
        best = step
    return list(max(best, key=lambda each: each[0])[1]) if rows else []
