"""What the attribute reader is trained on: labelled portraits, somewhat spoiled."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, cast

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base.arrays import Byte, Index, Random
from models.base.tensors import to_tensor
from models.base.training import Batch, LearningConfig, Task
from models.base.typed_fields import Range
from models.portraits.attributes import SIDE, AttributeNet
from models.portraits.dataset import Portraits, load_split
from models.portraits.labels import FULL_BEARD, LABELS

UNSEEN = -100
"""Label of what cannot be seen, which cross-entropy leaves out."""


@dataclass(kw_only=True)
class AttributesTask(Task):
    """Read hair, glasses and the like from cartoon portraits: cross-entropy, summed over all attributes."""

    name = "attributes"
    learning = LearningConfig(batch=64, rate=2e-3, warm_up=100, horizon=4000, averaging=0.99)

    labels: ClassVar[Mapping[str, int]] = LABELS
    """What is read."""

    count: Annotated[int, Range(1, 10**6)] = 16_000
    """Portraits to train on at most; 1,000 of them take 12 MB."""

    def build(self) -> nn.Module:
        """Return the untrained network."""
        return AttributeNet(labels=self.labels)

    @cached_property
    def portraits(self) -> tuple[Byte, dict[str, Index]]:
        """The training portraits, decoded and shrunk when first needed."""
        return labelled(load_split("train", self.data / "portraits"), self.count)

    def batch(self, random: Random, count: int) -> Batch:
        """Draw portraits and spoil them a little: what networks draw is not as clean."""
        pictures, labels = self.portraits
        chosen = random.integers(len(pictures), size=count)
        spoiled = np.stack([spoil(pictures[i], random) for i in chosen])
        return {
            "picture": to_tensor(spoiled),
            **{name: torch.from_numpy(values[chosen]) for name, values in labels.items()},
        }

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return the loss; figures: share of right answers."""
        logits = network(batch["picture"])
        losses = [functional.cross_entropy(logits[name].float(), batch[name]) for name in self.labels]
        right = [
            (logits[name].argmax(1) == batch[name])[batch[name] != UNSEEN].float().mean()
            for name in self.labels
        ]
        return torch.stack(losses).sum(), {"right": torch.stack(right).mean().item()}

    @cached_property
    def held_out(self) -> tuple[Byte, dict[str, Index]]:
        """The portraits of the validation split."""
        return labelled(load_split("valid", self.data / "portraits"), 1000)

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Return the share of right answers by attribute, where it can be seen.

        A hair's colour counts on a bald man's beard too, be it a shadow.
        """
        pictures, labels = self.held_out
        with torch.inference_mode():
            logits = cast(dict[str, Tensor], network(to_tensor(pictures)))
        right = {name: values.argmax(1).numpy() == labels[name] for name, values in logits.items()}
        return {name: float(values[labels[name] != UNSEEN].mean()) for name, values in right.items()}


def labelled(portraits: Portraits, count: int) -> tuple[Byte, dict[str, Index]]:
    """Return portraits, (N, SIDE, SIDE, 3), and their classes, (N,) by attribute, UNSEEN where hidden."""
    pictures = portraits.pictures(SIDE, count)
    labels = {name: portraits.labels[name][:count].copy() for name in LABELS}
    hairless = (labels["hair_style"] == 0) & (labels["facial_hair"] == 0)
    labels["hair_colour"][hairless] = UNSEEN
    for name in ("mouth", "smile"):
        labels[name][labels["facial_hair"] == FULL_BEARD] = UNSEEN
    return pictures, labels


def spoil(picture: Byte, random: Random) -> Byte:
    """Move (SIDE, SIDE, 3) by up to two pixels, and now and then blur it, add noise or change its light."""
    spoiled = cv2.copyMakeBorder(picture, 2, 2, 2, 2, cv2.BORDER_REPLICATE)
    top, left = (int(n) for n in random.integers(0, 5, 2))
    spoiled = spoiled[top : top + SIDE, left : left + SIDE]
    if random.random() < 0.3:
        spoiled = cv2.GaussianBlur(spoiled, (0, 0), float(random.uniform(0.3, 1.2)))
    values = spoiled.astype(np.float64)
    if random.random() < 0.5:
        values = values * random.uniform(0.95, 1.05) + random.uniform(-5, 5)
    if random.random() < 0.5:
        values = values + random.normal(0, random.uniform(1, 6), values.shape)
    return values.clip(0, 255).astype(np.uint8)
