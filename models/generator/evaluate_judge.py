"""Judge the discriminator: ``python -m models.evaluate judge --json``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np

from models.base.arrays import Double
from models.base.typed_fields import Range
from models.evaluation.metrics import area_under_roc
from models.evaluation.reports import Evaluation
from models.generator.data_sets import DataName

SEED = 7_000_000
"""Of the first sample: far from those that the discriminator learned from."""


@dataclass(frozen=True, kw_only=True)
class Judge(Evaluation):
    """Let the discriminator tell held-out real pictures from samples that it never saw.

    "auc" is the area under the ROC curve: the probability that it gives a real picture the higher score. "By
    age" is the same against the generators that the time machine keeps, youngest first, the finished one
    last. "Accuracy" counts real pictures above a score of 0 and samples of the finished generator below;
    "calibration" is how far the probability that it tells and the share of real pictures lie apart, on
    average over ten intervals (expected calibration error; Guo et al., 2017,
    https://arxiv.org/abs/1706.04599).
    """

    data: DataName = "portraits"
    """What is judged."""
    count: Annotated[int, Range(2, 10**5)] = 500
    """Real pictures, and samples of the finished generator."""
    aged: Annotated[int, Range(2, 10**5)] = 150
    """Samples of each younger generator."""

    def judge(self) -> dict[str, Any]:
        """Return all figures by name."""
        from models.base.checkpoint import CheckpointError
        from models.generator.history import History
        from models.generator.trained_gan import TrainedGan, shrink

        gan = TrainedGan(self.weights, data=self.data)
        held_out = gan.data.held_out()
        count = min(self.count, len(held_out))
        real = gan.scores([shrink(held_out.picture(index)) for index in range(count)])
        latents = np.stack([gan.sample(SEED + number) for number in range(count)])
        made = gan.scores(list(gan.make_many(latents)))
        by_age = []
        try:
            history = History(gan.data.history)
        except CheckpointError:
            pass
        else:
            for index, step in enumerate(history.steps):
                scores = gan.scores(list(history.make(index, latents[: self.aged])))
                by_age.append({"step": step, "auc": round(area_under_roc(real, scores), 4)})
        truth = np.repeat([1.0, 0.0], [len(real), len(made)])
        told = 1 / (1 + np.exp(-np.concatenate((real, made)).astype(np.float64)))
        return {
            "auc": round(area_under_roc(real, made), 4),
            "auc_by_age": by_age,
            "accuracy": round(float(((told > 0.5) == truth).mean()), 4),
            "calibration": round(calibration_error(told, truth), 4),
            "real": len(real),
            "made": len(made),
        }


def calibration_error(told: Double, truth: Double, intervals: int = 10) -> float:
    """Return the mean distance of probabilities (N,) from what they are about, 0 or 1, by interval."""
    place = np.minimum((told * intervals).astype(int), intervals - 1)
    apart = [abs(float((told - truth)[place == index].sum())) for index in range(intervals)]
    return sum(apart) / len(told)
