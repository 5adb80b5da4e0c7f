"""Portraits turned by the sliders are compared with real ones that have what was asked for."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch

from models.base.tensors import to_tensor
from models.generator.network import Gan
from models.generator.train import GanTask
from models.generator.train_attribute_edits import PARTS, Practice, _Real, _turn, practise
from models.portraits.dataset import Portraits, load_split
from models.portraits.labels import ATTRIBUTES

SIDE = 16


@pytest.fixture(scope="module")
def source() -> Portraits:
    return load_split("sample")


@pytest.fixture
def task(source: Portraits) -> GanTask:
    task = GanTask(SIDE)
    small = [
        cv2.resize(source.picture(index), (SIDE, SIDE), interpolation=cv2.INTER_AREA) for index in range(64)
    ]
    task.truth = np.stack(small)
    task.labels = {name: source.labels[name][:64] for name in ATTRIBUTES}
    return task


def wanted(task: GanTask, indices: list[int]) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(values[indices]) for name, values in task.labels.items()}


@pytest.mark.parametrize("part", PARTS)
def test_a_real_portrait_is_like_itself_and_a_grey_one_is_not(task: GanTask, part: object) -> None:
    real, random = _Real(task, part), np.random.default_rng(0)  # type: ignore[arg-type]
    for index in range(8):
        like, grey = (
            real.unlike(picture, wanted(task, [index]), random)
            for picture in (to_tensor(task.truth[[index]]), torch.zeros(1, 3, SIDE, SIDE))
        )
        # If somebody else is taken who looks the same there, little differs.
        assert like < 0.3 * grey


def test_what_no_portrait_shows_counts_nothing(task: GanTask) -> None:
    unheard_of = wanted(task, [5])
    unheard_of["skin"] += 100
    picture = torch.zeros(1, 3, SIDE, SIDE, requires_grad=True)
    loss = _Real(task, PARTS[0]).unlike(picture, unheard_of, np.random.default_rng(0))
    assert loss == 0
    loss.backward()  # type: ignore[no-untyped-call]


def test_one_attribute_of_half_the_batch_is_replaced(task: GanTask) -> None:
    torch.manual_seed(0)
    network = Gan(SIDE).requires_grad_(False)
    indices = list(range(8))
    batch = {"truth": to_tensor(task.truth[indices]), **wanted(task, indices)}
    parts = {name: torch.randn(count, 64) for name, count in ATTRIBUTES.items()}
    practice = replace(Practice(), gain=1.0)
    latents, classes = _turn(network, batch, parts, np.random.default_rng(1), practice)
    before = network.encode(batch["truth"][::2])[0]
    assert classes["hair_style"][0] == 0, "every fourth is turned bald"
    for index in range(4):
        moved = torch.zeros(64)
        for name in parts:
            new, old = classes[name][index], batch[name][2 * index]
            moved += parts[name][new] - parts[name][old]
        torch.testing.assert_close(latents[index], before[index] + moved, atol=1e-4, rtol=1e-4)


def test_practice_makes_turned_portraits_more_like_real_ones(source: Portraits, task: GanTask) -> None:
    torch.manual_seed(0)
    practice = Practice(steps=40, batch=8, rate=2e-3, fitted=64, anew=1000, averaging=0.9)
    figures = [figures for _, _, figures in practise(Gan(SIDE), task, source, practice)]
    first, last = (np.mean([one["unlike"] for one in part]) for part in (figures[:8], figures[-8:]))
    assert last < 0.8 * first
