"""What the portrait network is trained on: labelled portraits with holes, their labels told only in part."""

from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base.arrays import Index, Mask, Random
from models.base.runtime import half_precision
from models.base.tensors import to_tensor
from models.base.training import Batch, Snapshot, Task, built, from_weights, mean_psnr
from models.inpainting.masks import boxes, centre_box, free_form
from models.inpainting.portrait_maps import begin
from models.inpainting.portrait_network import SIDE, PortraitNet, certain
from models.inpainting.train import hole_error
from models.portraits.dataset import Portraits, load_split
from models.portraits.labels import ATTRIBUTES

GUESSES = 0.05
"""Weight of the guesses' cross-entropy."""
SEEN = 0.2
"""Weight of the error where the picture is seen, beside that in the hole."""


@dataclass(kw_only=True)
class PortraitTask(Task):
    """Complete cartoon portraits: absolute error in the hole, cross-entropy for the guessed attributes."""

    name = "portrait"

    def build(self) -> nn.Module:
        """Return the untrained network."""
        return PortraitNet()

    def start(self, seed: int) -> Snapshot:
        """Return a network whose maps are what can be read off the training portraits."""
        network = cast(PortraitNet, built(self, super().start(seed).weights))
        begin(network, self.portraits)
        return from_weights(network.state_dict())

    @cached_property
    def portraits(self) -> Portraits:
        """The training portraits."""
        return load_split("train", self.data / "portraits")

    def batch(self, random: Random, count: int) -> Batch:
        """Draw portraits, holes, and for whom no label is told: a quarter."""
        chosen = random.integers(len(self.portraits), size=count)
        batch = portrait_batch(self.portraits, chosen, [hole(random) for _ in chosen])
        return {**batch, "untold": torch.from_numpy(random.random((count, 1)) < 0.25)}

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return the loss; figures: error of the drawing, share of right guesses."""
        net = cast(PortraitNet, network)
        truth, mask = batch["truth"], batch["mask"]
        logits, seen = net.look(truth, mask)
        guessed = {name: values.softmax(1).detach() for name, values in logits.items()}
        told = {n: torch.where(batch["untold"], guessed[n], certain(n, batch[n])) for n in ATTRIBUTES}
        # The eyes learn from the guesses alone: an error of the drawing would teach them to hedge.
        drawn = net.draw([maps.detach() for maps in seen], told)
        # What is seen is drawn too, and thrown away: it teaches the same maps.
        weight = mask + SEEN * (1 - mask)
        area = 3 * weight.sum()
        absolute = (weight * (drawn - truth).abs()).sum() / area
        squared = (weight * (drawn - truth).square()).sum() / area
        guesses = sum(functional.cross_entropy(logits[name], batch[name]) for name in ATTRIBUTES)
        right = np.mean([(logits[n].argmax(1) == batch[n]).float().mean().item() for n in ATTRIBUTES])
        figures = {"absolute": absolute.item(), "right": float(right)}
        return absolute + squared + GUESSES * cast(Tensor, guesses), figures

    @cached_property
    def held_out(self) -> dict[str, Batch]:
        """Portraits of the validation split with a centre box, and with half of the face gone."""
        portraits = load_split("valid", self.data / "portraits")
        chosen = np.arange(32)
        half = np.zeros((SIDE, SIDE), bool)
        half[:, SIDE // 2 :] = True
        box = centre_box((SIDE, SIDE))
        masks = {"box": box, "half": half}
        return {name: portrait_batch(portraits, chosen, [m] * len(chosen)) for name, m in masks.items()}

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Return PSNR inside the hole (dB), and the share of right guesses.

        PSNR with the likeliest attributes, with a blend by probability, and with the true ones.
        """
        net = cast(PortraitNet, network)
        figures: dict[str, float] = {}
        for kind, batch in self.held_out.items():
            truth, mask = batch["truth"], batch["mask"]
            with torch.inference_mode(), half_precision():
                logits, seen = net.look(truth, mask)
                likeliest = {name: values.argmax(1) for name, values in logits.items()}
                told = {
                    "likeliest": {name: certain(name, values) for name, values in likeliest.items()},
                    "blended": {name: values.softmax(1) for name, values in logits.items()},
                    "told": {name: certain(name, batch[name]) for name in ATTRIBUTES},
                }
                drawings = {way: net.draw(seen, attributes) for way, attributes in told.items()}
            for way, drawn in drawings.items():
                figures[f"{kind}_{way}"] = mean_psnr(hole_error(drawn.clamp(-1, 1), truth, mask))
            for name in ("hair_colour", "glasses", "hair_style"):
                figures[f"{kind}_{name}"] = (likeliest[name] == batch[name]).float().mean().item()
        return figures


def portrait_batch(portraits: Portraits, chosen: Index, masks: list[Mask]) -> Batch:
    """Return "truth" (N, 3, SIDE, SIDE) in -1..1, "mask" (N, 1, SIDE, SIDE), and attributes' classes (N,)."""
    pictures = np.stack([portraits.picture(int(i)) for i in chosen])
    labels = {name: torch.from_numpy(portraits.labels[name][chosen]) for name in ATTRIBUTES}
    return {"truth": to_tensor(pictures), "mask": to_tensor(np.stack(masks)[..., None]), **labels}


def hole(random: Random) -> Mask:
    """Draw a hole: strokes, boxes, a half, a band or the middle; 5 to 75 per cent of the portrait."""
    size = (SIDE, SIDE)
    chance = random.random()
    if chance < 0.40:
        return free_form(size, random, 0.05, 0.45)
    if chance < 0.65:
        return boxes(size, random, 0.6)
    if chance < 0.80:
        return centre_box(size, random.uniform(0.08, 0.5))
    mask = np.zeros(size, bool)
    share = int(SIDE * random.uniform(0.25, 0.7))
    mask[:share] = True
    return np.ascontiguousarray(np.rot90(mask, int(random.integers(4))))
