"""Our convolution against SciPy's, and partial results against full ones."""

import itertools
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage, signal

from models.convolution import taps, toeplitz
from models.convolution.convolve import PADDINGS, affected, convolution_bench, convolve, reconvolve
from models.convolution.microscope import microscope


@pytest.fixture(scope="module", params=["compiled", "matrices"], autouse=True)
def way(request):
    """Everything is computed in both ways."""
    before = taps.compiled.run
    taps.compiled.run = None
    if request.param == "compiled":
        assert taps.compiled.load()
    yield request.param
    taps.compiled.run = before


SCIPY_MODES = {"zero": "constant", "reflect": "mirror", "edge": "nearest", "wrap": "grid-wrap"}


def spread(kernel, dilation):
    """Write a dilated kernel out with its zeros."""
    kh, kw = kernel.shape
    wide = np.zeros(((kh - 1) * dilation + 1, (kw - 1) * dilation + 1))
    wide[::dilation, ::dilation] = kernel
    return wide


def scipy_convolve(image, kernel, stride, dilation, padding, flip):
    """SciPy's answer, one channel at a time, in float64."""
    if flip:
        kernel = kernel[::-1, ::-1]
    wide = spread(kernel, dilation)
    planes = image[:, :, None] if image.ndim == 2 else image
    results = []
    for plane in np.moveaxis(planes.astype(np.float64), 2, 0):
        if padding == "valid":
            results.append(signal.correlate2d(plane, wide, mode="valid"))
            continue
        # SciPy's window is anchored at half its size; ours at the anchor cell, times the dilation.
        anchors = [((k - 1) // 2 if flip else k // 2) * dilation for k in kernel.shape]
        origin = [a - size // 2 for a, size in zip(anchors, wide.shape, strict=True)]
        results.append(ndimage.correlate(plane, wide, mode=SCIPY_MODES[padding], origin=origin))
    result = np.stack(results, axis=2)[::stride, ::stride]
    return result if image.ndim == 3 else result[:, :, 0]


@st.composite
def problems(draw):
    """Draw a picture, a whole-number kernel and options under which the window fits."""
    kh, kw = draw(st.integers(1, 11)), draw(st.integers(1, 11))
    options = {
        "stride": draw(st.integers(1, 4)),
        "dilation": draw(st.integers(1, 3)),
        "padding": draw(st.sampled_from(PADDINGS)),
        "flip": draw(st.booleans()),
    }
    least = [(k - 1) * options["dilation"] + 1 if options["padding"] == "valid" else 1 for k in (kh, kw)]
    shape = [draw(st.integers(low, low + 40)) for low in least]
    shape += draw(st.sampled_from([[], [1], [3], [4]]))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    dtype = draw(st.sampled_from([np.uint8, np.float32]))
    image = random.integers(0, 256, shape).astype(dtype)
    kernel = random.integers(-4, 5, (kh, kw)).astype(np.float32)
    return image, kernel, options


@given(problems())
@settings(max_examples=400, deadline=None)
def test_equals_scipy_exactly_on_whole_numbers(problem):
    image, kernel, options = problem
    result = convolve(image, kernel, **options)
    expected = scipy_convolve(image, kernel, **options)
    assert result.dtype == np.float32
    assert result.flags.c_contiguous
    np.testing.assert_array_equal(result, expected)


@pytest.mark.parametrize(("kh", "kw"), list(itertools.product(range(1, 12), repeat=2)))
@pytest.mark.parametrize("padding", PADDINGS)
def test_every_kernel_size_with_every_padding(kh, kw, padding):
    random = np.random.default_rng(kh * 100 + kw)
    image, kernel = random.normal(size=(13, 19, 2)).astype(np.float32), random.normal(size=(kh, kw))
    expected = scipy_convolve(image, kernel, 1, 1, padding, False)
    np.testing.assert_allclose(convolve(image, kernel, padding=padding), expected, atol=2e-5)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 11])
def test_flipped_is_scipys_true_convolution_even_for_even_sizes(size):
    random = np.random.default_rng(size)
    image, kernel = random.normal(size=(20, 25)).astype(np.float32), random.normal(size=(size, size))
    expected = ndimage.convolve(image.astype(np.float64), kernel, mode="constant")
    np.testing.assert_allclose(convolve(image, kernel, flip=True), expected, atol=2e-5)


def test_flipped_convolution_of_a_point_draws_the_kernel():
    point = np.zeros((9, 9), np.float32)
    point[4, 4] = 1
    kernel = np.arange(1, 10).reshape(3, 3)
    np.testing.assert_array_equal(convolve(point, kernel, flip=True)[3:6, 3:6], kernel)
    np.testing.assert_array_equal(convolve(point, kernel)[3:6, 3:6], kernel[::-1, ::-1])


@pytest.mark.parametrize("kernel_size", [3, 11])
def test_a_large_picture_in_two_threads_equals_scipy(kernel_size, monkeypatch):
    for module in (taps, toeplitz):
        monkeypatch.setattr(module, "THREADED_FROM", 1)
    random = np.random.default_rng(5)
    image = random.integers(0, 256, (301, 403, 3), dtype=np.uint8)
    kernel = random.integers(-3, 4, (kernel_size, kernel_size))
    for options in ({}, {"stride": 2}, {"dilation": 3}):
        full = {"stride": 1, "dilation": 1, "padding": "reflect", "flip": False} | options
        expected = scipy_convolve(image, kernel.astype(float), **full)
        with ThreadPoolExecutor(1) as helper:
            np.testing.assert_array_equal(convolve(image, kernel, helper=helper, **full), expected)


def test_divisor_and_bias():
    image = np.full((4, 4), 9, np.uint8)
    np.testing.assert_allclose(convolve(image, np.ones((3, 3)), divisor=9, bias=-2, padding="edge"), 7)


@given(problems(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_region_equals_the_crop_of_the_full_result(problem, data):
    image, kernel, options = problem
    full = convolve(image, kernel, bias=3, **options)
    y, x = (data.draw(st.integers(0, n - 1)) for n in full.shape[:2])
    h, w = data.draw(st.integers(0, full.shape[0] - y)), data.draw(st.integers(0, full.shape[1] - x))
    part = convolve(image, kernel, bias=3, region=(x, y, w, h), **options)
    np.testing.assert_array_equal(part, full[y : y + h, x : x + w])


@given(problems(), st.data())
@settings(max_examples=200, deadline=None)
def test_repainting_a_rectangle_brings_the_result_up_to_date(problem, data):
    image, kernel, options = problem
    before = convolve(image, kernel, **options)
    y, x = (data.draw(st.integers(-2, n - 1)) for n in image.shape[:2])
    h, w = data.draw(st.integers(0, 12)), data.draw(st.integers(0, 12))
    painted = image.copy()
    painted[max(y, 0) : max(y + h, 0), max(x, 0) : max(x + w, 0)] = 77
    reconvolve(before, painted, kernel, (x, y, w, h), **options)
    np.testing.assert_array_equal(before, convolve(painted, kernel, **options))


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize("taps", [1, 2, 3, 4])
@pytest.mark.parametrize("flip", [False, True])
def test_every_single_pixel_near_a_border_is_followed(padding, taps, flip):
    options = {"padding": padding, "flip": flip}
    kernel = np.arange(1, taps + 1)[None]
    for size in range(taps, 9):
        for x in range(size):
            image = np.zeros((1, size), np.float32)
            result = convolve(image, kernel, **options)
            image[0, x] = 1
            reconvolve(result, image, kernel, (x, 0, 1, 1), **options)
            np.testing.assert_array_equal(result, convolve(image, kernel, **options))


def test_a_small_stroke_touches_a_small_region():
    assert affected((100, 50, 4, 2), (512, 512, 3), (11, 11)) == (95, 45, 14, 12)
    assert affected((100, 50, 4, 2), (512, 512), (3, 3), stride=2) == (50, 25, 3, 2)
    assert affected((600, 600, 5, 5), (512, 512), (3, 3))[2:] == (0, 0)


@given(problems(), st.data())
@settings(max_examples=150, deadline=None)
def test_the_microscope_shows_the_arithmetic_of_the_result(problem, data):
    image, kernel, options = problem
    full = convolve(image, kernel, divisor=2, bias=5, **options)
    y, x = (data.draw(st.integers(0, n - 1)) for n in full.shape[:2])
    seen = microscope(image, kernel, x, y, divisor=2, bias=5, **options)
    np.testing.assert_array_equal(seen.total, full[y, x])
    np.testing.assert_array_equal(seen.products.sum(axis=(0, 1)) / 2 + 5, full[y, x])
    assert seen.values.shape[:2] == kernel.shape == seen.inside.shape


def test_the_microscope_marks_padding():
    seen = microscope(np.ones((3, 3), np.float32), np.ones((3, 3)), 0, 0)
    assert seen.inside.tolist() == [[False] * 3, [False, True, True], [False, True, True]]
    assert seen.total == 4


@pytest.mark.parametrize(
    ("image", "kernel", "options"),
    [
        (np.zeros((0, 5)), np.ones((1, 1)), {}),
        (np.zeros(5), np.ones((1, 1)), {}),
        (np.zeros((5, 5)), np.ones((12, 1)), {}),
        (np.zeros((5, 5)), np.ones(3), {}),
        (np.zeros((5, 5)), np.full((3, 3), np.nan), {}),
        (np.zeros((5, 5)), np.ones((3, 3)), {"divisor": 0}),
        (np.zeros((5, 5)), np.ones((3, 3)), {"stride": 0}),
        (np.zeros((5, 5)), np.ones((3, 3)), {"dilation": 0}),
        (np.zeros((5, 5)), np.ones((3, 3)), {"padding": "circular"}),
        (np.zeros((5, 5)), np.ones((3, 3)), {"padding": "valid", "dilation": 3}),
        (np.zeros((5, 5)), np.ones((3, 3)), {"region": (3, 3, 3, 3)}),
        (np.zeros((5, 5)), np.ones((3, 3)), {"region": (-1, 0, 3, 3)}),
    ],
)
def test_senseless_arguments_are_refused(image, kernel, options):
    with pytest.raises(ValueError, match=r"\w"):
        convolve(image, kernel, **options)


def test_the_maximum_is_invariant_to_shifts_of_the_pattern():
    pattern = np.array([[1, 5, 2], [0, 3, 1]], np.float32)
    seen = []
    for dx in range(8):
        image = np.zeros((20, 20), np.float32)
        image[9:11, 5 + dx : 8 + dx] = pattern
        result = convolve(image, pattern)
        seen.append((float(result.max()), int(result.argmax()) % 20))
    assert {value for value, _ in seen} == {float((pattern**2).sum())}
    assert [column for _, column in seen] == list(range(6, 14))


@pytest.mark.slow
def test_speed_beside_opencv(way):
    if way != "compiled":
        return
    best = dict.fromkeys(("3", "7", "11"), math.inf)
    for _ in range(6):  # other work on the machine only ever makes a measurement worse
        bench = convolution_bench(1.0)
        assert set(bench) == {"convolve_ms", "filter2d_ms", "ratio"}
        best = {size: min(best[size], ratio) for size, ratio in bench["ratio"].items()}
        if best["3"] <= 2 and max(best["7"], best["11"]) <= 1.5:
            return
    pytest.fail(f"it takes {best} times as long as OpenCV")
