"""Untrained weights and the bundled portraits for the commands that evaluate the generator."""

import pytest
import torch

from models.base import checkpoint
from models.generator.data_sets import DataSet
from models.generator.network import Gan
from models.portraits.dataset import load_split


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    path = tmp_path_factory.mktemp("weights") / "gan.safetensors"
    torch.manual_seed(0)
    checkpoint.save(path, {name: value.half() for name, value in Gan().state_dict().items()}, {})
    return path


@pytest.fixture
def sample(monkeypatch):
    """The bundled portraits in the place of the large splits."""
    found = load_split("sample")
    monkeypatch.setattr(DataSet, "held_out", lambda self: found)
    monkeypatch.setattr(DataSet, "training", lambda self: found)
    return found
