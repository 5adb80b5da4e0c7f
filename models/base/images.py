"""Opening pictures that nobody has vouched for: dropped files, the clipboard, old formats, hostile ones.

The header is read and judged before a single pixel is decoded, so that a small file that unpacks to gigabytes
(a decompression bomb) costs nothing. Nothing in a file is believed without a limit.
"""

import io
import math
import warnings
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from models.base.arrays import Byte
from models.base.files import open_file

ErrorCode = Literal[
    "missing", "empty", "file_too_large", "not_a_picture", "heic", "too_many_pixels", "damaged"
]
NoteCode = Literal["scaled", "rotated", "flattened", "converted", "profile", "first_frame", "repaired"]

MAX_FILE_BYTES = 300 * 2**20
MAX_PIXELS = 50_000_000  # a camera's 50 megapixels; decoded, some 200 MB
SHOWN_PIXELS = 4_000_000  # what is kept: larger pictures are scaled down, with a note
MAX_PROFILE_BYTES = 8 * 2**20


class PictureError(Exception):
    """A file that cannot be shown.

    Attributes:
        code: "missing" (no such file, or not readable), "empty" (no bytes), "file_too_large", "not_a_picture"
            (no known format), "heic" (a phone's format, which cannot be read), "too_many_pixels" (decoding
            would take too much memory), "damaged" (cut short or garbled). For the screen to translate.
    """

    def __init__(self, code: ErrorCode, detail: str) -> None:
        super().__init__(detail)
        self.code: ErrorCode = code


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be worked on."""

    rgb: Byte
    """(H, W, 3) uint8, sRGB, transparency laid on white."""
    alpha: Byte | None
    """(H, W) uint8, 255 opaque, or None if every pixel is opaque."""
    original_size: tuple[int, int]
    """(width, height) in pixels as shown (after rotation), before scaling down."""
    notes: tuple[NoteCode, ...]
    """What was done to it: "scaled" (down), "rotated" (by its EXIF tag), "flattened" (laid on white),
    "converted" (from CMYK, 16 bits or the like), "profile" (colours brought to sRGB), "first_frame" (of
    several), "repaired" (the file is damaged, its pixels are not)."""


def load_picture(
    source: str | Path | bytes,
    *,
    max_pixels: int = MAX_PIXELS,
    shown_pixels: int = SHOWN_PIXELS,
    max_bytes: int = MAX_FILE_BYTES,
) -> Picture:
    """Open a picture in any format that Pillow reads: in 8-bit sRGB, turned upright.

    Args:
        source: A path, or a file's whole contents.
        max_pixels: Refuse pictures with more pixels than this before decoding them.
        shown_pixels: Scale larger pictures down to at most this many pixels.
        max_bytes: Refuse larger files unread.

    Raises:
        PictureError: See its codes. No other exception comes out, whatever the file contains.
    """
    data = source if isinstance(source, bytes) else _read(Path(source), max_bytes)
    if not data:
        raise PictureError("empty", "the file is empty")
    if len(data) > max_bytes:
        raise PictureError("file_too_large", f"{len(data)} bytes, at most {max_bytes}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # odd metadata, and Pillow's own, higher size limits
        try:
            return _guarded(data, max_pixels, shown_pixels)
        except PictureError as error:
            mended = _mended(data) if error.code in ("damaged", "not_a_picture") else None
            if mended is None:
                raise
            pictures = [_guarded(each, max_pixels, shown_pixels) for each in mended]
            if any((each.rgb != pictures[0].rgb).any() for each in pictures):
                raise
    return replace(pictures[0], notes=(*pictures[0].notes, "repaired"))


def fit(size: tuple[int, int], pixels: int) -> tuple[int, int]:
    """Return (width, height) scaled to at most `pixels` pixels, sides kept in proportion and at least 1."""
    width, height = size
    if width * height <= pixels:
        return size
    factor = math.sqrt(pixels / (width * height))
    short = max(1, int(min(size) * factor))
    long = max(1, min(int(max(size) * factor), pixels // short))
    return (long, short) if width >= height else (short, long)


def _read(path: Path, max_bytes: int) -> bytes:
    try:
        with open_file(path) as file:
            # One byte beyond the limit tells a file that is too large, even one that grows.
            return file.read(max_bytes + 1)
    except OSError as error:
        raise PictureError("missing", str(error)) from error


def _guarded(data: bytes, max_pixels: int, shown_pixels: int) -> Picture:
    """Decode; decoders for some forty formats meet arbitrary bytes here, and raise whatever they like."""
    try:
        return _decode(data, max_pixels, shown_pixels)
    except PictureError:
        raise
    except UnidentifiedImageError as error:
        if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1"):
            raise PictureError("heic", "HEIC cannot be read; save it as JPEG or PNG") from error
        raise PictureError("not_a_picture", str(error)) from error
    except Image.DecompressionBombError as error:
        raise PictureError("too_many_pixels", str(error)) from error
    except (MemoryError, RecursionError) as error:
        raise PictureError("too_many_pixels", "not enough memory") from error
    except Exception as error:
        raise PictureError("damaged", f"{type(error).__name__}: {error}") from error


def _mended(data: bytes) -> tuple[bytes, ...] | None:
    """Return a refused file as its pixels may still be read; of several versions, which are to be equal."""
    if data.startswith(b"\xff\xd8\xff"):
        # Where all pixels are there and only the end is missing, what comes before the end does not matter.
        return data + b"\xff\xd9", data + bytes(range(1, 250)) * 4 + b"\xff\xd9"
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    kept, place = [data[:8]], 8
    while place + 12 <= len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        name, chunk = data[place + 4 : place + 8], data[place:end]
        sound = len(chunk) >= 12 and zlib.crc32(chunk[4:-4]) == int.from_bytes(chunk[-4:], "big")
        # A small letter says that the pixels can do without.
        if name[:1].isupper() or (sound and name not in (b"tEXt", b"zTXt", b"iTXt")):
            kept.append(chunk)
        place = end
    return (b"".join(kept),)


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
        rgb, alpha, changes = _to_rgb(turned, target, image.info.get("icc_profile"))
    if target != size:
        notes.append("scaled")
    return Picture(rgb, alpha, size, (*notes, *changes))


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


def _to_rgb(
    image: Image.Image, size: tuple[int, int], profile: object
) -> tuple[Byte, Byte | None, list[NoteCode]]:
    """Convert any Pillow mode to 8-bit sRGB of the given size, with its transparency apart."""
    notes: list[NoteCode] = []
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        image = _eight_bits(image)
        notes.append("converted")
    elif image.mode not in ("1", "L", "LA", "P", "PA", "RGB", "RGBA"):
        notes.append("converted")
    if image.has_transparency_data:
        image = image.convert("RGBA")
    elif image.mode != "CMYK":
        image = image.convert("RGB")
    if image.size != size:  # Pillow weighs by alpha, so that invisible colours do not bleed in
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
    alpha = np.array(image.getchannel("A")) if image.mode == "RGBA" else None
    image, changed = _in_srgb(image if alpha is None else image.convert("RGB"), profile)
    rgb = np.array(image.convert("RGB"))
    if changed:
        notes.append("profile")
    if alpha is None or alpha.min() == 255:
        return rgb, None, notes
    weight = alpha[:, :, None].astype(np.float32) / 255
    return np.rint(rgb * weight + 255 * (1 - weight)).astype(np.uint8), alpha, [*notes, "flattened"]


def _in_srgb(image: Image.Image, profile: object) -> tuple[Image.Image, bool]:
    """Convert colours by a picture's own ICC profile; say whether that changed them."""
    if not isinstance(profile, bytes) or not 128 < len(profile) <= MAX_PROFILE_BYTES:
        return image, False
    try:
        space, srgb = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        kind = str(space.profile.xcolor_space).strip()
        if {"RGB": "RGB", "CMYK": "CMYK", "GRAY": "RGB"}.get(kind) != image.mode:
            return image, False
        source = image.convert("L") if kind == "GRAY" else image
        shown = ImageCms.profileToProfile(source, space, srgb, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image, False  # a garbled profile must not hide sound pixels
    if shown is None:
        return image, False
    # Most profiles are sRGB under another name: rounding is no change.
    before = np.asarray(image.convert("RGB"), np.int16)
    return (shown, True) if np.abs(np.asarray(shown, np.int16) - before).max() > 2 else (image, False)


def _eight_bits(image: Image.Image) -> Image.Image:
    """Bring 16-bit, 32-bit and float greys to 8 bits.

    The range is the smallest of those that are usual (8, 10, 12, 14, 16 bits, and 0..1 for fractions) that
    holds the values, else their own. Of fractions, the brightest hundredth may lie beyond, and is clipped.
    """
    pixels: NDArray[Any] = np.asarray(image)
    values = pixels.astype(np.float32)
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    usual = [2.0**bits - 1 for bits in (8, 10, 12, 14, 16)]
    if image.mode == "F" and known.size and low >= 0:
        place = (known.size - 1) * 99 // 100
        high, usual = float(np.partition(known, place)[place]), [1.0, *usual]
    if low >= 0:
        low, high = 0.0, next((each for each in usual if high <= each), high)
    values = np.nan_to_num(values, nan=low, posinf=high, neginf=low)
    grey = Image.fromarray(
        np.rint((values - low) * (255 / (high - low or 1.0))).clip(0, 255).astype(np.uint8)
    )
    clear = image.info.get("transparency")
    if isinstance(clear, int):
        grey.putalpha(Image.fromarray(np.where(pixels == clear, 0, 255).astype(np.uint8)))
    return grey
