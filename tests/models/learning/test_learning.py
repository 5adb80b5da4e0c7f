"""Learning in small: data, models, losses, descent."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from models.learning import datasets
from models.learning.datasets import PRESETS, Data, preset, read_csv
from models.learning.descent import DescentConfig, descend, gradient_of_q, landscape, mistakes, q
from models.learning.losses import LOSSES
from models.learning.models import Network, Polynomial

MODELS = [
    Polynomial(1),
    Polynomial(12),
    Polynomial(3, inputs=2),
    Network((3,), inputs=1),
    Network((8, 8)),
    Network((4, 3, 2), activation="relu"),
    Network(()),
    Network((3,), extras=("square1", "product", "sine2")),
    Network((2,), inputs=1, extras=("square1", "sine1")),
]


@pytest.mark.parametrize("model", MODELS, ids=str)
@pytest.mark.parametrize("loss", LOSSES)
def test_gradients_agree_with_finite_differences(model: Polynomial | Network, loss: str) -> None:
    rng = np.random.default_rng(3)
    kind = LOSSES[loss].kinds[0]
    if (kind == "curve") != (model.inputs == 1):
        pytest.skip("a loss for other data")
    data = preset("waves" if kind == "curve" else "spiral", 40, 0.5, 2)
    w = rng.normal(0, 0.5, model.size)
    gradient = gradient_of_q(model, w, data, loss)
    for index in range(model.size):
        step = np.zeros(model.size)
        step[index] = 1e-6
        slope = (q(model, w + step, data, loss) - q(model, w - step, data, loss)) / 2e-6
        assert gradient[index] == pytest.approx(slope, abs=1e-5), model.names()[index]


@pytest.mark.parametrize("model", MODELS, ids=str)
def test_every_parameter_has_a_name_of_its_own(model: Polynomial | Network) -> None:
    assert len(set(model.names())) == model.size == len(model.start(1))


def test_networks_name_their_weights_as_they_lie() -> None:
    model = Network((3, 2))
    w = np.zeros(model.size)
    w[model.names().index("w2.1.0")] = 5
    w[model.names().index("b1.2")] = 7
    layers = model.layers(w)
    assert layers[1][0][1, 0] == 5
    assert layers[0][1][2] == 7


@pytest.mark.parametrize("name", PRESETS)
def test_data_are_of_their_kind_in_sight_and_repeatable(name: str) -> None:
    data = preset(name, 300, 0.3, 5)
    assert data.kind == PRESETS[name][0]
    assert np.abs(data.x).max() < 1.6
    assert (data.x == preset(name, 300, 0.3, 5).x).all()
    assert (data.x != preset(name, 300, 0.3, 6).x).any()
    if data.kind == "classes":
        assert set(data.y) == {0.0, 1.0}
        assert 0.3 < data.y.mean() < 0.7


def test_the_validation_sample_holds_other_objects() -> None:
    data = preset("moons", 100, 0.2, 1)
    train, held_out = data.split(0.25, seed=4)
    assert (len(train), len(held_out)) == (75, 25)
    both = {tuple(point) for point in train.x} & {tuple(point) for point in held_out.x}
    assert not both


def run(model: Polynomial | Network, data: Data, config: DescentConfig, steps: int) -> np.ndarray:
    return list(islice(descend(model, data, config), steps))[-1].w


def test_a_line_is_found() -> None:
    data = preset("line", 200, 0.0, 1)
    w = run(Polynomial(1), data, DescentConfig(rate=0.3), 300)
    np.testing.assert_allclose(w, [0.1, 0.7], atol=1e-3)


@pytest.mark.parametrize("method", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("batch", [0, 1, 16])
def test_every_way_of_descending_descends(method: str, batch: int) -> None:
    data = preset("blobs", 64, 0.5, 1)
    config = DescentConfig(loss="log", rate=0.05, batch=batch, method=method)  # type: ignore[arg-type]
    model = Polynomial(1, inputs=2)
    before = q(model, model.start(1), data, "log")
    w = run(model, data, config, 200)
    assert q(model, w, data, "log") < 0.5 * before
    assert mistakes(model, w, data) < 0.05


def test_a_network_learns_the_spiral() -> None:
    data = preset("spiral", 400, 0.1, 1)
    train, held_out = data.split(0.25, seed=1)
    config = DescentConfig(loss="log", rate=0.02, batch=25, method="adam")
    model = Network((8, 8))
    assert mistakes(model, run(model, train, config, 9000), held_out) <= 0.05


def test_a_rate_that_is_too_large_is_noticed_and_ends_the_descent() -> None:
    data = preset("line", 20, 0.1, 1)
    steps = list(islice(descend(Polynomial(5), data, DescentConfig(rate=50.0)), 1000))
    assert steps[-1].diverged
    assert len(steps) < 1000
    assert not any(step.diverged for step in steps[:-1])


def test_the_landscape_is_q() -> None:
    data = preset("parabola", 30, 0.2, 1)
    model, w = Polynomial(2), np.array([0.1, -0.2, 0.4])
    found = landscape(model, data, "absolute", w, (2, 0), ((-1, 1), (-2, 2)), 5)
    for row, high in enumerate(np.linspace(-2, 2, 5)):
        for column, wide in enumerate(np.linspace(-1, 1, 5)):
            at = np.array([high, w[1], wide])
            assert found[row, column] == pytest.approx(q(model, at, data, "absolute"), abs=1e-12)


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("x,y\n0,1\n2,3\n", "curve", 2),
        ("0;1,5\n2;3,5\n\n4;1\n", "curve", 3),
        ("\ufeffa\tb\tclass\n0\t1\t0\n1\t1\t1\n", "classes", 2),
    ],
)
def test_tables_are_read(text: str, kind: str, count: int) -> None:
    data = read_csv(text)
    assert (data.kind, len(data)) == (kind, count)
    assert np.abs(data.x).max() <= 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "two lines"),
        ("1,2\n3,four\n", "line 2"),
        ("1,2\nnan,3\n", "line 2"),
        ("1,2\n1,2,3\n", "line 2"),
        ("1,2,0\n1,2,2\n", "line 2"),
        ("1,2\n" * (datasets.MOST_POINTS + 1), "more than"),
        ("😀" * 10_000, "two lines"),
        ("\x00,\x00\n1,2\n", "two lines|NUL|line"),
    ],
)
def test_tables_that_make_no_sense_are_refused_by_line(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_csv(text)
