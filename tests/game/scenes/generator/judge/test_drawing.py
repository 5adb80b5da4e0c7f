"""The drawing, its votes and the leaderboard beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pygame
import pytest

from game.scenes.generator.judge.leaderboard import FOLDER, SIDE, Entry
from game.scenes.generator.judge.requests import Judged
from tests.game.conftest import Driver, QuickGan
from tests.game.scenes.generator.judge.conftest import exercise, open_exercise, stroke

Open = Callable[..., Driver]


def test_the_needle_follows_the_drawing_while_the_brush_is_down(driver: Driver) -> None:
    drawing = open_exercise(driver, "draw")
    assert drawing.judged is None
    drawing.canvas.brush = 120
    rect = drawing.canvas.rect
    driver.move(rect.center)
    driver.down(rect.center)
    driver.frames(3)
    first = drawing.judged
    assert first is not None
    driver.move((rect.x + 40, rect.centery), button=1)
    driver.frames(3)
    assert drawing.painting.painting
    assert drawing.judged.probability < first.probability, "more ink is darker"
    wanted = QuickGan().verdict(drawing.seen()).probability
    assert drawing.judged.probability == wanted == exercise(driver).meter.target
    driver.up((rect.x + 40, rect.centery))
    driver.tap(pygame.K_DELETE)
    driver.frames(2)
    assert drawing.judged is None
    assert exercise(driver).meter.target is None


def test_people_vote_by_keys_and_buttons_about_one_drawing(driver: Driver) -> None:
    drawing = open_exercise(driver, "draw")
    driver.tap(pygame.K_y)
    assert drawing.votes == [0, 0], "there is nothing to vote about"
    stroke(driver)
    driver.tap(pygame.K_y)
    driver.tap(pygame.K_n)
    driver.press_button("#judge_vote_yes")
    assert drawing.votes == [2, 1]
    driver.tap(pygame.K_DELETE)
    driver.frames(2)
    assert drawing.votes == [0, 0]


def test_a_drawing_enters_the_table_with_verdict_and_votes(driver: Driver) -> None:
    drawing = open_exercise(driver, "draw")
    driver.tap(pygame.K_RETURN)
    assert not driver.app.dialog_open
    assert driver.toasts[-1] == driver.app.t("generator.judge_draw_first")
    stroke(driver)
    driver.tap(pygame.K_y)
    driver.frames(3)
    verdict = drawing.judged.probability
    driver.tap(pygame.K_RETURN)
    entry = driver.widget("#name")
    entry.set_text("Ада")
    driver.tap(pygame.K_RETURN)
    driver.frames(4)
    assert not driver.app.dialog_open
    entered = drawing.leaderboard.page.entries[0]
    assert (entered.name, entered.probability, entered.votes) == ("Ада", verdict, (1, 0))
    files = list((driver.app.folders.data / "drawings").glob("*.json"))
    assert len(files) == 1
    assert json.loads(files[0].read_text("utf-8"))["drawings"][0]["name"] == "Ада"
    driver.tap(pygame.K_RETURN)
    assert driver.widget("#name").get_text() == "Ада", "the name is proposed again"
    driver.tap(pygame.K_ESCAPE)
    driver.frames(2)
    assert len(drawing.leaderboard.page.entries) == 1


def test_letters_of_a_name_are_no_votes(driver: Driver) -> None:
    drawing = open_exercise(driver, "draw")
    stroke(driver)
    driver.frames(3)
    driver.tap(pygame.K_RETURN)
    driver.type("nyny")
    driver.tap(pygame.K_ESCAPE)
    assert drawing.votes == [0, 0]


def test_a_dropped_picture_joins_the_line_up_and_spares_the_paper(driver: Driver, tmp_path: Any) -> None:
    from PIL import Image

    drawing = open_exercise(driver, "draw")
    path = tmp_path / "face.png"
    Image.new("RGB", (64, 64), (10, 200, 10)).save(path)
    driver.post(pygame.DROPFILE, file=str(path))
    driver.frames(2)
    driver.tap(pygame.K_RETURN)
    driver.frames(6)
    assert drawing.painting.blank
    assert exercise(driver).id == "lineup"
    assert exercise(driver).faces[0].name == "face.png"


def test_escape_takes_the_stroke_in_hand_back(driver: Driver) -> None:
    drawing = open_exercise(driver, "draw")
    rect = drawing.canvas.rect
    driver.move(rect.center)
    driver.down(rect.center)
    driver.tap(pygame.K_ESCAPE)
    assert driver.app.scene_id == "generator"
    assert not drawing.painting.painting
    assert (drawing.painting.array() == 255).all()


def test_a_verdict_is_about_the_picture_it_was_asked_about(driver: Driver) -> None:
    drawing = open_exercise(driver, "draw")
    stroke(driver)
    driver.frames(3)
    assert isinstance(drawing.judged, Judged)
    np.testing.assert_array_equal(drawing.judged.face.picture, drawing.seen())


def test_alone_it_draws_a_face_and_begins_again(driver: Driver) -> None:
    drawing = open_exercise(driver, "draw")
    for _ in range(120):
        drawing.attract(0.05)
    driver.frames(2)
    assert not drawing.painting.blank
    assert drawing.judged is not None
    for _ in range(140):
        drawing.attract(0.1)
    inks = [(drawing.painting.array() != 255).any(axis=2).mean()]
    for _ in range(60):
        drawing.attract(0.1)
        inks.append((drawing.painting.array() != 255).any(axis=2).mean())
    assert min(inks) < 0.1 < max(inks)


def test_trouble_with_the_leaderboards_files_is_told_in_words(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    path = driver.app.folders.data / FOLDER / f"{date.today().isoformat()}.json"
    path.parent.mkdir(parents=True)
    path.write_text("oops")
    drawing = open_exercise(driver, "draw")
    assert any("broken" in words for words in driver.toasts)
    monkeypatch.setattr("game.scenes.generator.judge.leaderboard.write_atomically", full)
    picture = np.zeros((SIDE, SIDE, 3), np.uint8)
    drawing.leaderboard.enter(Entry("Ада", 0.5, (1, 0), "14:05", picture))
    driver.frames(3)
    assert driver.toasts[-1] == driver.app.t("generator.judge_unsaved", why=driver.app.t("app.disk_full"))


def test_cats_have_a_judge_and_a_table_of_their_own(driver: Driver) -> None:
    portraits = open_exercise(driver, "draw")
    stroke(driver)
    driver.app.go("generator/judge?exercise=draw&data=cats")
    driver.frames(2)
    drawing = exercise(driver)
    assert (portraits.data, drawing.data) == ("portraits", "cats")
    assert drawing.empty, "what is drawn for portraits stays there"
    assert drawing.leaderboard is not portraits.leaderboard
    stroke(driver)
    assert drawing.judged.face.kind == "doodle"
    assert drawing.judged.probability < 0.5, "one line is no cat"
    driver.press_button("#data_portraits")
    driver.frames(2)
    assert exercise(driver) is portraits
    assert not portraits.empty


def test_the_hand_draws_a_cat_that_is_taken_for_one(driver: Driver) -> None:
    driver.app.go("generator/judge?exercise=draw&data=cats")
    driver.frames(2)
    drawing = exercise(driver)
    for _ in range(240):
        drawing.attract(0.025)
    driver.frames(3)
    assert drawing.judged.probability > 0.5
