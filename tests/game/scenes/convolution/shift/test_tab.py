from __future__ import annotations

import pygame

from tests.game.scenes.convolution.conftest import Use, tap


def test_the_maximum_stays_while_its_place_travels(lab: Use) -> None:
    app = lab("shift")
    tab = app.scene.tab
    maximum, (x, y) = tab.maximum, tab.where
    for key, step in ((pygame.K_RIGHT, (1, 0)), (pygame.K_DOWN, (0, 1)), (pygame.K_LEFT, (-1, 0))):
        tap(app, key)
        x, y = x + step[0], y + step[1]
        assert tab.maximum == maximum
        assert tab.where == (x, y)
    for corner in ((-50, -50), (50, 50), (50, -50)):
        tab.move(*corner)
        assert tab.maximum == maximum
