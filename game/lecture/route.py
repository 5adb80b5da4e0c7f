"""The lecture's route as data: parts, stops, questions and tasks; `game.lecture.route_file` reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from models.base.typed_fields import Range

SLIDES = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
Phase = Literal["text", "question", "reveal"]
"""What of a stop is shown."""
ANSWERS = "answers:"
"""How a task's check begins that asks for right answers to the questions of stops."""


@dataclass(frozen=True)
class Texts:
    """A text in both languages; where one is missing, the other serves."""

    ru: str = ""
    en: str = ""

    def __call__(self, language: str) -> str:
        """The text in a language."""
        return str(getattr(self, language, "")) or self.ru or self.en


@dataclass(frozen=True)
class Choices:
    """What can be answered, in both languages."""

    ru: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def __call__(self, language: str) -> tuple[str, ...]:
        """The answers in a language."""
        return (self.en if language == "en" else self.ru) or self.ru or self.en


@dataclass(frozen=True)
class Question:
    """What the audience is asked before the answer is shown; by choices, a number, or a place on the picture.

    Attributes:
        ask: the question.
        reveal: what is said after it.
        choices: two to four answers.
        right: which of them are right, from 1; none where it is a matter of opinion.
        number: the number to be typed.
        within: how far an answer may be from it.
        place: the name of the part of the picture to be pointed at, see `Screen.landmarks`.
        reveal_link: opened with the answer.
    """

    ask: Texts
    reveal: Texts
    choices: Choices = field(default_factory=Choices)
    right: tuple[int, ...] = ()
    number: float | None = None
    within: Annotated[float, Range(0, 1e9)] = 0.0
    place: str = ""
    reveal_link: str = ""

    @property
    def judged(self) -> bool:
        """Whether an answer can be right or wrong."""
        return bool(self.right) or bool(self.place) or self.number is not None

    def is_right(self, answer: float) -> bool | None:
        """Whether a choice (from 1), a number or a place (1 or 0) is right; None where nothing is."""
        if self.number is not None:
            return abs(answer - self.number) <= self.within + 1e-9
        if self.place:
            return bool(answer)
        return round(answer) in self.right if self.right else None


@dataclass(frozen=True)
class Task:
    """What a student does alone.

    Attributes:
        do: what to do.
        check: a task of the tab on the screen, see `Screen.task`, or `answers:` and ids of stops.
        hint: offered after a while.
    """

    do: Texts
    check: str
    hint: Texts = Texts()


@dataclass(frozen=True)
class Stop:
    """A stop of the lecture.

    Attributes:
        id: unique in its route.
        headline: a line.
        text: two or three sentences.
        slides: the numbers of the slides that it shows, such as "21" or "44-46".
        link: what stands on the screen.
        meanwhile: opened where `link` leads nowhere yet.
        picture: a picture beside the route's file, instead of a link.
        minutes: how long it takes in a lecture.
        notes: for the lecturer's own screen.
        story: whether an exhibition tells it, with a scene that plays itself or one that stands still.
    """

    id: str
    headline: Texts
    text: Texts = Texts()
    slides: str = ""
    link: str = ""
    meanwhile: str = ""
    picture: str = ""
    minutes: Annotated[float, Range(0, 240)] = 1.0
    notes: Texts = Texts()
    story: Literal["", "play", "still"] = ""
    question: Question | None = None
    task: Task | None = None

    @property
    def links(self) -> tuple[str, ...]:
        """What may stand on the screen: the first of these that leads anywhere."""
        return tuple(link for link in (self.link, self.meanwhile) if link)

    def words(self, phase: Phase, language: str) -> str:
        """What is said in a phase; the text alone where nothing is asked."""
        if self.question is None or phase == "text":
            return self.text(language)
        return (self.question.ask if phase == "question" else self.question.reveal)(language)

    def slide_numbers(self) -> range:
        """The numbers of the slides that it shows."""
        match = SLIDES.fullmatch(self.slides)
        return range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)


@dataclass(frozen=True)
class Part:
    """A part of the lecture; `folder` is where its file lies."""

    id: str
    title: Texts
    stops: tuple[Stop, ...]
    folder: Path


@dataclass(frozen=True)
class Route:
    """A lecture.

    Attributes:
        parts: one at least, each with one stop at least.
        own: whether it is a lecturer's own, not the bundled one.
    """

    parts: tuple[Part, ...]
    own: bool = False

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """All stops in their order; asked for several times a frame."""
        return tuple(stop for part in self.parts for stop in part.stops)

    def part_of(self, stop: Stop) -> Part:
        """The part that a stop belongs to."""
        return next(part for part in self.parts if stop in part.stops)
