"""Judge the rain network by raining on dry pictures: ``python -m models.evaluate rain --json``."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from models.base.arrays import Byte
from models.base.typed_fields import Range
from models.evaluation.reports import Evaluation, Score, average, limited_psnr, squares, table, timed

STRIDE = 1000
"""Distance of the rains that two values of `seed` begin with."""


@dataclass(frozen=True, kw_only=True)
class Rain(Evaluation):
    """Let it rain on dry pictures, take the rain off, and compare: our network and plain filters.

    The best of the filters (median, bilateral, non-local means, at several strengths) is the one with the
    highest mean PSNR over all the pictures. "dry" is what our network leaves of the pictures without rain.
    """

    images: Path | None = None
    """Folder with pictures, or one picture; without it the bundled photographs. They are cut square."""
    seed: Annotated[int, Range(0, 2**31)] = 0
    """Draws the rain."""
    size: Annotated[int, Range(1, 8192)] = 256
    """Side of the pictures in pixels."""

    def brief(self, results: dict[str, Any]) -> dict[str, Any]:
        """Return the figures of the best filter instead of those of all."""
        best = best_filter(results)
        ours = {name: results[name] for name in ("rainy", "ours")}
        return ours | {"best_classical": {"name": best, **results[best]}, "dry": results["dry"]}

    def show(self, results: dict[str, Any]) -> None:
        """Print a table."""
        print(table("rain", results, ("psnr", "ssim", "ms")))
        print(f"best classical: {best_filter(results)}")

    def judge(self) -> dict[str, Any]:
        """Return {"psnr", "ssim", "ms"} for "rainy", "ours" and every filter, and {"psnr"} for "dry"."""
        from models.rain.remover import RainRemover
        from models.rain.streaks import CLASSICAL_RAIN, evaluation_rain, spray

        dry = list(squares(self.images, self.size).values())
        remover = RainRemover(self.weights)
        rainy = [spray(rgb, evaluation_rain(self.seed * STRIDE + i)) for i, rgb in enumerate(dry)]
        ways: dict[str, Callable[[Byte], Byte]] = {"ours": remover.clean, **CLASSICAL_RAIN}
        found = {"rainy": [_score(lambda rgb: rgb, *pair) for pair in zip(rainy, dry, strict=True)]}
        for name, way in ways.items():
            way(rainy[0])  # what is loaded at the first call is not to be timed
            found[name] = [_score(way, *pair) for pair in zip(rainy, dry, strict=True)]
        found["dry"] = [{"psnr": limited_psnr(remover.clean(rgb), rgb)} for rgb in dry]
        scores = {name: average(values) or {} for name, values in found.items()}
        del scores["rainy"]["ms"]
        return scores


def best_filter(scores: dict[str, Score]) -> str:
    """Return which of the filters has the highest PSNR."""
    filters = [name for name in scores if name not in ("rainy", "ours", "dry")]
    return max(filters, key=lambda name: scores[name]["psnr"])


def _score(way: Callable[[Byte], Byte], rainy: Byte, truth: Byte) -> Score:
    from models.evaluation.metrics import ssim

    cleaned, elapsed = timed(lambda: way(rainy))
    return {"psnr": limited_psnr(cleaned, truth), "ssim": ssim(cleaned, truth), "ms": elapsed}
