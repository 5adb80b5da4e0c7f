"""Large pictures piece by piece."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base.arrays import Float
from models.base.tiles import Cancelled, Window, area, blend, bounds, cover, windows


@given(st.integers(1, 900), st.integers(1, 900), st.integers(80, 300))
@settings(max_examples=60, deadline=None)
def test_windows_cover_everything(height: int, width: int, side: int) -> None:
    covered = np.zeros((height, width), int)
    for window in windows((height, width), side, 32):
        assert max(covered[window].shape) <= side
        covered[window] += 1
    assert covered.min() >= 1


def test_neighbours_share_the_overlap() -> None:
    columns = sorted({across.start for _, across in windows((100, 1000), 300, 96)})
    assert columns[0] == 0
    (wide,) = {across.stop - across.start for _, across in windows((100, 1000), 300, 96)}
    assert columns[-1] == 1000 - wide
    assert wide <= 300
    assert all(b - a <= wide - 96 for a, b in pairwise(columns))


def test_no_window_is_larger_than_it_has_to_be() -> None:
    assert area(windows((1024, 1024), 576, 64)) == 4 * 544**2
    assert len(windows((1024, 1090), 576, 64)) == 2 * 3


@given(
    st.integers(1, 400), st.integers(1, 400), st.integers(0, 40), st.integers(40, 160), st.integers(0, 2**16)
)
@settings(max_examples=60, deadline=None)
def test_what_is_true_lies_well_inside_of_a_window(
    height: int, width: int, points: int, side: int, seed: int
) -> None:
    margin, random = 12, np.random.default_rng(seed)
    mask = np.zeros((height, width), bool)
    mask[random.integers(height, size=points), random.integers(width, size=points)] = True
    inside = np.zeros_like(mask)
    for down, across in cover(mask, side, margin):
        assert mask[down, across].any()
        assert (down.stop - down.start, across.stop - across.start) == (min(height, side), min(width, side))
        edges = zip((down, across), mask.shape, strict=True)
        inside[
            tuple(
                slice(s.start + margin * (s.start > 0), s.stop - margin * (s.stop < length))
                for s, length in edges
            )
        ] = True
    assert (inside | ~mask).all()


def test_a_thin_line_takes_few_windows() -> None:
    mask = np.zeros((1024, 1024), bool)
    np.fill_diagonal(mask, True)
    assert area(cover(mask, 128, 16)) < area(windows(mask.shape, 576, 64)) / 5
    assert cover(~mask & mask, 128, 16) == []


def test_faded_pieces_add_up_to_the_picture() -> None:
    picture = np.random.default_rng(0).random((333, 517, 3)).astype(np.float32)
    pieces = windows((333, 517), 128, 48)
    found = blend(picture, pieces, 48, lambda some: [picture[w] for w in some], None, None)
    np.testing.assert_allclose(found, picture, rtol=1e-5)
    doubled = blend(picture, pieces[:1], 48, lambda some: [2 * picture[w] for w in some], None, None)
    np.testing.assert_allclose(doubled[pieces[0]], 2 * picture[pieces[0]], rtol=1e-5)
    np.testing.assert_array_equal(doubled[:, 128:], picture[:, 128:])
    (whole,) = windows((333, 517), 600, 48)
    assert (
        blend(picture, [whole], 48, lambda some: [-picture[w] for w in some], None, None).tobytes()
        == (-picture).tobytes()
    )


def test_bounds() -> None:
    mask = np.zeros((20, 30), bool)
    assert bounds(mask) is None
    mask[5:8, 28] = True
    assert bounds(mask) == (slice(5, 8), slice(28, 29))
    assert bounds(mask, 4) == (slice(1, 12), slice(24, 33))


def test_progress_and_cancel() -> None:
    picture, pieces = np.zeros((900, 900, 3), np.float32), windows((900, 900), 400, 10)
    told: list[float] = []
    blend(picture, pieces, 10, lambda some: [picture[w] for w in some], told.append, None)
    assert told == [(number + 1) / len(pieces) for number in range(len(pieces))]
    asked, done = iter([False, True]), []

    def work(some: list[Window]) -> list[Float]:
        done.extend(some)
        return [picture[w] for w in some]

    with pytest.raises(Cancelled):
        blend(picture, pieces, 10, work, None, lambda: next(asked))
    assert done == pieces[:1]


def test_small_pieces_of_one_size_are_done_together() -> None:
    picture = np.random.default_rng(0).random((600, 600, 3)).astype(np.float32)
    pieces = [*windows((600, 600), 128, 16), (slice(0, 30), slice(0, 30))]
    calls: list[int] = []

    def work(some: list[Window]) -> list[Float]:
        assert len({picture[w].shape for w in some}) == 1
        calls.append(len(some))
        return [picture[w] for w in some]

    np.testing.assert_allclose(blend(picture, pieces, 16, work, None, None), picture, rtol=1e-5)
    assert sum(calls) == len(pieces)
    assert len(calls) < len(pieces) / 3
