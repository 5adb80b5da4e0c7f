"""Nothing is cut off, whatever is shown."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from game.ui.settings import HALL
from tests.game.conftest import Driver
from tests.game.scenes.test_scenes import assert_no_two_overlap, assert_nothing_sticks_out

LINKS = (
    "then?detector=people&x=200&y=200",
    "then?stage=7&x=200&y=200",
    "now?compare=1&picture=cat",
    "now?compare=1&picture=astronaut&detector=people",
    "now?look=candidates&threshold=0.2&picture=galaxies",
    "now?look=anchors",
)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize(("size", "scale"), [((960, 600), 0.0), ((1280, 800), HALL), ((1920, 1080), HALL)])
def test_nothing_is_cut(
    size: tuple[int, int], scale: float, lang: str, visit: Callable[..., Driver], cut_texts: list[str]
) -> None:
    driver = visit("detection/then", lang=lang, size=size, scale=scale)
    for link in LINKS:
        driver.app.go(f"detection/{link}")
        driver.frames(6)
        assert_nothing_sticks_out(driver)
        assert_no_two_overlap(driver.buttons())
        assert not set(cut_texts), link


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_nothing_is_cut_below_the_lecture_s_text(
    size: tuple[int, int], lang: str, visit: Callable[..., Driver], cut_texts: list[str]
) -> None:
    driver = visit("detection/then", lang=lang, size=size, scale=HALL)
    session = driver.app.lecture.session
    for stop in ("cascade", "detector"):
        session.open(stop)
        driver.frames(6)
        assert driver.app.lecture.open
        for phase in range(3):
            assert_nothing_sticks_out(driver)
            assert_no_two_overlap(driver.buttons())
            assert not set(cut_texts), (stop, phase)
            session.next()
            driver.frames(6)
