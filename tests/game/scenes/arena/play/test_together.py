"""Two people at one console."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from agents.emulators.games import LEFT, NOOP, RIGHT
from agents.emulators.joystick import position
from game.scenes.arena.play.duels import People
from game.ui.sound import Speaker
from tests.game.conftest import Driver
from tests.game.scenes.arena.test_input import Joystick

Open = Callable[..., Driver]


def open_together(open_app: Open, game: str, **options: object) -> Driver:
    driver = open_app("arena", open=f"arena/together?game={game}", **options)
    driver.frames(4)
    return driver


def people(driver: Driver) -> People:
    found = driver.scene.play.engine
    assert isinstance(found, People)
    return found


def test_both_players_have_hands_of_their_own(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    pushed: list[int] = []
    monkeypatch.setattr(Speaker, "push", lambda _, samples, volume: pushed.append(len(samples)))
    driver = open_together(open_app, "pong")
    game = people(driver)
    assert not game.begun
    assert game.silent
    driver.press(pygame.K_w)
    assert game.begun
    driver.press(pygame.K_DOWN)
    assert (driver.scene.action(), game.second) == (RIGHT, LEFT), "up lifts a bat, down lowers it"
    driver.release(pygame.K_w)
    driver.release(pygame.K_DOWN)
    driver.press(pygame.K_f)
    driver.press(pygame.K_j)
    assert (driver.scene.action(), game.second) == (position({"fire"}),) * 2
    assert pushed, "it is heard"
    frames = game.game.frames
    driver.frames(3)
    assert game.game.frames == frames + 3
    assert driver.scene.link().tab == "together"


def test_each_gamepad_is_one_players(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pygame.joystick, "Joystick", Joystick)
    driver = open_together(open_app, "pong")
    for index in range(2):
        driver.post(pygame.JOYDEVICEADDED, device_index=index)
    driver.post(pygame.JOYAXISMOTION, instance_id=11, axis=1, value=-1.0)
    game = people(driver)
    assert game.begun
    assert (driver.scene.action(), game.second) == (NOOP, RIGHT)
    driver.post(pygame.JOYAXISMOTION, instance_id=10, axis=1, value=1.0)
    assert (driver.scene.action(), game.second) == (LEFT, RIGHT)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_game_for_two_alone_is_played_by_two_without_an_agent(
    lang: str, open_app: Open, cut_texts: list[str]
) -> None:
    driver = open_together(open_app, "combat", lang=lang)
    game = people(driver)
    assert driver.scene.training is None
    assert driver.scene.session.selection.mode.id == "together"
    driver.press(pygame.K_w)
    driver.frames(3)
    assert game.picture.shape == (256, 160, 3)
    for mode in ("alongside", "against", "watch", "coach"):
        driver.press_button(f"#mode_{mode}")
        assert driver.scene.session.selection.mode.id == "together"
        assert driver.toasts[-1] == driver.app.t("games.two_alone", game="Combat")
    for key in (pygame.K_l, pygame.K_r, pygame.K_v, pygame.K_o, pygame.K_i, pygame.K_i, pygame.K_n):
        driver.tap(key)
        driver.frames(2)
    driver.tap(pygame.K_o)
    driver.frames(2)
    assert driver.app.dialog_open, "film, scores and keys are there as well"
    driver.app.dialogs.close()
    before = game.game.mode
    driver.tap(pygame.K_t)
    assert game.game.mode != before, "another variant"
    assert not game.begun
    driver.scene.change_game("pong")
    driver.frames(6)
    assert driver.scene.training is not None, "an agent learns the next game"
    assert not set(cut_texts)


def test_a_game_that_the_emulator_does_not_know_for_two_says_so(open_app: Open) -> None:
    driver = open_app("arena", open="arena/alongside?game=breakout")
    driver.frames(3)
    driver.press_button("#mode_together")
    assert driver.toasts[-1] == driver.app.t("games.no_two", game="Breakout")
    assert driver.scene.session.selection.mode.id == "alongside"


def test_a_console_that_cannot_be_switched_on_is_explained(
    open_app: Open, monkeypatch: pytest.MonkeyPatch, cut_texts: list[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("no such mode")

    monkeypatch.setattr("game.scenes.arena.play.consoles.PeopleGame", broken)
    driver = open_app("arena", open="arena/together?game=tennis")
    driver.frames(4)
    assert driver.scene.play.trouble == "no such mode"
    assert driver.scene.screen._people_note() == (driver.app.t("arena.no_match", why="no such mode"), False)
    driver.press(pygame.K_w)
    driver.frames(2)
