"""Portraits as PNG files that carry their latent, and films as GIF or MP4."""

from __future__ import annotations

import base64
import binascii
import io
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from game.scenes.generator.shared_state import Byte, Latent
from models.base.files import write_atomically

KEYWORD = "latent-arcade"
VERSION = 1
SIZE = 64
LONGEST = 2048
"""Characters that the PNG's text may have; a latent takes some 400."""
FARTHEST = 20.0
"""No number of a latent lies farther from 0: a normal distribution does not reach it."""
LARGEST_SEED = 2**31 - 1
FILMS = frozenset({".gif", ".mp4"})


@dataclass(frozen=True)
class Origin:
    """What a portrait was made from.

    Attributes:
        latent: (64,) float32.
        seed: what it was drawn from; None for an edited one.
    """

    latent: Latent
    seed: int | None = None


def portrait_png(picture: Byte, origin: Origin) -> bytes:
    """A PNG file's bytes, with the latent and its seed in a text chunk.

    Args:
        picture: (H, W, 3) uint8.
        origin: what it was made from.
    """
    numbers = base64.b64encode(origin.latent.astype("<f4").tobytes()).decode()
    text = json.dumps({"version": VERSION, "seed": origin.seed, "latent": numbers})
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
        latent = np.frombuffer(base64.b64decode(data["latent"], validate=True), "<f4").astype(np.float32)
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        return None
    if latent.shape != (SIZE,) or not np.isfinite(latent).all() or np.abs(latent).max() > FARTHEST:
        return None
    seed = data.get("seed")
    good = isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed <= LARGEST_SEED
    return Origin(latent, seed if good else None)


class FilmError(Exception):
    """A film cannot be written; the code is for the screen to translate.

    Attributes:
        code: "no_mp4" or "film_cancelled".
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def write_film(path: Path, frames: Sequence[Byte], fps: float) -> None:
    """Write frames (H, W, 3) uint8 as an endless GIF, or as MP4, by the file's suffix; atomically.

    Raises:
        OSError: the file cannot be written.
        FilmError: this computer's OpenCV writes no MP4.
    """
    write_atomically(path, _mp4(frames, fps) if path.suffix.lower() == ".mp4" else _gif(frames, fps))


def _gif(frames: Sequence[Byte], fps: float) -> bytes:
    pictures = [Image.fromarray(frame) for frame in frames]
    # One palette for all, made from several of them: otherwise flat colours would flicker.
    some = pictures[:: max(1, len(pictures) // 12)]
    sheet = Image.new("RGB", (some[0].width * len(some), some[0].height))
    for index, picture in enumerate(some):
        sheet.paste(picture, (index * picture.width, 0))
    palette = sheet.quantize(256, method=Image.Quantize.MEDIANCUT)
    small = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    buffer = io.BytesIO()
    small[0].save(
        buffer,
        "GIF",
        save_all=True,
        append_images=small[1:],
        duration=round(1000 / fps),
        loop=0,
        optimize=False,
    )
    return buffer.getvalue()


def _mp4(frames: Sequence[NDArray[np.uint8]], fps: float) -> bytes:
    import cv2

    height, width = frames[0].shape[:2]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), fps, (width, height))
        try:
            if not writer.isOpened():
                raise FilmError("no_mp4")
            for frame in frames:
                writer.write(frame[:, :, ::-1].copy())
        finally:
            writer.release()
        return path.read_bytes()
