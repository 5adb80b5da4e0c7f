"""Where to compute: the processor, a graphics card by CUDA, or Apple's by Metal."""

import os
from typing import Literal

import torch

DeviceName = Literal["auto", "cpu", "cuda", "mps"]


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
