"""Where the anchors lie, and how they are moved."""

import numpy as np

from models.detection.anchors import anchors, decode, levels


def test_each_level_covers_the_picture() -> None:
    assert np.bincount(levels()).tolist() == [1083, 600, 150, 54, 24, 6]
    for level in range(6):
        mine = anchors()[levels() == level]
        np.testing.assert_allclose(mine[:, :2].mean(axis=0), 0.5, atol=1e-5)
        assert ((mine[:, :2] > 0) & (mine[:, :2] < 1)).all()
    middles = [anchors()[levels() == level][:, 2:].prod(axis=1).mean() for level in range(6)]
    assert middles == sorted(middles)


def test_rows_come_first() -> None:
    first, *_, second = anchors()[:4]
    assert first[0] < second[0]
    assert first[1] == second[1]


def test_no_offset_leaves_an_anchor_where_it_is() -> None:
    edges = decode(np.zeros((1917, 4), np.float32))
    np.testing.assert_allclose((edges[:, :2] + edges[:, 2:]) / 2, anchors()[:, :2], atol=1e-6)
    np.testing.assert_allclose(edges[:, 2:] - edges[:, :2], anchors()[:, 2:], atol=1e-6)


def test_offsets_move_and_stretch() -> None:
    offsets = np.zeros((1917, 4), np.float32)
    offsets[7] = 10, -20, 5, 10  # one side down, two to the left, e times as tall, e squared times as wide
    left, top, right, bottom = decode(offsets)[7].tolist()
    x, y, width, height = anchors()[7].tolist()
    np.testing.assert_allclose(
        [(left + right) / 2, (top + bottom) / 2], [x - 2 * width, y + height], atol=1e-5
    )
    np.testing.assert_allclose([right - left, bottom - top], [width * np.e**2, height * np.e], rtol=1e-5)
