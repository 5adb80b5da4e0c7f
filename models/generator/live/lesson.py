"""One round explained with its own numbers: which picture, which verdicts, which weights move and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

import torch
from torch import Tensor, nn

from models.base.arrays import Byte, Float
from models.base.tensors import to_pictures
from models.generator.live.state import Players

Side = Literal["discriminator", "generator"]
SIDES: tuple[Side, ...] = get_args(Side)
GROUPS = {"widen": "coarse", "lay": "bank", "finer": "fine"}
"""Layers that are counted to another one."""
STRETCH = 0.35
"""How far the wish moves a picture at its strongest pixel, of the range -1..1."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How a layer was changed by a round.

    Attributes:
        side: Whose layer.
        layer: Its name.
        push: Norm of the gradient.
        moved: Norm of the change, as a share of the norm of the weights.
    """

    side: Side
    layer: str
    push: float
    moved: float


@dataclass(frozen=True, slots=True)
class Weight:
    """The one number of a side that was pushed hardest: its value, the gradient, its new value."""

    layer: str
    before: float
    gradient: float
    after: float


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The discriminator's probabilities that a picture is real.

    Attributes:
        real: Of the real picture, before and after the discriminator learned.
        made: Of the made picture, likewise.
        again: Of the picture that the generator makes of the same numbers after it learned too.
    """

    real: tuple[float, float]
    made: tuple[float, float]
    again: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """One round.

    Attributes:
        step: Rounds played with this one.
        latent: The random numbers, (LATENT,).
        made: The picture that they make, (SIDE, SIDE, 3) uint8.
        real: The real picture beside it, likewise.
        verdicts: What the discriminator says.
        wished: The made picture, pushed towards what the discriminator takes for real (the gradient of the
            generator's loss at its pixels, stretched so that it can be seen).
        heat: Where it wants a change, (SIDE, SIDE) float32, 0..1.
        again: What the generator makes of the same numbers afterwards.
        loss_discriminator, loss_generator: What both lost in this round.
        moved: What was changed, layer by layer.
        weights: The number of each side that was pushed hardest.
    """

    step: int
    latent: Float
    made: Byte
    real: Byte
    verdicts: Verdicts
    wished: Byte
    heat: Float
    again: Byte
    loss_discriminator: float
    loss_generator: float
    moved: tuple[Moved, ...]
    weights: dict[Side, Weight]


class Note:
    """Writes down what happens in a round, when told; see `models.generator.live.training.Game`."""

    def __init__(self, players: Players) -> None:
        self._players = players
        self._old = {
            side: {name: value.detach().clone() for name, value in network.named_parameters()}
            for side, network in players.networks().items()
        }
        self._gradients: dict[str, dict[str, Tensor]] = {}
        self._begun = False
        self._losses = [0.0, 0.0]

    def before(self, latent: Tensor, truth: Tensor, made: Tensor) -> None:
        """Keep the first picture of the first batch."""
        if not self._begun:
            self._begun = True
            self.latent = latent[0].clone()
            self._made, self._truth = made[:1].clone(), truth[:1].clone()
            self._first = self._ask()

    def judged(self, loss: float) -> None:
        """The discriminator has learned."""
        self._second, self._losses[0] = self._ask(), loss

    def fooled(self, loss: float, lost: Callable[[Tensor], Tensor]) -> None:
        """The generator is about to learn: keep how the made picture would have to change."""
        self._losses[1] = loss
        picture = self._made.detach().clone().requires_grad_()
        (self._wish,) = torch.autograd.grad(lost(self._players.discriminator(picture).float()), picture)

    def pushed(self, side: str) -> None:
        """Keep the gradients that are about to move a side."""
        network = self._players.networks()[side]
        self._gradients[side] = {
            name: value.grad.detach().clone()
            for name, value in network.named_parameters()
            if value.grad is not None
        }

    def finish(self, step: int) -> Lesson:
        """Return the explanation."""
        with torch.no_grad():
            again = self._players.generator(self.latent[None]).float()
            verdict = torch.sigmoid(self._players.discriminator(again)).item()
        size = self._wish.abs().sum(dim=1)[0]
        step_size = STRETCH / max(self._wish.abs().max().item(), 1e-12)
        return Lesson(
            step=step,
            latent=self.latent.numpy(),
            made=to_pictures(self._made)[0],
            real=to_pictures(self._truth)[0],
            verdicts=Verdicts((self._first[0], self._second[0]), (self._first[1], self._second[1]), verdict),
            wished=to_pictures(self._made - step_size * self._wish)[0],
            heat=(size / size.max().clamp_min(1e-12)).numpy(),
            again=to_pictures(again)[0],
            loss_discriminator=self._losses[0],
            loss_generator=self._losses[1],
            moved=tuple(moved for side in SIDES for moved in self._moved(side)),
            weights={side: self._hardest(side) for side in SIDES},
        )

    def _ask(self) -> tuple[float, float]:
        """Return the probabilities of the real and of the made picture to be real."""
        with torch.no_grad():
            scores = self._players.discriminator(torch.cat((self._truth, self._made))).float().sigmoid()
        return scores[0].item(), scores[1].item()

    def _moved(self, side: Side) -> list[Moved]:
        old, gradients = self._old[side], self._gradients[side]
        new = dict(self._players.networks()[side].named_parameters())
        groups: dict[str, list[str]] = {}
        for name in new:
            groups.setdefault(_layer(name), []).append(name)
        result = []
        for layer, names in groups.items():
            change = _norm([new[name].detach() - old[name] for name in names])
            size = _norm([old[name] for name in names])
            push = _norm([gradients[name] for name in names])
            result.append(Moved(side, layer, push, change / max(size, 1e-12)))
        return result

    def _hardest(self, side: Side) -> Weight:
        gradients, old = self._gradients[side], self._old[side]
        name = max(gradients, key=lambda name: gradients[name].abs().max().item())
        place = int(gradients[name].abs().argmax())
        new: nn.Parameter = dict(self._players.networks()[side].named_parameters())[name]
        return Weight(
            _layer(name),
            old[name].reshape(-1)[place].item(),
            gradients[name].reshape(-1)[place].item(),
            new.detach().reshape(-1)[place].item(),
        )


def _layer(name: str) -> str:
    """Return the layer, or the group of layers, that a weight belongs to."""
    layer = name.partition(".")[0]
    return GROUPS.get(layer, layer)


def _norm(tensors: list[Tensor]) -> float:
    return torch.stack([tensor.square().sum() for tensor in tensors]).sum().sqrt().item()
