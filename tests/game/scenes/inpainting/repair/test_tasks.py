from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pygame
import pytest

from game.scenes.inpainting.repair import tasks
from tests.game.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> Driver:
    """Every look at the clock is a second later."""
    seconds = count()
    monkeypatch.setattr(tasks.time, "monotonic", lambda: float(next(seconds)))
    driver = open_app("menu")
    driver.app.go("inpainting/repair?picture=7&mask=eyes")
    driver.frames(5)
    return driver


def at(driver: Driver, x: float, y: float) -> tuple[int, int]:
    rect = driver.scene.canvas.rect
    return round(rect.x + x * rect.width), round(rect.y + y * rect.height)


def test_an_object_is_removed(driver: Driver) -> None:
    done = driver.scene.task("object-removed")
    for _ in range(10):
        driver.frames()
        assert not done(), "the eyes were hidden before"
    for _ in range(40):
        driver.scene.tab.attract(0.3)
        driver.frames()
        assert not done(), "it paints by itself"
    driver.app.go("inpainting/repair?picture=7&mask=eyes")
    driver.frames(5)
    done = driver.scene.task("object-removed")
    driver.scene.canvas.brush = 30
    driver.stroke(at(driver, 0.2, 0.8), at(driver, 0.7, 0.85))
    driver.frames(3)
    assert not done(), "not yet"
    assert [done() for _ in range(3)][-1]


def test_too_little_or_unfilled_or_taken_back_does_not_count(driver: Driver) -> None:
    done = driver.scene.task("object-removed")
    driver.scene.canvas.brush = 4
    driver.click(at(driver, 0.2, 0.85))
    driver.frames(3)
    assert not any(done() for _ in range(5))
    driver.tap(pygame.K_d)
    driver.scene.canvas.brush = 30
    driver.stroke(at(driver, 0.2, 0.8), at(driver, 0.7, 0.85))
    driver.frames(3)
    assert driver.scene.tab.session.stale
    assert not any(done() for _ in range(5))
    driver.tap(pygame.K_RETURN)
    driver.frames(3)
    assert not done()
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    driver.frames(3)
    assert not any(done() for _ in range(5))
