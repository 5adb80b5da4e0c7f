"""The card in the menu."""

from __future__ import annotations

import math
import threading
import zlib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pygame
import pytest

from agents.opponents.exhibition import RATE, SHAPE
from game.scenes.arena.preview import ArenaPreview
from game.ui.assets import Assets
from game.ui.surfaces import to_array
from game.workers.workers import Workers
from tests.colours import colours


def test_the_card_shows_a_game_that_goes_on() -> None:
    pygame.display.init()
    preview = ArenaPreview(ArenaPreview.prepare(Assets(), 1), Workers(inline=True))
    try:
        preview.update(0.1)
        seen = {preview.version: to_array(preview.picture())}
        versions = []
        for _ in range(60):
            preview.update(0.05)
            versions.append(preview.version)
            picture = to_array(preview.picture())
            assert (seen.setdefault(preview.version, picture) == picture).all(), "a version is one picture"
        assert len(seen) > 20
        assert any(b < a for a, b in pairwise(versions)), "and begins again"
        moved = np.array(list(seen.values()))
        assert (moved != moved[0]).any(axis=(1, 2, 3)).sum() > 10
    finally:
        preview.close()


def test_before_it_has_begun_the_court_is_empty() -> None:
    pygame.display.init()
    preview = ArenaPreview(1, Workers(inline=True))
    try:
        assert preview.version == -1
        assert colours(to_array(preview.picture())) == 1
    finally:
        preview.close()


def test_a_game_that_is_still_being_played_is_shown_as_far_as_it_has_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def slowly(seed: int, stop: threading.Event) -> Iterator[list[bytes]]:
        packed = [zlib.compress(bytes(math.prod(SHAPE)), 1)] * RATE
        yield packed
        yield from [packed] * 50
        yield packed * 2

    pygame.display.init()
    monkeypatch.setattr("game.scenes.arena.preview._here", slowly)
    preview = ArenaPreview(1, Workers(inline=True))
    try:
        for _ in range(40):
            preview.update(0.05)
        assert preview.version == RATE - 1, "it waits"
        for _ in range(20):
            preview.update(0.05)
        assert preview.version > RATE, "and goes on"
    finally:
        preview.close()
