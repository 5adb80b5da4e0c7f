"""Where a training stands, and its file."""

from __future__ import annotations

import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from models.base import checkpoint
from models.base.checkpoint import CheckpointError
from models.base.live_training import MOST_POINTS, thinned
from models.generator.live import networks
from models.generator.live.state import FIGURES, State, expected
from models.generator.live.training import Game, train
from tests.fuzz import changed_checkpoint, heavy_headers, mutations
from tests.models.generator.live.conftest import config, same, state


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    saved = state(train(config()))
    saved.save(tmp_path / "a.safetensors")
    loaded = State.load(tmp_path / "a.safetensors")
    assert same(loaded, saved)
    assert (loaded.seed, loaded.step, loaded.controls) == (saved.seed, saved.step, saved.controls)
    assert np.array_equal(loaded.curve, saved.curve)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("missing", "missing"),
        ("cut", "damaged"),
        ("other model", "foreign"),
        ("tensor absent", "wrong_shape"),
        ("curve too long", "wrong_shape"),
        ("bad settings", "damaged"),
        ("too large", "too_large"),
    ],
)
def test_a_file_without_a_training_is_refused(
    kind: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.safetensors"
    good = state(train(config()))
    good.save(path)
    tensors, notes = checkpoint.load(path)
    if kind == "missing":
        path.unlink()
    elif kind == "cut":
        path.write_bytes(path.read_bytes()[:5000])
    elif kind == "too large":
        monkeypatch.setattr("models.base.live_training.MAX_BYTES", 1000)
    else:
        if kind == "other model":
            notes["model"] = "gan"
        elif kind == "tensor absent":
            del tensors["mean.paint.bias"]
        elif kind == "curve too long":
            tensors["curve"] = torch.zeros(MOST_POINTS + 1, len(FIGURES))
        else:
            notes["controls"]["batch"] = 10**9
        checkpoint.save(path, tensors, notes)
    with pytest.raises(CheckpointError) as caught:
        State.load(path)
    assert caught.value.code == code


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A kept training's file."""
    path = tmp_path_factory.mktemp("kept") / "a.safetensors"
    state(train(config())).save(path)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seed", -1),
        ("seed", True),
        ("step", 64.0),
        ("step", 2**40),
        ("seconds", -0.5),
        ("seconds", 1e300),
        ("controls", []),
        ("batch", 8.0),
        ("generator_frozen", 1),
        ("exhibit", "heaven"),
        ("exhibit", ["collapse"]),
        ("faces", -1),
        ("smooth", "0.5"),
    ],
)
def test_a_field_of_another_type_or_size_is_refused_by_name(
    field: str, value: object, sound: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(sound)
    tensors, notes = checkpoint.load(path)
    (notes if field in notes else notes["controls"])[field] = value
    checkpoint.save(path, tensors, notes)
    with pytest.raises(CheckpointError, match="failure" if field == "exhibit" else field) as caught:
        State.load(path)
    assert caught.value.code == "damaged"


@pytest.mark.parametrize(
    "name", ["generator.paint.bias.step", "discriminator.head.weight.exp_avg_sq", "curve"]
)
def test_counts_squares_and_a_curve_below_zero_are_refused(name: str, sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    path.write_bytes(sound)
    tensors, notes = checkpoint.load(path)
    checkpoint.save(path, {**tensors, name: tensors[name] - 2}, notes)
    with pytest.raises(CheckpointError, match="negative"):
        State.load(path)


@pytest.fixture
def small_networks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Networks whose files are written three hundred times in a second."""
    for name, size in {"STYLE": 4, "COARSE": 4, "FINE": 4, "BANKED": 1, "SEEN": {16: 4, 8: 4, 4: 4}}.items():
        monkeypatch.setattr(networks, name, size)
    expected.cache_clear()
    yield
    expected.cache_clear()


def test_a_mutated_training_is_refused_soon_or_goes_on(small_networks: None, tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    state(train(config())).save(path)
    sound = path.read_bytes()
    codes: Counter[str] = Counter()
    slowest = 0.0
    for mutated in mutations(sound, 320, changed_checkpoint):
        path.write_bytes(mutated)
        began = time.process_time()
        try:
            found = State.load(path)
        except CheckpointError as error:
            slowest = max(slowest, time.process_time() - began)
            codes[error.code] += 1
            continue
        codes["loaded"] += 1
        if codes["loaded"] <= 8:
            game = Game(config(), found)
            game.play(found.controls)
            assert game.step == found.step + 1
    assert slowest < 0.3
    assert codes["damaged"] > 100
    assert codes["wrong_shape"] > 5
    assert codes["loaded"] > 5


def test_heavy_headers_cost_neither_time_nor_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    for name, data in heavy_headers():
        path.write_bytes(data)
        tracemalloc.start()
        began = time.process_time()
        with pytest.raises(CheckpointError):
            State.load(path)
        spent = time.process_time() - began
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert spent < 0.3, name
        assert most < 100e6, name


def test_a_curve_stays_short_and_keeps_its_end() -> None:
    curve: list[tuple[float, ...]] = []
    for step in range(3000):
        curve = thinned([*curve, (float(step),)])
        assert len(curve) <= MOST_POINTS
        assert curve[-1] == (float(step),)
    assert curve[0] == (0.0,)
