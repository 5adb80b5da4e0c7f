from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agents.games import GAMES, Court
from agents.observation import ObservationPipeline, estimate_background

COURT = Court(top=30, bottom=54, left=8, right=40)
SPEC = replace(GAMES["pong"], court=COURT)


def random_frames(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, 210, 160), dtype=np.uint8)


def test_push_equals_a_plain_loop() -> None:
    background = random_frames(1, seed=9)[0, 30:54, 8:40].copy()
    pipeline = ObservationPipeline(SPEC, background, stack=2, count=3)
    first, second = random_frames(3, 1), random_frames(3, 2)
    pipeline.push(first)
    seen = pipeline.push(second)
    assert seen.shape == (3, 2, 6, 8)
    for plane, frames in enumerate((first, second)):
        for game in range(3):
            for row in range(6):
                for column in range(8):
                    rows, columns = slice(4 * row, 4 * row + 4), slice(4 * column, 4 * column + 4)
                    block = frames[game, 30:54, 8:40][rows, columns].astype(int)
                    expected = np.abs(block - background[rows, columns]).max()
                    assert seen[game, plane, row, column] == expected


def test_shades_tell_light_from_dark() -> None:
    spec = replace(SPEC, shades=True)
    pipeline = ObservationPipeline(spec, np.full((24, 32), 100, np.uint8), stack=2)
    frame = np.full((1, 210, 160), 100, np.uint8)
    frame[0, 30, 8], frame[0, 31, 9] = 140, 10
    assert pipeline.push(np.full_like(frame, 100)).shape == (1, 4, 6, 8)
    seen = pipeline.push(frame)[0]
    assert not seen[:2].any()
    assert (seen[2, 0, 0], seen[3, 0, 0]) == (40, 90)
    seen = pipeline.push(np.full_like(frame, 100))[0]
    assert (seen[0, 0, 0], seen[1, 0, 0]) == (40, 90)
    assert not seen[2:].any()


def test_a_single_bright_pixel_keeps_its_contrast() -> None:
    pipeline = ObservationPipeline(SPEC, np.full((24, 32), 87, np.uint8), stack=1)
    frame = np.full((1, 210, 160), 87, np.uint8)
    frame[0, 35, 21] = 236
    seen = pipeline.push(frame)[0, 0]
    assert seen[1, 3] == 236 - 87
    assert np.count_nonzero(seen) == 1


def test_restart_forgets_only_the_games_it_names() -> None:
    pipeline = ObservationPipeline(SPEC, np.zeros((24, 32), np.uint8), stack=2, count=2)
    pipeline.push(random_frames(2, 1))
    pipeline.restart(np.array([True, False]))
    seen = pipeline.push(random_frames(2, 2))
    assert not seen[0, 0].any()
    assert seen[0, 1].any()
    assert seen[1, 0].any()


def test_background_forgets_what_moves() -> None:
    pictures = np.full((9, 8, 8), 50, np.uint8)
    for index in range(8):
        pictures[index, index] = 200
    np.testing.assert_array_equal(estimate_background(pictures), 50)


def test_wrong_background_is_refused() -> None:
    with pytest.raises(ValueError, match="background"):
        ObservationPipeline(SPEC, np.zeros((24, 31), np.uint8), stack=1)
    with pytest.raises(ValueError, match="pictures"):
        estimate_background(np.zeros((0, 4, 4), np.uint8))
    with pytest.raises(ValueError, match="multiples of 4"):
        Court(top=0, bottom=10, left=0, right=160)
