from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from game.app.app import App
from game.lecture.card import Card
from game.lecture.session import LectureSession
from tests.game.conftest import Driver

ROUTE = """
[part]
id = "tried"
title.ru = "Проба"
title.en = "A try"

[[stop]]
id = "one"
link = "convolution/microscope?example=1"
minutes = 1
headline.en = "A number"
text.en = "Text of the first stop."
[stop.question]
ask.en = "Which number?"
number = 2.5
within = 0.05
reveal.en = "Two and a half."

[[stop]]
id = "two"
link = "nowhere/at-all"
meanwhile = "convolution/shift"
minutes = 2
headline.en = "A choice"
text.en = "Text of the second stop."
[stop.question]
ask.en = "Which one?"
choices.en = ["the first", "the second", "the third"]
right = [2]
reveal.en = "The second."
reveal_link = "convolution/microscope?example=2"
[stop.task]
do.en = "Do something"
hint.en = "Like this"
check = "something"

[[stop]]
id = "three"
link = "nowhere"
headline.en = "A place"
text.en = "Text of the third stop."
[stop.question]
ask.en = "Where?"
place = "spot"
reveal.en = "There."

[[stop]]
id = "four"
link = "lecture/later"
headline.en = "Answers"
text.en = "Text of the last stop."
[stop.task]
do.en = "Answer both"
check = "answers:one,two"
"""


class Visitor:
    """Somebody at the lecture."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.app: App = driver.app

    @property
    def session(self) -> LectureSession:
        return self.app.lecture.session

    @property
    def card(self) -> Card:
        return self.app.lecture.bar.card

    @property
    def at(self) -> tuple[str, str]:
        """The stop and its phase."""
        return self.session.stop.id, self.session.phase

    def widgets(self) -> list[str]:
        """The object ids in the bar."""
        ui = self.app.lecture.bar.ui
        assert ui is not None
        return [each.object_ids[-1] or "" for each in ui.get_sprite_group().sprites()]

    def press(self, name: str, button: int = 1) -> None:
        """Click a button of the bar."""
        ui = self.app.lecture.bar.ui
        assert ui is not None
        found = [each for each in ui.get_sprite_group().sprites() if each.object_ids[-1] == name]
        assert len(found) == 1, f"{name}: {self.widgets()}"
        self.driver.click(found[0].rect.center, button)


@pytest.fixture
def route_file(tmp_path: Path) -> Path:
    path = tmp_path / "tried.toml"
    path.write_text(ROUTE, "utf-8")
    return path


@pytest.fixture
def attend(open_app: Callable[..., Driver], route_file: Path) -> Callable[..., Visitor]:
    """Opens the app on the lecture of four stops."""

    def start(**options: object) -> Visitor:
        return Visitor(open_app("lecture", load=False, **{"route": route_file, **options}))

    return start
