"""The cascade of Haar features: the same boxes as OpenCV's, and every number that is shown."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.base.gallery import picture
from models.base.weights import ASSETS
from models.detection.cascade import (
    FLAT,
    SHIPPED,
    CascadeError,
    Scan,
    explain,
    scan,
    shipped_cascade,
    to_gray,
)
from models.detection.cascade_file import read_cascade

# What OpenCV 4.14 finds, written by tools/opencv_boxes.py.
TABLE = json.loads((Path(__file__).parent / "data" / "opencv_boxes.json").read_text(encoding="utf-8"))
PICTURES = ("astronaut", "camera", "cat", "coffee", "face", "flower", "horse", "house", "letters", "maze")
XML = gzip.decompress((ASSETS / "data" / "cascades" / f"{SHIPPED['face']}.xml.gz").read_bytes())


def half(name: str) -> np.ndarray:
    return to_gray(picture(name))[::2, ::2]


def head() -> np.ndarray:
    """The astronaut's, with something around it."""
    return half("astronaut")[:128, 40:200]


@pytest.fixture(scope="module")
def astronaut() -> Scan:
    return scan(shipped_cascade("face"), head())


@pytest.mark.parametrize("name", PICTURES)
def test_the_same_boxes_as_opencv(name: str) -> None:
    """The one case on all pictures that is quick; tools/opencv_boxes.py goes through all."""
    rows = [row for row in TABLE if row["picture"] == name and row["scale_step"] > 1.2]
    assert {row["cascade"] for row in rows} == set(SHIPPED)
    for row in rows:
        options: dict[str, Any] = {key: row[key] for key in ("scale_step", "neighbours", "smallest")}
        found = scan(shipped_cascade(row["cascade"]), half(name), **options)
        assert sorted(map(list, found.boxes)) == row["boxes"]


@pytest.mark.parametrize(("name", "which", "number"), [("face", "face", 1), ("flower", "face", 3)])
def test_the_same_boxes_ungrouped_and_with_a_border(name: str, which: str, number: int) -> None:
    row = [row for row in TABLE if row["picture"] == name and row["cascade"] == which][number]
    options = {key: row[key] for key in ("scale_step", "neighbours", "smallest", "border") if key in row}
    assert len(row["boxes"]) > 0
    assert sorted(map(list, scan(shipped_cascade(which), half(name), **options).boxes)) == row["boxes"]


def test_the_astronauts_face_is_found(astronaut: Scan) -> None:
    assert any(
        abs(x + width / 2 - 72) < 6 and abs(y + height / 2 - 57) < 6 and 40 < width < 80
        for x, y, width, height in astronaut.boxes
    )
    assert min(astronaut.votes) > 3


def test_counts_fit_each_other(astronaut: Scan) -> None:
    stages = shipped_cascade("face").stages
    assert len(astronaut.windows) == len(astronaut.depth) == len(astronaut.level)
    assert sum(level.windows for level in astronaut.levels) == len(astronaut.windows)
    assert list(astronaut.left_after) == sorted(astronaut.left_after, reverse=True)
    assert astronaut.left_after[-1] == len(astronaut.raw) == (astronaut.depth == len(stages)).sum()
    began = (len(astronaut.windows) - (astronaut.depth == FLAT).sum(), *astronaut.left_after)
    assert astronaut.features_computed == sum(
        left * len(stage.stumps) for left, stage in zip(began, stages, strict=False)
    )
    assert (astronaut.windows[:, :2] >= 0).all()
    with pytest.raises(ValueError, match="read-only"):
        astronaut.windows[0] = 0


def test_an_explanation_says_how_deep_a_window_came(astronaut: Scan) -> None:
    cascade, gray = shipped_cascade("face"), head()
    random = np.random.default_rng(0)
    some = random.choice(np.flatnonzero(astronaut.depth >= 0), 12, replace=False)
    for index in (*some, int(astronaut.depth.argmax())):
        box = tuple(int(n) for n in astronaut.windows[index])
        verdicts = explain(cascade, gray, box, astronaut.levels[astronaut.level[index]].scale)
        passed = [verdict.passed for verdict in verdicts]
        assert (*passed, False).index(False) == astronaut.depth[index]
        for verdict in verdicts:
            assert verdict.sum == pytest.approx(sum(response.vote for response in verdict.features))
            assert verdict.passed == (verdict.sum >= verdict.threshold)


def test_a_feature_is_the_difference_of_its_rectangles() -> None:
    """By plain sums over pixels, without an integral image."""
    cascade = shipped_cascade("face")
    gray = np.random.default_rng(1).integers(0, 256, (24, 24), np.uint8)
    inner = gray[1:-1, 1:-1].astype(float)
    for verdict in explain(cascade, gray, (0, 0, 24, 24))[:3]:
        for response in verdict.features:
            total = 0.0
            for (x, y, width, height), weight in zip(response.rectangles, response.weights, strict=True):
                left, top, right, bottom = (int(n) for n in (x, y, x + width, y + height))
                total += weight * float(gray[top:bottom, left:right].sum(dtype=int))
            assert response.value == pytest.approx(total / (inner.size * inner.std()), rel=1e-4, abs=1e-6)


def test_rectangles_lie_in_the_window_of_the_picture() -> None:
    box = (30, 10, 72, 72)
    for verdict in explain(shipped_cascade("face"), half("astronaut"), box):
        for response in verdict.features:
            for x, y, width, height in response.rectangles:
                assert 28 <= x < x + width <= 104
                assert 8 <= y < y + height <= 84


@pytest.mark.parametrize("box", [(0, 0, 10, 10), (-1, 0, 24, 24), (200, 200, 100, 100)])
def test_a_window_outside_is_refused(box: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="is too small"):
        explain(shipped_cascade("face"), half("astronaut"), box)


def test_leniency_lets_more_through() -> None:
    ends = [scan(shipped_cascade("face"), head(), leniency=much).left_after[-1] for much in (-1.0, 0.0, 1.0)]
    assert ends[0] < ends[1] < ends[2]


@pytest.mark.parametrize("shape", [(1, 1), (23, 100), (24, 24), (30, 500)])
def test_pictures_of_any_size(shape: tuple[int, int]) -> None:
    found = scan(shipped_cascade("face"), np.zeros(shape, np.uint8))
    assert found.boxes == ()
    assert (found.depth == FLAT).all()
    assert (len(found.windows) > 0) == (min(shape) >= 24)


@pytest.mark.parametrize(
    "wrong", [np.zeros((4, 4, 3), np.uint8), np.zeros((4, 4)), np.zeros((0, 4), np.uint8)]
)
def test_no_picture_is_refused(wrong: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected"):
        scan(shipped_cascade("face"), wrong)


@pytest.mark.parametrize("step", [1.0, 0.5, float("nan")])
def test_a_step_that_never_ends_is_refused(step: float) -> None:
    with pytest.raises(ValueError, match="step"):
        scan(shipped_cascade("face"), np.zeros((30, 30), np.uint8), scale_step=step)


def test_a_file_says_what_it_holds() -> None:
    cascade = read_cascade(XML)
    assert (cascade.width, cascade.height, len(cascade.stages), cascade.features) == (24, 24, 25, 2913)
    first = cascade.stages[0].stumps[0]
    assert [(r.x, r.y, r.width, r.height, r.weight) for r in first.rectangles] == [
        (6, 4, 12, 9, -1.0),
        (6, 7, 12, 3, 3.0),
    ]
    assert shipped_cascade("cat").features == 1275


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"<a>",
        b"<opencv_storage></opencv_storage>",
        gzip.compress(XML)[:5000],
        gzip.compress(b" " * 2**23),
        XML[:-100],
        XML.replace(b"<cascade ", b"<!DOCTYPE a><cascade ", 1),
        XML.replace(b"<featureType>HAAR", b"<featureType>LBP"),
        XML.replace(b"<width>24", b"<width>240"),
        XML.replace(b"6 4 12 9 -1.", b"6 4 120 9 -1."),
        XML.replace(b"6 4 12 9 -1.", b"6 4 nan 9 -1."),
        XML.replace(b"0 -1 0 ", b"0 -1 99999 ", 1),
    ],
)
def test_what_is_no_cascade_is_refused(wrong: bytes) -> None:
    with pytest.raises(CascadeError):
        read_cascade(wrong)


def test_garbled_files_are_refused_or_read() -> None:
    random = np.random.default_rng(0)
    for _ in range(6):
        data = bytearray(XML)
        for place in random.integers(len(data), size=3):
            data[place] = random.integers(256)
        try:
            read_cascade(bytes(data))
        except CascadeError:
            continue
