"""The leaderboard: what a file keeps, what becomes of a damaged one, what happens at midnight."""

from __future__ import annotations

import base64
import json
import struct
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
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
from tests.fuzz import changed_text, mutations

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
        b'{"drawings": [{"name": "x", "at": "1", "probability": true, "votes": [1, 1], "png": ""}]}',
        b'{"drawings": [{"name": "x", "at": "1", "probability": NaN, "votes": [1, 1], "png": ""}]}',
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


def test_a_mutated_file_gives_sound_drawings_or_is_set_aside(tmp_path: Path) -> None:
    write(tmp_path, Page(DAY, (entry("Ада", 0.9, 10), entry("Bob", 0.25, 200))))
    path = file(tmp_path)
    kept = aside = 0
    for mutated in mutations(path.read_bytes(), 400, changed_text):
        path.write_bytes(mutated)
        began = time.process_time()
        page = read(tmp_path, DAY)
        assert time.process_time() - began < 0.3
        if page.aside is not None:
            assert page.entries == ()
            assert page.aside.read_bytes() == mutated
            aside += 1
            continue
        kept += 1
        for each in page.entries:
            assert each.name == tidy(each.name)
            assert each.at == tidy(each.at)[:5]
            assert 0 <= each.probability <= 1
            assert all(type(votes) is int and 0 <= votes <= 2**31 for votes in each.votes)
            assert each.picture.shape == (SIDE, SIDE, 3)
        write(tmp_path, page)
    assert aside > 100
    assert kept > 20


def test_a_time_of_day_can_be_drawn_on_one_line(tmp_path: Path) -> None:
    write(tmp_path, Page(DAY, (replace(entry(), at="now"),)))
    path = file(tmp_path)
    path.write_text(path.read_text("utf-8").replace('"now"', r'"\n\u001b1:0\ud8005"'), "utf-8")
    assert read(tmp_path, DAY).entries[0].at == "1:05"


def test_a_picture_of_enormous_size_is_refused_unread(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n"
    for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000)))):
        png += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    row = {"name": "x", "at": "1", "probability": 0.5, "votes": [1, 1], "png": base64.b64encode(png).decode()}
    path = file(tmp_path)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"drawings": [row]}))
    assert read(tmp_path, DAY).aside is not None


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


def test_two_windows_enter_into_one_table(tmp_path: Path) -> None:
    boards = [Leaderboard(tmp_path, Workers(inline=True), lambda: DAY) for _ in range(2)]
    for board, name in zip(boards, ("Ада", "Bob"), strict=True):
        settle(board)
        board.enter(entry(name, 1 / 3))
    for board in (*boards, *boards):
        settle(board)
    boards[0].enter(entry("Eve", 0.9))
    settle(boards[0])
    assert [each.name for each in read(tmp_path, DAY).entries] == ["Eve", "Ада", "Bob"]


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
