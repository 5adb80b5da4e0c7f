"""All that is needed to go on with a live training, and its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import numpy as np
import torch
from torch import Tensor, nn

from models.base import checkpoint
from models.base.arrays import Float
from models.base.checkpoint import CheckpointError
from models.base.running_mean import follow
from models.base.typed_fields import Range, parse
from models.generator.live.networks import Discriminator, Generator
from models.generator.live.settings import Controls

MODEL = "live_gan"
EPSILON = 1e-6
"""Adam's; large enough that a gradient that vanishes moves nothing, as it would without Adam."""
LONGEST = 0.995
"""Memory of the running mean of the generator's weights, at most."""
SUFFIX = ".safetensors"
MAX_BYTES = 32 * 2**20
MOMENTS = ("step", "exp_avg", "exp_avg_sq")
"""What Adam remembers of each weight."""
MOST_POINTS = 400
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

Tensors = Mapping[str, Tensor]


@dataclass(frozen=True)
class Progress:
    """Where a training stands: what a file's metadata say.

    Attributes:
        seed: The run's.
        step: Rounds played.
        seconds: Time spent on them, over all resumptions.
        controls: How everything was turned.
    """

    seed: Annotated[int, Range(0, 2**32 - 1)]
    step: Annotated[int, Range(0, 2**32 - 1)]
    seconds: Annotated[float, Range(0, 1e9)]
    controls: Controls


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
            "kind": "training",
            "seed": self.seed,
            "step": self.step,
            "seconds": self.seconds,
            "controls": controls,
        }
        curve = torch.from_numpy(np.ascontiguousarray(self.curve))
        checkpoint.save(path, {**self.tensors, "curve": curve}, notes)

    @classmethod
    def load(cls, path: Path) -> State:
        """Read a file that may come from anyone.

        Raises:
            CheckpointError: See its codes.
        """
        tensors, found = checkpoint.read(path, _checked, MAX_BYTES)
        curve = tensors.pop("curve").numpy()
        steps = np.concatenate(([0], curve[:, 0]))
        counts = [value for name, value in tensors.items() if name.endswith((".step", ".exp_avg_sq"))]
        if (np.diff(steps) < 0).any() or any(bool((value < 0).any()) for value in counts):
            raise CheckpointError("damaged", f"{path} holds negative counts, or steps out of order")
        return cls(**vars(found), curve=curve, tensors=MappingProxyType(tensors))


def _checked(layout: checkpoint.Layout, metadata: dict[str, Any]) -> Progress:
    if metadata.get("model") != MODEL:
        raise CheckpointError("foreign", "it is not of a live training")
    controls = metadata.get("controls")
    if isinstance(controls, dict) and "exhibit" in controls:
        metadata["controls"] = {"failure" if key == "exhibit" else key: controls[key] for key in controls}
    found = parse(metadata, Progress, more=True)
    shape, _ = layout.get("curve", ((), None))
    points = shape[0] if shape and shape[0] <= MOST_POINTS else MOST_POINTS
    checkpoint.require(layout, {**expected(), "curve": ((points, len(FIGURES)), torch.float32)})
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
            remembered = self.optimisers[side].state
            for name, value in network.named_parameters():
                result[f"{side}.{name}"] = value.detach().clone()
                for part in MOMENTS:
                    known = remembered[value].get(part) if value in remembered else None
                    fresh = torch.zeros(() if part == "step" else value.shape)
                    result[f"{side}.{name}.{part}"] = fresh if known is None else known.detach().clone()
        return MappingProxyType(result)

    def restore(self, tensors: Tensors) -> None:
        """Take everything from copies."""
        self.mean = {name: tensors[f"mean.{name}"].clone() for name in self.mean}
        for side, network in self.networks().items():
            for name, value in network.named_parameters():
                with torch.no_grad():
                    value.copy_(tensors[f"{side}.{name}"])
                self.optimisers[side].state[value] = {
                    part: tensors[f"{side}.{name}.{part}"].clone() for part in MOMENTS
                }


@cache
def expected() -> checkpoint.Layout:
    """Return shape and dtype of each of a state's tensors."""
    return checkpoint.layout(Players(0).tensors())


def thinned(curve: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Drop every second point but the last, when there are too many."""
    return curve if len(curve) < MOST_POINTS else [*curve[:-1:2], curve[-1]]


def small(mean: Mapping[str, Tensor]) -> Tensors:
    """Return the generator's weights in half precision, for the time machine."""
    return MappingProxyType({name: value.half() for name, value in mean.items()})
