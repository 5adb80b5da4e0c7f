"""The generator's knobs with untrained networks: what holds whatever they have learnt."""

import numpy as np
import pytest
import torch

from models.base import checkpoint
from models.base.weights import WeightsError
from models.generator import knobs
from models.generator.inversion import FAR
from models.generator.network import LATENT, Gan
from models.generator.trained_gan import SIDE, Cancelled, TrainedGan
from models.portraits.dataset import load_split
from models.portraits.labels import ATTRIBUTES


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "gan.safetensors"
    torch.manual_seed(0)
    checkpoint.save(path, {name: value.half() for name, value in Gan().state_dict().items()}, {})
    return path


@pytest.fixture(scope="module")
def made(weights):
    """A TrainedGan whose sliders were found from made-up latents, for that is quicker."""
    random = np.random.default_rng(0)
    labels = {name: random.integers(0, count, 300) for name, count in ATTRIBUTES.items()}
    latents = random.standard_normal((300, LATENT)).astype(np.float32)
    return TrainedGan(weights, found=knobs.fit(latents, np.ones_like(latents), labels, ATTRIBUTES))


def mean_error(made, latent, picture):
    return made.compare(latent, picture).distance


def test_a_seed_gives_one_latent_and_truncation_shortens_it(made):
    assert (made.sample(4) == made.sample(4)).all()
    assert (made.sample(4) != made.sample(5)).any()
    mean = made.sample(9, 0.0)
    assert (mean == made.sample(4, 0.0)).all()
    assert made.sample(4, 0.5) == pytest.approx((made.sample(4) + mean) / 2, abs=1e-6)


def test_samples_are_spread_as_the_portraits_are(made):
    latents = np.stack([made.sample(seed) for seed in range(400)])
    # Its fixture's latents are normally distributed, and so must be what is drawn by lot.
    assert latents.mean(axis=0) == pytest.approx(np.zeros(LATENT), abs=0.3)
    assert latents.std(axis=0) == pytest.approx(np.full(LATENT, 1.5), abs=0.3)


def test_samples_are_float32(made):
    assert made.sample(4).dtype == np.float32


def test_pictures_are_the_same_one_by_one_and_together(made):
    latents = np.stack([made.sample(seed) for seed in range(20)])
    together = made.make_many(latents)
    assert together.shape == (20, SIDE, SIDE, 3)
    assert together.dtype == np.uint8
    for latent, picture in zip(latents[::6], together[::6], strict=True):
        assert np.abs(made.make(latent).astype(int) - picture).max() <= 1
    assert made.make_many([]).shape == (0, SIDE, SIDE, 3)


@pytest.mark.parametrize("latent", [np.zeros(3, np.float32), np.full(LATENT, np.nan, np.float32)])
def test_what_is_no_latent_is_refused(made, latent):
    for work in (
        made.make,
        made.read,
        lambda bad: made.turn(bad, "skin", 0),
        lambda bad: made.between(bad, bad, 0),
    ):
        with pytest.raises(ValueError, match="latent"):
            work(latent)


def test_a_slider_moves_and_can_be_read(made):
    latent = made.sample(1)
    turned = made.turn(latent, "glasses", 1.0)
    assert made.read(turned)["glasses"] == pytest.approx(1.0, abs=0.01)
    assert set(made.read(latent)) == {direction.name for direction in made.directions()}
    assert all(isinstance(value, float) for value in made.read(latent).values())


def test_pictures_of_any_size_are_encoded(made):
    picture = made.make(made.sample(2))
    large = picture.repeat(4, axis=0).repeat(4, axis=1)
    assert made.encode(large) == pytest.approx(made.encode(picture), abs=1e-4)
    with pytest.raises(ValueError, match="uint8"):
        made.encode(picture.astype(np.float32))


def test_searching_finds_a_nearer_portrait_than_the_guess(made):
    picture = made.make(made.sample(8))
    told = []
    guess, found = made.find(picture, 0.0), made.find(picture, 0.4, told.append)
    assert found.distance < guess.distance
    assert found.psnr > guess.psnr
    assert (found.picture == made.make(found.latent)).all()
    assert told == sorted(told)
    assert told[-1] == 1
    assert not found.far


def test_a_search_can_be_stopped(made):
    with pytest.raises(Cancelled):
        made.find(made.make(made.sample(8)), 60.0, cancelled=lambda: True)


def test_distances_are_honest(made):
    latent = made.sample(3)
    picture = made.make(latent)
    same = made.compare(latent, picture)
    assert same.distance == 0
    assert same.psnr > 60
    off = made.compare(latent, np.where(picture > 127, picture - 20, picture + 20).astype(np.uint8))
    assert off.distance == pytest.approx(20)
    assert off.psnr == pytest.approx(20 * np.log10(255 / 20))
    assert off.far == (FAR < 20)
    assert made.find(np.where(picture > 127, 0, 255).astype(np.uint8), 0.05).far


def test_the_brush_pulls_painted_places_towards_the_colour(made):
    latent, mask = made.sample(5), np.zeros((SIDE, SIDE), bool)
    mask[10:30, 10:30] = True
    target = np.zeros((SIDE, SIDE, 3), np.uint8)
    target[mask] = (250, 10, 10)
    painted = made.brush(latent, target, mask)

    def away(z):
        return np.abs(made.make(z).astype(float) - target)[mask].mean()

    assert away(painted) < away(latent)
    more = made.brush(painted, target, mask)
    assert away(more) <= away(painted)
    assert (made.brush(latent, target, np.zeros_like(mask)) == latent).all()
    with pytest.raises(ValueError, match="mask"):
        made.brush(latent, target[:32, :32], mask[:32, :32])


def test_neighbours_keep_their_distance(made):
    latent = made.sample(6)
    assert (made.neighbours(latent, 0.0, 3, 1) == latent).all()
    near, far = (made.neighbours(latent, radius, 8, 1) for radius in (0.2, 0.9))
    assert near.shape == (8, LATENT)
    assert (made.neighbours(latent, 0.2, 8, 1) == near).all()
    distances = [np.linalg.norm(part - latent, axis=1).mean() for part in (near, far)]
    assert distances[0] < distances[1] / 2
    assert np.linalg.norm(far, axis=1).mean() == pytest.approx(np.linalg.norm(latent), rel=0.2)


def test_the_way_between_two_latents_keeps_its_distance_from_the_mean(made):
    a, b = made.sample(1), made.sample(2)
    b = b / np.linalg.norm(b) * np.linalg.norm(a)
    assert made.between(a, b, 0) == pytest.approx(a, abs=1e-5)
    assert made.between(a, b, 1) == pytest.approx(b, abs=1e-5)
    for t in (0.25, 0.5, 0.75):
        assert np.linalg.norm(made.between(a, b, t)) == pytest.approx(np.linalg.norm(a), rel=1e-3)
    assert made.between(a, a, 0.5) == pytest.approx(a, abs=1e-5)


def test_missing_weights_are_told(tmp_path):
    with pytest.raises(checkpoint.CheckpointError) as caught:
        TrainedGan(tmp_path / "absent.safetensors")
    assert caught.value.code == "missing"


def test_shipped_weights_that_are_missing_are_told(monkeypatch, tmp_path):
    monkeypatch.setattr("models.base.weights.ASSETS", tmp_path)
    with pytest.raises(WeightsError) as caught:
        TrainedGan()
    assert caught.value.code == "missing"


class Few:
    """The first of the bundled portraits."""

    def __init__(self, count):
        sample = load_split("sample")
        self.count, self.picture = count, sample.picture
        self.labels = {name: values[:count] for name, values in sample.labels.items()}

    def __len__(self):
        return self.count


def test_the_knobs_of_other_weights_are_found_from_portraits_unless_they_are_known(
    weights, made, monkeypatch
):
    found = knobs.find(made.network, Few(70))
    assert set(found.classes) == set(ATTRIBUTES)
    assert np.linalg.eigvalsh(found.rest).min() > 0
    asked = []
    monkeypatch.setattr(knobs, "find", lambda network, portraits: asked.append(len(portraits)) or found)
    TrainedGan(weights)
    assert asked == [256]
    TrainedGan(weights, found=found)
    assert asked == [256]
