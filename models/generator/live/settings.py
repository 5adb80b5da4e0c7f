"""What can be turned while the two networks play, and the ways in which their game fails."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, get_args

from models.base.typed_fields import OneOf, Range
from models.generator.data_sets import DataName

Loss = Literal["non_saturating", "minimax"]
LOSSES: tuple[Loss, ...] = get_args(Loss)
STEPS, BATCH = Range(1, 10), Range(2, 32)
Rate = Annotated[float, Range(1e-5, 0.2)]
Steps = Annotated[int, STEPS]
Count = Annotated[int, Range(0, 2**31 - 1)]


@dataclass(frozen=True, slots=True)
class Controls:
    """One state of everything that can be turned.

    Attributes:
        generator_rate: The generator's step size (Adam).
        discriminator_rate: The discriminator's.
        generator_steps: Updates of the generator a round.
        discriminator_steps: Updates of the discriminator a round.
        generator_frozen: Whether the generator keeps its weights.
        discriminator_frozen: Whether the discriminator keeps its weights.
        batch: Real pictures an update, and as many made ones.
        loss: What the generator minimises: "non_saturating", -log D(G(z)), or "minimax", log(1 - D(G(z)))
            (both Goodfellow et al., 2014, https://arxiv.org/abs/1406.2661).
        smooth: Weight of the discriminator's squared slope at real and made pictures (R1 and R2: Mescheder
            et al., 2018, https://arxiv.org/abs/1801.04406).
        kind: The only kind of picture that is shown to the discriminator as real; -1 shows all.
        failure: The failure that these settings lead to; empty for none.
        faces: Draws the latents of the grid.
        every: Rounds between snapshots.
        lesson: Whenever it changes, the next round is explained in its snapshot.
    """

    generator_rate: Rate = 1.5e-3
    discriminator_rate: Rate = 1.5e-3
    generator_steps: Steps = 1
    discriminator_steps: Steps = 1
    generator_frozen: bool = False
    discriminator_frozen: bool = False
    batch: Annotated[int, BATCH] = 8
    loss: Loss = "non_saturating"
    smooth: Annotated[float, Range(0, 10)] = 0.5
    kind: Annotated[int, Range(-1, 15)] = -1
    failure: Annotated[str, OneOf(lambda: ("", *FAILURES))] = ""
    faces: Count = 5
    every: Annotated[int, Range(1, 1000)] = 8
    lesson: Count = 0


@dataclass(frozen=True, slots=True)
class LiveConfig:
    """A run.

    Attributes:
        seed: Draws the first weights and every batch.
        controls: How it begins.
        threads: Of torch.
        data: What the real pictures are.
    """

    seed: int = 1
    controls: Controls = field(default_factory=Controls)
    threads: int = 1
    data: DataName = "portraits"


FAILURES: dict[str, dict[str, Any]] = {
    "collapse": {"generator_steps": 8, "generator_rate": 4e-3, "discriminator_rate": 2e-4, "smooth": 0.0},
    "overpowering": {
        "discriminator_steps": 8,
        "discriminator_rate": 1e-3,
        "generator_rate": 5e-4,
        "smooth": 0.0,
    },
    "vanishing": {
        "loss": "minimax",
        "discriminator_steps": 5,
        "discriminator_rate": 5e-4,
        "generator_rate": 2e-4,
        "smooth": 0.0,
    },
    "fast": {"generator_rate": 0.03, "discriminator_rate": 0.03},
    "forgetting": {"kind": 3},
}
"""Ways to fail, by name: what is changed to get there."""


def failing(controls: Controls, failure: str) -> Controls:
    """Return the settings of a failure; what it says nothing about is as before.

    Raises:
        KeyError: There is no such failure.
    """
    base = replace(Controls(), faces=controls.faces, every=controls.every, lesson=controls.lesson)
    return replace(base, **FAILURES[failure], failure=failure)
