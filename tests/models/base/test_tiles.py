"""Large pictures piece by piece."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.tiles import Cancelled, Window, bounds, fade, step_through, windows


@given(st.integers(1, 900), st.integers(1, 900), st.integers(80, 300))
@settings(max_examples=60, deadline=None)
def test_windows_cover_everything(height: int, width: int, side: int) -> None:
    covered = np.zeros((height, width), int)
    for window in windows((height, width), side, 32):
        assert window.size == (min(height, side), min(width, side))
        covered[window.slices] += 1
    assert covered.min() >= 1


def test_neighbours_share_the_overlap() -> None:
    columns = sorted({w.left for w in windows((100, 1000), 300, 96)})
    assert columns[0] == 0
    assert columns[-1] == 700
    assert all(b - a <= 300 - 96 for a, b in pairwise(columns))


def test_faded_pieces_add_up_to_the_picture() -> None:
    picture = np.random.default_rng(0).random((333, 517)).astype(np.float32)
    total, weight = np.zeros_like(picture), np.zeros_like(picture)
    for window in windows((333, 517), 128, 48):
        share = fade(window.size, 48)
        total[window.slices] += share * picture[window.slices]
        weight[window.slices] += share
    np.testing.assert_allclose(total / weight, picture, rtol=1e-5)


def test_bounds() -> None:
    mask = np.zeros((20, 30), bool)
    assert bounds(mask) is None
    mask[5:8, 28] = True
    assert bounds(mask) == Window(5, 8, 28, 29)
    assert bounds(mask, 4) == Window(1, 12, 24, 30)


def test_progress_and_cancel() -> None:
    pieces = windows((100, 100), 40, 10)
    told: list[float] = []
    assert list(step_through(pieces, told.append, None)) == pieces
    assert told == sorted(told)
    assert told[-1] == 1
    asked = iter([False, True])
    work = step_through(pieces, None, lambda: next(asked))
    assert next(work) == pieces[0]
    with pytest.raises(Cancelled):
        next(work)
