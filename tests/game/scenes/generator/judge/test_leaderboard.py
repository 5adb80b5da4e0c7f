"""The leaderboard: what a file keeps, what becomes of a damaged one, what happens at midnight."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
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
    Entry,
    Leaderboard,
    Page,
    ranked,
    read,
    tidy,
    write,
)
from game.workers.status import Status
from game.workers.workers import Workers

DAY = date(2026, 11, 23)


def entry(name: str = "Ада", probability: float = 0.5, shade: int = 100) -> Entry:
    picture = np.full((SIDE, SIDE, 3), shade, np.uint8)
    return Entry(name, probability, (3, 1), "14:05", picture)


def file(folder: Path, day: date = DAY) -> Path:
    return folder / FOLDER / f"{day.isoformat()}.json"


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    entered = (entry("Ада", 0.9, 10), entry("Bob", 0.25, 200))
    write(tmp_path, Page(DAY, entered))
    page = read(tmp_path, DAY)
    assert page.aside is None
    assert page.days == (DAY,)
    for found, wanted in zip(page.entries, entered, strict=True):
        assert (found.name, found.probability, found.votes, found.at) == (
            wanted.name,
            wanted.probability,
            wanted.votes,
            wanted.at,
        )
        np.testing.assert_array_equal(found.picture, wanted.picture)


def test_the_best_come_first_and_no_more_than_fit() -> None:
    many = tuple(entry(str(n), n / 1000) for n in range(MOST + 5))
    best = ranked(many)
    assert len(best) == MOST
    assert best[0].name == str(MOST + 4)
    tied = (entry("first", 0.5), entry("second", 0.5))
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
    assert page.entries == ()
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


def settle(board: Leaderboard) -> list[Path | Status]:
    return [trouble for _ in range(3) for trouble in board.update()]


@pytest.fixture
def today() -> list[date]:
    return [DAY]


@pytest.fixture
def board(tmp_path: Path, today: list[date]) -> Iterator[Leaderboard]:
    board = Leaderboard(tmp_path, Workers(inline=True), lambda: today[0])
    yield board
    board.close()


def names(board: Leaderboard) -> list[str]:
    assert board.page is not None
    return [each.name for each in board.page.entries]


def test_midnight_begins_a_new_page_and_keeps_the_old_one(
    board: Leaderboard, today: list[date], tmp_path: Path
) -> None:
    settle(board)
    board.enter(entry("Ада", 0.4))
    settle(board)
    newest = entry("Bob", 0.8)
    board.enter(newest)
    settle(board)
    assert names(board) == ["Bob", "Ада"]
    assert board.place(newest) == 1
    today[0] = DAY + timedelta(days=1)
    settle(board)
    assert names(board) == []
    assert board.today
    board.turn(-1)
    settle(board)
    assert not board.today
    assert names(board) == ["Bob", "Ада"]
    board.turn(-1)
    settle(board)
    assert board.page is not None
    assert board.page.day == DAY, "there is no day before"
    board.enter(entry("Eve", 0.1))
    assert settle(board) == []
    assert board.today, "what is entered goes onto today's page"
    assert names(board) == ["Eve"]
    assert len(json.loads(file(tmp_path).read_text())["drawings"]) == 2


def test_a_damaged_file_is_told_once(tmp_path: Path) -> None:
    path = file(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text("oops")
    board = Leaderboard(tmp_path, Workers(inline=True), lambda: DAY)
    (aside,) = settle(board)
    assert isinstance(aside, Path)
    assert aside.read_text() == "oops"
    assert names(board) == []
    board.close()


def test_that_it_cannot_be_saved_is_told(board: Leaderboard, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("game.scenes.generator.judge.leaderboard.write_atomically", full)
    settle(board)
    board.enter(entry())
    (trouble,) = settle(board)
    assert isinstance(trouble, Status)
    assert trouble.kind == "DiskFull"
    assert len(names(board)) == 1, "it stays on the screen"


def test_files_are_read_and_written_in_threads_of_their_own(tmp_path: Path) -> None:
    write(tmp_path, Page(DAY, (entry("Ада"),)))
    board = Leaderboard(tmp_path, Workers(), lambda: DAY)
    assert board.page is None, "it is not waited for"
    board.enter(entry("Bob", 0.9))
    limit = time.monotonic() + 20
    while (board.page is None or len(board.page.entries) < 2) and time.monotonic() < limit:
        board.update()
        threading.Event().wait(0.01)
    board.close()
    assert [each.name for each in read(tmp_path, DAY).entries] == ["Bob", "Ада"]
