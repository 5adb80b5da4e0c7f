"""Masks by name: eyes that are covered, a picture that has been scratched."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from game.scenes.inpainting.masked_image import MaskedImage

STEPS = 60


def eyes_at(share: float) -> tuple[float, float]:
    """Where a hand that covers a portrait's eyes is, in shares of the picture; `share` of its way is done."""
    return 0.5 + 0.25 * math.cos(share * 5 * math.pi), 0.36 + 0.2 * share


def hide_eyes(masked: MaskedImage, begin: float = 0.0, end: float = 1.0) -> None:
    """Cover the eyes of a portrait, from one share of the way to another."""
    width, height = masked.size
    for step in range(round(begin * STEPS), round(end * STEPS) + 1):
        x, y = eyes_at(step / STEPS)
        if masked.painting:
            masked.move((x * width, y * height))
        else:
            masked.begin_mask((x * width, y * height), max(2, round(max(width, height) * 0.1)))
    if end >= 1:
        masked.end()


def scratch(masked: MaskedImage) -> None:
    """Scratch a picture three times from left to right, as a child with a felt pen would."""
    width, height = masked.size
    pen = max(4, round(max(width, height) / 40))
    for share, drop, phase in ((0.22, 0.10, 0.0), (0.52, 0.13, 1.1), (0.78, 0.07, 2.3)):
        for i in range(41):
            at = width * (0.1 + 0.02 * i), height * (share + drop * math.sin(phase + i / 40 * 3 * math.pi))
            if i:
                masked.move(at)
            else:
                masked.begin_mask(at, pen)
        masked.end()


SAMPLE_MASKS: Mapping[str, Callable[[MaskedImage], None]] = {
    "none": MaskedImage.clear_mask,
    "eyes": hide_eyes,
    "scratches": scratch,
}
