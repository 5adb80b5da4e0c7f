from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from game.scenes import SCENES
from game.ui.tabs import TabbedScene
from game.ui.widgets.try_card import PATIENCE
from tests.game.conftest import Driver

Open = Callable[..., Driver]


def wait(driver: Driver, seconds: float = PATIENCE + 0.2) -> None:
    driver.frames(round(seconds / 0.1), 0.1)


def test_it_comes_when_nothing_is_done_and_goes_at_the_first_use(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.app.go("convolution/shift")
    driver.frames(2)
    card, before = driver.scene.try_card, driver.picture()
    assert not card.shown
    wait(driver)
    assert card.shown
    assert (driver.picture() != before).any(axis=2).sum() > 10_000
    driver.click(driver.scene.tab._grid.rect.center)
    assert not card.shown
    wait(driver)
    assert not card.shown, "it does not come again by itself"


def test_a_button_is_a_use_and_another_tab_is_none(open_app: Open) -> None:
    driver = open_app("convolution")
    card = driver.scene.try_card
    driver.press_button("#tab_shift")
    wait(driver)
    assert card.shown
    driver.press_button("#tab_steal")
    driver.frames(2)
    assert not card.shown
    wait(driver)
    assert card.shown
    driver.press_button("#reveal")
    driver.frames(2)
    assert not card.shown


def test_the_help_brings_it_back(open_app: Open) -> None:
    driver = open_app("generator")
    wait(driver)
    driver.tap(pygame.K_m)
    assert not driver.scene.try_card.shown
    driver.tap(pygame.K_F1)
    driver.tap(pygame.K_ESCAPE)
    wait(driver)
    assert driver.scene.try_card.shown


@pytest.mark.parametrize("scene_id", [spec.id for spec in SCENES if isinstance(spec.make(), TabbedScene)])
@pytest.mark.parametrize("lang", ["ru", "en"])
def test_every_tab_has_three_things_to_try(
    scene_id: str, lang: str, open_app: Open, cut_texts: list[str]
) -> None:
    driver = open_app(scene_id, lang=lang)
    for name in driver.scene.names:
        driver.app.go(f"{scene_id}/{name}")
        wait(driver)
        assert driver.scene.try_card.shown, name
        assert len(driver.app.t(f"try.{scene_id}_{name}").split("\n")) == 3
    assert not [text for text in cut_texts if text.startswith("cut")]


def test_the_arena_has_one_until_it_is_played(one_console: None, open_app: Open) -> None:
    driver = open_app("arena")
    wait(driver)
    card = driver.scene.try_card
    assert card.shown
    assert len(driver.app.t("try.arena").split("\n")) == 3
    driver.click(driver.scene.screen.pictures[0].center)
    wait(driver)
    assert not card.shown
    card.again()
    driver.frames(2)
    assert not card.shown, "it is played"
