"""People by histograms of gradients: OpenCV's boxes and scores, and the numbers that are shown."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from models.base.gallery import picture
from models.detection.cascade import to_gray
from models.detection.hog import (
    blocks,
    cells,
    contributions,
    gradients,
    margins_of,
    people_weights,
    scan_people,
)

# What OpenCV 4.14 finds, written by tools/opencv_boxes.py.
TABLE = json.loads((Path(__file__).parent / "data" / "opencv_people.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted({row["picture"] for row in TABLE if row["found"]}))
def test_the_same_boxes_and_scores_as_opencv(name: str) -> None:
    rgb = picture(name)
    for row in (row for row in TABLE if row["picture"] == name and row["found"] and row["scale_step"] > 1.1):
        options = {key: row[key] for key in ("scale_step", "neighbours", "threshold")}
        found = scan_people(rgb if row["channels"] == 3 else to_gray(rgb), **options)
        mine = sorted((list(box), score) for box, score in zip(found.boxes, found.scores, strict=True))
        assert [box for box, _ in mine] == [box for box, _ in row["found"]]
        np.testing.assert_allclose([s for _, s in mine], [s for _, s in row["found"]], atol=1e-5)


def test_the_table_has_something_to_find() -> None:
    assert len({row["picture"] for row in TABLE if row["found"]}) >= 5


def test_counts_fit_each_other() -> None:
    found = scan_people(picture("astronaut")[::2, ::2], 1.2, threshold=-1.5)
    assert len(found.windows) == len(found.level) == len(found.margin)
    assert sum(level.windows for level in found.levels) == len(found.windows)
    assert len(found.raw) == (found.margin >= -1.5).sum() > 0
    assert len(found.boxes) == len(found.scores) == len(found.votes)
    with pytest.raises(ValueError, match="read-only"):
        found.margin[0] = 0


def test_an_edge_votes_for_its_direction() -> None:
    ramp = np.zeros((64, 64), np.uint8)
    ramp[:, 32:] = 255
    strength, direction = gradients(ramp)
    assert strength.argmax(axis=1).tolist() == [31] * 64
    assert direction[10, 31] == pytest.approx(0, abs=1e-3)
    across, down = cells(ramp), cells(ramp.T.copy())
    assert set(across[2, 3].nonzero()[0].tolist()) == {0, 8}  # between the first direction and the last
    assert down[3, 2].argmax() == 4
    assert direction.max() <= 2 * math.pi


def test_light_and_contrast_hardly_count() -> None:
    gray = to_gray(picture("astronaut"))[:128, 200:264]
    dim = (gray // 2).astype(np.uint8)
    assert blocks(gray).shape == (15, 7, 2, 2, 9)
    assert np.abs(blocks(gray) - blocks(dim)).mean() < 0.1 * blocks(gray).mean()


def test_the_blocks_share_out_a_windows_sum() -> None:
    histograms = blocks(to_gray(picture("astronaut"))[:200, :200])
    parts = contributions(histograms)
    assert parts.shape == (10, 18, 15, 7)
    weights, bias = people_weights()
    by_hand = bias + sum(
        float(histograms[3 + y, 5 + x].ravel() @ weights[y, x]) for y in range(15) for x in range(7)
    )
    assert margins_of(histograms)[3, 5] == pytest.approx(by_hand, abs=1e-4)
    assert parts[3, 5].sum() + bias == pytest.approx(by_hand, abs=1e-4)


@pytest.mark.parametrize("shape", [(1, 1), (127, 300), (128, 64), (300, 63, 3), (130, 70, 3)])
def test_pictures_of_any_size(shape: tuple[int, ...]) -> None:
    found = scan_people(np.full(shape, 99, np.uint8))
    assert found.boxes == ()
    assert (len(found.windows) > 0) == (shape[0] >= 128 and shape[1] >= 64)


@pytest.mark.parametrize("wrong", [np.zeros((4, 4, 2), np.uint8), np.zeros((4, 4)), np.zeros(4, np.uint8)])
def test_no_picture_is_refused(wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected"):
        scan_people(wrong)
