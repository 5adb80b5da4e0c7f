"""Faces in rows."""

from __future__ import annotations

import numpy as np

from game.scenes.generator.training.face_grid import tiled


def test_faces_lie_in_rows() -> None:
    pictures = np.arange(16, dtype=np.uint8).reshape(16, 1, 1, 1).repeat(3, axis=3)
    assert tiled(pictures)[:, :, 0].tolist() == [list(range(8)), list(range(8, 16))]
