"""When the tab's task is done."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from game.scenes.inpainting.repair.session import RepairSession

LEAST = 0.01
"""Of the picture that has to be painted over."""
KEPT = 1.5
"""Seconds for which the fill has to be left as it is."""


def object_removed(session: RepairSession) -> Callable[[], bool]:
    """A part that a hand has painted over since is filled, and was left so for a while."""
    picture, strokes = session.picture, session.strokes
    first, identity = picture.bits.copy(), picture.identity
    measured, share, since = -1, 0.0, time.monotonic()

    def own() -> float:
        nonlocal measured, share
        if measured != picture.mask_version:
            measured = picture.mask_version
            bits = picture.bits
            share = float((bits & ~first).mean() if picture.identity == identity else np.mean(bits))
        return share

    def done() -> bool:
        nonlocal since
        by_hand = session.strokes > strokes and not picture.painting
        if not by_hand or session.stale or own() < LEAST:
            since = time.monotonic()
            return False
        return time.monotonic() - since >= KEPT

    return done
