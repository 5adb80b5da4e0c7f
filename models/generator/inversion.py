"""Back from a picture to the latent that draws it: the encoder's guess, then optimisation."""

from __future__ import annotations

import time
from dataclasses import dataclass

import torch
from torch import Tensor

from models.base.arrays import Byte
from models.base.tiles import Cancelled, Progress, Stop
from models.generator.directions import Latent
from models.generator.network import Gan

RATE = 0.08
"""Step size of the search, in standard deviations."""
LEAST = 6
"""Steps that are taken however slow the machine is."""
TIGHT = 2e-4
"""Weight of the latent's squared length in the search: unlikely latents give ugly sliders."""
FAR = 16.0
"""Mean difference, of 255, from which a picture is not the kind that the network knows: more than for 99 of
100 portraits that it never saw."""
ELSEWHERE = 0.15
"""Weight of what the brush did not touch, against what it did."""


@dataclass(frozen=True, slots=True)
class Found:
    """The nearest portrait to a picture.

    Attributes:
        latent: (LATENT,) float32.
        picture: What it draws, (side, side, 3) uint8.
        psnr: Between the two pictures, dB.
        distance: Their mean absolute difference, 0..255.
        far: Whether that is so much that the picture is no portrait of the kind that the network knows.
    """

    latent: Latent
    picture: Byte
    psnr: float
    distance: float
    far: bool


def search(
    network: Gan,
    picture: Tensor,
    start: Tensor,
    seconds: float,
    progress: Progress | None,
    cancelled: Stop | None,
) -> Tensor:
    """Move a latent until what it draws is as near to a picture as the time allows.

    Args:
        network: What draws.
        picture: (1, 3, side, side), -1..1.
        start: (1, LATENT).
        seconds: How long; nothing is done in none.
        progress: Told the share of the time that is over.
        cancelled: Asked after every step whether to stop; then Cancelled is raised.

    Returns:
        The best latent seen, (1, LATENT).
    """
    if seconds <= 0:
        return start
    begin, taken = time.perf_counter(), 0
    latent = start.clone().requires_grad_()
    optimiser = torch.optim.Adam([latent], lr=RATE, betas=(0.9, 0.99))
    best, least = start.clone(), float("inf")
    while (over := min(1.0, (time.perf_counter() - begin) / seconds)) < 1 or taken < LEAST:
        if cancelled is not None and cancelled():
            raise Cancelled
        if progress is not None:
            progress(over)
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - over) + RATE / 20
        error = network.generator(latent).float() - picture
        likeness = error.square().mean()
        if likeness.item() < least:
            best, least = latent.detach().clone(), likeness.item()
        loss = likeness + TIGHT * latent.square().mean()
        (latent.grad,) = torch.autograd.grad(loss, [latent])
        optimiser.step()
        taken += 1
    if progress is not None:
        progress(1.0)
    return best


def follow(network: Gan, latent: Tensor, target: Tensor, weight: Tensor, steps: int, rate: float) -> Tensor:
    """Let a latent follow the gradient towards painted colours.

    Args:
        network: What draws.
        latent: (1, LATENT).
        target: (1, 3, side, side), -1..1: the colours that are wanted, and elsewhere the picture as it was.
        weight: (1, 1, side, side): how much each pixel counts, 1 in all.
        steps: How often.
        rate: Length of the first step in standard deviations; a step that makes it worse is halved.

    Returns:
        (1, LATENT).
    """
    best, least, slope = latent, *_pull(network, latent, target, weight)
    for _ in range(steps):
        tried = best - rate * slope / slope.norm().clamp(min=1e-12)
        loss, new = _pull(network, tried, target, weight)
        if loss < least:
            best, least, slope = tried, loss, new
        else:
            rate /= 2
    return best


def _pull(network: Gan, latent: Tensor, target: Tensor, weight: Tensor) -> tuple[float, Tensor]:
    latent = latent.detach().requires_grad_()
    error = network.generator(latent).float() - target
    loss = (error.square() * weight).sum()
    (slope,) = torch.autograd.grad(loss, [latent])
    return loss.item(), slope
