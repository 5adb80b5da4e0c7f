"""The network: what it sees in, action preferences and a value out."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn


class Policy(nn.Module):
    """A small actor-critic on uint8 observations.

    Two convolutions and one hidden layer serve both heads. The first convolution's usual kernel and stride
    (8, 4) let each filter see a ball and its tail over a few steps, and leave so few positions that the
    network costs less than the emulator.
    """

    def __init__(
        self,
        observation_shape: tuple[int, int, int],
        actions: int,
        channels: tuple[int, int] = (16, 32),
        hidden: int = 128,
        *,
        kernel: int = 8,
        stride: int = 4,
    ) -> None:
        """Build, with the weights that PyTorch makes.

        Args:
            observation_shape: (planes, rows, columns).
            actions: Number of actions.
            channels: Filters of the two convolutions.
            hidden: Units of the hidden layer.
            kernel: Side of the first convolution's filters.
            stride: From one of its places to the next.

        Raises:
            ValueError: If the observation is too small for the convolutions.
        """
        super().__init__()
        planes, rows, columns = observation_shape
        sizes = [((side - kernel) // stride + 1 - 4) // 2 + 1 for side in (rows, columns)]
        if min(rows, columns) < kernel or min(sizes) < 1:
            least = kernel + 3 * stride
            raise ValueError(
                f"observation {observation_shape} is too small: at least {least}×{least} is needed"
            )
        self.observation_shape = observation_shape
        self.convolution1 = nn.Conv2d(planes, channels[0], kernel, stride)
        self.convolution2 = nn.Conv2d(channels[0], channels[1], kernel_size=4, stride=2)
        self.hidden = nn.Linear(channels[1] * sizes[0] * sizes[1], hidden)
        self.actor = nn.Linear(hidden, actions)
        self.critic = nn.Linear(hidden, 1)

    def initialise(self, generator: torch.Generator) -> None:
        """Draw orthogonal weights (Saxe et al. 2014), small ones for the actor: it begins nearly uniform."""
        gains = {"actor": 0.01, "critic": 1.0}
        for name, parameter in self.named_parameters():
            layer, kind = name.split(".")
            if kind == "bias":
                nn.init.zeros_(parameter)
            else:
                nn.init.orthogonal_(parameter, gains.get(layer, math.sqrt(2)), generator=generator)

    def forward(self, observation: Tensor) -> tuple[Tensor, Tensor]:
        """Judge observations.

        Args:
            observation: uint8 (batch, planes, rows, columns).

        Returns:
            Logits float32 (batch, actions) and values float32 (batch,).
        """
        pixels = observation.float().mul_(1 / 255)
        features = torch.relu(self.convolution2(torch.relu(self.convolution1(pixels))))
        features = torch.relu(self.hidden(features.flatten(1)))
        return self.actor(features).float(), self.critic(features).squeeze(1).float()
