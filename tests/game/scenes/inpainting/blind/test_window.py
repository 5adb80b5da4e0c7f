"""The blind choice as a person sees it."""

from __future__ import annotations

from typing import Any

import pygame
import pytest

from game.scenes.inpainting.blind.window import marked
from tests.game.conftest import Driver
from tests.game.scenes.inpainting.conftest import Open


@pytest.fixture
def blind(driver: Driver) -> Driver:
    driver.tap(pygame.K_q)
    driver.frames(3)
    return driver


def choice(driver: Driver) -> Any:
    return driver.scene.tab.blind


def answer(driver: Driver, *, right: bool) -> None:
    first = choice(driver).question.first == right
    driver.tap(pygame.K_LEFT if first else pygame.K_RIGHT)
    driver.frames(2)


def test_right_and_wrong_answers_are_counted_by_method(blind: Driver) -> None:
    asked = [choice(blind).question.method]
    assert not blind.widget("#blind_next").is_enabled
    answer(blind, right=True)
    assert asked[0] in ("ours", "patchmatch", "telea")
    assert (choice(blind).count(asked[0]).asked, choice(blind).count(asked[0]).found) == (1, 1)
    blind.press_button("#blind_next")
    blind.frames(3)
    asked.append(choice(blind).question.method)
    assert asked[0] != asked[1]
    answer(blind, right=False)
    assert (choice(blind).count(asked[1]).asked, choice(blind).count(asked[1]).found) == (1, 0)
    assert blind.app.t(f"inpainting.method_{asked[1]}") in blind.widget("#blind_words").text


def test_a_second_answer_to_one_question_does_not_count(blind: Driver) -> None:
    answer(blind, right=True)
    answer(blind, right=False)
    assert choice(blind).total == 1


def test_a_click_on_a_picture_answers(blind: Driver) -> None:
    blind.press_button("#blind_first")
    blind.frames(2)
    assert choice(blind).told.right == choice(blind).question.first
    assert not blind.widget("#blind_second").is_enabled


def test_what_was_counted_is_remembered_and_can_be_forgotten(blind: Driver, open_app: Open) -> None:
    answer(blind, right=True)
    blind.app.close()
    again = open_app("inpainting")
    again.tap(pygame.K_q)
    again.frames(3)
    assert choice(again).total == 1
    again.press_button("#blind_forget")
    again.frames(2)
    assert choice(again).total == 0


def test_the_question_survives_a_new_layout(blind: Driver) -> None:
    before = choice(blind).question
    blind.tap(pygame.K_F2)
    blind.frames(3)
    assert choice(blind).question is before
    assert blind.widget("#blind_first") is not None


def test_a_network_that_fails_becomes_a_sentence(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr("game.scenes.inpainting.blind.questions._piece", fail)
    driver.tap(pygame.K_q)
    driver.frames(3)
    assert "out of memory" in driver.widget("#blind_words").text


def test_a_line_is_drawn_around_the_repair(blind: Driver) -> None:
    question = choice(blind).question
    shown = marked(question.original, question, (255, 0, 255))
    line = (shown == (255, 0, 255)).all(axis=2) & ~(question.original == (255, 0, 255)).all(axis=2)
    assert line.any()
    rows, columns = question.hole.any(axis=1).nonzero()[0], question.hole.any(axis=0).nonzero()[0]
    found = line.nonzero()
    assert rows.min() - 3 <= found[0].min() <= rows.min() + 3
    assert columns.max() - 3 <= found[1].max() <= columns.max() + 3
