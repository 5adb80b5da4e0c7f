"""The command that evaluates the sliders."""

from types import SimpleNamespace

import numpy as np

from models.generator.data_sets import PORTRAITS
from models.generator.evaluate_restyle import TURNED, end, leaks, readings


def test_restyle(sample, weights, printed):
    options = ["--count", 4, "--seconds", 0, "--weights", weights]
    found = printed("restyle", *options, "--json")
    assert {
        "classifier_accuracy",
        "reconstruction_psnr",
        "stops",
        "leaks",
        "leaks_mean",
        *TURNED["portraits"],
    } <= set(found)
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


def test_leaks_are_told_by_slider_and_attribute_where_it_can_be_seen_at_both_ends():
    """A latent is (skin, glasses, nose): dark skin gives half of the noses another shape."""

    def turn(latent, name, place):
        end = int(place)
        return {
            "skin": (end, latent[1], latent[2] ^ (end & latent[3])),
            "glasses": (latent[0], 2 * end, *latent[2:]),
        }.get(name, latent)

    def read(pictures):
        seen = np.array([picture[:3] for picture in pictures])
        own = {"skin": seen[:, 0], "glasses": seen[:, 1], "nose": seen[:, 2], "eyes": seen[:, 1] // 2}
        return {name: own.get(name, np.zeros(len(seen), np.int64)) for name in PORTRAITS.labels}

    gan = SimpleNamespace(data=PORTRAITS, turn=turn, make_many=lambda latents: latents)
    latents = [(0, 0, 0, index % 2) for index in range(8)]
    found = leaks(gan, readings(gan, SimpleNamespace(read=read), latents))
    assert found["skin"]["nose"] == 0.5
    assert found["skin"]["glasses"] == found["smile"]["nose"] == 0
    assert found["glasses"]["eyes"] == 0, "nobody sees them behind sunglasses"
    assert "skin" not in found["skin"]
    assert not {"hair_style", "hair_length"} & set(found["hair_length"]), "one slider moves both"
    assert not {"mouth", "smile"} & set(found["smile"])
