from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from game.scenes.arena.play.side_by_side import Score
from tests.game.conftest import Driver

Open = Callable[..., Driver]


def test_three_points_against_the_console(open_app: Open) -> None:
    driver = open_app("menu")
    driver.app.go("arena/alongside?game=pong&panel=gradient")
    driver.frames(8)
    done = driver.scene.task("three-points")
    assert not done()
    race = driver.scene.race
    race.machine.game.agent_points += 9
    driver.frames(60)
    assert not done(), "the agent's points"
    driver.tap(pygame.K_UP)
    driver.frames(4)
    assert race.begun
    for point in range(1, 4):
        assert not done()
        race.human.game.agent_points = point
        driver.frames()
    assert done()


def test_points_of_the_app_playing_itself_and_from_before_do_not_count(open_app: Open) -> None:
    driver = open_app("arena")
    driver.tap(pygame.K_UP)
    driver.frames(4)
    race = driver.scene.race
    race.human.game.agent_points = 2
    done = driver.scene.task("three-points")
    assert not done()
    race.human.game.agent_points = 3
    assert not done(), "one"
    driver.scene.attract(0.1)
    driver.frames()
    race.human.game.agent_points = 9
    assert not done(), "by itself"


@pytest.mark.usefixtures("one_console")
def test_a_game_against_an_agent_is_won(open_app: Open) -> None:
    driver = open_app("menu")
    driver.app.go("arena/against?game=pong&opponent=duellist")
    driver.frames(8)
    match = driver.scene.match
    match.results.append(Score(21, 3))
    done = driver.scene.task("game-won")
    assert not done(), "that was before"
    driver.frames(60)
    assert not done()
    driver.tap(pygame.K_UP)
    driver.frames(4)
    assert match.begun
    assert not done()
    match.results.append(Score(20, 21))
    assert not done(), "lost"
    match.results.append(Score(21, 20))
    assert done()


@pytest.mark.usefixtures("one_console")
def test_a_link_leads_to_the_same_state_after_free_play(open_app: Open) -> None:
    driver = open_app("menu")
    link = "arena/alongside?game=pong&opponent=live"
    driver.app.go(link)
    driver.frames(8)
    scene = driver.scene
    assert not scene.insight.open
    driver.tap(pygame.K_UP)
    driver.frames(20)
    assert scene.race.begun
    scene.toggle_insight()
    scene.session.toggle_learning()
    scene.session.pace.change(2)
    scene.session.toggle_pause()
    driver.frames(2)
    driver.app.go(link)
    driver.frames(4)
    assert not scene.race.begun
    assert (scene.paused, scene.session.learning, scene.session.pace.speed) == (False, True, 1.0)
    assert str(scene.link()) == link
