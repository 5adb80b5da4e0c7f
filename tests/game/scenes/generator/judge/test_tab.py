"""The judge's room: the stand, the easel, the quiz; every number comes from the discriminator."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pygame
import pytest

from game.scenes.generator.judge.meter import Meter
from game.scenes.generator.judge.requests import Dealt, Face, Judged, overlay
from tests.game.conftest import Driver, QuickStudio

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_app: Open) -> Driver:
    driver = open_app("generator")
    driver.scene.open("judge")
    driver.frames(4)
    return driver


def part(driver: Driver) -> Any:
    return driver.scene.tab.part


def open_part(driver: Driver, name: str) -> Any:
    driver.scene.tab.open(name)
    driver.frames(4)
    return part(driver)


# ---------------------------------------------------------------------- the meter


def test_the_needle_swings_to_its_target_and_rests_there() -> None:
    meter = Meter()
    meter.point(0.9)
    places = []
    for _ in range(240):
        meter.update(1 / 60)
        places.append(meter.place)
    assert places[0] < 0.6, "it does not jump"
    assert max(places) > 0.9, "it overshoots"
    assert places[-1] == pytest.approx(0.9, abs=0.005)
    meter.point(None)
    for _ in range(240):
        meter.update(0.1)
    assert meter.place == pytest.approx(0.5, abs=0.01)


def test_the_heat_map_is_opaque_where_it_is_hot() -> None:
    heat = np.zeros((64, 64), np.float32)
    heat[:16], heat[48:] = 1, -1
    rgba = overlay(heat, (0, 255, 0), (255, 0, 0))
    assert rgba.shape == (256, 256, 4)
    assert (rgba[20, 128, :3] == (0, 255, 0)).all()
    assert (rgba[236, 128, :3] == (255, 0, 0)).all()
    assert rgba[20, 128, 3] > 100
    assert rgba[128, 128, 3] == 0


# ---------------------------------------------------------------------- the stand


def test_a_line_up_of_real_and_generated_ones_is_judged_one_by_one(driver: Driver) -> None:
    stand = part(driver)
    driver.frames(30)
    kinds = [face.kind for face in stand.faces]
    assert sorted(kinds) == ["generated"] * 6 + ["real"] * 6
    assert set(stand.judged) == set(range(12))
    studio = QuickStudio()
    for index, judged in stand.judged.items():
        wanted = studio.verdict(stand.faces[index].picture)
        assert (judged.probability, judged.score) == (wanted.probability, wanted.score)
    chosen = stand.judged[stand.chosen].probability
    assert driver.scene.tab.meter.target == chosen


def test_arrows_and_clicks_call_others_to_the_stand(driver: Driver) -> None:
    stand = part(driver)
    driver.frames(30)
    driver.tap(pygame.K_RIGHT)
    assert stand.chosen == 1
    driver.tap(pygame.K_LEFT)
    driver.tap(pygame.K_LEFT)
    assert stand.chosen == 11
    driver.press_button("#face_4")
    assert stand.chosen == 4
    assert driver.scene.tab.meter.target == stand.judged[4].probability
    faces = list(stand.faces)
    driver.tap(pygame.K_n)
    driver.frames(4)
    assert all(face is not former for face, former in zip(stand.faces, faces, strict=True))


def test_the_heat_map_can_be_hidden(driver: Driver) -> None:
    driver.frames(30)
    shown = driver.picture()
    driver.tap(pygame.K_h)
    driver.frames(2)
    place = part(driver)._picture
    area = np.s_[place.y : place.bottom, place.x : place.right]
    assert (driver.picture()[area] != shown[area]).any()
    driver.tap(pygame.K_h)
    assert driver.scene.tab.prefs.heat


def test_a_picture_from_elsewhere_comes_first_and_a_second_takes_its_place(driver: Driver) -> None:
    driver.frames(30)
    stand = part(driver)
    before = dict(stand.judged)
    driver.scene.shared.hand("judge", np.full((64, 64, 3), 255, np.uint8))
    driver.frames(4)
    assert len(stand.faces) == 13
    assert stand.chosen == 0
    assert stand.judged[0].probability == 1.0
    assert {index + 1: judged for index, judged in before.items()} == {
        index: judged for index, judged in stand.judged.items() if index
    }
    driver.scene.shared.hand("judge", np.zeros((64, 64, 3), np.uint8))
    driver.frames(4)
    assert len(stand.faces) == 13
    assert stand.judged[0].probability == 0.0


# ---------------------------------------------------------------------- the easel


def stroke(driver: Driver, y: float = 0.5) -> None:
    rect = part(driver).canvas.rect
    x0, x1 = (round(rect.x + share * rect.width) for share in (0.3, 0.7))
    height = round(rect.y + y * rect.height)
    driver.stroke((x0, height), (x1, height))


def test_the_needle_follows_the_drawing_while_the_brush_is_down(driver: Driver) -> None:
    easel = open_part(driver, "draw")
    assert easel.judged is None
    easel.canvas.brush = 120
    rect = easel.canvas.rect
    driver.move(rect.center)
    driver.down(rect.center)
    driver.frames(3)
    first = easel.judged
    assert first is not None
    driver.move((rect.x + 40, rect.centery), button=1)
    driver.frames(3)
    assert easel.painting.painting
    assert easel.judged.probability < first.probability, "more ink is darker"
    wanted = QuickStudio().verdict(easel.seen()).probability
    assert easel.judged.probability == wanted == driver.scene.tab.meter.target
    driver.up((rect.x + 40, rect.centery))
    driver.tap(pygame.K_DELETE)
    driver.frames(2)
    assert easel.judged is None
    assert driver.scene.tab.meter.target is None


def test_people_vote_by_keys_and_buttons_about_one_drawing(driver: Driver) -> None:
    easel = open_part(driver, "draw")
    driver.tap(pygame.K_y)
    assert easel.votes == [0, 0], "there is nothing to vote about"
    stroke(driver)
    driver.tap(pygame.K_y)
    driver.tap(pygame.K_n)
    driver.press_button("#vote_yes")
    assert easel.votes == [2, 1]
    driver.tap(pygame.K_DELETE)
    driver.frames(2)
    assert easel.votes == [0, 0]


def test_a_drawing_enters_the_table_with_verdict_and_votes(driver: Driver) -> None:
    easel = open_part(driver, "draw")
    driver.tap(pygame.K_RETURN)
    assert not driver.app.dialog_open
    assert driver.toasts[-1] == driver.app.t("generator.judge_draw_first")
    stroke(driver)
    driver.tap(pygame.K_y)
    driver.frames(3)
    verdict = easel.judged.probability
    driver.tap(pygame.K_RETURN)
    entry = driver.widget("#name")
    entry.set_text("Ада")
    driver.tap(pygame.K_RETURN)
    driver.frames(4)
    assert not driver.app.dialog_open
    entered = easel.table.page.drawings[0]
    assert (entered.name, entered.probability, entered.votes) == ("Ада", verdict, (1, 0))
    files = list((driver.app.folders.data / "drawings").glob("*.json"))
    assert len(files) == 1
    assert json.loads(files[0].read_text("utf-8"))["drawings"][0]["name"] == "Ада"
    driver.tap(pygame.K_RETURN)
    assert driver.widget("#name").get_text() == "Ада", "the name is proposed again"
    driver.tap(pygame.K_ESCAPE)
    driver.frames(2)
    assert len(easel.table.page.drawings) == 1


def test_letters_of_a_name_are_no_votes(driver: Driver) -> None:
    easel = open_part(driver, "draw")
    stroke(driver)
    driver.frames(3)
    driver.tap(pygame.K_RETURN)
    driver.type("nyny")
    driver.tap(pygame.K_ESCAPE)
    assert easel.votes == [0, 0]


def test_a_dropped_picture_goes_to_the_stand_not_onto_the_paper(driver: Driver, tmp_path: Any) -> None:
    from PIL import Image

    easel = open_part(driver, "draw")
    path = tmp_path / "face.png"
    Image.new("RGB", (64, 64), (10, 200, 10)).save(path)
    driver.post(pygame.DROPFILE, file=str(path))
    driver.frames(2)
    driver.tap(pygame.K_RETURN)
    driver.frames(6)
    assert easel.painting.blank
    assert part(driver).id == "stand"
    assert part(driver).faces[0].name == "face.png"


def test_escape_takes_the_stroke_in_hand_back(driver: Driver) -> None:
    easel = open_part(driver, "draw")
    rect = easel.canvas.rect
    driver.move(rect.center)
    driver.down(rect.center)
    driver.tap(pygame.K_ESCAPE)
    assert driver.app.scene_id == "generator"
    assert not easel.painting.painting
    assert (easel.painting.array() == 255).all()


# ---------------------------------------------------------------------- the quiz


def quiz_of(driver: Driver) -> Any:
    quiz = open_part(driver, "quiz")
    driver.frames(4)
    assert quiz.dealt is not None
    return quiz


def test_ten_portraits_half_of_them_real(driver: Driver) -> None:
    quiz = quiz_of(driver)
    kinds = [face.kind for face in quiz.dealt.faces]
    assert sorted(kinds) == ["generated"] * 5 + ["real"] * 5
    wanted = [QuickStudio().verdict(face.picture).score for face in quiz.dealt.faces]
    np.testing.assert_allclose(quiz.dealt.scores, wanted, rtol=1e-5)


def test_both_are_counted(driver: Driver) -> None:
    quiz = quiz_of(driver)
    faces = tuple(Face("real" if n % 2 else "generated", quiz.dealt.faces[n].picture) for n in range(10))
    scores = tuple(1.0 if n in (1, 3, 5) else -1.0 for n in range(10))
    quiz.dealt = Dealt(faces, scores, line=0.0)
    for n in range(10):
        assert not quiz.revealed
        assert quiz.number == n
        driver.tap(pygame.K_LEFT)
        assert quiz.revealed
        driver.tap(pygame.K_LEFT)
        assert len(quiz.guesses) == n + 1, "no second guess"
        driver.tap(pygame.K_RETURN)
    assert quiz.over
    assert quiz.points() == (5, 8)
    driver.tap(pygame.K_RETURN)
    driver.frames(4)
    assert quiz.guesses == []
    assert quiz.dealt is not None
    assert quiz.dealt.faces[0] is not faces[0]


def test_the_next_portrait_comes_by_itself(driver: Driver) -> None:
    quiz = quiz_of(driver)
    driver.press_button("#guess_generated")
    assert quiz.revealed
    driver.frames(40, dt=0.1)
    assert not quiz.revealed
    assert quiz.number == 1


def test_the_judges_certainty_is_measured_by_known_portraits() -> None:
    dealt = Dealt((), (3.0, 1.0, -1.0), line=1.0, reach=2.0)
    assert dealt.certainty(0) == pytest.approx(0.95)
    assert dealt.certainty(1) == pytest.approx(0.5)
    assert dealt.certainty(2) == pytest.approx(0.05)


# ---------------------------------------------------------------------- all of it


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_no_text_is_cut(language: str, size: tuple[int, int], open_app: Open, cut_texts: list[str]) -> None:
    driver = open_app("generator", lang=language, size=size)
    driver.scene.open("restyle")
    driver.frames(6)
    driver.scene.open("judge")
    driver.frames(30)
    open_part(driver, "draw")
    stroke(driver)
    driver.tap(pygame.K_y)
    driver.frames(3)
    quiz_of(driver)
    driver.tap(pygame.K_LEFT)
    driver.frames(2)
    assert not [words for words in cut_texts if "shortened" not in words], cut_texts


def test_without_weights_every_part_says_so(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.base.weights import WeightsError

    def missing(path: Any) -> Any:
        raise WeightsError("missing", "gan.safetensors")

    monkeypatch.setattr("game.scenes.generator.network_calls.load_studio", missing)
    driver = open_app("generator")
    driver.scene.open("judge")
    driver.frames(4)
    for name in ("stand", "draw", "quiz"):
        open_part(driver, name)
        if name == "draw":
            stroke(driver)
            driver.frames(3)
        assert driver.scene.tab.trouble() == driver.app.t("generator.weights_missing")


def test_a_verdict_is_about_the_picture_it_was_asked_about(driver: Driver) -> None:
    easel = open_part(driver, "draw")
    stroke(driver)
    driver.frames(3)
    assert isinstance(easel.judged, Judged)
    np.testing.assert_array_equal(easel.judged.face.picture, easel.seen())


def test_alone_it_draws_a_face_and_begins_anew(driver: Driver) -> None:
    easel = open_part(driver, "draw")
    for _ in range(120):
        easel.attract(0.05)
    driver.frames(2)
    assert not easel.painting.blank
    assert easel.judged is not None
    for _ in range(140):
        easel.attract(0.1)
    inks = [(easel.painting.array() != 255).any(axis=2).mean()]
    for _ in range(60):
        easel.attract(0.1)
        inks.append((easel.painting.array() != 255).any(axis=2).mean())
    assert min(inks) < 0.1 < max(inks)


def test_a_question_that_was_left_unanswered_is_asked_again(driver: Driver) -> None:
    room = driver.scene.tab
    stand = part(driver)
    stand.renew()
    stand.update(0.0)
    open_part(driver, "draw")
    assert not stand.faces
    rect = part(driver).canvas.rect
    driver.move(rect.center)
    driver.down(rect.center)
    room.open("stand")
    driver.frames(30)
    assert len(stand.faces) == 12
    easel = open_part(driver, "draw")
    assert not easel.painting.painting
    assert easel.judged is not None
    np.testing.assert_array_equal(easel.judged.face.picture, easel.seen())
