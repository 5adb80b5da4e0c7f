"""Gamepads without gamepads: events are posted, and SDL's list of them is a fake."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from agents.emulators.games import GAMES, LEFT, NOOP, RIGHT
from agents.emulators.joystick import SWITCHES, position
from game.scenes.arena.input import InputState
from game.ui.gamepads import Gamepads
from tests.game.conftest import Driver

Open = Callable[..., Driver]
KEYS: dict[str, tuple[str, ...]] = {switch: () for switch in SWITCHES}


class Joystick:
    """Gamepads 0 and 1, with the numbers 10 and 11; there is no third."""

    def __init__(self, index: int) -> None:
        if index > 1:
            raise pygame.error("Invalid joystick device number")
        self.index = index

    def get_instance_id(self) -> int:
        return 10 + self.index

    def get_name(self) -> str:
        return ("Pad\x00 One", "P" * 300)[self.index]

    def get_numhats(self) -> int:
        return 1 - self.index

    def get_numbuttons(self) -> int:
        return 11 + 5 * self.index

    def get_guid(self) -> str:
        return "030000004c050000c405000000016800"


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pygame.joystick, "Joystick", Joystick)


@pytest.fixture
def pads() -> Gamepads:
    pads = Gamepads()
    pads.take(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=0))
    return pads


def axis(pads: Gamepads, number: int, value: float, pad: int = 10) -> str:
    news = pads.take(pygame.event.Event(pygame.JOYAXISMOTION, instance_id=pad, axis=number, value=value))
    assert news is not None
    return news.kind


def button(pads: Gamepads, number: int, kind: int = pygame.JOYBUTTONDOWN, pad: int = 10) -> str:
    news = pads.take(pygame.event.Event(kind, instance_id=pad, button=number))
    assert news is not None
    return news.kind


def test_a_stick_has_a_dead_zone_and_does_not_flutter(pads: Gamepads) -> None:
    kinds = [axis(pads, 0, value) for value in (0.2, 0.49, 0.51, 0.4, 0.36)]
    assert kinds == ["other", "other", "press", "other", "other"]
    assert pads.held == {"right"}
    axis(pads, 0, 0.3)
    assert pads.held == set()
    assert axis(pads, 0, -1.0) == "press"
    assert axis(pads, 1, -1.0) == "press"
    assert pads.held == {"left", "up"}
    axis(pads, 0, 1.0)
    assert pads.held == {"right", "up"}
    axis(pads, 4, 1.0)
    assert pads.held == {"right", "up"}, "triggers are no stick"


def test_the_cross_and_the_buttons(pads: Gamepads) -> None:
    for value, held in (((-1, 1), {"left", "up"}), ((0, -1), {"down"}), ((0, 0), set())):
        pads.take(pygame.event.Event(pygame.JOYHATMOTION, instance_id=10, hat=0, value=value))
        assert pads.held == held
    assert button(pads, 0) == "press"
    assert button(pads, 3) == "other", "fire is held already"
    button(pads, 0, pygame.JOYBUTTONUP)
    assert pads.held == {"fire"}
    button(pads, 3, pygame.JOYBUTTONUP)
    assert pads.held == set()
    assert button(pads, 7) == "pause"


def test_a_cross_of_buttons_steers_and_its_pad_pauses_with_its_own_start(pads: Gamepads) -> None:
    pads.take(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=1))
    for number, way in ((11, "up"), (12, "down"), (13, "left"), (14, "right")):
        assert button(pads, number, pad=11) == "press"
        assert pads.held == {way}
        button(pads, number, pygame.JOYBUTTONUP, pad=11)
        assert not pads.held
    button(pads, 11, pad=11)
    button(pads, 14, pad=11)
    assert pads.held == {"up", "right"}
    assert [button(pads, number, pad=11) for number in (6, 7, 9)] == ["pause", "other", "other"]
    assert [button(pads, number) for number in (6, 11, 12)] == ["other"] * 3, "of the other kind"
    assert pads.held == {"up", "right"}


def test_many_buttons_in_the_systems_own_order_are_no_cross(
    pads: Gamepads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Joystick, "get_guid", lambda _: "030000004c0500006802000011010000")
    pads.take(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=1))
    assert [button(pads, number, pad=11) for number in (11, 14, 6, 9)] == ["other", "other", "other", "pause"]
    assert not pads.held


def test_two_gamepads_hold_together_and_unplugging_one_lets_go(pads: Gamepads) -> None:
    added = pads.take(pygame.event.Event(pygame.JOYDEVICEADDED, device_index=1))
    assert added is not None
    assert (added.kind, len(added.name)) == ("added", 40)
    axis(pads, 0, 1.0)
    axis(pads, 1, 1.0, pad=11)
    assert pads.held == {"right", "down"}
    removed = pads.take(pygame.event.Event(pygame.JOYDEVICEREMOVED, instance_id=11))
    assert removed is not None
    assert (removed.kind, removed.used) == ("removed", True)
    assert pads.held == {"right"}
    assert axis(pads, 1, 1.0, pad=11) == "other", "it is not there any more"


def test_what_is_gone_already_or_unknown_does_no_harm(pads: Gamepads) -> None:
    for kind, fields in (
        (pygame.JOYDEVICEADDED, {"device_index": 2}),
        (pygame.JOYDEVICEADDED, {"device_index": 0}),
        (pygame.JOYDEVICEREMOVED, {"instance_id": 99}),
        (pygame.JOYBUTTONDOWN, {"instance_id": 99, "button": 0}),
    ):
        news = pads.take(pygame.event.Event(kind, **fields))
        assert news is not None
        assert news.kind == "other"
    assert pads.take(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_a)) is None
    assert pads.held == set()


def test_looking_again_finds_those_that_are_there(pads: Gamepads, monkeypatch: pytest.MonkeyPatch) -> None:
    axis(pads, 0, 1.0)
    monkeypatch.setattr(pygame.joystick, "get_count", lambda: 2)
    pads.open()
    assert pads.held == set()
    assert axis(pads, 0, 1.0, pad=11) == "press"


# ---------------------------------------------------------------------- in the arena


@pytest.fixture
def driver(open_app: Open) -> Driver:
    driver = open_app("arena")
    driver.post(pygame.JOYDEVICEADDED, device_index=0)
    assert driver.toasts[-1] == driver.app.t("arena.pad_added", name="Pad One")
    return driver


def test_a_gamepad_begins_and_plays(driver: Driver) -> None:
    driver.post(pygame.JOYAXISMOTION, instance_id=10, axis=1, value=-1.0)
    assert driver.scene.race.begun
    assert driver.scene.action() == RIGHT, "up lifts the bat"
    driver.press(pygame.K_LEFT)
    assert driver.scene.action() == NOOP, "keys and gamepad are one hand"
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=0)
    assert driver.scene.action() == position({"fire"})
    driver.post(pygame.WINDOWFOCUSLOST)
    assert driver.scene.action() == NOOP


def test_start_pauses_and_goes_on(driver: Driver) -> None:
    for paused in (True, False):
        driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=7)
        assert driver.scene.paused is paused


def test_unplugging_in_play_lets_go_pauses_and_says_so(driver: Driver) -> None:
    driver.post(pygame.JOYHATMOTION, instance_id=10, hat=0, value=(-1, 0))
    assert driver.scene.action() == LEFT
    driver.post(pygame.JOYDEVICEREMOVED, instance_id=10)
    assert driver.scene.action() == NOOP
    assert driver.scene.paused
    assert driver.toasts[-1] == driver.app.t("arena.pad_paused", name="Pad One")
    frames = driver.scene.race.frames
    driver.frames(5)
    assert driver.scene.race.frames == frames


def test_unplugging_one_that_did_nothing_disturbs_no_game(driver: Driver) -> None:
    driver.press(pygame.K_UP)
    driver.post(pygame.JOYDEVICEREMOVED, instance_id=10)
    assert not driver.scene.paused
    assert driver.toasts[-1] == driver.app.t("arena.pad_removed", name="Pad One")


def test_a_gamepad_starts_nothing_behind_a_dialog(driver: Driver) -> None:
    driver.tap(pygame.K_F1)
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=0)
    driver.post(pygame.JOYBUTTONDOWN, instance_id=10, button=7)
    assert not driver.scene.race.begun
    assert not driver.scene.paused


def test_several_keys_at_once_make_a_diagonal(open_app: Open) -> None:
    driver = open_app("arena")
    for key in (pygame.K_UP, pygame.K_d, pygame.K_f):
        driver.press(key)
    held = driver.scene.input
    keys = driver.app.settings.keys
    assert held.action(GAMES["boxing"], keys) == position({"up", "right", "fire"})
    driver.press(pygame.K_DOWN)
    assert held.action(GAMES["boxing"], keys) == position({"right", "fire"})


def test_in_an_exhibition_a_gamepad_keeps_the_app_awake(open_app: Open) -> None:
    driver = open_app("arena", kiosk=True)
    for kind, fields, awake in (
        (pygame.JOYAXISMOTION, {"axis": 0, "value": 0.1}, False),
        (pygame.JOYAXISMOTION, {"axis": 0, "value": -0.9}, True),
        (pygame.JOYBUTTONDOWN, {"button": 0}, True),
        (pygame.JOYHATMOTION, {"hat": 0, "value": (0, 1)}, True),
    ):
        driver.frames(20)
        driver.post(kind, instance_id=10, **fields)
        assert (driver.app.kiosk.idle == 0) is awake


# ---------------------------------------------------------------------- the mouse


def test_a_click_on_the_court_begins_and_the_mouse_moves_the_bat(open_app: Open) -> None:
    driver = open_app("arena")
    driver.frames(2)
    scene = driver.scene
    court = scene.screen.pictures[0]
    assert not scene.race.begun
    driver.click(court.center)
    assert scene.race.begun, "a click is as good as a key"
    for height, action in ((0.9, LEFT), (0.25, RIGHT)):
        driver.move((court.centerx, court.y + round(height * court.height)))
        driver.frames(1)
        assert scene.action() == action
    driver.press(pygame.K_DOWN)
    assert scene.action() == LEFT, "a key takes the bat"
    driver.release(pygame.K_DOWN)
    assert scene.action() == NOOP, "and the mouse has it again when it moves"


def test_a_click_starts_the_next_game(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_app("arena")
    driver.frames(2)
    race = driver.scene.race
    driver.click(driver.scene.screen.pictures[0].center)
    monkeypatch.setattr(type(race), "over", True)
    begun: list[bool] = []
    monkeypatch.setattr(race, "begin", lambda: begun.append(True))
    driver.click(driver.scene.screen.pictures[-1].center)
    assert not begun, "the agent's court starts nothing"
    driver.click(driver.scene.screen.pictures[0].center)
    assert begun


def test_the_mouses_button_fires_while_it_is_held_over_the_court() -> None:
    hands, court = InputState(), pygame.Rect(100, 100, 320, 210)
    down, up = pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP
    breakout = GAMES["breakout"]
    assert not hands.point(pygame.event.Event(down, pos=(50, 50), button=1), court)
    assert hands.action(breakout, KEYS) == NOOP
    assert hands.point(pygame.event.Event(down, pos=(260, 205), button=1), court)
    assert hands.pointer == (105, 80)
    assert hands.action(breakout, KEYS) == position({"fire"})
    hands.point(pygame.event.Event(up, pos=(50, 50), button=1), court)
    assert hands.action(breakout, KEYS) == NOOP
    assert hands.pointer is None
