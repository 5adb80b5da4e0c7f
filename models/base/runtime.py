"""How networks are run: on which device, with weights from disk, in half precision where it is faster."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn

from models.base import checkpoint
from models.base.typed_fields import Range, parse
from models.base.weights import WEIGHTS, ShippedWeights

DeviceName = Literal["auto", "cpu", "cuda", "mps"]

_loaded: WeakKeyDictionary[nn.Module, ShippedWeights] = WeakKeyDictionary()
"""Frozen networks with shipped weights, as long as anybody has them."""


class DeviceError(Exception):
    """A device that was asked for is not there; the message says which are."""


def choose(name: DeviceName) -> torch.device:
    """Return a device by name; "auto" is the fastest that there is. Under torchrun every process has its own.

    Raises:
        DeviceError: There is no such device.
    """
    found = [kind for kind in ("cuda", "mps") if getattr(torch, kind).is_available()] + ["cpu"]
    kind = found[0] if name == "auto" else name
    if kind not in found:
        raise DeviceError(f"--device {kind}: torch finds no such device here, only {', '.join(found)}")
    if kind != "cuda":
        return torch.device(kind)
    return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")) % torch.cuda.device_count())


@dataclass(frozen=True)
class Notes:
    """What the metadata of weights, and of trainings of such, say; more is passed over."""

    model: str = ""
    kind: Literal["weights", "training"] = "weights"
    step: Annotated[int, Range(0, 2**40)] = 0
    """Steps of training taken."""
    seconds: Annotated[float, Range(0, 1e10)] = 0.0
    """Time spent on them."""


def load_network(model: str, build: Callable[[], nn.Module], weights: Path | None = None) -> nn.Module:
    """Build a network, float32 and frozen, with its shipped weights, or with those of another file.

    Args:
        model: Id in WEIGHTS.
        build: Makes the untrained network.
        weights: Another file than the shipped one.

    Raises:
        WeightsError: The shipped file is missing or was changed.
        CheckpointError: The file cannot be read, or is of another shape.
    """
    network = build()
    if weights is None:
        take_shipped(model, network)
    else:
        network.load_state_dict(load_weights(weights, network))
    return _frozen(network)


def take_shipped(model: str, network: nn.Module) -> None:
    """Put shipped weights into a network, which is frozen with that: all in one process share them.

    Args:
        model: Id in WEIGHTS.
        network: Of that model; it may be on torch's "meta" device, a plan without numbers.

    Raises:
        WeightsError: The file is missing or was changed.
        CheckpointError: The file cannot be read, or is of another shape.
    """
    shipped = WEIGHTS[model]
    path = shipped.verify()
    other = next((each for each, its in list(_loaded.items()) if its == shipped), None)
    planned = any(tensor.is_meta for tensor in network.parameters())
    if other is None:
        network.load_state_dict(load_weights(path, network), assign=planned)
    else:
        network.load_state_dict(other.state_dict(), assign=True)
    _loaded[_frozen(network)] = shipped


def _frozen(network: nn.Module) -> nn.Module:
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last)  # type: ignore[no-any-return, call-overload]


def load_weights(path: Path, network: nn.Module) -> dict[str, Tensor]:
    """Read the weights of a network, fractions in any precision; it is asked for names and shapes alone.

    Raises:
        CheckpointError: The file cannot be read, or is of another shape.
    """

    def check(layout: checkpoint.Layout, metadata: dict[str, Any]) -> None:
        parse(metadata, Notes, more=True)
        checkpoint.require(layout, checkpoint.layout(network.state_dict()), any_float=True)

    tensors, _ = checkpoint.read(path, check)
    return {name: value.float() if value.is_floating_point() else value for name, value in tensors.items()}


def half_precision(device: str = "cpu") -> AbstractContextManager[Any]:
    """Compute in bfloat16 where that takes half the time; sums and weights stay float32."""
    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    fast = device == "cuda" or (device == "cpu" and supported is not None and supported())
    return torch.autocast(device, torch.bfloat16, enabled=fast)
