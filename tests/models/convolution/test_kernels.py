"""The lecture's own numbers, and what each preset must do to a picture."""

import numpy as np
import pytest

from models.convolution.convolve import convolve
from models.convolution.display import MODES, NEGATIVE, POSITIVE, display
from models.convolution.kernels import KERNELS, LECTURE_EXAMPLES, LECTURE_KERNEL, SHARPEN_STEPS, gabor


def test_the_lectures_six_examples():
    results = [
        convolve(np.array(e.patch, np.float32), np.array(LECTURE_KERNEL), padding="valid").item()
        for e in LECTURE_EXAMPLES
    ]
    assert results == [2, 2, 6, 1, 10, 0] == [e.result for e in LECTURE_EXAMPLES]


def test_sobel_is_the_slides():
    assert KERNELS["sobel_horizontal"].weights.tolist() == [[1, 0, -1], [2, 0, -2], [1, 0, -1]]


def test_sharpening_is_twice_the_picture_less_its_blur():
    expected = 2 * np.eye(3)[1][:, None] * np.eye(3)[1] - np.ones((3, 3)) / 9
    np.testing.assert_allclose(KERNELS["sharpen"].effective, expected, atol=1e-7)


def test_the_sharpening_steps_add_up():
    identity, box, detail, sharpen = (step.effective for step in SHARPEN_STEPS)
    np.testing.assert_allclose(identity - box, detail, atol=1e-6)
    np.testing.assert_allclose(identity + detail, sharpen, atol=1e-6)


@pytest.mark.parametrize("kernel", KERNELS.values(), ids=lambda k: k.id)
def test_presets_keep_flat_areas_or_silence_them(kernel):
    assert KERNELS[kernel.id] is kernel
    flat = convolve(np.full((20, 20), 100, np.uint8), kernel.weights, divisor=kernel.divisor, padding="edge")
    expected = 0 if kernel.display == "signed" else 200 if kernel.id == "lecture" else 100
    np.testing.assert_allclose(flat, expected, atol=0.5)


def test_gabor_answers_to_its_own_direction():
    y, x = np.mgrid[:40, :40]
    rising = np.cos(2 * np.pi * (x - y) / (5 * np.sqrt(2)))  # bars along the falling diagonal
    kernel = np.array(gabor())
    along, across = (np.abs(convolve(w.astype(np.float32), kernel)[10:-10, 10:-10]).max()
                     for w in (rising[:, ::-1], rising))  # fmt: skip
    assert max(along, across) > 10 * min(along, across)


def test_display_modes():
    values = np.array([[-300.0, -100.0, 0.0, 100.0, 300.0]], np.float32)
    shown = {mode: display(values, mode) for mode in MODES}
    assert all(p.shape == (1, 5, 3) and p.dtype == np.uint8 for p in shown.values())
    assert shown["clip"][0, :, 0].tolist() == [0, 0, 0, 100, 255]
    assert shown["absolute"][0, :, 0].tolist() == [255, 100, 0, 100, 255]
    assert shown["normalise"][0, :, 0].tolist() == [0, 85, 128, 170, 255]
    signed = shown["signed"][0]
    assert signed[2].tolist() == [255, 255, 255]
    assert tuple(signed[0]) == NEGATIVE
    assert tuple(signed[4]) == POSITIVE


def test_display_keeps_colours_and_constants():
    photo = np.random.default_rng(0).integers(0, 256, (5, 6, 3)).astype(np.float32)
    np.testing.assert_array_equal(display(photo), photo)
    assert (display(np.full((2, 2), 77.0, np.float32), "normalise") == 77).all()
    assert (display(np.zeros((2, 2), np.float32), "signed") == 255).all()
    with pytest.raises(ValueError, match="mode"):
        display(photo, "heat")
    with pytest.raises(ValueError, match="show"):
        display(np.zeros((2, 2, 2), np.float32))
