"""Into Russian: infinitives, requests, negation, clauses."""

from __future__ import annotations

from models.translation.rules.russian import with_aspect
from models.translation.rules.russian_nouns import facts, number
from models.translation.rules.russian_verbs import finite, governing
from models.translation.rules.words import Sentence, Word

NEGATIVE = {"никто", "ничто", "никогда", "нигде", "никакой", "никуда", "никто из"}


def infinitives(sentence: Sentence) -> None:
    """Leave out "to" before a verb; where it says what for, it is «чтобы»."""
    for group in sentence.groups:
        if "infinitive" not in group.facts:
            continue
        group.main.want["mood"] = "inf"
        to = sentence.near(group.words[0], -1)
        if to is None or to.tag != "TO":
            continue
        before = sentence.near(to, -1)
        verb = governing(sentence, group)
        if (
            before is not None
            and before.pos in ("noun", "name", "pron", "punct")
            and verb is None
            and before.tag in ("NN", "NNS", "NNP")
            and sentence.group_of(before) is None
            and _is_purpose(sentence, to)
        ):
            to.put("чтобы")
            to.pos = "conj"
        else:
            sentence.drop(to)


def _is_purpose(sentence: Sentence, to: Word) -> bool:
    before = sentence.phrase_of(sentence.near(to, -1))
    return (
        before is not None
        and before.role in ("object",)
        and before.verb is not None
        and before.verb.main.lemma
        not in (
            "have",
            "ask",
            "want",
            "tell",
            "help",
            "allow",
            "advise",
            "be",
            "need",
            "get",
            "make",
            "teach",
        )
    )


def gerunds(sentence: Sentence) -> None:
    """An -ing form after a verb is an infinitive."""
    for group in sentence.groups:
        if "gerund" in group.facts:
            before = sentence.near(group.words[0], -1)
            if before is not None and before.lemma == "," and group.main.pos == "verb":
                group.main.target = with_aspect(group.main.target, False)
                group.main.want = {"mood": "grnd"}
            elif before is not None and (sentence.group_of(before) is not None or before.tag == "IN"):
                group.main.want = {"mood": "inf"}
                if before.tag == "IN":
                    return
            elif before is not None and before.pos in ("noun", "name"):
                phrase = sentence.phrase_of(before)
                if phrase is not None:
                    gender, _, alive = facts(phrase.head)
                    group.main.want = {
                        "mood": "part",
                        "voice": "actv",
                        "tense": "pres",
                        "case": phrase.case or "nomn",
                        "gender": gender,
                        "number": number(phrase),
                        "animacy": "anim" if alive else "inan",
                    }
            else:
                group.main.want = {"mood": "inf"}


def imperatives(sentence: Sentence) -> None:
    """A request is an imperative, polite unless somebody is a friend."""
    for group in sentence.groups:
        if "imperative" in group.facts and group.main.pos in ("verb", "aux"):
            if group.main.lemma == "let":
                continue
            group.main.want = {"mood": "impr", "number": "sing"}


def negation(sentence: Sentence) -> None:
    """Put «не» for "not" before the verb."""
    for group in sentence.groups:
        verb = finite(group) or group.main
        if sentence.at(verb) < 0:
            verb = group.main
        for word in [w for w in group.words if w.tag == "NOT" and sentence.at(w) >= 0]:
            word.surface = "не"
            if sentence.at(verb) >= 0:
                sentence.move([word], 0)
                sentence.move(
                    [word],
                    sentence.at(verb) - 1 if sentence.at(word) < sentence.at(verb) else sentence.at(verb),
                )


def double_negation(sentence: Sentence) -> None:
    """Nobody, nothing and never stand with «не»."""
    for group in sentence.groups:
        if group.facts.get("being") == "lacks" or "negated" in group.facts:
            continue
        subject = group.subject.words if group.subject is not None else []
        near = [*subject, *group.words, *(w for p in group.objects for w in p.words)]
        at = sentence.at(group.words[0])
        if at > 0:
            near.append(sentence.words[at - 1])
        if any(w.target in NEGATIVE for w in near):
            verb = finite(group) or group.main
            if sentence.at(verb) >= 0:
                sentence.before(verb, "не", "part").surface = "не"
            for word in near:
                if word.target == "ничто":
                    word.surface = "ничего" if word.want.get("case") in ("accs", "gent") else ""
                if word.target == "никто" and word.want.get("case") in ("accs", "gent"):
                    word.surface = "никого"


def relatives(sentence: Sentence) -> None:
    """Make «который» of "who", "which" and "that" after a noun, with its gender and number."""
    for word in list(sentence.words):
        if word.lemma not in ("who", "which", "that", "whom") or word.tag not in ("WP", "SC", "DT", "PRP"):
            continue
        before = sentence.near(word, -1)
        if before is not None and before.lemma == ",":
            before = sentence.near(word, -2)
        phrase = sentence.phrase_of(before)
        if (
            phrase is None
            or phrase.head.pos not in ("noun", "name", "pron")
            or (word.lemma == "that" and before is not None and before.pos == "pron")
        ):
            continue
        following = sentence.group_of(sentence.near(word))
        if (
            word.lemma == "that"
            and "relative" not in word.form
            and following is None
            and phrase.verb is not None
            and phrase.verb.main.lemma in ("know", "think", "say", "tell", "believe", "hope")
        ):
            continue
        gender, _, animate = facts(phrase.head)
        case = "nomn" if word.form.get("relative") else "accs"
        word.pos, word.tag = "det", "WP"
        word.put(
            "который", gender=gender, number=number(phrase), case=case, animacy="anim" if animate else "inan"
        )
        if before is not None and sentence.near(word, -1) is before:
            sentence.before(word, ",", "punct")


def commas(sentence: Sentence) -> None:
    """Before «что», «когда», «если», «потому что» there is a comma."""
    for word in list(sentence.words):
        at = sentence.at(word)
        if (
            at > 0
            and word.target
            in (
                "что",
                "потому что",
                "если",
                "когда",
                "чтобы",
                "где",
                "но",
                "как",
                "хотя",
                "почему",
                "пока",
                "куда",
                "поэтому",
                "чем",
            )
            and word.pos in ("conj", "wh")
        ):
            before = sentence.words[at - 1]
            if before.pos not in ("punct", "conj", "prep"):
                sentence.before(word, ",", "punct")


def lets(sentence: Sentence) -> None:
    """Make «давайте» of "let us"."""
    for group in sentence.groups:
        us = sentence.phrase_of(sentence.near(group.main))
        if group.main.lemma != "let" or us is None or us.head.lemma != "we":
            continue
        after = sentence.group_of(sentence.near(us.head))
        sentence.drop(us.head)
        group.main.surface = "давайте"
        if after is not None and after.main.pos == "verb":
            after.main.want = {"tense": "futr", "person": "1per", "number": "plur"}
            after.main.target = with_aspect(after.main.target, True)
