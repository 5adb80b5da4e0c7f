"""Noun phrases and verbs in a Russian sentence, subjects and objects."""

from __future__ import annotations

from models.translation.rules.russian_readings import AMOUNTS
from models.translation.rules.words import Group, Phrase, Sentence, Word


def find_phrases(sentence: Sentence) -> None:
    """Find nouns with what belongs to them."""
    words, index = sentence.words, 0
    while index < len(words):
        end = index
        while end < len(words) and (
            (
                words[end].pos in ("adj", "det", "num")
                and words[end].form.get("mood") != "short"
                and words[end].form.get("degree") != "comp"
            )
            or (words[end].pos == "adv" and end + 1 < len(words) and words[end + 1].pos == "adj")
        ):
            if (
                end > index
                and words[end].pos in ("adj", "det")
                and words[end - 1].pos in ("adj", "det")
                and words[end].form.get("case") != words[end - 1].form.get("case")
                and words[end].form.get("case")
                and words[end - 1].form.get("case")
            ):
                break
            end += 1
        if (
            end < len(words)
            and words[end].pos in ("noun", "name", "pron")
            and not (words[end].pos == "pron" and end > index and words[end].lemma != "это")
        ):
            end += 1
            while (
                words[end - 1].pos == "name"
                and end < len(words)
                and words[end].pos == "name"
                and words[end].form.get("case") == words[end - 1].form.get("case")
            ):
                end += 1
            while (
                words[end - 1].pos == "noun"
                and end < len(words)
                and words[end].pos == "name"
                and words[end].form.get("case") == words[end - 1].form.get("case") == "nomn"
            ):
                end += 1
        if end == index:
            index += 1
            continue
        members = words[index:end]
        if all(w.pos == "adv" for w in members):
            index = end
            continue
        head = members[-1]
        before = words[index - 1] if index else None
        phrase = Phrase(head, members, before if before is not None and before.pos == "prep" else None)
        phrase.case = head.form.get("case", "")
        if members[0].pos == "num" or members[0].lemma in AMOUNTS:
            phrase.case = (
                members[0].form.get("case", "")
                if members[0].pos == "num" and members[0].form.get("case")
                else "nomn"
                if phrase.case == "gent" and phrase.prep is None
                else phrase.case
            )
        if head.pos in ("adj", "det") and head.form.get("case") == "nomn" and phrase.prep is None:
            phrase.role = "adjective"
        sentence.phrases.append(phrase)
        index = end
    for one, other in zip(sentence.phrases, sentence.phrases[1:], strict=False):
        between = words[sentence.at(one.words[-1]) + 1 : sentence.at(other.words[0])]
        if (
            len(between) == 1
            and between[0].lemma in ("и", "или", ",")
            and one.case == other.case
            and other.prep is None
        ):
            other.joined = one


def find_groups(sentence: Sentence) -> None:
    """Find the verbs with their subjects and objects."""
    for index, word in enumerate(sentence.words):
        if word.pos != "verb":
            continue
        members = [word]
        before = sentence.words[index - 1] if index else None
        if before is not None and before.lemma == "не":
            members.insert(0, before)
        group = Group(word, members)
        form = word.form
        mood = form.get("mood", "")
        if mood == "inf":
            group.facts["infinitive"] = "yes"
        elif mood == "impr":
            group.facts["imperative"] = "yes"
        elif mood == "grnd":
            group.facts["gerund"] = "yes"
        elif mood == "short":
            group.facts["passive"] = "yes"
        group.facts["tense"] = form.get("tense", "pres") if mood != "short" else "pres"
        if len(members) > 1:
            group.facts["negated"] = "yes"
        sentence.groups.append(group)
    for group in sentence.groups:
        if not {"infinitive", "imperative", "gerund"} & group.facts.keys():
            _find_subject(sentence, group)
    for phrase in sentence.phrases:
        if phrase.role == "other" and phrase.prep is None and phrase.case in ("accs", "datv", "gent", "ablt"):
            phrase.verb = _verb_of(sentence, phrase)
            if phrase.verb is not None and phrase.case == "accs":
                phrase.role = "object"
                phrase.verb.objects.append(phrase)
            elif phrase.verb is not None and phrase.case == "datv":
                phrase.role = "indirect"


def clause(sentence: Sentence, word: Word) -> tuple[int, int]:
    """From where to where the clause of a word goes."""
    at = sentence.at(word)
    start, end = at, at
    while start > 0 and not boundary(sentence, start - 1):
        start -= 1
    while end + 1 < len(sentence.words) and not boundary(sentence, end + 1):
        end += 1
    return start, end + 1


def boundary(sentence: Sentence, at: int) -> bool:
    """Whether a clause ends at a place."""
    word = sentence.words[at]
    if word.lemma in (";", ":", ".", "!", "?", "…", "—") or (
        word.pos == "conj" and word.lemma not in ("и", "или", "как", "чем", "ни", "тоже", "также")
    ):
        return True
    if word.lemma == ",":
        following = sentence.phrase_of(sentence.near(word))
        return not (following is not None and following.joined is not None)
    return False


def _find_subject(sentence: Sentence, group: Group) -> None:
    start, end = clause(sentence, group.main)
    form, here = group.main.form, sentence.at(group.main)
    candidates = []
    for phrase in sentence.phrases:
        at = sentence.at(phrase.words[0])
        if (
            not start <= at < end
            or phrase.prep is not None
            or phrase.role != "other"
            or phrase.case != "nomn"
            or phrase.joined is not None
        ):
            continue
        between = map(sentence.group_of, sentence.words[min(at, here) : max(at, here)])
        if any(g and g is not group and not {"infinitive", "gerund"} & g.facts.keys() for g in between):
            continue
        fits = (
            not form.get("number")
            or phrase.head.form.get("number") in (None, "", form["number"])
            or any(p.joined is phrase for p in sentence.phrases)
            or phrase.words[0].pos in ("num", "det")
        )
        who = {"я": "1per", "мы": "1per", "ты": "2per", "вы": "2per"}.get(phrase.head.lemma, "3per")
        if form.get("person") and who != form["person"]:
            fits = False
        if (
            form.get("gender")
            and phrase.head.form.get("gender")
            and form.get("number") == "sing"
            and phrase.head.form["gender"] != form["gender"]
            and phrase.head.lemma not in ("кто",)
        ):
            fits = False
        if fits:
            candidates.append((abs(at - here) + (1 if at > here else 0), phrase))
    if not candidates and start > 1:
        left, _ = clause(sentence, sentence.words[start - 2])
        if not any(left <= sentence.at(g.main) < start for g in sentence.groups):
            candidates = [
                (0, p)
                for p in sentence.phrases
                if left <= sentence.at(p.words[0]) < start
                and p.case == "nomn"
                and p.prep is None
                and p.role == "other"
                and p.head.form.get("number") in (None, form.get("number"))
            ]
    if candidates:
        found = min(candidates, key=lambda each: each[0])[1]
        found.role, found.verb, group.subject = "subject", group, found
        return
    relative = next(
        (w for w in sentence.words[start:here] if w.lemma == "который" and w.form.get("case") == "nomn"), None
    )
    if relative is not None:
        group.facts["relative"] = "yes"
        return
    before = next(
        (
            g
            for g in reversed(sentence.groups)
            if sentence.at(g.main) < here and g.subject is not None and start <= sentence.at(g.main)
        ),
        None,
    )
    if before is None and start > 1 and sentence.words[start - 1].lemma in ("и", "но", "а", ","):
        before = next(
            (
                g
                for g in reversed(sentence.groups)
                if sentence.at(g.main) < start
                and g.subject is not None
                and g.main.form.get("number") == form.get("number")
            ),
            None,
        )
        if before is not None and sentence.words[start - 1].lemma in ("и", "но"):
            group.facts["shared"], group.subject = "yes", before.subject
        return
    if before is not None:
        group.facts["shared"], group.subject = "yes", before.subject


def _verb_of(sentence: Sentence, phrase: Phrase) -> Group | None:
    start, end = clause(sentence, phrase.head)
    here = sentence.at(phrase.head)
    near = [g for g in sentence.groups if start <= sentence.at(g.main) < end]
    return min(
        near,
        key=lambda g: abs(sentence.at(g.main) - here) + (2 if sentence.at(g.main) > here else 0),
        default=None,
    )
