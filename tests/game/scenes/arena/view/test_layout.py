"""Where things are in the arena."""

from __future__ import annotations

import pygame
import pytest

from game.scenes.arena.view.layout import FRAME, WIDEST, lay_out
from game.ui.assets import ROOT
from game.ui.settings import SCALES
from game.ui.style import Style, auto_scale


@pytest.mark.parametrize("scale", [0.0, *SCALES[1:5]])
@pytest.mark.parametrize(
    "size", [(960, 600), (1024, 768), (1280, 720), (1280, 800), (1920, 1080), (2560, 1440), (3840, 2160)]
)
def test_the_arena_fits_every_window_at_a_whole_scale(size: tuple[int, int], scale: float) -> None:
    style = Style(ROOT, "dark", scale or auto_scale(size))
    area = pygame.Rect(0, style.bar, size[0], size[1] - style.bar)
    found = lay_out(area, style)
    across, down = found.scale
    assert found.human.size == found.agent.size == (FRAME[0] * across, FRAME[1] * down)
    assert across / down <= WIDEST or down == 1
    assert found.stage.size == tuple(a * b for a, b in zip(FRAME, found.stage_scale, strict=True))
    assert found.stage_scale[0] / found.stage_scale[1] <= WIDEST or down == 1
    assert found.stage.height >= found.human.height
    side = [found.tools, found.mind, found.facts]
    two = [found.human, found.agent, found.chart]
    one = [found.stage, found.wing, found.stage_chart]
    for rects in ([*side, *two], [*side, *one]):
        assert_beside_each_other(area, rects)
    assert found.wing.width >= min(style.px(190), found.agent.width)


def assert_beside_each_other(area: pygame.Rect, rects: list[pygame.Rect]) -> None:
    for index, rect in enumerate(rects):
        assert rect.width > 0
        assert rect.height > 0
        assert area.contains(rect), f"{index} {rect}"
        assert rect.collidelist(rects[:index]) == -1, f"{index} {rect}"
