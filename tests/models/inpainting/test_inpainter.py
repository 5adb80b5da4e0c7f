"""Holes are filled, known pixels are kept, and pictures of any size and shape come through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from models.base import checkpoint
from models.base.tiles import Cancelled
from models.base.training import export
from models.inpainting.fills import harmonic_fill
from models.inpainting.inpainter import CONTEXT, Inpainter, build, choose, holes
from models.inpainting.portrait_network import PortraitNet
from models.inpainting.train import InpaintingTask, training_mask
from models.portraits.labels import ATTRIBUTES


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights of a network that corrects nothing: its answer is the harmonic fill."""
    path = tmp_path_factory.mktemp("weights") / "inpainting.safetensors"
    export(path, InpaintingTask().start(seed=1), {"model": "inpainting"})
    return path


@pytest.fixture(scope="module")
def photo(untrained: Path) -> Inpainter:
    return Inpainter("photo", untrained)


@pytest.fixture(scope="module")
def portrait(tmp_path_factory: pytest.TempPathFactory) -> Inpainter:
    path = tmp_path_factory.mktemp("weights") / "portrait.safetensors"
    torch.manual_seed(0)
    net = PortraitNet()
    for table in net.palette:
        torch.nn.init.normal_(table, std=0.1)
    torch.nn.init.normal_(net.context.weight, std=0.5)
    checkpoint.save(path, net.state_dict(), {})
    return Inpainter("portrait", path)


def noise(*shape: int) -> Any:
    return np.random.default_rng(0).integers(0, 256, (*shape, 3), dtype=np.uint8)


def test_untrained_network_leaves_the_harmonic_fill(photo: Inpainter) -> None:
    picture = cv2.GaussianBlur(noise(100, 120), (0, 0), 9)
    mask = np.zeros((100, 120), bool)
    mask[40:55, 30:80] = True
    expected = harmonic_fill(picture.astype(np.float32), mask)
    np.testing.assert_allclose(photo.fill(picture, mask)[mask], expected[mask], atol=2)


@pytest.mark.parametrize(
    ("size", "hole"),
    [
        ((1, 1), "one"),
        ((1, 1), "all"),
        ((2, 3), "one"),
        ((17, 31), "one"),
        ((17, 31), "all"),
        ((20000, 3), "one"),
        ((20000, 3), "middle"),
        ((257, 255), "middle"),
        ((700, 900), "middle"),
        ((64, 64), "rim"),
        ((300, 300), "none"),
    ],
)
def test_known_pixels_stay(photo: Inpainter, size: tuple[int, int], hole: str) -> None:
    picture = noise(*size)
    mask = np.zeros(size, bool)
    if hole == "one":
        mask[size[0] // 2, size[1] // 2] = True
    elif hole == "all":
        mask[:] = True
    elif hole == "middle":
        mask[size[0] // 4 : -size[0] // 4 or None, 1:-1] = True
    elif hole == "rim":
        mask[:] = True
        mask[20:30, 20:30] = False
    before = picture.copy()
    result = photo.fill(picture, mask)
    assert result.shape == picture.shape
    assert result.dtype == np.uint8
    assert np.array_equal(result[~mask], picture[~mask])
    assert np.array_equal(picture, before)


def test_what_lies_under_the_mask_is_not_looked_at(photo: Inpainter, portrait: Inpainter) -> None:
    picture = noise(300, 200)
    mask = np.zeros((300, 200), bool)
    mask[30:250, 20:150] = True
    other = picture.copy()
    other[mask] = 255 - other[mask]
    for network in (photo, portrait):
        assert np.array_equal(network.fill(picture, mask), network.fill(other, mask))


def test_tiles_leave_no_seam(photo: Inpainter) -> None:
    """A smooth slope with a long scar, wider than one tile, comes back smooth."""
    slope = np.linspace(0, 255, 1400).astype(np.uint8)
    picture = np.ascontiguousarray(np.broadcast_to(slope[None, :, None], (600, 1400, 3)))
    mask = np.zeros((600, 1400), bool)
    mask[295:305, 20:-20] = True
    filled = photo.fill(np.where(mask[..., None], 0, picture).astype(np.uint8), mask)
    assert np.abs(filled.astype(int) - picture)[mask].max() <= 3


def test_cancel_and_progress(photo: Inpainter) -> None:
    picture, mask = noise(600, 900), np.zeros((600, 900), bool)
    mask[10:590:20] = True
    told: list[float] = []
    photo.fill(picture, mask, progress=told.append)
    assert told[-1] == 1
    assert told == sorted(told)
    with pytest.raises(Cancelled):
        photo.fill(picture, mask, cancelled=lambda: True)


@pytest.mark.parametrize("wrong", ["grey", "float", "mask", "mask_type"])
def test_refuses_what_is_no_picture(photo: Inpainter, wrong: str) -> None:
    picture: Any = noise(20, 20)
    mask: Any = np.zeros((20, 20), bool)
    if wrong == "grey":
        picture = picture[..., 0]
    elif wrong == "float":
        picture = picture.astype(np.float32)
    elif wrong == "mask":
        mask = mask[:10]
    else:
        mask = mask.astype(np.uint8)
    with pytest.raises(ValueError, match="expected"):
        photo.fill(picture, mask)


def test_portrait_has_different_answers(portrait: Inpainter) -> None:
    picture = noise(256, 256)
    mask = np.zeros((256, 256), bool)
    mask[64:192, 64:192] = True
    answers = [portrait.fill(picture, mask, variant=n) for n in range(4)]
    for answer in answers:
        assert np.array_equal(answer[~mask], picture[~mask])
    assert len({answer.tobytes() for answer in answers}) > 1
    assert np.array_equal(answers[2], portrait.fill(picture, mask, variant=2))


def test_likeliest_and_drawn_attributes() -> None:
    logits = {name: torch.zeros(1, count) for name, count in ATTRIBUTES.items()}
    logits["glasses"][0, 2] = 50
    assert all(choose(logits, variant)["glasses"].argmax() == 2 for variant in range(9))
    assert len({int(choose(logits, variant)["hair_style"].argmax()) for variant in range(1, 9)}) > 2


def test_foreign_weights_are_refused(tmp_path: Path, untrained: Path) -> None:
    with pytest.raises(checkpoint.CheckpointError) as caught:
        Inpainter("portrait", untrained)
    assert caught.value.code == "wrong_shape"


def test_training_holes() -> None:
    random = np.random.default_rng(0)
    shares = [training_mask(random, 96).mean() for _ in range(60)]
    assert min(shares) >= 0.03
    assert max(shares) <= 0.6
    assert max(shares) > 0.3 > 0.1 > min(shares)


def test_weights_fit_in_eight_megabytes() -> None:
    for network in (build(), PortraitNet()):
        assert 2 * sum(value.numel() for value in network.state_dict().values()) < 8e6


def test_far_holes_are_filled_one_by_one_and_near_ones_together(photo: Inpainter) -> None:
    mask = np.zeros((1500, 1600), bool)
    mask[100:120, 100:120] = mask[1400:1420, 1500:1520] = True
    found = holes(mask)
    assert [own.sum() for _, own in found] == [400, 400]
    assert sum(own.size for _, own in found) < 50_000, "not the picture between them"
    told: list[float] = []
    picture = cv2.GaussianBlur(noise(1500, 1600), (0, 0), 9)
    both = photo.fill(picture, mask, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)
    alone = mask.copy()
    alone[1000:] = False
    np.testing.assert_array_equal(both[:1000], photo.fill(picture, alone)[:1000])
    np.testing.assert_array_equal(both[~mask], picture[~mask])
    mask[120 + 2 * CONTEXT, 110] = True
    assert len(holes(mask)) == 2, "it lies where the first one looks"
    assert len(holes(mask[:400, :400])) == 1
