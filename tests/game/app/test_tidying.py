from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pygame
import pytest

from game.app.tidying import MANY, SOON, Tidying
from game.ui.widgets.buttons import Button
from game.ui.widgets.controls import Slider
from game.workers.gc_policy import set_aside, take_back
from tests.game.conftest import FRAME, Driver

Open = Callable[..., Driver]
ENOUGH = round(SOON / FRAME) + 4


@pytest.fixture
def no_collector() -> Iterator[None]:
    """The collector never comes by itself."""
    take_back()  # what other tests have set aside
    gc.disable()
    yield
    take_back()
    gc.enable()


def test_a_layout_that_is_gone_is_tidied_up_once_and_a_little_later() -> None:
    calls: list[int] = []
    tidying = Tidying(lambda: calls.append(1))
    widgets = [object() for _ in range(MANY + 3)]
    tidying.look(widgets, 1.0)
    assert not calls, "nothing is gone yet"
    tidying.look(widgets[:3], SOON / 2)
    assert not calls
    for _ in range(10):
        tidying.look(widgets[:3], SOON / 2 + FRAME)
    assert calls == [1]


def test_tabs_that_were_left_are_freed_without_the_collector(no_collector: None, open_app: Open) -> None:
    driver = open_app("generator")
    driver.app._tidying = Tidying(lambda: pytest.fail("there was nothing to tidy up"))
    known: set[weakref.ref[Any]] = set()
    for link in ("generator/knobs", "generator/restyle", "generator/judge?exercise=quiz") * 2:
        driver.app.go(link)
        driver.frames(ENOUGH)
        known.update(weakref.ref(each) for each in driver.widgets() if isinstance(each, (Button, Slider)))
    left = [each for ref in known if (each := ref()) is not None and not each.alive()]
    assert len(left) < len(known) / 2, "each tab may know its last ones"


def test_tips_are_tidied_up_when_they_were_many() -> None:
    calls: list[int] = []
    tidying = Tidying(lambda: calls.append(1))
    for number in range(MANY + 2):
        assert not calls or number > MANY
        tidying.look([object()], 1.0)
    assert calls == [1]


def left(driver: Driver, window: Callable[[], None]) -> list[weakref.ref[object]]:
    """What is still there of the windows that were opened and closed."""
    known: list[weakref.ref[object]] = []
    for _ in range(4):
        window()
        known += [weakref.ref(each) for each in driver.app.dialogs.windows]
        driver.tap(pygame.K_ESCAPE)
        driver.frames(ENOUGH)
    assert len(known) == 4
    return [each for each in known if each() is not None]


@pytest.mark.parametrize("key", [pygame.K_F1, pygame.K_F10])
def test_windows_that_were_closed_do_not_pile_up(no_collector: None, open_app: Open, key: int) -> None:
    driver = open_app("convolution")
    set_aside()
    assert len(left(driver, lambda: driver.tap(key))) <= 1


def test_modes_and_panels_that_were_left_do_not_pile_up(
    no_collector: None, one_console: None, open_app: Open
) -> None:
    driver = open_app("arena")
    set_aside()
    known: set[weakref.ref[Any]] = set()
    for link in ("watch?panel=saliency", "coach", "alongside?panel=gradient", "against") * 3:
        driver.app.go(f"arena/{link}")
        driver.frames(ENOUGH)
        known.update(map(weakref.ref, driver.widgets()))
    gone = [each for each in known if (widget := each()) is not None and not widget.alive()]
    assert len(gone) <= MANY
