"""Where a training stands, and its file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from models.base import checkpoint
from models.base.checkpoint import CheckpointError
from models.generator.live.state import FIGURES, MOST_POINTS, State, thinned
from models.generator.live.training import train
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
        monkeypatch.setattr("models.generator.live.state.MAX_BYTES", 1000)
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


def test_a_curve_stays_short_and_keeps_its_end() -> None:
    curve: list[tuple[float, ...]] = []
    for step in range(3000):
        curve = thinned([*curve, (float(step),)])
        assert len(curve) <= MOST_POINTS
        assert curve[-1] == (float(step),)
    assert curve[0] == (0.0,)
