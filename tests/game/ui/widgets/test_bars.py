from __future__ import annotations

import numpy as np
import pygame
import pytest

from game.ui.style import Style
from game.ui.surfaces import to_array
from game.ui.widgets.bars import draw_bars


def test_bars_are_as_long_as_their_share(style: Style) -> None:
    screen = pygame.Surface((400, 200))
    items = [("up", 1.0), ("down", 0.5), ("stay", 0.0)]
    height = draw_bars(
        screen,
        style,
        pygame.Rect(0, 0, 400, 200),
        items,
        colour=pygame.Color(255, 0, 255),
        percent="{:.0%}".format,
    )
    magenta = (to_array(screen) == (255, 0, 255)).all(axis=2)
    lengths = [magenta[y].sum() for y in (height // 6, height // 2, 5 * height // 6)]
    assert lengths[0] > 100
    assert lengths[1] == pytest.approx(lengths[0] / 2, abs=2)
    assert lengths[2] == 0


def test_long_names_leave_room_for_bars(style: Style) -> None:
    screen = pygame.Surface((160, 40))
    items = [("down and to the right, and fire", 1.0)]
    magenta = pygame.Color(255, 0, 255)
    height = draw_bars(
        screen, style, pygame.Rect(0, 0, 160, 40), items, colour=magenta, percent="{:.0%}".format
    )
    (columns,) = np.nonzero((to_array(screen)[:height] == (255, 0, 255)).all(axis=2).any(axis=0))
    assert columns.size >= 20
    drawn = to_array(screen)[:height].any(axis=(0, 2))
    assert not drawn[columns[0] - 4 : columns[0]].any(), "the name ends before the bar"
