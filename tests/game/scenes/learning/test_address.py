"""Links and files: everything comes back, and nonsense is refused."""

from __future__ import annotations

import json

import numpy as np
import pytest

from game.scenes.learning.address import (
    LearningOptions,
    open_options,
    options_of,
    pack_points,
    read_kept,
    unpack_points,
    written,
)
from game.scenes.learning.epochs.tab import EpochsOptions
from game.scenes.learning.network.tab import NetworkOptions
from game.scenes.learning.session import LearningSession, Recipe
from game.ui.links import LinkError
from models.base.typed_fields import read_texts, texts_of
from models.learning.datasets import preset
from models.learning.models import ModelSpec


@pytest.mark.parametrize("options", [LearningOptions, EpochsOptions, NetworkOptions])
@pytest.mark.parametrize("own", [False, True])
def test_a_link_brings_sample_model_knobs_and_descent_back(options: type[LearningOptions], own: bool) -> None:
    session = LearningSession()
    session.begin(Recipe("moons", 30, 0.4, 0.2, 5), ModelSpec("network", 3, (5, 2), "relu"), "hinge")
    if own:
        session.add_point(0.25, -0.75, label=0)
    session.turn(3, 0.625)
    texts = texts_of(options_of(session, options))
    again = LearningSession()
    open_options(again, read_texts(texts, options))
    np.testing.assert_allclose(again.state.data.x, session.state.data.x, atol=1e-3 if own else 0)
    np.testing.assert_array_equal(again.state.data.y, session.state.data.y)
    np.testing.assert_allclose(again.w, session.w, atol=1e-6)
    assert (again.state.spec, again.state.loss) == (session.state.spec, "hinge")
    assert again.config == session.config
    assert texts_of(options_of(again, options)) == texts, "and it is the same link again"


@pytest.mark.parametrize(
    "texts",
    [
        {"hidden": "99", "model": "network"},
        {"hidden": "8,,8,x", "model": "network"},
        {"hidden": "1,1,1,1,1,1,1", "model": "network"},
        {"data": "own"},
        {"data": "own", "points": "c🙂"},
        {"data": "own", "points": "cAAAA"},
        {"knobs": "AAAA"},
        {"knobs": "AADAfwAAwH8="},  # NaN
    ],
)
def test_a_link_that_makes_no_sense_leaves_the_work_alone(texts: dict[str, str]) -> None:
    session = LearningSession()
    session.add_point(0, 0)
    before = session.state
    with pytest.raises(LinkError):
        open_options(session, read_texts(texts, LearningOptions))
    assert session.state is before


@pytest.mark.parametrize("name", ["waves", "spiral"])
def test_points_in_a_link_are_as_they_were_to_a_thousandth(name: str) -> None:
    data = preset(name, 200, 0.5, 1)
    again = unpack_points(pack_points(data))
    np.testing.assert_allclose(again.x, np.clip(data.x, -1.25, 1.25), atol=1e-3)
    np.testing.assert_allclose(again.y, np.clip(data.y, -1.25, 1.25), atol=1e-3)


def kept() -> dict[str, object]:
    session = LearningSession()
    session.begin(Recipe("circle", 12, 0.1, 0.3), ModelSpec("network", hidden=(2,)), "log")
    found: dict[str, object] = json.loads(written(session))
    return found


def test_a_file_brings_everything_back() -> None:
    session = LearningSession()
    session.begin(Recipe("waves", 25, 0.7, 0.4, 9), ModelSpec("polynomial", 7), "absolute")
    session.turn(5, -0.125)
    state, config = read_kept(written(session))
    for name in ("held", "w"):
        np.testing.assert_array_equal(getattr(state, name), getattr(session.state, name))
    np.testing.assert_array_equal(state.data.x, session.state.data.x)
    assert (state.recipe, state.spec, state.loss) == (
        session.state.recipe,
        session.state.spec,
        session.state.loss,
    )
    assert config == session.config


@pytest.mark.parametrize(
    "damage",
    [
        {"knobs": [1.0]},
        {"knobs": ["x"]},
        {"points": [[0, 0, 2]] * 12},
        {"points": [[0, 1e300, 1]] * 12},
        {"points": [[0, 0]] * 12},
        {"points": []},
        {"checked": [99]},
        {"checked": list(range(12))},
        {"version": 2},
        {"model": {"kind": "network", "hidden": [1000], "degree": 3, "activation": "tanh"}},
        {"model": {"kind": "oracle", "hidden": [2], "degree": 3, "activation": "tanh"}},
        {"recipe": {"name": "unheard-of"}},
        {"surprise": 1},
    ],
    ids=str,
)
def test_a_damaged_file_is_refused(damage: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_kept(json.dumps(kept() | damage).encode())


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b"null", b"\xff\xfe", b"[" * 100_000, b'{"version": NaN}'])
def test_what_is_no_experiment_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_kept(raw)
