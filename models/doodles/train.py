"""How the network learns to tell cats from other doodles, and from scribbles."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base.arrays import Byte
from models.base.training import Batch, LearningConfig, Task
from models.doodles.data import CAT, judging, read_doodles
from models.doodles.network import DoodleNetwork
from models.doodles.scribbles import scribble
from models.evaluation.metrics import area_under_roc

OTHERS, SCRIBBLES = 0.25, 0.25
"""Shares of a batch; the rest are cats."""
POOL = 8000
"""Scribbles that a training chooses from."""


@dataclass(kw_only=True)
class DoodleTask(Task):
    """A cat or none, from 28 × 28 cells of ink."""

    name: ClassVar[str] = "doodles"
    learning: ClassVar[LearningConfig] = LearningConfig(
        batch=128, rate=2e-3, warm_up=100, horizon=3000, averaging=0.99, every=50
    )
    source: ClassVar[str] = (
        "Quick, Draw! doodles (Google, CC BY 4.0) and emoji of Noto (Google, OFL-1.1), each less "
        "every fifth, and own scribbles"
    )

    data: Path = Path("data/doodles.npz")
    """Arrays named by what they show, uint8 (N, 28, 28)."""

    def build(self) -> nn.Module:
        """Return the untrained network."""
        return DoodleNetwork()

    def batch(self, random: np.random.Generator, count: int) -> Batch:
        """Draw doodles, each turned, shifted, thickened or mirrored a little."""
        cats, others, scribbles = self._pools
        few, many = round(SCRIBBLES * count), round(OTHERS * count)
        parts = ((scribbles, few, 0.0), (others, many, 0.0), (cats, count - few - many, 1.0))
        ink = np.concatenate([pool[random.integers(len(pool), size=n)] for pool, n, _ in parts])
        answers = np.concatenate([np.full(n, answer, np.float32) for _, n, answer in parts])
        return {"ink": varied(torch.from_numpy(ink)[:, None] / 255, random), "cat": torch.from_numpy(answers)}

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return the cross-entropy."""
        return functional.binary_cross_entropy_with_logits(network(batch["ink"]), batch["cat"]), {}

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Return the area under the ROC curve on doodles that are not trained on."""
        held = judging(self._doodles)
        with torch.inference_mode():
            scores = {
                name: network(torch.from_numpy(each)[:, None] / 255).numpy() for name, each in held.items()
            }
        others = np.concatenate([each for name, each in scores.items() if name != CAT])
        return {"auc": area_under_roc(scores[CAT], others)}

    @cached_property
    def _doodles(self) -> dict[str, Byte]:
        return read_doodles(self.data)

    @cached_property
    def _pools(self) -> tuple[Byte, Byte, Byte]:
        own = judging(self._doodles, held_out=False)
        random = np.random.default_rng(0)
        scribbles = np.stack([scribble(random) for _ in range(POOL)])
        return own[CAT], np.concatenate([each for name, each in own.items() if name != CAT]), scribbles


def varied(ink: Tensor, random: np.random.Generator) -> Tensor:
    """Turn, scale, shift, mirror and thicken doodles (N, 1, H, W), 0..1, each in its own way."""
    count = len(ink)
    turn = random.normal(0, 0.15, count)
    scale = random.uniform(0.9, 1.25, (count, 2)) * np.stack(
        [random.choice([-1, 1], count), np.ones(count)], 1
    )
    shift = random.uniform(-0.12, 0.12, (count, 2))
    cos, sin = np.cos(turn), np.sin(turn)
    rows = [
        [cos * scale[:, 0], -sin * scale[:, 1], shift[:, 0]],
        [sin * scale[:, 0], cos * scale[:, 1], shift[:, 1]],
    ]
    affine = torch.from_numpy(np.array(rows, np.float32).transpose(2, 0, 1).copy())
    grid = functional.affine_grid(affine, list(ink.shape), align_corners=False)
    moved = functional.grid_sample(ink, grid, align_corners=False)
    thick = functional.max_pool2d(moved, 3, 1, 1) * 0.5 + moved * 0.5
    thin = functional.avg_pool2d(moved, 3, 1, 1) * 1.5
    which = torch.from_numpy(random.integers(0, 4, count))[:, None, None, None]
    return torch.where(which == 0, thick, torch.where(which == 1, thin, moved)).clamp(0, 1)
