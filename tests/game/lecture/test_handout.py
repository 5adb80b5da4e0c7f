"""The handout: what stands in it, what is kept for it, and how it is forgotten."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pygame
import pytest
from PIL import Image

from game.lecture.handout import page
from game.lecture.keepsakes import LARGEST, MOST, PNG, WIDTH, Keepsakes, Made, as_tables
from game.lecture.route import Route
from game.lecture.route_file import read_route
from game.lecture.session import Progress
from game.ui.assets import ROOT
from game.ui.language import Language
from game.workers.workers import Workers
from tests.game.conftest import Driver

Open = Callable[..., Driver]
ROUTE = """
[part]
id = "own"
title.en = "Kernels & <b>co</b>"
[[stop]]
id = "first"
headline.en = "Sharper <script>alert(1)</script>"
text.en = "2 < 3 & so on"
link = "convolution/draw"
[stop.question]
ask.en = "Which?"
choices.en = ["<i>that</i>", "this"]
right = [2]
reveal.en = "It was this."
[stop.task]
do.en = "Do it."
check = "any"
[[stop]]
id = "second"
headline.en = "How many"
link = "convolution/draw"
[stop.question]
ask.en = "How many?"
number = 1.5
reveal.en = "So many."
[[stop]]
id = "third"
headline.en = "Never seen"
link = "convolution/draw"
"""


@pytest.fixture
def route(tmp_path: Path) -> Route:
    (tmp_path / "own.toml").write_text(ROUTE)
    return read_route(tmp_path / "own.toml")


@pytest.fixture
def t() -> Language:
    return Language.load(ROOT / "lang", "en")


def nothing(stop: str) -> Made:
    return Made()


class Balance(HTMLParser):
    """Which elements are open, and which of them were never closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.all: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.all.append(tag)
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_it_tells_what_was_seen_answered_and_done(route: Route, t: Language) -> None:
    progress = Progress(
        seen=("second", "first"), right=("second",), done=("first",), answers={"first": 1, "second": 1.5}
    )
    text = page(route, progress, nothing, t, "2026-11-28")
    assert "Never seen" not in text
    assert "2026-11-28" in text
    assert text.index("Sharper") < text.index("How many?"), "in the order of the route"
    assert "Your answer: &lt;i&gt;that&lt;/i&gt;" in text
    assert "Right answer: this" in text
    assert "It was this." in text
    assert "Your answer: 1.5" in text
    assert text.count('class="wrong"') == 1
    assert "✓ done" in text
    assert "2 of 3" in text


def test_no_text_of_the_route_becomes_markup(route: Route, t: Language) -> None:
    text = page(route, Progress(seen=("first",)), nothing, t, "<today>")
    parser = Balance()
    parser.feed(text)
    assert parser.open == []
    assert not {"script", "i", "today"} & set(parser.all)
    assert "2 &lt; 3 &amp; so on" in text
    assert "You did not answer." in text


def test_it_needs_no_other_file(route: Route, t: Language) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (4, 3), (9, 9, 9)).save(picture, "PNG")
    made = Made({"kernel": ((-1.0, 0.0), (0.25, 1.0)), "nobody knows": ((1.0,),)}, picture.getvalue())
    text = page(route, Progress(seen=("first",)), lambda stop: made, t, "")
    found = re.search(r'src="data:image/png;base64,([^"]+)"', text)
    assert found is not None
    assert base64.b64decode(found[1]) == picture.getvalue()
    assert "http" not in text
    cells = re.findall(r"<td[^>]*>([^<]+)</td>", text)
    assert cells == ["−1", "0", "0.25", "1"]


@pytest.mark.parametrize("code", ["ru", "en"])
def test_the_whole_lecture_in_both_languages(code: str) -> None:
    route, t = read_route(ROOT / "lecture"), Language.load(ROOT / "lang", code)
    ids = tuple(stop.id for stop in route.stops)
    answers = {stop.id: 1.0 for stop in route.stops if stop.question is not None}
    text = page(route, Progress(seen=ids, done=ids, answers=answers), nothing, t, "1")
    parser = Balance()
    parser.feed(text)
    assert parser.open == []
    assert parser.all.count("article") == len(ids)
    assert not re.search(r"handout\.\w|\{(n|seen|done|answer)\}", text)


# ---------------------------------------------------------------------- what is kept


@pytest.fixture
def kept(tmp_path: Path) -> Keepsakes:
    return Keepsakes(tmp_path / "lecture", Workers(inline=True))


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)


def test_pictures_are_small_whatever_they_show(kept: Keepsakes) -> None:
    kept.keep("loud", noise(900, 1600), {})
    picture = kept.read("loud").picture
    assert len(picture) <= LARGEST
    assert Image.open(io.BytesIO(picture)).width <= WIDTH


def test_the_oldest_picture_goes(kept: Keepsakes) -> None:
    for number in range(MOST + 3):
        kept.keep(f"s{number}", noise(9, 16), {"kernel": [[number]]})
        kept.update()
    assert len(list(kept.folder.iterdir())) == 2 * MOST
    assert not kept.read("s2").picture
    assert kept.read(f"s{MOST + 2}").tables == {"kernel": ((float(MOST + 2),),)}


def test_numbers_that_are_none_are_left_out() -> None:
    found = as_tables({"a": [1, 2], "b": "text", "c": [[float("nan")]], "d": np.zeros((40, 40)), "e": 2})
    assert found == {"a": ((1.0, 2.0),), "e": ((2.0,),)}


def test_foreign_files_are_not_shown(kept: Keepsakes) -> None:
    kept.folder.mkdir()
    (kept.folder / "stop-a.png").write_bytes(b"<script>")
    (kept.folder / "stop-b.png").write_bytes(PNG + bytes(LARGEST))
    (kept.folder / "stop-a.json").write_text('{"tables": {"kernel": [[1, "x"]], "vector": 3}}')
    assert kept.read("a") == kept.read("b") == kept.read("none") == Made()


def test_what_a_newer_picture_overtook_is_kept_all_the_same(tmp_path: Path) -> None:
    kept = Keepsakes(tmp_path, Workers())
    for number in range(5):
        kept.keep(f"s{number}", noise(90, 160), {})
    kept._writer.close(60, finish=True)
    assert all(kept.read(f"s{number}").picture for number in range(5))


# ---------------------------------------------------------------------- in the app


def stop_number(driver: Driver, stop: str) -> int:
    return [each.id for each in driver.app.lecture.session.route.stops].index(stop)


def saved(driver: Driver, path: Path) -> str:
    driver.app.lecture.notebook.save(driver.app.context(), path)
    driver.frames(2)
    return path.read_text("utf-8")


def test_free_play_is_kept_when_the_stop_is_left(open_app: Open, tmp_path: Path) -> None:
    driver = open_app("lecture", lang="en")
    lecture = driver.app.lecture
    lecture.open_stop("sobel")
    driver.frames(3)
    lecture.open_stop("blur")
    driver.frames(3)
    assert not lecture.notebook._kept.read("sobel").picture, "nobody has touched it"
    driver.click(driver.scene.tab.output.center)
    lecture.open_stop("sobel")
    driver.frames(3)
    made = lecture.notebook._kept.read("blur")
    assert made.picture
    assert made.tables["kernel"] == ((1.0,) * 3,) * 3
    text = saved(driver, tmp_path / "mine.html")
    assert text.count("data:image/png") == 1
    assert "divisor" in text


def test_going_home_keeps_it_too(open_app: Open) -> None:
    driver = open_app("lecture", lang="en")
    driver.app.lecture.open_stop("blur")
    driver.frames(3)
    driver.click(driver.scene.tab.output.center)
    driver.app.commands.leave()
    driver.frames(3)
    assert driver.app.scene_id == "lecture"
    assert driver.app.lecture.notebook._kept.read("blur").picture


def test_the_moment_of_a_task_is_kept_and_stays(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_app("lecture", lang="en")
    lecture = driver.app.lecture
    lecture.open_stop("sobel")
    driver.frames(3)
    lecture.session.watch(lambda: True)
    driver.frames(2)
    first = lecture.notebook._kept.read("sobel")
    assert first.picture
    driver.scene.tab.choose("laplacian")
    driver.click(driver.scene.tab.output.center)
    lecture.open_stop("blur")
    driver.frames(3)
    assert lecture.notebook._kept.read("sobel") == first


def test_the_key_opens_the_dialog_and_the_file_is_written(open_app: Open) -> None:
    driver = open_app("lecture", lang="en", load=False)
    driver.tap(pygame.K_e, pygame.KMOD_CTRL)
    assert driver.app.dialog_open
    driver.press_button("#ok")
    driver.frames(3)
    files = list(driver.app.folders.pictures.glob("*.html"))
    assert len(files) == 1
    assert "You have not seen any stop yet." in files[0].read_text("utf-8")
    assert str(files[0]) in driver.toasts[-1]


def test_a_place_that_cannot_be_written_is_told(open_app: Open, tmp_path: Path) -> None:
    driver = open_app("lecture", lang="en", load=False)
    (tmp_path / "no folder").write_text("a file")
    driver.app.lecture.notebook.save(driver.app.context(), tmp_path / "no folder" / "x.html")
    driver.frames(2)
    assert driver.toasts[-1].startswith("Could not be saved")


def test_pictures_that_cannot_be_kept_are_told_once(open_app: Open) -> None:
    driver = open_app("lecture", lang="en")
    folder = driver.app.lecture.notebook._kept.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file")
    driver.app.lecture.open_stop("blur")
    driver.frames(3)
    driver.click(driver.scene.tab.output.center)
    driver.app.lecture.open_stop("sobel")
    driver.frames(5)
    told = [each for each in driver.toasts if "handout" in each]
    assert len(told) == 1


@pytest.mark.parametrize("tab", ["start", "summary"])
def test_progress_is_reset_after_a_question(tab: str, open_app: Open) -> None:
    driver = open_app("lecture", lang="en")
    lecture = driver.app.lecture
    lecture.open_stop("blur")
    driver.frames(3)
    lecture.give(1)
    driver.click(driver.scene.tab.output.center)
    driver.app.commands.leave()
    driver.frames(3)
    driver.app.go(f"lecture/{tab}")
    driver.frames(3)
    driver.press_button("#forget")
    driver.frames(2)
    assert lecture.session.progress.seen, "it asks first"
    driver.press_button("#yes")
    driver.frames(3)
    assert lecture.session.progress == Progress()
    assert lecture.session.index == 0
    assert not list(lecture.notebook._kept.folder.glob("stop-*"))
