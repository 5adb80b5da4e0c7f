from __future__ import annotations

import pygame
import pytest

from tests.game.scenes.convolution.conftest import Use, frames, idle, post, press, tap


def test_two_places_with_equal_maxima(lab: Use) -> None:
    app = lab("shift")
    app.go("convolution/shift")
    frames(app, 2)
    done = app.scene.task("equal-maxima")
    assert not done()
    idle(app)
    assert not done(), "it moved by itself"
    tap(app, pygame.K_RIGHT)
    assert not done(), "one place"
    tap(app, pygame.K_DOWN)
    assert done()


def test_the_same_place_twice_and_other_maxima_do_not_count(lab: Use) -> None:
    app = lab("shift")
    app.go("convolution/shift")
    frames(app, 2)
    done = app.scene.task("equal-maxima")
    for key in (pygame.K_RIGHT, pygame.K_LEFT, pygame.K_RIGHT, pygame.K_LEFT):
        tap(app, key)
        assert not done()
    press(app, "#filter_more")
    assert not done(), "another filter, one place"
    tap(app, pygame.K_RIGHT)
    assert not done()


def test_the_places_that_a_question_may_ask_for(lab: Use) -> None:
    app = lab("shift")
    before = app.scene.landmarks()
    at = before["pattern"].center
    post(app, pygame.MOUSEBUTTONDOWN, pos=at, button=1)
    post(app, pygame.MOUSEMOTION, pos=(at[0] + 90, at[1] + 60), rel=(0, 0), buttons=(1, 0, 0))
    post(app, pygame.MOUSEBUTTONUP, pos=at, button=1)
    after = app.scene.landmarks()
    moved = [after[name].x - before[name].x for name in ("pattern", "maximum")]
    assert moved[0] == moved[1] > 50, "they travel together"
    assert app.screen.get_rect().contains(after["maximum"])


def test_there_are_no_other_tasks(lab: Use) -> None:
    app = lab("shift")
    with pytest.raises(KeyError):
        app.scene.task("vertical-sobel")
