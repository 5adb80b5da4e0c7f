"""Sliders, on latents that are made up of known parts."""

import numpy as np
import pytest
import torch

from models.generator.data_sets import CATS, PORTRAITS
from models.generator.directions import GAIN, REACH, Directions
from models.generator.knobs import fit
from models.generator.network import LATENT, Gan
from models.portraits.labels import ATTRIBUTES

SLIDERS = PORTRAITS.sliders


@pytest.fixture(scope="module")
def world():
    """Portraits whose latents are sums of one vector for each class, and a little noise."""
    random = np.random.default_rng(0)
    parts = {name: random.normal(0, 1, (count, LATENT)) for name, count in ATTRIBUTES.items()}
    parts = {name: 2 * (part - part.mean(axis=0)) for name, part in parts.items()}
    labels = {name: random.integers(0, count, 2000) for name, count in ATTRIBUTES.items()}
    latents = sum(parts[name][labels[name]] for name in ATTRIBUTES) + random.normal(0, 0.1, (2000, LATENT))
    return parts, labels, latents.astype(np.float32)


@pytest.fixture(scope="module")
def sliders(world):
    torch.manual_seed(0)
    _, labels, latents = world
    return Directions(Gan(), fit(latents, np.full_like(latents, 0.01), labels, ATTRIBUTES), SLIDERS)


def test_the_parts_are_found(world):
    parts, labels, latents = world
    found = fit(latents, np.zeros_like(latents), labels, ATTRIBUTES)
    for name, part in parts.items():
        assert found.classes[name] == pytest.approx(part, abs=0.2), name
        assert found.classes[name].sum(axis=0) == pytest.approx(np.zeros(LATENT), abs=1e-6)
    assert found.mean == pytest.approx(np.zeros(LATENT), abs=0.1)


def test_what_the_encoder_leaves_open_counts_as_spread(world):
    _, labels, latents = world
    sure, unsure = (fit(latents, np.full_like(latents, doubt), labels, ATTRIBUTES) for doubt in (0.0, 0.5))
    assert np.diag(unsure.rest - sure.rest) == pytest.approx(np.full(LATENT, 0.5))


@pytest.mark.parametrize("name", ["hair_colour", "glasses", "skin", "background"])
def test_a_slider_brings_its_class_and_leaves_the_others(sliders, world, name):
    _, labels, latents = world
    last = ATTRIBUTES[name] - 1
    for index in np.flatnonzero(labels[name] != last)[:10]:
        turned = sliders.turn(latents[index], name, 1.0)
        before, after = sliders.read(latents[index]), sliders.read(turned)
        assert after[name] == pytest.approx(1.0, abs=1e-3)
        for other in ("clothing_colour", "eyes", "hair_style"):
            assert after[other] == pytest.approx(before[other], abs=0.12), other


def test_the_class_at_a_stop_is_the_labels_own(sliders, world):
    parts, labels, latents = world
    for index in range(10):
        turned = sliders.turn(latents[index], "glasses", 0.5)
        expected = latents[index] - parts["glasses"][labels["glasses"][index]] + GAIN * parts["glasses"][1]
        assert np.linalg.norm(turned - expected) < 0.25 * np.linalg.norm(expected)


@pytest.mark.parametrize("name", [*SLIDERS, "pc_1", "pc_8"])
def test_a_slider_stands_where_it_was_put_and_forgets_where_it_came_from(sliders, world, name):
    latent = world[2][3]
    low, high = (0.0, 1.0) if name in SLIDERS else (-REACH, REACH)
    for position in np.linspace(low, high, 7):
        turned = sliders.turn(latent, name, position)
        assert turned.dtype == np.float32
        assert turned.shape == (LATENT,)
        assert sliders.read(turned)[name] == pytest.approx(position, abs=0.01)
    if len(SLIDERS.get(name, SLIDERS["skin"]).stops) == ATTRIBUTES.get(name, 0) or name not in SLIDERS:
        there = sliders.turn(sliders.turn(latent, name, high), name, low)
        assert there == pytest.approx(sliders.turn(latent, name, low), abs=1e-3)


def test_a_slider_does_not_go_beyond_its_ends(sliders, world):
    latent = world[2][0]
    assert (sliders.turn(latent, "skin", 7.0) == sliders.turn(latent, "skin", 1.0)).all()
    assert (sliders.turn(latent, "pc_2", -9.0) == sliders.turn(latent, "pc_2", -REACH)).all()
    with pytest.raises(KeyError):
        sliders.turn(latent, "wings", 0.5)


def test_names_come_first_and_unnamed_directions_are_square_to_each_other(sliders):
    kinds = [direction.kind for direction in sliders.all]
    assert kinds == sorted(kinds)
    vectors = np.stack([vector for vector in sliders._vectors.values()])
    assert vectors @ vectors.T == pytest.approx(np.eye(len(vectors)), abs=1e-5)


@pytest.mark.parametrize("kind", [PORTRAITS, CATS], ids=lambda kind: kind.name)
def test_the_sliders_stops_are_the_classes_of_the_data(kind):
    data = kind.load("sample", None)
    for name, slider in kind.sliders.items():
        assert len(slider.colours) in (0, len(slider.stops))
        names, values = data.attributes[slider.attribute], data.labels[slider.attribute]
        stops = list(slider.stops)
        if [(index,) for index in range(len(names))] == list(slider.stops.values()):
            assert stops == names, name
        else:  # groups of classes, as the data has them as an attribute of its own
            assert stops == data.attributes[name]
            for index, classes in enumerate(slider.stops.values()):
                assert set(values[data.labels[name] == index]) <= set(classes)
        assert sorted(index for group in slider.stops.values() for index in group) == list(range(len(names)))
