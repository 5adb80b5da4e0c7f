"""The command lines that judge the image models, over a tiny folder and with untrained networks."""

import json
import math
import shutil

import cv2
import numpy as np
import pytest

from models.base import checkpoint
from models.base.gallery import gallery
from models.evaluate import main
from models.evaluation.reports import EvaluationError, average, square, squares
from models.inpainting.evaluate import given_masks
from models.inpainting.masks import KINDS
from models.inpainting.network import build as build_photo
from models.inpainting.portrait_network import PortraitNet
from models.portraits.attributes import AttributeNet
from models.portraits.dataset import load_split
from models.rain.network import build as build_rain
from models.rain.streaks import CLASSICAL_RAIN

FIGURES = {"psnr_mask", "ssim_mask", "psnr", "ssim", "feature", "ms"}
METHODS = {"ours", "telea", "ns", "biharmonic", "start"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("pictures")
    for item in gallery():
        if item.id in ("cat", "coffee"):
            shutil.copy(item.path, path)
    (path / "broken.png").write_bytes(b"no picture")
    return path


@pytest.fixture(scope="module")
def untrained(tmp_path_factory):
    """Weights of networks whose last layer is zero still: they return what they are given."""
    path = tmp_path_factory.mktemp("weights")
    for name, build in (("inpainting", build_photo), ("rain", build_rain), ("portrait", PortraitNet)):
        checkpoint.save(path / name, {k: v.half() for k, v in build().state_dict().items()}, {})
    return path


def printed(capsys, *arguments):
    assert main([str(argument) for argument in arguments]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_inpainting_by_kind_of_mask(folder, untrained, capsys):
    weights = untrained / "inpainting"
    found = printed(
        capsys,
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
        for score in scores.values():
            assert set(score) == FIGURES
            assert all(math.isfinite(value) for value in score.values())
            assert score["psnr"] > score["psnr_mask"] > 5
            assert score["ssim"] > score["ssim_mask"]
        # The untrained network corrects nothing, so it is as good as the fill that it begins with.
        assert scores["ours"]["psnr_mask"] == pytest.approx(scores["start"]["psnr_mask"], abs=0.4)
    assert found["scratches"]["telea"]["psnr_mask"] > found["box_25"]["telea"]["psnr_mask"]


def test_inpainting_with_masks_from_a_folder(folder, untrained, tmp_path, capsys):
    mask = np.zeros((80, 80), np.uint8)
    mask[30:50, 30:50] = 255
    for name in ("cat.png", "coffee.png"):
        cv2.imwrite(str(tmp_path / name), mask)
    options = ["--images", folder, "--masks", tmp_path, "--size", 64, "--weights", untrained / "inpainting"]
    found = printed(capsys, "inpainting", *options, "--json")
    assert tuple(found) == ("given",)
    assert set(found["given"]) == METHODS
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


def test_chosen_kinds_only(folder, untrained, capsys):
    options = ["--images", folder / "cat.jpg", "--size", 32, "--weights", untrained / "inpainting", "--json"]
    assert tuple(printed(capsys, "inpainting", *options, "--kinds", "box_25")) == ("box_25",)


def test_rain(folder, untrained, capsys):
    options = ["--images", folder, "--size", 64, "--weights", untrained / "rain"]
    found = printed(capsys, "rain", *options, "--seed", 2, "--json")
    assert set(found) == {"rainy", "ours", "best_classical", "dry"}
    assert set(found["rainy"]) == {"psnr", "ssim"}
    assert set(found["ours"]) == {"psnr", "ssim", "ms"}
    assert set(found["best_classical"]) == {"name", "psnr", "ssim", "ms"}
    assert set(found["dry"]) == {"psnr"}
    assert found["best_classical"]["name"] in CLASSICAL_RAIN
    assert found["ours"]["psnr"] == pytest.approx(found["rainy"]["psnr"], abs=0.1)
    assert found["dry"]["psnr"] > 38
    assert main(["rain", *map(str, options)]) == 0
    table = capsys.readouterr().out
    assert all(name in table for name in ("rainy", "ours", "dry", *CLASSICAL_RAIN))


def test_portrait(untrained, capsys, monkeypatch):
    monkeypatch.setattr("models.portraits.dataset.held_out", lambda: load_split("sample"))
    found = printed(capsys, "portrait", "--count", 2, "--weights", untrained / "portrait", "--json")
    assert set(found["box_25"]) == {*METHODS, "ours_blended"}
    assert set(found["box_25"]["ours"]) == FIGURES
    assert 0 <= found["hair_color_kept"] <= 1
    assert 0 <= found["glasses_kept"] <= 1
    assert set(found["kept_by"]) == {*METHODS, "ours_blended", "intact"}
    assert found["kept_by"]["intact"]["glasses"] == 1
    assert found["classifier_accuracy"]["glasses"] == 1
    assert main(["portrait", "--count", "1", "--weights", str(untrained / "portrait")]) == 0
    assert "half face" in capsys.readouterr().out


def test_nothing_to_judge_is_said(tmp_path, folder, untrained, capsys):
    for command in ("inpainting", "rain"):
        assert main([command, "--images", str(tmp_path)]) == 1
        assert "no readable picture" in capsys.readouterr().err
    assert main(["inpainting", "--images", str(folder), "--weights", str(tmp_path / "absent")]) == 1
    assert "absent" in capsys.readouterr().err
    assert main(["rain", "--images", str(folder), "--weights", str(untrained / "inpainting")]) == 1
    assert main(["portrait", "--count", "0"]) == 1


def test_pictures_are_cut_square(folder):
    found = squares(folder, 50)
    assert set(found) == {"cat", "coffee"}
    assert all(rgb.shape == (50, 50, 3) for rgb in found.values())
    wide = np.zeros((10, 30, 3), np.uint8)
    wide[:, 10:20] = 255
    assert (square(wide, 10) == 255).all()
    assert square(wide[:1, :1], 5).shape == (5, 5, 3)


def test_an_average_with_a_gap_is_none():
    assert average([{"psnr": 1.0, "ms": 5}, {"psnr": 2.0, "ms": 7}, {"psnr": 6.0, "ms": 900}]) == {
        "psnr": 3,
        "ms": 7,
    }
    assert average([{"psnr": 1.0}, None]) is None


def test_the_attribute_reader_reads_portraits():
    from models.portraits.attributes import AttributeReader
    from models.portraits.labels import LABELS

    reader, sample = AttributeReader(), load_split("sample")
    pictures = [sample.picture(index) for index in range(64)]
    read = reader.read(pictures)
    assert set(read) == set(LABELS) == set(sample.attributes)
    for name in ("glasses", "clothing_colour", "background", "skin"):
        assert (read[name] == sample.labels[name][:64]).mean() > 0.95, name
    assert all(values.shape == (0,) for values in reader.read([]).values())
    assert sum(value.numel() for value in AttributeNet().parameters()) < 2_000_000
