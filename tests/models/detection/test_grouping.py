"""Boxes that mean the same are merged."""

import numpy as np

from models.detection.grouping import group


def test_neighbours_are_merged_into_their_mean() -> None:
    boxes = np.array([[0, 0, 20, 20], [1, 0, 20, 20], [2, 3, 21, 20], [100, 100, 20, 20]], np.int32)
    means, sizes, number = group(boxes, 2)
    assert means.tolist() == [[1, 1, 20, 20]]
    assert sizes.tolist() == [3]
    assert number.tolist() == [0, 0, 0, -1]
    assert len(group(boxes, 3)[0]) == 0


def test_a_chain_is_one_group() -> None:
    boxes = np.array([[x, 0, 20, 20] for x in range(0, 40, 4)], np.int32)
    assert group(boxes, 1)[1].tolist() == [10]


def test_without_neighbours_every_box_stays() -> None:
    boxes = np.array([[0, 0, 20, 20]] * 3, np.int32)
    means, sizes, number = group(boxes, 0)
    assert means.tolist() == boxes.tolist()
    assert sizes.tolist() == [1, 1, 1]
    assert number.tolist() == [0, 1, 2]


def test_a_small_one_inside_a_surer_one_is_dropped() -> None:
    large, small = [[0, 0, 100, 100]] * 9, [[30, 30, 20, 20]] * 4
    assert group(np.array(large + small, np.int32), 2)[0].tolist() == [[0, 0, 100, 100]]
    assert len(group(np.array(large[:4] + small, np.int32), 2)[0]) == 2


def test_many_are_grouped_one_by_one() -> None:
    boxes = np.random.default_rng(0).integers(0, 5000, (700, 4)).astype(np.int32)
    boxes[:, 2:] = 24
    assert group(boxes, 1)[2].shape == (700,)
