from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.lecture.mistakes import REASONS, reason, told
from game.lecture.route_file import RouteError, read_route
from game.ui.assets import Assets
from game.ui.language import Language
from tests.game.lecture.test_route import HEAD, MISTAKES, QUESTION, STOP, write

MORE = [
    HEAD + STOP + 'minutes = "x"\n',
    HEAD + STOP + 'text = "' + "a" * 20_000 + '"\n',
    HEAD + STOP + "text.ru = 5\n",
    HEAD + STOP + 'story = "loud"\n',
    HEAD + STOP + QUESTION + "number = true\n",
    HEAD + STOP + QUESTION + 'choices.en = ["a","b"]\nright = [1.5]\n',
    HEAD + STOP + 'minutes = "x"\n' + STOP.replace('"x"', '"y"') + "minutes = -1\n",
]


@pytest.fixture(scope="module", params=["ru", "en"])
def t(request: pytest.FixtureRequest) -> Language:
    return Assets().language(request.param)


@pytest.mark.parametrize(
    "text", [text for text, _, _ in MISTAKES] + MORE, ids=range(len(MISTAKES) + len(MORE))
)
def test_every_mistake_is_told_in_the_language_of_the_screen(text: str, t: Language, tmp_path: Path) -> None:
    with pytest.raises(RouteError) as caught:
        read_route(write(tmp_path, text))
    said = reason(t, caught.value.why)
    assert "route." not in said
    assert "{" not in said
    if t.code == "ru":
        assert re.search("[а-я]{2}", said)
        assert not re.search(
            r"\b(is|no|not|the|there|missing|unknown|empty|line)\b", said.replace("no-", "")
        ), said


def test_a_file_that_is_not_there_is_told_too(t: Language, tmp_path: Path) -> None:
    with pytest.raises(RouteError) as caught:
        read_route(tmp_path / "gone.toml")
    assert told(t, caught.value) == f"gone.toml: {t('route.unreadable')}"


def test_the_stop_and_the_names_of_fields_stay(t: Language) -> None:
    error = RouteError("own.toml", 12, "stop 2: question: right: from 1 to 3")
    words = {"ru": "own.toml, строка 12: остановка 2: question: right: от 1 до 3"}
    assert told(t, error) == words.get(t.code, "own.toml, line 12: stop 2: question: right: from 1 to 3")


def test_what_has_no_words_is_told_as_it_is(t: Language) -> None:
    assert reason(t, "stop 1: link: nobody knows why") == f"{t('route.stop', n=1)}: link: nobody knows why"


def test_every_pattern_has_a_text(t: Language) -> None:
    assert all(t.has(f"route.{name}") for name in (*REASONS, "stop"))
