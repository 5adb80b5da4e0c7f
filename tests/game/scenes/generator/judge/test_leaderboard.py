"""The day's table: what a file keeps, what becomes of a damaged one, what happens at midnight."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from game.scenes.generator.judge.leaderboard import (
    FOLDER,
    LONGEST_NAME,
    MOST,
    SIDE,
    Drawing,
    Page,
    Table,
    ranked,
    read,
    tidy,
    write,
)
from tests.game.conftest import Driver

Open = Callable[..., Driver]
DAY = date(2026, 11, 23)


def drawing(name: str = "Ада", probability: float = 0.5, shade: int = 100) -> Drawing:
    picture = np.full((SIDE, SIDE, 3), shade, np.uint8)
    return Drawing(name, probability, (3, 1), "14:05", picture)


def file(folder: Path, day: date = DAY) -> Path:
    return folder / FOLDER / f"{day.isoformat()}.json"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    entered = (drawing("Ада", 0.9, 10), drawing("Bob", 0.25, 200))
    write(tmp_path, Page(DAY, entered))
    page = read(tmp_path, DAY)
    assert page.aside is None
    assert page.days == (DAY,)
    for found, wanted in zip(page.drawings, entered, strict=True):
        assert (found.name, found.probability, found.votes, found.at) == (
            wanted.name,
            wanted.probability,
            wanted.votes,
            wanted.at,
        )
        np.testing.assert_array_equal(found.picture, wanted.picture)


def test_the_best_come_first_and_no_more_than_fit() -> None:
    many = tuple(drawing(str(n), n / 1000) for n in range(MOST + 5))
    best = ranked(many)
    assert len(best) == MOST
    assert best[0].name == str(MOST + 4)
    tied = (drawing("first", 0.5), drawing("second", 0.5))
    assert [d.name for d in ranked(tied)] == ["first", "second"]


def test_a_day_without_a_file_is_empty(tmp_path: Path) -> None:
    assert read(tmp_path, DAY) == Page(DAY, ())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"[]",
        b"{}",
        b'{"drawings": 3}',
        b'{"drawings": [{}]}',
        b"[" * 100_000,
        b'{"drawings": [{"name": "x", "at": "1", "probability": 7, "votes": [1, 1], "png": ""}]}',
        b'{"drawings": [{"name": "x", "at": "1", "probability": 0.5, "votes": [1, 1], "png": "AAAA"}]}',
        b'{"drawings": [{"name": "x", "at": "1", "probability": 0.5, "votes": [-1, 1], "png": ""}]}',
    ],
)
def test_a_damaged_file_is_set_aside_and_never_deleted(tmp_path: Path, content: bytes) -> None:
    path = file(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    page = read(tmp_path, DAY)
    assert page.drawings == ()
    assert page.aside is not None
    assert page.aside.read_bytes() == content
    assert not path.exists()
    assert read(tmp_path, DAY).aside is None


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("  Ада \n Л. ", "Ада Л."), ("\x00\x1b[31m", "[31m"), ("x" * 99, "x" * LONGEST_NAME), ("\t", "")],
)
def test_names_are_tidied(name: str, wanted: str) -> None:
    assert tidy(name) == wanted


@pytest.fixture
def driver(open_app: Open) -> Driver:
    return open_app("menu")


def settle(table: Table, driver: Driver) -> None:
    for _ in range(3):
        table.update(driver.scene.ctx)


def test_midnight_begins_a_new_table_and_keeps_the_old_one(driver: Driver) -> None:
    today = [DAY]
    table = Table(lambda: today[0])
    settle(table, driver)
    table.enter(driver.scene.ctx, drawing("Ада", 0.4))
    settle(table, driver)
    table.enter(driver.scene.ctx, drawing("Bob", 0.8))
    settle(table, driver)
    assert [d.name for d in table.page.drawings] == ["Bob", "Ада"]
    assert table.place(table.newest) == 1
    today[0] = DAY + timedelta(days=1)
    settle(table, driver)
    assert table.page.drawings == ()
    assert table.today
    table.turn(driver.scene.ctx, -1)
    settle(table, driver)
    assert not table.today
    assert [d.name for d in table.page.drawings] == ["Bob", "Ада"]
    table.turn(driver.scene.ctx, -1)
    settle(table, driver)
    assert table.page.day == DAY, "there is no day before"
    table.enter(driver.scene.ctx, drawing("Eve", 0.1))
    settle(table, driver)
    assert table.today, "what is entered goes into today's table"
    assert [d.name for d in table.page.drawings] == ["Eve"]
    folder = driver.app.folders.data
    assert len(json.loads(file(folder).read_text())["drawings"]) == 2
    table.close()


def test_a_damaged_table_is_told_in_words(driver: Driver) -> None:
    path = file(driver.app.folders.data)
    path.parent.mkdir(parents=True)
    path.write_text("oops")
    table = Table(lambda: DAY)
    settle(table, driver)
    assert table.page.drawings == ()
    assert any("broken" in words for words in driver.toasts)
    table.close()


def test_that_it_cannot_be_saved_is_told(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("game.scenes.generator.judge.leaderboard.write_atomically", full)
    table = Table(lambda: DAY)
    settle(table, driver)
    table.enter(driver.scene.ctx, drawing())
    settle(table, driver)
    assert driver.toasts[-1] == driver.app.t("generator.judge_unsaved", why=driver.app.t("app.disk_full"))
    assert len(table.page.drawings) == 1, "it stays on the screen"
    table.close()
