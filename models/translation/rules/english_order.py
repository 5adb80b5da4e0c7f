"""Into English: "is", "there is", the order of words, what Russian leaves out."""

from __future__ import annotations

from models.translation.rules.english_being import new_verb
from models.translation.rules.russian_groups import boundary, clause
from models.translation.rules.words import Phrase, Sentence, Word

PERSON = {
    ("1per", "sing"): "I", ("2per", "sing"): "you", ("3per", "sing"): "he", ("1per", "plur"): "we",
    ("2per", "plur"): "you", ("3per", "plur"): "they",
}  # fmt: skip


def copula(sentence: Sentence) -> None:
    """Where Russian has no verb, English has "is"; a dash becomes "is"."""
    at = 0
    while at < len(sentence.words):
        end = at
        while end < len(sentence.words) and not (
            boundary(sentence, end) and sentence.words[end].lemma != "—"
        ):
            end += 1
        _copula(sentence, sentence.words[at:end])
        at = next(
            (
                i + 1
                for i in range(at, len(sentence.words))
                if boundary(sentence, i) and sentence.words[i].lemma != "—" and i >= at
            ),
            len(sentence.words),
        )


def _copula(sentence: Sentence, here: list[Word]) -> None:
    mark = {id(word) for word in here}
    if any(
        w.pos == "verb" and w.form.get("mood") not in ("inf", "grnd")
        for w in here
        if w.form.get("mood") != "short" or w.pos == "verb"
    ):
        return
    phrases = [
        p
        for p in sentence.phrases
        if id(p.words[0]) in mark
        and p.prep is None
        and p.role in ("other", "adjective", "subject")
        and p.case == "nomn"
        and sentence.at(p.words[0]) >= 0
    ]
    subject = next((p for p in phrases if p.head.pos in ("noun", "name", "pron")), None)
    if subject is None:
        return
    dash = next((w for w in here if w.lemma == "—"), None)
    predicate = next((p for p in phrases if p is not subject and p.joined is not subject), None)
    short = next(
        (
            w
            for w in here
            if (w.pos == "adj" and w.form.get("mood") == "short") or w.form.get("degree") == "comp"
        ),
        None,
    )
    place = next((p for p in sentence.phrases if id(p.words[0]) in mark and p.prep is not None), None)
    adverb = next(
        (
            w
            for w in here
            if w.pos == "adv" and w.text.lower() in ("дома", "здесь", "там", "тут", "рядом", "далеко", "где")
        ),
        None,
    )
    spot = dash or short or (predicate.words[0] if predicate else None)
    if spot is None and adverb is not None:
        spot = adverb
    if spot is None and place is not None and place.prep is not None:
        first = sentence.at(place.prep) < sentence.at(subject.words[0])
        if first or sentence.words[sentence.at(subject.words[-1]) + 1 :][:1] == [place.prep]:
            spot = subject.words[0] if first else place.prep
            if first and subject.head.pos in ("noun",):
                there = sentence.before(spot, "there", "part")
                there.form["there"] = "yes"
    if spot is None:
        return
    asks = next(
        (w for w in here if w.form.get("wh") and sentence.at(w) < sentence.at(subject.words[0])), None
    )
    group = new_verb(sentence, sentence.at(spot), "быть", "be", "pres")
    before = sentence.near(group.main, -1)
    if (
        before is not None
        and before.lemma in ("не", "уже", "очень", "всегда", "ещё", "только", "просто", "самый")
        and spot is not before
    ):
        sentence.move([group.main], sentence.at(before))
        if before.lemma == "не":
            group.facts["negated"] = "yes"
            group.words.append(before)
    if dash is not None:
        sentence.drop(dash)
        after = sentence.near(group.main)
        if after is not None and after.lemma == "это":
            sentence.drop(after)
    if asks is not None and spot is not asks:
        group.facts["inverted"] = "yes"
    subject.role, subject.verb, group.subject = "subject", group, subject
    if predicate is not None:
        predicate.role, predicate.verb = "predicate", group


def there(sentence: Sentence) -> None:
    """A place first and then what is there: "there is"."""
    for group in sentence.groups:
        if group.main.lemma not in ("быть",) or group.subject is None or group.main.text == "":
            continue
        verb = sentence.at(group.main)
        if sentence.at(group.subject.head) < verb or group.subject.head.pos == "pron":
            continue
        start, _ = clause(sentence, group.main)
        place = any(
            w.pos == "prep"
            or w.text.lower() in ("здесь", "там", "тут", "сегодня", "вчера", "завтра", "скоро")
            for w in sentence.words[start:verb]
        )
        if place or start == verb:
            word = sentence.before(group.words[0], "there", "part")
            word.form["there"] = "yes"
            group.facts["there"] = "yes"


def order(sentence: Sentence) -> None:
    """The subject comes before the verb, the object after it."""
    for group in sentence.groups:
        subject, main = group.subject, group.main
        if sentence.at(main) < 0:
            continue
        first = next((w for w in group.words if sentence.at(w) >= 0), main)
        if (
            subject is not None
            and "shared" not in group.facts
            and "there" not in group.facts
            and "relative" not in group.facts
        ):
            words = _whole(sentence, subject)
            if words and sentence.at(words[0]) > sentence.at(main):
                sentence.move(words, 0)
                at = sentence.at(first) - len(words)
                sentence.move(words, at)
        for phrase in group.objects:
            words = _whole(sentence, phrase)
            if (
                not words
                or sentence.at(words[0]) > sentence.at(main)
                or phrase.head.form.get("wh")
                or phrase.head.lemma in ("который", "что", "кто")
                or any(w.lemma in ("какой", "чей", "сколько") for w in words)
            ):
                continue
            target = main
            if (
                phrase.verb is group
                and (following := sentence.group_of(sentence.near(main))) is not None
                and "infinitive" in following.facts
            ):
                target = following.main
            sentence.move(words, 0)
            sentence.move(words, sentence.at(target) + 1 - len(words))
        for phrase in sentence.phrases:
            if (
                phrase.role == "indirect"
                and phrase.verb is group
                and phrase.prep is None
                and phrase.head.pos == "pron"
            ):
                words = [w for w in phrase.words if sentence.at(w) >= 0]
                if words and sentence.at(words[0]) < sentence.at(main):
                    sentence.move(words, 0)
                    sentence.move(words, sentence.at(main) + 1 - len(words))


LATE = {"вчера", "сегодня", "завтра", "позавчера", "послезавтра", "много"}
"""Adverbs that Russian has before the verb, and English at the end."""


def late(sentence: Sentence) -> None:
    """«Мы вчера были дома» is "we were at home yesterday"."""
    for word in list(sentence.words):
        before, after = sentence.near(word, -1), sentence.near(word)
        if word.text.lower() not in LATE or before is None or after is None or before.pos == "punct":
            continue
        phrase = sentence.phrase_of(word)
        if sentence.group_of(after) is None or (phrase is not None and phrase.head is not word):
            continue
        _, end = clause(sentence, word)
        while end > 0 and sentence.words[end - 1].pos in ("punct", "conj"):
            end -= 1
        sentence.move([word], end - 1)


def _whole(sentence: Sentence, phrase: Phrase) -> list[Word]:
    """A phrase with the genitives and joined phrases after it."""
    words = [w for w in phrase.words if sentence.at(w) >= 0]
    if not words:
        return []
    end = sentence.at(words[-1]) + 1
    while end < len(sentence.words):
        word = sentence.words[end]
        following = sentence.phrase_of(word)
        if (
            following is not None
            and following is not phrase
            and following.case == "gent"
            and following.prep is None
            and following.words[0] is word
        ):
            end = sentence.at(following.words[-1]) + 1
        elif (
            word.lemma in ("и", "или", ",")
            and (joined := sentence.phrase_of(sentence.near(word))) is not None
            and joined.joined is phrase
        ):
            end = sentence.at(joined.words[-1]) + 1
        else:
            break
    return sentence.words[sentence.at(words[0]) : end]


def omitted(sentence: Sentence) -> None:
    """Where Russian leaves out "I" or "they", English has them."""
    for group in sentence.groups:
        main = group.main
        if (
            group.subject is not None
            or "relative" in group.facts
            or {"infinitive", "imperative", "gerund", "passive"} & group.facts.keys()
            or sentence.at(main) < 0
            or "subjectless" in group.facts
        ):
            continue
        form = main.form
        start, _ = clause(sentence, main)
        if (
            any(
                w.lemma in ("кто", "что", "который") and w.form.get("case") == "nomn"
                for w in sentence.words[start : sentence.at(main)]
            )
            or not main.text
        ):
            continue
        person = form.get("person") or (
            "3per" if form.get("number") == "plur" or form.get("gender") == "neut" else "1per"
        )
        word = PERSON[person, form.get("number", "sing")]
        if form.get("gender") == "neut" or (person == "3per" and form.get("number") == "sing"):
            word = "it"
        made = sentence.before(group.words[0], word, "pron")
        made.lemma, made.form = (
            {"I": "я", "they": "они", "we": "мы", "you": "вы", "it": "оно"}[word],
            {"number": "plur" if word in ("they", "we", "you") else "sing"},
        )
        group.subject = Phrase(made, [made], role="subject", case="nomn", verb=group)
        sentence.phrases.append(group.subject)


def relatives(sentence: Sentence) -> None:
    """«Который» is "who" for people and "that" for things."""
    for word in sentence.words:
        if word.lemma != "который":
            continue
        at = sentence.at(word)
        before = next((w for w in reversed(sentence.words[:at]) if w.pos in ("noun", "name", "pron")), None)
        alive = before is not None and (
            before.form.get("animacy") == "anim" or before.pos in ("name", "pron")
        )
        comma = sentence.near(word, -1)
        if word.form.get("case") in ("nomn", "accs") and comma is not None and comma.lemma == ",":
            word.target = (
                ("who" if alive else "that") if word.form.get("case") == "nomn" or not alive else "whom"
            )
            sentence.drop(comma)
        else:
            word.target = "whom" if alive else "which"


def whether(sentence: Sentence) -> None:
    """«Ли» is left out of a question; before «что» and «чтобы» English has no comma."""
    sentence.drop(
        *(w for w in sentence.words if w.lemma == "ли" and any(each.lemma == "?" for each in sentence.words))
    )
    for word in list(sentence.words):
        following = sentence.near(word)
        if (
            word.lemma == ","
            and following is not None
            and following.lemma
            in ("что", "чтобы", "когда", "если", "чем", "потому что", "как", "где", "куда", "почему", "пока")
        ):
            sentence.drop(word)
