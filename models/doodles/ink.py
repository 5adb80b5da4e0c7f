"""From any drawing to the 28 × 28 cells that the network sees, ink bright on black."""

import cv2
import numpy as np

from models.base.arrays import Byte

SIDE = 28
ROOM = 24
"""Cells that the longer side of what is drawn takes up."""
FAINTEST = 40
"""Differences from the paper below this are no ink."""
DARKEST = 0.75
"""Share of the strongest ink that counts as full ink, so that thin lines do not become faint."""


def paper_of(picture: Byte) -> Byte:
    """Return the commonest colour along the edge of a picture (H, W, 3) uint8: (3,)."""
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    colours, counts = np.unique(edge, axis=0, return_counts=True)
    commonest: Byte = colours[counts.argmax()]
    return commonest


def ink_of(picture: Byte) -> Byte:
    """Return how much ink there is, (SIDE, SIDE) uint8; what is drawn is in the middle, as large as may be.

    Args:
        picture: (H, W, 3) uint8; its paper has the colour that is commonest along the edge.
    """
    away = np.abs(picture.astype(np.int16) - paper_of(picture)).max(axis=2).astype(np.uint8)
    rows, columns = (
        np.flatnonzero((away > FAINTEST).any(axis=1)),
        np.flatnonzero((away > FAINTEST).any(axis=0)),
    )
    cells = np.zeros((SIDE, SIDE), np.uint8)
    if not len(rows):
        return cells
    drawn = away[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = ROOM / max(drawn.shape)
    height, width = (max(1, round(side * scale)) for side in drawn.shape)
    small = np.asarray(cv2.resize(drawn, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    small *= 255 / max(1.0, DARKEST * float(small.max()))
    top, left = (SIDE - height) // 2, (SIDE - width) // 2
    cells[top : top + height, left : left + width] = np.minimum(small, 255).astype(np.uint8)
    return cells
