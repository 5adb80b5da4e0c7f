"""All that is needed to go on with a live training, and its file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.base import checkpoint
from models.base.checkpoint import CheckpointError
from models.base.running_mean import follow
from models.generator.live.networks import Discriminator, Generator
from models.generator.live.settings import Controls

MODEL = "live_gan"
EPSILON = 1e-6
"""Adam's; large enough that a gradient that vanishes moves nothing, as it would without Adam."""
LONGEST = 0.995
"""Memory of the running mean of the generator's weights, at most."""
SUFFIX = ".safetensors"
MAX_BYTES = 32 * 2**20
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

Curve = NDArray[np.float32]
Tensors = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True)
class State:
    """Where a training stands, with copies of all tensors.

    Attributes:
        seed: The run's.
        step: Rounds played.
        seconds: Time spent on them, over all resumptions.
        controls: How everything was turned.
        curve: (points, FIGURES), from the start.
        tensors: Both networks, the generator's running mean, and what the optimisers remember.
    """

    seed: int
    step: int
    seconds: float
    controls: Controls
    curve: Curve
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
        tensors, notes = checkpoint.load(path, max_bytes=MAX_BYTES)
        if notes.get("model") != MODEL:
            raise CheckpointError("foreign", f"{path} is not of a live training")
        curve = tensors.pop("curve", torch.zeros(0))
        if (
            curve.dtype != torch.float32
            or curve.ndim != 2
            or curve.shape[1] != len(FIGURES)
            or len(curve) > MOST_POINTS
        ):
            raise CheckpointError("wrong_shape", f"{path}: the curve is {tuple(curve.shape)}")
        checkpoint.require(checkpoint.layout(tensors), expected())
        try:
            named = notes["controls"]
            controls = Controls(**{"failure" if name == "exhibit" else name: named[name] for name in named})
            seed, step, seconds = int(notes["seed"]), int(notes["step"]), float(notes["seconds"])
            if not (0 <= seed < 2**32 and 0 <= step < 2**32 and 0 <= seconds < 1e9):
                raise ValueError(json.dumps(notes)[:200])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise CheckpointError("damaged", f"{path} has garbled metadata: {error}") from error
        return cls(seed, step, seconds, controls, curve.numpy(), MappingProxyType(tensors))


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
                for part in ("exp_avg", "exp_avg_sq", "step"):
                    known = remembered[value].get(part) if value in remembered else None
                    shape = () if part == "step" else value.shape
                    result[f"{side}.{name}.{part}"] = (
                        torch.zeros(shape) if known is None else known.detach().clone()
                    )
        return MappingProxyType(result)

    def restore(self, tensors: Tensors) -> None:
        """Take everything from copies."""
        self.mean = {name: tensors[f"mean.{name}"].clone() for name in self.mean}
        for side, network in self.networks().items():
            for name, value in network.named_parameters():
                with torch.no_grad():
                    value.copy_(tensors[f"{side}.{name}"])
                self.optimisers[side].state[value] = {
                    part: tensors[f"{side}.{name}.{part}"].clone()
                    for part in ("step", "exp_avg", "exp_avg_sq")
                }


def expected() -> checkpoint.Layout:
    """Return shape and dtype of each of a state's tensors."""
    return checkpoint.layout(Players(0).tensors())


def thinned(curve: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Drop every second point but the last, when there are too many."""
    return curve if len(curve) < MOST_POINTS else [*curve[:-1:2], curve[-1]]


def small(mean: Mapping[str, Tensor]) -> Tensors:
    """Return the generator's weights in half precision, for the time machine."""
    return MappingProxyType({name: value.half() for name, value in mean.items()})
