"""Packing a training's generators, and drawing with them again."""

import gc
import weakref

import numpy as np
import pytest
import torch

from models.base import checkpoint
from models.generator.history import History, pack, pack_run, unpack
from models.generator.network import LATENT, Gan, Generator


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A training's history folder of three moments."""
    folder = tmp_path_factory.mktemp("run")
    for step in (50, 400, 1000):
        torch.manual_seed(step)
        tensors = {name: value.half() for name, value in Gan().state_dict().items()}
        checkpoint.save(folder / f"{step:06}.safetensors", tensors, {"model": "gan", "step": step})
    (folder / "notes.safetensors").write_bytes(b"not a step")
    return folder


def test_a_packed_generator_draws_nearly_the_same():
    torch.manual_seed(2)
    generator = Generator().eval()
    packed = pack(generator.state_dict())
    noise = torch.randn(4, LATENT)
    with torch.no_grad():
        truth, again = generator(noise), unpack(packed)(noise)
    assert (truth - again).abs().mean() < 0.02 * truth.std()
    size = sum(value.numel() * value.element_size() for value in packed.values())
    assert size < 0.3 * sum(4 * value.numel() for value in generator.state_dict().values())


def test_extreme_weights_survive():
    generator = Generator()
    with torch.no_grad():
        generator.mapping[0].weight.zero_()
        generator.mapping[2].weight.mul_(1000)
    packed = unpack(pack(generator.state_dict())).state_dict()
    assert (packed["mapping.0.weight"] == 0).all()
    wanted = generator.state_dict()["mapping.2.weight"]
    assert ((packed["mapping.2.weight"] - wanted).abs() <= wanted.abs().amax(dim=1, keepdim=True) / 126).all()


def test_a_history_goes_from_the_first_step_to_the_last(run, tmp_path):
    (tmp_path / "000007.safetensors").write_bytes(b"an older history")
    assert pack_run(run, tmp_path) == [50, 400, 1000]
    history = History(tmp_path)
    assert history.steps == (50, 400, 1000)
    latents = np.random.default_rng(0).standard_normal((2, LATENT)).astype(np.float32)
    drawn = [history.make(index, latents) for index in range(3)]
    assert drawn[0].shape == (2, 64, 64, 3)
    assert (drawn[0] != drawn[2]).any()
    once = weakref.ref(history.generator(1))
    gc.collect()
    assert once() is None, "megabytes, which nobody draws with again"
    torch.manual_seed(400)
    with torch.no_grad():
        truth = Gan().eval().generator(torch.from_numpy(latents))
    expected = ((truth.clamp(-1, 1) + 1) * 127.5).permute(0, 2, 3, 1).numpy()
    assert np.abs(drawn[1] - expected).mean() < 4
    for index in (-1, 3):
        with pytest.raises(IndexError):
            history.generator(index)


def test_a_long_history_is_thinned_out_between_its_ends(run, tmp_path):
    assert pack_run(run, tmp_path, most=2) == [50, 1000]


def test_no_history_is_told(tmp_path):
    for work in (lambda: History(tmp_path), lambda: pack_run(tmp_path, tmp_path / "out")):
        with pytest.raises(checkpoint.CheckpointError) as caught:
            work()
        assert caught.value.code == "missing"


def test_another_networks_weights_are_refused(run, tmp_path):
    pack_run(run, tmp_path)
    tensors, notes = checkpoint.load(tmp_path / "000400.safetensors")
    del tensors["start.weight"]
    checkpoint.save(tmp_path / "000400.safetensors", tensors, notes)
    with pytest.raises(checkpoint.CheckpointError, match=r"start\.weight"):
        History(tmp_path).generator(1)
