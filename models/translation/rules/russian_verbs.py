"""Into Russian: helpers, tenses, aspects, agreement."""

from __future__ import annotations

from models.translation.rules.russian import is_perfective, with_aspect
from models.translation.rules.russian_nouns import AMOUNT, facts, number, set_case
from models.translation.rules.russian_syntax import ALONE, IMPERFECTIVE_AFTER, REPEATED, STATES, WITH_OBJECT
from models.translation.rules.words import Group, Sentence, Word

PERSONS = {"i": "1per", "we": "1per", "you": "2per"}


def drop_helpers(sentence: Sentence, group: Group) -> None:
    """Take a group's helping verbs out."""
    sentence.drop(
        *(
            w
            for w in group.words
            if w is not group.main and w.tag in ("MD", "HV", "DO", "BE", "TO", "VBG", "VB")
        )
    )


def helpers(sentence: Sentence) -> None:
    """Leave out "do", "have", "will" and "be" that only help another verb."""
    for group in sentence.groups:
        modal = group.facts.get("modal", "")
        for word in group.words:
            if word is group.main or word.tag in ("RB", "NOT"):
                continue
            if word.tag == "MD" and modal not in ("will", "shall", "would"):
                continue
            if word.tag == "HV" and modal == "must":
                continue
            if word.tag == "BE" and "passive" in group.facts and word is _passive_be(group):
                continue
            sentence.drop(word)


def _passive_be(group: Group) -> Word | None:
    return next((w for w in reversed(group.words) if w.tag == "BE" and w is not group.main), None)


def number_of(group: Group) -> str:
    """The number of a verb's subject."""
    if group.facts.get("plural"):
        return "plur"
    if group.subject is None:
        return "sing"
    if any(
        w.target in AMOUNT or w.form.get("many") for w in group.subject.words
    ) or group.subject.head.want.get("counted"):
        return "sing" if group.facts.get("being") else "plur"
    return number(group.subject)


def agreement(group: Group) -> dict[str, str]:
    """Person, number and gender that a verb takes from its subject."""
    if group.main.lemma in ("rain", "snow"):
        return {"person": "3per", "number": "sing", "gender": "masc"}
    if group.facts.get("neuter") or (
        group.subject is None and "asks" not in group.facts and not group.facts.get("imperative")
    ):
        return {"person": "3per", "number": "sing", "gender": "neut"}
    if group.subject is None:
        return {
            "person": "3per",
            "number": "sing",
            "gender": "masc" if group.facts.get("asks") == "who" else "neut",
        }
    head = group.subject.head
    lemma = head.lemma if head.pos == "pron" and "relative" not in group.facts else ""
    if any(w.target in AMOUNT for w in group.subject.words) and group.facts.get("being"):
        return {"person": "3per", "number": "sing", "gender": "neut"}
    return {"person": PERSONS.get(lemma, "3per"), "number": number_of(group), "gender": facts(head)[0]}


def tenses(sentence: Sentence) -> None:
    """Past, present and future as in English."""
    for group in sentence.groups:
        main = group.main
        if (
            sentence.at(main) < 0
            or main.surface
            or main.pos == "adj"
            or {"infinitive", "imperative", "gerund", "participle"} & group.facts.keys()
        ):
            continue
        verb = finite(group)
        if verb is None:
            continue
        tense = group.facts["tense"]
        if "perfect" in group.facts and tense == "pres" and "progressive" not in group.facts:
            tense = "past"
        if group.facts.get("modal") in ("would",):
            verb.want |= {"mood": "cond"}
            continue
        if group.facts.get("modal") in ("could",):
            tense = "past"
        if verb.target == "быть" and tense == "pres":
            continue
        verb.want |= {"tense": tense}


def finite(group: Group) -> Word | None:
    """The word of a group that is inflected: the modal, the helper of the passive, or the main verb."""
    modal = group.facts.get("modal", "")
    if modal and modal not in ("will", "shall", "would"):
        found = next((w for w in group.words if w.tag == "MD" or (w.tag == "HV" and modal == "must")), None)
        return (
            found if found is not None and found.pos in ("verb", "aux") and found.target == "мочь" else None
        )
    if "passive" in group.facts:
        return _passive_be(group)
    return group.main


def agree(sentence: Sentence) -> None:
    """The verb agrees with its subject in person and number, in the past in gender."""
    for group in sentence.groups:
        verb = finite(group)
        if verb is not None and (verb.want.get("tense") or verb.want.get("mood") == "cond"):
            verb.want |= agreement(group)
            if "who" in (w.lemma for w in sentence.words) and group.subject is None:
                verb.want |= {"gender": "masc"}


def modals(sentence: Sentence) -> None:
    """Can, must, should: «мочь», «должен», «следует», and an infinitive."""
    for group in sentence.groups:
        modal = group.facts.get("modal", "")
        if modal in ("", "will", "shall", "would"):
            continue
        word = next((w for w in group.words if w.tag == "MD" or (w.tag == "HV" and modal == "must")), None)
        if word is None or (word is group.main and modal != "can"):
            continue
        word.pos = "verb"
        sentence.drop(*(w for w in group.words if w.tag == "TO"))
        group.main.want["mood"] = "inf"
        if modal in ("can", "could") or modal in ("may", "might"):
            word.put("мочь", **word.want)
        elif (
            modal == "must"
            and word.tag == "HV"
            and group.subject is not None
            and group.facts["tense"] != "pres"
        ):
            set_case(sentence, group.subject, "datv")
            word.put("приходиться")
            word.surface = "пришлось" if group.facts["tense"] == "past" else "придётся"
        elif modal in ("must", "ought"):
            features = agreement(group)
            word.pos = "adj"
            word.put("должный", short="short", **{k: features[k] for k in ("gender", "number")})
            if features["number"] == "sing" and features["gender"] == "masc":
                word.surface = "должен"
        elif modal == "should" and group.subject is not None:
            set_case(sentence, group.subject, "datv")
            word.put("следовать")
            word.surface = "следует"


def alone(sentence: Sentence) -> None:
    """Verbs that something happens by are reflexive without an object: «дверь открылась»."""
    for group in sentence.groups:
        main = group.main
        if main.pos != "verb" or "passive" in group.facts or main.form.get("own"):
            continue
        after = sentence.near(main)
        things = any(phrase.role == "object" for phrase in group.objects)
        goes_on = after is not None and (
            after.tag in ("VBG", "SC", "WP") or (after.tag == "TO" and main.lemma != "stop")
        )
        if not things and not goes_on and main.lemma in ALONE and group.subject is not None:
            main.target = ALONE[main.lemma]
        elif not things and main.lemma == "stop" and "infinitive" in group.facts:
            main.target = ALONE["stop"]
        elif things and main.lemma in WITH_OBJECT:
            main.target = WITH_OBJECT[main.lemma]
        elif (
            main.lemma == "ask" and things and any(w.tag == "TO" for w in sentence.words[sentence.at(main) :])
        ):
            main.target = "просить"
        if after is not None and after.tag == "RP" and after.lemma == "up":
            sentence.drop(after)


def perfect_aspect(sentence: Sentence) -> None:
    """One finished action is perfective; what lasts, repeats or is going on is imperfective."""
    repeated = any(w.target in REPEATED for w in sentence.words)
    for group in sentence.groups:
        main = group.main
        if main.pos != "verb" or not main.target or main.surface or sentence.at(main) < 0:
            continue
        facts_ = group.facts
        first = main.target.split()[0]
        state = first in STATES or main.target in STATES
        modal = facts_.get("modal", "")
        if "progressive" in facts_ or (
            facts_["tense"] == "pres"
            and "perfect" not in facts_
            and not modal
            and not {"infinitive", "imperative", "passive"} & facts_.keys()
        ):
            wanted = False
        elif facts_.get("infinitive") or modal not in ("", "will", "would", "shall"):
            before = governing(sentence, group)
            wanted = (
                not (before is not None and with_aspect(before.target, False) in IMPERFECTIVE_AFTER)
                and not state
                and not (modal in ("must", "should") and "negated" in facts_)
            )
            if repeated:
                wanted = False
        elif facts_.get("imperative"):
            wanted = "negated" not in facts_ and not state
        elif "passive" in facts_:
            wanted = True
        elif facts_.get("gerund"):
            wanted = False
        elif facts_.get("participle"):
            wanted = True
        elif repeated:
            wanted = False
        elif "negated" in facts_ and facts_["tense"] == "past":
            wanted = not state
        else:
            wanted = not state
        main.target = with_aspect(main.target, wanted)


def governing(sentence: Sentence, group: Group) -> Word | None:
    """The verb or noun that an infinitive depends on."""
    at = sentence.at(group.words[0]) - 1
    while at >= 0:
        found = sentence.group_of(sentence.words[at])
        if found is not None:
            return found.main
        if sentence.words[at].pos in ("noun", "adj"):
            return None
        at -= 1
    return None


def passives(sentence: Sentence) -> None:
    """What was done is a short participle, in the present a verb in -ся or "they"."""
    for group in sentence.groups:
        if "passive" not in group.facts or group.main.pos != "verb":
            continue
        features = agreement(group)
        be, main = _passive_be(group), group.main
        if not is_perfective(main.target):
            main.target = with_aspect(main.target, True)
        main.want = {"mood": "short", "gender": features["gender"], "number": features["number"]}
        if be is not None:
            be.pos = "verb"
            be.target = "быть"
            if group.facts["tense"] == "pres" and ("modal" not in group.facts):
                sentence.drop(be)
