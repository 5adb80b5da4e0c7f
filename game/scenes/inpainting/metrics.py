"""How good a result is: measured against the truth, compared with classical methods, and what is invented."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from game.scenes.inpainting.requests import Bits, Byte, Patch, Result, bounds, patch_of
from game.ui.pictures import packed
from game.ui.widgets.mosaic import colours

AROUND = 12
"""Pixels around the mask that a structural similarity looks at."""
LARGE_ERROR = 0.25
"""An error that is shown at full brightness, of the whole range from black to white."""
LEAST_DOUBT = 0.12
"""Where fills differ less than this at most, the tint is not made any stronger."""


@dataclass(frozen=True)
class Measurement:
    """How good one way of doing it is.

    Attributes:
        method: "ours", "telea" … .
        rgb: the whole picture; None when the method could not do it.
        patch: what has changed.
        milliseconds: how long it took.
        psnr: in dB, inside the mask; None when the truth is not known.
        ssim: inside the mask; None when the truth is not known.
        error: where it is wrong, as colours; None when the truth is not known.
        problem: empty, "too_large", or what the method says.
    """

    method: str
    rgb: Byte | None
    patch: Patch
    milliseconds: float = 0.0
    psnr: float | None = None
    ssim: float | None = None
    error: Patch | None = None
    problem: str = ""


Job = Callable[[], Measurement]


def measure(
    method: str, rgb: Byte, bits: Bits | None, truth: Byte | None, milliseconds: float
) -> Measurement:
    """Measure a result against the truth."""
    patch = patch_of(rgb, bits)
    if truth is None or not patch.hole.any():
        return Measurement(method, rgb, patch, milliseconds)
    from models.evaluation.metrics import error_map, psnr, ssim

    part, inner = around(bits), patch.part
    a, b, inside = rgb[part], truth[part], bits[part] if bits is not None else None
    # Small errors are worth seeing too: the square root lifts them out of the dark.
    heat = colours(np.sqrt(error_map(rgb[inner], truth[inner]) / LARGE_ERROR))
    wrong = Patch(patch.box, packed(heat), patch.hole)
    return Measurement(
        method, rgb, patch, milliseconds, float(psnr(a, b, inside)), float(ssim(a, b, inside)), wrong
    )


def around(bits: Bits | None) -> tuple[slice, slice]:
    """The mask's surroundings: all that a measurement inside the mask looks at."""
    box = bounds(bits) if bits is not None else None
    if box is None:
        return slice(None), slice(None)
    x, y, width, height = box
    return slice(max(0, y - AROUND), y + height + AROUND), slice(max(0, x - AROUND), x + width + AROUND)


def measure_result(result: Result, truth: Byte | None) -> Measurement:
    """Measure what the network made."""
    return measure("ours", result.rgb, result.request.bits, truth, result.milliseconds)


def measure_fill(method: str, given: Byte, bits: Bits, truth: Byte | None) -> Measurement:
    """Fill without a network, and measure it."""
    from models.inpainting.fills import FILLS

    started = time.perf_counter()
    rgb = FILLS[method](given, bits)
    return measure(method, rgb, bits, truth, 1000 * (time.perf_counter() - started))


def measure_filter(family: str, given: Byte, truth: Byte | None) -> Measurement:
    """Clean with a classical filter: the best of its strengths for this truth; the middle one without."""
    from models.evaluation.metrics import psnr
    from models.rain.streaks import CLASSICAL_RAIN

    names = [name for name in CLASSICAL_RAIN if name.startswith(family)]
    if truth is None or given.shape[0] * given.shape[1] > 2**20:
        names = [names[len(names) // 2]]
    best: tuple[float, Byte, float] | None = None
    for name in names:
        started = time.perf_counter()
        rgb = CLASSICAL_RAIN[name](given)
        spent = 1000 * (time.perf_counter() - started)
        quality = float(psnr(rgb, truth)) if truth is not None else 0.0
        if best is None or quality > best[0]:
            best = (quality, rgb, spent)
    if best is None:
        raise KeyError(family)
    return measure(family, best[1], None, truth, best[2])


def disagreement_patch(fills: list[Byte], bits: Bits, colour: tuple[int, int, int]) -> Patch:
    """Tint the first fill where the fills disagree: there the picture is invented.

    Args:
        fills: the shown one first.
        bits: what was missing.
        colour: of the tint, RGB.
    """
    from models.inpainting.fills import disagreement

    patch = patch_of(fills[0], bits)
    inner = patch.part
    doubt = disagreement([fill[inner] for fill in fills], patch.hole)
    most = max(LEAST_DOUBT, float(np.percentile(doubt[patch.hole], 98))) if patch.hole.any() else 1.0
    share = 0.8 * np.sqrt(np.clip(doubt / most, 0, 1))[..., None]
    mixed = fills[0][inner] * (1 - share) + np.array(colour, np.float32) * share
    return Patch(patch.box, packed(np.rint(mixed).astype(np.uint8)), patch.hole)
