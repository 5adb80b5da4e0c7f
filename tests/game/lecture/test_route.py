from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from game.lecture.desk import BUNDLED
from game.lecture.route import Route, Texts
from game.lecture.route_file import LARGEST, MOST_STOPS, RouteError, read_route
from game.ui.links import Link
from tests.fuzz import NONSENSE, mutations

HEAD = '[part]\nid = "a"\ntitle.en = "A"\n'
STOP = '[[stop]]\nid = "x"\nlink = "menu"\nheadline.en = "H"\n'
QUESTION = '[stop.question]\nask.en = "?"\nreveal.en = "!"\n'


def write(tmp_path: Path, text: str, name: str = "own.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(scope="module")
def bundled() -> Route:
    return read_route(BUNDLED)


# ---------------------------------------------------------------------- reading


def test_the_bundled_route_is_sound(bundled: Route) -> None:
    assert [part.id for part in bundled.parts] == [
        "learning", "pictures", "generators", "reinforcement", "summary",
    ]  # fmt: skip
    assert {number for stop in bundled.stops for number in stop.slide_numbers()} == set(range(1, 63))
    for stop in bundled.stops:
        assert stop.headline.ru, stop.id
        assert stop.headline.en, stop.id
        for link in filter(None, (stop.link, stop.meanwhile, stop.question and stop.question.reveal_link)):
            Link.parse(link)


def test_every_field_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        HEAD
        + """
        [[stop]]
        id = "x"
        slides = "44-46"
        link = "a/b?c=d"
        meanwhile = "menu"
        minutes = 2.5
        headline = {ru = "З", en = "H"}
        text.ru = "Т"
        notes.en = "N"
        [stop.question]
        ask.ru = "?"
        choices.ru = ["а", "б"]
        right = [1, 2]
        reveal.ru = "!"
        reveal_link = "a/b?c=e"
        [stop.task]
        do.ru = "сделать"
        hint.ru = "так"
        check = "made"
        """,
    )
    route = read_route(path)
    (stop,) = route.stops
    assert list(stop.slide_numbers()) == [44, 45, 46]
    assert (stop.headline("ru"), stop.headline("en")) == ("З", "H")
    assert stop.text("en") == "Т", "where a language is missing, the other serves"
    assert stop.question is not None
    assert stop.question.choices("en") == ("а", "б")
    assert stop.question.is_right(2)
    assert stop.question.is_right(3) is False
    assert stop.task is not None
    assert stop.task.check == "made"
    assert stop.minutes == 2.5
    assert route.part_of(stop).folder == tmp_path
    assert not route.own


def test_a_folder_is_read_by_the_names_of_its_files(tmp_path: Path) -> None:
    write(tmp_path, HEAD.replace('"a"', '"second"') + STOP.replace('"x"', '"y"'), "2.toml")
    write(tmp_path, HEAD + STOP, "1.toml")
    write(tmp_path, "no route", "notes.txt")
    route = read_route(tmp_path)
    assert [stop.id for stop in route.stops] == ["x", "y"]
    assert route.part_of(route.stops[1]).id == "second"


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + STOP).replace("\n", "\r\n").encode())
    assert len(read_route(path).stops) == 1


# ---------------------------------------------------------------------- mistakes

MISTAKES: list[tuple[str, int, str]] = [
    ("", 0, "part"),
    ("nonsense", 1, ""),
    (HEAD, 0, "no [[stop]]"),
    (HEAD + STOP + "a = \n", 8, ""),
    (HEAD.replace('"a"', '"A B"') + STOP, 2, "id"),
    (HEAD + "spare = 1\n" + STOP, 4, "spare"),
    (HEAD + STOP + "[other]\nx = 1\n", 8, "other: unknown"),
    (HEAD + STOP + 'minutes = "long"\n', 8, "minutes"),
    (HEAD + STOP + "minutes = -1\n", 8, "minutes"),
    (HEAD + STOP + "minutes = nan\n", 8, "minutes"),
    (HEAD + STOP + 'slides = "21;22"\n', 8, "slides"),
    (HEAD + STOP + 'slide = "21"\n', 8, "slide"),
    (HEAD + STOP + 'picture = "a.png"\n', 0, "either a link or a picture"),
    (HEAD + STOP.replace('link = "menu"\n', ""), 0, "either a link or a picture"),
    (HEAD + STOP.replace('link = "menu"', 'picture = "gone.png"'), 6, "not beside"),
    (HEAD + STOP.replace('link = "menu"', 'picture = "../../etc/passwd"'), 6, "not beside"),
    (HEAD + STOP.replace('link = "menu"', 'picture = "/etc/passwd"'), 6, "not beside"),
    (HEAD + STOP.replace('link = "menu"', 'picture = "a\\u0000b"'), 6, "not beside"),
    (HEAD + STOP + STOP, 9, "'x' is the name of another stop"),
    (HEAD + STOP.replace('"x"', '"-x"'), 5, "id"),
    (HEAD + STOP.replace('"x"', "7"), 5, "id"),
    (HEAD + STOP.replace('"H"', '""'), 7, "headline: empty"),
    (HEAD + STOP + QUESTION, 8, "exactly one of"),
    (HEAD + STOP + QUESTION + 'number = 1\nplace = "p"\n', 8, "exactly one of"),
    (HEAD + STOP + QUESTION + 'choices.en = ["a"]\n', 11, "two to four"),
    (HEAD + STOP + QUESTION + 'choices.en = ["a","b","c","d","e"]\n', 11, "two to four"),
    (HEAD + STOP + QUESTION + 'choices.en = ["a","b"]\nchoices.ru = ["а","б","в"]\n', 11, "as many"),
    (HEAD + STOP + QUESTION + 'choices.en = ["a","b"]\nright = [3]\n', 12, "right: from 1 to 2"),
    (HEAD + STOP + QUESTION + 'number = "two"\n', 11, "number"),
    (HEAD + STOP + QUESTION.replace('ask.en = "?"\n', "") + "number = 1\n", 8, "ask"),
    (HEAD + STOP + '[stop.task]\ncheck = "c"\n', 8, "do"),
    (HEAD + STOP + '[stop.task]\ndo.en = "d"\ncheck = 5\n', 10, "check"),
    (HEAD + STOP + 'use = "y"\n', 8, "there is no stop 'y'"),
    (HEAD + "stop = 5\n", 4, ""),
    (HEAD + "[stop]\nid = 5\n", 0, "no [[stop]]"),
]


@pytest.mark.parametrize(("text", "line", "why"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_told_with_its_line(text: str, line: int, why: str, tmp_path: Path) -> None:
    with pytest.raises(RouteError) as caught:
        read_route(write(tmp_path, text))
    error = caught.value
    assert error.file == "own.toml"
    assert why in error.why
    if line:
        assert error.line == line, error
    assert str(error).startswith("own.toml")


def test_the_line_is_that_of_the_second_stop(tmp_path: Path) -> None:
    text = HEAD + STOP + STOP.replace('"x"', '"y"') + "minutes = -1\n"
    with pytest.raises(RouteError) as caught:
        read_route(write(tmp_path, text))
    assert caught.value.line == 12
    assert "stop 2" in caught.value.why


def test_files_that_are_none(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.toml", tmp_path):
        with pytest.raises(RouteError):
            read_route(path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes(HEAD.encode() + "# für\n".encode("latin-1"))
    with pytest.raises(RouteError) as caught:
        read_route(latin)
    assert (caught.value.line, caught.value.why) == (4, "not UTF-8")
    large = write(tmp_path, HEAD + STOP + "#" * LARGEST)
    with pytest.raises(RouteError, match="larger"):
        read_route(large)
    many = HEAD + "".join(STOP.replace('"x"', f'"x{n}"') for n in range(MOST_STOPS + 1))
    with pytest.raises(RouteError, match=f"{MOST_STOPS + 1} stops"):
        read_route(write(tmp_path, many))
    deep = write(tmp_path, "a = " + "[" * 100_000)
    with pytest.raises(RouteError):
        read_route(deep)


def test_a_link_out_of_the_folder_is_no_picture_beside_the_file(tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(b"x")
    folder = tmp_path / "lecture"
    folder.mkdir()
    (folder / "in.png").symlink_to(outside)
    text = HEAD + STOP.replace('link = "menu"', 'picture = "in.png"')
    with pytest.raises(RouteError, match="not beside"):
        read_route(write(folder, text))
    (folder / "in.png").unlink()
    (folder / "in.png").write_bytes(b"x")
    assert read_route(write(folder, text)).stops[0].picture == "in.png"


# ---------------------------------------------------------------------- taking bundled stops


def test_use_takes_a_bundled_stop_and_other_keys_override(tmp_path: Path, bundled: Route) -> None:
    known = next(stop for stop in bundled.stops if stop.question is not None and stop.question.choices.ru)
    text = HEAD + f'[[stop]]\nuse = "{known.id}"\nminutes = 9\nheadline.en = "Mine"\n'
    (stop,) = read_route(write(tmp_path, text), bundled).stops
    assert stop.id == known.id
    assert stop.minutes == 9
    assert stop.headline == Texts(known.headline.ru, "Mine")
    assert stop.question == known.question
    assert stop.task == known.task
    assert read_route(write(tmp_path, text), bundled).own


def test_another_kind_of_question_replaces_the_bundled_one(tmp_path: Path, bundled: Route) -> None:
    known = next(stop for stop in bundled.stops if stop.question is not None and stop.question.choices.ru)
    text = HEAD + f'[[stop]]\nuse = "{known.id}"\n[stop.question]\nnumber = 5\n'
    (stop,) = read_route(write(tmp_path, text), bundled).stops
    assert stop.question is not None
    assert known.question is not None
    assert stop.question.number == 5
    assert not stop.question.choices("ru")
    assert stop.question.ask == known.question.ask


def test_a_picture_replaces_the_bundled_link(tmp_path: Path, bundled: Route) -> None:
    (tmp_path / "mine.png").write_bytes(b"x")
    text = HEAD + f'[[stop]]\nuse = "{bundled.stops[0].id}"\npicture = "mine.png"\n'
    (stop,) = read_route(write(tmp_path, text), bundled).stops
    assert (stop.link, stop.meanwhile, stop.picture) == ("", "", "mine.png")


def test_use_is_only_for_own_routes(tmp_path: Path, bundled: Route) -> None:
    text = HEAD + f'[[stop]]\nuse = "{bundled.stops[0].id}"\n'
    with pytest.raises(RouteError, match="use"):
        read_route(write(tmp_path, text))
    for name in ('"nobody"', "5", '["x"]'):
        with pytest.raises(RouteError, match="use") as caught:
            read_route(write(tmp_path, HEAD + f"[[stop]]\nuse = {name}\n"), bundled)
        assert caught.value.line == 5


# ---------------------------------------------------------------------- files of strangers

SAMPLE = (
    HEAD
    + STOP
    + "minutes = 2\n"
    + QUESTION
    + 'choices.en = ["a","b"]\nright = [1]\n[stop.task]\ndo.en = "d"\ncheck = "c"\n'
    + STOP.replace('"x"', '"y"')
    + QUESTION
    + "number = 1.5\nwithin = 0.5\n"
    + '[[stop]]\nuse = "pixels"\nslides = "1-2"\ntext = {ru = "т", en = "t"}\n'
).encode()


def changed_toml(data: bytes, chance: random.Random) -> bytes:
    """Put other values, keys or lines into a TOML file."""
    lines = data.decode().split("\n")
    index = chance.randrange(len(lines))
    name, sign, _ = lines[index].partition(" = ")
    value: Any = chance.choice(NONSENSE)
    match chance.randrange(6):
        case 0:
            del lines[index]
        case 1:
            lines.insert(index, chance.choice(lines))
        case 2:
            lines[index] = lines[index].replace("en", chance.choice(("ru", "xx", "en.en", "__class__")))
        case 3:
            lines.insert(index, chance.choice(("[part]", "[[stop]]", "[stop]", "[[stop.question]]", "[x]")))
        case _ if sign:
            lines[index] = f"{name} = {_toml(value)}"
    return "\n".join(lines).encode("utf-8", "surrogatepass")


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | dict):
        items = list(value.values()) if isinstance(value, dict) else value
        return "[" + ", ".join(map(_toml, items)) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def test_a_mutated_route_is_read_or_refused_in_words(tmp_path: Path, bundled: Route) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(SAMPLE)
    assert len(read_route(path, bundled).stops) == 3
    refused, told = 0, []
    for mutated in mutations(SAMPLE, 400, changed_toml):
        path.write_bytes(mutated)
        try:
            route = read_route(path, bundled)
        except RouteError as error:
            refused += 1
            told.append((error.why, error.line, mutated.count(b"\n") + 1))
        else:
            assert all(stop.id and stop.headline("ru") for stop in route.stops)
    assert all(why and 0 <= line <= lines for why, line, lines in told)
    assert 100 < refused < 400
