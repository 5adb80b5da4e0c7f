"""The one training loop of the image models: a generator of snapshots that can be resumed exactly.

A task says what the network is, what a batch is and what is lost on it; everything else is here. A step
depends on the weights and on (seed, step) alone, so a training that was stopped and resumed takes the very
steps that it would have taken.
"""

import math
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, NamedTuple, cast

import numpy as np
import torch
import tyro
from torch import Tensor, nn

from models.base import checkpoint
from models.base.crops import DATA
from models.base.distributed import ALONE, Team
from models.base.running_mean import follow
from models.base.runtime import Notes, half_precision
from models.base.threads import use_threads
from models.base.typed_fields import Range, parse

Batch = Mapping[str, Tensor]
Tensors = Mapping[str, Tensor]
CPU = torch.device("cpu")
MAX_BYTES = 256 * 2**20
"""Size limit of a training's file."""


@dataclass(frozen=True, slots=True)
class LearningConfig:
    """How to train, whatever is trained."""

    seed: Annotated[int, tyro.conf.arg(aliases=["--seed"]), Range(0, 2**31)] = 1
    """Draws the first weights and every batch."""
    batch: Annotated[int, Range(1, 65536)] = 16
    """Examples in a batch; of each process under torchrun."""
    rate: Annotated[float, Range(0, 1e30)] = 1e-3
    """Peak learning rate of AdamW."""
    momentum: Annotated[float, Range(0, 0.9999)] = 0.9
    """AdamW's memory of gradients (beta 1)."""
    warm_up: Annotated[int, Range(0, 2**31)] = 200
    """Steps over which the learning rate rises from zero."""
    horizon: Annotated[int, Range(1, 2**31)] = 12_000
    """Steps over which it falls along a cosine, to a fiftieth; training ends there."""
    averaging: Annotated[float, Range(0, 1)] = 0.999
    """Memory of the running mean of weights, which is what is kept; 0: the newest weights are kept."""
    clip: Annotated[float, Range(0, 1e30)] = 1.0
    """Largest norm of a gradient."""
    every: Annotated[int, Range(1, 2**31)] = 50
    """Steps between snapshots."""
    threads: Annotated[int, tyro.conf.arg(aliases=["--threads"]), Range(1, 1024)] = 1
    """Threads of torch."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a training stands; nothing in it changes any more."""

    step: int
    """Steps taken."""
    seconds: float
    """Time spent on them, over all resumptions."""
    figures: Mapping[str, float]
    """Means since the last snapshot: "loss" and what the task reports."""
    tensors: Tensors
    """All that is needed to go on, on the processor: "network.NAME" (the newest weights), "mean.NAME" (their
    running mean), "optimiser.NAME.KEY" and "memory.NAME" (the task's)."""

    def __post_init__(self) -> None:
        for name in ("figures", "tensors"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def weights(self) -> dict[str, Tensor]:
        """The running mean of the weights, by the names of the network's state."""
        return self.part("mean")

    def part(self, prefix: str) -> dict[str, Tensor]:
        """Return the tensors under a prefix, without it."""
        prefix += "."
        return {n.removeprefix(prefix): value for n, value in self.tensors.items() if n.startswith(prefix)}


class Update(NamedTuple):
    """A step of the optimiser that a task asks for."""

    name: str
    """Of the loss, among the figures."""
    loss: Tensor
    """What to make smaller, a scalar."""
    modules: Sequence[nn.Module]
    """Those whose weights move; no others do."""
    figures: Mapping[str, float]
    """What else to report."""


@dataclass(kw_only=True)
class Task:
    """What is trained; its fields are options of the command line.

    A task has `build`, `batch`, and either `loss` or `updates`.
    """

    name: ClassVar[str]
    learning: ClassVar[LearningConfig] = LearningConfig()
    """How it is trained unless the command line says otherwise."""
    source: ClassVar[str] = "tools/prepare_portraits.py: labelled portraits, the train split"
    """What it is trained on, for the weights' metadata."""
    memory = cast(Tensors, MappingProxyType({}))
    """What `refresh` found; saved and restored with the training."""

    data: Path = DATA
    """Folder that tools/prepare_photos.py and tools/prepare_portraits.py filled."""

    def build(self) -> nn.Module:
        """Return the untrained network."""
        raise NotImplementedError

    def start(self, seed: int) -> Snapshot:
        """Return where a new training begins: weights drawn from a seed."""
        with _seeded(seed):
            return from_weights(self.build().state_dict())

    def refresh(self, step: int, weights: Tensors) -> None:
        """Renew `memory`; called before every step, with the running mean of the weights."""

    def batch(self, random: np.random.Generator, count: int) -> Batch:
        """Draw a batch, on the processor."""
        raise NotImplementedError

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return the loss on a batch, and figures to report."""
        raise NotImplementedError

    def trained(self, network: nn.Module) -> Sequence[nn.Module]:
        """Return the parts of the network that learn from `loss`."""
        return (network,)

    def updates(self, network: nn.Module, batch: Batch, step: int) -> Iterator[Update]:
        """Yield the updates of a step; each is made before the next one is asked for."""
        with half_precision(next(iter(batch.values())).device.type):
            loss, figures = self.loss(network, batch)
        yield Update("loss", loss, self.trained(network), figures)

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Return figures of a network (on the processor) on pictures that are not trained on."""
        return {}

    def notes(self, notes: dict[str, Any], snapshot: Snapshot) -> dict[str, Any]:
        """Return the metadata of the weights, given those of this training."""
        return notes


class Diverged(Exception):
    """The loss is no longer a finite number."""


def train(
    task: Task,
    config: LearningConfig,
    start: Snapshot | None = None,
    *,
    steps: int | None = None,
    device: torch.device = CPU,
    team: Team = ALONE,
) -> Generator[Snapshot, None, None]:
    """Train until the horizon, and yield a snapshot every `config.every` steps and at the end.

    Args:
        task: What is trained.
        config: How.
        start: Where to go on; None begins a new training.
        steps: End after so many steps already.
        device: Where to compute.
        team: The processes that train together, each on batches of its own.

    Raises:
        Diverged: The loss became infinite or not a number.
        CheckpointError: `start` is of another network.
    """
    start = start or task.start(config.seed)
    network = built(task, team.from_leader(start.part("network"))).to(device)
    mean = {name: value.to(device, copy=True) for name, value in start.weights.items()}
    parameters = dict(network.named_parameters())
    optimiser = torch.optim.AdamW(
        parameters.values(),
        betas=(config.momentum, 0.99),
        eps=1e-12,  # the gradient of a weight that touches few pixels is smaller than the usual 1e-8
        weight_decay=1e-4,
        fused=True,
    )
    for key, state in start.part("optimiser").items():
        weight = parameters[key.rpartition(".")[0]]
        # The fused step takes it for granted that its means lie in memory as the weight does.
        like = torch.empty_like(weight if state.ndim else state, device=device, requires_grad=False)
        optimiser.state[weight][key.rpartition(".")[2]] = like.copy_(state)
    task.memory = start.part("memory")
    end = config.horizon if steps is None else min(config.horizon, start.step + steps)
    seconds, since = start.seconds, time.perf_counter()
    sums: dict[str, float] = {}
    taken = 0
    with use_threads(config.threads):
        for step in range(start.step, end):
            task.refresh(step, mean)
            own = (team.rank,) if team.rank else ()
            random = np.random.default_rng(np.random.SeedSequence((config.seed, step), spawn_key=own))
            batch = {name: value.to(device) for name, value in task.batch(random, config.batch).items()}
            for group in optimiser.param_groups:
                group["lr"] = learning_rate(config, step)
            with _seeded(int(random.integers(2**63)), device):
                for name, loss, modules, figures in task.updates(network, batch, step):
                    value = team.mean(loss.detach()).item()
                    if not math.isfinite(value):
                        raise Diverged(f"the {name} is {value} at step {step}")
                    moved = [weight for module in modules for weight in module.parameters()]
                    gradients = torch.autograd.grad(loss, moved, allow_unused=True)
                    optimiser.zero_grad(set_to_none=True)
                    for weight, gradient in zip(moved, gradients, strict=True):
                        weight.grad = None if gradient is None else team.mean(gradient)
                    nn.utils.clip_grad_norm_(moved, config.clip)
                    optimiser.step()
                    for key, figure in (*figures.items(), (name, value)):
                        sums[key] = sums.get(key, 0.0) + figure
            follow(mean, network, 1 - min(config.averaging, (step + 2) / (step + 11)))
            taken += 1
            if (step + 1) % config.every == 0 or step + 1 == end:
                means = team.mean(torch.tensor(list(sums.values()), dtype=torch.float64) / taken).tolist()
                seconds += time.perf_counter() - since
                tensors = {f"network.{key}": tensor for key, tensor in network.state_dict().items()}
                tensors |= {f"mean.{key}": tensor for key, tensor in mean.items()}
                for key, weight in parameters.items():
                    moments = optimiser.state[weight]
                    tensors |= {f"optimiser.{key}.{part}": tensor for part, tensor in moments.items()}
                tensors |= {f"memory.{key}": tensor for key, tensor in task.memory.items()}
                tensors = {key: tensor.detach().to(CPU, copy=True) for key, tensor in tensors.items()}
                yield Snapshot(step + 1, seconds, dict(zip(sums, means, strict=True)), tensors)
                sums, taken, since = {}, 0, time.perf_counter()


def learning_rate(config: LearningConfig, step: int) -> float:
    """Return the learning rate of a step, counted from 0: a linear rise, times a cosine."""
    rising = min(1.0, (step + 1) / max(1, config.warm_up))
    done = min(1.0, step / config.horizon)
    return config.rate * rising * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))


@contextmanager
def _seeded(seed: int, device: torch.device = CPU) -> Iterator[None]:
    """Let what torch draws inside (first weights, dropout) depend on a seed, and on nothing outside."""
    kind, devices = ("cuda", []) if device.type == "cpu" else (device.type, [device])
    with torch.random.fork_rng(devices, device_type=kind):
        torch.manual_seed(seed)
        yield


def from_weights(weights: Tensors) -> Snapshot:
    """Return the start of a training that goes out from such weights, as float32."""
    tensors = {
        f"{part}.{name}": value.float() if value.is_floating_point() else value
        for part in ("network", "mean")
        for name, value in weights.items()
    }
    return Snapshot(0, 0.0, {}, tensors)


def built(task: Task, weights: Tensors) -> nn.Module:
    """Return a task's network with such weights, on the processor; a CheckpointError says they do not fit."""
    with _seeded(0):
        network = task.build()
    checkpoint.require(checkpoint.layout(weights), checkpoint.layout(network.state_dict()))
    network.load_state_dict(weights)
    return network.to(memory_format=torch.channels_last)  # type: ignore[no-any-return, call-overload]


def mean_psnr(errors: Tensor) -> float:
    """Return the mean PSNR in dB for mean squared errors (N,) of pictures in -1..1."""
    return 10 * torch.log10(4 / errors.clamp_min(1e-9)).mean().item()


def save(path: Path, snapshot: Snapshot, notes: Mapping[str, Any]) -> None:
    """Write, as `checkpoint.save` does, all that is needed to go on.

    `notes` name the "model" and say how it is trained.
    """
    checkpoint.save(path, snapshot.tensors, {**notes, "kind": "training", **_progress(snapshot)})


def export(path: Path, snapshot: Snapshot, notes: Mapping[str, Any]) -> None:
    """Write, as `checkpoint.save` does, the mean of the weights alone, in half precision: what ships."""
    tensors = {n: w.half() if w.is_floating_point() else w for n, w in snapshot.weights.items()}
    checkpoint.save(path, tensors, {**_progress(snapshot), "kind": "weights", **notes})


def _progress(snapshot: Snapshot) -> dict[str, float]:
    return {"step": snapshot.step, "seconds": round(snapshot.seconds, 1)}


def load(path: Path, task: Task) -> Snapshot:
    """Read, as `checkpoint.read` does, what `save` wrote, to go on, or what `export` wrote, to begin with."""
    with _seeded(0):
        network = task.build()
    own = checkpoint.layout(network.state_dict())

    def check(layout: checkpoint.Layout, metadata: dict[str, Any]) -> Notes:
        notes = parse(metadata, Notes, more=True)
        if notes.model != task.name:
            raise checkpoint.CheckpointError("foreign", f"{path} is not of {task.name}")
        if notes.kind == "weights":
            checkpoint.require(layout, own, any_float=True)
            return notes
        wanted = {f"{part}.{name}": form for part in ("network", "mean") for name, form in own.items()}
        for name, weight in network.named_parameters():
            if f"optimiser.{name}.step" in layout:
                shapes = {"step": (), "exp_avg": tuple(weight.shape), "exp_avg_sq": tuple(weight.shape)}
                wanted |= {f"optimiser.{name}.{k}": (shape, torch.float32) for k, shape in shapes.items()}
        wanted |= {name: form for name, form in layout.items() if name.startswith("memory.")}
        checkpoint.require(layout, wanted)
        return notes

    tensors, notes = checkpoint.read(path, check, MAX_BYTES)
    return (
        from_weights(tensors) if notes.kind == "weights" else Snapshot(notes.step, notes.seconds, {}, tensors)
    )
