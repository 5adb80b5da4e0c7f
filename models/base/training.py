"""The one training loop of the image models: a generator that yields snapshots and can be resumed exactly.

A task says what the network is, what a batch is and what is lost on it; everything else is here. Every batch
is drawn from (seed, step) alone, so a training that was stopped and resumed takes the very steps that it
would have taken.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from models.base import checkpoint
from models.base.running_mean import follow
from models.base.runtime import half_precision

Batch = Mapping[str, Tensor]


@dataclass(frozen=True, slots=True)
class LearningConfig:
    """How to train, whatever is trained."""

    seed: int = 1
    """Draws the first weights and every batch."""
    batch: int = 16
    """Pieces a step."""
    rate: float = 1e-3
    """Peak step size of AdamW."""
    momentum: float = 0.9
    """How long AdamW remembers directions."""
    warm_up: int = 200
    """Steps over which the step size rises from nothing."""
    horizon: int = 12_000
    """Steps over which it falls along a cosine, to a fiftieth."""
    averaging: float = 0.999
    """Memory of the running mean of weights, which is what is kept."""
    clip: float = 1.0
    """Largest norm of a gradient."""
    every: int = 50
    """Steps between snapshots."""
    threads: int = 1
    """Threads of torch."""


class Task(Protocol):
    """What is trained."""

    name: str

    def build(self) -> nn.Module:
        """Return the untrained network."""

    def batch(self, random: np.random.Generator, count: int) -> Batch:
        """Draw a batch."""

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return what is lost on a batch, and figures to be shown."""

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Judge the network on pictures that it is not trained on."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a training stands.

    Attributes:
        step: Steps taken.
        seconds: Time spent on them, over all resumptions.
        figures: Means since the last snapshot: "loss" and what the task reports.
    """

    step: int
    seconds: float
    figures: dict[str, float] = field(default_factory=dict)


class Diverged(Exception):
    """The loss is no longer a finite number."""


class Learner:
    """Network, optimiser and running mean; iterate `steps` to train."""

    def __init__(self, task: Task, config: LearningConfig) -> None:
        self.task, self.config = task, config
        torch.manual_seed(config.seed)
        self.network = task.build().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.mean = self._clone()
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(),
            lr=config.rate,
            betas=(config.momentum, 0.99),
            eps=1e-12,  # the gradient of a weight that touches few pixels is smaller than the usual 1e-8
            weight_decay=1e-4,
            fused=True,
        )
        self.step = 0
        self.seconds = 0.0

    def begin(self, change: Callable[[nn.Module], None]) -> None:
        """Change the untrained network before the first step."""
        change(self.network)
        self.mean = self._clone()

    def _clone(self) -> dict[str, Tensor]:
        return {name: value.detach().clone() for name, value in self.network.state_dict().items()}

    def steps(self) -> Iterator[Snapshot]:
        """Train, without end, and yield a snapshot every so many steps.

        Raises:
            Diverged: The loss became infinite or not a number; the running mean is as it was before.
        """
        config = self.config
        torch.set_num_threads(config.threads)
        figures: dict[str, float] = {}
        since = time.perf_counter()
        while True:
            batch = self.task.batch(np.random.default_rng((config.seed, self.step)), config.batch)
            shown = self.advance(batch)
            self.step += 1
            self._average()
            for name, figure in shown.items():
                figures[name] = figures.get(name, 0.0) + figure / config.every
            if self.step % config.every == 0:
                self.seconds += time.perf_counter() - since
                since = time.perf_counter()
                yield Snapshot(self.step, self.seconds, figures)
                figures = {}

    def advance(self, batch: Batch) -> dict[str, float]:
        """Take one step; return figures to be shown."""
        with half_precision():
            loss, shown = self.task.loss(self.network, batch)
        return {"loss": self.update(loss, self.network), **shown}

    def update(self, loss: Tensor, *modules: nn.Module) -> float:
        """Move the weights of some modules, and of no others, against the gradient; return the loss.

        Raises:
            Diverged: The loss is not finite; nothing was moved.
        """
        if not math.isfinite(value := loss.item()):
            raise Diverged(f"the loss is {value} at step {self.step}")
        weights = [weight for module in modules for weight in module.parameters()]
        gradients = torch.autograd.grad(loss, weights, allow_unused=True)
        self.optimiser.zero_grad(set_to_none=True)
        for weight, gradient in zip(weights, gradients, strict=True):
            weight.grad = gradient
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate()
        nn.utils.clip_grad_norm_(weights, self.config.clip)
        self.optimiser.step()
        return value

    def rate(self) -> float:
        """Return the step size of the present step."""
        config = self.config
        rising = min(1.0, (self.step + 1) / config.warm_up)
        done = min(1.0, self.step / config.horizon)
        return config.rate * rising * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))

    def averaged(self) -> nn.Module:
        """Return a network with the running mean of the weights."""
        network = self.task.build()
        network.load_state_dict(self.mean)
        return network.eval().to(memory_format=torch.channels_last)  # type: ignore[no-any-return, call-overload]

    def _average(self) -> None:
        memory = min(self.config.averaging, (1 + self.step) / (10 + self.step))
        follow(self.mean, self.network, 1 - memory)

    def save(self, path: Path, command: str) -> None:
        """Write all that is needed to go on."""
        tensors = {f"network.{name}": value for name, value in self.network.state_dict().items()}
        tensors |= {f"mean.{name}": value for name, value in self.mean.items()}
        names = [name for name, _ in self.network.named_parameters()]
        for index, state in self.optimiser.state_dict()["state"].items():
            for key, value in state.items():
                tensors[f"optimiser.{names[index]}.{key}"] = torch.as_tensor(value)
        checkpoint.save(path, tensors, self._metadata("training", command))

    def export(self, path: Path, command: str, metrics: Mapping[str, float], data: str) -> None:
        """Write the running mean alone, in half precision: what ships."""
        tensors = {
            name: value.half() if value.is_floating_point() else value for name, value in self.mean.items()
        }
        notes = self._metadata("weights", command) | {"metrics": dict(metrics), "data": data}
        checkpoint.save(path, tensors, notes)

    def _metadata(self, kind: str, command: str) -> dict[str, Any]:
        return {
            "model": self.task.name,
            "kind": kind,
            "config": asdict(self.config),
            "step": self.step,
            "seconds": round(self.seconds, 1),
            "command": command,
        }

    def resume(self, path: Path) -> None:
        """Go on from a file that `save` wrote, or begin from weights that `export` wrote.

        Raises:
            CheckpointError: The file is not sound, or another model's.
        """
        tensors, metadata = checkpoint.load(path, max_bytes=256 * 2**20)
        if metadata.get("model") != self.task.name:
            raise checkpoint.CheckpointError("foreign", f"{path} is not of {self.task.name}")
        if metadata.get("kind") == "weights":
            weights = {name: value.float() for name, value in tensors.items()}
            self._load(self.network, weights)
            self.mean = self._clone()
            return
        self._load(self.network, _under(tensors, "network."))
        self.mean = _under(tensors, "mean.")
        self._load(self.task.build(), self.mean)  # shapes
        state = self.optimiser.state_dict()
        for index, (name, _) in enumerate(self.network.named_parameters()):
            if parts := _under(tensors, f"optimiser.{name}."):
                state["state"][index] = parts
        self.optimiser.load_state_dict(state)
        self.step, self.seconds = int(metadata["step"]), float(metadata["seconds"])

    def _load(self, network: nn.Module, tensors: dict[str, Tensor]) -> None:
        expected = {
            name: (tuple(value.shape), value.dtype) for name, value in self.network.state_dict().items()
        }
        checkpoint.require(tensors, expected)
        network.load_state_dict(tensors)


def _under(tensors: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
