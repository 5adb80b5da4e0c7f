"""Small live trainings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
import torch

from models.generator.live.settings import Controls, LiveConfig
from models.generator.live.state import State
from models.generator.live.training import Byte, Game, Snapshot

QUICK = Controls(batch=2, every=1)


def config(seed: int = 1, **changes: object) -> LiveConfig:
    return LiveConfig(seed=seed, controls=replace(QUICK, **changes))  # type: ignore[arg-type]


def after(count: int, run: Iterator[Snapshot]) -> Snapshot:
    *_, last = islice(run, count)
    return last


def state(snapshots: Iterator[Snapshot]) -> State:
    """The first full state."""
    return next(snapshot.state for snapshot in snapshots if snapshot.state is not None)


def same(a: State, b: State) -> bool:
    return a.tensors.keys() == b.tensors.keys() and all(
        torch.equal(value, b.tensors[name]) for name, value in a.tensors.items()
    )


def close(a: Byte, b: Byte) -> bool:
    """The same picture, but for the rounding of half precision, which is another for each size of batch."""
    return float(np.abs(a.astype(int) - b.astype(int)).mean()) < 1.0


def moved(game: Game, controls: Controls) -> dict[str, bool]:
    """Play a round; which side's weights it has changed."""
    before = game.players.tensors()
    game.play(controls)
    now = game.players.tensors()
    return {
        side: any(
            not torch.equal(now[f"{side}.{name}"], before[f"{side}.{name}"])
            for name, _ in game.players.networks()[side].named_parameters()
        )
        for side in ("generator", "discriminator")
    }
