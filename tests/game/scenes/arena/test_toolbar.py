"""The arena's toolbar: modes in words, everything else in groups, in the row or in a menu."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest

from game.scenes.arena.commands import TOOLBAR
from game.scenes.arena.play.plays import PLAYS
from tests.game.conftest import Driver
from tests.game.scenes.test_scenes import assert_no_two_overlap, assert_nothing_sticks_out

Open = Callable[..., Driver]
MENUS = ("game_menu", "agent_menu")


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_modes_have_words_and_everything_can_be_reached(
    lang: str, size: tuple[int, int], open_app: Open
) -> None:
    driver = open_app("arena", lang=lang, size=size)
    for scale in (0.0, 1.0, 1.75):
        driver.app.change(ui_scale=scale)
        driver.frames(2)
        t = driver.app.t
        for mode in PLAYS:
            assert driver.widget(f"#mode_{mode}").text == t(f"arena.mode_{mode}")
        assert_nothing_sticks_out(driver)
        assert_no_two_overlap(driver.buttons())
        names = {name for group in TOOLBAR for name in group.names}
        found = {name for name in names if driver.has(f"#{name}")}
        for menu in MENUS:
            if driver.has(f"#{menu}"):
                driver.press_button(f"#{menu}")
                inside = driver.window().get_container()
                items = [widget for widget in driver.buttons() if widget.ui_container is inside]
                assert all(item.text for item in items)
                found |= {str(item.object_ids[-1])[1:] for item in items}
                driver.tap(pygame.K_ESCAPE)
                driver.frames(1)
        assert found == names, f"at {size}, {scale:g}"


def test_a_menu_shows_what_is_on_and_closes_with_the_choice(open_app: Open) -> None:
    driver = open_app("arena", size=(960, 600))
    driver.app.change(ui_scale=1.75)
    driver.frames(2)
    driver.press_button("#agent_menu")
    assert driver.widget("#learn").is_selected
    driver.press_button("#learn")
    assert not driver.app.dialog_open
    assert not driver.scene.session.learning
    driver.press_button("#agent_menu")
    assert not driver.widget("#learn").is_selected
    driver.tap(pygame.K_ESCAPE)
    driver.press_button("#game_menu")
    assert not driver.widget("#side").is_enabled, "only in a match are there sides"
