"""The true network's answer as the window gets it."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest

from game.scenes.detection.by_network.requests import LEVELS, Eye, Question
from models.base.gallery import picture
from models.detection import detect


@pytest.fixture(scope="module")
def eye() -> Eye:
    return Eye()


def test_the_cat_is_found_and_its_neighbours_are_dropped(eye: Eye) -> None:
    seen = eye.answer(Question(picture("cat"), 1, 0.5, 0.6))
    assert [each.what for each in seen.kept] == ["cat"]
    assert all(seen.kept[by].what == gone.what for gone, by in seen.dropped)
    assert seen.boxes.shape == seen.anchors.shape == (1917, 4)
    assert set(seen.levels.tolist()) == set(range(LEVELS))
    assert not seen.boxes.flags.writeable
    assert seen.kept[0].anchor in seen.fired(-1)
    assert seen.at((200.0, 150.0), -1) == seen.fired(-1)[0]


def test_waiting_for_a_busy_machine_does_not_count(eye: Eye, monkeypatch: pytest.MonkeyPatch) -> None:
    candidates = detect.candidates

    def waiting(*asked: Any) -> Any:
        time.sleep(3)
        return candidates(*asked)

    monkeypatch.setattr(detect, "candidates", waiting)
    assert 0 < eye.answer(Question(picture("cat"), 9, 0.5, 0.6)).milliseconds < 2500


def test_a_lower_threshold_finds_more_without_looking_again(eye: Eye) -> None:
    first = eye.answer(Question(picture("cat"), 1, 0.5, 0.6))
    more = eye.answer(Question(picture("cat"), 1, 0.05, 0.6))
    assert len(more.kept) + len(more.dropped) > len(first.kept) + len(first.dropped)
    assert more.milliseconds == first.milliseconds
    level = more.kept[0].level
    assert np.all(more.levels[more.fired(level)] == level)
