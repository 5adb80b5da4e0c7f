"""The judge's tab, opened."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.game.conftest import Driver


@pytest.fixture
def driver(open_app: Callable[..., Driver]) -> Driver:
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


def stroke(driver: Driver, y: float = 0.5) -> None:
    rect = exercise(driver).canvas.rect
    x0, x1 = (round(rect.x + share * rect.width) for share in (0.3, 0.7))
    height = round(rect.y + y * rect.height)
    driver.stroke((x0, height), (x1, height))


def quiz_of(driver: Driver) -> Any:
    quiz = open_exercise(driver, "quiz")
    driver.frames(4)
    assert quiz.dealt is not None
    return quiz
