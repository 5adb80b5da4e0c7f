"""What a translation is made of: words with their senses and forms, rules, and what each rule did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Direction = Literal["en-ru", "ru-en"]
DIRECTIONS: tuple[Direction, ...] = ("en-ru", "ru-en")


@dataclass(frozen=True)
class Sense:
    """One translation of a word; `own` ones were written by the user."""

    word: str
    pos: str
    own: bool = False


@dataclass(eq=False)
class Word:
    """A word on its way from one language into the other.

    Attributes:
        text: as it was written; empty where a rule put it in.
        lemma: its base form.
        pos: its part of speech: noun, name, verb, adj, adv, pron, det, num, prep, conj, part, punct …
        form: the source language's features, by name.
        senses: what the dictionary offers, the first one is taken unless another is `chosen`.
        target: the base form in the target language.
        want: the target language's features, as the rules set them.
        place: the number of the source's token; −1 where a rule put it in.
        surface: the word as it is shown, where no rule may inflect it.
        tag: a finer part of speech, as the source language's analysis needs it.
        known: whether a dictionary has it.
    """

    text: str
    lemma: str
    pos: str
    form: dict[str, str] = field(default_factory=dict)
    senses: tuple[Sense, ...] = ()
    chosen: int = 0
    target: str = ""
    want: dict[str, str] = field(default_factory=dict)
    place: int = -1
    surface: str = ""
    tag: str = ""
    known: bool = True

    def put(self, word: str, **want: str) -> None:
        """Take another target word and its features."""
        self.target, self.want, self.known = word, want, True


@dataclass(eq=False)
class Phrase:
    """A noun and what belongs to it.

    Attributes:
        head: the noun, name or pronoun.
        words: all of it, in order.
        prep: the preposition before it, if any.
        role: subject, object, indirect, predicate, of, owner or other.
        verb: the group of verbs that it belongs to.
        joined: the phrase that it is joined to by "and" or "or".
        case: the Russian case.
    """

    head: Word
    words: list[Word]
    prep: Word | None = None
    role: str = "other"
    verb: Group | None = None
    joined: Phrase | None = None
    case: str = ""


@dataclass(eq=False)
class Group:
    """A verb with its helpers: "has not been reading".

    Attributes:
        main: the verb that carries the meaning.
        words: all of it, in order.
        subject: who does it.
        objects: what follows.
        facts: tense, modal, negated, progressive, perfect, passive, question, imperative, infinitive.
    """

    main: Word
    words: list[Word]
    subject: Phrase | None = None
    objects: list[Phrase] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Sentence:
    """The words in their present order, and what was found in them."""

    words: list[Word]
    phrases: list[Phrase] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)

    def at(self, word: Word) -> int:
        """Where a word stands now; −1 where it is gone."""
        return next((i for i, each in enumerate(self.words) if each is word), -1)

    def drop(self, *words: Word) -> None:
        """Take words out."""
        gone = {id(word) for word in words}
        self.words = [word for word in self.words if id(word) not in gone]

    def add(self, at: int, target: str, pos: str, **want: str) -> Word:
        """Put a new word in before position `at`."""
        word = Word("", target, pos, target=target, want=want)
        self.words.insert(max(0, at), word)
        return word

    def before(self, word: Word, target: str, pos: str, **want: str) -> Word:
        """Put a new word in before another."""
        return self.add(self.at(word), target, pos, **want)

    def move(self, words: list[Word], at: int) -> None:
        """Move words, in their order, so that they begin at a position of the list without them."""
        self.drop(*words)
        self.words[at:at] = words

    def near(self, word: Word, step: int = 1) -> Word | None:
        """The word so many places on, or back."""
        at = self.at(word) + step
        return self.words[at] if 0 <= at < len(self.words) and self.at(word) >= 0 else None

    def phrase_of(self, word: Word | None) -> Phrase | None:
        """The phrase that a word is in."""
        return next((p for p in self.phrases if any(each is word for each in p.words)), None)

    def group_of(self, word: Word | None) -> Group | None:
        """The group of verbs that a word is in."""
        return next((g for g in self.groups if any(each is word for each in g.words)), None)


@dataclass(frozen=True)
class Rule:
    """A rule of grammar.

    Attributes:
        id: its name.
        direction: which way it works.
        ru: what it does, in one Russian sentence.
        en: the same in English.
        apply: does it.
        example: a sentence that comes out wrong without it.
        right: that sentence's translation.
    """

    id: str
    direction: Direction
    ru: str
    en: str
    apply: Callable[[Sentence], None]
    example: str
    right: str

    def says(self, language: str) -> str:
        """What it does, in Russian or English."""
        return self.ru if language == "ru" else self.en


@dataclass(frozen=True)
class Token:
    """A word of the source as it was understood, frozen for the screen.

    Attributes:
        text: as it stands in the sentence.
        form: its features, in the words of the grammar.
        senses: what the dictionary offers.
        chosen: the one that was taken, −1 for none.
        target: the word that it became, as it is shown; empty where a rule has dropped it.
        known: whether there was an entry.
    """

    text: str
    lemma: str
    pos: str
    form: tuple[str, ...]
    senses: tuple[Sense, ...]
    chosen: int
    target: str
    known: bool


@dataclass(frozen=True)
class Step:
    """A rule that changed the sentence: what it was before and after."""

    rule: str
    before: str
    after: str


@dataclass(frozen=True)
class Translation:
    """A sentence's way through the dictionary and the rules."""

    direction: Direction
    source: str
    text: str
    tokens: tuple[Token, ...] = ()
    word_by_word: str = ""
    steps: tuple[Step, ...] = ()
    unknown: tuple[str, ...] = ()
    parts: tuple[Translation, ...] = ()
    """A text's sentences, where there are several."""

    @property
    def fired(self) -> frozenset[str]:
        """The rules that changed something."""
        return frozenset(step.rule for each in (self, *self.parts) for step in each.steps)


def changed(translation: Translation, **fields: Any) -> Translation:
    """A translation with other fields."""
    return replace(translation, **fields)
