"""The command that evaluates the rain network, over a tiny folder and with an untrained network."""

import pytest

from models.evaluate import main
from models.rain.evaluate import Rain
from models.rain.streaks import CLASSICAL_RAIN
from models.rain.unseen import PATTERNS, UNSEEN


def test_rain(folder, untrained, capsys, printed):
    options = ["--images", folder, "--size", 64, "--weights", untrained / "rain"]
    found = printed("rain", *options, "--seed", 2, "--json")
    assert set(found) == {"rainy", "ours", "best_classical", "dry", "unseen", "patterns"}
    assert set(found["unseen"]) == {"rainy", "ours", "kinds"}
    assert found["unseen"]["ours"]["psnr"] == pytest.approx(found["unseen"]["rainy"]["psnr"], abs=0.5)
    assert {name for name, kind in found["unseen"]["kinds"].items() if abs(kind["worst_gain"]) < 1} == set(
        UNSEEN
    )
    assert set(found["patterns"]) == set(PATTERNS)
    assert set(found["rainy"]) == {"psnr", "ssim"}
    assert set(found["ours"]) == {"psnr", "ssim", "ms"}
    assert set(found["best_classical"]) == {"name", "psnr", "ssim", "ms"}
    assert set(found["dry"]) == {"psnr"}
    assert found["best_classical"]["name"] in CLASSICAL_RAIN
    assert found["ours"]["psnr"] == pytest.approx(found["rainy"]["psnr"], abs=0.1)
    assert found["dry"]["psnr"] > 38
    assert main(["rain", *map(str, options)]) == 0
    table = capsys.readouterr().out
    assert all(name in table for name in ("rainy", "ours", "dry", *CLASSICAL_RAIN, *UNSEEN, *PATTERNS))


def test_a_seed_means_the_same_rain(folder, untrained):
    def rainy(seed):
        return Rain(images=folder / "cat.jpg", seed=seed, size=32, weights=untrained / "rain").judge()[
            "rainy"
        ]

    assert rainy(4) == rainy(4)
    assert rainy(4) != rainy(5)


def test_nothing_to_evaluate_is_said(tmp_path, folder, untrained, capsys):
    assert main(["rain", "--images", str(tmp_path)]) == 2
    assert "no readable picture" in capsys.readouterr().err
    assert main(["rain", "--images", str(folder), "--weights", str(untrained / "inpainting")]) == 2
    for wrong in (["--size", "0"], ["--seed", "-1"]):
        assert main(["rain", "--images", str(folder), *wrong]) == 2
        assert f"error: {wrong[0]}: {wrong[1]} is not between" in capsys.readouterr().err
