"""Several processes that train one network together: `torchrun --nproc-per-node=2 -m agents.train …`.

Each process draws its own data (an agent's games, an image model's batches) and computes gradients from them;
their mean over all processes, by way of gloo, keeps the weights equal everywhere. Whatever else decides
whether and with what the training goes on has to be equal as well, and is agreed upon here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import numpy as np
import torch
import torch.distributed as dist
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

Value = TypeVar("Value")
Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True)
class Team:
    """A process's place among those that train together. Alone, every method returns what it was given.

    With others, every process has to call the same methods in the same order, and each waits for the rest.
    """

    rank: int = 0
    """Number of this process, from 0."""
    size: int = 1
    """How many there are."""

    @property
    def leads(self) -> bool:
        """Whether this is the process that writes files and messages."""
        return self.rank == 0

    def wrap(self, policy: nn.Module) -> nn.Module:
        """Return a module to learn with: its gradients are means over all processes.

        The weights become the leader's. Play with the policy itself: the wrapper's calls wait for the others.
        """
        return DistributedDataParallel(policy) if self.size > 1 else policy

    def from_leader(self, value: Value) -> Value:
        """Return the leader's value; anything that can be pickled."""
        if self.size == 1:
            return value
        box: list[Any] = [value]
        dist.broadcast_object_list(box, src=0)
        return cast(Value, box[0])

    def mean(self, tensor: Tensor) -> Tensor:
        """Return the mean over all processes, on memory of its own if there are several."""
        if self.size == 1:
            return tensor
        total = tensor.clone(memory_format=torch.contiguous_format)
        dist.all_reduce(total)
        return torch.empty_like(tensor).copy_(total / self.size)

    def any(self, flag: bool) -> bool:
        """Say whether one of the processes says so."""
        if self.size == 1:
            return flag
        flags = torch.tensor(int(flag))
        dist.all_reduce(flags, op=dist.ReduceOp.MAX)
        return bool(flags)

    def side_by_side(self, array: NDArray[Scalar]) -> NDArray[Scalar]:
        """Put all processes' arrays, (steps, games) of one shape, next to each other: (steps, all games)."""
        if self.size == 1:
            return array
        tensor = torch.from_numpy(np.ascontiguousarray(array))
        arrays = [torch.empty_like(tensor) for _ in range(self.size)]
        dist.all_gather(arrays, tensor)
        return cast(NDArray[Scalar], torch.cat(arrays, dim=1).numpy())


ALONE = Team()


@contextmanager
def joined() -> Iterator[Team]:
    """Join the processes that torchrun started with this one; without torchrun, stay alone."""
    if not dist.is_torchelastic_launched():
        yield ALONE
        return
    dist.init_process_group("gloo")
    try:
        yield Team(dist.get_rank(), dist.get_world_size())
    finally:
        dist.destroy_process_group()
