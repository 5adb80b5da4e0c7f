"""Objects in pictures, and how those that mean the same are merged."""

import numpy as np
import pytest

from models.base.gallery import picture
from models.detection.detect import LABELS, Candidates, candidates, overlaps, prepare, suppress
from models.detection.network import Detector


def made(*rows: tuple[float, int, tuple[float, float, float, float]]) -> Candidates:
    """Candidates that say (score, label, box)."""
    scores = np.zeros((1917, 80), np.float32)
    boxes = np.zeros((1917, 4), np.float32)
    for place, (score, label, box) in enumerate(rows):
        scores[place, label], boxes[place] = score, box
    return Candidates(scores, boxes, np.zeros(1917, np.int64))


@pytest.mark.parametrize(
    ("name", "label", "russian"),
    [
        ("cat", "cat", "кошка"),
        ("coffee", "cup", "чашка"),
        ("horse", "horse", "лошадь"),
        ("camera", "person", "человек"),
    ],
)
def test_the_surest_is_what_the_picture_shows(
    detector: Detector, name: str, label: str, russian: str
) -> None:
    rgb = picture(name)
    found = suppress(candidates(detector, rgb)).kept
    best = LABELS[found[0].label]
    assert (best.en, best.ru) == (label, russian)
    left, top, width, height = found[0].box
    assert left >= 0
    assert top >= 0
    assert left + width <= rgb.shape[1]
    assert top + height <= rgb.shape[0]
    assert width * height > 0.1 * rgb.shape[0] * rgb.shape[1]


def test_boxes_are_in_pixels_of_the_picture_given(detector: Detector) -> None:
    rgb = picture("cat")
    small, large = (
        suppress(candidates(detector, np.ascontiguousarray(each))).kept[0].box
        for each in (rgb, rgb.repeat(2, 0).repeat(2, 1))
    )
    np.testing.assert_allclose(np.array(large) / 2, small, atol=6)


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3), (300, 300, 3), (900, 700, 3)])
def test_any_size_is_prepared(shape: tuple[int, int, int]) -> None:
    x = prepare(np.full(shape, 255, np.uint8))
    assert x.shape == (1, 3, 300, 300)
    np.testing.assert_allclose(x.numpy(), 1, atol=1e-6)


def test_a_picture_of_the_right_size_is_left_alone() -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (300, 300, 3), np.uint8)
    np.testing.assert_allclose((prepare(rgb)[0].permute(1, 2, 0).numpy() + 1) * 127.5, rgb, atol=1e-3)


@pytest.mark.parametrize("wrong", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3), np.float32)])
def test_no_picture_is_refused(wrong: np.ndarray, detector: Detector) -> None:
    with pytest.raises(ValueError, match="expected"):
        candidates(detector, wrong)


def test_the_surer_of_two_that_overlap_is_kept() -> None:
    both = made((0.7, 3, (1, 0, 10, 10)), (0.9, 3, (0, 0, 10, 10)), (0.8, 3, (30, 0, 10, 10)))
    done = suppress(both)
    assert [found.anchor for found in done.kept] == [1, 2]
    assert [(lost.anchor, winner.anchor) for lost, winner in done.dropped] == [(0, 1)]
    assert len(suppress(both, overlap=0.9).kept) == 3


def test_other_classes_suppress_nothing() -> None:
    assert len(suppress(made((0.7, 3, (0, 0, 10, 10)), (0.9, 4, (0, 0, 10, 10)))).kept) == 2


def test_what_was_dropped_drops_nobody() -> None:
    chain = made((0.9, 0, (0, 0, 10, 10)), (0.8, 0, (2, 0, 10, 10)), (0.7, 0, (4, 0, 10, 10)))
    done = suppress(chain, overlap=0.6)
    assert [found.anchor for found in done.kept] == [0, 2]


def test_threshold_and_limit() -> None:
    three = made((0.9, 0, (0, 0, 1, 1)), (0.6, 0, (5, 5, 1, 1)), (0.4, 0, (9, 9, 1, 1)))
    assert [round(found.score, 1) for found in suppress(three, 0.5).kept] == [0.9, 0.6]
    assert len(suppress(three, 0.1, limit=1).kept) == 1
    assert suppress(three, 0.95).kept == ()


def test_overlap_is_intersection_over_union() -> None:
    others = np.array([[0, 0, 2, 2], [1, 0, 2, 2], [2, 0, 2, 2], [0, 0, 0, 0]], float)
    np.testing.assert_allclose(overlaps(np.array([0, 0, 2, 2.0]), others), [1, 1 / 3, 0, 0])


def test_labels_are_cocos() -> None:
    assert len(LABELS) == 80
    assert len({label.number for label in LABELS} & set(range(1, 91))) == 80
    assert len({label.ru for label in LABELS}) == len({label.en for label in LABELS}) == 80
    numbers = {label.en: label.number for label in LABELS}
    assert (numbers["person"], numbers["cat"], numbers["toothbrush"]) == (1, 17, 90)
