"""The command that evaluates the sliders."""

from models.generator.evaluate_restyle import TURNED, end


def test_restyle(sample, weights, printed):
    options = ["--count", 4, "--seconds", 0, "--weights", weights]
    found = printed("restyle", *options, "--json")
    assert {"classifier_accuracy", "reconstruction_psnr", "stops", *TURNED["portraits"]} <= set(found)
    assert found["classifier_accuracy"]["skin"] == 1
    for name in ("hair_color", "hair_length", "glasses"):
        assert {"reached", "skin_kept"} <= set(found[name])
        assert 0 <= found[name]["reached"] <= 1
    assert 0 < found["reconstruction_psnr"] < 25
    assert found["reconstruction_psnr_worst"] <= found["reconstruction_psnr"]


def test_sliders_are_turned_to_the_end_where_they_do_not_stand_yet():
    assert [end(index, 2, 5) for index in range(3)] == [5, 0, 5]
    assert end(0, 5, 5) == 0
    assert end(1, 0, 5) == 5
