from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
import torch

from models.base import checkpoint
from models.base.checkpoint import CheckpointError
from models.base.child_process import Remote
from models.generator.live import training as live_gan
from models.generator.live.data import to_tensor
from models.generator.live.networks import LATENT, SIDE
from models.generator.live.settings import FAILURES, Controls, LiveConfig, failing
from models.generator.live.state import FIGURES, MOST_POINTS, State, thinned
from models.generator.live.training import FACES, Byte, Game, Snapshot, faces, fooling_loss, make, train

QUICK = Controls(batch=2, every=1)


def config(seed: int = 1, **changes: object) -> LiveConfig:
    return LiveConfig(seed=seed, controls=replace(QUICK, **changes))  # type: ignore[arg-type]


def after(count: int, run: Iterator[Snapshot]) -> Snapshot:
    *_, last = islice(run, count)
    return last


def state(snapshots: Iterator[Snapshot]) -> State:
    """The first full state."""
    return next(snapshot.state for snapshot in snapshots if snapshot.state is not None)


def same(a: State, b: State) -> bool:
    return a.tensors.keys() == b.tensors.keys() and all(
        torch.equal(value, b.tensors[name]) for name, value in a.tensors.items()
    )


def close(a: Byte, b: Byte) -> bool:
    """The same picture, but for the rounding of half precision, which is another for each size of batch."""
    return float(np.abs(a.astype(int) - b.astype(int)).mean()) < 1.0


def moved(game: Game, controls: Controls) -> dict[str, bool]:
    """Play a round; which side's weights it has changed."""
    before = game.players.tensors()
    game.play(controls)
    now = game.players.tensors()
    return {
        side: any(
            not torch.equal(now[f"{side}.{name}"], before[f"{side}.{name}"])
            for name, _ in game.players.networks()[side].named_parameters()
        )
        for side in ("generator", "discriminator")
    }


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


# ---------------------------------------------------------------------- one round explained


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


@pytest.mark.parametrize("exhibit", FAILURES)
def test_before_a_failure_the_healthy_state_is_told(exhibit: str) -> None:
    wishes: list[Controls | None] = [None, None, failing(QUICK, exhibit)]
    run = train(config(), wish=lambda: wishes.pop(0) if wishes else None)
    seen = list(islice(run, 4))
    assert [snapshot.controls.exhibit for snapshot in seen] == ["", "", "", exhibit]
    assert seen[2].state is not None
    assert seen[2].step == seen[1].step
    straight = after(3, train(config()))
    back = next(train(config(), seen[2].state))
    assert np.array_equal(back.grid, straight.grid), "as if nothing had been"


def test_forgetting_shows_one_kind_only() -> None:
    game = Game(config(kind=3, batch=16), None)
    chosen = game._chosen(np.random.default_rng(0))
    assert set(game.real.kinds[chosen]) == {3}


def test_variety_and_kinds_tell_a_collapse() -> None:
    real = Game(config(), None).real
    several, one = real.pictures[:64], np.repeat(real.pictures[:1], 64, axis=0)
    assert real.variety(several) == pytest.approx(1, abs=0.1)
    assert real.variety(one) == 0
    assert real.count_kinds(several) > 10
    assert real.count_kinds(one) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"batch": 0},
        {"batch": 4.5},
        {"generator_rate": float("nan")},
        {"generator_rate": 5.0},
        {"generator_frozen": 1},
        {"loss": "hinge"},
        {"exhibit": "heaven"},
        {"kind": 16},
    ],
)
def test_settings_that_are_not_sound_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Controls(**wrong)  # type: ignore[arg-type]


# ---------------------------------------------------------------------- files


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
