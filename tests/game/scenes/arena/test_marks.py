"""Where the user saved an agent, its curve of learning has a mark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from game.scenes.arena.games.selection import MOST_MARKS
from game.scenes.arena.preferences import NAME
from game.ui.settings import Folders
from tests.game.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_app: Open) -> Driver:
    return open_app("arena")


def save(driver: Driver, folders: Folders, name: str, step: int, mean: float) -> None:
    """Let the agent have learned so much, and save it by hand."""
    training = driver.scene.training
    training.state = replace(training.state, step=step, recent_returns=(mean,), curve=((step, 1.0, mean),))
    training.save(folders.data / f"{name}.safetensors")
    driver.frames(2)


def test_a_save_marks_the_curve_and_is_remembered(driver: Driver, folders: Folders) -> None:
    selection, curve = driver.scene.session.selection, driver.scene.screen.curve
    save(driver, folders, "one", 1000, -20.0)
    save(driver, folders, "two", 2000, -18.5)
    assert selection.saves == ((1000, -20.0), (2000, -18.5))
    assert curve._own_marks() == [(1000.0, -20.0, "saved"), (2000.0, -18.5, "saved")]
    driver.scene.session.store.close()
    assert '"saves"' in (folders.config / NAME).read_text("utf-8")
    for number in range(MOST_MARKS):
        save(driver, folders, f"more {number}", 3000 + number, -10.0)
    assert len(selection.saves) == MOST_MARKS
    driver.scene.session.forget()
    assert selection.saves == (), "another agent begins"


def test_what_could_not_be_written_is_no_save(driver: Driver, folders: Folders) -> None:
    (folders.data / "x.safetensors").mkdir(parents=True)
    save(driver, folders, "x", 1000, -20.0)
    assert driver.scene.session.selection.saves == ()
