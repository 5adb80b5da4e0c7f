"""Into English: tenses, agreement, negation, questions."""

from __future__ import annotations

from models.translation.rules.russian_groups import clause
from models.translation.rules.russian_readings import AMOUNTS
from models.translation.rules.shown_english import helper
from models.translation.rules.words import Group, Sentence, Word

BARE = {"can", "must", "should", "could", "will", "would", "let", "may"}


ASKING = {"who", "what", "where", "when", "why", "how", "which", "whose"}


def _person(group: Group) -> tuple[str, str]:
    """The subject's person and number in English."""
    subject = group.subject
    if subject is None:
        number = group.main.form.get("number", "sing") if "relative" in group.facts else "sing"
        return "3per", number
    head = subject.head
    if head.target == "I":
        return "1per", "sing"
    if head.target in ("you", "we", "they"):
        return "3per", "plur"
    if head.target in ("everyone", "everybody", "nobody", "someone", "everything"):
        return "3per", "sing"
    plural = (
        head.want.get("number") == "plur"
        or head.target in ("people", "children")
        or (head.pos == "name" and head.form.get("number") == "plur")
        or (any(w.lemma in AMOUNTS for w in subject.words) and head.form.get("number") == "plur")
    )
    if (
        head.pos == "noun"
        and not plural
        and group.main.form.get("number") == "plur"
        and head.form.get("number") != "plur"
    ):
        plural = True
    if head.pos in ("pron", "det", "adj") and head.form.get("number") == "plur":
        plural = True
    return "3per", "plur" if plural else "sing"


def tenses(sentence: Sentence) -> None:
    """The verb has its tense: past, present, future; a perfective present is a future."""
    for group in sentence.groups:
        main = group.main
        if (
            sentence.at(main) < 0
            or main.surface
            or {"infinitive", "imperative", "gerund"} & group.facts.keys()
        ):
            continue
        tense = group.facts.get("tense", "pres")
        if main.form.get("tense") == "pres" and main.form.get("aspect") == "perf":
            tense = "futr"
        if any(w.lemma == "бы" for w in sentence.words) and tense == "past":
            tense = "cond"
            sentence.drop(*(w for w in sentence.words if w.lemma == "бы"))
        following = _infinitive_after(sentence, group)
        if main.lemma == "быть" and following is not None and tense == "futr":
            sentence.drop(main)
            following.facts = {**following.facts, "tense": "futr"}
            following.facts.pop("infinitive", None)
            following.subject = following.subject or group.subject
            following.main.want["tense"] = "futr"
            if group.subject is not None:
                group.subject.verb = following
            continue
        if main.lemma == "быть" and (short := _short_after(sentence, main)) is not None:
            short.facts["tense"] = tense
            short.subject = short.subject or group.subject
            sentence.drop(main)
            short.main.want["tense"] = tense
            continue
        main.want["tense"] = tense


def _infinitive_after(sentence: Sentence, group: Group) -> Group | None:
    at = sentence.at(group.main) + 1
    while at < len(sentence.words) and sentence.words[at].pos in ("adv", "part", "pron"):
        at += 1
    found = sentence.group_of(sentence.words[at]) if at < len(sentence.words) else None
    return found if found is not None and "infinitive" in found.facts else None


def _short_after(sentence: Sentence, be: Word) -> Group | None:
    start, end = clause(sentence, be)
    return next(
        (g for g in sentence.groups if "passive" in g.facts and start <= sentence.at(g.main) < end), None
    )


def agreement(sentence: Sentence) -> None:
    """The verb agrees with its subject: "he goes", "I am", "they were"."""
    for group in sentence.groups:
        if group.main.want.get("tense") or "passive" in group.facts:
            person, number = _person(group)
            group.main.want |= {"person": person, "number": number}


def passives(sentence: Sentence) -> None:
    """A short participle is a passive: "was built"."""
    for group in sentence.groups:
        if "passive" in group.facts:
            group.main.want["voice"] = "pssv"
            group.main.want.setdefault("tense", group.facts["tense"])


def negation(sentence: Sentence) -> None:
    """«Не» is "do not", "did not", "will not"; two negations become one."""
    for word in list(sentence.words):
        if word.lemma != "не":
            continue
        group = next((g for g in sentence.groups if any(w is word for w in g.words)), None)
        if group is None:
            continue
        start, end = clause(sentence, word)
        twice = any(
            w.target in ("nobody", "never", "nothing", "nowhere", "neither")
            for w in sentence.words[start:end]
        )
        sentence.drop(word)
        if not twice:
            group.main.want["negated"] = "yes"
    for group in sentence.groups:
        if "negated" in group.facts and not any(w.lemma == "не" for w in group.words):
            group.main.want["negated"] = "yes"


def infinitives(sentence: Sentence) -> None:
    """An infinitive has "to", but not after "can" and "must"."""
    for group in sentence.groups:
        if "infinitive" not in group.facts or sentence.at(group.main) < 0 or group.main.want.get("tense"):
            continue
        at = sentence.at(group.main) - 1
        while at >= 0 and sentence.words[at].pos in ("adv", "part") and sentence.words[at].lemma != "не":
            at -= 1
        before = sentence.words[at] if at >= 0 else None
        bare = before is not None and (
            before.target in BARE
            or before.target == "to"
            or before.surface in BARE
            or before.lemma == "должен"
        )
        if before is not None and before.pos == "pron":
            earlier = sentence.words[at - 1] if at else None
            bare = bare or (earlier is not None and earlier.target in BARE)
        if before is not None and before.pos == "conj" and before.lemma in ("и", "или"):
            bare = True
        if not bare:
            group.main.want["to"] = "yes"


def gerunds(sentence: Sentence) -> None:
    """«Делая» and «делающий» are "doing", «сделанный» is "done"."""
    for group in sentence.groups:
        if "gerund" in group.facts:
            group.main.want["mood"] = "ing"
    for word in sentence.words:
        if word.form.get("mood") == "part" and word.senses and word.senses[0].pos == "verb":
            word.want["mood"] = "ing" if word.form.get("voice") == "actv" else "done"


def questions(sentence: Sentence) -> None:
    """A question has its helper before the subject: "do you know", "where is"."""
    if not any(w.lemma == "?" for w in sentence.words):
        return
    for group in sentence.groups:
        subject, main = group.subject, group.main
        tense = main.want.get("tense")
        if (
            subject is None
            or tense is None
            or sentence.at(main) < 0
            or sentence.at(subject.words[0]) < 0
            or "shared" in group.facts
            or main.surface
        ):
            continue
        start, _ = clause(sentence, main)
        if any(w.pos == "conj" and not w.form.get("wh") for w in sentence.words[max(0, start - 1) : start]):
            continue
        words = [w for w in subject.words if sentence.at(w) >= 0]
        front = sentence.words[start : sentence.at(words[0])]
        if front and front[-1].form.get("there"):
            words = [front[-1]]
        word, rest = helper(main)
        if not word:
            continue
        if (
            subject.head.lemma in ("кто", "что")
            or subject.head.form.get("wh")
            or any(w.lemma in ("какой", "чей", "сколько") for w in subject.words)
        ):
            continue
        helps, no, _ = word.partition(" not")
        made = sentence.before(words[0], helps, "aux")
        made.surface = helps
        if no:
            sentence.add(sentence.at(words[-1]) + 1, "not", "part")
        main.want = {"rest": rest}
        if not rest:
            sentence.drop(main)
