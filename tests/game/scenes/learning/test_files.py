"""Tables that are opened, pasted and dropped; experiments that are saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pygame
import pytest

from tests.game.scenes.learning.conftest import Visitor

Visit = Callable[..., Visitor]


def drop(visitor: Visitor, path: Path) -> None:
    visitor.driver.post(pygame.DROPFILE, file=str(path))
    visitor.driver.frames(2)


@pytest.mark.parametrize(
    ("text", "kind"), [("a;b\n1,5;2\n3;4\n5;6\n", "curve"), ("1,2,0\n3,4,1\n5,6,1\n", "classes")]
)
def test_a_dropped_table_becomes_the_sample_and_can_be_undone(
    visit: Visit, tmp_path: Path, text: str, kind: str
) -> None:
    visitor = visit("learning/knobs")
    before = visitor.session.state
    path = tmp_path / "mine.csv"
    path.write_text(text, "utf-8")
    drop(visitor, path)
    assert (len(visitor.session.state.data), visitor.session.kind) == (3, kind)
    assert any("mine.csv" in toast for toast in visitor.driver.toasts)
    visitor.driver.press_button("#undo")
    assert visitor.session.state is before


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "too_few"),
        (b"1,2\nnan,3\n", "not_finite"),
        (b"1,2\ninf,3\n", "not_finite"),
        (b"1,2\n3,four\n", "not_numbers"),
        (b"1,2\n1,2,3,4\n", "columns"),
        (b"1,2,0\n1,2,7\n", "class"),
        (b"\xff\xfe\x00\x01" * 9, "damaged"),
        ("😀".encode() * 10_000, "too_few"),
        ("שלום,عالم\nא,ב\n".encode(), "not_numbers"),
        (b"1,2\n" * 5001, "too_many"),
        (b"1,2\n" * 600_000, "too_long"),
        (b"1" * 10_000 + b",2\n3,4\n", "not_finite"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_table_that_makes_no_sense_is_refused_with_a_message_and_the_work_kept(
    visit: Visit, tmp_path: Path, raw: bytes, code: str
) -> None:
    visitor = visit("learning/knobs")
    visitor.driver.click(visitor.spot(0.5, -0.5))
    before = visitor.session.state
    path = tmp_path / "bad.csv"
    path.write_bytes(raw)
    drop(visitor, path)
    assert visitor.session.state is before
    key = f"learning.bad_{code}"
    start = visitor.driver.app.t(key, file="bad.csv", line=2).partition("line")[0]
    assert any(toast.startswith(start) for toast in visitor.driver.toasts), visitor.driver.toasts


def test_a_folder_and_a_missing_file_are_refused(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("learning/network")
    before = visitor.session.state
    for path in (tmp_path, tmp_path / "gone.csv"):
        drop(visitor, path)
    assert visitor.session.state is before
    assert visitor.driver.toasts


def test_a_table_is_pasted(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit("learning/epochs")
    monkeypatch.setattr("game.scenes.learning.files.copied_text", lambda: "x\ty\n1\t2\n3\t1\n4\t0\n")
    visitor.driver.tap(pygame.K_v, pygame.KMOD_CTRL)
    visitor.driver.frames(2)
    assert len(visitor.session.state.data) == 3
    monkeypatch.setattr("game.scenes.learning.files.copied_text", lambda: " ")
    visitor.driver.tap(pygame.K_v, pygame.KMOD_CTRL)
    assert len(visitor.session.state.data) == 3


def test_an_experiment_is_saved_and_dropped_again(visit: Visit, tmp_path: Path) -> None:
    visitor = visit("learning/knobs?data=moons&model=polynomial&degree=2")
    visitor.driver.click(visitor.spot(0.9, 0.9))
    visitor.session.turn(1, 0.75)
    saved = visitor.session.state
    visitor.bench.files._save(tmp_path / "mine")
    visitor.driver.frames(2)
    visitor.go("learning/knobs")
    drop(visitor, tmp_path / "mine.json")
    np.testing.assert_array_equal(visitor.session.w, saved.w)
    np.testing.assert_array_equal(visitor.session.state.data.x, saved.data.x)
