"""Gradient descent must find the hidden kernel from a photograph, and a hand must be able to fight it."""

import time
from itertools import islice, pairwise

import numpy as np
import pytest

from models.base.gallery import picture
from models.convolution.convolve import convolve
from models.convolution.kernels import KERNELS
from models.convolution.steal import CURVE, Held, StealError, hide, look, steal, survey

STEPS = 300


def after_steps(steps, *args, **options):
    return next(islice(steal(*args, **options), steps, None))


@pytest.mark.parametrize("photo", ["cat", "coffee"])
@pytest.mark.parametrize(
    "id_", ["sobel_horizontal", "sobel_vertical", "sharpen", "gaussian_5", "emboss", "box_3", "laplacian_8"]
)
def test_steals_from_a_photograph(id_, photo):
    kernel, before = KERNELS[id_], picture(photo)
    after = hide(before, kernel)
    start = time.perf_counter()
    found = after_steps(STEPS, before, after, len(kernel.matrix))
    assert time.perf_counter() - start < 10
    np.testing.assert_allclose(found.kernel, kernel.effective, atol=0.02)
    assert abs(found.bias) < 1
    assert found.loss < 0.2  # rounding to whole grey levels alone leaves 1/12


def test_a_window_that_is_too_large_finds_zeros_around():
    found = after_steps(STEPS, picture("coffee"), hide(picture("coffee"), KERNELS["emboss"]), 5)
    np.testing.assert_allclose(found.kernel, np.pad(KERNELS["emboss"].effective, 1), atol=0.02)


@pytest.mark.parametrize("size", [(2, 2), (1, 4), (4, 3)])
def test_even_sizes_and_the_bias(size):
    random = np.random.default_rng(3)
    before, kernel = random.uniform(0, 255, (60, 70)), random.normal(size=size)
    after = convolve(before.astype(np.float32), kernel, bias=40)
    found = after_steps(STEPS, before, after, size)
    np.testing.assert_allclose(found.kernel, kernel, atol=1e-3)
    assert found.bias == pytest.approx(40, abs=0.5)


def test_the_loss_falls_at_every_step_and_is_the_mean_square_error():
    before = picture("cat")
    after = convolve(before, KERNELS["gaussian_3"].effective)
    for method in ("whitened", "plain"):
        *_, last = snapshots = list(islice(steal(before, after, 3, method=method), 60))
        assert all(a.loss >= b.loss for a, b in pairwise(snapshots))
        assert last.losses.tolist() == pytest.approx([s.loss for s in snapshots])
    guess = convolve(before, last.kernel, bias=last.bias)[1:-1, 1:-1]
    assert last.loss == pytest.approx(((guess - after[1:-1, 1:-1]) ** 2).mean(), rel=0.05)


def test_the_pull_is_downhill_by_finite_differences():
    random = np.random.default_rng(0)
    before = random.uniform(0, 255, (40, 40))
    after = convolve(before.astype(np.float32), random.normal(size=(3, 3)))
    start = random.normal(size=(3, 3))

    def loss(kernel):
        return next(steal(before, after, 3, bias=False, start=kernel)).loss

    plain = next(steal(before, after, 3, bias=False, start=start, method="plain"))
    slopes = np.zeros((3, 3))
    for cell in np.ndindex(3, 3):
        nudge = np.zeros((3, 3))
        nudge[cell] = 1e-3
        slopes[cell] = (loss(start + nudge) - loss(start - nudge)) / 2e-3
    assert np.corrcoef(plain.pull.ravel(), -slopes.ravel())[0, 1] > 0.9999


def test_plain_descent_gets_there_too_but_slowly():
    before, kernel = picture("coffee"), KERNELS["sharpen"]
    after = hide(before, kernel)
    errors = {
        method: np.abs(after_steps(STEPS, before, after, 3, method=method).kernel - kernel.effective).max()
        for method in ("plain", "whitened")
    }
    assert errors["whitened"] < 0.02 < errors["plain"]


def test_a_held_knob_stays_and_the_others_make_do_and_it_returns_when_let_go():
    before, kernel = picture("cat"), KERNELS["sobel_horizontal"]
    hand = []
    running = steal(before, hide(before, kernel), 3, held=lambda: hand[-1] if hand else None)
    free = next(islice(running, STEPS, None))
    grip = np.full((3, 3), np.nan, np.float32)
    grip[1, 1] = 1.5
    hand.append(Held(grip))
    fought = next(islice(running, STEPS, None))
    assert fought.kernel[1, 1] == 1.5
    assert fought.pull[1, 1] == 0
    assert fought.loss > 10 * free.loss
    assert fought.kernel[1, 0] < free.kernel[1, 0]  # the neighbours take up what the hand put in
    hand.append(None)
    released = next(islice(running, STEPS, None))
    np.testing.assert_allclose(released.kernel, kernel.effective, atol=0.02)
    assert released.converged
    assert fought.kernel[1, 1] == 1.5  # snapshots are frozen copies


def test_holding_every_knob():
    everything = Held(np.ones((3, 3), np.float32), bias=7.0)
    found = after_steps(5, picture("cat"), picture("cat"), 3, held=lambda: everything)
    assert (found.kernel == 1).all()
    assert found.bias == 7
    assert (found.pull == 0).all()


def test_the_same_seed_runs_the_same():
    before = picture("astronaut")
    after = hide(before, KERNELS["sharpen"])
    first, second, other = (after_steps(20, before, after, 3, seed=s) for s in (1, 1, 2))
    np.testing.assert_array_equal(first.kernel, second.kernel)
    assert (first.kernel != other.kernel).any()


def test_the_curve_is_bounded():
    random = np.random.default_rng(0)
    before = random.uniform(0, 255, (20, 20))
    found = after_steps(3 * CURVE, before, before, 1)
    assert CURVE // 2 <= len(found.losses) == len(found.steps) <= CURVE
    assert found.steps[0] == 0
    assert len(set(np.diff(found.steps))) == 1


@pytest.mark.parametrize(
    ("before", "after", "size", "code"),
    [
        (np.zeros((9, 9), np.uint8), np.zeros((9, 8), np.uint8), 3, "sizes_differ"),
        (np.zeros((2, 9), np.uint8), np.zeros((2, 9), np.uint8), 3, "too_small"),
        (np.full((30, 30), 9, np.uint8), np.full((30, 30), 255, np.uint8), 3, "saturated"),
    ],
)
def test_hopeless_pairs_say_why(before, after, size, code):
    with pytest.raises(StealError) as caught:
        next(steal(before, after, size))
    assert caught.value.code == code


def test_a_flat_picture_does_not_blow_up():
    flat = np.full((30, 30), 90, np.uint8)
    found = after_steps(STEPS, flat, flat, 3)
    assert np.isfinite(found.kernel).all()
    assert found.loss < 1e-3


def test_knobs_that_a_hand_has_turned_have_the_loss_that_the_descent_would_begin_with():
    before = picture("cat")
    after = hide(before, KERNELS["sharpen"])
    start = np.random.default_rng(2).normal(size=(3, 3))
    first = after_steps(0, before, after, 3, start=start, seed=5)
    found = look(survey(before, after, 3, seed=5), start)
    assert found.loss == pytest.approx(first.loss, rel=1e-6)
    np.testing.assert_allclose(found.pull, first.pull, rtol=1e-4, atol=1e-6)
    perfect = look(survey(before, after, 3), KERNELS["sharpen"].effective)
    assert perfect.loss < 0.2
    assert perfect.converged
    with pytest.raises(StealError) as error:
        survey(before, after[:-1], 3)
    assert error.value.code == "sizes_differ"
