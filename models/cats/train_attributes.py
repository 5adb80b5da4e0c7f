"""What the reader of the cats' attributes is trained on: composed cats, somewhat spoiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar

from models.base.arrays import Byte, Index
from models.base.training import LearningConfig
from models.base.typed_fields import Range
from models.cats.dataset import Split, load_cats
from models.cats.labels import ATTRIBUTES, visible
from models.portraits.attributes import SIDE
from models.portraits.train_attributes import UNSEEN, AttributesTask


@dataclass(kw_only=True)
class CatAttributesTask(AttributesTask):
    """Read fur, pattern, eyes and the like from cats: cross-entropy, summed over all attributes."""

    name = "cat_attributes"
    source = "models/cats: composed cats, the train split"
    learning = LearningConfig(batch=64, rate=2e-3, warm_up=100, horizon=2000, averaging=0.99)
    labels: ClassVar[Mapping[str, int]] = ATTRIBUTES

    count: Annotated[int, Range(1, 10**6)] = 12_000
    """Cats to train on at most; 1,000 of them take 12 MB."""

    @cached_property
    def portraits(self) -> tuple[Byte, dict[str, Index]]:
        """The training cats, composed and shrunk when first needed."""
        return labelled("train", self.count)

    @cached_property
    def held_out(self) -> tuple[Byte, dict[str, Index]]:
        """The cats of the validation split."""
        return labelled("valid", 1000)


def labelled(split: Split, count: int) -> tuple[Byte, dict[str, Index]]:
    """Return cats, (N, SIDE, SIDE, 3), and their classes, (N,) by attribute, UNSEEN where hidden."""
    cats = load_cats(split, count)
    seen = visible(cats.labels)
    labels = {name: values.copy() for name, values in cats.labels.items()}
    for name, values in labels.items():
        values[~seen[name]] = UNSEEN
    return cats.pictures(SIDE), labels
