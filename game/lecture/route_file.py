"""Routes in TOML files, which a lecturer can edit.

A file is a part: `[part]`, then `[[stop]]` as often as wanted; `docs/lecture.md` describes every field. A
route is one file or a folder of files. Files may come from anywhere: they are read with limits, checked field
by field, and a mistake is told with its line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from game.lecture.route import ANSWERS, SLIDES, Part, Route, Stop, Texts
from game.lecture.tables import laid_over, plain
from models.base.files import open_file
from models.base.typed_fields import parse

LARGEST = 1 << 20
"""Bytes of a file."""
MOST_FILES = 50
MOST_STOPS = 400
MOST_MISTAKES = 100
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


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
class _PartHead:
    id: str
    title: Texts


def read_route(path: Path, bundled: Route | None = None) -> Route:
    """Read a route.

    Args:
        path: a file, or a folder whose `.toml` files are the parts, by their names.
        bundled: the route whose stops `use` may take; without it there is no `use`.

    Raises:
        RouteError: the first mistake, naming file, line and reason.
    """
    route, mistakes = examine(path, bundled)
    if mistakes:
        raise mistakes[0]
    return route


def examine(
    path: Path, bundled: Route | None = None, look: Callable[[Stop, Path], Iterable[str]] | None = None
) -> tuple[Route, list[RouteError]]:
    """Read what can be read of a route, and find the mistakes in it.

    Args:
        path: see `read_route`.
        bundled: see `read_route`.
        look: finds more mistakes in a stop whose file lies in a folder; told as "field: why".

    Returns:
        the route, without the stops that cannot be read; the mistakes by file and line, at most
        `MOST_MISTAKES`.
    """
    files = sorted(path.glob("*.toml"))[:MOST_FILES] if path.is_dir() else [path]
    if not files:
        return Route(()), [RouteError(path.name, 0, "no .toml file in this folder")]
    reader = _Reader({stop.id: stop for stop in bundled.stops} if bundled else {})
    parts = tuple(part for file in files if (part := reader.read(file)) is not None)
    reader.look(look)
    route = Route(parts, own=bundled is not None)
    count = len(route.stops)
    if not reader.mistakes and not 1 <= count <= MOST_STOPS:
        reader.mistakes.append(RouteError(path.name, 0, f"{count} stops; there must be 1 to {MOST_STOPS}"))
    return route, sorted(reader.mistakes, key=lambda each: (each.file, each.line))


@dataclass(frozen=True)
class _File:
    """A file that is being read."""

    path: Path
    text: str

    def mistake(self, why: str, *, header: str = "", index: int | None = None) -> RouteError:
        """What is wrong with the table of a header, or with a stop of the file."""
        if index is not None:
            line = _line(self.text, r"\[\[\s*stop\s*\]\]", why, index)
            return RouteError(self.path.name, line, f"stop {index + 1}: {why}")
        return RouteError(self.path.name, _line(self.text, header, why), why)


class _Reader:
    """Reads the parts of a route, and collects the mistakes."""

    def __init__(self, known: Mapping[str, Stop]) -> None:
        self.mistakes: list[RouteError] = []
        self._known = known
        self._found: dict[str, tuple[Stop, _File, int]] = {}

    def read(self, path: Path) -> Part | None:
        """Read a part; None where nothing of it can be read."""
        try:
            file, data = _load(path)
            head = _head(file, data)
        except RouteError as error:
            self.mistakes.append(error)
            return None
        stops = []
        for index, table in enumerate(data["stop"]):
            if len(self.mistakes) >= MOST_MISTAKES or len(self._found) > MOST_STOPS:
                break
            try:
                stop = _read_stop(table, self._known)
                if stop.id in self._found:
                    other = self._found[stop.id][1].path.name
                    raise ValueError(f"id: {stop.id!r} is the name of another stop, in {other}")
            except ValueError as error:
                self.mistakes.append(file.mistake(str(error), index=index))
                continue
            self._found[stop.id] = (stop, file, index)
            stops.append(stop)
        return Part(head.id, head.title, tuple(stops), path.parent)

    def look(self, more: Callable[[Stop, Path], Iterable[str]] | None) -> None:
        """Find what is wrong with the stops that were read."""
        for stop, file, index in self._found.values():
            folder = file.path.parent
            told = _problems(stop, folder, self._found.keys())
            for why in chain(told, more(stop, folder) if more is not None else ()):
                if len(self.mistakes) < MOST_MISTAKES:
                    self.mistakes.append(file.mistake(why, index=index))


def _load(path: Path) -> tuple[_File, dict[str, Any]]:
    name = path.name
    try:
        with open_file(path) as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise RouteError(name, 0, f"cannot be read: {error.strerror or error}") from error
    if len(raw) > LARGEST:
        raise RouteError(name, 0, f"larger than {LARGEST >> 20} MB")
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        return _File(path, text), tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise RouteError(name, raw[: error.start].count(b"\n") + 1, "not UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"\(at line (\d+)", str(error))
        line = int(at[1]) if at else text.count("\n") + 1
        why = re.sub(r" \(at .*\)$", "", str(error))
        raise RouteError(name, line, f"no TOML: {why}") from error
    except RecursionError as error:
        raise RouteError(name, 0, "nested too deeply") from error


def _head(file: _File, data: Mapping[str, Any]) -> _PartHead:
    try:
        head = parse(data.get("part", {}), _PartHead)
        _named(head.id)
    except ValueError as error:
        raise file.mistake(f"part: {error}", header=r"\[part\]") from error
    if not isinstance(data.get("stop"), list) or not data["stop"]:
        raise RouteError(file.path.name, 0, "no [[stop]]")
    if unknown := sorted(data.keys() - {"part", "stop"}):
        raise file.mistake(f"{unknown[0]}: unknown")
    return head


def _read_stop(table: object, known: Mapping[str, Stop]) -> Stop:
    if not isinstance(table, dict):
        raise ValueError("no table")
    use = table.pop("use", None)
    if use is not None:
        if not isinstance(use, str) or use not in known:
            raise ValueError(f"use: there is no stop {use!r}")
        table = laid_over(plain(known[use]), table)
    stop = parse(table, Stop)
    _named(stop.id)
    return stop


def _problems(stop: Stop, folder: Path, ids: Collection[str]) -> Iterator[str]:
    """What the types do not say; `ids` are those of all stops."""
    if not (stop.headline.ru or stop.headline.en):
        yield "headline: empty"
    if stop.slides and not SLIDES.fullmatch(stop.slides):
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
    if stop.task is not None and stop.task.check.startswith(ANSWERS):
        for name in stop.task.check.removeprefix(ANSWERS).split(","):
            if name not in ids:
                yield f"task: check: there is no stop {name!r}"


def _inside(folder: Path, name: str) -> bool:
    try:
        path = (folder / name).resolve()
        return path.is_relative_to(folder.resolve()) and path.is_file()
    except (OSError, ValueError):
        return False


def _named(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"id: {name[:80]!r} is no name of small letters, digits and -")


def _line(text: str, header: str, why: str, index: int = 0) -> int:
    """The line of the table that is to blame, or that of the field within it that the reason names."""
    starts = [match.start() for match in re.finditer(rf"(?m)^\s*{header}", text)] if header else [0]
    if index >= len(starts):
        return 1
    begin = starts[index]
    end = starts[index + 1] if index + 1 < len(starts) else len(text)
    at = begin
    for name in re.findall(r"(\w+)'?: ", why)[:3]:
        found = re.compile(rf"(?m)^[^#\n]*\b{name}\b[\w.]*\s*[=\]]").search(text, at, end)
        at = found.start() if found else at
    return text.count("\n", 0, at) + 1
