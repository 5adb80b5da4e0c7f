"""The judge's tab: line-up, drawing, quiz; every number comes from the discriminator."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pygame
import pytest

from game.scenes.generator.judge.leaderboard import FOLDER, SIDE, Entry
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


def exercise(driver: Driver) -> Any:
    return driver.scene.tab.exercise


def open_exercise(driver: Driver, name: str) -> Any:
    driver.scene.tab.open(name)
    driver.frames(4)
    return exercise(driver)


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


# ---------------------------------------------------------------------- the line-up


def test_a_line_up_of_real_and_generated_ones_is_judged_one_by_one(driver: Driver) -> None:
    lineup = exercise(driver)
    driver.frames(30)
    kinds = [face.kind for face in lineup.faces]
    assert sorted(kinds) == ["generated"] * 6 + ["real"] * 6
    assert set(lineup.judged) == set(range(12))
    studio = QuickStudio()
    for index, judged in lineup.judged.items():
        wanted = studio.verdict(lineup.faces[index].picture)
        assert (judged.probability, judged.score) == (wanted.probability, wanted.score)
    chosen = lineup.judged[lineup.chosen].probability
    assert exercise(driver).meter.target == chosen


def test_arrows_and_clicks_show_others_large(driver: Driver) -> None:
    lineup = exercise(driver)
    driver.frames(30)
    driver.tap(pygame.K_RIGHT)
    assert lineup.chosen == 1
    driver.tap(pygame.K_LEFT)
    driver.tap(pygame.K_LEFT)
    assert lineup.chosen == 11
    driver.press_button("#face_4")
    assert lineup.chosen == 4
    assert exercise(driver).meter.target == lineup.judged[4].probability
    faces = list(lineup.faces)
    driver.tap(pygame.K_n)
    driver.frames(4)
    assert all(face is not former for face, former in zip(lineup.faces, faces, strict=True))


def test_the_heat_map_can_be_hidden(driver: Driver) -> None:
    driver.frames(30)
    shown = driver.picture()
    driver.tap(pygame.K_h)
    driver.frames(2)
    place = exercise(driver)._picture
    area = np.s_[place.y : place.bottom, place.x : place.right]
    assert (driver.picture()[area] != shown[area]).any()
    driver.tap(pygame.K_h)
    assert driver.scene.tab.session.heat


def test_a_picture_from_elsewhere_comes_first_and_a_second_takes_its_place(driver: Driver) -> None:
    driver.frames(30)
    lineup = exercise(driver)
    before = dict(lineup.judged)
    driver.scene.shared.hand("judge", np.full((64, 64, 3), 255, np.uint8))
    driver.frames(4)
    assert len(lineup.faces) == 13
    assert lineup.chosen == 0
    assert lineup.judged[0].probability == 1.0
    assert {index + 1: judged for index, judged in before.items()} == {
        index: judged for index, judged in lineup.judged.items() if index
    }
    driver.scene.shared.hand("judge", np.zeros((64, 64, 3), np.uint8))
    driver.frames(4)
    assert len(lineup.faces) == 13
    assert lineup.judged[0].probability == 0.0


# ---------------------------------------------------------------------- the drawing


def stroke(driver: Driver, y: float = 0.5) -> None:
    rect = exercise(driver).canvas.rect
    x0, x1 = (round(rect.x + share * rect.width) for share in (0.3, 0.7))
    height = round(rect.y + y * rect.height)
    driver.stroke((x0, height), (x1, height))


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
    wanted = QuickStudio().verdict(drawing.seen()).probability
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


# ---------------------------------------------------------------------- the quiz


def quiz_of(driver: Driver) -> Any:
    quiz = open_exercise(driver, "quiz")
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
    driver.press_button("#judge_quiz_generated")
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

    def missing(path: Any) -> Any:
        raise WeightsError("missing", "gan.safetensors")

    monkeypatch.setattr("game.scenes.generator.network_calls.load_studio", missing)
    driver = open_app("generator")
    driver.scene.open("judge")
    driver.frames(4)
    for name in ("lineup", "draw", "quiz"):
        open_exercise(driver, name)
        if name == "draw":
            stroke(driver)
            driver.frames(3)
        assert exercise(driver).trouble() == driver.app.t("generator.weights_missing")


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


# ---------------------------------------------------------------------- links and preferences


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
    assert exercise(driver).id != name, "the one that was open last"


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
