"""The judge's tab: its exercises together, links, what is remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pygame
import pytest

from tests.game.conftest import Driver
from tests.game.scenes.generator.judge.conftest import exercise, open_exercise, quiz_of, stroke

Open = Callable[..., Driver]


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_no_text_is_cut(language: str, size: tuple[int, int], open_app: Open, cut_texts: list[str]) -> None:
    driver = open_app("generator", lang=language, size=size)
    driver.scene.open("restyle")
    driver.frames(6)
    driver.scene.open("judge")
    driver.frames(30)
    open_exercise(driver, "draw")
    stroke(driver)
    driver.tap(pygame.K_y)
    driver.frames(3)
    quiz_of(driver)
    driver.tap(pygame.K_LEFT)
    driver.frames(2)
    assert not [words for words in cut_texts if "shortened" not in words], cut_texts


def test_without_weights_every_exercise_says_so(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.base.weights import WeightsError

    def missing(path: Any, data: str = "portraits") -> Any:
        raise WeightsError("missing", "gan.safetensors")

    monkeypatch.setattr("game.scenes.generator.network_calls.load_networks", missing)
    driver = open_app("generator")
    driver.scene.open("judge")
    driver.frames(4)
    for name in ("lineup", "draw", "quiz"):
        open_exercise(driver, name)
        if name == "draw":
            stroke(driver)
            driver.frames(3)
        assert exercise(driver).trouble() == driver.app.t("generator.weights_missing")


def test_a_question_that_was_left_unanswered_is_asked_again(driver: Driver) -> None:
    lineup = exercise(driver)
    lineup.renew()
    lineup.update(0.0)
    open_exercise(driver, "draw")
    assert not lineup.faces
    rect = exercise(driver).canvas.rect
    driver.move(rect.center)
    driver.down(rect.center)
    driver.scene.tab.open("lineup")
    driver.frames(30)
    assert len(lineup.faces) == 12
    drawing = open_exercise(driver, "draw")
    assert not drawing.painting.painting
    assert drawing.judged is not None
    np.testing.assert_array_equal(drawing.judged.face.picture, drawing.seen())


def test_the_open_exercise_looks_so_after_it_was_clicked_again(driver: Driver) -> None:
    driver.move((2, 300))
    driver.frames(2)
    before = driver.pixels("#judge_exercise_lineup")
    driver.press_button("#judge_exercise_lineup")
    driver.move((2, 300))
    driver.frames(2)
    np.testing.assert_array_equal(driver.pixels("#judge_exercise_lineup"), before)


@pytest.mark.parametrize("name", ["lineup", "draw", "quiz"])
def test_a_link_opens_an_exercise_and_is_copied_again(name: str, driver: Driver) -> None:
    link = f"generator/judge?exercise={name}"
    driver.app.go("menu")
    driver.frames(2)
    driver.app.go(link)
    driver.frames(3)
    assert exercise(driver).id == name
    assert str(driver.scene.link()) == link
    driver.app.go("generator/judge?exercise=" + ("draw" if name == "lineup" else "lineup"))
    driver.frames(3)
    assert exercise(driver).id != name
    driver.app.go("generator/judge")
    driver.frames(3)
    assert exercise(driver).id == "lineup", "the first one, whichever was open last"


def test_a_link_begins_an_exercise_again(driver: Driver) -> None:
    driver.app.go("generator/judge?exercise=draw")
    driver.frames(3)
    stroke(driver)
    driver.frames(2)
    assert not exercise(driver).empty
    driver.app.go("generator/judge?exercise=draw")
    driver.frames(3)
    assert exercise(driver).empty
    assert exercise(driver).judged is None
    driver.app.go("generator/judge?exercise=quiz")
    driver.frames(4)
    quiz = exercise(driver)
    first = quiz.dealt
    driver.tap(pygame.K_LEFT)
    driver.frames(2)
    assert quiz.guesses
    driver.app.go("generator/judge?exercise=quiz")
    driver.frames(4)
    assert quiz.guesses == []
    assert quiz.dealt is not first
    assert quiz.asking


@pytest.mark.parametrize("query", ["exercise=trial", "verdict=1"])
def test_a_wrong_link_gives_a_message(query: str, driver: Driver) -> None:
    before = exercise(driver)
    driver.app.go(f"generator/judge?{query}")
    driver.frames(3)
    assert exercise(driver) is before
    assert query.partition("=")[0] in driver.toasts[-1]


def test_the_exercise_is_remembered_as_old_files_call_it(open_app: Open, folders: Any) -> None:
    file = folders.config / "gan.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text('{"room": "judge", "judge": {"part": "quiz", "heat": false}}')
    driver = open_app("generator")
    driver.frames(4)
    assert exercise(driver).id == "quiz"
    assert not driver.scene.tab.session.heat
    driver.tap(pygame.K_m)
    driver.frames(2)
    assert exercise(driver).id == "lineup"
    driver.app.go("menu")
    driver.frames(2)
    assert json.loads(file.read_text())["judge"] == {"part": "stand", "heat": False}


def test_a_portrait_that_is_handed_over_opens_the_line_up(open_app: Open, folders: Any) -> None:
    folders.config.mkdir(parents=True, exist_ok=True)
    (folders.config / "gan.json").write_text('{"judge": {"part": "draw"}}')
    driver = open_app("generator")
    driver.frames(4)
    driver.scene.shared.hand("judge", np.full((64, 64, 3), 255, np.uint8))
    driver.frames(6)
    assert exercise(driver).id == "lineup"
    assert exercise(driver).judged[0].probability == 1.0
