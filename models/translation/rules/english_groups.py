"""Groups of verbs in an English sentence, their subjects and objects."""

from __future__ import annotations

from models.translation.rules.tag_english import FINITE, VERBS
from models.translation.rules.words import Group, Sentence, Word


def find_groups(sentence: Sentence) -> None:
    """Find the verbs with their helpers, subjects and objects."""
    words, index = sentence.words, 0
    owned = {id(word) for phrase in sentence.phrases for word in phrase.words}
    while index < len(words):
        word = words[index]
        if id(word) in owned or word.tag not in VERBS | set(FINITE):
            index += 1
            continue
        group, index = _chain(sentence, index, owned)
        sentence.groups.append(group)
    for group in sentence.groups:
        _find_subject(sentence, group)
    for group in sentence.groups:
        _find_objects(sentence, group)


def _chain(sentence: Sentence, start: int, owned: set[int]) -> tuple[Group, int]:
    """Collect helpers and main verb from a first verb on."""
    words, members, index, inverted = sentence.words, [sentence.words[start]], start + 1, None
    while index < len(words):
        word, last = words[index], next(w for w in reversed(members) if w.tag not in ("RB", "NOT"))
        if last.tag in VERBS and not (last.lemma == "go" and last.tag == "VBG"):
            break
        if (
            word.tag == "NOT"
            or (word.tag == "RB" and _verb_follows(words, index, owned))
            or (
                word.tag in VERBS | {"BE", "HV", "DO"}
                and id(word) not in owned
                and last.tag in ("MD", "BE", "HV", "DO")
            )
        ):
            members.append(word)
        elif (
            word.tag == "TO"
            and (last.tag == "HV" or last.lemma in ("ought", "go"))
            and index + 1 < len(words)
            and words[index + 1].tag in ("VB", "BE", "HV", "DO")
        ):
            members += [word, words[index + 1]]
            index += 1
        elif (
            inverted is None
            and last.tag in ("MD", "BE", "HV", "DO")
            and len(members) <= 2
            and not _has_subject(sentence, start)
        ):
            inverted = sentence.phrase_of(word)
            if inverted is None or inverted.role == "adjective" or inverted.words[0] is not word:
                inverted = None
                break
            index = sentence.at(inverted.words[-1])
        else:
            break
        index += 1
    while members[-1].tag == "RB":
        members.pop()
    main = next((w for w in reversed(members) if w.tag in VERBS | {"BE", "HV", "DO"}), members[-1])
    group = Group(main, members)
    if inverted is not None:
        group.subject, inverted.role, inverted.verb = inverted, "subject", group
        group.facts["question"] = "yes"
    _judge(sentence, group, start)
    return group, max(index, start + 1)


def _verb_follows(words: list[Word], index: int, owned: set[int]) -> bool:
    while index < len(words) and words[index].tag in ("RB", "NOT"):
        index += 1
    return index < len(words) and words[index].tag in VERBS | {"BE", "HV"} and id(words[index]) not in owned


def _has_subject(sentence: Sentence, at: int) -> bool:
    before = at - 1
    while before >= 0 and sentence.words[before].tag in ("RB", "NOT"):
        before -= 1
    if before < 0 or sentence.words[before].tag in (".", "CC", "SC"):
        return False
    if sentence.words[before].tag == "EX":
        return True
    if sentence.words[before].tag == "WP":
        return sentence.words[before].lemma in ("who", "which") and before > 0
    phrase = sentence.phrase_of(sentence.words[before])
    if phrase is None or phrase.prep is not None:
        return phrase is not None
    first = sentence.at(phrase.words[0])
    return not (first > 0 and sentence.words[first - 1].lemma in ("how", "what", "which", "whose"))


def _judge(sentence: Sentence, group: Group, start: int) -> None:
    """Work out tense and the rest of what the helpers say."""
    facts, tags = group.facts, [word.tag for word in group.words]
    first, low = group.words[0], group.words[0].text.lower()
    before = sentence.words[start - 1] if start else None
    if before is not None and before.tag == "TO":
        facts["infinitive"] = "yes"
    elif first.tag == "VB" and (
        before is None or before.tag in (".", "CC", "UH", "RB") or before.lemma == "please"
    ):
        facts["imperative"] = "yes"
    elif first.tag == "VB":
        facts["infinitive"] = "bare"
    if (
        first.tag == "DO"
        and "NOT" in tags
        and (before is None or before.tag in (".", "CC", "UH"))
        and low == "do"
        and "question" not in facts
    ):
        facts["imperative"] = "yes"
    if first.tag == "BE" and low == "be":
        facts.pop("infinitive", None)
        facts["imperative" if before is None else "infinitive"] = "yes"
    if first.tag == "VBG" or low == "being":
        facts["gerund"] = "yes"
    if first.tag == "VBN":
        facts["participle"] = "yes"
    past = first.tag == "VBD" or low in ("was", "were", "had", "did")
    facts["tense"] = "past" if past else "pres"
    if first.tag == "MD":
        facts["modal"] = "can" if low == "cannot" else low
        if low in ("will", "shall"):
            facts["tense"] = "futr"
    if first.tag == "HV" and "TO" in tags:
        facts["modal"] = "must"
    if first.tag == "BE" and any(w.lemma == "go" and w.tag == "VBG" for w in group.words) and "TO" in tags:
        facts["tense"] = "past" if past else "futr"
        facts["going"] = "yes"
    rest = [word.tag for word in group.words[1:]]
    helpers = [word for word in group.words if word is not group.main]
    if (
        any(w.tag == "HV" for w in helpers)
        and group.main.tag in ("VBN", "BE", "HV", "DO", "VBG", "VBD")
        and "TO" not in tags
    ):
        facts["perfect"] = "yes"
    if any(w.tag == "BE" for w in helpers):
        if group.main.tag == "VBG" or (group.main.lemma == "be" and "going" in facts):
            facts["progressive"] = "yes"
        elif group.main.tag in ("VBN", "VBD"):
            facts["passive"] = "yes"
    if "NOT" in rest or "NOT" in tags:
        facts["negated"] = "yes"


def _find_subject(sentence: Sentence, group: Group) -> None:
    if group.subject is not None or {"imperative", "infinitive", "gerund", "participle"} & group.facts.keys():
        return
    at = sentence.at(group.words[0]) - 1
    while at > 0 and sentence.words[at].tag == "RB":
        at -= 1
    if at > 0 and sentence.words[at].tag == "CC" and (shared := _earlier(sentence, at)) is not None:
        group.subject, group.facts["shared"] = shared.subject, "yes"
        if shared.facts.get("plural"):
            group.facts["plural"] = "yes"
        return
    crossed: Group | None = None
    while at >= 0:
        word = sentence.words[at]
        phrase = sentence.phrase_of(word)
        if word.tag == "EX":
            group.facts["there"] = "yes"
            return
        if word.tag == "WP" or (
            word.lemma == "that"
            and word.tag in ("SC", "DT", "PRP")
            and at
            and sentence.phrase_of(sentence.words[at - 1])
            and sentence.words[at - 1].pos in ("noun", "name", "pron")
        ):
            before = sentence.phrase_of(sentence.words[at - 1] if at else None)
            if before is None and at and sentence.words[at - 1].lemma == ",":
                before = sentence.phrase_of(sentence.words[at - 2] if at > 1 else None)
            if word.lemma in ("who", "which", "that") and before is not None:
                word.form["relative"] = "subject"
                word.form["number"] = before.head.form.get("number", "sing")
                group.facts["relative"] = "yes"
                group.subject = before
                return
            if word.lemma in ("who", "what") and group.subject is None:
                group.facts["asks"] = word.lemma
            return
        if phrase is not None:
            if phrase.prep is None and phrase.role == "other":
                top = phrase
                while top.joined is not None and top.joined.role == "other" and top.joined.prep is None:
                    top = top.joined
                top.role, top.verb, group.subject = "subject", group, top
                if top is not phrase:
                    phrase.role, group.facts["plural"] = "subject", "yes"
                return
            at = sentence.at(phrase.words[0])
        elif word.tag == "SC":
            return
        elif (found := sentence.group_of(word)) is not None and found is not group:
            crossed = found
            if found.subject is not None and any(
                w.tag == "CC" for w in sentence.words[sentence.at(word) : sentence.at(group.words[0])]
            ):
                group.subject = found.subject
                group.facts["shared"] = "yes"
                if found.facts.get("plural"):
                    group.facts["plural"] = "yes"
                return
            if (
                "infinitive" not in found.facts
                and "gerund" not in found.facts
                and "participle" not in found.facts
            ):
                if found.facts.get("imperative") and group.main.tag in ("VB", "VBP"):
                    group.facts["imperative"] = "yes"
                return
        at -= 1
    if crossed is None and group.words[0].tag in ("VB", "VBP"):
        group.facts["imperative"] = "yes"


def _earlier(sentence: Sentence, at: int) -> Group | None:
    """The finite group of this clause before a place, whose subject goes on."""
    for index in range(at - 1, -1, -1):
        word = sentence.words[index]
        if word.tag in ("SC", "WP") or word.lemma in (";", "."):
            return None
        found = sentence.group_of(word)
        if found is not None and found.subject is not None and "relative" not in found.facts:
            return found
    return None


def _find_objects(sentence: Sentence, group: Group) -> None:
    at = sentence.at(group.words[-1]) + 1
    if group.subject is not None and "question" in group.facts:
        at = max(at, sentence.at(group.subject.words[-1]) + 1)
    while at < len(sentence.words):
        word = sentence.words[at]
        phrase = sentence.phrase_of(word)
        if phrase is not None:
            if phrase.prep is None and phrase.role in ("other", "adjective") and phrase.verb is None:
                if phrase.role == "other":
                    phrase.role = (
                        "predicate" if group.main.lemma == "be" and "passive" not in group.facts else "object"
                    )
                phrase.verb = group
                group.objects.append(phrase)
            elif phrase.role == "subject":
                break
            at = sentence.at(phrase.words[-1])
        elif word.tag in ("WP", "SC") or word.lemma in (";", ":", ".", "?", "!", "—"):
            break
        elif word.lemma in (",",) or word.tag == "CC":
            following = sentence.phrase_of(sentence.near(word))
            if following is None or following.joined is None:
                break
        elif sentence.group_of(word) is not None or (
            word.tag == "TO" and sentence.group_of(sentence.near(word)) is not None
        ):
            break
        at += 1
    plain = [phrase for phrase in group.objects if phrase.role == "object" and phrase.joined is None]
    if len(plain) == 2:
        gives = group.main.lemma in GIVING
        if gives or plain[0].head.pos == "pron":
            plain[0].role = "indirect"


GIVING = {
    "give",
    "tell",
    "show",
    "send",
    "offer",
    "teach",
    "write",
    "buy",
    "bring",
    "promise",
    "lend",
    "read",
    "ask",
    "sell",
    "pay",
    "wish",
    "make",
    "cook",
    "sing",
    "get",
    "explain",
    "help",
    "present",
    "pass",
}
