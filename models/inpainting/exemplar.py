"""Large holes: structure from the network, texture copied from the picture itself.

A network that is paid for small errors leaves a fog where anything could have been. So every patch of its
fill is replaced by the patch of the known picture that is most like it and goes with its neighbours, coarse
to fine, and what overlaps is averaged: PatchMatch (Barnes et al., 2009,
https://doi.org/10.1145/1531326.1531330) within the completion of Wexler, Shechtman & Irani (2007), with the
network's fill as a target.

The search is compiled by Numba, as models/convolution/taps.py is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Byte, Float, Mask
from models.base.compiled import elsewhere, kept
from models.base.tiles import Cancelled, Progress, Stop, bounds

RADIUS = 2
"""Patches are 5 x 5: of larger ones fewer lie beside a hole's neighbours without touching one."""
SIDE = 384
"""Pixels of the longer side of what is searched; a larger surrounding is made smaller for that."""
THIN = 8
"""A hole with hardly a pixel farther than this from its rim stays the network's, which is good at it: of
strokes 10 pixels wide texture makes pictures less like the truth in every layer of a classifier, of 18 more
like it."""
THIN_SHARE = 0.016
"""In large pictures THIN is this share of the shorter side: a scratch is as wide as the picture is large."""
DEEP_SHARE = 0.05
"""That share of a hole has to be farther than that: where two scratches cross a few pixels always are."""
AROUND = 0.75
"""How far around a hole its texture is looked for, in sides of the hole."""
PLAIN = 1.0
"""Where the surroundings have less detail than this, in levels, the network's smooth fill is right."""
ROUNDS = (4, 3, 3, 2)
"""How often is searched and averaged on each level, from the coarsest."""
MARGIN = RADIUS * 2 ** (len(ROUNDS) - 1)
"""Pixels that are added at the picture's edges: the coarsest level's patches lie in them."""
COARSEST = 12
"""No level's shorter side is smaller, in pixels."""
FAITH = 0.9
"""How much the network's fill counts at first beside what was found before, on each level."""
COARSE = 2.0
"""On finer levels only what is this coarse, in pixels, is taken from the network: the rest of it is fog."""
MOST_DETAIL = 2.0
"""So much stronger the fill's detail is made at most before its like is looked for: fog is most like what has
no texture."""
NEAR_BY = 12.0
"""How far around, in pixels of a level, that is measured."""
LEAST = 400
"""Patches to choose from, or it is not tried."""

Field = NDArray[np.int32]


def refine(
    mask: Mask,
    filled: Byte,
    *,
    progress: Progress | None = None,
    cancelled: Stop | None = None,
) -> Byte:
    """Give the large holes of a picture texture.

    Args:
        mask: (H, W) bool, True where the picture is missing.
        filled: (H, W, 3) uint8, the picture with the network's fill under the mask.
        progress: Told the share that is done.
        cancelled: Asked now and then whether to stop.

    Returns:
        (H, W, 3) uint8, equal to `filled` outside large holes.

    Raises:
        Cancelled: `cancelled` said so.
    """
    result = filled.copy()
    large = wide(mask)
    for number, hole in enumerate(large):
        rows, columns = bounds(hole) or (slice(0), slice(0))
        reach = max(24, round(AROUND * max(rows.stop - rows.start, columns.stop - columns.start)))
        window = bounds(hole, reach)
        assert window is not None
        tell = None if progress is None else lambda x, n=number: progress((n + x) / len(large))
        texture = _textured(filled[window], mask[window], hole[window], tell, cancelled)
        if texture is not None:
            result[window][hole[window]] = texture[hole[window]]
        if tell is not None:
            tell(1.0)
    return result


def wide(mask: Mask) -> list[Mask]:
    """Return the holes in a mask (H, W) that get texture, each (H, W) bool: those wider than a scratch."""
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    depth = cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    sizes = np.bincount(labels.ravel(), minlength=count)
    thin = max(THIN, THIN_SHARE * min(mask.shape))
    deep = np.bincount(labels[depth > thin], minlength=count)
    return [labels == n for n in range(1, count) if deep[n] > DEEP_SHARE * sizes[n]]


def _textured(
    filled: Byte, mask: Mask, hole: Mask, progress: Progress | None, cancelled: Stop | None
) -> Byte | None:
    """Return a window (h, w, 3) with texture in its hole; None where the fill is to stay."""
    rim = cv2.dilate(hole.astype(np.uint8), np.ones((25, 25), np.uint8)).astype(bool) & ~mask
    detail = filled.astype(np.float32) - cv2.GaussianBlur(filled.astype(np.float32), (0, 0), 2)
    if not rim.any() or np.abs(detail[rim]).mean() < PLAIN:
        return None
    shrink = min(1.0, SIDE / max(hole.shape))
    size = (max(1, round(hole.shape[1] * shrink)), max(1, round(hole.shape[0] * shrink)))
    small = np.asarray(cv2.resize(filled, size, interpolation=cv2.INTER_AREA), np.float32)
    unknown = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    own = cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    found = search(small, unknown, own, progress, cancelled)
    if found is None:
        return None
    field, picture = found
    texture = picture if shrink == 1 else _copied(filled, field, own, hole, mask)
    return np.rint(texture).clip(0, 255).astype(np.uint8)


def search(
    fill: Float, unknown: Mask, hole: Mask, progress: Progress | None = None, cancelled: Stop | None = None
) -> tuple[Field, Float] | None:
    """Find for every pixel of the hole where its texture comes from.

    Args:
        fill: (h, w, 3) float32, 0..255, with the network's fill.
        unknown: (h, w) bool: what nothing may be copied from.
        hole: (h, w) bool: what is to be found.
        progress: Told the share that is done.
        cancelled: Asked before every round whether to stop.

    Returns:
        (h, w, 2) int32, row and column that each pixel is copied from, and (h, w, 3) float32 the picture that
        comes of it; None if there is too little to copy from.

    Raises:
        Cancelled: `cancelled` said so.
    """
    # Patches reach over the picture's edge, where the fill goes on as in a mirror.
    edge = ((MARGIN, MARGIN), (MARGIN, MARGIN))
    fill = np.pad(fill, (*edge, (0, 0)), "symmetric")
    inside = (slice(MARGIN, -MARGIN),) * 2
    hole, unknown = np.pad(hole, edge, "symmetric"), np.pad(unknown, edge, constant_values=True)
    levels = [(fill, unknown, hole)]
    while len(levels) < len(ROUNDS) and min(levels[-1][2].shape) >= 2 * COARSEST:
        values, gone, own = levels[-1]
        size = (values.shape[1] // 2, values.shape[0] // 2)
        shrunk = [
            cv2.resize(a.astype(np.float32), size, interpolation=cv2.INTER_AREA) for a in (values, gone, own)
        ]
        levels.append((np.asarray(shrunk[0], np.float32), shrunk[1] > 0.5, shrunk[2] > 0.5))
    levels.reverse()
    random = np.random.default_rng(0)
    field: Field | None = None
    picture = levels[0][0].copy()
    first, total, done = len(ROUNDS) - len(levels), sum(ROUNDS[len(ROUNDS) - len(levels) :]), 0
    for number, (target, gone, own) in enumerate(levels):
        good = cv2.erode((~gone).astype(np.uint8), np.ones((2 * RADIUS + 1,) * 2, np.uint8), borderValue=0)
        good[:RADIUS], good[-RADIUS:], good[:, :RADIUS], good[:, -RADIUS:] = 0, 0, 0, 0
        sources = np.argwhere(good).astype(np.int32)
        if len(sources) < LEAST or not own.any():
            continue  # a coarse level may be too small; the finest decides
        grown = cv2.dilate(own.astype(np.uint8), np.ones((2 * RADIUS + 1,) * 2, np.uint8)).astype(bool)
        grown[:RADIUS], grown[-RADIUS:], grown[:, :RADIUS], grown[:, -RADIUS:] = False, False, False, False
        places = np.argwhere(grown).astype(np.int32)
        if not len(places):
            continue
        now = np.zeros((*own.shape, 2), np.int32)
        if field is None:
            now[grown] = sources[random.integers(0, len(sources), len(places))]
            picture = target.copy()
        else:
            now[grown] = _nearest(good, _enlarged(field, own.shape))[grown]
            picture = _vote()(target, own, places, now)
        faith = FAITH
        for _ in range(ROUNDS[first + number]):
            if cancelled is not None and cancelled():
                raise Cancelled
            drift = cv2.GaussianBlur(target - picture, (0, 0), COARSE) if number else target - picture
            wanted = (picture + np.where(own[..., None], faith * drift, 0)).astype(np.float32)
            wanted = _detailed(wanted, own, gone)
            _match()(wanted, target, good, places, now, int(random.integers(1, 2**31)))
            picture = _vote()(target, own, places, now)
            faith *= 0.5
            if progress is not None:
                done += 1
                progress(min(1.0, done / total))
        field = now
    if field is None or field.shape[:2] != hole.shape:
        return None
    # In the end a pixel's own patch decides: the mean of all that cover it is less sharp.
    copied = fill[field[..., 0], field[..., 1]]
    result = np.where((hole & grown)[..., None], copied, picture).astype(np.float32)
    return (field - MARGIN)[inside], result[inside]


def _detailed(wanted: Float, hole: Mask, unknown: Mask) -> Float:
    """Give what is looked for in a hole the detail of the known picture near by: (h, w, 3) float32."""
    smooth = cv2.GaussianBlur(wanted, (0, 0), COARSE)
    detail = wanted - smooth
    energy = np.square(detail).mean(axis=2)

    def near_by(where: Mask) -> Float:
        share = where.astype(np.float32)
        sums, weight = (cv2.GaussianBlur(a, (0, 0), NEAR_BY) for a in (energy * share, share))
        overall = float(energy[where].mean()) if where.any() else 0.0
        return np.asarray((sums + 1e-3 * overall) / (weight + 1e-3), np.float32)

    gain = np.sqrt(near_by(~unknown) / np.maximum(near_by(hole), 1e-3)).clip(1, MOST_DETAIL)
    stronger = smooth + detail * gain[..., None]
    return np.where(hole[..., None], stronger, wanted).astype(np.float32)


def _enlarged(field: Field, size: tuple[int, ...]) -> Field:
    """Return a field of half the size at the size (h, w): a pixel becomes the four that it stood for.

    What comes from nowhere there comes from its own place.
    """
    height, width = size
    y, x = np.mgrid[:height, :width]
    row, column = np.minimum(y // 2, len(field) - 1), np.minimum(x // 2, field.shape[1] - 1)
    unset = (field[row, column] == 0).all(axis=2)
    large: Field = np.where(unset[..., None], np.stack([2 * row, 2 * column], axis=2), 2 * field[row, column])
    large[..., 0] = np.clip(large[..., 0] + y - 2 * row, 0, height - 1)
    large[..., 1] = np.clip(large[..., 1] + x - 2 * column, 0, width - 1)
    return large


def _nearest(good: Any, field: Field) -> Field:
    """Move the sources of a field (h, w, 2) to the nearest where `good` (h, w) is 1."""
    apart = (1 - good).astype(np.uint8)
    _, labels = cv2.distanceTransformWithLabels(apart, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    places = np.zeros((labels.max() + 1, 2), np.int32)
    places[labels[good > 0]] = np.argwhere(good)
    moved: Field = places[labels[field[..., 0], field[..., 1]]]
    return moved


def _copied(filled: Byte, field: Field, own: Mask, hole: Mask, mask: Mask) -> Float:
    """Copy at full size what was found at a smaller one: (H, W, 3) float32."""
    height, width = hole.shape
    small = field.shape[:2]
    y, x = np.mgrid[:height, :width]
    row = np.minimum(y * small[0] // height, small[0] - 1)
    column = np.minimum(x * small[1] // width, small[1] - 1)
    away = (field - np.moveaxis(np.mgrid[: small[0], : small[1]], 0, -1)).astype(np.float32)
    scale = np.array([height / small[0], width / small[1]])
    moved = np.rint(away[row, column] * scale).astype(int)
    source = np.clip(y + moved[..., 0], 0, height - 1), np.clip(x + moved[..., 1], 0, width - 1)
    usable = hole & own[row, column] & ~mask[source]
    return np.where(usable[..., None], filled[source], filled).astype(np.float32)


def _match_source(
    wanted: Float, known: Float, good: Any, places: Field, field: Field, seed: int
) -> None:  # pragma: no cover - compiled
    """Improve where every place's patch comes from: from neighbours, and at random ever nearer."""
    height, width = good.shape
    state = np.uint64(seed)
    for turn in range(2):
        for i in range(len(places)):
            at = places[i] if turn == 0 else places[len(places) - 1 - i]
            y, x = at[0], at[1]
            best_y, best_x = field[y, x, 0], field[y, x, 1]
            best = np.float32(0)
            for dy in range(-RADIUS, RADIUS + 1):
                for dx in range(-RADIUS, RADIUS + 1):
                    for c in range(3):
                        d = wanted[y + dy, x + dx, c] - known[best_y + dy, best_x + dx, c]
                        best += d * d
            step = -1 if turn == 0 else 1
            span = max(height, width)
            tries = 0
            while tries < 2 or span >= 2:
                if tries == 0:
                    if field[y + step, x, 0] == 0:
                        tries += 1
                        continue
                    ty, tx = field[y + step, x, 0] - step, field[y + step, x, 1]
                elif tries == 1:
                    if field[y, x + step, 0] == 0:
                        tries += 1
                        continue
                    ty, tx = field[y, x + step, 0], field[y, x + step, 1] - step
                else:
                    state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
                    a = np.int64((state >> np.uint64(40)) & np.uint64(0xFFFF)) / 32768.0 - 1.0
                    state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
                    b = np.int64((state >> np.uint64(40)) & np.uint64(0xFFFF)) / 32768.0 - 1.0
                    ty, tx = best_y + np.int64(a * span), best_x + np.int64(b * span)
                    span = span // 2
                tries += 1
                if ty < RADIUS or tx < RADIUS or ty >= height - RADIUS or tx >= width - RADIUS:
                    continue
                if good[ty, tx] == 0:
                    continue
                cost = np.float32(0)
                for dy in range(-RADIUS, RADIUS + 1):
                    for dx in range(-RADIUS, RADIUS + 1):
                        for c in range(3):
                            d = wanted[y + dy, x + dx, c] - known[ty + dy, tx + dx, c]
                            cost += d * d
                    if cost >= best:
                        break
                if cost < best:
                    best, best_y, best_x = cost, ty, tx
            field[y, x, 0], field[y, x, 1] = best_y, best_x


def _vote_source(
    known: Float, hole: Any, places: Field, field: Field
) -> Float:  # pragma: no cover - compiled
    """Average in the hole what the patches around say; their middles count most."""
    height, width = hole.shape
    total = np.zeros((height, width, 4), np.float32)
    for i in range(len(places)):
        y, x = places[i, 0], places[i, 1]
        sy, sx = field[y, x, 0], field[y, x, 1]
        for dy in range(-RADIUS, RADIUS + 1):
            for dx in range(-RADIUS, RADIUS + 1):
                if hole[y + dy, x + dx]:
                    share = np.float32(1.0) / np.float32(1 + dy * dy + dx * dx) ** 3
                    total[y + dy, x + dx, 3] += share
                    for c in range(3):
                        total[y + dy, x + dx, c] += share * known[sy + dy, sx + dx, c]
    result = known.copy()
    for y in range(height):
        for x in range(width):
            if hole[y, x] and total[y, x, 3] > 0:
                for c in range(3):
                    result[y, x, c] = total[y, x, c] / total[y, x, 3]
    return result


def _compile(source: Callable[..., Any]) -> Any:
    from numba import njit

    return njit(cache=True, nogil=True, fastmath=True, error_model="numpy")(source)


@cache
def _match() -> Any:
    return _compile(_match_source)


@cache
def _vote() -> Any:
    return _compile(_vote_source)


def compile_once() -> None:
    """Compile by filling a small hole, for other processes to load."""
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    mask = np.zeros((64, 64), bool)
    mask[20:40, 20:40] = True
    refine(mask, noise)


def prepare() -> Iterator[str]:
    """Have it compiled by another process, if it never was on this computer; yields while it waits."""
    if not (kept(_match) and kept(_vote)):
        yield from elsewhere("models.inpainting.exemplar:compile_once")
    yield "textures"
