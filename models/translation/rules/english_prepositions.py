"""Into English: what cases and prepositions become."""

from __future__ import annotations

from models.translation.rules.english_nouns import LATIN_CAPITAL
from models.translation.rules.russian_readings import AMOUNTS
from models.translation.rules.words import Phrase, Sentence, Word

ABLATIVE = {"ручка", "нож", "рука", "ключ", "карандаш", "ложка", "глаз", "топор", "кисть", "вода", "молоток"}


def cases(sentence: Sentence) -> None:
    """A genitive becomes "of" or 's, a dative "to", an instrumental "with", "by" or "as"."""
    for phrase in list(sentence.phrases):
        first = phrase.words[0]
        if (
            phrase.prep is not None
            or sentence.at(first) < 0
            or phrase.role in ("subject", "object", "adjective", "done")
        ):
            continue
        before = sentence.near(first, -1)
        after_noun = (
            before is not None
            and before.pos in ("noun", "name", "pron")
            and sentence.phrase_of(before) is not phrase
        )
        joined = phrase.joined is not None
        if phrase.case == "gent" and joined:
            continue
        if phrase.case == "gent" and after_noun and before is not None:
            _genitive(sentence, phrase, before)
        elif phrase.case == "datv" and phrase.verb is not None and phrase.role == "indirect" and not joined:
            at, verb = sentence.at(first), sentence.at(phrase.verb.main)
            if at > verb and before is phrase.verb.main:
                continue
            if phrase.verb.main.target.split()[0] in (
                "help",
                "believe",
                "call",
                "thank",
                "advise",
                "teach",
                "answer",
                "forbid",
                "allow",
                "like",
                "prevent",
                "tell",
                "ask",
                "give",
                "show",
                "send",
                "wish",
            ):
                continue
            phrase.prep = sentence.before(first, "to", "prep")
        elif phrase.case == "ablt" and phrase.verb is not None and not joined:
            main = phrase.verb.main
            if main.lemma in (
                "быть",
                "стать",
                "становиться",
                "являться",
                "казаться",
                "оказаться",
                "остаться",
                "называться",
                "считаться",
                "интересоваться",
                "заниматься",
                "пользоваться",
                "руководить",
                "управлять",
                "гордиться",
                "командовать",
                "заведовать",
                "владеть",
                "обладать",
            ):
                continue
            word = (
                "by"
                if phrase.verb.facts.get("passive")
                else "as"
                if main.lemma == "служить"
                or (
                    main.lemma in ("работать", "служить", "считать", "называть")
                    and phrase.head.form.get("animacy") == "anim"
                )
                else "with"
            )
            phrase.prep = sentence.before(first, word, "prep")


def _genitive(sentence: Sentence, phrase: Phrase, before: Word) -> None:
    owned = sentence.phrase_of(before)
    person = (phrase.head.pos == "name" and phrase.head.form.get("animacy") == "anim") or (
        phrase.head.form.get("animacy") == "anim"
        and len(phrase.words) <= 2
        and phrase.head.form.get("number") == "sing"
        and any(w.pos == "det" for w in phrase.words)
    )
    last = sentence.near(phrase.words[-1])
    followed = sentence.phrase_of(last) if last is not None else None
    if (
        owned is not None
        and person
        and not (followed is not None and followed.case == "gent" and followed.prep is None)
    ):
        start = owned.words[0]
        if not any(w.pos in ("det",) for w in owned.words):
            words = [w for w in phrase.words if sentence.at(w) >= 0]
            sentence.move(words, 0)
            sentence.move(
                words, max(0, sentence.at(start) - len(words)) if sentence.at(start) >= len(words) else 0
            )
            mark = sentence.add(sentence.at(words[-1]) + 1, "'s", "gen")
            owned.words[0:0] = [*words, mark]
            phrase.role = "owner"
            return
    if owned is not None and any(w.lemma in AMOUNTS or w.pos == "num" for w in owned.words[-1:]):
        return
    phrase.prep = sentence.before(phrase.words[0], "of", "prep")


def prepositions(sentence: Sentence) -> None:
    """A preposition is chosen by its case and its noun."""
    for phrase in sentence.phrases:
        prep = phrase.prep
        if prep is None or not prep.text:
            continue
        word = _preposition(sentence, phrase, prep)
        if word is not None:
            prep.put(word)
            if not word:
                sentence.drop(prep)


def _preposition(sentence: Sentence, phrase: Phrase, prep: Word) -> str | None:
    low, case, noun_ = (
        prep.lemma.removesuffix("о") if prep.lemma in ("во", "со", "ко") else prep.lemma,
        phrase.case,
        phrase.head.lemma,
    )
    verb = next(
        (g.main.lemma for g in sentence.groups if abs(sentence.at(g.main) - sentence.at(prep)) <= 5), ""
    )
    if low == "в":
        if phrase.head.target in LATIN_CAPITAL:
            return "on"
        if case == "accs":
            if (
                noun_ in ("час",)
                or (phrase.words[0].pos == "num" and noun_ == "час")
                or phrase.head.pos == "num"
            ):
                return "at"
            if noun_ in ("время", "день", "раз"):
                return "at" if noun_ == "время" else "on"
            if verb in ("играть", "поиграть", "сыграть"):
                return ""
            return (
                "into"
                if verb in ("войти", "превратиться", "входить")
                else "to"
                if not any(w.pos == "num" for w in phrase.words)
                else "per"
            )
        return (
            "at"
            if noun_
            in ("школа", "университет", "институт", "аэропорт", "конец", "начало", "возраст", "центр")
            and noun_ in ("университет", "институт", "аэропорт", "возраст", "начало")
            else "in"
        )
    if low == "на":
        if case == "accs":
            if verb in ("смотреть", "посмотреть", "взглянуть", "кричать", "глядеть"):
                return "at"
            if verb in ("играть",) or noun_ in ("скрипка", "гитара"):
                return ""
            if noun_ in ("вопрос",):
                return ""
            if verb in (
                "сесть",
                "садиться",
                "положить",
                "поставить",
                "упасть",
                "класть",
                "влиять",
                "надеяться",
            ):
                return "on"
            return (
                "for"
                if noun_ in ("завтрак", "обед", "ужин", "день рождения", "год", "неделя", "месяц")
                else "to"
            )
        if verb in ("играть", "сыграть") and phrase.head.form.get("animacy") != "anim":
            return ""
        if noun_ in (
            "работа",
            "концерт",
            "вокзал",
            "станция",
            "урок",
            "завод",
            "лекция",
            "встреча",
            "экзамен",
            "остановка",
            "свадьба",
        ):
            return "at"
        if noun_ in (
            "улица",
            "кухня",
            "картина",
            "фотография",
            "север",
            "юг",
            "запад",
            "восток",
            "рынок",
            "конкурс",
            "язык",
            "мир",
            "небо",
            "кавказ",
            "украина",
            "площадь",
        ):
            return "in"
        if noun_ in ("машина", "поезд", "автобус", "самолёт", "велосипед", "метро"):
            return "by"
        return "on"
    if low == "с":
        return "with" if case == "ablt" else "from"
    if low == "у":
        return "at" if phrase.head.form.get("animacy") != "anim" else "with"
    if low == "по":
        if noun_ in ("улица", "дорога", "город", "парк", "коридор", "лес"):
            return "along" if noun_ in ("улица", "дорога") else "around"
        if noun_ in ("телевизор", "телефон", "радио"):
            return "on"
        if noun_ in ("мнение", "слово", "закон"):
            return "according to" if noun_ == "закон" else "in"
        return "in" if noun_ in ("математика", "экономика", "физика", "история") else None
    if low == "за":
        return "for" if case == "accs" else "behind"
    if low == "о":
        return "about"
    if low == "под" and case == "accs":
        return "under"
    if low == "через" and noun_ in ("год", "день", "час", "неделя", "минута", "месяц"):
        return "in"
    if low == "из" and verb in ("сделать", "состоять", "построить"):
        return "of"
    if low == "до" and phrase.head.pos == "noun" and noun_ in ("метро", "дом", "конец", "станция"):
        return "to"
    return None
