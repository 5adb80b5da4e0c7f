"""Links into the arena: open one, copy it, open it again; wrong ones are told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.game.conftest import Driver

Open = Callable[..., Driver]


def follow(driver: Driver, link: str) -> None:
    driver.app.go(link)
    driver.frames(4)


@pytest.mark.parametrize(
    "link",
    [
        "arena/alongside?game=pong&opponent=novice",
        "arena/against?game=pong&opponent=duellist&panel=gradient",
        "arena/watch?game=pong&opponent=best&rival=novice",
        "arena/coach?game=breakout&opponent=live&panel=filters",
    ],
)
@pytest.mark.usefixtures("one_console")
def test_a_link_shows_what_it_says_and_is_copied_as_it_was(link: str, open_app: Open) -> None:
    driver = open_app("menu")
    follow(driver, link)
    assert not driver.toasts
    assert driver.app.scene_id == "arena"
    assert str(driver.scene.link()) == link
    follow(driver, "arena/alongside?game=freeway")
    assert str(driver.scene.link()).startswith("arena/alongside?game=freeway")
    follow(driver, link)
    assert str(driver.scene.link()) == link


def test_a_link_to_a_mode_alone_leaves_the_game(open_app: Open) -> None:
    driver = open_app("arena")
    follow(driver, "arena/watch")
    assert (driver.scene.mode.id, driver.scene.spec.id) == ("watch", "pong")


@pytest.mark.parametrize(
    "link",
    [
        "arena/chess",
        "arena/watch?game=chess",
        "arena/watch?opponent=nobody",
        "arena/watch?panel=mind",
        "arena/watch?colour=red",
        "arena/against?game=breakout",
    ],
)
def test_a_wrong_link_gives_a_message(link: str, open_app: Open) -> None:
    driver = open_app("arena")
    follow(driver, link)
    assert len(driver.toasts) == 1
    assert driver.scene.mode.id == "alongside"
