"""A running mean of a network's weights, kept by the names of its state."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn


@torch.no_grad()
def follow(mean: Mapping[str, Tensor], network: nn.Module, share: float) -> None:
    """Move a mean towards a network's newest weights, in place; what is no fraction is taken as it is.

    `mean` has tensors by the names of the network's state; `share` goes from 0 (stay) to 1 (all the way).
    """
    for name, value in network.state_dict().items():
        if value.is_floating_point():
            mean[name].lerp_(value, share)
        else:
            mean[name].copy_(value)
