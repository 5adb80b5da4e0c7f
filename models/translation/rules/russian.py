"""Russian forms, by pymorphy3: what a form may be, and how a base form is inflected."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from models.translation.rules.aspects import IMPERFECTIVE, PERFECTIVE

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_POS = {
    "noun": ("NOUN",),
    "name": ("NOUN",),
    "adj": ("ADJF", "PRTF", "ADJS"),
    "det": ("ADJF",),
    "verb": ("INFN", "VERB"),
    "pron": ("NPRO", "ADJF", "NOUN"),
    "num": ("NUMR", "ADJF", "NOUN"),
    "adv": ("ADVB", "PRED", "COMP"),
}
_VERB = (
    "sing",
    "plur",
    "1per",
    "2per",
    "3per",
    "past",
    "pres",
    "futr",
    "impr",
    "excl",
    "masc",
    "femn",
    "neut",
)


@cache
def analyser() -> Any:
    """Pymorphy3's analyser, loaded when it is first needed."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=20_000)
def parses(word: str) -> tuple[Any, ...]:
    """All that a Russian form may be, the likeliest first."""
    return tuple(analyser().parse(word))


@lru_cache(maxsize=20_000)
def lexeme(lemma: str, pos: str) -> Any:
    """The parse of a base form as a part of speech; None where there is none."""
    found = parses(lemma)
    wanted = _POS.get(pos, ())
    for exact in (True, False):
        for parse in found:
            if str(parse.tag.POS) in wanted and (
                not exact or parse.normal_form == lemma.lower().replace("ё", "ё")
            ):
                if pos in ("noun", "name") and exact and parse.tag.case != "nomn":
                    continue
                if pos == "verb" and exact and "Impe" in parse.tag and len(found) > 1:
                    continue
                return parse
    return None


def noun_facts(lemma: str, pos: str = "noun") -> tuple[str, str, bool]:
    """A noun's gender, its number where it has only one, and whether it is animate."""
    head = head_of(lemma)
    parse = lexeme(head, pos if pos in ("noun", "name") else "noun")
    if parse is None:
        return (
            ("femn" if head.endswith(("а", "я")) else "neut" if head.endswith(("о", "е")) else "masc"),
            "",
            pos == "name",
        )
    tag = parse.tag
    only = "plur" if "Pltm" in tag else "sing" if "Sgtm" in tag else ""
    gender = str(tag.gender or "masc")
    return gender, only, tag.animacy == "anim"


def head_of(phrase: str) -> str:
    """The noun of a phrase in its base form: the first one that is in the nominative."""
    parts = phrase.split()
    for part in parts:
        if any(
            str(p.tag.POS) == "NOUN" and p.tag.case == "nomn" and p.score > 0.05 for p in parses(part)[:3]
        ):
            return part
    return parts[0] if parts else phrase


def is_perfective(verb: str) -> bool:
    """Whether a verb is perfective."""
    first = verb.split()[0]
    if first in PERFECTIVE or first in IMPERFECTIVE:
        return first not in PERFECTIVE  # «находить» may be either, and is hardly ever the perfective one
    parse = lexeme(verb.split()[0], "verb")
    return parse is not None and "perf" in parse.tag


@lru_cache(maxsize=5000)
def with_aspect(verb: str, perfective: bool) -> str:
    """The verb, or its partner of the other aspect; the verb itself where none is known."""
    first, space, rest = verb.partition(" ")
    if is_perfective(first) == perfective:
        return verb
    partner = (PERFECTIVE if perfective else IMPERFECTIVE).get(first)
    if partner is None:
        partner = _guess(first, perfective)
    return (partner or first) + space + rest


def _guess(verb: str, perfective: bool) -> str:
    """A partner made by the usual prefixes and suffixes, where the dictionary of forms knows it."""
    reflexive = verb.endswith("ся")
    base = verb[:-2] if reflexive else verb
    tries: list[str] = []
    if perfective:
        for ending, other in (
            ("ивать", "ить"),
            ("ивать", "ать"),
            ("ывать", "ать"),
            ("ывать", "ить"),
            ("авать", "ать"),
            ("евать", "еть"),
            ("ять", "ить"),
            ("ать", "ить"),
            ("ать", "нуть"),
            ("лять", "ить"),
            ("щать", "тить"),
            ("жать", "дить"),
            ("ждать", "дить"),
            ("вать", "ть"),
        ):
            if base.endswith(ending):
                tries.append(base[: -len(ending)] + other)
        tries += [prefix + base for prefix in ("по", "с", "на", "за", "про", "вы", "у", "о", "при")]
    else:
        for ending, other in (
            ("ить", "ивать"),
            ("ать", "ывать"),
            ("ить", "ять"),
            ("ить", "ать"),
            ("ить", "лять"),
            ("тить", "щать"),
            ("дить", "ждать"),
            ("ть", "вать"),
            ("нуть", "ать"),
        ):
            if base.endswith(ending):
                tries.append(base[: -len(ending)] + other)
        tries += [base[len(p) :] for p in ("по", "с", "на", "за", "про", "вы", "у") if base.startswith(p)]
    for each in tries:
        word = each + ("ся" if reflexive else "")
        if len(each) > 3 and analyser().word_is_known(word):
            for parse in parses(word):
                if (
                    str(parse.tag.POS) == "INFN"
                    and parse.normal_form == word
                    and ("perf" in parse.tag) == perfective
                ):
                    return word
    return ""


@lru_cache(maxsize=20_000)
def _inflected(lemma: str, pos: str, want: frozenset[str]) -> str:
    parse = lexeme(lemma, pos)
    if parse is None:
        return lemma
    for less in (set[str](), {"anim", "inan"}, {"anim", "inan", "masc", "femn", "neut"}):
        made = parse.inflect(want - less)
        if made is not None:
            return str(made.word)
    return lemma


def inflect(lemma: str, pos: str, want: dict[str, str]) -> str:
    """A base form, or a phrase of several words, with the features that the rules set."""
    if not want:
        return lemma
    if " " in lemma:
        return _phrase(lemma, pos, want)
    if pos == "verb":
        return _verb(lemma, want)
    if want.get("degree") == "comp":
        return _comparative(lemma)
    values = {want[name] for name in ("case", "number", "gender", "short") if want.get(name)}
    if pos in ("adj", "det", "num", "pron") and want.get("number") == "plur":
        values -= {"masc", "femn", "neut"}
    if pos in ("noun", "name"):
        values -= {"masc", "femn", "neut"}
        if not values & {"sing", "plur"} and values:
            values.add(noun_facts(lemma, pos)[1] or "sing")
    if want.get("short"):
        return _short(lemma, values)
    if want.get("case") == "accs" and pos in ("adj", "det", "num") and want.get("animacy"):
        values.add(want["animacy"])
    if (
        want.get("place")
        and "loct" in values
        and (second := _second_locative(lemma, pos))
        and "plur" not in values
    ):
        return second
    made = _inflected(lemma.lower() if pos != "name" else lemma, pos, frozenset(values))
    return made.capitalize() if pos == "name" and lemma[:1].isupper() else made


@lru_cache(maxsize=5000)
def _second_locative(lemma: str, pos: str) -> str:
    """«В саду», «на полу»: the form after «в» and «на» where a noun has one of its own."""
    parse = lexeme(lemma, pos)
    made = parse.inflect(frozenset({"loc2", "sing"})) if parse is not None else None
    return str(made.word) if made is not None and made.tag.case == "loc2" else ""


def _short(lemma: str, values: set[str]) -> str:
    parse = lexeme(lemma, "adj")
    if parse is not None:
        kind = "PRTS" if str(parse.tag.POS) == "PRTF" else "ADJS"
        made = parse.inflect(frozenset(values - {"short", "nomn", "ablt"} | {kind}))
        if made is not None:
            return str(made.word)
    return inflect(lemma, "adj", {"number": "plur", "case": "nomn"}) if "plur" in values else lemma


COMPARATIVES = {
    "высокий": "выше", "низкий": "ниже", "близкий": "ближе", "далёкий": "дальше", "дорогой": "дороже",
    "молодой": "моложе", "старый": "старше", "большой": "больше", "маленький": "меньше", "тихий": "тише",
    "широкий": "шире", "лёгкий": "легче", "короткий": "короче", "простой": "проще", "богатый": "богаче",
    "глубокий": "глубже", "громкий": "громче", "дешёвый": "дешевле", "быстрый": "быстрее",
}  # fmt: skip


def _comparative(lemma: str) -> str:
    if lemma in COMPARATIVES:
        return COMPARATIVES[lemma]
    parse = lexeme(lemma, "adj") or lexeme(lemma, "adv")
    made = parse.inflect({"COMP"}) if parse is not None else None
    return str(made.word) if made is not None else f"более {lemma}"


def _verb(lemma: str, want: dict[str, str]) -> str:
    mood = want.get("mood", "")
    if mood == "inf":
        return lemma
    if mood in ("part", "short"):
        return _participle(lemma, want)
    if mood == "grnd":
        return _inflected(lemma, "verb", frozenset({"GRND"}))
    if mood == "cond":
        return _verb(lemma, {**want, "mood": "", "tense": "past"}) + " бы"
    values = {
        value for name, value in want.items() if name in ("person", "number", "gender", "tense", "voice")
    }
    if mood == "impr":
        return _inflected(lemma, "verb", frozenset({"impr", want.get("number", "sing"), "excl"}))
    tense = want.get("tense", "")
    if not tense:
        return lemma
    if tense == "past":
        values -= {"1per", "2per", "3per"}
        if "plur" in values:
            values -= {"masc", "femn", "neut"}
        elif not values & {"masc", "femn", "neut"}:
            values.add("masc")
        values.add(want.get("number", "sing"))
    else:
        values -= {"masc", "femn", "neut"}
        values |= {want.get("person", "3per"), want.get("number", "sing")}
        if lemma == "быть":
            values = values - {"pres"} | {"futr"}
        elif tense == "futr" and not is_perfective(lemma):
            return f"{_verb('быть', {**want, 'mood': ''})} {lemma}"
        elif tense == "pres" and is_perfective(lemma):
            values = values - {"pres"} | {"futr"}
    return _inflected(lemma, "verb", frozenset(values))


def _participle(lemma: str, want: dict[str, str]) -> str:
    """A passive participle: short in the predicate, full before a noun; or an active one."""
    parse = lexeme(lemma, "verb")
    if parse is None:
        return lemma
    kind = "PRTS" if want.get("mood") == "short" else "PRTF"
    voice, tense = want.get("voice", "pssv"), want.get("tense", "past")
    values = {want[name] for name in ("number", "gender", "case") if want.get(name)}
    if "plur" in values:
        values -= {"masc", "femn", "neut"}
    if kind == "PRTS":
        values -= set(CASES)
    elif not values & set(CASES):
        values.add("nomn")
    if want.get("case") == "accs" and "femn" not in values:
        values.add(want.get("animacy", "inan"))
    for these in ({kind, voice, tense}, {kind, voice}):
        made = parse.inflect(frozenset(these | values)) or parse.inflect(
            frozenset(these | values - {"anim", "inan"})
        )
        if made is not None:
            return str(made.word)
    return lemma


def _phrase(lemma: str, pos: str, want: dict[str, str]) -> str:
    """A phrase: of a verb the verb is inflected, of a noun the noun and the adjectives before it."""
    parts = lemma.split()
    if pos == "verb":
        at = next((i for i, part in enumerate(parts) if lexeme(part, "verb") is not None), 0)
        parts[at] = inflect(parts[at], "verb", want)
        return " ".join(parts)
    if pos not in ("noun", "name"):
        return lemma
    head = head_of(lemma)
    gender, only, animate = noun_facts(lemma)
    at = parts.index(head)
    number = only or want.get("number", "sing")
    whole = {**want, "number": number, "gender": gender, "animacy": "anim" if animate else "inan"}
    for index in range(at):
        parts[index] = inflect(parts[index], "adj", whole)
    parts[at] = inflect(head, "noun", whole)
    return " ".join(parts)
