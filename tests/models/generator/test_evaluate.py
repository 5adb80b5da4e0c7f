"""The command that evaluates the generator."""

import cv2
import numpy as np
import pytest

from models.evaluate import COMMANDS, main
from models.generator.data_sets import PORTRAITS
from models.generator.evaluate import SURE, pictures, seen_shares, within


def test_precision_and_recall_tell_a_dropped_mode_from_a_wrong_one():
    random = np.random.default_rng(0)
    left, right = (random.normal(at, 1, (100, 2)) for at in (0, 50))
    both = np.concatenate((left, right))
    only = random.normal(0, 1, (200, 2))
    assert within(both, only) > 0.9
    assert 0.35 < within(only, both) < 0.6
    assert within(left, np.full((5, 2), -500.0)) == 0


def test_classes_that_no_sample_shows_are_named(sample):
    shown = pictures(sample, len(sample))
    everything = seen_shares(PORTRAITS, shown)
    assert all(most > SURE for found in everything.values() for _, most, _ in found.values())
    for share, _, real in everything["skin"].values():
        assert share == pytest.approx(real, abs=0.01)
    bald = seen_shares(PORTRAITS, shown[sample.labels["hair_style"] == 0])
    assert bald["hair_style"]["bald"][0] == 1
    assert {share for name, (share, _, _) in bald["hair_style"].items() if name != "bald"} == {0}
    assert all(most <= SURE for _, most, _ in bald["hair_colour"].values())


def test_gan(sample, weights, tmp_path, monkeypatch, printed):
    sheet = tmp_path / "sheets" / "neighbours.png"
    monkeypatch.setattr("models.generator.evaluate.TIMED", 3)
    monkeypatch.setattr("models.generator.neighbours.SAMPLES", 2)
    options = ["--count", 5, "--covered", 4, "--weights", weights]
    found = printed("gan", *options, "--sheet", sheet, "--json")
    assert set(found["frechet"]) == {"floor", "ours", "ceiling", "normalised"}
    assert 0 <= found["frechet"]["floor"] < found["frechet"]["ours"]
    # What is judged is as untrained as the ceiling.
    assert found["frechet"]["normalised"] == pytest.approx(1, abs=0.2)
    assert 0 <= found["precision"] <= 1
    assert 0 <= found["recall"] <= 1
    assert found["attributes_covered"] < 0.5
    assert "mohawk" in found["attributes_missing"]["hair_style"]
    assert found["ms_per_image"] > 0
    assert found["portraits"] == 5
    assert cv2.imread(str(sheet)).shape[0] == 2 * 128 + 3 * 4


def test_people_get_lines(monkeypatch, weights, capsys):
    for command, figures in (("gan", {"precision": 0.5}), ("restyle", {"glasses": {"reached": 0.5}})):
        monkeypatch.setattr(COMMANDS[command], "judge", lambda self, figures=figures: figures)
        assert main([command, "--weights", str(weights)]) == 0
        assert "0.5" in capsys.readouterr().out


def test_nonsense_is_refused(weights, capsys):
    for options in (["gan", "--count", "1"], ["restyle", "--count", "0"], ["restyle", "--seconds", "-1"]):
        assert main(options) == 2
        assert "--" in capsys.readouterr().err
    assert main(["gan", "--weights", str(weights) + ".absent"]) == 2
    assert "absent" in capsys.readouterr().err
