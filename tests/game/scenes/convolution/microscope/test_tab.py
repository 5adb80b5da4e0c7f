"""The microscope: examples, playing, hovering."""

from __future__ import annotations

import pygame

from models.convolution.kernels import LECTURE_EXAMPLES
from tests.game.scenes.convolution.conftest import Use, frames, post, press, tap


def test_the_six_examples_of_the_lecture(lab: Use) -> None:
    app = lab("microscope")
    tab, results = app.scene.tab, []
    for index in range(len(LECTURE_EXAMPLES)):
        press(app, f"#example_{index + 1}")
        tab.step()
        frames(app, 2)
        assert tab.done == tab.result.size == 1
        results.append(float(tab.result[0, 0]))
    assert results == [2, 2, 6, 1, 10, 0]


def test_the_window_slides_at_its_speed_and_stops_at_the_end(lab: Use) -> None:
    app = lab("microscope")
    tab = app.scene.tab
    tab.choose_kernel("box_3")
    tab.choose_picture("ring")
    assert tab.result.shape == (10, 10)
    tab.speed = 4  # four cells a second
    tap(app, pygame.K_SPACE)
    frames(app, 100, 0.05)
    assert 19 <= tab.done <= 21
    tap(app, pygame.K_SPACE)
    done = tab.done
    frames(app, 20, 0.05)
    assert tab.done == done
    tap(app, pygame.K_RIGHT)
    tap(app, pygame.K_LEFT)
    assert tab.done == done
    tab.speed = 8
    tap(app, pygame.K_SPACE)
    frames(app, 10)
    assert tab.done == 100
    assert not tab.playing


def test_hovering_an_output_cell_shows_it(lab: Use) -> None:
    app = lab("microscope")
    tab = app.scene.tab
    tab.choose_kernel("sobel_horizontal")
    at = tab.output.place((4, 7)).center
    post(app, pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))
    assert tab.current == (4, 7)
