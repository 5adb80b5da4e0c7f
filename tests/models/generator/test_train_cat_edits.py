"""Practising edited cats."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from models.base import checkpoint
from models.base.tensors import to_pictures
from models.base.training import from_weights, train
from models.cats.dataset import compose, load_cats
from models.cats.labels import ATTRIBUTES
from models.generator.network import CHOICES, LATENT, OPTIONS, Gan
from models.generator.train_cat_edits import CatEditsTask, decide

SIDE = 16


@pytest.fixture
def task(tmp_path: Path) -> CatEditsTask:
    torch.manual_seed(0)
    task = CatEditsTask(weights=tmp_path / "none", data=tmp_path, side=SIDE, fitted=80)
    task.network = Gan(SIDE, ATTRIBUTES).eval().requires_grad_(False)
    task.portraits = load_cats("valid", 120)
    return task


def test_an_edit_asks_for_the_cat_with_one_class_replaced(task: CatEditsTask) -> None:
    task.refresh(0, task.network.state_dict())
    labels = {name: values[:40] for name, values in task.labels.items()}
    move, wanted = task.edit(labels, np.random.default_rng(0))
    assert move.shape == (40, LATENT)
    changed = np.stack([wanted[name] != labels[name] for name in ATTRIBUTES], axis=1)
    assert changed.sum(axis=1).max() == 1
    assert changed.any(axis=0).all(), "every attribute has its turn"
    first = {name: int(values[0]) for name, values in wanted.items()}
    shrunk = cv2.resize(compose(first), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    np.testing.assert_array_equal(task.composed(wanted)[0], shrunk)


def test_errors_count_more_where_the_edit_changes_something(task: CatEditsTask) -> None:
    task.refresh(0, task.network.state_dict())
    batch = task.batch(np.random.default_rng(1), 8)
    edited, real = to_pictures(batch["edited"]).astype(int), to_pictures(batch["truth"][:4])
    different = np.abs(edited - real).max(axis=3) > 8
    np.testing.assert_array_equal(batch["changed"][:, 0].numpy(), different)


def test_practice_makes_edits_likelier(task: CatEditsTask) -> None:
    config = replace(task.learning, batch=8, rate=2e-3, warm_up=1, horizon=40, every=1, averaging=0.0)
    snapshots = list(train(task, config, from_weights(task.network.state_dict())))
    for figure in ("unlike", "strange"):
        course = [snapshot.figures[figure] for snapshot in snapshots]
        assert np.mean(course[-5:]) < 0.8 * np.mean(course[:5]), figure


def test_a_choice_of_the_generator_becomes_what_the_label_head_reads() -> None:
    torch.manual_seed(1)
    gan = Gan(SIDE, ATTRIBUTES).eval()
    latents = torch.randn(200, LATENT)
    with torch.no_grad():
        gan.label_head.weight.mul_(20)
        before = gan.generator(latents)
        decide(gan, "mouth", 3)
        read = gan.labels(latents)["mouth"]
        style = gan.generator.style(latents).view(-1, CHOICES, OPTIONS)
        after = gan.generator(latents)
    np.testing.assert_array_equal(style[:, 3].argmax(1), read.argmax(1))
    torch.testing.assert_close(style[:, 3, : read.shape[1]], read.softmax(1), atol=1e-3, rtol=0)
    apart = (after - before).abs().mean() / (before - before.mean(0)).abs().mean()
    assert apart < 0.8, "the pictures stay much as they were"


def test_the_training_begins_with_decided_choices(task: CatEditsTask) -> None:
    path = task.weights.with_suffix(".safetensors")
    checkpoint.save(path, dict(task.network.state_dict()), {"model": "gan", "kind": "weights"})
    task.weights = path
    started = task.start(1).weights
    assert (started["generator.bank"] != task.network.state_dict()["generator.bank"]).any()
    kept = [name for name in started if not name.startswith("generator.")]
    assert all(torch.equal(started[name], task.network.state_dict()[name]) for name in kept)
