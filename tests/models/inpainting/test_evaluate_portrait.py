"""The command that evaluates the portrait network, with an untrained one."""

from models.evaluate import main
from models.portraits.dataset import load_split

FIGURES = {"psnr_mask", "ssim_mask", "psnr", "ssim", "feature", "other", "sharpness", "ms"}
METHODS = {"ours", "telea", "ns", "biharmonic", "start"}


def test_portrait(untrained, capsys, monkeypatch, printed):
    monkeypatch.setattr("models.portraits.dataset.held_out", lambda: load_split("sample"))
    found = printed("portrait", "--count", 2, "--weights", untrained / "portrait", "--json")
    assert set(found["box_25"]) == {*METHODS, "ours_blended"}
    assert set(found["box_25"]["ours"]) == FIGURES
    assert 0 <= found["hair_color_kept"] <= 1
    assert 0 <= found["glasses_kept"] <= 1
    assert set(found["kept_by"]) == {*METHODS, "ours_blended", "intact"}
    assert found["kept_by"]["intact"]["glasses"] == 1
    assert found["classifier_accuracy"]["glasses"] == 1
    monkeypatch.setattr("models.inpainting.evaluate_portrait.Portrait.judge", lambda self: found)
    assert main(["portrait"]) == 0
    table = capsys.readouterr().out
    assert "half face" in table
    assert f"{found['box_25']['telea']['psnr_mask']:.2f}" in table


def test_a_count_below_one_is_refused(capsys):
    assert main(["portrait", "--count", "0"]) == 2
    assert "--count" in capsys.readouterr().err
