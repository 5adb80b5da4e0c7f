from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from agents.emulators.games import GAMES, Court
from agents.emulators.observation import NOTHING, ObservationPipeline, estimate_background

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


@pytest.mark.parametrize("game", GAMES)
def test_own_actions_are_told_apart_and_change_places_in_the_mirror(game: str) -> None:
    spec = GAMES[game]
    court = spec.court
    background = np.zeros((court.height, court.width), np.uint8)

    def told(*actions: int) -> np.ndarray:
        pipeline = ObservationPipeline(spec, background, stack=2, recall=3)
        for action in actions:
            seen = pipeline.push(np.zeros((1, 210, 160), np.uint8), np.array([action]))
        assert not seen[0, 1:].any(), "the pictures are black"
        return seen[0, 0].copy()

    assert not told(NOTHING, NOTHING).any()
    number = len(spec.actions)
    series = [(a, b, c) for a in range(number) for b in range(number) for c in (0, number - 1)]
    planes = {actions: told(*actions) for actions in series}
    assert len({plane.tobytes() for plane in planes.values()}) == len(series)
    assert (told(NOTHING, 1) == told(1)).all(), "nothing before is nothing"
    assert (told(0, 0, 1, 0, 1) == told(1, 0, 1)).all(), "only three are remembered"
    if spec.mirror is None:
        return
    for actions, plane in planes.items():
        mirrored = told(*(spec.mirror.actions[action] for action in actions))
        assert (np.flip(plane, 0 if spec.mirror.axis == "rows" else 1) == mirrored).all()


def test_own_actions_leave_the_pictures_alone_and_are_forgotten_at_a_restart() -> None:
    background = np.zeros((24, 32), np.uint8)
    plain = ObservationPipeline(SPEC, background, stack=2, count=2)
    recalling = ObservationPipeline(SPEC, background, stack=2, count=2, recall=2)
    assert recalling.shape == (3, 6, 8)
    for seed in range(3):
        frames = random_frames(2, seed)
        seen = recalling.push(frames, np.array([1, 2]))
        np.testing.assert_array_equal(seen[:, 1:], plain.push(frames))
    assert seen[:, 0].any(axis=(1, 2)).all()
    recalling.restart(np.array([True, False]))
    seen = recalling.push(random_frames(2, 5), np.array([NOTHING, NOTHING]))
    assert not seen[0, 0].any()
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
