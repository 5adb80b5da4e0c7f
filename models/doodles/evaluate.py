"""Judge the network that looks at doodles: ``python -m models.evaluate doodles --file FILE.npz --json``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from models.doodles.data import CAT, judging, read_doodles
from models.evaluation.metrics import area_under_roc
from models.evaluation.reports import Evaluation


@dataclass(frozen=True, kw_only=True)
class Doodles(Evaluation):
    """Tell cats from other doodles, and from scribbles, blank and filled sheets."""

    file: Path
    """Arrays named by what they show, uint8 (N, 28, 28), ink bright on black; one of them is "cat"."""
    held_out: bool = False
    """Only every fifth doodle of a class: those of the training file that judge."""
    scribbles: int = 1000
    """Scribbles and sheets of a seed that training did not see."""

    def judge(self) -> dict[str, Any]:
        """Return the area under the ROC curve, the accuracy, and the share of scribbles that are no cat."""
        from models.doodles.doodles import DoodleJudge
        from models.doodles.scribbles import KINDS, scribble

        judge = DoodleJudge(self.weights)
        doodles = read_doodles(self.file)
        chosen = judging(doodles) if self.held_out else doodles
        said = {name: judge.probabilities(each) for name, each in chosen.items()}
        others = np.concatenate([each for name, each in said.items() if name != CAT])
        right = int((said[CAT] >= 0.5).sum() + (others < 0.5).sum())
        random = np.random.default_rng(20_261_128)
        nothing = {
            kind: judge.probabilities(
                np.stack([scribble(random, kind) for _ in range(-(-self.scribbles // len(KINDS)))])
            )
            for kind in KINDS
        }
        return {
            "auc": round(area_under_roc(said[CAT], others), 4),
            "accuracy": round(right / (len(said[CAT]) + len(others)), 4),
            "by_class": {
                name: round(float(((each >= 0.5) == (name == CAT)).mean()), 4) for name, each in said.items()
            },
            "nothing": {kind: round(float((each < 0.5).mean()), 4) for kind, each in nothing.items()},
        }
