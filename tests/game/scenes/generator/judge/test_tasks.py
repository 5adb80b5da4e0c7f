from __future__ import annotations

import pygame
import pytest

from game.scenes.generator.judge.quiz import ROUNDS
from tests.game.conftest import Driver
from tests.game.scenes.generator.judge.conftest import exercise, open_exercise, quiz_of, stroke


def test_a_drawing_is_taken_for_real(driver: Driver) -> None:
    driver.app.go("generator/judge?exercise=draw")
    driver.frames(3)
    done = driver.scene.task("taken-for-real")
    assert not done()
    driver.frames(60, 0.05)
    drawing = exercise(driver)
    for _ in range(20):
        driver.scene.tab.attract(0.3)
        driver.frames(1, 0.3)
    assert drawing.judged is not None
    assert not done(), "it drew by itself"
    driver.app.go("generator/judge?exercise=draw")
    driver.frames(3)
    drawing.canvas.choose("fill")
    drawing.canvas.colour = (10, 10, 10)
    driver.click(drawing.canvas.rect.center)
    driver.frames(3)
    assert drawing.judged.probability < 0.5
    assert not done(), "taken for none"
    drawing.canvas.colour = (250, 250, 250)
    driver.click(drawing.canvas.rect.center)
    driver.frames(3)
    assert drawing.judged.probability >= 0.5
    assert done()


def test_a_drawing_from_before_does_not_count(driver: Driver) -> None:
    open_exercise(driver, "draw")
    stroke(driver)
    driver.frames(3)
    done = driver.scene.task("taken-for-real")
    driver.frames(10)
    assert not done()
    stroke(driver, 0.3)
    driver.frames(3)
    assert done()


def play(driver: Driver, *, right: bool) -> None:
    quiz = exercise(driver)
    for number in range(ROUNDS):
        real = quiz.truth(number) == right
        driver.tap(pygame.K_LEFT if real else pygame.K_RIGHT)
        driver.tap(pygame.K_RETURN)


@pytest.mark.parametrize("right", [True, False])
def test_the_judge_is_beaten_at_ten_cards(
    right: bool, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiz = quiz_of(driver)
    monkeypatch.setattr(quiz, "judge_says", lambda number: True)  # which is right at five
    done = driver.scene.task("ten-cards")
    assert not done()
    driver.frames(60, 0.1)
    assert not done()
    play(driver, right=right)
    assert quiz.over
    assert done() is right
    assert not driver.scene.task("ten-cards")(), "that was before"
