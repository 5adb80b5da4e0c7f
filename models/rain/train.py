"""What the rain network is trained on: pieces of photographs in all weathers, and some that stay dry."""

from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

import numpy as np
import torch
from torch import Tensor, nn

from models.base.arrays import Byte, Random
from models.base.crops import Crops
from models.base.runtime import half_precision
from models.base.tensors import to_tensor
from models.base.training import Batch, LearningConfig, Task, mean_psnr
from models.base.typed_fields import Range
from models.rain.remover import build, predict
from models.rain.streaks import evaluation_rain, spray
from models.rain.weather import developed, patterned, rain_on

DRY = 0.12
"""Share of pieces without rain: they must come through untouched."""
HELD_OUT = 24
"""Pieces to validate on."""
FLOOR = 1e-3
"""Squared error that is as good as none; of pictures in -1..1, so 36 dB. With less, what dry pieces ask for
drowns what rainy ones do."""
WET = 1e-4
"""Pieces that rain has changed by less, as a squared error, count for no gain."""


@dataclass(kw_only=True)
class RainTask(Task):
    """Take rain off photographs: squared error on a logarithmic scale beside the absolute error."""

    name = "rain"
    learning = LearningConfig(rate=3e-4)
    source = "tools/prepare_photos.py: photographs and drawings from Debian packages; synthetic rain"

    side: Annotated[int, Range(8, 1024)] = 112
    """Side of a piece in pixels, a multiple of 8."""

    def build(self) -> nn.Module:
        """Return the untrained network."""
        return build()

    @cached_property
    def crops(self) -> Crops:
        """The training pictures, loaded when first needed."""
        return Crops({"photos": 0.9, "drawings": 0.1}, "train", self.data)

    def batch(self, random: Random, count: int) -> Batch:
        """Cut pieces and let it rain on most of them."""
        pairs = [self.pair(random) for _ in range(count)]
        rainy, truth = (np.stack(side) for side in zip(*pairs, strict=True))
        return {"truth": to_tensor(truth), "rainy": to_tensor(rainy)}

    def pair(self, random: Random) -> tuple[Byte, Byte]:
        """Return a piece, rainy and dry, (side, side, 3) uint8 each."""
        piece = patterned(self.crops.piece(random, self.side), random)
        if random.random() < DRY:
            return piece, piece
        return developed(rain_on(piece, random), piece, random)

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return the loss; figures: gain in dB on pieces with rain, PSNR of dry ones to themselves."""
        truth, rainy = batch["truth"], batch["rainy"]
        result = predict(network, rainy)
        error = (result - truth).square().mean(dim=(1, 2, 3))
        before = (rainy - truth).square().mean(dim=(1, 2, 3))
        wet = before > WET
        with torch.no_grad():
            gain = 10 * torch.log10(before / error.clamp_min(1e-7))[wet].mean()
        loss = torch.log(error + FLOOR).mean() + 2 * (result - truth).abs().mean()
        return loss, {"gain": gain.item()}

    @cached_property
    def held_out(self) -> Batch:
        """Validation pictures with rain of every kind."""
        crops = Crops({"photos": 1.0}, "valid", self.data)
        random = np.random.default_rng(0)
        pieces = [crops.piece(random, 192) for _ in range(HELD_OUT)]
        rainy = [spray(piece, evaluation_rain(seed)) for seed, piece in enumerate(pieces)]
        return {"truth": to_tensor(np.stack(pieces)), "rainy": to_tensor(np.stack(rainy))}

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Return PSNR (dB) of rainy pictures before and after, and of dry pictures to themselves."""
        truth, rainy = self.held_out["truth"], self.held_out["rainy"]
        with torch.inference_mode(), half_precision():
            cleaned = torch.cat([predict(network, picture[None]) for picture in rainy])
            kept = torch.cat([predict(network, picture[None]) for picture in truth])
        return {
            name: mean_psnr((a.clamp(-1, 1) - truth).square().mean(dim=(1, 2, 3)))
            for name, a in (("before", rainy), ("after", cleaned), ("dry", kept))
        }
