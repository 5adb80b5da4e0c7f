"""Films: an endless GIF, or MP4."""

import io
import tempfile
from collections.abc import Container, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.base.arrays import Byte
from models.base.files import write_atomically

SUFFIXES = frozenset({".gif", ".mp4"})
SHORTEST = 2
"""Hundredths of a second; the least delay that players keep."""
SAMPLED = 12
"""Frames that a GIF's palette is made from."""


class FilmError(Exception):
    """A film cannot be written; the code, "no_mp4" or "film_cancelled", is for the screen to translate."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def write_film(path: Path, frames: Sequence[Byte], fps: float, colours: Byte | None = None) -> None:
    """Write frames (H, W, 3) uint8, asked for one at a time, as GIF (see `gif_bytes`) or MP4, by the suffix.

    Raises:
        OSError: the file cannot be written.
        FilmError: this computer's OpenCV writes no MP4.
    """
    mp4 = path.suffix.lower() == ".mp4"
    write_atomically(path, _mp4_bytes(frames, fps) if mp4 else gif_bytes(frames, fps, colours))


def gif_bytes(frames: Sequence[Byte], fps: float, colours: Byte | None = None) -> bytes:
    """An endless GIF. All frames have one palette: otherwise flat colours would flicker.

    Args:
        frames: (H, W, 3) uint8.
        fps: frames a second.
        colours: the palette, (N, 3) uint8 with at most 256 rows in the order of `numpy.unique`, if the frames
            have no other colours; None for one made from some of the frames.
    """
    kept, delays = gif_delays(len(frames), fps)
    pictures = _quantized(frames, kept) if colours is None else _indexed(frames, kept, colours)
    buffer, first = io.BytesIO(), next(pictures)
    first.save(
        buffer,
        "GIF",
        save_all=True,
        append_images=pictures,
        duration=delays,
        loop=0,
        optimize=False,
    )
    return buffer.getvalue()


def gif_delays(count: int, fps: float) -> tuple[set[int], list[int]]:
    """Return which frames a GIF can show, and for how many milliseconds each.

    A GIF counts hundredths of a second, and browsers take a delay below two of them for ten. So a frame that
    the next one follows sooner is left out, and what is rounded off one delay is added to the next.

    Args:
        count: how many frames, at least one.
        fps: frames a second.
    """
    begins = [round(100 * index / fps) for index in range(count + 1)]
    kept = [0]
    for index in range(1, count):
        if begins[index] - begins[kept[-1]] >= SHORTEST <= begins[count] - begins[index]:
            kept.append(index)
    ends = [begins[index] for index in (*kept[1:], count)]
    delays = [10 * max(SHORTEST, end - begins[index]) for index, end in zip(kept, ends, strict=True)]
    return set(kept), delays


def _quantized(frames: Sequence[Byte], kept: Container[int]) -> Iterator[Image.Image]:
    some = frames[:: max(1, len(frames) // SAMPLED)]
    palette = Image.fromarray(np.concatenate(some, axis=1)).quantize(256, method=Image.Quantize.MEDIANCUT)
    for frame in _some(frames, kept):
        yield Image.fromarray(frame).quantize(palette=palette, dither=Image.Dither.NONE)


def _some(frames: Sequence[Byte], kept: Container[int]) -> Iterator[Byte]:
    return (frame for index, frame in enumerate(frames) if index in kept)


def _indexed(frames: Sequence[Byte], kept: Container[int], colours: Byte) -> Iterator[Image.Image]:
    codes, palette = _code(colours), colours.tobytes()
    for frame in _some(frames, kept):
        indices = np.searchsorted(codes, _code(frame)).clip(0, len(codes) - 1).astype(np.uint8)
        image = Image.fromarray(indices)
        image.putpalette(palette)
        yield image


def _code(colours: Byte) -> NDArray[np.int64]:
    """One number for each colour, in the order in which `numpy.unique` sorts them."""
    wide = colours.astype(np.int64)
    codes: NDArray[np.int64] = wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]
    return codes


def _mp4_bytes(frames: Sequence[Byte], fps: float) -> bytes:
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
