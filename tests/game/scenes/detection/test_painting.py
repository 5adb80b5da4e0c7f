"""Marks and strokes share one history."""

from __future__ import annotations

import numpy as np
import pytest

from game.scenes.detection.painting import MarkedPainting
from game.scenes.detection.scoring import Thing
from game.ui.canvas.strokes import Tool

FACE, CAT = Thing("face", (5, 5, 10, 10)), Thing("cat", (0, 0, 40, 30))


@pytest.fixture
def painting() -> MarkedPainting:
    return MarkedPainting((64, 48))


def grey(value: int) -> np.ndarray:
    return np.full((48, 64, 3), value, np.uint8)


def test_nobody_has_said_anything_at_first(painting: MarkedPainting) -> None:
    assert painting.marks is None
    assert painting.origin == "paper"


def test_marks_are_taken_back_and_come_again(painting: MarkedPainting) -> None:
    painting.mark(FACE)
    painting.mark(CAT)
    assert painting.marks == (FACE, CAT)
    painting.undo()
    assert painting.marks == (FACE,)
    painting.undo()
    assert painting.marks is None
    painting.redo()
    painting.redo()
    assert painting.marks == (FACE, CAT)


def test_marks_and_strokes_are_taken_back_in_their_order(painting: MarkedPainting) -> None:
    before = painting.array()
    painting.begin((20, 20), Tool())
    painting.end()
    painting.mark(FACE)
    painting.undo()
    assert painting.marks is None
    assert (painting.array() != before).any()
    painting.undo()
    np.testing.assert_array_equal(painting.array(), before)


def test_the_smallest_mark_about_a_point_goes(painting: MarkedPainting) -> None:
    painting.mark(CAT)
    painting.mark(FACE)
    assert painting.unmark((10, 10))
    assert painting.marks == (CAT,)
    assert painting.unmark((10, 10))
    assert painting.marks is None, "nothing is known again"
    assert not painting.unmark((10, 10))


def test_a_picture_brings_its_marks_and_takes_them_away(painting: MarkedPainting) -> None:
    painting.place(grey(100), origin="cat", marks=(CAT,))
    painting.place(grey(50), origin="flower", marks=())
    assert (painting.marks, painting.origin) == ((), "flower")
    painting.undo()
    assert (painting.marks, painting.origin) == ((CAT,), "cat")
    assert painting.array()[0, 0, 0] == 100
    painting.redo()
    assert (painting.marks, painting.origin) == ((), "flower")
    assert painting.array()[0, 0, 0] == 50


def test_white_paper_knows_nothing_and_can_be_taken_back(painting: MarkedPainting) -> None:
    painting.place(grey(100), origin="cat", marks=(CAT,))
    painting.clear()
    assert painting.blank
    assert (painting.marks, painting.origin) == (None, "paper")
    painting.undo()
    assert (painting.marks, painting.origin) == ((CAT,), "cat")
    assert painting.array()[0, 0, 0] == 100
    assert not painting.blank
    painting.redo()
    assert painting.blank
    assert (painting.array() == 255).all()
