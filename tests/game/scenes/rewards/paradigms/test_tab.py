from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pygame
import pytest

from agents.classic.demonstrations import teacher
from game.scenes.rewards.paradigms.session import SHOW_SECONDS, STEP_SECONDS, ParadigmsSession
from tests.game.conftest import Driver

Open = Callable[..., Driver]
TICK = STEP_SECONDS


@pytest.fixture
def visit(open_app: Open) -> Callable[..., Driver]:
    def start(link: str = "rewards/paradigms", **options: Any) -> Driver:
        driver = open_app("rewards", **options)
        driver.app.go(link)
        driver.frames(3)
        return driver

    return start


def session_of(driver: Driver) -> ParadigmsSession:
    session: ParadigmsSession = driver.scene.tab.session
    return session


def play_well(driver: Driver, steps: int) -> None:
    """Push as a good teacher would, without drawing every step."""
    session = session_of(driver)
    session.learning.pause()  # inline, every step would wait for it
    for _ in range(steps):
        if session.mode == "watch" or session.outcome is not None:
            break
        stage = session.stages[0]
        session.push(1 if teacher(session.game, "good")(stage.state[None])[0] else -1)
        session.update(TICK + 1e-9)
    session.push(0)
    driver.frames(1)


def test_both_learn_and_are_watched(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    driver.tap(pygame.K_SPACE)
    driver.frames(40, TICK)
    progress = session.progress
    assert progress is not None
    assert progress.examples.mean > 300
    assert progress.reward.mean > 300
    assert session.stages[0].steps > 20, "the network on the stage has learned, too"
    driver.tap(pygame.K_HOME)
    assert session.settings.seed == 2


def test_other_examples_begin_another_lesson(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    driver.tap(pygame.K_SPACE)
    driver.frames(10)
    driver.press_button("#count_less")
    assert session.settings.count == 300
    driver.frames(2)
    assert session.progress is not None, "it learns on, from fewer examples"
    assert session.progress.sample == 240
    driver.press_button("#wrong_more")
    driver.press_button("#gap_more")
    driver.press_button("#batch_less")
    assert (session.settings.wrong, session.settings.gap, session.settings.batch) == (0.1, "right", 8)
    driver.press_button("#game_more")
    driver.frames(3)
    assert session.game.name == "mountaincar"
    driver.press_button("#hint")
    assert session.settings.hint


def test_a_demonstration_becomes_the_data_set(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    driver.press_button("#show")
    assert session.mode == "show"
    driver.frames(5, TICK)
    assert session.shown == 0, "nothing is noted while nobody pushes"
    play_well(driver, round(SHOW_SECONDS / TICK) + 10)
    assert session.mode == "watch", "the time is up"
    assert session.settings.teacher == "own"
    assert len(session.own) > 500
    driver.frames(40, TICK)
    assert session.progress is not None
    assert session.progress.examples.mean > 200, "the imitator balances, as it was shown"
    driver.tap(pygame.K_DELETE)
    assert len(session.own) == 0
    driver.frames(2)
    assert session.lacking


def test_too_little_is_no_demonstration(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    driver.tap(pygame.K_d)
    driver.press(pygame.K_LEFT)
    driver.frames(6, TICK)
    driver.release(pygame.K_LEFT)
    driver.tap(pygame.K_ESCAPE)
    assert session.mode == "watch"
    assert session.settings.teacher == "good"
    assert driver.toasts


def test_the_mouse_pushes_too(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    driver.tap(pygame.K_d)
    room = driver.scene.tab.landmarks()["examples"]
    for x, way in ((room.x + 10, -1), (room.right - 10, 1)):
        driver.down((x, room.centery))
        driver.frames(2, TICK)
        assert session.hand == way
        assert session.stages[0].action == (way > 0)
        driver.up((x, room.centery))
        assert session.hand == 0


def test_a_duel_begins_at_one_place_and_with_a_push(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    driver.tap(pygame.K_SPACE)
    driver.frames(3)
    driver.tap(pygame.K_p)
    mine, theirs = session.stages
    np.testing.assert_array_equal(mine.state, theirs.state)
    driver.frames(10, TICK)
    assert mine.steps == 0, "it waits for the hand"
    play_well(driver, 520)
    assert session.outcome is not None
    assert session.duels
    assert mine.over
    assert theirs.over
    driver.tap(pygame.K_ESCAPE)
    assert session.mode == "watch"


def test_the_task_wants_a_demonstration_and_a_win(visit: Callable[..., Driver]) -> None:
    driver = visit()
    session = session_of(driver)
    done = driver.scene.task("beat-imitator")
    driver.tap(pygame.K_SPACE)
    driver.frames(3)
    driver.tap(pygame.K_p)
    play_well(driver, 520)
    driver.tap(pygame.K_ESCAPE)
    assert not done(), "a win against another's imitator does not count"
    driver.tap(pygame.K_d)
    driver.press(pygame.K_LEFT)
    driver.frames(60, TICK)
    driver.release(pygame.K_LEFT)
    driver.tap(pygame.K_ESCAPE)
    assert session.settings.teacher == "own"
    driver.frames(3, TICK)
    assert not done()
    for _ in range(3):
        driver.tap(pygame.K_p)
        play_well(driver, 520)
    assert done()
    with pytest.raises(KeyError):
        driver.scene.task("nothing")


def test_links_tell_what_is_shown(visit: Callable[..., Driver]) -> None:
    link = "rewards/paradigms?game=mountaincar&teacher=weak&count=100&wrong=0.2&gap=edges&hint=1&errors=1"
    driver = visit(link)
    told = driver.scene.link().query
    assert told == {
        "game": "mountaincar",
        "teacher": "weak",
        "count": "100",
        "wrong": "0.2",
        "gap": "edges",
        "hint": "on",
        "errors": "on",
    }
    driver.app.go("rewards/paradigms")
    driver.frames(2)
    assert driver.scene.link().query == {}
    driver.app.go("rewards/paradigms?count=0")
    driver.frames(2)
    assert driver.toasts, "a wrong link is a message"
    assert session_of(driver).settings.count == 1000


def test_a_lesson_in_a_process_of_its_own(open_app: Open) -> None:
    driver = open_app("rewards", inline=False)
    driver.frames(3)
    session = session_of(driver)
    session.learning.set_speed(3)
    driver.tap(pygame.K_SPACE)
    until = time.monotonic() + 60
    while session.progress is None or session.progress.reward.seen < 500:
        driver.frames(1)
        assert time.monotonic() < until
    driver.tap(pygame.K_SPACE)
    assert not session.learning.running
    driver.app.close()
    assert not session.learning._remote.pid


@pytest.mark.parametrize("size", [(960, 600), (1920, 1080)])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_no_text_is_cut(
    visit: Callable[..., Driver], size: tuple[int, int], lang: str, cut_texts: list[str]
) -> None:
    driver = visit(size=size, lang=lang)
    driver.tap(pygame.K_SPACE)
    driver.frames(12, TICK)
    driver.tap(pygame.K_e)
    driver.frames(3)
    driver.tap(pygame.K_d)
    driver.press(pygame.K_LEFT)
    driver.frames(40, TICK)
    driver.release(pygame.K_LEFT)
    driver.tap(pygame.K_ESCAPE)
    driver.frames(3)
    session = session_of(driver)
    session.learning.pause()
    driver.tap(pygame.K_p)
    driver.frames(2)
    session.push(-1)
    for _ in range(600):
        session.update(TICK + 1e-9)
    session.push(0)
    driver.frames(2)
    assert session.outcome is not None
    driver.app.go("rewards/paradigms?game=mountaincar&count=3000&teacher=own")
    driver.tap(pygame.K_ESCAPE)
    driver.frames(3, TICK)
    assert not set(cut_texts)
