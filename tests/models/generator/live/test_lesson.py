"""One round explained with its own numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from models.generator.live.data import to_tensor
from models.generator.live.training import Game, make
from tests.models.generator.live.conftest import close, config


def test_a_round_is_explained_with_its_own_numbers() -> None:
    game = Game(config(every=1000), None)
    game.play(game.controls)
    before = {name: value.clone() for name, value in game.players.generator.state_dict().items()}
    snapshot = game.play(replace(game.controls, lesson=1))
    assert snapshot is not None
    lesson = snapshot.lesson
    assert lesson is not None
    assert lesson.step == snapshot.step == 2
    latent = torch.from_numpy(lesson.latent)[None]
    assert close(lesson.made, make(before, latent)[0])
    assert close(lesson.again, make(game.players.generator.state_dict(), latent)[0])
    assert any(np.array_equal(lesson.real, picture) for picture in game.real.pictures)
    with torch.no_grad():
        score = game.players.discriminator(game.players.generator(latent)).sigmoid().item()
    assert lesson.verdicts.again == pytest.approx(score, abs=0.02)
    layers = {(layer.side, layer.layer) for layer in lesson.moved}
    assert ("generator", "paint") in layers
    assert ("discriminator", "judge") in layers
    assert all(layer.push > 0 and layer.moved > 0 for layer in lesson.moved)
    for weight in lesson.weights.values():
        assert (weight.after - weight.before) * weight.gradient < 0, "against the gradient"


def test_the_next_round_is_not_explained_again() -> None:
    game = Game(config(every=1000), None)
    controls = replace(game.controls, lesson=1)
    assert game.play(controls) is not None
    assert game.play(controls) is None


def test_the_wished_picture_looks_more_real() -> None:
    game = Game(config(batch=8, every=1000, generator_frozen=True), None)
    for _ in range(12):
        game.play(game.controls)
    snapshot = game.play(replace(game.controls, lesson=1, discriminator_frozen=True))
    assert snapshot is not None
    assert snapshot.lesson is not None
    made, wished = to_tensor(np.stack((snapshot.lesson.made, snapshot.lesson.wished)))
    with torch.no_grad():
        before, after = game.players.discriminator(torch.stack((made, made + 0.1 * (wished - made))))
    assert after > before, "a tenth of the way, which is stretched so that it can be seen"
