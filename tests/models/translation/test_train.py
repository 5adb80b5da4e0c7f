"""The training of the translator, on a few pairs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.base.crops import DataError
from models.base.training import train
from models.translation import train as training
from models.translation import vocabulary
from models.translation.corpus import Pair, plain, read_pairs, write_pairs
from models.translation.network import Transformer
from models.translation.train import TranslationTask
from models.translation.vocabulary import BEGIN, END, INTO
from tests.models.translation.conftest import TINY, pieces

PAIRS = [Pair("the cat sleeps", "кошка спит"), Pair("the dog eats", "собака ест")]


@pytest.fixture
def task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TranslationTask:
    found = pieces()
    monkeypatch.setattr(vocabulary, "shipped", lambda: found)
    monkeypatch.setattr(training, "LENGTHS", (40,))
    monkeypatch.setattr(TranslationTask, "build", lambda self: Transformer(TINY))
    write_pairs(tmp_path / "smartool.tsv", PAIRS)
    write_pairs(tmp_path / "dev.tsv", PAIRS)
    return TranslationTask(data=tmp_path)


def test_pairs_are_read_as_they_were_written(tmp_path: Path) -> None:
    write_pairs(tmp_path / "new" / "a.tsv", PAIRS)
    assert read_pairs(tmp_path / "new" / "a.tsv") == PAIRS
    assert plain(" “It’s”  –\u00a0so ") == '"It\'s" — so'


def test_a_batch_goes_both_ways_and_says_which(task: TranslationTask) -> None:
    batch = task.batch(np.random.default_rng(1), 8)
    heads = batch["source"][:, 0].tolist()
    assert heads == [INTO["ru"], INTO["en"]] * 4
    assert set(batch["target"][:, 0].tolist()) == {BEGIN}
    found = pieces()
    known = {text for pair in PAIRS for text in pair}
    for source, target in zip(batch["source"].tolist(), batch["target"].tolist(), strict=True):
        assert END in source
        assert {found.decode(source), found.decode(target)} <= known


def test_the_loss_falls(task: TranslationTask) -> None:
    config = training.LearningConfig(batch=8, rate=1e-2, warm_up=5, horizon=60, averaging=0.5, every=10)
    losses = [snapshot.figures["loss"] for snapshot in train(task, config)]
    assert losses[-1] < 0.6 * losses[0]


def test_it_is_judged_into_both_languages(task: TranslationTask) -> None:
    figures = task.validate(task.build().eval())
    assert figures.keys() == {"chrf_en", "chrf_ru"}
    assert all(0 <= figure <= 100 for figure in figures.values())


def test_a_folder_without_pairs_is_said(tmp_path: Path, task: TranslationTask) -> None:
    with pytest.raises(DataError, match="prepare_translation"):
        TranslationTask(data=tmp_path / "none").batch(np.random.default_rng(1), 8)
