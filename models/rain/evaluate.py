"""Judge the rain network by raining on dry pictures: ``python -m models.evaluate rain --json``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.base.arrays import Byte
from models.evaluation.reports import EvaluationError, Score, average, limited_psnr, squares, table, timed

STRIDE = 1000
"""Distance of the rains that two values of `seed` begin with."""


@dataclass(frozen=True)
class Rain:
    """Let it rain on dry pictures, take the rain off, and compare: our network and plain filters.

    The best of the filters (median, bilateral, non-local means, at several strengths) is the one with the
    highest mean PSNR over all the pictures. "dry" is what our network leaves of the pictures without rain.
    """

    images: Path | None = None
    """Folder with pictures, or one picture; without it the bundled photographs. They are cut square."""
    seed: int = 0
    """Draws the rain."""
    size: int = 256
    """Side of the pictures in pixels."""
    weights: Path | None = None
    """Judge these weights instead of the shipped ones."""
    json: bool = False
    """Print one JSON object instead of a table for people."""

    def run(self) -> int:
        """Print the figures; return the exit status.

        Raises:
            EvaluationError: No picture can be read.
        """
        if self.size < 1 or self.seed < 0:
            raise EvaluationError("--size must be positive and --seed not negative")
        scores = self.scores()
        classical = [name for name in scores if name not in ("rainy", "ours", "dry")]
        best = max(classical, key=lambda name: scores[name]["psnr"])
        if self.json:
            result: dict[str, Any] = {name: scores[name] for name in ("rainy", "ours")}
            result["best_classical"] = {"name": best, **scores[best]}
            print(json.dumps(result | {"dry": scores["dry"]}))
        else:
            print(table("rain", scores, ("psnr", "ssim", "ms")))
            print(f"best classical: {best}")
        return 0

    def scores(self) -> dict[str, Score]:
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


def _score(way: Callable[[Byte], Byte], rainy: Byte, truth: Byte) -> Score:
    from models.evaluation.metrics import ssim

    cleaned, elapsed = timed(lambda: way(rainy))
    return {"psnr": limited_psnr(cleaned, truth), "ssim": ssim(cleaned, truth), "ms": elapsed}
