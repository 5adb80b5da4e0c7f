"""Large pictures piece by piece."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.tiles import Cancelled, blend, bounds, windows


@given(st.integers(1, 900), st.integers(1, 900), st.integers(80, 300))
@settings(max_examples=60, deadline=None)
def test_windows_cover_everything(height: int, width: int, side: int) -> None:
    covered = np.zeros((height, width), int)
    for window in windows((height, width), side, 32):
        assert covered[window].shape == (min(height, side), min(width, side))
        covered[window] += 1
    assert covered.min() >= 1


def test_neighbours_share_the_overlap() -> None:
    columns = sorted({across.start for _, across in windows((100, 1000), 300, 96)})
    assert columns[0] == 0
    assert columns[-1] == 700
    assert all(b - a <= 300 - 96 for a, b in pairwise(columns))


def test_faded_pieces_add_up_to_the_picture() -> None:
    picture = np.random.default_rng(0).random((333, 517, 3)).astype(np.float32)
    pieces = windows((333, 517), 128, 48)
    found = blend(picture, pieces, 48, lambda piece: picture[piece], None, None)
    np.testing.assert_allclose(found, picture, rtol=1e-5)
    doubled = blend(picture, pieces[:1], 48, lambda piece: 2 * picture[piece], None, None)
    np.testing.assert_allclose(doubled[pieces[0]], 2 * picture[pieces[0]], rtol=1e-5)
    np.testing.assert_array_equal(doubled[:, 128:], picture[:, 128:])
    (whole,) = windows((333, 517), 600, 48)
    assert (
        blend(picture, [whole], 48, lambda piece: -picture[piece], None, None).tobytes()
        == (-picture).tobytes()
    )


def test_bounds() -> None:
    mask = np.zeros((20, 30), bool)
    assert bounds(mask) is None
    mask[5:8, 28] = True
    assert bounds(mask) == (slice(5, 8), slice(28, 29))
    assert bounds(mask, 4) == (slice(1, 12), slice(24, 33))


def test_progress_and_cancel() -> None:
    picture, pieces = np.zeros((100, 100, 3), np.float32), windows((100, 100), 40, 10)
    told: list[float] = []
    blend(picture, pieces, 10, lambda piece: picture[piece], told.append, None)
    assert told == [(number + 1) / len(pieces) for number in range(len(pieces))]
    asked, done = iter([False, True]), []
    with pytest.raises(Cancelled):
        blend(
            picture, pieces, 10, lambda piece: done.append(piece) or picture[piece], None, lambda: next(asked)
        )
    assert done == pieces[:1]
