"""Opening pictures that nobody has vouched for: dropped files, the clipboard, old formats, hostile ones.

The header is read and judged before a single pixel is decoded, so that a small file that unpacks to gigabytes
(a decompression bomb) costs nothing. Nothing in a file is believed without a limit.
"""

from __future__ import annotations

import io
import math
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from models.base.arrays import Byte

ErrorCode = Literal["missing", "empty", "file_too_large", "not_a_picture", "too_many_pixels", "damaged"]
NoteCode = Literal["scaled", "rotated", "flattened", "converted", "first_frame"]

MAX_FILE_BYTES = 300 * 2**20
MAX_PIXELS = 50_000_000  # a camera's 50 megapixels; decoded, some 200 MB
SHOWN_PIXELS = 4_000_000  # what is kept: larger pictures are scaled down, with a note


class PictureError(Exception):
    """A file that cannot be shown.

    Attributes:
        code: "missing" (no such file, or not readable), "empty" (no bytes), "file_too_large", "not_a_picture"
            (no known format), "too_many_pixels" (decoding would take too much memory), "damaged" (cut short
            or garbled). For the screen to translate.
    """

    def __init__(self, code: ErrorCode, detail: str) -> None:
        super().__init__(detail)
        self.code: ErrorCode = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be worked on.

    Attributes:
        rgb: (H, W, 3) uint8, transparency laid on white.
        alpha: (H, W) uint8, 255 opaque, or None if every pixel is opaque.
        original_size: (width, height) in pixels as shown (after rotation), before scaling down.
        notes: What was done to it: "scaled" (down), "rotated" (by its EXIF tag), "flattened" (laid on white),
            "converted" (from CMYK, 16 bits or the like), "first_frame" (of several).
    """

    rgb: Byte
    alpha: Byte | None
    original_size: tuple[int, int]
    notes: tuple[NoteCode, ...]


def load_picture(
    source: str | Path | bytes,
    *,
    max_pixels: int = MAX_PIXELS,
    shown_pixels: int = SHOWN_PIXELS,
    max_bytes: int = MAX_FILE_BYTES,
) -> Picture:
    """Open a picture in any format that Pillow reads.

    Args:
        source: A path, or a file's whole contents.
        max_pixels: Refuse pictures with more pixels than this before decoding them.
        shown_pixels: Scale larger pictures down to at most this many pixels.
        max_bytes: Refuse larger files unread.

    Returns:
        The picture in 8-bit RGB, turned upright.

    Raises:
        PictureError: See its codes. No other exception comes out, whatever the file contains.
    """
    data = source if isinstance(source, bytes) else _read(Path(source), max_bytes)
    if not data:
        raise PictureError("empty", "the file is empty")
    if len(data) > max_bytes:
        raise PictureError("file_too_large", f"{len(data)} bytes, at most {max_bytes}")
    # Decoders for some forty formats meet arbitrary bytes here, and raise whatever they like.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata, and Pillow's own, higher size limits
            return _decode(data, max_pixels, shown_pixels)
    except PictureError:
        raise
    except UnidentifiedImageError as error:
        raise PictureError("not_a_picture", str(error)) from error
    except Image.DecompressionBombError as error:
        raise PictureError("too_many_pixels", str(error)) from error
    except (MemoryError, RecursionError) as error:
        raise PictureError("too_many_pixels", "not enough memory") from error
    except Exception as error:
        raise PictureError("damaged", f"{type(error).__name__}: {error}") from error


def fit(size: tuple[int, int], pixels: int) -> tuple[int, int]:
    """Return (width, height) scaled to at most ``pixels`` pixels, sides kept in proportion and at least 1."""
    width, height = size
    if width * height <= pixels:
        return size
    factor = math.sqrt(pixels / (width * height))
    short = max(1, int(min(size) * factor))
    long = max(1, min(int(max(size) * factor), pixels // short))
    return (long, short) if width >= height else (short, long)


def _read(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte beyond the limit tells a file that is too large, even a pipe that reports no size.
            data = file.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        raise PictureError("missing", str(error)) from error
    return data


def _decode(data: bytes, max_pixels: int, shown_pixels: int) -> Picture:
    notes: list[NoteCode] = []
    Image.init()
    # Encapsulated PostScript is a program, which Pillow would have an interpreter run.
    formats = [name for name in Image.OPEN if name != "EPS"]
    with Image.open(io.BytesIO(data), formats=formats) as image:
        size = _allowed(image.size, max_pixels)
        if getattr(image, "is_animated", False):
            notes.append("first_frame")
            image.seek(0)
        if image.format == "JPEG":
            # Decoding at a half, a quarter or an eighth makes a camera's picture many times faster.
            width, height = fit(size, shown_pixels)
            image.draft(None, (2 * width, 2 * height))
        announced = image.size
        image.load()
        if image.size != announced:  # icon formats may hold another size than they announce
            size = _allowed(image.size, max_pixels)
        how = _ORIENTATIONS.get(_orientation(image))
        if how is not None:
            notes.append("rotated")
        turned = image if how is None else image.transpose(how)
        if how in _SIDEWAYS:
            size = size[::-1]
        target = fit(size, shown_pixels)
        rgb, alpha, changes = _to_rgb(turned, target)
    if target != size:
        notes.append("scaled")
    notes.extend(changes)
    return Picture(rgb, alpha, size, tuple(notes))


_ORIENTATIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset(_ORIENTATIONS[code] for code in (5, 6, 7, 8))


def _orientation(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 (upright) if the tag is absent or unreadable."""
    try:
        return int(image.getexif().get(0x0112, 1))
    except Exception:  # noqa: BLE001  (garbled metadata must not hide sound pixels)
        return 1


def _allowed(size: tuple[int, int], max_pixels: int) -> tuple[int, int]:
    width, height = size
    if width < 1 or height < 1:
        raise PictureError("damaged", f"a size of {width} x {height}")
    if width * height > max_pixels:
        raise PictureError("too_many_pixels", f"{width} x {height} pixels, at most {max_pixels}")
    return size


def _to_rgb(image: Image.Image, size: tuple[int, int]) -> tuple[Byte, Byte | None, list[NoteCode]]:
    """Convert any Pillow mode to 8-bit RGB of the given size, with its transparency apart."""
    notes: list[NoteCode] = []
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        image = _eight_bits(image)
        notes.append("converted")
    elif image.mode not in ("1", "L", "LA", "P", "PA", "RGB", "RGBA"):
        notes.append("converted")
    if not image.has_transparency_data:
        opaque = image.convert("RGB")
        if opaque.size != size:
            opaque = opaque.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
        return np.array(opaque), None, notes
    image = image.convert("RGBA")
    if image.size != size:  # Pillow weighs by alpha, so that invisible colours do not bleed in
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    pixels = np.array(image)
    alpha = pixels[:, :, 3]
    if alpha.min() == 255:
        return np.ascontiguousarray(pixels[:, :, :3]), None, notes
    weight = alpha[:, :, None].astype(np.float32) / 255
    rgb = np.rint(pixels[:, :, :3] * weight + 255 * (1 - weight)).astype(np.uint8)
    return rgb, np.ascontiguousarray(alpha), [*notes, "flattened"]


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring 16-bit, 32-bit and float greys to 8 bits: full scale where it is known, else their own range."""
    values: NDArray[Any] = np.nan_to_num(np.asarray(image).astype(np.float32))
    low, high = float(values.min()), float(values.max())
    if image.mode.startswith("I;16"):
        low, high = 0.0, 65535.0
    elif low >= 0 and high <= 1:
        low, high = 0.0, 1.0
    elif low >= 0 and high <= 65535:
        low, high = 0.0, 65535.0 if high > 255 else 255.0
    span = high - low or 1.0
    return Image.fromarray(np.rint((values - low) * (255 / span)).clip(0, 255).astype(np.uint8))
