"""The small translator learns, the same way from the same seed, and can be kept."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from models.base import checkpoint
from models.base.checkpoint import CheckpointError
from models.base.child_process import Keep
from models.base.live_training import MOST_POINTS, thinned
from models.translation.live.data import bundled, shown_pairs
from models.translation.live.settings import MOST, SHOWN, Controls, LiveConfig
from models.translation.live.state import FIGURES, State
from models.translation.live.training import Course, Snapshot, train
from models.translation.network import Shape
from models.translation.vocabulary import UNKNOWN
from tests.fuzz import changed_checkpoint, heavy_headers

FEW = Controls(pairs=12)
SMALL = Shape(vocabulary=800, width=16, heads=2, inner=32, encoders=1, decoders=1, dropout=0.0)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A network that takes no time."""
    from models.translation.live import state

    monkeypatch.setattr(state, "SHAPE", SMALL)
    state.expected.cache_clear()
    yield
    state.expected.cache_clear()


def config(seed: int = 1, **controls: int) -> LiveConfig:
    return LiveConfig(seed=seed, controls=replace(FEW, **controls), seconds=0.0)


def after(count: int, run: Iterator[Snapshot]) -> Snapshot:
    for _ in range(count):
        snapshot = next(run)
    return snapshot


def kept(run: Iterator[Snapshot]) -> State:
    return next(snapshot.state for snapshot in run if snapshot.state is not None)


def same(a: State, b: State) -> bool:
    return all(torch.equal(value, b.tensors[name]) for name, value in a.tensors.items())


# ---------------------------------------------------------------------- the pairs


def test_no_unseen_sentence_is_learned_from() -> None:
    material = bundled()
    assert len(material.pairs) == MOST
    assert not {pair.en.lower() for pair in material.pairs} & {pair.en.lower() for pair in material.unseen}
    assert shown_pairs() == material.shown
    assert len(material.shown) == SHOWN


def test_a_sentence_has_one_translation() -> None:
    material = bundled()
    assert len({pair.en.lower() for pair in material.pairs}) == MOST


def test_every_sign_has_a_piece_and_capitals_count_as_small_letters() -> None:
    material = bundled()
    for text in (text for pair in (*material.pairs, *material.unseen) for text in (pair.en, pair.ru)):
        numbers = material.vocabulary.encode(text)
        assert UNKNOWN not in numbers
        assert material.vocabulary.decode(numbers) == text.lower()


# ---------------------------------------------------------------------- learning


def test_it_begins_from_nothing(small: None) -> None:
    first = after(1, train(config()))
    assert first.step == 0
    assert not any(each.right for each in first.shown)
    assert first.loss == pytest.approx(np.log(SMALL.vocabulary))


def test_equal_seeds_learn_equally_and_others_differ(small: None) -> None:
    one, again, other = (after(6, train(config(seed))) for seed in (1, 1, 2))
    assert one.loss == again.loss != other.loss


def test_it_learns_a_few_pairs_by_heart() -> None:
    course = Course(LiveConfig(controls=Controls(pairs=6), seconds=1000.0), None)
    for _ in range(100):
        course.learn(course.controls)
    seen = course.translate(course.material.pairs[:6])
    unseen = course.translate(course.material.unseen)
    assert sum(each.right for each in seen) >= 5
    assert all(each.text[0].isupper() for each in seen)
    assert sum(each.right for each in unseen) <= 10


def test_only_so_many_pairs_are_learned_from(small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    course = Course(config(pairs=5), None)
    course._sources[5:] = [None] * (len(course._sources) - 5)  # type: ignore[list-item]
    for _ in range(5):
        course.learn(course.controls)


def test_turning_the_controls_is_answered_at_once(small: None) -> None:
    wishes = [None, Controls(pairs=20, look=3)]
    run = train(replace(config(), seconds=1000.0), wish=lambda: wishes.pop() if wishes else None)
    snapshot = after(2, run)
    assert snapshot.controls == Controls(pairs=20, look=3)
    assert "".join(snapshot.look.source).replace("▁", " ").strip() == snapshot.shown[3].pair.en.lower()


def test_numbers_that_are_none_end_the_run(small: None) -> None:
    course = Course(config(), None)
    with torch.no_grad():
        next(course.learner.network.parameters()).fill_(torch.nan)
    snapshot = course.learn(course.controls)
    assert snapshot is not None
    assert snapshot.trouble == "not_finite"
    assert snapshot.state is None


# ---------------------------------------------------------------------- files


def test_a_training_goes_on_as_if_it_had_never_rested(small: None, tmp_path: Path) -> None:
    whole = Course(config(), None)
    for _ in range(4):
        whole.learn(whole.controls)
    half = Course(config(), None)
    for _ in range(2):
        half.learn(half.controls)
    state = State(1, 2, 0.5, FEW, np.zeros((0, len(FIGURES)), np.float32), half.learner.tensors())
    state.save(tmp_path / "a.safetensors")
    resumed = Course(config(), State.load(tmp_path / "a.safetensors"))
    for _ in range(2):
        resumed.learn(resumed.controls)
    a, b = whole.learner.tensors(), resumed.learner.tensors()
    assert all(torch.equal(value, b[name]) for name, value in a.items())


def test_whoever_asks_gets_the_state_of_what_was_shown_last(small: None) -> None:
    asked: list[Keep | None] = [None, None, Keep(), None]
    run = train(config(), wish=lambda: asked.pop(0) if asked else None)
    shown = after(3, run)
    repeated = next(run)
    assert repeated.state is not None
    assert repeated.state.step == repeated.step == shown.step
    assert (repeated.loss, repeated.shown) == (shown.loss, shown.shown)
    assert np.array_equal(repeated.state.curve, shown.curve)
    there = after(2, run)
    first, *_, here = (after(1, again) for again in [train(config(), repeated.state)] * 3)
    assert (first.step, first.loss) == (shown.step, shown.loss)
    assert np.array_equal(first.curve, shown.curve), "going on adds no point"
    assert (here.step, here.loss) == (there.step, there.loss)


def test_what_is_saved_is_what_is_loaded(small: None, tmp_path: Path) -> None:
    saved = kept(train(config()))
    saved.save(tmp_path / "a.safetensors")
    loaded = State.load(tmp_path / "a.safetensors")
    assert same(loaded, saved)
    assert (loaded.seed, loaded.step, loaded.controls) == (saved.seed, saved.step, saved.controls)
    assert np.array_equal(loaded.curve, saved.curve)


@pytest.mark.parametrize("kind", ["other model", "tensor absent", "curve too long", "bad settings", "cut"])
def test_a_file_without_a_training_is_refused(kind: str, small: None, tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    kept(train(config())).save(path)
    tensors, notes = checkpoint.load(path)
    if kind == "cut":
        path.write_bytes(path.read_bytes()[:4000])
    else:
        if kind == "other model":
            notes["model"] = "live_gan"
        elif kind == "tensor absent":
            del tensors["mean.pieces.weight"]
        elif kind == "curve too long":
            tensors["curve"] = torch.zeros(MOST_POINTS + 1, len(FIGURES))
        else:
            notes["controls"]["pairs"] = 10**9
        checkpoint.save(path, tensors, notes)
    with pytest.raises(CheckpointError):
        State.load(path)


def test_damaged_files_are_refused_or_read(small: None, tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    kept(train(config())).save(path)
    chance, sound = random.Random(1), path.read_bytes()
    for data in [*(changed_checkpoint(sound, chance) for _ in range(40)), *(d for _, d in heavy_headers())]:
        path.write_bytes(data)
        try:
            State.load(path)
        except CheckpointError:
            continue


def test_a_curve_is_thinned_to_its_most_points() -> None:
    curve: list[tuple[float, ...]] = []
    for step in range(1000):
        curve = thinned([*curve, (float(step),)])
    assert len(curve) <= MOST_POINTS
    assert curve[-1] == (999.0,)
