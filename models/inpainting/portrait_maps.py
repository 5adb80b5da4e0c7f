"""Where the portrait network's maps begin: statistics of the training portraits, computed in one pass.

Trained from noise, the maps of the classes take hours to find out what lies where. But it can be read off:
averaged over all portraits with sunglasses, the pixels show sunglasses on a blurred face; and where pixels go
with the colour of the hair over all portraits with a bob, there the bob shows its hair.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from models.base.arrays import Float
from models.base.tensors import to_float
from models.inpainting.portrait_network import FOLD, GROUND, SHAPES, SIDE, STROKES, PortraitNet
from models.portraits.dataset import Portraits
from models.portraits.labels import ATTRIBUTES

COLOURS = ("hair_colour", "skin", "clothing_colour", "background")
CODES = 3
"""Numbers that tell the classes of a colour apart; there are no more than red, green and blue."""
PIECE = 500


def begin(network: PortraitNet, portraits: Portraits, count: int = 6000, seed: int = 0) -> None:
    """Set `maps` and `ground` of a network by at most `count` of the portraits that it will be trained on."""
    chosen = np.random.default_rng(seed).permutation(len(portraits))[:count]
    pictures = np.stack([portraits.picture(int(index)) for index in chosen])
    labels = {name: portraits.labels[name][chosen] for name in ATTRIBUTES}
    codes = np.concatenate(
        [np.ones((len(chosen), 1), np.float32), *(_codes(pictures, labels[name]) for name in COLOURS)], axis=1
    )
    member = np.concatenate([np.eye(ATTRIBUTES[n], dtype=np.float32)[labels[n]] for n in SHAPES], axis=1)
    # One row more: all portraits.
    member = np.concatenate([member, np.ones((len(chosen), 1), np.float32)], axis=1)
    looks = _looks(pictures, member, codes)
    classes, ground = looks[:-1] - looks[-1], looks[-1]
    maps = _fewer(classes, STROKES)
    with torch.no_grad():
        network.ground.copy_(_fewer(ground[None] - ground.mean(dim=(1, 2), keepdim=True), GROUND))
        for own, part in zip(network.maps, torch.split(maps, [ATTRIBUTES[n] for n in SHAPES]), strict=True):
            own.copy_(part)


def _codes(pictures: NDArray[np.uint8], label: NDArray[np.int64]) -> Float:
    """Return (N, CODES) numbers that say which colour every portrait has; white over the portraits."""
    cell = SIDE // 32
    small = pictures.reshape(len(pictures), 32, cell, 32, cell, 3).mean((2, 4), dtype=np.float32)
    flat = small.reshape(len(pictures), -1)
    present = np.unique(label)
    means = np.stack([flat[label == value].mean(axis=0) for value in present])
    directions = np.linalg.svd(means - means.mean(axis=0), full_matrices=False)[0][:, :CODES]
    codes = directions[np.searchsorted(present, label)]
    codes -= codes.mean(axis=0)
    variance, turn = np.linalg.eigh(codes.T @ codes / len(codes))
    return np.asarray(codes @ turn / np.sqrt(np.maximum(variance, 1e-6)), np.float32)


def _looks(pictures: NDArray[np.uint8], member: Float, codes: Float) -> Tensor:
    """Return how the members of every class look, on average.

    For pictures (N, SIDE, SIDE, 3), members (N, classes), 1 for those that count, and codes (N, 1 + CODES x
    colours), the first number 1, that is (classes, (3 + colours) FOLD^2, SIDE / FOLD, SIDE / FOLD): red,
    green, blue, and how much every pixel goes with each of the colours.
    """
    rows = torch.from_numpy((member[:, :, None] * codes[:, None, :]).reshape(len(codes), -1))
    total = torch.zeros(rows.shape[1], 3 * SIDE * SIDE)
    for start in range(0, len(pictures), PIECE):
        piece = pictures[start : start + PIECE].reshape(-1, 3 * SIDE * SIDE)
        total += rows[start : start + PIECE].T @ torch.from_numpy(to_float(piece))
    count = torch.from_numpy(member.sum(axis=0)).clamp_min(1)
    moments = total.view(member.shape[1], codes.shape[1], SIDE, SIDE, 3) / count[:, None, None, None, None]
    mean = moments[:, 0].permute(0, 3, 1, 2)
    goes = torch.stack(
        [part.square().sum(dim=(1, 4)).sqrt() for part in torch.split(moments[:, 1:], CODES, 1)], 1
    )
    return functional.pixel_unshuffle(torch.cat((mean, goes), dim=1), FOLD)


def _fewer(maps: Tensor, channels: int) -> Tensor:
    """Return maps (N, C, h, w) in their `channels` principal directions, of unit variance."""
    flat = maps.permute(0, 2, 3, 1).flatten(0, 2)
    variance, directions = torch.linalg.eigh(flat.T @ flat / len(flat))
    strongest = directions.flip(1)[:, :channels] / variance.flip(0)[:channels].clamp_min(1e-9).sqrt()
    fewer: Tensor = flat @ strongest
    return fewer.view(maps.shape[0], *maps.shape[2:], channels).permute(0, 3, 1, 2)
