"""Into English: names, numbers, articles, pronouns, degrees."""

from __future__ import annotations

from models.translation.rules import names
from models.translation.rules.russian_readings import AMOUNTS
from models.translation.rules.shown_english import OBJECT, surface
from models.translation.rules.words import Phrase, Sentence, Word

POSSESSIVE = {"я": "my", "ты": "your", "он": "his", "она": "her", "мы": "our", "вы": "your", "они": "their"}


NO_ARTICLE = {
    "home", "bed", "school", "work", "breakfast", "lunch", "dinner", "love", "music", "football",
    "chess", "nature", "death", "history", "science", "art", "God", "money", "people", "happiness",
    "health", "hell", "heaven", "TV",
}  # fmt: skip


UNCOUNTED = {
    "water", "tea", "coffee", "milk", "bread", "meat", "food", "sugar", "salt", "snow", "rain",
    "weather", "music", "money", "advice", "news", "work", "help", "time", "love", "information",
    "furniture", "air", "light", "freedom", "power", "beer", "wine", "butter", "cheese", "oil", "fire",
    "blood", "hair", "knowledge", "research", "success", "luck", "equipment", "strength", "beauty",
    "attention", "experience", "rice", "juice", "gold", "wood", "paper", "ice", "fish", "soup",
    "traffic", "electricity", "science", "art", "truth", "health", "happiness", "joy", "fear", "pain",
    "hope", "peace", "war", "life", "nature", "fun", "respect", "support", "clothes", "elections",
    "justice", "progress", "fruit",
}  # fmt: skip


UNIQUE = {
    "sun", "moon", "world", "sky", "sea", "president", "government", "internet", "earth", "army",
    "police", "same", "best", "truth", "cinema", "theatre", "subway", "metro", "beginning", "end",
    "capital", "centre", "forest", "street", "floor", "table", "kitchen", "garden", "window", "door",
    "war", "river", "village", "station", "city", "park", "country",
}  # fmt: skip


LATIN_CAPITAL = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}


def noun(phrase: Phrase) -> Word:
    """The head of a phrase."""
    return phrase.head


def transliterate(sentence: Sentence) -> None:
    """Write names in Latin letters."""
    for word in sentence.words:
        if any("а" <= sign <= "я" or sign == "ё" for sign in word.target.lower()) and (
            word.pos == "name" or (word.text[:1].isupper() and word.place > 0)
        ):
            word.target, word.known = (
                names.to_english(word.lemma if word.pos in ("name", "noun") else word.text),
                True,
            )
        elif word.pos == "name" and word.target and word.target[0].islower() and word.text[:1].isupper():
            word.target = (
                names.to_english(word.lemma)
                if not word.senses or word.lemma in names._ENGLISH
                else word.target
            )


def plural(sentence: Sentence) -> None:
    """Nouns have the number that they have in Russian; after two and more it is the plural."""
    for phrase in sentence.phrases:
        head = phrase.head
        if head.pos != "noun":
            continue
        counter = next((w for w in phrase.words if w.pos == "num" or w.lemma in AMOUNTS), None)
        many = head.form.get("number") == "plur"
        if counter is not None:
            many = counter.lemma not in ("один", "1", "полтора") or many
            if counter.lemma in AMOUNTS and head.form.get("number") == "sing":
                many = False
        if many and head.target not in UNCOUNTED and head.target not in ("people", "children"):
            head.want["number"] = "plur"


def pronouns(sentence: Sentence) -> None:
    """Pronouns that are no subject are "me", "him", "her"."""
    for phrase in sentence.phrases:
        head = phrase.head
        if (
            head.pos == "pron"
            and phrase.role not in ("subject", "has")
            and phrase.case not in ("nomn", "")
            and head.target in OBJECT
        ):
            head.want["case"] = "obj"
        if (
            head.pos == "pron"
            and head.lemma in ("он", "она")
            and phrase.role == "subject"
            and phrase.head.form.get("thing")
        ):
            head.target = "it"


def own(sentence: Sentence) -> None:
    """«Свой» belongs to the subject: my, your, his …."""
    for word in sentence.words:
        if word.lemma not in ("свой", "себя"):
            continue
        group = min(
            (g for g in sentence.groups if g.subject is not None),
            key=lambda g: abs(sentence.at(g.main) - sentence.at(word)),
            default=None,
        )
        subject = group.subject.head if group is not None and group.subject is not None else None
        person = next((g.main.form.get("person", "") for g in sentence.groups), "")
        if subject is not None and subject.pos == "pron" and subject.lemma in POSSESSIVE:
            mine = POSSESSIVE[subject.lemma]
        elif subject is not None and subject.form.get("number") == "plur":
            mine = "their"
        elif subject is not None:
            mine = {"femn": "her", "neut": "its"}.get(subject.form.get("gender", ""), "his")
        else:
            mine = {"1per": "my", "2per": "your"}.get(person, "his")
        if word.lemma == "свой":
            word.target = mine
        else:
            word.target = {
                "my": "myself",
                "your": "yourself",
                "his": "himself",
                "her": "herself",
                "its": "itself",
                "our": "ourselves",
                "their": "themselves",
            }[mine]


def demonstratives(sentence: Sentence) -> None:
    """Give "this" and "that" a plural; «весь» with a singular is "the whole"."""
    for phrase in sentence.phrases:
        many = phrase.head.want.get("number") == "plur" or phrase.head.target in ("people", "children")
        for word in phrase.words:
            if word.pos == "det" and word.target in ("this", "that") and many:
                word.surface = "these" if word.target == "this" else "those"
            if word.lemma in ("много", "мало", "сколько") and phrase.head.pos == "noun":
                few = phrase.head.target in UNCOUNTED
                word.surface = {
                    "много": "much" if False else "a lot of",
                    "мало": "little" if few else "few",
                    "сколько": "how much" if few else "how many",
                }[word.lemma]
            if word.lemma in ("много", "немного") and phrase.head is word and len(phrase.words) == 1:
                word.surface = "a lot" if word.lemma == "много" else "a little"
            if word.lemma == "сколько" and phrase.head is word:
                word.surface = "how much"
            if word.lemma == "весь" and phrase.head.pos == "noun":
                word.surface = "all" if many or phrase.head.target in UNCOUNTED else "the whole"


def articles(sentence: Sentence) -> None:
    """Put "a" before what is new and can be counted, "the" before what is known."""
    mentioned: set[str] = set()
    for phrase in sentence.phrases:
        head = phrase.head
        words = [w for w in phrase.words if sentence.at(w) >= 0]
        if head.pos != "noun" or not words or sentence.at(head) < 0:
            continue
        first = min(words, key=sentence.at)
        before = sentence.near(first, -1)
        if before is not None and before.pos == "gen":
            continue
        if (
            any(w.lemma == "какой" for w in words)
            and any(w.lemma == "!" for w in sentence.words)
            and head.want.get("number") != "plur"
        ):
            sentence.add(sentence.at(words[0]) + 1, "a", "art")
            continue
        if any(
            w.pos in ("det", "num", "gen") or w.lemma in AMOUNTS
            for w in words
            if w.lemma not in ("другой", "весь", "самый")
        ):
            continue
        if (
            any(w.lemma == "весь" for w in words)
            or any(w.lemma in ("самый",) for w in words)
            or head.target[:1].isupper()
        ):
            continue
        ordinal = any(
            w.target
            in (
                "first",
                "second",
                "third",
                "last",
                "best",
                "worst",
                "same",
                "main",
                "fourth",
                "fifth",
                "only",
                "next",
            )
            for w in words
            if w.pos == "adj"
        )
        article = _article(sentence, phrase, ordinal, head.target in mentioned)
        mentioned.add(head.target)
        if article:
            sentence.before(first, article, "art")
    for word in sentence.words:
        if word.pos == "art" and word.target == "a":
            following = sentence.near(word)
            text = surface(following) if following is not None else ""
            if (text[:1].lower() in "aeio" and not text.lower().startswith(("eu", "one"))) or (
                text.lower().startswith(("hour", "honest", "un", "up", "um"))
                and not text.lower().startswith(("uni", "union", "use"))
            ):
                word.surface = "an"


def _article(sentence: Sentence, phrase: Phrase, ordinal: bool, before: bool) -> str:
    head = phrase.head
    many = head.want.get("number") == "plur" or head.target in ("people", "children")
    genitive = any(
        p.prep is not None and p.prep.target == "of" and sentence.near(phrase.words[-1]) is p.prep
        for p in sentence.phrases
    )
    if head.target in NO_ARTICLE and len(phrase.words) == 1:
        return ""
    if ordinal or before:
        return "the"
    described = any(w.pos == "adj" for w in phrase.words)
    if genitive:
        return "the"
    if many or head.target in UNCOUNTED:
        return "the" if phrase.role == "subject" and sentence.at(phrase.words[0]) == 0 and False else ""
    if phrase.prep is not None and phrase.prep.target in ("by",) and phrase.prep.lemma == "на":
        return ""
    if (
        phrase.role in ("subject", "has")
        and phrase.verb is not None
        and sentence.at(phrase.head) < sentence.at(phrase.verb.main)
    ):
        return "the"
    if (
        phrase.prep is not None
        and (head.target in UNIQUE or not described)
        and phrase.prep.target not in ("with", "as", "without", "like")
    ):
        return "the"
    if head.target in ("sun", "moon", "world", "sky", "government", "president", "internet"):
        return "the"
    if phrase.role == "subject" and not (phrase.verb is not None and phrase.verb.facts.get("there")):
        return "the"
    return "a"


def degrees(sentence: Sentence) -> None:
    """Comparatives and superlatives: "bigger", "more interesting", "the biggest"."""
    for word in list(sentence.words):
        if word.form.get("degree") == "comp" and word.pos in ("adj", "adv"):
            word.want["degree"] = "comp"
            following = sentence.near(word)
            phrase = sentence.phrase_of(following)
            if (
                phrase is not None
                and phrase.case == "gent"
                and phrase.prep is None
                and phrase.role == "other"
            ):
                phrase.prep, phrase.role = sentence.before(phrase.words[0], "than", "prep"), "done"
        elif word.lemma == "самый" and word.pos == "det":
            following = sentence.near(word)
            if following is not None and following.pos == "adj":
                following.want["degree"] = "sup"
                word.target, word.surface = "the", "the"
        elif (
            word.lemma == "более"
            and (following := sentence.near(word)) is not None
            and following.pos == "adj"
        ):
            following.want["degree"] = "comp"
            sentence.drop(word)


def years(sentence: Sentence) -> None:
    """«В 1996 году» is "in 1996"; a century keeps its number."""
    for word in list(sentence.words):
        if word.lemma in ("год", "г") and word.form.get("case"):
            before = sentence.near(word, -1)
            if before is not None and before.pos == "num" and before.text.isdigit() and len(before.text) == 4:
                sentence.drop(word)
                prep = sentence.near(before, -1)
                if prep is not None and prep.lemma in ("в", "к"):
                    prep.put("in" if prep.lemma == "в" else "by")
                    prep.text = ""
