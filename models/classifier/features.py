"""What a filter sees: pictures grown from noise until one channel of the network answers as loudly as it can.

Activation maximisation: Erhan et al. (2009); the recipe that makes it readable (frequencies instead of
pixels, decorrelated colours, jitter): Olah et al. (2017), "Feature Visualization",
https://distill.pub/2017/feature-visualization.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.base.arrays import Byte
from models.base.threads import single_thread
from models.classifier.network import CLASSES, LAYERS, Classifier

CLASS_LAYER = "class"  # beside LAYERS: the picture that the network finds most like a class
CHANNELS = (32, 16, 24, 24, 40, 40, 80, 80, 80, 112, 112, 112, 192, 192, 192, 192, 320, 1280)

# Columns: brightness, blue-yellow, red-green, each as strong as natural pictures have it (Ruderman et al.,
# 1998), so that one step moves brightness most and gaudy colours least.
CONTRAST = 0.6  # gain before the sigmoid: more is quicker, but burns out
COLOURS = ((0.27, 0.09, 0.022), (0.27, 0.0, -0.045), (0.27, -0.09, 0.022))


@dataclass(frozen=True, slots=True)
class FeatureSnapshot:
    """A picture on its way."""

    step: int
    image: Byte
    """(size, size, 3) uint8."""
    activation: float
    """Mean answer of the channel to the moved picture of this step (for a class: its logit)."""


def channel_count(layer: str) -> int:
    """Return the number of channels of a layer, or of classes for CLASS_LAYER; a KeyError: no such layer."""
    return {CLASS_LAYER: CLASSES, **dict(zip(LAYERS, CHANNELS, strict=True))}[layer]


def first_kernels(classifier: Classifier) -> Byte:
    """Return the stem's 32 kernels as pictures: (32, 3, 3, 3) uint8 RGB, grey for weight 0."""
    weights = classifier.model.stem.weight.detach().permute(0, 2, 3, 1).numpy()
    scale = np.abs(weights).max(axis=(1, 2, 3), keepdims=True)
    return cast(Byte, np.rint(127.5 + 127.5 * weights / scale).astype(np.uint8))


def maximise(
    classifier: Classifier,
    layer: str,
    channel: int,
    *,
    size: int = 128,
    rate: float = 0.05,
    jitter: float = 8.0,
    steps_per_snapshot: int = 1,
    seed: int = 0,
) -> Iterator[FeatureSnapshot]:
    """Grow a picture that excites a channel; mostly done after 100 to 250 steps, it never ends by itself.

    Args:
        classifier: The network.
        layer: One of LAYERS, or CLASS_LAYER.
        channel: Which of its channels (or which class).
        size: Side of the picture in pixels, a multiple of 32.
        rate: Adam's step.
        jitter: The picture is moved by up to so many pixels, turned and scaled a little before each look, so
            that what is found holds for more than one position.
        steps_per_snapshot: Steps between two snapshots.
        seed: Draws the first noise and the movements.

    Yields:
        The noise at the start, then the picture after every `steps_per_snapshot` steps.

    Raises:
        KeyError, IndexError, ValueError: No such layer, no such channel, a size that is no multiple of 32.
    """
    if not 0 <= channel < channel_count(layer):
        raise IndexError(f"channel {channel} of {channel_count(layer)}")
    if size < 32 or size % 32:
        raise ValueError("the size must be a multiple of 32")
    random = torch.Generator().manual_seed(seed)
    # Half the plane of frequencies is enough for a real picture; the last axis: real and imaginary parts.
    waves = 0.01 * torch.randn((3, size, size // 2 + 1, 2), generator=random)
    waves.requires_grad_()
    optimiser = torch.optim.Adam([waves], lr=rate)
    for step in itertools.count():
        with single_thread():
            picture = _paint(waves, size)
            looked_at = _move(picture, jitter, random)
            activation = _answer(classifier, looked_at * (255 / 128) - 127 / 128, layer, channel)
            optimiser.zero_grad()
            (-activation).backward()  # type: ignore[no-untyped-call]
        if step % steps_per_snapshot == 0:
            pixels = (picture.detach()[0].permute(1, 2, 0) * 255).round().to(torch.uint8).numpy()
            yield FeatureSnapshot(step, pixels.copy(), activation.item())
        with single_thread():
            optimiser.step()


def _paint(waves: Tensor, size: int) -> Tensor:
    """Turn frequencies (3, size, size/2+1, 2) into a picture (1, 3, size, size) in 0..1.

    Low frequencies are given more room, as in natural pictures, whose spectrum falls with 1/f.
    """
    down, across = torch.fft.fftfreq(size)[:, None], torch.fft.rfftfreq(size)[None]
    falling = 1 / torch.clamp(torch.sqrt(down**2 + across**2), min=1 / size)
    spectrum = torch.view_as_complex(waves) * falling
    planes = torch.fft.irfft2(spectrum, s=(size, size), norm="ortho")
    colours = torch.einsum("rc,chw->rhw", torch.tensor(COLOURS), planes)
    return torch.sigmoid(CONTRAST * colours)[None]


def _move(picture: Tensor, jitter: float, random: torch.Generator) -> Tensor:
    """Shift, turn by up to 5 degrees and scale by up to a twentieth; the border is mirrored."""
    draws = 2 * torch.rand(4, generator=random) - 1
    angle, scale = draws[2] * np.pi / 36, 1 + draws[3] / 20
    c, s = scale * torch.cos(angle), scale * torch.sin(angle)
    shift = 2 * jitter * draws[:2] / picture.shape[-1]
    matrix = torch.stack([torch.stack([c, -s, shift[0]]), torch.stack([s, c, shift[1]])])[None]
    grid = functional.affine_grid(matrix, list(picture.shape), align_corners=False)
    return functional.grid_sample(picture, grid, padding_mode="reflection", align_corners=False)


def _answer(classifier: Classifier, x: Tensor, layer: str, channel: int) -> Tensor:
    """Return the channel's mean before its ReLU6, beyond whose ends a channel has no gradient."""
    model = classifier.model
    if layer == "stem":
        return model.stem(x)[:, channel].mean()  # type: ignore[no-any-return]
    for name, maps in model.layers(x):
        if name == layer:
            return maps[:, channel].mean()
        if name == "block_16" and layer == "head":
            return model.head(maps)[:, channel].mean()  # type: ignore[no-any-return]
    return model.decide(maps)[0, channel]
