from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.scenes.convolution.kernel_presets import Setup, preset, to_matrix
from game.scenes.convolution.live_convolution import LiveConvolution
from game.ui.canvas.painting import Painting
from game.ui.canvas.strokes import Tool
from game.ui.surfaces import to_array
from models.convolution.convolve import convolve
from models.convolution.display import MODES, Mode, display
from models.convolution.kernels import KERNELS

SIZE = (64, 40)
point = st.tuples(st.floats(-10, SIZE[0] + 10), st.floats(-10, SIZE[1] + 10))
strokes = st.lists(st.lists(point, min_size=1, max_size=5), min_size=1, max_size=6)


def draw(painting: Painting, points: list[tuple[float, float]], number: int) -> None:
    painting.begin(points[0], Tool((40 * number % 256, 90, 250 - 30 * number % 250), 3 + 2 * number))
    for at in points[1:]:
        painting.move(at)
    painting.end()


def assert_follows(live: LiveConvolution) -> None:
    """The result is what convolving the whole picture anew gives, in numbers and on the screen."""
    painting = live.painting
    np.testing.assert_array_equal(live.image, painting.array())
    whole = convolve(painting.array(), live.setup.weights, divisor=live.setup.divisor, bias=live.setup.bias)
    np.testing.assert_allclose(live.result, whole, atol=1e-2)
    anew = LiveConvolution(painting, live.setup)
    difference = to_array(live.surface).astype(int) - to_array(anew.surface)
    assert np.abs(difference).max() <= 1


@pytest.mark.parametrize("name", KERNELS)
@settings(max_examples=6)
@given(strokes=strokes, mode=st.sampled_from(MODES))
def test_after_any_strokes_the_result_is_that_of_the_whole_picture(
    name: str, strokes: list[list[tuple[float, float]]], mode: Mode
) -> None:
    painting = Painting(SIZE)
    rng = np.random.default_rng(0)
    painting.place(rng.integers(0, 256, (*SIZE[::-1], 3), dtype=np.uint8))
    live = LiveConvolution(painting, replace(preset(name), mode=mode))
    live.update()
    for number, points in enumerate(strokes):
        draw(painting, points, number)
        live.update()
    assert_follows(live)


def test_it_follows_undo_redo_clear_and_new_kernels() -> None:
    painting = Painting(SIZE)
    live = LiveConvolution(painting, Setup(KERNELS["sharpen"].matrix, mode="clip"))
    draw(painting, [(5, 5), (50, 30)], 2)
    draw(painting, [(40, 5), (10, 30)], 5)
    assert live.update()
    for change in (painting.undo, painting.undo, painting.redo, painting.clear, painting.undo):
        change()
        assert live.update()
        assert_follows(live)
    box = replace(preset("box_3"), mode="clip")
    assert box.divisor == 9.0
    live.set(box)
    assert_follows(live)
    live.set(replace(preset("sobel_horizontal"), mode="signed"))
    assert_follows(live)


def test_nothing_changes_while_nothing_is_drawn() -> None:
    painting = Painting(SIZE)
    live = LiveConvolution(painting, Setup(KERNELS["sharpen"].matrix, mode="clip"))
    live.update()
    before = to_array(live.surface)
    assert not live.update()
    np.testing.assert_array_equal(to_array(live.surface), before)


def test_the_identity_shows_the_painting_itself() -> None:
    painting = Painting(SIZE)
    draw(painting, [(5, 5), (50, 30)], 2)
    live = LiveConvolution(painting, Setup(KERNELS["identity"].matrix, mode="clip"))
    np.testing.assert_array_equal(to_array(live.surface), painting.array())


@pytest.mark.parametrize("weights", [np.zeros((3, 3)), -np.ones((3, 3))])
def test_kernels_without_anything_above_zero_can_be_shown(weights: np.ndarray) -> None:
    painting = Painting(SIZE)
    live = LiveConvolution(painting, Setup(to_matrix(weights), mode="signed"))
    assert_follows(live)
    picture = display(convolve(painting.array(), live.setup.weights), "signed", scale=1.0)
    assert picture.shape == (*SIZE[::-1], 3)
