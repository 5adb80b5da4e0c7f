"""Portraits edited by the sliders are compared with real ones that have what was asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from models.base.training import built, from_weights, train
from models.generator.network import LATENT, Gan
from models.generator.train_attribute_edits import PARTS, AttributeEditsTask
from models.portraits.dataset import Portraits, load_split
from models.portraits.labels import ATTRIBUTES

SIDE = 16


@pytest.fixture(scope="module")
def source() -> Portraits:
    return load_split("sample")


@pytest.fixture
def task(source: Portraits, tmp_path) -> AttributeEditsTask:
    torch.manual_seed(0)
    task = AttributeEditsTask(side=SIDE, weights=tmp_path / "none", fitted=64, gain=1.0)
    task.network = Gan(SIDE).eval().requires_grad_(False)
    task.portraits = source
    task.truth = source.pictures(SIDE, 64)
    task.labels = {name: source.labels[name][:64] for name in ATTRIBUTES}
    return task


def labels(task: AttributeEditsTask, indices: list[int]) -> dict[str, np.ndarray]:
    return {name: values[indices] for name, values in task.labels.items()}


@pytest.mark.parametrize("part", range(len(PARTS)))
def test_a_real_portrait_is_like_itself_and_a_grey_one_is_not(task: AttributeEditsTask, part: int) -> None:
    random = np.random.default_rng(0)
    for index in range(8):
        real, weights = task.compared(labels(task, [index]), random)
        itself = torch.from_numpy(task.truth[index].astype(np.float32) / 127.5 - 1).permute(2, 0, 1)
        like, grey = (
            (weights[part, 0] * (picture - real[part, 0]).abs()).mean()
            for picture in (itself, torch.zeros(3, SIDE, SIDE))
        )
        # If another is taken who looks the same there, little differs.
        assert like < 0.3 * grey


def test_what_no_portrait_shows_counts_nothing(task: AttributeEditsTask) -> None:
    wanted = labels(task, [5, 6])
    wanted["skin"] += np.array([100, 0])
    _, weights = task.compared(wanted, np.random.default_rng(0))
    assert (weights[:, 0] == 0).all()
    _, alone = task.compared(labels(task, [6]), np.random.default_rng(0))
    assert torch.equal(weights[:, 1], alone[:, 0]), "the mean is over those that are known"


def test_one_attribute_of_half_the_batch_is_replaced(task: AttributeEditsTask) -> None:
    task.memory = {name: torch.randn(count, LATENT) for name, count in ATTRIBUTES.items()}
    before = labels(task, list(range(8)))
    move, wanted = task.edit(before, np.random.default_rng(1))
    assert wanted["hair_style"][0] == wanted["hair_style"][4] == 0, "every fourth is made bald"
    for index in range(8):
        changed = [name for name in ATTRIBUTES if wanted[name][index] != before[name][index]]
        assert len(changed) <= 1
        moved = sum(
            (
                task.memory[name][wanted[name][index]] - task.memory[name][before[name][index]]
                for name in changed
            ),
            torch.zeros(LATENT),
        )
        torch.testing.assert_close(move[index], moved)
    batch = task.batch(np.random.default_rng(2), 8)
    assert batch["truth"].shape == (8, 3, SIDE, SIDE)
    assert batch["move"].shape == (4, LATENT)


def test_the_parts_are_found_again_now_and_then(task: AttributeEditsTask) -> None:
    task.refit = 10
    task.refresh(3, task.network.state_dict())
    first = task.memory
    task.refresh(4, task.network.state_dict())
    assert task.memory is first
    task.refresh(10, task.network.state_dict())
    assert task.memory is not first
    assert {name: len(part) for name, part in first.items()} == dict(ATTRIBUTES)


def test_practice_makes_edited_portraits_more_like_real_ones(task: AttributeEditsTask) -> None:
    config = replace(task.learning, batch=8, rate=2e-3, averaging=0.9, horizon=40, every=8)
    task.gain = 1.25
    snapshots = list(train(task, config, from_weights(task.network.state_dict())))
    unlike = [snapshot.figures["unlike"] for snapshot in snapshots]
    assert unlike[-1] < 0.8 * unlike[0]
    assert isinstance(built(task, snapshots[-1].weights), Gan)
