"""What the scene remembers from one run to the next."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from game.scenes.rewards.scene import NAME
from game.ui.settings import Folders
from tests.game.conftest import Driver

Open = Callable[..., Driver]


def test_every_tab_is_as_it_was_left_in_the_last_run(open_app: Open) -> None:
    driver = open_app("rewards", seed=5)
    driver.scene.tab.session.change(game="mountaincar", count=200, wrong=0.25)
    driver.scene.open("trading")
    driver.frames(2)
    driver.scene.tab.session.change(series="walk", cost=0.002, seed=9)
    driver.app.close()
    again = open_app("rewards", seed=6)
    assert again.scene.tab_id == "trading"
    shown = again.scene.tab.shown()
    assert (shown.series, shown.cost, shown.seed) == ("walk", 0.002, 6), "chance is the command line's"
    again.scene.open("paradigms")
    again.frames(2)
    shown = again.scene.tab.shown()
    assert (shown.game, shown.count, shown.wrong) == ("mountaincar", 200, 0.25)


def test_a_link_comes_before_what_is_remembered(open_app: Open) -> None:
    driver = open_app("rewards")
    driver.scene.tab.session.change(game="mountaincar", count=200)
    driver.app.go("menu")
    driver.frames(3)
    driver.app.close()
    again = open_app("rewards", open="rewards/paradigms?count=50")
    again.frames(3)
    shown = again.scene.tab.shown()
    assert (shown.game, shown.count) == ("cartpole", 50)


@pytest.mark.parametrize(
    "text",
    ['{"room": "attic", "paradigms": {"game": "chess", "count": -3}, "trading": 7}', "[]", "{", ""],
)
def test_nonsense_keeps_the_defaults(text: str, open_app: Open, folders: Folders) -> None:
    folders.config.mkdir(parents=True, exist_ok=True)
    (folders.config / NAME).write_text(text, "utf-8")
    driver = open_app("rewards")
    assert driver.scene.tab_id == "paradigms"
    shown = driver.scene.tab.shown()
    assert (shown.game, shown.count) == ("cartpole", 1000)
