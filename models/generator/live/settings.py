"""What can be turned while the two networks play, and the ways in which their game fails."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, get_args

Loss = Literal["non_saturating", "minimax"]
LOSSES: tuple[Loss, ...] = get_args(Loss)

LIMITS: dict[str, tuple[float, float]] = {
    "generator_rate": (1e-5, 0.2),
    "discriminator_rate": (1e-5, 0.2),
    "generator_steps": (1, 10),
    "discriminator_steps": (1, 10),
    "batch": (2, 32),
    "smooth": (0.0, 10.0),
    "kind": (-1, 15),
    "faces": (0, 2**31 - 1),
    "every": (1, 1000),
    "lesson": (0, 2**31 - 1),
}


@dataclass(frozen=True, slots=True)
class Controls:
    """One state of everything that can be turned. Fields that are not sound are refused on making it.

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
        kind: The only kind of portrait that is shown to the discriminator as real; -1 shows all.
        failure: The failure that these settings lead to; empty for none.
        faces: Draws the latents of the grid.
        every: Rounds between snapshots.
        lesson: Whenever it changes, the next round is explained in its snapshot.
    """

    generator_rate: float = 1.5e-3
    discriminator_rate: float = 1.5e-3
    generator_steps: int = 1
    discriminator_steps: int = 1
    generator_frozen: bool = False
    discriminator_frozen: bool = False
    batch: int = 8
    loss: Loss = "non_saturating"
    smooth: float = 0.5
    kind: int = -1
    failure: str = ""
    faces: int = 5
    every: int = 8
    lesson: int = 0

    def __post_init__(self) -> None:
        """Check.

        Raises:
            ValueError: A field is of another type, not finite, or outside its limits.
        """
        for item in fields(self):
            value = getattr(self, item.name)
            if type(value) is not type(item.default) and not (
                isinstance(item.default, float) and type(value) is int
            ):
                raise ValueError(f"{item.name} must be of type {type(item.default).__name__}, not {value!r}")
            low, high = LIMITS.get(item.name, (-math.inf, math.inf))
            if item.name in LIMITS and not low <= value <= high:  # type: ignore[operator]
                raise ValueError(f"{item.name} must be within {low:g} and {high:g}, not {value}")
        if self.loss not in LOSSES:
            raise ValueError(f"loss must be one of {', '.join(LOSSES)}, not {self.loss!r}")
        if self.failure and self.failure not in FAILURES:
            raise ValueError(f"there is no failure {self.failure!r}")


@dataclass(frozen=True, slots=True)
class LiveConfig:
    """A run.

    Attributes:
        seed: Draws the first weights and every batch.
        controls: How it begins.
        threads: Of torch.
    """

    seed: int = 1
    controls: Controls = field(default_factory=Controls)
    threads: int = 1


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
