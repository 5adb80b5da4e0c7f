"""Judge the rain network by raining on dry pictures: ``python -m models.evaluate rain --json``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import numpy as np

from models.base.arrays import Byte
from models.base.typed_fields import Range
from models.evaluation.reports import Evaluation, Score, average, limited_psnr, squares, table, timed

Way = Callable[[Byte], Byte]
APART = ("dry", "unseen", "patterns")
"""Results that no filter has."""
STRIDE = 1000
"""Distance of the rains that two values of `seed` begin with."""


@dataclass(frozen=True, kw_only=True)
class Rain(Evaluation):
    """Let it rain on dry pictures, take the rain off, and compare: our network and plain filters.

    The best of the filters (median, bilateral, non-local means, at several strengths) is the one with the
    highest mean PSNR over all the pictures. "dry" is what our network leaves of the pictures without rain,
    "patterns" what it leaves of dry pictures with stripes, a fence or text. "unseen" is rain of kinds that no
    training saw.
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
        best_classical = {"name": best, **results[best]}
        return ours | {"best_classical": best_classical, **{name: results[name] for name in APART}}

    def show(self, results: dict[str, Any]) -> None:
        """Print a table."""
        rows = {name: score for name, score in results.items() if name not in ("unseen", "patterns")}
        print(table("rain", rows, ("psnr", "ssim", "ms")))
        print(f"best classical: {best_filter(results)}")
        print(table("unseen rain", results["unseen"]["kinds"], ("rainy", "ours", "worst_gain")))
        print("patterns to themselves:", results["patterns"])

    def judge(self) -> dict[str, Any]:
        """Return {"psnr", "ssim", "ms"} for "rainy", "ours" and every filter, and {"psnr"} for "dry"."""
        from models.rain.remover import RainRemover
        from models.rain.streaks import CLASSICAL_RAIN, evaluation_rain, spray

        dry = list(squares(self.images, self.size).values())
        remover = RainRemover(self.weights)
        rainy = [spray(rgb, evaluation_rain(self.seed * STRIDE + i)) for i, rgb in enumerate(dry)]
        ways: dict[str, Way] = {"ours": remover.clean, **CLASSICAL_RAIN}
        found = {"rainy": [_score(lambda rgb: rgb, *pair) for pair in zip(rainy, dry, strict=True)]}
        for name, way in ways.items():
            way(rainy[0])  # what is loaded at the first call is not to be timed
            found[name] = [_score(way, *pair) for pair in zip(rainy, dry, strict=True)]
        found["dry"] = [{"psnr": limited_psnr(remover.clean(rgb), rgb)} for rgb in dry]
        scores = {name: average(values) or {} for name, values in found.items()}
        del scores["rainy"]["ms"]
        seeds = range(self.seed * STRIDE, self.seed * STRIDE + len(dry))
        return {
            **scores,
            "unseen": unseen(remover.clean, dry, seeds),
            "patterns": kept(remover.clean, dry, seeds),
        }


def unseen(clean: Way, dry: list[Byte], seeds: Sequence[int]) -> dict[str, Any]:
    """Let every unseen kind of rain fall on dry pictures and take it off.

    Returns:
        "rainy" and "ours": {"psnr", "ssim", "ms"} over all; "kinds": mean PSNR of both, and worst gain.
    """
    from models.rain.unseen import UNSEEN

    scores: dict[str, list[Score]] = {"rainy": [], "ours": []}
    kinds = {}
    for name, fall in UNSEEN.items():
        wet = [fall(rgb, np.random.default_rng((seed, 0x5EE))) for seed, rgb in zip(seeds, dry, strict=True)]
        before = [_score(lambda rgb: rgb, *pair) for pair in zip(wet, dry, strict=True)]
        after = [_score(clean, *pair) for pair in zip(wet, dry, strict=True)]
        gains = [b["psnr"] - a["psnr"] for a, b in zip(before, after, strict=True)]
        means = (float(np.mean([score["psnr"] for score in one])) for one in (before, after))
        figures = zip(("rainy", "ours", "worst_gain"), (*means, min(gains)), strict=True)
        kinds[name] = {figure: round(value, 2) for figure, value in figures}
        scores["rainy"] += before
        scores["ours"] += after
    found = {name: average(values) or {} for name, values in scores.items()}
    del found["rainy"]["ms"]
    return found | {"kinds": kinds}


def kept(clean: Way, dry: list[Byte], seeds: Sequence[int]) -> dict[str, float]:
    """Return the mean PSNR in dB of dry pictures with each pattern to themselves after cleaning."""
    from models.rain.unseen import PATTERNS

    found = {}
    for name, draw in PATTERNS.items():
        shown = [
            draw(rgb, np.random.default_rng((seed, 0xD47))) for seed, rgb in zip(seeds, dry, strict=True)
        ]
        found[name] = round(float(np.mean([limited_psnr(clean(rgb), rgb) for rgb in shown])), 2)
    return found


def best_filter(scores: dict[str, Score]) -> str:
    """Return which of the filters has the highest PSNR."""
    filters = [name for name in scores if name not in ("rainy", "ours", *APART)]
    return max(filters, key=lambda name: scores[name]["psnr"])


def _score(way: Way, rainy: Byte, truth: Byte) -> Score:
    from models.evaluation.metrics import ssim

    cleaned, elapsed = timed(lambda: way(rainy))
    return {"psnr": limited_psnr(cleaned, truth), "ssim": ssim(cleaned, truth), "ms": elapsed}
