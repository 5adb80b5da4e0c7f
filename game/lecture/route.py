"""The lecture's route as data: parts, stops, questions and tasks, in TOML files that a lecturer can edit.

A file is a part: `[part]`, then `[[stop]]` as often as wanted; `docs/lecture.md` describes every field. A
route is one file or a folder of files. Files may come from anywhere: they are read with limits, checked field
by field, and a mistake is told with its line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Annotated, Any

from models.base.files import open_file
from models.base.typed_fields import Range, parse

LARGEST = 1 << 20
"""Bytes of a file."""
MOST_STOPS = 400
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_SLIDES = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
_KINDS = ("choices", "right", "number", "place")
ANSWERS = "answers:"
"""How a task's check begins that asks for right answers to the questions of stops."""


class RouteError(ValueError):
    """A route cannot be read.

    Attributes:
        file: its name.
        line: from 1; 0 where no line is to blame.
        why: the reason.
    """

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}, line {line}: {why}" if line else f"{file}: {why}")
        self.file, self.line, self.why = file, line, why


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
    question: Question | None = None
    task: Task | None = None

    def slide_numbers(self) -> range:
        """The numbers of the slides that it shows."""
        match = _SLIDES.fullmatch(self.slides)
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

    @property
    def stops(self) -> tuple[Stop, ...]:
        """All stops in their order."""
        return tuple(stop for part in self.parts for stop in part.stops)

    def part_of(self, stop: Stop) -> Part:
        """The part that a stop belongs to."""
        return next(part for part in self.parts if stop in part.stops)


@dataclass(frozen=True)
class _PartHead:
    id: str
    title: Texts


def read_route(path: Path, bundled: Route | None = None) -> Route:
    """Read a route.

    Args:
        path: a file, or a folder whose `.toml` files are the parts, by their names.
        bundled: the route whose stops `use` may take; without it there is no `use`.

    Raises:
        RouteError: naming file, line and reason.
    """
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files:
        raise RouteError(path.name, 0, "no .toml file in this folder")
    known = {stop.id: stop for stop in bundled.stops} if bundled else {}
    seen: dict[str, str] = {}
    parts = tuple(_read_part(file, known, seen) for file in files[:50])
    route = Route(parts, own=bundled is not None)
    if not route.stops or len(route.stops) > MOST_STOPS:
        raise RouteError(path.name, 0, f"{len(route.stops)} stops; there must be 1 to {MOST_STOPS}")
    return route


def _read_part(path: Path, known: Mapping[str, Stop], seen: dict[str, str]) -> Part:
    name = path.name
    try:
        with open_file(path) as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise RouteError(name, 0, error.strerror or str(error)) from error
    if len(raw) > LARGEST:
        raise RouteError(name, 0, f"larger than {LARGEST >> 20} MB")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise RouteError(name, raw[: error.start].count(b"\n") + 1, "not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        raise RouteError(name, line, re.sub(r" \(at .*\)$", "", str(error))) from error
    except RecursionError as error:
        raise RouteError(name, 0, "nested too deeply") from error
    try:
        head = parse(data.get("part", {}), _PartHead)
        _named(head.id)
    except ValueError as error:
        raise RouteError(name, _line(text, r"\[part\]", str(error)), f"part: {error}") from error
    tables = data.get("stop", [])
    if not isinstance(tables, list) or not tables:
        raise RouteError(name, 0, "no [[stop]]")
    if unknown := sorted(data.keys() - {"part", "stop"}):
        raise RouteError(name, _line(text, "", unknown[0]), f"{unknown[0]}: unknown")
    stops = []
    for index, table in enumerate(tables):
        try:
            stop = _read_stop(table, known, path.parent)
            if stop.id in seen:
                raise ValueError(f"id: {stop.id!r} is the name of another stop, in {seen[stop.id]}")
        except ValueError as error:
            line = _line(text, r"\[\[\s*stop\s*\]\]", str(error), index)
            raise RouteError(name, line, f"stop {index + 1}: {error}") from error
        seen[stop.id] = name
        stops.append(stop)
    return Part(head.id, head.title, tuple(stops), path.parent)


def _read_stop(table: object, known: Mapping[str, Stop], folder: Path) -> Stop:
    if not isinstance(table, dict):
        raise ValueError("no table")
    use = table.pop("use", None)
    if use is not None:
        if not isinstance(use, str) or use not in known:
            raise ValueError(f"use: there is no stop {use!r}")
        table = _over(_plain(known[use]), table)
    stop = parse(table, Stop)
    _named(stop.id)
    for problem in _problems(stop, folder):
        raise ValueError(problem)
    return stop


def _problems(stop: Stop, folder: Path) -> Iterator[str]:
    """What the types do not say."""
    if not (stop.headline.ru or stop.headline.en):
        yield "headline: empty"
    if stop.slides and not _SLIDES.fullmatch(stop.slides):
        yield 'slides: neither a number such as "21" nor two such as "44-46"'
    if bool(stop.link) == bool(stop.picture):
        yield "link: a stop has either a link or a picture"
    if stop.picture and not _inside(folder, stop.picture):
        yield f"picture: {stop.picture!r} is not beside this file"
    if stop.question is not None:
        question, choices = stop.question, stop.question.choices
        kinds = [bool(choices.ru or choices.en), question.number is not None, bool(question.place)]
        if sum(kinds) != 1:
            yield "question: exactly one of choices, number and place"
        count = len(choices("ru"))
        if kinds[0] and not (2 <= count <= 4 and len(choices("en")) == count):
            yield "choices: two to four, as many in each language"
        if any(not 1 <= right <= count for right in question.right):
            yield f"right: from 1 to {count}"


def _inside(folder: Path, name: str) -> bool:
    try:
        path = (folder / name).resolve()
        return path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError):
        return False


def _named(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"id: {name[:80]!r} is no name of small letters, digits and -")


def _plain(value: Any) -> dict[str, Any]:
    """A dataclass as the table that it was read from."""
    result = {}
    for each in fields(value):
        now = getattr(value, each.name)
        if now is not None:
            result[each.name] = _plain(now) if hasattr(now, "__dataclass_fields__") else now
    return result


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """A table whose entries are replaced by another's; own kinds of answers replace the other kinds."""
    if "picture" in above:
        below = below | {"link": "", "meanwhile": ""}
    if {"choices", "number", "place"} & above.keys():
        below = {name: item for name, item in below.items() if name not in _KINDS}
    merged = dict(below)
    for name, item in above.items():
        both = isinstance(item, dict) and isinstance(merged.get(name), dict)
        merged[name] = _over(merged[name], item) if both else item
    return merged


def _line(text: str, header: str, why: str, index: int = 0) -> int:
    """The line of the table that is to blame, or that of the field within it that the reason names."""
    starts = [match.start() for match in re.finditer(rf"(?m)^\s*{header}", text)] if header else [0]
    if index >= len(starts):
        return 1
    begin = starts[index]
    end = starts[index + 1] if index + 1 < len(starts) else len(text)
    at = begin
    for name in re.findall(r"(\w+): ", why)[:3]:
        found = re.compile(rf"(?m)^[^#\n]*\b{name}\b[\w.]*\s*[=\]]").search(text, at, end)
        at = found.start() if found else at
    return text.count("\n", 0, at) + 1
