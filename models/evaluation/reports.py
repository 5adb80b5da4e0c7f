"""What the evaluations share: square pictures from a folder, figures, tables."""

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import cv2
import numpy as np

from models.base.arrays import Byte, Mask
from models.base.gallery import gallery
from models.base.images import PictureError, load_picture
from models.evaluation.metrics import psnr

Score = dict[str, float]
Result = TypeVar("Result")

SUFFIXES = frozenset(
    ".png .jpg .jpeg .jfif .webp .gif .bmp .tif .tiff .avif .heic .ppm .tga .jp2".split()  # noqa: SIM905
)
BEST_PSNR = 60.0
"""dB from which a picture counts as equal: rounding to 8 bits costs more. JSON has no infinity."""


class EvaluationError(Exception):
    """There is nothing to evaluate; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """A way to judge; it is a subcommand, and its fields are the options."""

    weights: Path | None = None
    """Judge these weights instead of the shipped ones."""
    json: bool = False
    """Print one JSON object instead of lines for people."""

    def judge(self) -> dict[str, Any]:
        """Return all figures by name."""
        raise NotImplementedError

    def brief(self, results: dict[str, Any]) -> dict[str, Any]:
        """Return what of them goes into the JSON object: everything, unless a subclass says otherwise."""
        return results

    def show(self, results: dict[str, Any]) -> None:
        """Print them for people."""
        for name, value in results.items():
            print(f"{name:<22}", value)

    def run(self) -> int:
        """Print the figures; return the exit status."""
        results = self.judge()
        if self.json:
            print(json.dumps(self.brief(results), ensure_ascii=False))
        else:
            self.show(results)
        return 0


def paths_in(place: Path) -> list[Path]:
    """Return the pictures in a folder, by name, without its subfolders; or the one picture."""
    if place.is_dir():
        return sorted(path for path in place.iterdir() if path.suffix.lower() in SUFFIXES)
    return [place]


def squares(images: Path | None, size: int) -> dict[str, Byte]:
    """Return pictures to judge by, cropped to their middle square and averaged down (or drawn out) to a size.

    Args:
        images: A folder or a picture; None for the bundled photographs. What cannot be read is left out, and
            said on standard error.
        size: Side in pixels.

    Returns:
        (size, size, 3) uint8 by file name without its suffix.

    Raises:
        EvaluationError: There is no readable picture.
    """
    bundled = [item.path for item in gallery() if item.kind == "photo"]
    paths = bundled if images is None else paths_in(images)
    found: dict[str, Byte] = {}
    left_out: list[str] = []
    for path in paths:
        try:
            rgb = load_picture(path).rgb
        except PictureError as error:
            left_out.append(f"{path.name} ({error.code})")
            continue
        name = path.name if path.stem in found else path.stem
        found[name] = square(rgb, size)
    if left_out:
        print(f"{len(left_out)} of {len(paths)} pictures left out: {', '.join(left_out)}", file=sys.stderr)
    if not found:
        raise EvaluationError(f"no readable picture in {images}")
    return found


def square(rgb: Byte, size: int) -> Byte:
    """Crop (H, W, 3) uint8 to its middle square and bring that to (size, size, 3)."""
    side = min(rgb.shape[:2])
    top, left = ((n - side) // 2 for n in rgb.shape[:2])
    how = cv2.INTER_AREA if side >= size else cv2.INTER_CUBIC
    middle = np.ascontiguousarray(rgb[top : top + side, left : left + side])
    return cv2.resize(middle, (size, size), interpolation=how).astype(np.uint8)


def lay_out(rows: Sequence[Sequence[Byte]], side: int, gap: int = 4, lead: int = 0) -> Byte:
    """Lay square pictures (n, n, 3) uint8 out on white, in rows of equal length: (height, width, 3) uint8.

    Args:
        rows: The pictures.
        side: Theirs on the sheet, in pixels.
        gap: Pixels between them.
        lead: After how many columns the gap is four times as wide; 0 for nowhere.
    """
    pitch, wider = side + gap, 3 * gap if lead else 0
    canvas = np.full((len(rows) * pitch + gap, len(rows[0]) * pitch + gap + wider, 3), 255, np.uint8)
    for y, row in enumerate(rows):
        for x, rgb in enumerate(row):
            top, left = gap + y * pitch, gap + x * pitch + (wider if x >= lead else 0)
            canvas[top : top + side, left : left + side] = square(rgb, side)
    return canvas


def limited_psnr(a: Byte, b: Byte, mask: Mask | None = None) -> float:
    """Return the PSNR in dB, at most BEST_PSNR, so that a mean over pictures stays finite."""
    return min(BEST_PSNR, psnr(a, b, mask))


def timed(work: Callable[[], Result]) -> tuple[Result, float]:
    """Return what a call returns, and how long it took in milliseconds."""
    start = time.perf_counter()
    result = work()
    return result, 1e3 * (time.perf_counter() - start)


def average(scores: Sequence[Score | None]) -> Score | None:
    """Return the mean of each figure over the pictures, of "ms" the median; None if one picture has none."""
    good = [score for score in scores if score is not None]
    if not good or len(good) < len(scores):
        return None
    return {
        name: round((statistics.median if name == "ms" else statistics.fmean)(s[name] for s in good), 5)
        for name in good[0]
    }


def table(title: str, rows: Mapping[str, Score | None], columns: Iterable[str]) -> str:
    """Lay figures out for people: one row a method, one column a figure."""
    columns = list(columns)
    wide = 2 + max(9, *map(len, columns))
    lines = [f"{title:<18}" + "".join(f"{column:>{wide}}" for column in columns)]
    for name, score in rows.items():
        cells = (_cell(column, (score or {}).get(column)) for column in columns)
        lines.append(f"  {name:<16}" + "".join(f"{cell:>{wide}}" for cell in cells))
    return "\n".join(lines)


def _cell(column: str, value: float | None) -> str:
    return "-" if value is None else f"{value:.{_DIGITS.get(column, 2)}f}"


_DIGITS = {"ssim": 3, "ssim_mask": 3, "feature": 4, "other": 4, "ms": 1}
