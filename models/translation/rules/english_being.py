"""Into English: having, liking, feeling, names and ages."""

from __future__ import annotations

from models.translation.rules.russian_groups import clause
from models.translation.rules.words import Group, Phrase, Sentence, Word

LIKE = {"нравиться", "понравиться"}


FEELING = {
    "холодно",
    "жарко",
    "скучно",
    "грустно",
    "тепло",
    "плохо",
    "хорошо",
    "стыдно",
    "весело",
    "жаль",
    "интересно",
    "трудно",
    "больно",
    "приятно",
    "тяжело",
}


def dative(sentence: Sentence, word: Word) -> Phrase | None:
    """Who something happens to: the nearest dative of the clause."""
    start, end = clause(sentence, word)
    here = sentence.at(word)
    found = [
        p
        for p in sentence.phrases
        if p.case == "datv" and p.prep is None and start <= sentence.at(p.words[0]) < end
    ]
    return min(found, key=lambda p: abs(sentence.at(p.words[0]) - here), default=None)


def _owner(sentence: Sentence, word: Word) -> Phrase | None:
    start, end = clause(sentence, word)
    return next(
        (
            p
            for p in sentence.phrases
            if p.prep is not None and p.prep.lemma == "у" and start <= sentence.at(p.words[0]) < end
        ),
        None,
    )


def make_subject(sentence: Sentence, phrase: Phrase, group: Group, at: int | None = None) -> None:
    """Let a phrase be the subject: without its preposition, before the verb."""
    if phrase.prep is not None:
        sentence.drop(phrase.prep)
        phrase.prep = None
    phrase.role, phrase.case, phrase.verb = "subject", "nomn", group
    group.subject = phrase


def new_verb(sentence: Sentence, at: int, lemma: str, target: str, tense: str) -> Group:
    """Put a verb in that Russian leaves out."""
    word = sentence.add(at, target, "verb")
    word.lemma = lemma
    group = Group(word, [word], facts={"tense": tense})
    sentence.groups.append(group)
    return group


def have(sentence: Sentence) -> None:
    """«У меня есть» is "I have", «у меня нет» "I do not have"."""
    for phrase in list(sentence.phrases):
        if phrase.prep is None or phrase.prep.lemma != "у" or phrase.head.form.get("animacy") == "inan":
            continue
        start, end = clause(sentence, phrase.head)
        here = [w for w in sentence.words[start:end]]
        be = next((w for w in here if w.lemma == "быть"), None)
        other = next((w for w in here if w.pos == "verb" and w.lemma != "быть"), None)
        none = next((w for w in here if w.text.lower() == "нет"), None)
        if other is not None:
            continue
        before = sentence.near(be, -1) if be is not None else None
        if none is not None or (before is not None and before.lemma == "не"):
            thing = next(
                (
                    p
                    for p in sentence.phrases
                    if p.case == "gent"
                    and p.prep is None
                    and start <= sentence.at(p.words[0]) < end
                    and p is not phrase
                ),
                None,
            )
        else:
            thing = next(
                (
                    p
                    for p in sentence.phrases
                    if p.case in ("nomn", "accs")
                    and p.prep is None
                    and start <= sentence.at(p.words[0]) < end
                ),
                None,
            )
        if thing is None or sentence.at(thing.words[0]) < 0:
            continue
        tense = be.form.get("tense", "pres") if be is not None else "pres"
        negated = none is not None or (thing.case == "gent" and bool(be))
        if be is not None:
            found = sentence.group_of(be)
            sentence.drop(*(found.words if found is not None else [be]))
            sentence.groups = [g for g in sentence.groups if g.main is not be]
        if none is not None:
            sentence.drop(none)
        group = new_verb(sentence, sentence.at(thing.words[0]), "иметь", "have", tense)
        if negated:
            group.facts["negated"] = "yes"
        thing.role, thing.case, thing.verb = "object", "accs", group
        group.objects = [thing]
        make_subject(sentence, phrase, group)
        words = [w for w in phrase.words if sentence.at(w) >= 0]
        sentence.move(words, 0)
        sentence.move(
            words, sentence.at(group.main) - len(words) if sentence.at(group.main) >= len(words) else 0
        )


def lacking(sentence: Sentence) -> None:
    """«Нет» with a genitive is "there is no"."""
    for word in list(sentence.words):
        if word.text.lower() != "нет" or word.pos == "intj":
            continue
        following = sentence.phrase_of(sentence.near(word))
        if following is not None and following.case == "gent" and following.prep is None:
            many = following.head.want.get("number") == "plur" or following.head.form.get("number") == "plur"
            word.pos, word.surface = "verb", "there are no" if many else "there is no"
            following.role = "object"
            sentence.add(sentence.at(following.words[0]), "", "det")
            following.words.insert(0, Word("", "no", "det"))
    for group in sentence.groups:
        if group.main.lemma == "быть" and "negated" in group.facts and group.subject is None:
            thing = next(
                (
                    p
                    for p in sentence.phrases
                    if p.case == "gent"
                    and p.prep is None
                    and abs(sentence.at(p.head) - sentence.at(group.main)) <= 3
                ),
                None,
            )
            if thing is not None:
                thing.role, thing.case, group.subject = "subject", "nomn", thing


def liking(sentence: Sentence) -> None:
    """«Мне нравится» is "I like"."""
    for group in sentence.groups:
        if group.main.lemma not in LIKE:
            continue
        who = dative(sentence, group.main)
        if who is None:
            continue
        thing = group.subject
        if thing is not None and "relative" not in group.facts:
            thing.role, thing.case, thing.verb = "object", "accs", group
            group.objects = [thing]
        make_subject(sentence, who, group)
        group.facts["of"] = "dative"


def calling(sentence: Sentence) -> None:
    """«Меня зовут» is "my name is"."""
    for group in sentence.groups:
        if (
            group.main.lemma != "звать"
            or group.main.form.get("number") != "plur"
            or (group.subject is not None and group.subject.head.pos != "name")
        ):
            continue
        who = next(
            (
                p
                for p in sentence.phrases
                if p.case in ("accs", "gent")
                and p.prep is None
                and sentence.at(p.head) < sentence.at(group.main)
            ),
            None,
        )
        if who is None:
            continue
        head = who.head
        mine = {
            "я": "my",
            "ты": "your",
            "он": "his",
            "она": "her",
            "мы": "our",
            "вы": "your",
            "они": "their",
        }.get(head.lemma)
        if mine is None:
            continue
        head.put(mine)
        head.pos, who.role = "det", "done"
        group.objects = [p for p in group.objects if p is not who]
        name = sentence.before(group.main, "name", "noun")
        name.pos = "gen"
        group.subject = Phrase(name, [name], role="subject", case="nomn", verb=group)
        group.main.put("be")
        group.main.form = {"tense": group.facts["tense"]}


def ages(sentence: Sentence) -> None:
    """«Мне 20 лет» is "I am 20 years old"."""
    for word in list(sentence.words):
        if word.text.lower() not in ("лет", "год", "года"):
            continue
        before, who = sentence.near(word, -1), dative(sentence, word)
        if before is None or before.pos != "num" or who is None or sentence.at(who.head) > sentence.at(word):
            continue
        start, end = clause(sentence, word)
        be = next((w for w in sentence.words[start:end] if w.lemma == "быть"), None)
        if any(w.pos == "verb" and w is not be for w in sentence.words[start:end]):
            continue
        tense = be.form.get("tense", "pres") if be is not None else "pres"
        if be is not None:
            sentence.drop(be)
            sentence.groups = [g for g in sentence.groups if g.main is not be]
        group = new_verb(sentence, sentence.at(before), "быть", "be", tense)
        make_subject(sentence, who, group)
        sentence.add(sentence.at(word) + 1, "old", "adv")
        phrase = sentence.phrase_of(word)
        if phrase is not None:
            phrase.role = "done"


def feeling(sentence: Sentence) -> None:
    """«Мне холодно» is "I am cold", «холодно» "it is cold"."""
    for word in list(sentence.words):
        low = word.text.lower()
        if word.pos != "adv" or not low.endswith("о") or low in ("много", "мало", "сколько"):
            continue
        start, end = clause(sentence, word)
        here = sentence.words[start:end]
        verbs = [w for w in here if w.pos == "verb" and w.lemma != "быть" and w.form.get("mood") != "inf"]
        if verbs or any(p.role == "subject" for p in sentence.phrases if start <= sentence.at(p.head) < end):
            continue
        if any(
            p.case == "nomn" and p.prep is None and start <= sentence.at(p.head) < end
            for p in sentence.phrases
        ) or (low not in FEELING and not any(w.form.get("mood") == "inf" for w in here)):
            continue
        be = next((w for w in here if w.lemma == "быть"), None)
        group = sentence.group_of(be) if be is not None else None
        if group is None:
            group = new_verb(sentence, sentence.at(word), "быть", "be", "pres")
        elif sentence.at(group.main) > sentence.at(word):
            sentence.move([w for w in group.words], sentence.at(word))
        who = dative(sentence, word) if low in FEELING else None
        word.pos = "adj"
        adjective = next((s for s in word.senses if s.pos == "adj"), None)
        word.target = (
            adjective.word if adjective else {"well": "fine", "badly": "unwell"}.get(word.target, word.target)
        )
        if who is not None and low in (
            "холодно",
            "жарко",
            "скучно",
            "грустно",
            "тепло",
            "стыдно",
            "хорошо",
            "плохо",
            "весело",
            "жаль",
        ):
            word.target = {"pity": "sorry"}.get(word.target, word.target)
            make_subject(sentence, who, group)
        else:
            it = sentence.before(group.words[0], "it", "pron")
            it.form = {"number": "sing"}
            group.subject = Phrase(it, [it], role="subject", case="nomn", verb=group)
            sentence.phrases.append(group.subject)
            if who is not None:
                who.role = "indirect"
