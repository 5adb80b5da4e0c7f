from __future__ import annotations

import gc
import weakref

import pygame
import pytest

from game.ui.assets import Assets
from game.ui.canvas.view import View
from game.ui.canvas.wipe import Wipe
from game.ui.style import Style


def draw(wipe: Wipe, style: Style) -> bytes:
    screen = pygame.Surface((640, 400))
    picture = pygame.Surface((64, 40))
    wipe.draw(
        screen,
        style,
        (picture, 1, "Before"),
        (picture, 1, "After"),
        View(),
        screen.get_rect(),
        picture.get_size(),
    )
    return pygame.image.tobytes(screen, "RGB")


@pytest.mark.usefixtures("style")
def test_the_names_are_drawn_in_the_style_of_the_moment() -> None:
    assets, wipe = Assets(), Wipe()
    small = draw(wipe, assets.style("dark", 1.0))
    large = draw(wipe, assets.style("dark", 1.5))
    assert small != large
    assert draw(wipe, assets.style("dark", 1.0)) == small


@pytest.mark.usefixtures("style")
def test_a_style_that_nobody_uses_any_more_is_let_go() -> None:
    wipe = Wipe()
    style = Style(Assets().root, "dark", 1.0)
    gone = weakref.ref(style)
    draw(wipe, style)
    del style
    gc.collect()
    assert gone() is None
