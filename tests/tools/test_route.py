"""The list of stops, the number of those that lead nowhere yet, and what is wrong with a route."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from game.lecture.desk import BUNDLED
from game.lecture.route import Question, Route, Stop, Task, Texts
from game.lecture.route_file import read_route
from models.base.command_line import run
from tools import route as tool
from tools.route import Opener, check_route, list_stops, opener

DOCS = Path(__file__).parents[2] / "docs"
PART = '[part]\nid = "own"\ntitle.en = "Own"\n'


@pytest.fixture(scope="module")
def opens() -> Iterator[Opener]:
    with opener() as made:
        yield made


@pytest.fixture(scope="module")
def bundled() -> Route:
    return read_route(BUNDLED)


@pytest.fixture
def told(tmp_path: Path, bundled: Route, opens: Opener) -> Callable[[str], list[str]]:
    """What is said about a route with these stops."""

    def check(stops: str) -> list[str]:
        path = tmp_path / "own.toml"
        path.write_text(PART + stops, "utf-8")
        return check_route(path, bundled, opens)

    return check


def test_the_bundled_route_has_no_mistakes(bundled: Route, opens: Opener) -> None:
    assert check_route(BUNDLED, bundled, opens) == []


def test_every_stop_is_listed_with_what_it_shows(bundled: Route, opens: Opener) -> None:
    *lines, last = list_stops(bundled, opens)
    assert len(lines) == len(bundled.stops)
    for line, stop in zip(lines, bundled.stops, strict=True):
        assert f" {stop.id} " in line
        assert line.endswith(stop.link)
    assert last.startswith(f"{len(lines)} stops: ")


def test_a_stop_is_missing_until_its_link_opens(bundled: Route, opens: Opener) -> None:
    stop = next(each for each in bundled.stops if each.id == "example-1")
    away = replace(stop, link="nowhere/at-all")
    assert opens.state(stop) == "open"
    assert opens.state(replace(stop, link="convolution/microscope?example=99")) == "later"
    assert opens.state(away) == "later"
    assert opens.state(replace(away, meanwhile="convolution/shift")) == "meanwhile"
    assert opens.state(replace(away, meanwhile="nowhere/else")) == "later"
    assert opens.state(replace(stop, link="", picture="mine.png")) == "open"


def test_a_task_is_one_that_the_screen_knows(bundled: Route, opens: Opener) -> None:
    stop = next(each for each in bundled.stops if each.id == "example-6")
    assert opens.knows_task(stop), "it is told by the answers"
    assert not opens.knows_task(replace(stop, task=Task(Texts("д", "d"), "no-such-task")))
    assert opens.knows_task(replace(stop, task=None))


def test_an_own_route_without_mistakes(told: Callable[[str], list[str]]) -> None:
    assert (
        told('[[stop]]\nuse = "words"\n[[stop]]\nid = "x"\nlink = "lecture/years"\nheadline.en = "H"\n') == []
    )


def test_the_route_that_the_documentation_shows_is_sound(bundled: Route, opens: Opener) -> None:
    example = DOCS / "example-lecture" / "my-lecture.toml"
    assert example.read_text("utf-8") in (DOCS / "lecture.md").read_text("utf-8")
    assert check_route(example, bundled, opens) == []
    own = read_route(example, bundled)
    assert [stop.id for stop in own.stops] == ["sobel", "my-drawing", "my-shift"]
    assert all(opens.knows_task(stop) for stop in own.stops)


def test_every_field_is_described() -> None:
    words = set(re.findall(r"`[a-z_]+`|\[stop\.[a-z]+\]", (DOCS / "lecture.md").read_text("utf-8")))
    for table in (Stop, Question, Task):
        for each in fields(table):
            assert {f"`{each.name}`", f"[stop.{each.name}]"} & words, each.name


def test_every_mistake_is_told_with_its_line(told: Callable[[str], list[str]], tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    stops = f"""[[stop]]
id = "a"
link = "nowhere/at-all"
headline.en = "{"H" * 61}"
[[stop]]
id = "b"
headline.en = "H"
picture = "broken.png"
[[stop]]
id = "c"
minutes = "long"
[[stop]]
id = "d"
headline.en = "H"
link = "convolution/microscope?example=99"
meanwhile = "convolution/shift"
[stop.question]
ask.en = "?"
choices.en = ["yes", "no"]
right = [1]
reveal.en = "!"
reveal_link = "convolution/shift?pattern=none"
[stop.task]
do.en = "Do"
check = "answers:a,z"
[[stop]]
id = "e"
headline.en = "H"
link = "convolution/shift"
[stop.task]
do.en = "Do"
check = "unknown-task"
"""
    mistakes = told(stops)
    wanted = [
        (6, "nowhere"),
        (7, "61 characters"),
        (11, "broken.png is no picture"),
        (14, "'long' is no float"),
        (18, "example: 99"),
        (25, "pattern: 'none'"),
        (28, "there is no stop 'z'"),
        (35, "has no task 'unknown-task'"),
    ]
    assert len(mistakes) == len(wanted), "\n".join(mistakes)
    for mistake, (line, words) in zip(mistakes, wanted, strict=True):
        assert mistake.startswith(f"own.toml, line {line}: stop "), mistake
        assert words in mistake


def test_the_mistakes_of_all_files_are_told(tmp_path: Path, bundled: Route, opens: Opener) -> None:
    (tmp_path / "1.toml").write_text("nonsense")
    (tmp_path / "2.toml").write_text(PART)
    (tmp_path / "3.toml").write_text(PART + '[[stop]]\nuse = "nobody"\n')
    mistakes = check_route(tmp_path, bundled, opens)
    assert [each.partition(":")[0] for each in mistakes] == ["1.toml, line 1", "2.toml", "3.toml, line 5"]


@pytest.mark.parametrize(("stops", "status"), [('[[stop]]\nuse = "words"\n', 0), ("", 2)])
def test_the_command_says_whether_there_are_mistakes(
    stops: str, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.toml").write_text(PART + stops)
    assert run(lambda: tool.main(check=tmp_path / "own.toml")) == status
    assert capsys.readouterr().out == ("own.toml: no mistakes\n", "own.toml: no [[stop]]\n")[status == 2]


def test_the_number_of_missing_stops_comes_last(capsys: pytest.CaptureFixture[str], bundled: Route) -> None:
    with opener() as opens:
        away = [stop.id for stop in bundled.stops if opens.state(stop) != "open"]
    assert tool.main(missing=True) == 0
    out, err = capsys.readouterr()
    assert out == f"{len(away)}\n"
    assert [line.partition(":")[0] for line in err.splitlines()] == away
