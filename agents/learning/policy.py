"""The network: what it sees in, action preferences and a value out."""

import math

import torch
from torch import Tensor, nn

from agents.emulators.games import Mirror
from agents.learning import sparse

LAYOUT = torch.channels_last if torch.backends.cpu.get_cpu_capability() == "AVX2" else torch.contiguous_format
"""How pictures lie in memory: planes innermost, an update takes a processor with AVX2 alone 0.6 of the time,
and one with AVX-512 a little longer."""


class Policy(nn.Module):
    """A small actor-critic on uint8 observations.

    Two convolutions and one hidden layer serve both heads. The first convolution's usual kernel and stride
    (8, 4) let each filter see a ball and its tail over a few steps, and leave so few positions that the
    network costs less than the emulator. An empty margin about the court makes the filters' places cover all
    of it: what they leave out, the network is blind to.

    With a mirror it looks at the court and at its reflection, and takes the mean of both answers, the second
    one's actions turned back: what it learns on one side of the court it knows on the other, by construction
    (van der Pol et al. 2020, "MDP homomorphic networks").
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
        mirror: Mirror | None = None,
        recalls: bool = False,
        pool: bool = False,
    ) -> None:
        """Build, with the weights that PyTorch makes.

        Args:
            observation_shape: (planes, rows, columns).
            actions: How many there are.
            channels: Filters of the two convolutions.
            hidden: Units of the hidden layer.
            kernel: Side of the first convolution's filters.
            stride: From one of its places to the next.
            mirror: Look at every observation in this mirror as well.
            recalls: The first plane tells of own actions, and is no picture.
            pool: Of each of the second convolution's filters keep the strongest answer alone; its places are
                then one apart instead of two, so that hardly anything falls between them.

        Raises:
            ValueError: If the observation is too small for the convolutions.
        """
        planes, rows, columns = observation_shape
        places, margins = zip(*(_tiling(side, kernel, stride) for side in (rows, columns)), strict=True)
        if min(rows, columns) < kernel:
            raise ValueError(
                f"observation {observation_shape} is too small: at least {kernel}×{kernel} is needed"
            )
        super().__init__()
        self.observation_shape = observation_shape
        self.mirror = mirror
        self.pictures = slice(1 if recalls else 0, None)
        """Which planes of an observation are pictures."""
        self.convolution1 = nn.Conv2d(planes, channels[0], kernel, stride, padding=margins)
        self.convolution2 = nn.Conv2d(channels[0], channels[1], kernel_size=4, stride=1 if pool else 2)
        self.pool = pool
        self.hidden = nn.Linear(channels[1] * (1 if pool else places[0] * places[1]), hidden)
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
        """Judge observations, uint8 (batch, planes, rows, columns).

        Returns:
            Logits float32 (batch, actions) and values float32 (batch,).
        """
        mirror = self.mirror
        axis = mirror.axis if mirror else None
        features = sparse.features(observation, self.convolution1, self.convolution2, axis)
        if features is None:
            features = torch.relu(self.convolution1(self._both(observation)))
            features = torch.relu(self.convolution2(features))
        features = features.amax((2, 3)) if self.pool else features.flatten(1)
        features = torch.relu(self.hidden(features))
        logits, values = self.actor(features).float(), self.critic(features).squeeze(1).float()
        if mirror is None:
            return logits, values
        (plain, mirrored), (value, mirrored_value) = logits.chunk(2), values.chunk(2)
        return 0.5 * (plain + mirrored[:, mirror.actions]), 0.5 * (value + mirrored_value)

    def _both(self, observation: Tensor) -> Tensor:
        """Return pixels from 0 to 1, float32, followed by their reflections."""
        pixels = observation.to(torch.float32, memory_format=LAYOUT).mul_(1 / 255)
        if self.mirror is None:
            return pixels
        return torch.cat([pixels, pixels.flip(2 if self.mirror.axis == "rows" else 3)])


def _tiling(side: int, kernel: int, stride: int) -> tuple[int, int]:
    """Let both convolutions cover a side to its last block.

    Return the places of the second one's filters, 4 wide and 2 apart, and the first one's margin at either
    end.
    """
    places = 1
    while (covered := kernel + stride * (2 * places + 1)) < side:
        places += 1
    return places, (covered - side + 1) // 2
