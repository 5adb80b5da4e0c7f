"""The network that looks at doodles: three pairs of convolutions, then one number."""

import torch
from torch import Tensor, nn


class DoodleNetwork(nn.Module):
    """Says how much a doodle looks like a cat."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for inputs, outputs in ((1, 24), (24, 48), (48, 96)):
            layers += [
                nn.Conv2d(inputs, outputs, 3, padding=1),
                nn.ReLU(),
                nn.Conv2d(outputs, outputs, 3, padding=1),
                nn.ReLU(),
                nn.MaxPool2d(2),
            ]
        self.look = nn.Sequential(*layers)
        self.judge = nn.Sequential(
            nn.Flatten(), nn.Dropout(0.4), nn.Linear(96 * 9, 64), nn.ReLU(), nn.Dropout(0.3), nn.Linear(64, 1)
        )

    def forward(self, ink: Tensor) -> Tensor:
        """Map ink (N, 1, 28, 28), 0..1, to logits (N,): above 0 it is a cat."""
        return torch.flatten(self.judge(self.look(ink)))
