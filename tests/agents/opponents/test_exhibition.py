"""A game that plays itself."""

from __future__ import annotations

import subprocess
import zlib

import numpy as np

from agents.opponents.exhibition import HEADER, RATE, SHAPE, film
from models.base.worker_process import start_worker


def test_the_ball_and_both_bats_move() -> None:
    pictures = np.array(list(film(1, 3)))
    assert pictures.shape == (3 * RATE, *SHAPE)
    changed = (pictures != pictures[0]).any(axis=(0, 1, 3))
    for columns in (slice(16, 20), slice(60, 100), slice(140, 144)):
        assert changed[columns].any()


def test_the_same_seed_is_the_same_game() -> None:
    assert all((a == b).all() for a, b in zip(film(2, 1), film(2, 1), strict=True))


def test_a_process_sends_them_one_after_another_and_ends_quietly_when_nobody_reads() -> None:
    process = start_worker("agents.opponents.exhibition:main", "1")
    assert process.stdout is not None
    for expected in film(1, 0.2):
        size = int.from_bytes(process.stdout.read(HEADER), "big")
        got = np.frombuffer(zlib.decompress(process.stdout.read(size)), np.uint8).reshape(SHAPE)
        assert (got == expected).all()
    process.stdout.close()
    try:
        assert process.wait(60) in (0, 1)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
