"""The command that evaluates the photo network, over a tiny folder and with an untrained network."""

import math

import cv2
import numpy as np
import pytest

from models.classifier.network import Classifier
from models.evaluate import main
from models.evaluation.metrics import FEATURE_LAYERS, OTHER_LAYERS, features, features_apart
from models.evaluation.reports import EvaluationError
from models.inpainting.evaluate import given_masks, score, seen
from models.inpainting.masks import KINDS

FIGURES = {"psnr_mask", "ssim_mask", "psnr", "ssim", "feature", "other", "sharpness", "ms"}
METHODS = {"ours", "network", "telea", "ns", "biharmonic", "patchmatch", "start"}


def test_inpainting_by_kind_of_mask(folder, untrained, printed):
    weights = untrained / "inpainting"
    found = printed(
        "inpainting",
        "--images",
        folder,
        "--size",
        64,
        "--weights",
        weights,
        "--json",
        "--mask-seed",
        3,
    )
    assert tuple(found) == KINDS
    for scores in found.values():
        assert set(scores) == METHODS
        for figures in scores.values():
            assert set(figures) == FIGURES
            assert all(math.isfinite(value) for value in figures.values())
            assert figures["psnr"] > figures["psnr_mask"] > 5
            assert figures["ssim"] > figures["ssim_mask"]
        # The untrained network corrects nothing, so it is as good as the fill that it begins with.
        assert scores["network"]["psnr_mask"] == pytest.approx(scores["start"]["psnr_mask"], abs=0.4)
    assert found["scratches"]["telea"]["psnr_mask"] > found["box_25"]["telea"]["psnr_mask"]


def test_inpainting_with_masks_from_a_folder(folder, untrained, tmp_path, capsys, printed, monkeypatch):
    mask = np.zeros((80, 80), np.uint8)
    mask[30:50, 30:50] = 255
    for name in ("cat.png", "coffee.png"):
        cv2.imwrite(str(tmp_path / name), mask)
    options = ["--images", folder, "--masks", tmp_path, "--size", 64, "--weights", untrained / "inpainting"]
    found = printed("inpainting", *options, "--json")
    assert tuple(found) == ("given",)
    assert set(found["given"]) == METHODS
    monkeypatch.setattr("models.inpainting.evaluate.Inpainting.judge", lambda self: found)
    assert main(["inpainting", *map(str, options)]) == 0
    table = capsys.readouterr().out
    assert "given" in table
    assert f"{found['given']['telea']['psnr_mask']:.2f}" in table


def test_masks_are_matched_by_name_or_else_in_turn(tmp_path):
    for column, name in enumerate(("a", "b")):
        mask = np.zeros((20, 20), np.uint8)
        mask[:, column] = 255
        cv2.imwrite(str(tmp_path / f"{name}.png"), mask)
    by_name = given_masks(tmp_path, ["b", "a"], 20)
    assert by_name["b"][:, 1].all()
    assert by_name["a"][:, 0].all()
    in_turn = given_masks(tmp_path, ["b", "x", "y"], 20)
    assert [int(np.flatnonzero(mask[0])[0]) for mask in in_turn.values()] == [0, 1, 0]
    cv2.imwrite(str(tmp_path / "empty.png"), np.zeros((20, 20), np.uint8))
    with pytest.raises(EvaluationError, match="empty"):
        given_masks(tmp_path, ["a"], 20)


def test_chosen_kinds_only(folder, untrained, printed):
    options = ["--images", folder / "cat.jpg", "--size", 32, "--weights", untrained / "inpainting", "--json"]
    assert tuple(printed("inpainting", *options, "--kinds", "box_25")) == ("box_25",)


def test_only_what_looks_different_is_apart_in_the_layers():
    classifier = Classifier()
    truth = np.random.default_rng(1).integers(0, 256, (32, 32, 3)).astype(np.uint8)
    mask = np.zeros((32, 32), bool)
    mask[8:24, 8:24] = True
    known = seen(classifier, truth)
    same = score(classifier, lambda rgb, mask: rgb, truth, known, mask)
    grey = score(
        classifier, lambda rgb, mask: np.where(mask[..., None], np.uint8(127), rgb), truth, known, mask
    )
    for name, layers in (("feature", FEATURE_LAYERS), ("other", OTHER_LAYERS)):
        assert same[name] == 0
        filled = np.where(mask[..., None], np.uint8(127), truth)
        apart = features_apart(features(classifier, filled, layers), features(classifier, truth, layers))
        assert grey[name] == pytest.approx(apart)
        assert grey[name] > 0.01


def test_nothing_to_evaluate_is_said(tmp_path, folder, capsys):
    assert main(["inpainting", "--images", str(tmp_path)]) == 2
    assert "no readable picture" in capsys.readouterr().err
    assert main(["inpainting", "--images", str(folder), "--weights", str(tmp_path / "absent")]) == 2
    assert "absent" in capsys.readouterr().err
