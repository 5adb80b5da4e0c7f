"""The hand-made pipelines: steps, windows that are left, and why one was rejected."""

from __future__ import annotations

import time

import numpy as np
import pytest

from game.scenes.detection.by_hand import requests
from game.scenes.detection.by_hand.pictures import coverage, heat, peaks, stars
from game.scenes.detection.by_hand.requests import (
    STAGES,
    HandMade,
    Question,
    Settings,
    deepest,
    steps,
    usual,
)
from game.ui.pictures import fitted
from models.base.arrays import Byte
from models.base.gallery import picture
from models.detection.cascade import shipped_cascade

FACE = fitted(picture("face"), 120)


def test_every_stage_of_the_cascades_is_a_step() -> None:
    for name in ("face", "cat"):
        assert STAGES[name] == len(shipped_cascade(name).stages)
        assert [number for kind, number in steps(name) if kind == "stage"] == [*range(1, STAGES[name] + 1)]


def test_every_step_of_a_drawn_face() -> None:
    hand, settings = HandMade(), Settings("face", smallest=48)
    left = []
    for step, (kind, stage) in enumerate(steps("face")):
        found = hand.answer(Question(FACE, 1, settings, step, None))
        assert (found.image is None) == (kind in ("raw", "answer"))
        assert found.image is None or found.image.shape == FACE.shape
        if kind == "stage":
            left.append(found.left[stage])
    assert left == sorted(left, reverse=True)
    assert [thing.what for thing in found.found] == ["face"]
    assert len(found.work) == STAGES["face"]


def test_waiting_for_a_busy_machine_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    class Waiting(requests.Cascades):
        def __init__(self, settings: Settings, padded: Byte) -> None:
            time.sleep(3)
            super().__init__(settings, padded)

    monkeypatch.setattr(requests, "Cascades", Waiting)
    found = HandMade().answer(Question(FACE, 1, Settings("face", smallest=48), 0, None))
    assert 0 < found.milliseconds < 2000


def test_a_window_tells_which_stage_rejected_it() -> None:
    hand = HandMade()
    last = len(steps("face")) - 1
    why = hand.answer(Question(FACE, 1, Settings("face", smallest=48), last, (12.0, 12.0))).why
    assert why is not None
    assert 0 <= why.passed < STAGES["face"]
    assert why.sums[why.passed] < why.thresholds[why.passed], "the one that rejected it"
    assert all(a >= b for a, b in zip(why.sums[: why.passed], why.thresholds, strict=False))
    assert why.stage == why.passed + 1
    votes = [abs(feature.vote) for feature in why.features]
    assert votes == sorted(votes, reverse=True)
    x, y, width, height = why.window
    for feature in why.features:
        for (left, top, wide, high), _ in feature.parts:
            assert x - 1 <= left <= left + wide <= x + width + 1
            assert y - 1 <= top <= top + high <= y + height + 1


def test_people_are_looked_for_in_a_border_too() -> None:
    hand = HandMade()
    for step in range(len(steps("people"))):
        found = hand.answer(Question(FACE, 1, Settings("people", border=40), step, (60.0, 45.0)))
        assert found.image is None or found.image.ndim == 3
        assert found.why is not None
        assert len(found.why.sums) == 1
    assert len(found.left) == 2


def test_each_detector_has_its_usual_settings() -> None:
    assert usual("people").neighbours == 2
    assert usual("face") == Settings("face")


def test_windows_are_counted_over_each_pixel() -> None:
    windows = np.array([[0, 0, 4, 4], [2, 2, 10, 10], [-5, -5, 6, 6]], np.int32)
    over = coverage(windows, (6, 8))
    expected = np.zeros((6, 8))
    for x, y, width, height in windows:
        expected[max(y, 0) : y + height, max(x, 0) : x + width] += 1
    np.testing.assert_array_equal(over, expected)


def test_it_glows_where_windows_are_left() -> None:
    grey = np.full((40, 40), 100, np.uint8)
    windows = np.array([[0, 0, 10, 10], [30, 30, 10, 10]], np.int32)
    glow = heat(grey, windows, np.array([True, False]))
    assert glow[5, 5].sum() > glow[35, 35].sum()
    map_ = peaks(grey, windows, np.array([-2.0, 1.0]))
    assert map_[35, 35].sum() > map_[5, 5].sum()


def test_a_star_has_its_ray_along_the_edge() -> None:
    histograms = np.zeros((2, 2, 9), np.float32)
    histograms[0, 0, 0] = 1  # a gradient that runs across: the edge stands upright
    star = stars(histograms)[:16, :16].sum(axis=2)
    assert star.sum(axis=0).argmax() in (7, 8, 9)
    assert (star[:, 8] > 0).sum() > (star[8] > 0).sum()
    said = stars(np.full((2, 2, 9), 1, np.float32), np.array([[-1.0]]))
    assert said[..., 0].sum() > said[..., 1].sum(), "red speaks against it"


@pytest.mark.parametrize(("spot", "index"), [((10.0, 10.0), 1), ((100.0, 100.0), 2)])
def test_the_deepest_window_about_a_place(spot: tuple[float, float], index: int) -> None:
    windows = np.array([[0, 0, 20, 20], [1, 1, 20, 20], [90, 90, 20, 20]], np.int32)
    assert deepest(windows, np.array([3, 7, 0]), spot) == index
    assert deepest(windows[:0], np.array([]), spot) is None
