"""The tab: what keys, clicks and links do."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
import pytest

from agents.opponents.league.settings import Controls
from game.scenes.rewards.league.session import LeagueSession
from game.scenes.rewards.league.tab import ATTRACT_SECONDS
from tests.game.conftest import Driver
from tests.game.scenes.arena.test_input import Joystick

Open = Callable[..., Driver]
Visit = Callable[..., Driver]


@pytest.fixture
def visit(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> Visit:
    monkeypatch.setattr("agents.opponents.league.learning.FIRST_EVERY", 2)

    def start(link: str = "rewards/league", **options: object) -> Driver:
        driver = open_app("rewards", **options)
        driver.app.go(link)
        driver.frames(3)
        return driver

    return start


def session_of(driver: Driver) -> LeagueSession:
    session: LeagueSession = driver.scene.tab.session
    return session


def learn(driver: Driver, members: int) -> None:
    """Learn until so many are in the league, and rest."""
    session = session_of(driver)
    driver.tap(pygame.K_SPACE)
    for _ in range(200):
        driver.frames(1)
        if len(session.rows) > members:
            break
    driver.tap(pygame.K_SPACE)
    driver.frames(2)
    assert len(session.rows) > members


def test_the_space_bar_begins_and_rests(visit: Visit) -> None:
    driver = visit()
    session = session_of(driver)
    assert not session.rows
    learn(driver, 2)
    assert not session.running
    step = session.rows[0].step
    driver.frames(5)
    assert session.rows[0].step == step
    assert session.rows[0].newest
    assert session.rows[-1].step == 0
    assert session.rows[-1].rating == 0
    steps = [row.step for row in session.rows[1:]]
    assert steps == sorted(steps, reverse=True)


def test_the_newest_plays_whom_one_clicks(visit: Visit) -> None:
    driver = visit()
    session = session_of(driver)
    learn(driver, 2)
    match = session.match
    assert match is not None
    assert session.chosen == len(session.rows) - 1, "at first the one that has learned nothing"
    before = match.picture
    driver.frames(30)
    assert (match.picture != before).any()
    view = driver.scene.tab.view
    driver.click(view._rows[1].center)
    assert session.chosen == 1
    driver.tap(pygame.K_UP)
    assert session.chosen == 0, "the newest plays itself"
    driver.tap(pygame.K_DOWN)
    driver.tap(pygame.K_DOWN)
    assert session.rows[session.chosen].step == session.rows[2].step


def right_bat(driver: Driver) -> float:
    """The row of the right bat's middle, which is green."""
    match = session_of(driver).match
    assert match is not None
    court = match.picture[34:194, 80:]
    rows = np.flatnonzero((court == (92, 186, 92)).all(axis=2).any(axis=1))
    return float(rows.mean())


@pytest.mark.parametrize(("up", "down"), [(pygame.K_UP, pygame.K_DOWN), (pygame.K_w, pygame.K_s)])
def test_one_can_play(up: int, down: int, visit: Visit) -> None:
    driver = visit()
    session = session_of(driver)
    learn(driver, 1)
    driver.tap(pygame.K_p)
    assert session.playing
    chosen = session.chosen
    driver.press(up)
    driver.frames(40)
    high = right_bat(driver)
    driver.release(up)
    driver.press(down)
    driver.frames(40)
    assert right_bat(driver) > high + 30
    driver.release(down)
    assert session.chosen == chosen, "the arrows are the bat's"
    driver.tap(pygame.K_ESCAPE)
    assert not session.playing
    assert driver.app.scene is driver.scene


def test_a_gamepad_plays_too(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pygame.joystick, "Joystick", Joystick)
    monkeypatch.setattr(pygame.joystick, "get_count", lambda: 1)
    driver = visit()
    learn(driver, 1)
    driver.tap(pygame.K_p)
    driver.post(pygame.JOYHATMOTION, instance_id=10, hat=0, value=(0, 1))
    driver.frames(40)
    high = right_bat(driver)
    driver.post(pygame.JOYHATMOTION, instance_id=10, hat=0, value=(0, -1))
    driver.frames(40)
    assert right_bat(driver) > high + 30


def test_the_mouse_plays_too(visit: Visit) -> None:
    driver = visit()
    learn(driver, 1)
    driver.press_button("#league_join")
    game = driver.scene.tab.landmarks()["game"]
    driver.post(pygame.MOUSEBUTTONDOWN, button=1, pos=(game.centerx, game.y + 5))
    driver.frames(40)
    high = right_bat(driver)
    driver.post(pygame.MOUSEMOTION, pos=(game.centerx, game.bottom - 5), rel=(0, 1), buttons=(1, 0, 0))
    driver.frames(40)
    low = right_bat(driver)
    assert low > high + 30
    driver.post(pygame.MOUSEBUTTONUP, button=1, pos=(game.centerx, game.bottom - 5))
    driver.frames(20)
    still = right_bat(driver)
    driver.frames(10)
    assert right_bat(driver) == still


def test_the_past_is_turned_under_way(visit: Visit) -> None:
    driver = visit()
    session = session_of(driver)
    learn(driver, 1)
    driver.press_button("#league_past_more")
    assert session.controls == Controls(0.5)
    driver.tap(pygame.K_SPACE)
    driver.frames(5)
    assert session.state is not None
    assert session.state.controls == Controls(0.5)
    assert driver.scene.tab.shown().past == 0.5


def test_what_was_learned_is_offered_next_time(visit: Visit) -> None:
    driver = visit()
    learn(driver, 2)
    step = session_of(driver).rows[0].step
    members = len(session_of(driver).rows)
    driver.app.close()
    again = visit()
    session = session_of(again)
    assert not session.rows
    assert again.scene.tab.view._words() == again.app.t("rewards.league_offer")
    again.press_button("#league_continue")
    again.frames(3)
    assert len(session.rows) >= members
    assert session.rows[0].step >= step


def test_links_say_who_plays_and_whether_it_learns(visit: Visit) -> None:
    driver = visit("rewards/league?past=0.5&opponent=64&start=on")
    session = session_of(driver)
    assert session.started
    assert session.controls.past == 0.5
    for _ in range(200):
        driver.frames(1)
        if len(session.rows) > 3:
            break
    assert session.rows[session.chosen].step == min(
        (row.step for row in session.rows[1:]), key=lambda step: abs(step - 64)
    )
    assert driver.scene.tab.shown().start is False, "the next run does not begin by itself"


def test_a_game_that_ends_is_told_and_another_begins(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.scenes.rewards.league.match.RALLY", 30)
    driver = visit()
    learn(driver, 1)
    match = session_of(driver).match
    assert match is not None
    driver.frames(40)
    assert match.over
    driver.frames(200)
    picture = match.picture
    driver.frames(20)
    assert match.over or (match.picture != picture).any()


def test_the_exhibition_learns_and_shows_everybody(visit: Visit) -> None:
    driver = visit()
    tab, session = driver.scene.tab, session_of(driver)
    seen = set()
    for _ in range(40):
        tab.attract(ATTRACT_SECONDS / 2)
        driver.frames(1)
        if session.rows:
            seen.add(session.chosen)
    assert session.started
    assert len(seen) > 2


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("size", [(960, 600), (1280, 800)])
def test_no_text_is_cut(lang: str, size: tuple[int, int], visit: Visit, cut_texts: list[str]) -> None:
    driver = visit(lang=lang, size=size)
    driver.frames(3)
    learn(driver, 2)
    driver.tap(pygame.K_p)
    driver.frames(5)
    assert not cut_texts
