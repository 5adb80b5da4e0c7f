"""The tab: what keys, clicks and links do."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from models.translation.live.settings import COUNTS, MOST
from tests.game.conftest import Driver
from tests.game.scenes.translation.learn.conftest import FakeTrainer

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_app: Open, fake_trainer: FakeTrainer) -> Driver:
    driver = open_app("translation")
    driver.scene.open("learn")
    driver.frames(3)
    return driver


def test_the_space_bar_begins_and_rests(driver: Driver, fake_trainer: FakeTrainer) -> None:
    session = driver.scene.tab.session
    before = driver.picture()
    driver.tap(pygame.K_SPACE)
    driver.frames(3)
    assert session.running
    assert (driver.picture() != before).any()
    driver.tap(pygame.K_SPACE)
    driver.frames(2)
    step = session.snapshot.step
    driver.frames(4)
    assert session.snapshot.step == step
    driver.tap(pygame.K_HOME)
    driver.frames(1)
    assert len(fake_trainer.begun) == 2


def test_pairs_are_fewer_after_a_press(driver: Driver) -> None:
    driver.press_button("#learn_pairs_less")
    driver.frames(2)
    assert driver.scene.tab.session.controls.pairs == COUNTS[-2]
    assert driver.scene.tab.shown().pairs == COUNTS[-2]


def test_a_click_looks_at_a_sentence(driver: Driver) -> None:
    tab = driver.scene.tab
    driver.tap(pygame.K_SPACE)
    driver.frames(3)
    tab.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=tab.view.sentences._rows[6].center))
    assert tab.session.controls.look == 6
    driver.tap(pygame.K_UP)
    driver.frames(2)
    assert tab.session.snapshot.controls.look == 5


def test_pointing_at_a_written_word_shows_what_could_stand_there(driver: Driver) -> None:
    tab = driver.scene.tab
    driver.tap(pygame.K_SPACE)
    driver.frames(3)
    place = tab.view.attention._places[0]
    tab.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=place.center, rel=(0, 0), buttons=(0, 0, 0)))
    assert tab.view.attention.word == 0
    driver.frames(1)


def test_a_link_begins_with_so_many_pairs(driver: Driver, fake_trainer: FakeTrainer) -> None:
    driver.app.show("translation/learn?pairs=300&start=on")
    driver.frames(3)
    assert fake_trainer.begun[-1][2] == 300
    assert driver.scene.tab.session.controls.pairs == 300
    driver.app.show("translation/learn")
    driver.frames(2)
    assert driver.scene.tab.session.controls.pairs == MOST


def test_leaving_rests_and_coming_back_goes_on(driver: Driver) -> None:
    session = driver.scene.tab.session
    driver.tap(pygame.K_SPACE)
    driver.frames(3)
    driver.scene.open("compare")
    driver.frames(3)
    assert not session.running
    driver.scene.open("learn")
    driver.frames(3)
    assert session.running


def test_the_task_of_the_lecture_is_known(driver: Driver) -> None:
    done = driver.scene.task("eight-of-ten")
    assert not done()
    driver.tap(pygame.K_SPACE)
    driver.frames(14)
    assert done()
