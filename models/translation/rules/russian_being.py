"""Into Russian: being, having, liking, needing."""

from __future__ import annotations

from models.translation.rules.russian_nouns import AMOUNT, facts, number, set_case
from models.translation.rules.russian_syntax import ALWAYS_SHORT, SHORT
from models.translation.rules.russian_verbs import drop_helpers, number_of
from models.translation.rules.words import Group, Phrase, Sentence, Word


def have(sentence: Sentence) -> None:
    """Who has something: «у меня есть»."""
    for group in sentence.groups:
        main = group.main
        if (
            main.lemma != "have"
            or ("modal" in group.facts and group.facts["modal"] not in ("will", "would"))
            or group.subject is None
        ):
            continue
        if (
            {"infinitive", "imperative", "perfect"} & group.facts.keys()
            or "relative" in group.facts
            or "shared" in group.facts
        ):
            continue
        things = [p for p in group.objects if p.role == "object" and p.case == ""]
        if not things:
            continue
        owner = group.subject
        owner.prep = sentence.before(owner.words[0], "у", "prep")
        set_case(sentence, owner, "gent")
        owner.role = "has"
        group.facts.pop("modal", None) if group.facts.get("modal") == "will" else None
        for thing in things:
            thing.role = "subject"
            set_case(sentence, thing, "nomn")
        group.subject = things[0]
        group.facts["being"] = "has"
        drop_helpers(sentence, group)
        main.put("быть")
        first = [w for w in group.words if w is not main]
        described = any(w.pos == "adj" for w in things[0].words)
        if group.facts["tense"] == "pres" and "negated" not in group.facts:
            if described and not any(w.tag == "DT" for w in things[0].words if w.lemma == "no"):
                sentence.drop(main)
            else:
                main.surface = "есть"
        negate_being(sentence, group, things)
        for word in first:
            if word.tag != "NOT":
                continue


def negate_being(sentence: Sentence, group: Group, things: list[Phrase]) -> None:
    """«Нет» and a genitive, where there is not something."""
    none = next((w for w in things[0].words if w.lemma == "no" and w.tag == "DT"), None)
    if "negated" not in group.facts and none is None:
        return
    group.facts["being"] = "lacks"
    group.facts.pop("negated", None)
    sentence.drop(*(w for w in group.words if w.tag == "NOT"))
    if none is not None:
        sentence.drop(none)
    for thing in things:
        for word in thing.words:
            if word.lemma in ("any", "much", "many") and sentence.at(word) >= 0 and word.lemma == "any":
                sentence.drop(word)
        set_case(sentence, thing, "gent")
    if group.facts["tense"] == "pres":
        group.main.surface = "нет"
    else:
        group.main.surface = "не будет" if group.facts["tense"] == "futr" else "не было"
    if sentence.at(group.main) < 0:
        sentence.words.insert(sentence.at(things[0].words[0]), group.main)


def there(sentence: Sentence) -> None:
    """There is something: the place comes first, then «есть», «был», «будет»."""
    for group in sentence.groups:
        if "there" not in group.facts:
            continue
        things = [p for p in group.objects if p.role in ("predicate", "object")]
        existential = sentence.words[sentence.at(group.words[0]) - 1] if sentence.at(group.words[0]) else None
        if existential is not None and existential.tag == "EX":
            sentence.drop(existential)
        else:
            sentence.drop(*(w for w in sentence.words if w.tag == "EX"))
        if not things:
            continue
        drop_helpers(sentence, group)
        group.main.put("быть")
        group.subject = things[0]
        for thing in things:
            thing.role = "subject"
            set_case(sentence, thing, "nomn")
        group.facts["being"] = "there"
        place = _place_after(sentence, things[-1])
        if place:
            sentence.move(place, 0)
            target = sentence.at(group.main)
            if target > 0:
                sentence.move(place, 0)
        if group.facts["tense"] == "pres":
            if "negated" in group.facts or any(w.lemma == "no" for w in things[0].words):
                pass
            elif place or any(w.pos == "num" or w.target in AMOUNT for w in things[0].words):
                sentence.drop(group.main)
                if not place:
                    group.main.surface = "есть"
                    sentence.words.insert(sentence.at(things[0].words[0]), group.main)
            else:
                group.main.surface = "есть"
        negate_being(sentence, group, things)


def _place_after(sentence: Sentence, thing: Phrase) -> list[Word]:
    """The words of "in the garden" after a phrase."""
    at = sentence.at(thing.words[-1]) + 1
    if at >= len(sentence.words):
        return []
    phrase = next(
        (
            p
            for p in sentence.phrases
            if p.prep is sentence.words[at]
            and p.prep.lemma in ("in", "on", "at", "under", "near", "behind", "between", "above", "over")
        ),
        None,
    )
    if phrase is None:
        return []
    owner = next((p for p in sentence.phrases if p.role == "owner" and p.prep is phrase.prep), None)
    end = sentence.at(phrase.words[-1]) + 1
    if owner is not None and owner is phrase:
        end += 2
    while end < len(sentence.words) and sentence.words[end].lemma == "of":
        inner = next((p for p in sentence.phrases if p.prep is sentence.words[end]), None)
        if inner is None:
            break
        end = sentence.at(inner.words[-1]) + 1
    return sentence.words[at:end]


def copula(sentence: Sentence) -> None:
    """Leave out "am", "is" and "are"; between two nouns there is a dash."""
    for group in sentence.groups:
        if (
            group.main.lemma != "be"
            or group.facts.get("being")
            or {"modal", "perfect", "infinitive", "imperative", "gerund"} & group.facts.keys()
        ):
            continue
        if group.facts["tense"] != "pres" or sentence.at(group.main) < 0:
            continue
        subject = group.subject
        said = next((p for p in group.objects if p.role == "predicate"), None)
        dash = (
            subject is not None
            and said is not None
            and "negated" not in group.facts
            and "question" not in group.facts
            and subject.head.pos in ("noun", "name")
            and said.head.pos in ("noun", "name")
        )
        if dash:
            sentence.before(group.main, "—", "punct").surface = "—"
        sentence.drop(group.main)


def predicates(sentence: Sentence) -> None:
    """What somebody was or will be is in the instrumental; adjectives agree, some are short."""
    for group in sentence.groups:
        if (
            group.main.lemma
            not in ("be", "become", "seem", "feel", "look", "get", "stay", "remain", "turn", "sound")
            and "passive" not in group.facts
        ):
            continue
        subject = group.subject
        gender = facts(subject.head)[0] if subject is not None else "masc"
        many = number_of(group)
        if group.main.lemma == "get" and any(p.role == "adjective" for p in group.objects):
            group.main.target = "становиться"
        for phrase in group.objects:
            head = phrase.head
            if phrase.role == "predicate" and head.pos in ("noun", "name"):
                away = (
                    group.facts["tense"] != "pres"
                    or "infinitive" in group.facts
                    or "modal" in group.facts
                    or "perfect" in group.facts
                )
                is_this = subject is not None and subject.head.target == "это"
                set_case(sentence, phrase, "ablt" if away and not is_this else "nomn")
            if (head.pos == "adj" and phrase.role in ("adjective", "predicate")) or (
                head.pos == "adj" and phrase.role == "object"
            ):
                if (
                    subject is not None
                    and (subject.head.target == "это" or subject.head.lemma in ("it", "this", "that"))
                    and subject.head.pos == "pron"
                ):
                    _impersonal(head, group)
                elif head.target in ALWAYS_SHORT:
                    head.surface = ALWAYS_SHORT[head.target]["plur" if many == "plur" else gender]
                elif head.target in SHORT and group.main.lemma == "be":
                    head.want = {"short": "short", "gender": gender, "number": many}
                elif head.want.get("degree") == "comp":
                    continue
                elif group.main.lemma == "be":
                    case = (
                        "nomn"
                        if group.facts["tense"] == "pres"
                        or "perfect" in group.facts
                        or group.facts["tense"] == "past"
                        else "ablt"
                    )
                    head.want |= {"case": case, "gender": gender, "number": many}
                elif group.main.lemma in ("look", "feel", "sound"):
                    _as_adverb(head)
                else:
                    head.want |= {"case": "ablt", "gender": gender, "number": many}


def _as_adverb(word: Word) -> None:
    adverb = word.target[:-2] + "о" if word.target.endswith(("ый", "ой", "ий")) else word.target
    word.surface = adverb.replace("гко", "гко")


def _impersonal(word: Word, group: Group) -> None:
    """It is cold: «холодно»."""
    if word.target.endswith(("ый", "ой", "ий")) and word.want.get("degree") != "comp":
        stem = word.target[:-2]
        stem = stem.replace("ё", "е")
        word.surface = stem + ("е" if stem.endswith(("щ", "ш", "н")) and word.target.endswith("ний") else "о")
    group.facts["neuter"] = "yes"


def impersonal_subject(sentence: Sentence) -> None:
    """Leave out an "it" that means nothing: "it is cold", "it rains"."""
    for group in sentence.groups:
        subject = group.subject
        if (
            subject is None
            or subject.head.lemma != "it"
            or group.main.lemma not in ("be", "seem", "happen", "rain", "snow")
        ):
            continue
        if any(p.head.pos == "adj" for p in group.objects) or group.main.lemma != "be":
            sentence.drop(subject.head)
            group.facts["neuter"] = "yes"


def liking(sentence: Sentence) -> None:
    """Who likes something: «мне нравится»."""
    for group in sentence.groups:
        if (
            group.main.lemma != "like"
            or group.subject is None
            or group.main.pos != "verb"
            or "modal" in group.facts
        ):
            continue
        things = [p for p in group.objects if p.role == "object"]
        subject = group.subject
        if (
            not things
            or {"infinitive", "shared", "relative"} & group.facts.keys()
            or ("question" in group.facts and "did" not in group.facts)
        ):
            continue
        subject.role, group.main.target = "other", "нравиться"
        set_case(sentence, subject, "datv")
        group.subject = things[0]
        for thing in things:
            thing.role = "subject"
            set_case(sentence, thing, "nomn")


def needing(sentence: Sentence) -> None:
    """Who needs something: «мне нужен», «мне нужно»."""
    for group in sentence.groups:
        if (
            group.main.lemma != "need"
            or group.main.pos != "verb"
            or group.subject is None
            or "infinitive" in group.facts
            or "modal" in group.facts
        ):
            continue
        set_case(sentence, group.subject, "datv")
        group.subject.role = "other"
        things = [p for p in group.objects if p.role == "object"]
        drop_helpers(sentence, group)
        gender, many = "neut", "sing"
        if things:
            thing = things[0]
            thing.role = "subject"
            set_case(sentence, thing, "nomn")
            gender, many = facts(thing.head)[0], number(thing)
            group.subject = thing
        group.main.pos = "adj"
        group.main.put("нужный", short="short", gender=gender, number=many)
        if group.facts["tense"] == "past":
            group.main.surface = (
                {"masc": "нужен был", "femn": "нужна была", "neut": "нужно было"}[gender]
                if many == "sing"
                else "нужны были"
            )
        elif group.facts["tense"] == "futr":
            group.main.surface = (
                {"masc": "нужен будет", "femn": "нужна будет", "neut": "нужно будет"}[gender]
                if many == "sing"
                else "нужны будут"
            )
        elif many == "sing" and gender == "masc":
            group.main.surface = "нужен"
        group.facts["being"] = "needs"


def ages(sentence: Sentence) -> None:
    """How old somebody is: «мне 20 лет»."""
    for group in sentence.groups:
        if group.main.lemma != "be" or group.subject is None:
            continue
        old = next((w for w in sentence.words if w.lemma == "old" and w.tag == "JJ"), None)
        before = sentence.near(old, -1) if old is not None else None
        if old is None or before is None or before.lemma != "year":
            if any(w.lemma == "how old" for w in sentence.words):
                set_case(sentence, group.subject, "datv")
                sentence.drop(group.main)
                group.subject.role = "other"
            continue
        set_case(sentence, group.subject, "datv")
        group.subject.role = "other"
        sentence.drop(old)
        group.facts["being"] = "age"
        if group.facts["tense"] == "pres":
            sentence.drop(group.main)
        else:
            group.main.surface = "было" if group.facts["tense"] == "past" else "будет"
