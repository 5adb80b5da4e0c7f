"""The text size for a lecture hall: nothing is too small for the back row, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest
from pygame_gui.elements import UIButton, UILabel

from game.scenes import SCENES, _load
from game.ui.settings import HALL
from game.ui.style import TYPE
from game.ui.widgets.window import in_window
from tests.game.conftest import Driver
from tests.game.scenes.test_scenes import assert_no_two_overlap, assert_nothing_sticks_out

Open = Callable[..., Driver]
TABS = [f"{spec.id}/{name}" for spec in SCENES for name in getattr(_load(spec.scene), "tab_classes", {})]
SIZES = [(1280, 800), (1920, 1080)]


PLACES = [
    *TABS,
    "lecture/start",
    *(f"arena/{mode}?game=pong" for mode in ("alongside", "against", "watch", "coach")),
    "arena/watch?game=pong&panel=saliency",
]
DIALOGS = {"help": pygame.K_F1, "settings": pygame.K_F10}
everywhere = pytest.mark.parametrize(
    ("size", "lang"), [(size, lang) for size in SIZES for lang in ("ru", "en")], ids=str
)


def assert_readable(driver: Driver, size: tuple[int, int], cut_texts: list[str]) -> None:
    """Body text is 1/36 of the window's height at least, and nothing is below 1/48 or cut off."""
    style = driver.app.style
    assert style.text_size("body") >= size[1] / 36
    assert style.text_size("small") >= size[1] / 42
    assert min(map(style.text_size, TYPE)) >= size[1] / 48
    for widget in driver.buttons():
        assert widget.font.get_point_size() >= size[1] / 48, widget.text
    assert_nothing_sticks_out(driver)
    assert_no_two_overlap(driver.buttons())
    assert not set(cut_texts)


@everywhere
@pytest.mark.parametrize("link", PLACES)
def test_no_text_is_small_and_none_is_cut(
    link: str, size: tuple[int, int], lang: str, one_console: None, open_app: Open, cut_texts: list[str]
) -> None:
    driver = open_app(link.partition("/")[0], lang=lang, size=size, scale=HALL)
    driver.app.go(link)
    driver.frames(20)
    assert_readable(driver, size, cut_texts)


@everywhere
@pytest.mark.parametrize("dialog", DIALOGS)
def test_no_text_of_a_dialog_is_small_and_none_is_cut(
    dialog: str, size: tuple[int, int], lang: str, open_app: Open, cut_texts: list[str]
) -> None:
    driver = open_app("lecture", lang=lang, size=size, scale=HALL)
    driver.tap(DIALOGS[dialog])
    driver.frames(3)
    (window,) = driver.app.dialogs.windows
    inside = [each for each in driver.widgets() if isinstance(each, (UIButton, UILabel)) and in_window(each)]
    assert inside
    for each in inside:
        assert each.font.get_point_size() >= size[1] / 48, each.text
        if each.text:
            wide, high = each.font.get_rect(each.text).size
            assert wide <= each.rect.width, each.text
            assert high <= each.rect.height, each.text
        assert window.rect.contains(each.rect), each.text
