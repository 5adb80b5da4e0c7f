"""Pictures and untrained weights for the commands that evaluate the models."""

import json
import shutil

import pytest

from models.base import checkpoint
from models.base.gallery import gallery
from models.evaluate import main
from models.inpainting.inpainter import build as build_photo
from models.inpainting.portrait_network import PortraitNet
from models.rain.remover import build as build_rain


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("pictures")
    for item in gallery():
        if item.id in ("cat", "coffee"):
            shutil.copy(item.path, path)
    (path / "broken.png").write_bytes(b"no picture")
    return path


@pytest.fixture(scope="session")
def untrained(tmp_path_factory):
    """Weights of networks whose last layer is zero still: they return what they are given."""
    path = tmp_path_factory.mktemp("weights")
    for name, build in (("inpainting", build_photo), ("rain", build_rain), ("portrait", PortraitNet)):
        checkpoint.save(path / name, {k: v.half() for k, v in build().state_dict().items()}, {})
    return path


@pytest.fixture
def printed(capsys):
    """Run a command that succeeds; return the JSON that it prints."""

    def run(*arguments):
        assert main([str(argument) for argument in arguments]) == 0
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    return run
