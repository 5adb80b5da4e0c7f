"""The list of shipped weights, and that every network fits its file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from torch import nn

from models.base.runtime import load_network
from models.base.weights import WEIGHTS, WeightsError
from models.classifier.network import EfficientNetLite0
from models.detection.network import Detector
from models.doodles.network import DoodleNetwork
from models.generator.data_sets import CATS, PORTRAITS
from models.generator.knobs import stored
from models.generator.network import Gan
from models.inpainting.inpainter import build as build_photo
from models.inpainting.portrait_network import PortraitNet
from models.portraits.attributes import AttributeNet
from models.rain.remover import build as build_rain
from models.translation.network import Shape, Transformer

NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "classifier": EfficientNetLite0,
    "detection": Detector,
    "inpainting": build_photo,
    "portrait": PortraitNet,
    "rain": build_rain,
    "gan": Gan,
    "gan_knobs": lambda: stored(PORTRAITS.attributes),
    "attributes": AttributeNet,
    "cat_gan": lambda: Gan(attributes=CATS.attributes),
    "cat_gan_knobs": lambda: stored(CATS.attributes),
    "cat_attributes": lambda: AttributeNet(labels=CATS.labels),
    "doodles": DoodleNetwork,
    "translation": lambda: Transformer(Shape()),
}


def test_changed_or_missing_weights_are_refused() -> None:
    entry = WEIGHTS["classifier"]
    with pytest.raises(WeightsError) as caught:
        replace(entry, sha256="0" * 64).verify()
    assert caught.value.code == "changed"
    with pytest.raises(WeightsError) as caught:
        replace(entry, file="absent.safetensors").verify()
    assert caught.value.code == "missing"


@pytest.mark.parametrize("name", WEIGHTS)
def test_every_file_fits_its_network(name: str) -> None:
    network = load_network(
        name, NETWORKS[name]
    )  # refuses tensors that are absent, surplus or of another shape
    assert not network.training
    assert not any(parameter.requires_grad for parameter in network.parameters())


def test_the_list_needs_nothing_but_the_standard_library() -> None:
    code = """
import sys
before = set(sys.modules)
import models.base.weights
new = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(new - set(sys.stdlib_module_names)))
print(*sorted(name for name in sys.modules if name.startswith("models.")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["models", "models.base models.base.weights"]
