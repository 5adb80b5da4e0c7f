"""The text size for a lecture hall: nothing is too small for the back row, and nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from game.scenes import SCENES, _load
from game.ui.settings import HALL
from game.ui.style import TYPE
from tests.game.conftest import Driver
from tests.game.scenes.test_scenes import assert_no_two_overlap, assert_nothing_sticks_out

TABS = [f"{spec.id}/{name}" for spec in SCENES for name in getattr(_load(spec.scene), "tab_classes", {})]
SIZES = [(1280, 800), (1920, 1080)]


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("size", SIZES, ids=["1280x800", "1920x1080"])
@pytest.mark.parametrize("link", TABS)
def test_no_text_is_small_and_none_is_cut(
    link: str, size: tuple[int, int], lang: str, open_app: Callable[..., Driver], cut_texts: list[str]
) -> None:
    """Body text is 1/36 of the window's height at least, and nothing is below 1/48."""
    driver = open_app(link.partition("/")[0], lang=lang, size=size, scale=HALL)
    driver.app.go(link)
    driver.frames(20)
    style = driver.app.style
    assert style.text_size("body") >= size[1] / 36
    assert style.text_size("small") >= size[1] / 42
    assert min(map(style.text_size, TYPE)) >= size[1] / 48
    for widget in driver.buttons():
        assert widget.font.get_point_size() >= size[1] / 48, widget.text
    assert_nothing_sticks_out(driver)
    assert_no_two_overlap(driver.buttons())
    assert not set(cut_texts)
