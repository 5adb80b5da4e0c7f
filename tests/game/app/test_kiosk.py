from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from game.app import kiosk as module
from game.app.kiosk import IDLE as KIOSK_IDLE
from game.app.kiosk import TURN as KIOSK_TURN
from game.scenes import SCENES
from tests.game.conftest import Driver

Open = Callable[..., Driver]
IDLE, TURN = 10.0, 12.0
BEFORE_ARENA = [spec.id for spec in SCENES].index("arena")
LONG_FRAME = 0.25
"""The longest frame that counts in full."""


def wait(driver: Driver, seconds: float) -> None:
    driver.frames(round(seconds / LONG_FRAME), LONG_FRAME)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute alone is soon over."""
    monkeypatch.setattr(module, "IDLE", IDLE)
    monkeypatch.setattr(module, "TURN", TURN)


@pytest.fixture
def kiosk(open_app: Open) -> Driver:
    return open_app("convolution", kiosk=True)


def test_after_a_minute_alone_the_scenes_play_themselves_in_turn(kiosk: Driver) -> None:
    kiosk.app.go("splash")
    wait(kiosk, KIOSK_IDLE - 2)
    kiosk.frames()
    kiosk.app.go("menu")
    wait(kiosk, 1)
    assert kiosk.app.scene_id == "lecture"
    kiosk.frames(6, LONG_FRAME)
    shown = [kiosk.app.scene_id]
    for _ in range(2 * len(SCENES)):
        wait(kiosk, KIOSK_TURN)
        kiosk.frames(2)
        shown.append(kiosk.app.scene_id)
    ids = [spec.id for spec in SCENES]
    assert shown == [ids[i % len(ids)] for i in range(2 * len(SCENES) + 1)]


def test_the_convolution_scene_draws_and_changes_its_kernel(kiosk: Driver) -> None:
    wait(kiosk, KIOSK_IDLE + 1)
    assert kiosk.app.scene_id == "convolution"
    before = kiosk.scene.bench.painting.array()
    kernels = set()
    tabs = set()
    for _ in range(30):
        wait(kiosk, 1)
        tabs.add(kiosk.scene.tab_id)
        kernels.add(kiosk.scene.tabs["draw"].panel.grid.matrix.tobytes())
    assert (kiosk.scene.bench.painting.array() != before).any()
    assert len(kernels) > 2
    assert len(tabs) > 1, "and goes on to the next tab"


def test_the_arena_plays_and_learns(hasty: None, open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_app("arena", kiosk=True)
    wait(driver, IDLE + BEFORE_ARENA * TURN + 2)
    assert driver.app.scene_id == "arena"
    driver.frames(400)
    race = driver.scene.race
    assert race.begun
    assert race.human.game.frames > 300
    assert driver.scene.training.running
    driver.tap(pygame.K_a)
    driver.app.go("arena")
    driver.frames(2)
    actions: list[int] = []
    step = race.human.game.step
    monkeypatch.setattr(race.human.game, "step", lambda action: actions.append(action) or step(action))
    driver.frames(100)
    assert set(actions) == {race.spec.actions[0]}, "the person has the sticks again"


@pytest.mark.parametrize("touch", ["key", "mouse", "movement"])
def test_any_touch_stops_it_and_is_no_command(touch: str, hasty: None, kiosk: Driver) -> None:
    wait(kiosk, IDLE + BEFORE_ARENA * TURN + 2)
    assert kiosk.app.scene_id == "arena"
    if touch == "key":
        kiosk.tap(pygame.K_2)
    elif touch == "mouse":
        kiosk.down((300, 300))
        kiosk.up((300, 300))
    else:
        kiosk.move((300, 300))
    kiosk.frames(2)
    assert kiosk.app.scene_id == "lecture"
    wait(kiosk, IDLE - 2)
    assert kiosk.app.scene_id == "lecture", "the minute begins again"
    wait(kiosk, 4)
    assert kiosk.app.scene_id == SCENES[0].id


def test_a_person_at_work_is_left_alone(hasty: None, kiosk: Driver) -> None:
    kiosk.app.go("arena")
    for _ in range(4):
        wait(kiosk, IDLE / 2)
        kiosk.tap(pygame.K_UP)
    assert kiosk.app.scene_id == "arena"
    assert kiosk.scene.action() == 0


def test_there_are_no_settings(hasty: None, kiosk: Driver) -> None:
    kiosk.tap(pygame.K_F10)
    assert not kiosk.app.dialog_open
    assert not kiosk.has("#settings")
    kiosk.tap(pygame.K_F11)
    assert not kiosk.app.settings.fullscreen


def test_a_help_window_that_was_left_open_does_not_come_back(hasty: None, kiosk: Driver) -> None:
    kiosk.tap(pygame.K_F1)
    assert kiosk.app.dialog_open
    wait(kiosk, IDLE + 2)
    assert not kiosk.app.dialog_open, "it does not lie over what plays itself"
    kiosk.move((300, 300))
    kiosk.frames(2)
    kiosk.tap(pygame.K_F2)
    assert not kiosk.app.dialog_open


def test_without_the_flag_nothing_plays_itself(open_app: Open) -> None:
    driver = open_app("convolution")
    before = driver.scene.bench.painting.array()
    wait(driver, IDLE + TURN)
    assert driver.app.scene_id == "convolution"
    assert (driver.scene.bench.painting.array() == before).all()
