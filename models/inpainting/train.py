"""What the photo network is trained on: pieces of photographs and drawings with holes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base.arrays import Byte, Mask, Random
from models.base.crops import Crops
from models.base.runtime import half_precision
from models.base.tensors import to_float, to_tensor
from models.base.training import Batch, Task, mean_psnr
from models.base.typed_fields import Range
from models.classifier.network import Classifier, EfficientNetLite0
from models.evaluation.metrics import FEATURE_LAYERS
from models.inpainting.fills import harmonic_fill
from models.inpainting.inpainter import build, predict
from models.inpainting.masks import KINDS, boxes, evaluation_mask, free_form, scratches

CANVAS = 256
"""Holes are as large as in a picture of this side, whatever the size of the piece."""

HELD_OUT = 24
"""Pieces to validate on."""


def inputs(pieces: list[Byte], masks: list[Mask]) -> Batch:
    """Return {"truth", "fill"}: (N, 3, H, W) in -1..1, and {"mask"}: (N, 1, H, W), 1 for missing."""
    truth, holes = to_float(np.stack(pieces)), np.stack(masks)
    fill = np.stack([harmonic_fill(piece, hole) for piece, hole in zip(truth, holes, strict=True)])
    return {"truth": to_tensor(truth), "fill": to_tensor(fill), "mask": to_tensor(holes[..., None])}


def hole_error(result: Tensor, truth: Tensor, mask: Tensor) -> Tensor:
    """Return the mean squared error inside each picture's hole, (N,), for values in -1..1."""
    squares = (mask * (result - truth).square()).sum(dim=(1, 2, 3))
    return squares / (3 * mask.sum(dim=(1, 2, 3))).clamp_min(1)


@dataclass(kw_only=True)
class InpaintingTask(Task):
    """Fill holes in photographs and drawings.

    The loss is the squared error on a logarithmic scale, as PSNR has it: an easy picture counts as much as a
    hard one. Beside it, if wanted, how different the result looks to EfficientNet-Lite0, which minds texture
    and edges.
    """

    name = "inpainting"
    source = "tools/prepare_photos.py: photographs and drawings from Debian packages"

    side: Annotated[int, Range(16, 256)] = 96
    """Side of a piece in pixels, a multiple of 16; of 32 with perception."""
    perception: Annotated[float, Range(0, 1e6)] = 0.0
    """Weight of how different the result looks to EfficientNet-Lite0."""

    def build(self) -> nn.Module:
        """Return the untrained network."""
        return build()

    @cached_property
    def crops(self) -> Crops:
        """The training pictures, loaded when first needed."""
        return Crops({"photos": 0.85, "drawings": 0.15}, "train", self.data)

    def batch(self, random: Random, count: int) -> Batch:
        """Cut pieces and holes."""
        pieces = [self.crops.piece(random, self.side) for _ in range(count)]
        return inputs(pieces, [training_mask(random, self.side) for _ in pieces])

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return the mean logarithm of the error; figures: gain in dB over the harmonic fill."""
        truth, fill, mask = batch["truth"], batch["fill"], batch["mask"]
        result = predict(network, fill, mask)
        error = hole_error(result, truth, mask)
        before = hole_error(fill, truth, mask)
        gain = 10 * (torch.log10(before + 1e-4) - torch.log10(error.detach() + 1e-4)).mean()
        absolute = (mask * (result - truth).abs()).sum() / (3 * mask.sum()).clamp_min(1)
        loss, figures = torch.log(error + 1e-3).mean() + absolute, {"gain": gain.item()}
        if self.perception:
            apart = self._apart(result, truth)
            loss, figures = loss + self.perception * apart, {**figures, "apart": apart.item()}
        return loss, figures

    @cached_property
    def eye(self) -> EfficientNetLite0:
        """The frozen classifier that looks at results; -1..1 is nearly its own range."""
        return Classifier().model

    def _apart(self, result: Tensor, truth: Tensor) -> Tensor:
        """Return `metrics.feature_distance` averaged over a batch in -1..1, with a gradient."""
        eye = self.eye.to(truth.device)
        with torch.no_grad():
            wanted = dict(eye.layers(truth))
        distances = []
        for name, maps in eye.layers(result):
            if name in FEATURE_LAYERS:
                difference = functional.normalize(maps, dim=1) - functional.normalize(wanted[name], dim=1)
                distances.append(difference.square().sum(dim=1).mean())
        return torch.stack(distances).mean()

    @cached_property
    def held_out(self) -> dict[str, Batch]:
        """Whole validation pictures at 256 x 256 with each kind of evaluation mask."""
        crops = Crops({"photos": 1.0}, "valid", self.data)
        random = np.random.default_rng(0)
        pieces = [crops.piece(random, CANVAS - CANVAS // 4) for _ in range(HELD_OUT)]
        size, seeds = (CANVAS - CANVAS // 4,) * 2, range(1000, 1000 + HELD_OUT)
        return {
            kind: inputs(pieces, [evaluation_mask(kind, size, seed) for seed in seeds]) for kind in KINDS[:4]
        }

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Return PSNR inside the hole by kind of mask, and its gain over the harmonic fill, in dB."""
        figures: dict[str, float] = {}
        for kind, batch in self.held_out.items():
            truth, fill, mask = batch["truth"], batch["fill"], batch["mask"]
            with torch.inference_mode(), half_precision():
                pairs = zip(fill[:, None], mask[:, None], strict=True)
                result = torch.cat([predict(network, *pair) for pair in pairs])
            psnr, before = (mean_psnr(hole_error(r.clamp(-1, 1), truth, mask)) for r in (result, fill))
            figures[kind] = psnr
            figures[f"{kind}_gain"] = psnr - before
        return figures


def training_mask(random: Random, side: int) -> Mask:
    """Cut a window of `side` from a mask of CANVAS pixels, 3 to 60 per cent of it missing."""
    for _ in range(20):
        chance, size = random.random(), (CANVAS, CANVAS)
        if chance < 0.55:
            whole = free_form(size, random, 0.10, 0.35)
        elif chance < 0.88:
            whole = scratches(size, random)
        else:
            whole = boxes(size, random, 0.35)
        for _ in range(4):
            top, left = (int(n) for n in random.integers(0, CANVAS - side + 1, 2))
            window = whole[top : top + side, left : left + side]
            if 0.03 <= window.mean() <= 0.6:
                return window.copy()
    return evaluation_mask("box_25", (side, side), 0)
