"""What filters see, where the heat is, and the old way beside it."""

from itertools import islice

import numpy as np
import pytest
import torch

from models.base.gallery import gallery, picture
from models.base.threads import single_thread
from models.classifier.excitation import ExcitationIndex, receptive_fields
from models.classifier.features import CHANNELS, CLASS_LAYER, channel_count, first_kernels, maximise
from models.classifier.heatmap import grad_cam, largest_region, overlay
from models.classifier.network import LAYERS, Classifier, class_names, prepare
from models.detection.classic import detect


@pytest.fixture(scope="module")
def classifier():
    return Classifier()


def index_of(name):
    return class_names().index(name)


# --- activation maximisation -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layer", "channel"), [("stem", 3), ("block_3", 7), ("block_11", 50), ("head", 100), (CLASS_LAYER, 285)]
)
def test_the_picture_grows_more_exciting(classifier, layer, channel):
    *_, last = snapshots = list(islice(maximise(classifier, layer, channel, size=64), 30))
    assert [s.step for s in snapshots] == list(range(30))
    assert last.activation > snapshots[0].activation + 0.2
    assert last.image.shape == (64, 64, 3)
    assert last.image.dtype == np.uint8
    assert np.abs(last.image.astype(int) - snapshots[0].image).mean() > 2


def test_a_grown_picture_excites_its_own_channel_most_of_its_layer(classifier):
    """Measured by the network itself, and not by the number that the loop reports."""
    layer, channel = "block_5", 11
    grown = next(islice(maximise(classifier, layer, channel, size=96), 80, None)).image
    maps = classifier.activations(grown, [layer])[1][layer].mean(axis=(1, 2))
    reference = np.stack(
        [classifier.activations(picture(p), [layer])[1][layer].mean(axis=(1, 2)) for p in ("cat", "coffee")]
    )
    assert maps[channel] > 3 * reference[:, channel].max()


def test_the_same_seed_grows_the_same_picture(classifier):
    def grow(seed):
        return next(islice(maximise(classifier, "block_2", 1, size=32, seed=seed), 5, None)).image

    np.testing.assert_array_equal(grow(1), grow(1))
    assert (grow(1) != grow(2)).any()


def test_snapshots_are_apart_and_frozen(classifier):
    first, second = islice(maximise(classifier, "block_1", 0, size=32, steps_per_snapshot=4), 2)
    assert (first.step, second.step) == (0, 4)
    assert not np.shares_memory(first.image, second.image)


def test_growing_leaves_the_network_as_it_was(classifier):
    before = classifier.logits(picture("cat"))
    list(islice(maximise(classifier, "head", 5, size=32), 3))
    grad_cam(classifier, picture("cat"), 285)
    np.testing.assert_array_equal(classifier.logits(picture("cat")), before)
    assert all(parameter.grad is None for parameter in classifier.model.parameters())


def test_nonsense_is_refused(classifier):
    with pytest.raises(KeyError):
        next(maximise(classifier, "block_17", 0))
    with pytest.raises(IndexError):
        next(maximise(classifier, "stem", 32))
    with pytest.raises(ValueError, match="32"):
        next(maximise(classifier, "stem", 0, size=100))


def test_channel_counts_are_the_network_s(classifier):
    maps = classifier.activations(picture("cat"))[1]
    assert tuple(len(maps[layer]) for layer in LAYERS) == CHANNELS
    assert channel_count(CLASS_LAYER) == 1000


def test_first_kernels(classifier):
    kernels = first_kernels(classifier)
    assert kernels.shape == (32, 3, 3, 3)
    assert kernels.dtype == np.uint8
    assert all(max(k.max() - 127.5, 127.5 - k.min()) == 127.5 for k in kernels)
    weights = classifier.model.stem.weight.numpy().transpose(0, 2, 3, 1)
    assert (np.sign(weights) == np.sign(kernels - 127.5))[np.abs(weights) > 0.05].all()


# --- Grad-CAM --------------------------------------------------------------------------------------------


def test_on_the_head_grad_cam_is_the_linear_layer_s_own_sum(classifier):
    """Zhou et al. (2016): behind a mean and a linear layer, the weights are the gradients."""
    rgb = picture("coffee")
    seen = grad_cam(classifier, rgb, 967, "head")
    maps = classifier.activations(rgb, ["head"])[1]["head"]
    expected = np.maximum(np.einsum("c,chw->hw", classifier.model.linear.weight[967].numpy(), maps), 0)
    np.testing.assert_allclose(seen.coarse, expected / expected.max(), atol=1e-4)
    assert seen.probability == pytest.approx(classifier.classify(rgb)[0].probability, abs=1e-5)


def test_on_an_inner_layer_grad_cam_uses_true_gradients(classifier):
    rgb, layer = picture("cat"), "block_15"
    seen = grad_cam(classifier, rgb, 285, layer)
    with single_thread(), torch.no_grad():
        maps = dict(classifier.model.layers(prepare(rgb)))[layer]
        logit = classifier.model.decide(classifier.model.rest(layer, maps))[0, 285]
        slopes = torch.zeros(maps.shape[1])
        for channel in range(maps.shape[1]):  # nudge a whole map: the sum of its pixels' gradients
            nudged = maps.clone()
            nudged[:, channel] += 1e-2
            slopes[channel] = (
                classifier.model.decide(classifier.model.rest(layer, nudged))[0, 285] - logit
            ) / 1e-2
        expected = torch.relu((slopes[:, None, None] * maps[0]).sum(0)).numpy()
    assert np.corrcoef(expected.ravel(), seen.coarse.ravel())[0, 1] > 0.97


def test_the_heat_is_on_the_object(classifier):
    """A cup pasted into an empty corner: the heat and the box must be in that corner."""
    cup = picture("coffee")[20:380, 100:500]
    canvas = np.full((800, 800, 3), 200, np.uint8)
    for top, left in ((0, 0), (430, 400)):
        scene = canvas.copy()
        scene[top : top + 360, left : left + 400] = cup
        seen = grad_cam(classifier, scene, index_of("espresso"))
        y, x = np.unravel_index(seen.heat.argmax(), seen.heat.shape)
        assert top <= y < top + 360
        assert left <= x < left + 400
        bx, by, bw, bh = seen.box
        assert left <= bx + bw / 2 < left + 400
        assert top <= by + bh / 2 < top + 360
        assert bw * bh < 0.5 * 800 * 800


def test_heat_map_shapes_and_errors(classifier):
    rgb = picture("cat")
    seen = grad_cam(classifier, rgb, 285)
    assert seen.heat.shape == rgb.shape[:2]
    assert seen.heat.min() >= 0
    assert seen.heat.max() <= 1
    laid = overlay(rgb, seen.heat)
    assert laid.shape == rgb.shape
    assert laid.dtype == np.uint8
    np.testing.assert_array_equal(overlay(rgb, seen.heat, 0), rgb)
    with pytest.raises(KeyError):
        grad_cam(classifier, rgb, 285, "block_0")
    with pytest.raises(IndexError):
        grad_cam(classifier, rgb, 1000)


def test_the_box_is_around_the_largest_hot_region():
    heat = np.zeros((20, 30), np.float32)
    heat[2:4, 2:4] = 1
    heat[10:15, 20:28] = 0.5
    assert largest_region(heat, 0.4) == (20, 10, 8, 5)
    assert largest_region(heat, 0.6) == (2, 2, 2, 2)
    assert largest_region(np.zeros((5, 5), np.float32)) is None


# --- exciting regions ------------------------------------------------------------------------------------


def test_receptive_fields_by_perturbation(classifier):
    """A changed pixel reaches a unit of an early layer if, and only if, it lies in the unit's field."""
    torch.manual_seed(0)
    base = torch.rand(1, 3, 224, 224, requires_grad=True)
    for layer, maps in classifier.model.layers(base):
        if layer not in ("stem", "block_2", "block_4", "block_5"):
            continue
        middle = maps.shape[2] // 2
        (gradient,) = torch.autograd.grad(maps[0, :, middle, middle].sum(), base, retain_graph=True)
        touched = torch.nonzero(gradient[0].abs().sum(0).sum(0)).ravel()
        side, step = receptive_fields()[layer]
        assert int(touched.max() - touched.min()) + 1 <= side
        assert int(touched.max() - touched.min()) + 1 >= 0.6 * side
        assert maps.shape[2] * step == 224


def test_exciting_places_are_where_the_maps_say(classifier):
    pictures = [picture(p) for p in ("cat", "coffee", "flower", "camera")]
    index = ExcitationIndex(classifier, pictures)
    for layer, channel in (("block_3", 5), ("head", 300)):
        found = index.top(layer, channel, 3)
        assert len(found) == 3
        assert [f.value for f in found] == sorted((f.value for f in found), reverse=True)
        for place in found:
            maps = classifier.activations(pictures[place.picture], [layer], "squash")[1][layer][channel]
            assert place.value == maps.max()
            x, y, w, h = place.region
            height, width = pictures[place.picture].shape[:2]
            assert 0 <= x < x + w <= width
            assert 0 <= y < y + h <= height
            row, column = np.unravel_index(maps.argmax(), maps.shape)
            assert x <= (column + 0.5) / maps.shape[1] * width <= x + w
            assert y <= (row + 0.5) / maps.shape[0] * height <= y + h
    # The head sees the whole picture, the first layers a few pixels, and what is between is between.
    assert index.top("head", 0, 1)[0].region[2:] in [p.shape[1::-1] for p in pictures]
    sides = [index.top(layer, 0, 1)[0].region[2] for layer in ("stem", "block_5", "block_8", "head")]
    assert sides == sorted(set(sides))
    with pytest.raises(KeyError):
        index.top("block_17", 0)
    with pytest.raises(IndexError):
        index.top("stem", 32)


# --- the old way -----------------------------------------------------------------------------------------


def test_the_rule_finds_the_drawn_face_and_the_figures():
    face = detect(picture("face"))
    assert face.verdict == "face"
    x, y, w, h = face.face
    assert x < 190 < 290 < x + w  # both eyes of the template, which are at x = 190 and 290, y = 160
    assert y < 160 < y + h
    shapes = detect(picture("shapes"))
    assert shapes.verdict == "shapes"
    assert {"circle", "triangle", "rectangle"} <= {s.kind for s in shapes.segments}
    assert shapes.face is None
    assert detect(picture("house")).face is None


@pytest.mark.parametrize("photo", ["cat", "gravel", "rocket"])
def test_the_rule_is_lost_on_photographs(photo):
    assert detect(picture(photo)).verdict == "nothing"


def test_figures_are_measured():
    drawing = np.full((400, 800, 3), 255, np.uint8)
    drawing[100:250, 50:350] = (200, 30, 30)
    yy, xx = np.mgrid[:400, :800]
    drawing[(yy - 200) ** 2 + (xx - 600) ** 2 < 100**2] = (20, 60, 200)
    rectangle, disc = detect(drawing).segments
    assert (rectangle.kind, disc.kind) == ("rectangle", "circle")
    np.testing.assert_allclose(rectangle.box, (50, 100, 300, 150), atol=12)
    np.testing.assert_allclose(disc.box, (500, 100, 200, 200), atol=12)
    assert rectangle.area == pytest.approx(300 * 150, rel=0.12)


@pytest.mark.parametrize("rgb", [np.zeros((1, 1, 3), np.uint8), np.full((40, 900, 3), 7, np.uint8)])
def test_nothing_to_see(rgb):
    result = detect(rgb)
    assert result.verdict == "nothing"
    assert result.segments == ()


def test_every_stage_is_a_picture():
    for item in gallery():
        result = detect(item.load())
        assert [stage.id for stage in result.stages] == ["smooth", "edges", "outline", "segments", "rule"]
        assert all(s.image.dtype == np.uint8 and s.image.shape[2] == 3 for s in result.stages)
        assert len({s.image.shape for s in result.stages}) == 1


def test_on_an_orange_picture_the_cold_is_grey_and_the_hot_is_orange() -> None:
    rgb = np.full((8, 8, 3), (230, 140, 60), np.uint8)
    heat = np.zeros((8, 8), np.float32)
    heat[:, 4:] = 1
    laid = overlay(rgb, heat).astype(int)
    colourful = laid.max(axis=2) - laid.min(axis=2)
    assert colourful[:, :4].max() < 30
    assert colourful[:, 4:].min() > 150
    assert laid[:, 4:].mean() > 2 * laid[:, :4].mean() - 20


def test_heat_lies_where_the_network_looked(classifier):
    wide = np.zeros((400, 900, 3), np.uint8)
    wide[:, 250:650] = picture("coffee")[:, 100:500]
    seen = grad_cam(classifier, wide, 967)
    assert seen.heat.shape == wide.shape[:2]
    assert seen.heat[:, 250:650].max() > 0.9
    assert not seen.heat[:, :250].any()
    assert not seen.heat[:, 650:].any()
