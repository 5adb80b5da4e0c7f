"""Portraits as PNG files that carry their latent."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, PngImagePlugin

from game.scenes.generator.enlarging import magnified
from game.scenes.generator.shared_state import Latent
from models.base.arrays import Byte

KEYWORD = "latent-arcade"
VERSION = 1
SIZE = 64
LONGEST = 2048
"""Characters that the PNG's text may have; a latent takes some 400."""
FARTHEST = 20.0
"""No number of a latent lies farther from 0: a normal distribution does not reach it."""
TOLERANCE = 24
"""Levels, of 255, by which another machine may draw a pixel differently: rounding, and then flat colours."""
LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class Origin:
    """What a portrait was made from.

    Attributes:
        latent: (64,) float32.
        seed: what it was drawn from; None for an edited one.
    """

    latent: Latent
    seed: int | None = None


def shows(picture: Byte, made: Byte) -> bool:
    """Whether a picture is the portrait that a latent draws, enlarged or not, with nothing painted over it.

    Args:
        picture: (H, W, 3) uint8.
        made: (64, 64, 3) uint8, what the networks draw.
    """
    import cv2

    side = len(picture)
    if picture.shape[1] != side or side < len(made):
        return False
    small = cv2.resize(picture, made.shape[:2], interpolation=cv2.INTER_AREA).astype(np.int16)
    enlargements = (made, *(magnified(made, side, smooth) for smooth in (True, False)))
    again = (cv2.resize(large, made.shape[:2], interpolation=cv2.INTER_AREA) for large in enlargements)
    return any(int(np.abs(small - each).max()) <= TOLERANCE for each in again)


def encode_latent(latent: Latent) -> str:
    """A latent, (64,) float32, as text: base64 of little-endian numbers."""
    return base64.b64encode(latent.astype("<f4").tobytes()).decode()


def decode_latent(text: str) -> Latent | None:
    """Read what `encode_latent` wrote; None for anything else, and for numbers that are no latent's."""
    try:
        latent = np.frombuffer(base64.b64decode(text, validate=True), "<f4").astype(np.float32)
    except (ValueError, TypeError):
        return None
    if latent.shape != (SIZE,) or not np.isfinite(latent).all() or np.abs(latent).max() > FARTHEST:
        return None
    return latent


def portrait_png(picture: Byte, origin: Origin) -> bytes:
    """A PNG file's bytes, with the latent and its seed in a text chunk.

    Args:
        picture: (H, W, 3) uint8.
        origin: what it was made from.
    """
    text = json.dumps({"version": VERSION, "seed": origin.seed, "latent": encode_latent(origin.latent)})
    information = PngImagePlugin.PngInfo()
    information.add_text(KEYWORD, text)
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "PNG", pnginfo=information)
    return buffer.getvalue()


def read_origin(source: Path | bytes) -> Origin | None:
    """The latent in a PNG file of this app; None for any other file, and for one that makes no sense."""
    try:
        with Image.open(
            io.BytesIO(source) if isinstance(source, bytes) else source, formats=("PNG",)
        ) as file:
            text = file.info.get(KEYWORD)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return parse_origin(text) if isinstance(text, str) and len(text) <= LONGEST else None


def parse_origin(text: str) -> Origin | None:
    """Read what `portrait_png` wrote; None when it is anything else."""
    try:
        data = json.loads(text)
        if not isinstance(data, dict) or data.get("version") != VERSION:
            return None
        latent = decode_latent(data["latent"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if latent is None:
        return None
    seed = data.get("seed")
    good = isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed <= LARGEST_SEED
    return Origin(latent, seed if good else None)
