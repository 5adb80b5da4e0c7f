"""Into English: must, need, can, may."""

from __future__ import annotations

from models.translation.rules.english_being import dative, make_subject
from models.translation.rules.russian_groups import clause
from models.translation.rules.words import Group, Phrase, Sentence

PREDICATIVE = {
    "можно": "can",
    "нужно": "need to",
    "надо": "need to",
    "необходимо": "need to",
    "нельзя": "can",
    "пора": "",
    "хочется": "want",
}


def needing(sentence: Sentence) -> None:
    """«Мне нужно», «можно», «нельзя», «мне пришлось» are "I need to", "one can", "I had to"."""
    for word in list(sentence.words):
        low = word.text.lower()
        short = word.lemma == "нужный" and word.form.get("mood") == "short"
        if (
            low not in PREDICATIVE
            and not short
            and word.lemma
            not in ("прийтись", "приходиться", "хотеться", "удаться", "следовать", "захотеться")
        ):
            continue
        if word.lemma == "следовать" and word.form.get("person") != "3per":
            continue
        who = dative(sentence, word)
        start, end = clause(sentence, word)
        be = next(
            (
                w
                for w in sentence.words[start:end]
                if w.lemma == "быть" and abs(sentence.at(w) - sentence.at(word)) <= 2
            ),
            None,
        )
        tense = (
            be.form.get("tense", "pres")
            if be is not None
            else word.form.get("tense", "pres")
            if word.pos == "verb"
            else "pres"
        )
        if be is not None:
            sentence.drop(be)
            sentence.groups = [g for g in sentence.groups if g.main is not be]
        group = sentence.group_of(word)
        if group is None:
            group = Group(word, [word])
            sentence.groups.append(group)
        thing = None
        if short or low in ("нужно", "надо"):
            thing = next(
                (
                    p
                    for p in sentence.phrases
                    if p.case in ("nomn", "accs")
                    and p.prep is None
                    and p.role in ("other", "subject", "adjective", "object")
                    and start <= sentence.at(p.words[0]) < end
                    and p.head is not word
                    and not any(
                        g.facts.get("infinitive")
                        for g in sentence.groups
                        if start <= sentence.at(g.main) < end
                    )
                ),
                None,
            )
        word.pos = "verb"
        group.facts = {
            "tense": tense,
            **({"negated": "yes"} if "negated" in group.facts or low == "нельзя" else {}),
        }
        before = sentence.near(word, -1)
        if before is not None and before.lemma == "не":
            group.facts["negated"] = "yes"
            group.words.insert(0, before)
        infinitive = any(
            g.facts.get("infinitive") and start <= sentence.at(g.main) < end for g in sentence.groups
        )
        word.want = {}
        target = {
            "можно": "can",
            "нельзя": "can",
            "пора": "be time",
            "хотеться": "want",
            "захотеться": "want",
            "прийтись": "have",
            "приходиться": "have",
            "удаться": "manage",
            "следовать": "should",
        }.get(low if low in ("можно", "нельзя", "пора") else word.lemma, "need")
        word.put(target)
        if thing is not None:
            thing.role, thing.case, thing.verb = "object", "accs", group
            group.objects = [thing]
        if who is not None:
            make_subject(sentence, who, group)
        elif low == "пора":
            word.surface = "it is time"
            group.facts["subjectless"] = "yes"
        elif infinitive or thing is not None:
            one = sentence.before(
                group.words[0],
                "you"
                if low in ("можно", "нельзя")
                else "we"
                if low in ("нужно", "надо", "необходимо")
                else "you",
                "pron",
            )
            one.form = {"number": "plur"}
            group.subject = Phrase(one, [one], role="subject", case="nomn", verb=group)
            sentence.phrases.append(group.subject)


def objects_of(sentence: Sentence) -> None:
    """«Должен» is "must", with its subject."""
    for word in list(sentence.words):
        if word.lemma in ("должен", "должный") and word.form.get("mood") == "short":
            group = Group(word, [word], facts={"tense": "pres"})
            start, end = clause(sentence, word)
            subject = next(
                (
                    p
                    for p in sentence.phrases
                    if p.case == "nomn"
                    and p.prep is None
                    and p.head is not word
                    and p.role in ("other", "subject")
                    and start <= sentence.at(p.words[0]) < end
                ),
                None,
            )
            be = next(
                (
                    w
                    for w in sentence.words[start:end]
                    if w.lemma == "быть" and w.form.get("tense") and w.form.get("mood") != "inf"
                ),
                None,
            )
            before = sentence.near(word, -1)
            if before is not None and before.lemma == "не":
                group.facts["negated"], group.words = "yes", [before, word]
            if be is not None:
                group.facts["tense"] = be.form["tense"]
                sentence.drop(be)
                sentence.groups = [g for g in sentence.groups if g.main is not be]
            if subject is not None:
                subject.role, subject.verb, group.subject = "subject", group, subject
            word.pos = "verb"
            word.put("must" if group.facts["tense"] == "pres" else "have")
            sentence.groups.append(group)
            sentence.phrases = [p for p in sentence.phrases if p.head is not word]
