from __future__ import annotations

import gc
import weakref

import pygame

from game.ui.assets import Assets


def test_a_style_that_is_asked_for_again_is_the_same_one() -> None:
    assets = Assets()
    dark, light = assets.style("dark", 1.0), assets.style("light", 1.0)
    assert assets.style("dark", 1.0) is dark
    assert assets.style("light", 1.0) is light


def test_styles_that_nobody_uses_any_more_are_let_go() -> None:
    assets = Assets()
    before = [weakref.ref(assets.style("dark", 1 + number / 20)) for number in range(5)]
    for scale in (2.0, 2.5):
        assets.style("dark", scale)
        assets.style("light", scale)
    gc.collect()
    assert not any(style() for style in before)


def test_styles_that_somebody_still_has_hold_nothing_drawn() -> None:
    pygame.font.init()
    assets = Assets()
    held = []
    for number in range(5):
        held.append(assets.style("dark", 1 + number / 20))
        held[-1].text("word")
        held[-1].icon("play", 20)
    for scale in (2.0, 2.5, 3.0, 3.5):
        assets.style("dark", scale)
    assert not any(style._texts or style._icons or style._fonts for style in held)
    assert held[0].text("word").get_width() > 0
