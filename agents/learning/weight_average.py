"""The weights that play: a mean of those that learn.

A step of stochastic gradient descent overshoots now and then, and for some updates the agent then loses
again and again in one and the same place. In the mean over many updates that cancels out (Polyak and
Juditsky 1992). How many are good to take grows with the time that learning has taken: at first yesterday's
weights are worth little, later they are as good as today's (Shamir and Zhang 2013, "polynomial-decay
averaging").
"""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn

from models.base.running_mean import follow


class WeightAverage:
    """A running mean of a network's weights.

    Attributes:
        weights: The mean, by the names of the network's state; it changes with every `take_in`.
    """

    def __init__(self, policy: nn.Module) -> None:
        """Begin with a network's weights, as they are."""
        self.weights: Mapping[str, Tensor] = {
            name: tensor.detach().clone() for name, tensor in policy.state_dict().items()
        }

    def take_in(self, policy: nn.Module, span: float) -> None:
        """Go after the network's newest weights.

        Args:
            policy: The network.
            span: Updates that the mean is to be over; with one or fewer, it is the newest weights.
        """
        follow(self.weights, policy, 1 / max(1.0, span))

    def finite(self) -> bool:
        """Return whether all weights are numbers; once one was not, the mean is none for ever."""
        return all(bool(tensor.isfinite().all()) for tensor in self.weights.values())
