"""Fill holes in pictures of any size, with the network for photographs or the one for portraits.

Photographs: the smoothest fill, corrected by a network. Where a hole is wider than the network was taught to
cross, it is first filled in a smaller copy of the picture; then only its rim is left to do at full size, from
both sides.
"""

from functools import partial
from pathlib import Path
from typing import Literal, cast

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from models.base.arrays import Byte, Float, Mask
from models.base.runtime import half_precision, load_network
from models.base.tensors import check_picture, pad_to, to_array, to_bytes, to_float, to_tensor
from models.base.threads import use_threads
from models.base.tiles import Progress, Stop, Window, area, blend, cover, windows
from models.base.unet import UNet
from models.inpainting.exemplar import refine
from models.inpainting.fills import GREY, half_size, harmonic_fill
from models.inpainting.portrait_network import SIDE, PortraitNet, certain
from models.portraits.labels import ATTRIBUTES

Kind = Literal["photo", "portrait"]

CONTEXT = 64
"""Pixels around a hole that the network gets to see."""
WHOLE = 576
"""Pieces up to this side are done at once."""
OVERLAP = 64
"""Pixels that neighbouring pieces share."""
SMALL, MARGIN = 128, 16
"""Side of the pieces that are laid along strokes, and what they see around them at least."""
DEEP = 40
"""A hole with a pixel farther than this from its rim is first filled at half the size."""
RIM = 12
"""Width of the rim that is then left for full size."""
BLEND = 12
"""The answer that blends all answers for a portrait, by probability: closest on average, blurred."""


def build() -> UNet:
    """Return the untrained photo network: (fill, mask) in, correction of the fill out."""
    return UNet(inputs=4, outputs=3)


def predict(network: nn.Module, fill: Tensor, mask: Tensor) -> Tensor:
    """Correct a harmonic fill (N, 3, H, W), -1..1, where the mask (N, 1, H, W) is 1; the rest stays."""
    correction = network(torch.cat((fill, 2 * mask - 1), dim=1)).float()
    return fill + mask * cast(Tensor, correction)


class Inpainter:
    """A loaded network that fills holes. Use from one thread at a time.

    Args:
        kind: "photo" for photographs and drawings, "portrait" for cartoon portraits.
        weights: Another file than the shipped one.
        threads: Cores to use; more than one is slower wherever something else runs.

    Raises:
        WeightsError, CheckpointError: As `load_network`.
    """

    def __init__(self, kind: Kind, weights: Path | None = None, threads: int = 1) -> None:
        self.kind, self.threads = kind, threads
        self.variants = 1 if kind == "photo" else BLEND + 1
        """How many different answers there are."""
        model, make = ("inpainting", build) if kind == "photo" else ("portrait", PortraitNet)
        self.network = load_network(model, make, weights)

    def fill(
        self,
        rgb: Byte,
        mask: Mask,
        *,
        variant: int = 0,
        texture: bool = False,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> Byte:
        """Fill the hole.

        Args:
            rgb: (H, W, 3) uint8, any size.
            mask: (H, W) bool, True where the picture is missing; what lies there is not looked at.
            texture: Whether to give large holes of photographs texture, see models/inpainting/exemplar.py.
            variant: Which of `variants` answers; 0 is the likeliest, `BLEND` the mean of all.
            progress: Told the share that is done.
            cancelled: Asked now and then whether to stop.

        Returns:
            (H, W, 3) uint8, equal to `rgb` outside the mask.

        Raises:
            ValueError: Not a picture, or a mask of another size.
            Cancelled: `cancelled` said so.
        """
        check_picture(rgb, mask)
        if not mask.any():
            return rgb.copy()
        if self.kind == "portrait":
            return self._portrait(rgb, mask, variant)
        if mask.all():
            return np.full_like(rgb, GREY)
        result, pieces, done = rgb.copy(), holes(mask), 0.0
        total = sum(own.size for _, own in pieces) * (2 if texture else 1)
        for window, own in pieces:
            share, before = own.size / total, done
            tell = (
                None
                if progress is None
                else lambda x, share=share, before=before: progress(before + share * x)
            )
            filled = self._photo(to_float(rgb[window]), mask[window], tell, cancelled)
            result[window][own] = to_bytes(filled)[own]
            done += share
        if texture:
            second = None if progress is None else lambda x: progress((1 + x) / 2)
            return refine(mask, result, progress=second, cancelled=cancelled)
        return result

    def _photo(self, picture: Float, mask: Mask, progress: Progress | None, cancelled: Stop | None) -> Float:
        """Fill a picture (H, W, 3) in -1..1, coarse to fine."""
        depth = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
        todo = mask
        if depth.max() > DEEP and min(picture.shape[:2]) >= 16:
            picture = self._from_half(picture, mask, cancelled)
            todo = mask & (depth <= RIM)
        fill = harmonic_fill(picture, todo)
        pieces, overlap = pieces_for(todo)
        return blend(fill, pieces, overlap, partial(self._correct, fill, todo), progress, cancelled)

    def _from_half(self, picture: Float, mask: Mask, cancelled: Stop | None) -> Float:
        """Return the picture with its hole filled from a copy of half the size."""
        small, weight = half_size(picture, mask)
        filled = self._photo(small, weight < 0.5, None, cancelled)
        large = cv2.resize(filled, mask.shape[::-1], interpolation=cv2.INTER_CUBIC)
        return np.where(mask[..., None], large, picture).astype(np.float32)

    def _correct(self, fill: Float, mask: Mask, pieces: list[Window]) -> Float:
        """Let the network correct pieces of one size of a fill (H, W, 3) in -1..1 under the mask."""
        height, width = mask[pieces[0]].shape
        multiple = cast(int, self.network.step)
        image = torch.cat([to_tensor(pad_to(fill[w], multiple)) for w in pieces])
        holes = [pad_to(mask[w][..., None].astype(np.float32), multiple) for w in pieces]
        hole = torch.cat([to_tensor(each) for each in holes])
        with use_threads(self.threads), torch.inference_mode(), half_precision():
            return to_array(predict(self.network, image, hole))[:, :height, :width]

    def _portrait(self, rgb: Byte, mask: Mask, variant: int) -> Byte:
        """Draw the hole at the network's own size and lay it into the picture."""
        size = rgb.shape[1::-1]
        how = cv2.INTER_AREA if max(size) > SIDE else cv2.INTER_CUBIC
        picture = cv2.resize(rgb, (SIDE, SIDE), interpolation=how).astype(np.uint8)
        # A pixel with any part missing is missing: truth must not leak in through the shrunken rim.
        gone = cv2.resize(mask.astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_AREA) > 0
        network = cast(PortraitNet, self.network)
        image, hole = to_tensor(picture), to_tensor(gone[..., None])
        with use_threads(self.threads), torch.inference_mode(), half_precision():
            logits, seen = network.look(image, hole)
            drawn = to_array(network.draw(seen, choose(logits, variant)))[0]
        large = np.asarray(cv2.resize(drawn, size, interpolation=cv2.INTER_CUBIC), np.float32)
        result = rgb.copy()
        result[mask] = to_bytes(large)[mask]
        return result


def pieces_for(mask: Mask) -> tuple[list[Window], int]:
    """Return the pieces in which a hole is filled, and what they share: the fewest pixels together.

    Strokes that run through a large picture are followed by small pieces; what covers it is cut into large
    ones, of which those without a hole are left out.
    """
    large = [piece for piece in windows(mask.shape, WHOLE, OVERLAP) if mask[piece].any()]
    small = cover(mask, SMALL, MARGIN)
    return (small, 2 * MARGIN) if area(small) < area(large) else (large, OVERLAP)


def holes(mask: Mask) -> list[tuple[Window, Mask]]:
    """Return holes that are too far apart to see each other: rows and columns around each, and its pixels.

    What one piece has room for is one hole.
    """
    reach = 2 * CONTEXT + 1
    near = cv2.dilate(mask.astype(np.uint8), np.ones((reach, reach), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near)
    rects = stats[1:, :4].tolist()
    everything = cv2.boundingRect(near)
    if max(everything[2:]) <= WHOLE:
        labels, rects = near, [everything]
    windows = [(slice(y, y + height), slice(x, x + width)) for x, y, width, height in rects]
    return [(w, mask[w] & (labels[w] == number)) for number, w in enumerate(windows, start=1)]


def choose(logits: dict[str, torch.Tensor], variant: int) -> dict[str, torch.Tensor]:
    """Choose what to draw by logits (N, classes): the likeliest (0), or each as often as it is probable.

    Returned by attribute are (N, classes): one is 1 and the others are 0, or, for `BLEND`, the probabilities.
    """
    if variant == BLEND:
        return {name: values.softmax(dim=1) for name, values in logits.items()}
    random = torch.Generator().manual_seed(variant)
    chosen = {}
    for name in ATTRIBUTES:
        if variant == 0:
            drawn = logits[name].argmax(dim=1)
        else:
            drawn = torch.multinomial(logits[name].softmax(dim=1), 1, generator=random)[:, 0]
        chosen[name] = certain(name, drawn)
    return chosen
