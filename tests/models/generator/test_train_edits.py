"""Practising edited cats and portraits."""

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
from models.cats.labels import ATTRIBUTES, NAMES
from models.generator.network import CHOICES, LATENT, OPTIONS, Gan
from models.generator.train_edits import LATE, OTHERS, ComposedCats, DrawnPortraits, EditsTask, decide
from models.portraits.dataset import Portraits, load_split

SIDE = 16


@pytest.fixture
def cats(tmp_path: Path) -> EditsTask:
    task = EditsTask(pictures="cats", weights=tmp_path / "none", data=tmp_path, side=SIDE, fitted=80)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        task.network = Gan(SIDE, ATTRIBUTES).eval().requires_grad_(False)
    task.portraits = load_cats("valid", 120)
    return task


@pytest.fixture
def portraits(tmp_path: Path) -> EditsTask:
    """The bundled portraits; an edit of one is, for the sake of the test, the next one."""
    task = EditsTask(weights=tmp_path / "none", data=tmp_path, side=SIDE, fitted=64)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        task.network = Gan(SIDE).eval().requires_grad_(False)
    task.portraits = load_split("sample")
    task.practice = DrawnPortraits(task.portraits.seed, Shifted(task.portraits), SIDE)
    return task


class Shifted:
    """Portraits with the seed of the one before; the last is an edit of one that is not trained on."""

    def __init__(self, portraits: Portraits) -> None:
        self.seed = np.concatenate(([-1], portraits.seed[:-1]))
        self.labels, self.pictures = portraits.labels, portraits.pictures


def test_an_edit_asks_for_the_cat_with_one_class_replaced(cats: EditsTask) -> None:
    practice = ComposedCats(cats.labels, SIDE)
    shown, wanted, pictures = practice.edits(np.random.default_rng(0), 60)
    changed = np.stack([wanted[name] != cats.labels[name][shown] for name in ATTRIBUTES], axis=1)
    assert changed.sum(axis=1).max() == 1
    assert changed.any(axis=0).all(), "every attribute has its turn"
    first = {name: int(values[0]) for name, values in wanted.items()}
    shrunk = cv2.resize(compose(first), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    np.testing.assert_array_equal(pictures[0], shrunk)
    labels, drawn = practice.drawn(np.random.default_rng(1), 3)
    np.testing.assert_array_equal(drawn, practice.composed(labels))


def test_what_is_learned_late_is_practised_often(cats: EditsTask) -> None:
    shown, wanted, _ = ComposedCats(cats.labels, SIDE).edits(np.random.default_rng(0), 1200)
    for name, late in LATE.items():
        edited = wanted[name][wanted[name] != cats.labels[name][shown]]
        times = np.bincount(edited, minlength=ATTRIBUTES[name])
        rare = [NAMES[name].index(each) for each in late]
        assert times[rare].min() > 1.5 * np.delete(times, rare).mean(), name


def test_an_edit_belongs_to_the_portrait_with_its_seed(portraits: EditsTask) -> None:
    small = portraits.portraits.pictures(SIDE)
    shown, wanted, pictures = portraits.practice.edits(np.random.default_rng(0), 300)
    assert set(shown) <= set(range(len(small) - 1))
    assert len(set(shown)) > 150
    np.testing.assert_array_equal(pictures, small[shown + 1])
    np.testing.assert_array_equal(wanted["eyes"], portraits.labels["eyes"][shown + 1])


@pytest.mark.parametrize("name", ["cats", "portraits"])
def test_a_move_leads_from_the_old_class_to_the_new_one(name: str, request: pytest.FixtureRequest) -> None:
    task: EditsTask = request.getfixturevalue(name)
    task.refresh(0, task.network.state_dict())
    parts = task.memory["class eyes"]
    zero = {each: np.zeros(2, np.int64) for each in task.kind.attributes}
    wanted = zero | {"eyes": np.array([1, 0])}
    move = task.move(zero, wanted, torch.tensor([[1.2], [1.2]]))
    torch.testing.assert_close(move, torch.stack((1.2 * parts[1] - parts[0], torch.zeros(LATENT))))
    torch.testing.assert_close(task.sums({"eyes": np.array([1])}), parts[1:2])


@pytest.mark.parametrize("name", ["cats", "portraits"])
def test_errors_count_more_where_the_edit_changes_something(
    name: str, request: pytest.FixtureRequest
) -> None:
    task: EditsTask = request.getfixturevalue(name)
    task.refresh(0, task.network.state_dict())
    batch = task.batch(np.random.default_rng(1), 8)
    edited, real = to_pictures(batch["edited"]).astype(int), to_pictures(batch["truth"][:4])
    different = np.abs(edited - real).max(axis=3) > 8
    np.testing.assert_array_equal(batch["changed"][:, 0].numpy(), different)


def test_an_edit_of_few_pixels_weighs_as_much_as_one_of_many(portraits: EditsTask) -> None:
    portraits.refresh(0, portraits.network.state_dict())
    batch = portraits.batch(np.random.default_rng(1), 4)
    unlike = []
    for pixels in (0, 4, 16):
        batch["changed"] = torch.zeros(2, 1, SIDE, SIDE, dtype=torch.bool)
        batch["changed"].view(2, -1)[:, :pixels] = True
        batch["edited"] = torch.full_like(batch["edited"], 3.0)
        unlike.append(portraits.loss(portraits.network, batch)[1]["unlike"])
    assert unlike[1] - unlike[0] == pytest.approx(unlike[2] - unlike[0], rel=0.1)


@pytest.mark.parametrize("name", ["cats", "portraits"])
def test_practice_makes_edits_likelier(name: str, request: pytest.FixtureRequest) -> None:
    task: EditsTask = request.getfixturevalue(name)
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


def test_a_choice_may_tell_few_classes_apart_and_take_the_others_as_one() -> None:
    torch.manual_seed(1)
    gan = Gan(SIDE, ATTRIBUTES).eval()
    told = [2, 4, 15]
    assert ATTRIBUTES["accessory"] > OPTIONS, "they have no option each"
    latents = torch.randn(400, LATENT)
    with torch.no_grad():
        gan.label_head.weight.mul_(20)
        logits = gan.labels(latents)["accessory"]
        decide(gan, "accessory", 6, told)
        chosen = gan.generator.style(latents).view(-1, CHOICES, OPTIONS)[:, 6].argmax(1)
    sure = (logits[:, told].max(1).values - OTHERS).abs() > 0.5
    expected = torch.where(logits[:, told].max(1).values > OTHERS, logits[:, told].argmax(1), len(told))
    np.testing.assert_array_equal(chosen[sure], expected[sure])
    assert set(chosen[sure].tolist()) == {0, 1, 2, 3}


@pytest.mark.parametrize("name", ["cats", "portraits"])
def test_the_training_begins_with_decided_choices(name: str, request: pytest.FixtureRequest) -> None:
    task: EditsTask = request.getfixturevalue(name)
    path = task.weights.with_suffix(".safetensors")
    checkpoint.save(path, dict(task.network.state_dict()), {"model": "gan", "kind": "weights"})
    task.weights = path
    started = task.start(1).weights
    assert (started["generator.bank"] != task.network.state_dict()["generator.bank"]).any()
    checkpoint.save(path, started, {"model": "gan", "kind": "weights", "edits": {"done": 1}})
    again = task.start(1).weights
    assert all(torch.equal(again[name], value) for name, value in started.items()), "only once"
    task.decided = ("eyes",) if name == "portraits" else ("mouth",)
    assert (task.start(1).weights["generator.bank"] != started["generator.bank"]).any(), (
        "unless it is asked for"
    )
    kept = [name for name in started if not name.startswith("generator.")]
    assert all(torch.equal(started[name], task.network.state_dict()[name]) for name in kept)
