from __future__ import annotations

import pygame
import pytest

from game.ui.widgets.panel import rounded


@pytest.mark.parametrize("border", [None, pygame.Color("yellow")])
@pytest.mark.parametrize("size", [(1, 1), (3, 60), (60, 3), (80, 50)])
def test_rounded_corners(size: tuple[int, int], border: pygame.Color | None) -> None:
    panel = rounded(size, 12, pygame.Color("red"), border)
    assert panel.get_size() == size
    if min(size) > 24:
        assert panel.get_at((0, 0)).a == 0
        assert panel.get_at((size[0] // 2, size[1] // 2)) == pygame.Color("red")
        assert panel.get_at((size[0] // 2, 0)) == (border or pygame.Color("red"))
