from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator

import pytest

from game.workers.gc_policy import clear_away, old_left_alone, set_aside, take_back
from game.workers.library_loader import LibraryLoader
from tests.game.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture
def no_collector() -> Iterator[None]:
    """The collector never comes by itself, and nothing was set aside."""
    take_back()  # what other tests have set aside
    gc.disable()
    yield
    take_back()
    gc.enable()


@pytest.fixture
def collections() -> Iterator[list[int]]:
    """The generations that the collector has looked at, one after the other."""
    looks: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            looks.append(info["generation"])

    gc.callbacks.append(note)
    yield looks
    gc.callbacks.remove(note)


class Ring:
    """Something that holds itself."""

    def __init__(self) -> None:
        self.me = self


def test_without_anything_set_aside_nothing_is_done(no_collector: None) -> None:
    ring = weakref.ref(Ring())
    clear_away()
    assert ring() is not None


def test_what_was_set_aside_is_not_looked_at_and_the_rest_goes(no_collector: None) -> None:
    before = weakref.ref(Ring())
    set_aside()
    after = weakref.ref(Ring())
    clear_away()
    assert before() is not None
    assert after() is None


def test_at_the_end_everything_is_looked_at_again(no_collector: None, open_app: Open) -> None:
    driver = open_app("convolution")
    ring = weakref.ref(Ring())
    set_aside()
    driver.app.close()
    gc.collect()
    assert ring() is None


def test_layouts_that_were_left_do_not_pile_up(no_collector: None, open_app: Open) -> None:
    driver = open_app("convolution")
    set_aside()
    layouts = []
    for number in range(6):
        driver.app.change(theme=("dark", "light")[number % 2])
        driver.frames(25)
        layouts.append(weakref.ref(driver.app.ui))
    assert sum(layout() is not None for layout in layouts) <= 2


def test_all_that_lives_is_looked_at_rarely_once_libraries_are_set_aside(collections: list[int]) -> None:
    """It takes some frames: a scene that draws thousands of shapes made it look in every fifth."""
    take_back()
    try:
        with old_left_alone():
            set_aside()
        kept: list[list[object]] = [[] for _ in range(300_000)]
        assert set(collections) == {0, 1}
        with old_left_alone():
            pass
        kept.extend([] for _ in range(300_000))
        assert set(collections) == {0, 1}
        ring = weakref.ref(Ring())
        clear_away()
        assert ring() is None
    finally:
        take_back()
    collections.clear()
    kept.extend([] for _ in range(600_000))
    assert 2 in collections, "and as usual in the end"


def test_while_libraries_are_loaded_what_is_there_is_not_looked_at_again_and_again(
    collections: list[int],
) -> None:
    def load() -> None:
        libraries.extend([] for _ in range(800_000))

    libraries: list[list[object]] = []
    usual = gc.get_threshold()
    LibraryLoader(load, inline=True).start()
    assert len(libraries) == 800_000
    assert set(collections) == {0, 1}, "young objects are still looked at"
    assert gc.get_threshold() == usual


def test_after_a_failure_the_collector_looks_as_usual() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ImportError), old_left_alone():
        raise ImportError
    assert gc.get_threshold() == usual
