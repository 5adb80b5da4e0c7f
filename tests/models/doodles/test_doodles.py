"""Cats told from other doodles: what the network sees, what it says, its data and its training."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.base import training
from models.base.arrays import Byte
from models.base.crops import DataError
from models.base.training import LearningConfig
from models.doodles.data import CAT, judging, read_doodles
from models.doodles.doodles import shipped
from models.doodles.evaluate import area_under_roc
from models.doodles.ink import ink_of
from models.doodles.scribbles import KINDS, scribble
from models.doodles.train import DoodleTask
from models.evaluate import main

HEAD = [("ring", (256, 290), (130, 115)), ("ring", (208, 262), (14, 18)), ("ring", (304, 262), (14, 18))]
EARS = [[(150, 225), (150, 105), (225, 182)], [(287, 182), (362, 105), (362, 225)]]
FACE = [[(240, 308), (272, 308), (256, 326), (240, 308)], [(256, 326), (256, 344), (216, 352)]]
WHISKERS = [[(205, y), (90, y - 16)] for y in (318, 340)] + [[(307, y), (422, y - 16)] for y in (318, 340)]


def drawn(lines: list[list[tuple[int, int]]], ink: tuple[int, ...] = (20, 20, 30), paper: int = 255) -> Byte:
    picture = np.full((512, 512, 3), paper, np.uint8)
    for _, middle, size in HEAD:
        cv2.ellipse(picture, middle, size, 0, 0, 360, ink, 10, cv2.LINE_AA)
    for line in lines:
        cv2.polylines(picture, [np.array(line, np.int32)], False, ink, 10, cv2.LINE_AA)
    return picture


CAT_DRAWN = drawn(EARS + FACE + WHISKERS)


def test_a_drawn_cat_is_one_and_its_lines_say_so() -> None:
    verdict = shipped().verdict(CAT_DRAWN)
    assert verdict.probability > 0.5
    assert verdict.score > 0
    assert verdict.heat.shape == verdict.ink.shape == (28, 28)
    assert np.abs(verdict.heat).max() == pytest.approx(1)
    assert verdict.heat[verdict.ink > 0].sum() > 0


def test_a_head_without_ears_and_whiskers_is_none() -> None:
    assert shipped().verdict(drawn([])).probability < 0.5


def test_ink_is_found_wherever_it_is_on_any_paper() -> None:
    cells = ink_of(CAT_DRAWN)
    far = np.full((900, 700, 3), 255, np.uint8)
    far[380:892, 180:692] = CAT_DRAWN
    assert np.abs(ink_of(far).astype(int) - cells).max() <= 1
    white_on_blue = drawn(EARS + FACE + WHISKERS, ink=(255, 255, 255), paper=40)
    assert np.corrcoef(ink_of(white_on_blue).ravel(), cells.ravel())[0, 1] > 0.98
    rows = np.flatnonzero(cells.any(axis=1))
    assert rows[0] + rows[-1] in (26, 27, 28), "it lies in the middle"


@pytest.mark.parametrize("paper", [0, 90, 255])
def test_blank_and_filled_sheets_are_no_cats(paper: int) -> None:
    sheet = np.full((64, 64, 3), paper, np.uint8)
    assert not ink_of(sheet).any()
    assert shipped().verdict(sheet).probability < 0.5
    sheet[3:-3, 3:-3] = 255 - paper
    assert shipped().verdict(sheet).probability < 0.5


@pytest.mark.parametrize("kind", KINDS)
def test_scribbles_are_no_cats(kind: str) -> None:
    random = np.random.default_rng(77)
    said = shipped().probabilities(np.stack([scribble(random, kind) for _ in range(60)]))
    assert (said < 0.5).mean() >= 0.9


def test_the_area_under_the_curve_counts_pairs() -> None:
    assert area_under_roc(np.array([2.0, 3.0]), np.array([0.0, 1.0])) == 1
    assert area_under_roc(np.array([1.0, 1.0]), np.array([1.0])) == 0.5
    assert area_under_roc(np.array([0.0, 2.0]), np.array([1.0, 3.0])) == 0.25


@pytest.fixture
def doodles(tmp_path: Path) -> Path:
    random = np.random.default_rng(1)
    path = tmp_path / "doodles.npz"
    cats = np.repeat(ink_of(CAT_DRAWN)[None], 20, axis=0)
    np.savez(path, cat=cats, shape=np.stack([scribble(random, "shape") for _ in range(20)]))
    return path


def test_what_judges_never_trains(doodles: Path) -> None:
    found = read_doodles(doodles)
    held, own = judging(found), judging(found, held_out=False)
    assert [len(held[CAT]), len(own[CAT])] == [4, 16]
    numbered = {CAT: np.arange(20)}
    assert not {*judging(numbered)[CAT]} & {*judging(numbered, held_out=False)[CAT]}


@pytest.mark.parametrize(
    "arrays",
    [
        {"cat": np.zeros((3, 28, 28), np.uint8)},
        {"cat": np.zeros((3, 28, 28), np.float32), "dog": np.zeros((3, 28, 28), np.uint8)},
        {"cat": np.zeros((3, 28, 28), np.uint8), "dog": np.zeros((3, 20, 28), np.uint8)},
        {"cat": np.array([{}], object), "dog": np.zeros((3, 28, 28), np.uint8)},
    ],
    ids=["cats alone", "floats", "another size", "a pickle"],
)
def test_other_files_are_refused(tmp_path: Path, arrays: dict[str, np.ndarray]) -> None:
    np.savez(tmp_path / "file.npz", **arrays)
    with pytest.raises(DataError):
        read_doodles(tmp_path / "file.npz")


def test_the_command_prints_figures(doodles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doodles", "--file", str(doodles), "--scribbles", "18", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["auc"] >= 0.97
    assert 0.9 <= found["accuracy"] <= 1
    assert set(found["nothing"]) == set(KINDS)


def test_two_steps_of_training_change_the_weights(doodles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.doodles.train.POOL", 50)
    task = DoodleTask(data=doodles)
    config = LearningConfig(batch=10, horizon=2, every=1, averaging=0)
    first, second = training.train(task, config)
    assert first.figures["loss"] > 0
    assert any((first.weights[name] != second.weights[name]).any() for name in first.weights)
    assert 0 <= task.validate(training.built(task, second.weights).eval())["auc"] <= 1
