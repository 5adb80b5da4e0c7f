"""The card in the menu."""

from __future__ import annotations

import numpy as np
import pygame

from game.scenes.arena.preview import ArenaPreview
from game.ui.assets import Assets
from game.ui.surfaces import to_array
from game.workers.workers import Workers


def test_the_card_shows_a_game_that_goes_on() -> None:
    pygame.display.init()
    preview = ArenaPreview(ArenaPreview.prepare(Assets(), 1), Workers(inline=True))
    try:
        preview.update(0.1)
        seen = {preview.version: to_array(preview.picture())}
        for _ in range(40):
            preview.update(0.05)
            picture = to_array(preview.picture())
            assert (seen.setdefault(preview.version, picture) == picture).all(), "a version is one picture"
        assert len(seen) > 20
        moved = np.array(list(seen.values()))
        assert (moved != moved[0]).any(axis=(1, 2, 3)).sum() > 10
    finally:
        preview.close()


def test_before_it_has_begun_the_card_is_dark() -> None:
    pygame.display.init()
    preview = ArenaPreview(1, Workers(inline=True))
    try:
        assert preview.version == -1
        assert not to_array(preview.picture()).any()
    finally:
        preview.close()
