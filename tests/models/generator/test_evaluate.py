"""The command lines that judge the generator and its sliders, with untrained networks and few portraits."""

import json

import cv2
import numpy as np
import pytest
import torch

from models.base import checkpoint
from models.classifier.network import Classifier
from models.evaluate import COMMANDS, main
from models.evaluation.frechet import LAYER, distance, features
from models.generator.evaluate import pictures, unseen, within
from models.generator.evaluate_restyle import TURNED, end
from models.generator.neighbours import nearest
from models.generator.network import Gan
from models.portraits.dataset import load_split


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "gan.safetensors"
    torch.manual_seed(0)
    checkpoint.save(path, {name: value.half() for name, value in Gan().state_dict().items()}, {})
    return path


@pytest.fixture
def sample(monkeypatch):
    """The bundled portraits in the place of the large splits."""
    found = load_split("sample")
    monkeypatch.setattr("models.portraits.dataset.held_out", lambda: found)
    monkeypatch.setattr("models.generator.neighbours.training", lambda: found)
    return found


def printed(capsys, *arguments):
    assert main([str(argument) for argument in arguments]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_features_are_the_classifiers(sample):
    rgb = pictures(sample, 3)
    found = features(rgb)
    classifier = Classifier()
    each = np.stack([classifier.activations(one, (LAYER,))[1][LAYER].mean(axis=(1, 2)) for one in rgb])
    assert found[2] == pytest.approx(each[2], abs=1e-4)
    mean, covariance = each.mean(axis=0), np.cov(each, rowvar=False)
    assert found.mean(axis=0) == pytest.approx(mean, abs=1e-4)
    assert np.cov(found, rowvar=False) == pytest.approx(covariance, abs=1e-3)


def test_the_frechet_distance_of_known_gaussians():
    random = np.random.default_rng(0)
    a = random.normal(0, 1, (20_000, 3))
    b = random.normal([2, 0, 0], 3, (20_000, 3))
    assert distance(a, a) == pytest.approx(0, abs=1e-6)
    assert distance(a, b) == pytest.approx(4 + 3 * (3 - 1) ** 2, rel=0.03)


def test_precision_and_recall_tell_a_dropped_mode_from_a_wrong_one():
    random = np.random.default_rng(0)
    left, right = (random.normal(at, 1, (100, 2)) for at in (0, 50))
    both = np.concatenate((left, right))
    only = random.normal(0, 1, (200, 2))
    assert within(both, only) > 0.9
    assert 0.35 < within(only, both) < 0.6
    assert within(left, np.full((5, 2), -500.0)) == 0


def test_classes_that_nobody_shows_are_named(sample):
    shown = pictures(sample, len(sample))
    assert unseen(shown) == {}
    bald = shown[sample.labels["hair_style"] == 0]
    missing = unseen(bald)
    assert missing["hair_style"] == sample.attributes["hair_style"][1:]
    assert missing["hair_colour"] == sample.attributes["hair_colour"]


def test_gan(sample, weights, tmp_path, capsys, monkeypatch):
    sheet = tmp_path / "sheets" / "neighbours.png"
    monkeypatch.setattr("models.generator.evaluate.TIMED", 3)
    monkeypatch.setattr("models.generator.neighbours.SAMPLES", 2)
    options = ["--count", 5, "--covered", 4, "--weights", weights]
    found = printed(capsys, "gan", *options, "--sheet", sheet, "--json")
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


def test_restyle(sample, weights, capsys):
    options = ["--count", 4, "--seconds", 0, "--weights", weights]
    found = printed(capsys, "restyle", *options, "--json")
    assert {"classifier_accuracy", "reconstruction_psnr", *TURNED} <= set(found)
    assert found["classifier_accuracy"]["skin"] == 1
    for name in ("hair_color", "hair_length", "glasses"):
        assert {"reached", "skin_kept"} <= set(found[name])
        assert 0 <= found[name]["reached"] <= 1
    assert 0 < found["reconstruction_psnr"] < 25
    assert found["reconstruction_psnr_worst"] <= found["reconstruction_psnr"]


def test_people_get_lines(monkeypatch, weights, capsys):
    for command, figures in (("gan", {"precision": 0.5}), ("restyle", {"glasses": {"reached": 0.5}})):
        monkeypatch.setattr(COMMANDS[command], "judge", lambda self, studio, figures=figures: figures)
        assert main([command, "--weights", str(weights)]) == 0
        assert "0.5" in capsys.readouterr().out


def test_sliders_are_turned_to_the_end_where_they_do_not_stand_yet():
    assert [end(index, 2, 5) for index in range(3)] == [5, 0, 5]
    assert end(0, 5, 5) == 0
    assert end(1, 0, 5) == 5


def test_nonsense_is_refused(weights, capsys):
    for options in (["gan", "--count", "1"], ["restyle", "--count", "0"], ["restyle", "--seconds", "-1"]):
        assert main(options) == 1
        assert "--" in capsys.readouterr().err
    assert main(["gan", "--weights", str(weights) + ".absent"]) == 1
    assert "absent" in capsys.readouterr().err


def test_the_nearest_portrait_to_a_portrait_is_itself(sample):
    shown = pictures(sample, 12)[[3, 11]]
    order = nearest(shown, sample)
    assert order.shape == (2, 5)
    assert order[:, 0].tolist() == [3, 11]
