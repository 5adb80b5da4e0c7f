"""The fills without a network: OpenCV's Telea and NS, scikit-image's biharmonic, and the smoothest of all.

Telea (2004), "An Image Inpainting Technique Based on the Fast Marching Method"; Bertalmio et al. (2001),
"Navier-Stokes, Fluid Dynamics, and Image and Video Inpainting"; Damelin & Hoang (2018), "On Surface
Completion and Image Inpainting by Biharmonic Functions". Our networks begin with the smoothest one; it is
solved coarse to fine, as in Pérez et al. (2003), "Poisson Image Editing", and the pull-push pyramids of
Gortler et al. (1996): holes shrink level by level until every pixel is known, and what was found below is the
start above. Each classical fill takes (H, W, 3) uint8 and an (H, W) bool mask, True where the picture is
missing, and returns (H, W, 3) uint8; a ValueError says that it is given something else. None looks at what
lies under the mask, and none changes what is known.
"""

import warnings
from collections.abc import Callable, Sequence
from typing import TypeVar, cast

import cv2
import numpy as np

from models.base.arrays import Byte, Double, Float, Mask
from models.base.tensors import check_picture
from models.base.tiles import Window, bounds
from models.evaluation.metrics import error_map

Fill = Callable[[Byte, Mask], Byte]
Values = TypeVar("Values", Float, Double)

GREY = 127
"""What an all-over hole is filled with: there is nothing to go by."""
RADIUS = 5
"""How far OpenCV's fills look, in pixels."""
DIRECT = 256**2
"""A hole of up to so many pixels is solved at once; a larger one coarse to fine."""
RIM = 6
"""Width of the rim of a large hole that is solved at full size."""
LARGEST = 400_000
"""More pixels at once take scikit-image minutes."""
SMOOTHING = 6
"""Rounds of averaging at each level of the smoothest fill."""


class TooLarge(Exception):
    """A hole that cannot be filled in reasonable time or memory; the text says how large it is."""


def telea(rgb: Byte, mask: Mask) -> Byte:
    """Fill from the rim inwards, each pixel from the known ones around it; some 30 ms at 256 x 256."""
    return _opencv(rgb, mask, cv2.INPAINT_TELEA)


def navier_stokes(rgb: Byte, mask: Mask) -> Byte:
    """Continue lines of equal light into the hole as a fluid flows; some 30 ms at 256 x 256."""
    return _opencv(rgb, mask, cv2.INPAINT_NS)


def biharmonic(rgb: Byte, mask: Mask) -> Byte:
    """Fill as a thin bent plate would; some 0.2 s for a hole of 16,000 pixels.

    A hole of more than DIRECT pixels is first filled in a picture of half the size; then only its rim is
    solved at full size, between what is known and what was found. That is another fill than the exact one
    (they differ by some 25 dB), but on average as near to the truth.

    Raises:
        TooLarge: Even the rims have more than LARGEST pixels.
    """
    if (trivial := _trivial(rgb, mask)) is not None:
        return trivial
    filled = _biharmonic(rgb.astype(np.float64) / 255, mask)
    result = rgb.copy()
    result[mask] = np.rint(255 * filled[mask]).clip(0, 255).astype(np.uint8)
    return result


CLASSICAL: dict[str, Fill] = {"telea": telea, "ns": navier_stokes, "biharmonic": biharmonic}
"""By the ids that the evaluation prints."""


def patchmatch(rgb: Byte, mask: Mask) -> Byte:
    """Copy patches of 7 x 7 from elsewhere in the picture (Barnes et al., 2009), by PyPatchMatch; some 0.3 s.

    Raises:
        TooLarge: A hole that leaves too little to copy from.
    """
    import patchmatch as library

    if (trivial := _trivial(rgb, mask)) is not None:
        return trivial
    if min(mask.shape) < 16 or mask.mean() > 0.9:
        raise TooLarge("too little is known to copy from")
    dark = np.where(mask[..., None], np.uint8(GREY), rgb)
    library.set_random_seed(0)
    filled = np.asarray(library.inpaint(dark, mask.astype(np.uint8) * 255, patch_size=3), np.uint8)
    return np.where(mask[..., None], filled, rgb)


FILLS: dict[str, Fill] = {**CLASSICAL, "patchmatch": patchmatch}
"""All that the network is compared with, by their ids."""


def disagreement(fills: Sequence[Byte], mask: Mask) -> Float:
    """Return where several fills (H, W, 3) uint8 of one hole disagree: what is invented rather than known.

    It is (H, W) float32, 0..1: the range between the fills, averaged over the channels; 0 outside the mask.
    """
    stack = np.stack(fills)
    return np.where(mask, error_map(stack.max(axis=0), stack.min(axis=0)), np.float32(0))


def _trivial(rgb: Byte, mask: Mask) -> Byte | None:
    """Return the answer where no method is needed: nothing missing, or everything."""
    check_picture(rgb, mask)
    if not mask.any():
        return rgb.copy()
    return np.full_like(rgb, GREY) if mask.all() else None


def _opencv(rgb: Byte, mask: Mask, method: int) -> Byte:
    if (trivial := _trivial(rgb, mask)) is not None:
        return trivial
    window = cast(Window, bounds(mask, 2 * RADIUS))
    hole = mask[window]
    # Nothing of the truth may leak in, whatever OpenCV does.
    dark = np.where(hole[..., None], np.uint8(0), rgb[window])
    # In a picture of one row or one column OpenCV reads memory that is not the picture's; so that is doubled.
    height, width = hole.shape
    grown = ((0, int(height == 1)), (0, int(width == 1)))
    dark, where = np.pad(dark, (*grown, (0, 0)), "edge"), np.pad(hole, grown, "edge")
    filled = cv2.inpaint(np.ascontiguousarray(dark), where.astype(np.uint8), RADIUS, method)
    result = rgb.copy()
    result[window][hole] = filled[:height, :width][hole]
    return result


def _biharmonic(picture: Double, mask: Mask) -> Double:
    """Fill (H, W, 3), 0..1, with some but not all of it missing."""
    if np.count_nonzero(mask) <= DIRECT:
        return _solve(picture, mask)
    depth = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
    rim = mask & (depth <= RIM)
    if np.count_nonzero(rim) > LARGEST:
        raise TooLarge(f"{np.count_nonzero(rim)} pixels at the rims of the holes, at most {LARGEST}")
    if min(mask.shape) < 4 or (rim == mask).all():
        return _solve(picture, mask)
    small, weight = half_size(picture, mask)
    half = _biharmonic(small, weight == 0)
    large = cv2.resize(half, mask.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return _solve(np.where(mask[..., None], large, picture), rim)


def _solve(picture: Double, mask: Mask) -> Double:
    """Let scikit-image solve the whole hole, without the parts of the picture that are far from it."""
    from skimage.restoration import inpaint_biharmonic  # takes a second to load

    window = cast(Window, bounds(mask, 16)) if mask.size > 512**2 else (slice(None), slice(None))
    hole = mask[window]
    known = np.where(hole[..., None], 0.0, picture[window])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a hole with too little around it has no unique solution
        filled = cast(Double, inpaint_biharmonic(known, hole, channel_axis=-1))
    result = picture.copy()
    result[window] = np.where(np.isfinite(filled), filled, known[~hole].mean(axis=0))
    return result


def half_size(picture: Values, mask: Mask) -> tuple[Values, Values]:
    """Return a picture (H, W, 3) at half its size, made of what is known, and the share of that, 0..1."""
    height, width = mask.shape
    size = (-(-width // 2), -(-height // 2))
    known = (~mask).astype(picture.dtype)
    weight = cv2.resize(known, size, interpolation=cv2.INTER_AREA)
    small = cv2.resize(picture * known[..., None], size, interpolation=cv2.INTER_AREA)
    return np.asarray(small / np.maximum(weight, 1e-6)[..., None], picture.dtype), np.asarray(
        weight, picture.dtype
    )


def harmonic_fill(picture: Float, mask: Mask) -> Float:
    """Fill the hole.

    Args:
        picture: (H, W, 3) float32, any range; what lies under the mask is not looked at.
        mask: (H, W) bool, True where the picture is missing.

    Returns:
        (H, W, 3) float32 with the known pixels as they were; zero if no pixel is known.
    """
    known = np.where(mask, np.float32(0), np.float32(1))
    levels = [(picture * known[..., None], known)]
    while levels[-1][1].size > 1 and not levels[-1][1].all():
        levels.append(_halve(*levels[-1]))
    filled: Float = levels[-1][0]
    for values, weight in levels[-2::-1]:
        height, width = weight.shape
        above = cv2.resize(filled, (width, height), interpolation=cv2.INTER_LINEAR)
        missing = (1 - weight)[..., None]
        filled = np.add(values, missing * above, dtype=np.float32)
        for _ in range(SMOOTHING):
            mean = cv2.blur(filled, (3, 3), borderType=cv2.BORDER_REPLICATE)
            filled = np.add(values, missing * mean, dtype=np.float32)
    return filled


def _halve(values: Float, weight: Float) -> tuple[Float, Float]:
    """Halve a picture (h, w, 3) that was multiplied with its weight (h, w); odd sides grow by one."""
    height, width = weight.shape
    if height % 2 or width % 2:
        edge = ((0, height % 2), (0, width % 2))
        values = np.pad(values, (*edge, (0, 0)), mode="edge")
        weight = np.pad(weight, edge, mode="edge")
    size = (weight.shape[1] // 2, weight.shape[0] // 2)
    value = np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)
    share = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), np.float32)
    # A cell with any known pixel counts as known, with the mean of those: so the hole closes from its rim.
    some = share > 0
    scale = np.where(some, 1 / np.maximum(share, 1e-6), 0).astype(np.float32)
    return value * scale[..., None], some.astype(np.float32)
