"""Left alone, the app draws less often; whatever happens is answered at once."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from game.app import frame_pacer, rest
from game.app.frame_pacer import GLANCE
from game.lecture.scene import LectureScene
from game.ui.scene import AT_REST, MOVING
from tests.game.app.test_frame_pacer import Clock
from tests.game.conftest import Driver

Open = Callable[..., Driver]
AWAKE = 0.3


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(frame_pacer, "time", clock)
    monkeypatch.setattr(rest, "time", clock)
    monkeypatch.setattr(rest, "AWAKE", AWAKE)
    return clock


def pictures(driver: Driver, clock: Clock, seconds: float) -> float:
    """Pictures a second."""
    before, began = driver.app.frames, clock.now
    while clock.now < began + seconds:
        driver.app.turn()
    return (driver.app.frames - before) / (clock.now - began)


@pytest.mark.parametrize("place", ["menu", "convolution/draw", "inpainting/repair", "generator/restyle"])
def test_left_alone_it_draws_less_often(place: str, open_app: Open, clock: Clock) -> None:
    driver = open_app(place.partition("/")[0])
    driver.app.go(place)
    assert pictures(driver, clock, AWAKE) == pytest.approx(MOVING, rel=0.1)
    pictures(driver, clock, AWAKE)
    assert pictures(driver, clock, 1.0) == pytest.approx(AT_REST, rel=0.1)


@pytest.mark.parametrize("kind", [pygame.MOUSEMOTION, pygame.KEYUP, pygame.WINDOWFOCUSGAINED])
def test_an_event_ends_a_rest_at_once(kind: int, open_app: Open, clock: Clock) -> None:
    driver = open_app("menu")
    pictures(driver, clock, 2 * AWAKE)
    fields = {"pos": (5, 5), "rel": (1, 1), "buttons": (0, 0, 0), "key": pygame.K_F9, "mod": 0, "scancode": 0}
    came = clock.now + 0.005
    clock.alarm = (came, lambda: pygame.event.post(pygame.event.Event(kind, fields)))
    seen: list[float] = []
    handle = driver.app._handle
    driver.app._handle = lambda event: (seen.append(clock.now), handle(event))[1]  # type: ignore[method-assign]
    driver.app.turn()
    assert seen
    assert seen[0] - came < 1.5 * GLANCE
    assert pictures(driver, clock, AWAKE - 0.05) == pytest.approx(MOVING, rel=0.1), "and wakes it"
    pictures(driver, clock, AWAKE)
    assert pictures(driver, clock, 1.0) == pytest.approx(AT_REST, rel=0.1)


def test_what_moves_is_drawn_in_full(open_app: Open, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_app("menu")
    monkeypatch.setattr(LectureScene, "rest_rate", MOVING)
    pictures(driver, clock, 2 * AWAKE)
    assert pictures(driver, clock, 0.5) == pytest.approx(MOVING, rel=0.1)


def test_a_tab_says_whether_it_moves(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.app.go("convolution/microscope")
    driver.frames(3)
    assert driver.scene.rest_rate == AT_REST
    driver.scene.tab.session.toggle()
    assert driver.scene.rest_rate == MOVING
    driver.app.go("generator/judge")
    driver.frames(3)
    meter = driver.scene.tab.exercise.meter
    meter.target = 0.9
    meter.update(0.1)
    assert driver.scene.rest_rate == MOVING
    for _ in range(60):
        meter.update(0.1)
    assert driver.scene.rest_rate == AT_REST


def test_a_paused_arena_rests(open_app: Open, clock: Clock) -> None:
    driver = open_app("arena")
    driver.frames(5)
    pictures(driver, clock, 2 * AWAKE)
    assert pictures(driver, clock, 0.5) == pytest.approx(MOVING, rel=0.1)
    driver.press_button("#pause")
    pictures(driver, clock, 2 * AWAKE)
    assert pictures(driver, clock, 1.0) == pytest.approx(AT_REST, rel=0.1)


def test_an_exhibition_that_plays_itself_does_not_rest(
    open_app: Open, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_app("convolution", kiosk=True)
    monkeypatch.setattr(driver.app.kiosk, "playing", True)
    pictures(driver, clock, 2 * AWAKE)
    assert driver.scene.rest_rate == AT_REST
    assert pictures(driver, clock, 0.5) == pytest.approx(MOVING, rel=0.1)


def test_a_held_button_keeps_it_awake(open_app: Open, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_app("convolution")
    monkeypatch.setattr(pygame.mouse, "get_pressed", lambda: (True, False, False))
    pictures(driver, clock, 2 * AWAKE)
    assert pictures(driver, clock, 0.5) == pytest.approx(MOVING, rel=0.1)
