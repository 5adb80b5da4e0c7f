"""The way back of everything that is done to a latent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from game.scenes.generator.knobs import latent_history as module
from game.scenes.generator.knobs.latent_history import DEPTH, LatentHistory, Point


def point(value: float, truncation: float = 1.0) -> Point:
    return Point(np.full(64, value, np.float32), truncation)


def value(edits: LatentHistory) -> float:
    assert edits.now is not None
    return float(edits.now.base[0])


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(module.time, "monotonic", lambda: now[0])
    return now


def test_steps_go_back_and_forth() -> None:
    edits = LatentHistory()
    for number in range(4):
        edits.set(point(number))
    assert not edits.can_redo
    assert [edits.undo() and value(edits) for _ in range(3)] == [2, 1, 0]
    assert not edits.can_undo
    assert not edits.undo()
    assert [edits.redo() and value(edits) for _ in range(3)] == [1, 2, 3]
    assert not edits.redo()


def test_a_new_step_forgets_what_was_taken_back() -> None:
    edits = LatentHistory()
    edits.set(point(0))
    edits.set(point(1))
    edits.undo()
    edits.set(point(2))
    assert not edits.can_redo
    edits.undo()
    assert value(edits) == 0


def test_a_drag_is_one_step(clock: list[float]) -> None:
    edits = LatentHistory()
    edits.set(point(0))
    for number in range(1, 9):
        start = edits.begin("knob")
        assert start is not None
        assert start.base[0] == 0, "the drag knows where it began"
        edits.now = point(number)
        clock[0] += 0.1
    edits.settle()
    edits.begin("knob")
    edits.now = point(50)
    edits.undo()
    assert value(edits) == 8
    edits.undo()
    assert value(edits) == 0


def test_another_knob_and_a_pause_begin_another_step(clock: list[float]) -> None:
    edits = LatentHistory()
    edits.set(point(0))
    for key, number in (("a", 1), ("b", 2)):
        edits.begin(key)
        edits.now = point(number)
    clock[0] += 2
    edits.begin("b")
    edits.now = point(3)
    steps = []
    while edits.undo():
        steps.append(value(edits))
    assert steps == [2, 1, 0]


def test_the_oldest_steps_are_forgotten() -> None:
    edits = LatentHistory()
    for number in range(DEPTH + 50):
        edits.set(point(number))
    count = 0
    while edits.undo():
        count += 1
    assert count == DEPTH


def test_truncation_scales_and_keeps_the_latent() -> None:
    whole = Point(np.arange(64, dtype=np.float32), 1.0, 7)
    flat = replace(whole, truncation=0.0)
    assert not flat.latent.any()
    np.testing.assert_array_equal(replace(flat, truncation=1.0).latent, whole.latent)
    half = replace(whole, truncation=0.5)
    np.testing.assert_allclose(half.latent, whole.base / 2)
    assert half.seed == 7
    wanted = np.linspace(-1, 1, 64, dtype=np.float32)
    edited = half.at(wanted)
    np.testing.assert_allclose(edited.latent, wanted, atol=1e-6)
    assert edited.truncation == 0.5
    assert (edited.seed, edited.edited, half.edited) == (7, True, False)
    np.testing.assert_array_equal(flat.at(wanted).latent, wanted)
