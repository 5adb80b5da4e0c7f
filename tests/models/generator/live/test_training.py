"""Two networks learn from each other: the loop, its snapshots, and what goes wrong."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from types import MappingProxyType

import numpy as np
import pytest
import torch

from models.base.child_process import Keep, Remote
from models.generator.live import training as live_gan
from models.generator.live.networks import LATENT, SIDE
from models.generator.live.settings import FAILURES, Controls, failing
from models.generator.live.state import FIGURES
from models.generator.live.training import FACES, Byte, Game, faces, fooling_loss, make, train
from tests.models.generator.live.conftest import QUICK, after, config, moved, state

# ---------------------------------------------------------------------- learning


def test_one_seed_is_one_run() -> None:
    a, b = after(3, train(config())), after(3, train(config()))
    assert np.array_equal(a.grid, b.grid)
    assert dict(a.figures) | {"seconds": 0} == dict(b.figures) | {"seconds": 0}
    assert not np.array_equal(a.grid, after(3, train(config(seed=2))).grid)


def test_a_snapshot_says_where_the_game_stands() -> None:
    snapshot = after(3, train(config()))
    assert snapshot.step == 3
    assert snapshot.seconds > 0
    assert snapshot.grid.shape == (FACES, SIDE, SIDE, 3)
    assert snapshot.grid.dtype == np.uint8
    assert snapshot.curve.shape == (3, len(FIGURES))
    assert list(snapshot.curve[:, 0]) == [1, 2, 3]
    assert set(snapshot.figures) == set(FIGURES)
    assert 0 < snapshot.figures["real"] < 1
    assert 0 < snapshot.figures["made"] < 1
    assert snapshot.trouble == ""


def test_it_learns() -> None:
    """What is made comes nearer to the real portraits' mean than what noise was at first.

    The two sides chase each other, so a single moment may lie far off, and where it lies depends on how the
    processor rounds: the mean over 30 rounds does not.
    """
    learning = config(batch=8, every=10)
    untrained = Game(learning, None)
    middle = untrained.real.pictures.mean(axis=0)

    def distance(grid: Byte) -> float:
        return float(np.abs(grid.mean(axis=0) - middle).mean())

    later = [distance(snapshot.grid) for snapshot in islice(train(learning), 3, 6)]
    assert np.mean(later) < 0.7 * distance(untrained.grid())


def test_going_on_from_a_state_is_not_to_be_told_from_never_having_stopped() -> None:
    run = train(config())
    middle = state(run)
    there = after(3, run)
    here = after(3, train(config(seed=9), middle))
    assert here.step == there.step
    assert np.array_equal(here.grid, there.grid)
    assert np.array_equal(here.curve[:, 2:], there.curve[:, 2:])


def test_whoever_asks_gets_the_state_of_what_was_shown_last() -> None:
    asked: list[Keep | None] = [None, None, Keep(), None]
    run = train(config(), wish=lambda: asked.pop(0) if asked else None)
    shown = after(2, run)
    repeated = next(run)
    assert repeated.state is not None
    assert repeated.state.step == repeated.step == shown.step
    assert dict(repeated.figures) == dict(shown.figures)
    assert np.array_equal(repeated.grid, shown.grid)
    there, here = after(2, run), after(2, train(config(), repeated.state))
    assert here.step == there.step
    assert np.array_equal(here.grid, there.grid)
    assert np.array_equal(here.curve[:, 2:], there.curve[:, 2:])


def test_who_is_frozen_keeps_its_weights() -> None:
    game = Game(config(), None)
    assert moved(game, QUICK) == {"generator": True, "discriminator": True}
    assert moved(game, replace(QUICK, generator_frozen=True)) == {"generator": False, "discriminator": True}
    assert moved(game, replace(QUICK, discriminator_frozen=True)) == {
        "generator": True,
        "discriminator": False,
    }


def test_settings_are_taken_between_rounds() -> None:
    usual = Controls().generator_rate
    wishes = [None, None, replace(QUICK, generator_rate=0.01, faces=7), None]
    seen = list(islice(train(config(), wish=lambda: wishes.pop(0)), 4))
    assert [snapshot.controls.generator_rate for snapshot in seen] == [usual, usual, 0.01, 0.01]
    again = make(Game(config(), None).players.mean, faces(7))
    assert not np.array_equal(again, make(Game(config(), None).players.mean, faces(5)))


def test_a_higher_rate_moves_the_weights_further() -> None:
    def way(rate: float) -> float:
        game = Game(config(), None)
        before = game.players.generator.state_dict()["start.weight"].clone()
        game.play(replace(QUICK, generator_rate=rate))
        return float((game.players.generator.state_dict()["start.weight"] - before).norm())

    assert way(0.01) == pytest.approx(10 * way(0.001), rel=0.05)


def test_both_losses_push_the_score_up_and_only_one_keeps_pushing() -> None:
    score = torch.tensor([-8.0], requires_grad=True)
    push = {}
    for loss in ("minimax", "non_saturating"):
        (gradient,) = torch.autograd.grad(fooling_loss(score, Controls(loss=loss)), score)  # type: ignore[arg-type]
        push[loss] = -gradient.item()
    assert 0 < push["minimax"] < 0.001
    assert push["non_saturating"] == pytest.approx(1, abs=0.001)


# ---------------------------------------------------------------------- trouble


@pytest.mark.parametrize("name", ["generator.paint.bias", "discriminator.judge.2.bias"])
def test_numbers_that_are_none_end_the_run_with_words(name: str) -> None:
    good = state(train(config()))
    sick = dict(good.tensors)
    sick[name] = torch.full_like(sick[name], torch.nan)
    run = train(config(), replace(good, tensors=MappingProxyType(sick)))
    assert [snapshot.trouble for snapshot in run] == ["not_finite"]


def test_losses_beyond_all_measure_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_gan, "LOST", 0.1)
    monkeypatch.setattr(live_gan, "LOST_ROUNDS", 3)
    *_, last = train(config())
    assert last.step == 3
    assert last.trouble == "diverged"
    assert last.state is None, "no bad state replaces a good one"


# ---------------------------------------------------------------------- failures


@pytest.mark.parametrize("failure", FAILURES)
def test_before_a_failure_the_healthy_state_is_told(failure: str) -> None:
    wishes: list[Controls | None] = [None, None, failing(QUICK, failure)]
    run = train(config(), wish=lambda: wishes.pop(0) if wishes else None)
    seen = list(islice(run, 4))
    assert [snapshot.controls.failure for snapshot in seen] == ["", "", "", failure]
    assert seen[2].state is not None
    assert seen[2].step == seen[1].step
    straight = after(3, train(config()))
    back = next(train(config(), seen[2].state))
    assert np.array_equal(back.grid, straight.grid), "as if nothing had been"


def test_forgetting_shows_one_kind_only() -> None:
    game = Game(config(kind=3, batch=16), None)
    chosen = game._chosen(np.random.default_rng(0))
    assert set(game.real.kinds[chosen]) == {3}


# ---------------------------------------------------------------------- in a process of its own


def test_it_learns_the_same_over_there_and_hears_wishes() -> None:
    remote = Remote()
    wishes: list[Controls | None] = [None, replace(QUICK, generator_frozen=True, lesson=1)]
    run = remote.iterate(
        "models.generator.live.training:train", config(), None, wish=lambda: wishes.pop(0) if wishes else None
    )
    try:
        first, second = islice(run, 2)
    finally:
        remote.kill()
    assert np.array_equal(first.grid, next(train(config())).grid)
    assert first.state is not None
    assert first.state.tensors["mean.paint.bias"].shape == (12,)
    assert second.controls.generator_frozen
    assert second.lesson is not None
    assert second.lesson.latent.shape == (LATENT,)
