"""All that is needed to go on with a live training, and its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import torch
from torch import Tensor, nn

from models.base import checkpoint
from models.base.arrays import Float
from models.base.checkpoint import CheckpointError
from models.base.live_training import (
    Tensors,
    copied,
    put_back,
    read_training,
    require_training,
    save_training,
)
from models.base.running_mean import follow
from models.base.typed_fields import Range, parse
from models.generator.data_sets import DataName
from models.generator.live.networks import Discriminator, Generator
from models.generator.live.settings import Controls

MODEL = "live_gan"
EPSILON = 1e-6
"""Adam's; large enough that a gradient that vanishes moves nothing, as it would without Adam."""
LONGEST = 0.995
"""Memory of the running mean of the generator's weights, at most."""
SUFFIX = ".safetensors"
FIGURES = (
    "step",
    "seconds",
    "loss_discriminator",
    "loss_generator",
    "real",
    "made",
    "push_discriminator",
    "push_generator",
    "variety",
    "kinds",
)
"""Columns of a curve. `real` and `made` are the mean probabilities that the discriminator gives to real and
made pictures of being real; pushes are norms of gradients; for the last two see `live_data.Real`."""


@dataclass(frozen=True)
class Progress:
    """Where a training stands: what a file's metadata say.

    Attributes:
        seed: The run's.
        step: Rounds played.
        seconds: Time spent on them, over all resumptions.
        controls: How everything was turned.
        data: What the real pictures are.
    """

    seed: Annotated[int, Range(0, 2**32 - 1)]
    step: Annotated[int, Range(0, 2**32 - 1)]
    seconds: Annotated[float, Range(0, 1e9)]
    controls: Controls
    data: DataName = field(default="portraits", kw_only=True)


@dataclass(frozen=True)
class State(Progress):
    """All that is needed to go on, with copies of all tensors.

    Attributes:
        curve: (points, FIGURES), from the start.
        tensors: Both networks, the generator's running mean, and what the optimisers remember.
    """

    curve: Float
    tensors: Tensors

    def save(self, path: Path) -> None:
        """Write it, whole or not at all.

        Raises:
            CheckpointError: "not_finite" or "unwritable".
        """
        controls = asdict(self.controls)
        controls["exhibit"] = controls.pop("failure")  # its name in files
        notes = {
            "model": MODEL,
            "seed": self.seed,
            "step": self.step,
            "seconds": self.seconds,
            "controls": controls,
            "data": self.data,
        }
        save_training(path, self.tensors, self.curve, notes)

    @classmethod
    def load(cls, path: Path, data: DataName | None = None) -> State:
        """Read a file that may come from anyone; with `data` it must be of that data set.

        Raises:
            CheckpointError: See its codes.
        """
        found, curve, tensors = read_training(path, _checked)
        if data not in (None, found.data):
            raise CheckpointError("foreign", f"it is of {found.data}, not of {data}")
        return cls(**vars(found), curve=curve, tensors=tensors)


def _checked(layout: checkpoint.Layout, metadata: dict[str, Any]) -> Progress:
    if metadata.get("model") != MODEL:
        raise CheckpointError("foreign", "it is not of a live training")
    controls = metadata.get("controls")
    if isinstance(controls, dict) and "exhibit" in controls:
        metadata["controls"] = {"failure" if key == "exhibit" else key: controls[key] for key in controls}
    found = parse(metadata, Progress, more=True)
    require_training(layout, expected(), len(FIGURES))
    return found


class Players:
    """Both networks, their optimisers and the generator's running mean.

    Args:
        seed: Draws the first weights.
    """

    def __init__(self, seed: int) -> None:
        with torch.random.fork_rng(devices=()):
            torch.manual_seed(seed)
            self.generator: nn.Module = Generator().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
            self.discriminator: nn.Module = Discriminator().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.mean = {name: value.detach().clone() for name, value in self.generator.state_dict().items()}
        self.optimisers = {
            name: torch.optim.Adam(network.parameters(), betas=(0.5, 0.99), eps=EPSILON, fused=True)
            for name, network in self.networks().items()
        }

    def networks(self) -> dict[str, nn.Module]:
        """Return both by name."""
        return {"generator": self.generator, "discriminator": self.discriminator}

    def follow(self, step: int, *, quick: bool) -> None:
        """Move the running mean of the generator's weights, which is what is shown, after round `step`.

        It looks back over the last hundredth of the way: at first what was yesterday is of no use, later it
        calms the pictures down. Where the change itself is to be seen, it is `quick` to follow.
        """
        memory = 0.9 if quick else min(LONGEST, (1 + step) / (12 + step))
        follow(self.mean, self.generator, 1 - memory)

    def tensors(self) -> Tensors:
        """Copy everything."""
        result = {f"mean.{name}": value.clone() for name, value in self.mean.items()}
        for side, network in self.networks().items():
            result |= copied(side, network, self.optimisers[side])
        return MappingProxyType(result)

    def restore(self, tensors: Tensors) -> None:
        """Take everything from copies."""
        self.mean = {name: tensors[f"mean.{name}"].clone() for name in self.mean}
        for side, network in self.networks().items():
            put_back(side, network, self.optimisers[side], tensors)


@cache
def expected() -> checkpoint.Layout:
    """Return shape and dtype of each of a state's tensors."""
    return checkpoint.layout(Players(0).tensors())


def small(mean: Mapping[str, Tensor]) -> Tensors:
    """Return the generator's weights in half precision, for the time machine."""
    return MappingProxyType({name: value.half() for name, value in mean.items()})
