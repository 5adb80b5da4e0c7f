"""The league's members, how strong they are, and its file."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import numpy as np
import torch
from numpy.typing import NDArray

from agents.emulators.two_player import DUELS
from agents.learning.agent import Agent, Life, Steps, agent_layout, read_life
from agents.opponents.league.settings import Controls
from models.base import checkpoint
from models.base.checkpoint import CheckpointError
from models.base.live_training import MOST_POINTS
from models.base.typed_fields import Range, parse

MOST_MEMBERS = 12
ELO = 400 / np.log(10)
DRAWN = 3.0
"""Points that everybody is taken to have won and lost before the first."""
KIND = "league"

Points = NDArray[np.float64]
Curve = tuple[tuple[float, ...], ...]


def strengths(points: Points) -> Points:
    """Rate players by the points made against each other, as Bradley and Terry (1952), on Elo's scale.

    Args:
        points: (players, players), how many the one of the row made against the one of the column.

    Returns:
        (players,) float64, the first one's is 0: who has 400 more makes ten points for each of the other's.
        For each, `DRAWN` points won and lost against all the others are added, so that a few say little.
    """
    count = len(points)
    made = points + DRAWN * (1 - np.eye(count)) / max(1, count - 1)
    games, rating = made + made.T, np.zeros(count)
    for _ in range(50):
        share = 1 / (1 + np.exp(rating[None] - rating[:, None]))
        slope = made.sum(1) - (games * share).sum(1)
        weight = games * share * (1 - share)
        curvature = np.diag(weight.sum(1)) - weight
        step = np.linalg.solve(curvature[1:, 1:], slope[1:]).clip(-2, 2)
        rating[1:] += step
        if not len(step) or np.abs(step).max() < 1e-9:
            break
    result: Points = rating * ELO
    return result


@dataclass(frozen=True, eq=False)
class State:
    """All that is needed to go on, and to play against every member; nothing in it is written to.

    Attributes:
        agent: The newest network and its learning.
        members: Earlier selves, the oldest first, which has learned nothing; they can play and no more.
        points: float64 (members + 1, members + 1), made by the player of the row against the one of the
            column; the newest is the last. Those of a member are from when it was the newest.
        curve: (steps, rating of the newest), from the start.
        controls: How everything was turned.
        every: Steps from one member to the next.
    """

    agent: Agent
    members: tuple[Agent, ...]
    points: Points
    curve: Curve
    controls: Controls
    every: int

    @property
    def step(self) -> int:
        """Agent steps learned from, both sides counted."""
        return self.agent.step

    @property
    def seconds(self) -> float:
        """Time of learning, over all runs."""
        return self.agent.seconds

    @property
    def ratings(self) -> Points:
        """Of all members, and of the newest at the end; the first one's is 0."""
        return strengths(self.points)

    def save(self, path: Path) -> None:
        """Write it, whole or not at all.

        Raises:
            CheckpointError: "not_finite" or "unwritable".
        """
        tensors = {f"newest.{name}": tensor for name, tensor in self.agent.tensors.items()}
        for number, member in enumerate(self.members):
            for name, tensor in member.tensors.items():
                if name.startswith("policy."):
                    tensors[f"{number}.{name}"] = tensor.half()
        tensors["points"] = torch.from_numpy(self.points)
        life = {each.name: getattr(self.agent, each.name) for each in fields(Life)}
        members = [[member.step, member.seconds] for member in self.members]
        notes: dict[str, Any] = {
            "kind": KIND,
            "agent": life | {"kind": "agent", "config": asdict(self.agent.config)},
        }
        notes |= {"members": members, "curve": self.curve, "every": self.every}
        checkpoint.save(path, tensors, notes | {"controls": asdict(self.controls)})

    @classmethod
    def load(cls, path: Path) -> State:
        """Read a file that may come from anyone.

        Raises:
            CheckpointError: See its codes.
        """
        tensors, (life, notes) = checkpoint.read(path, partial(_check, path))
        points = tensors.pop("points").double().numpy()
        if (points < 0).any():
            raise CheckpointError("damaged", f"{path} holds negative points")
        newest = {name[7:]: tensor for name, tensor in tensors.items() if name.startswith("newest.")}
        agent = Agent(**vars(life), tensors=MappingProxyType(newest))
        background = {name: tensor for name, tensor in newest.items() if name.startswith("games.")}
        members = []
        for number, (step, seconds) in enumerate(notes.members):
            start = f"{number}."
            policy = {
                name[len(start) :]: tensor.float()
                for name, tensor in tensors.items()
                if name.startswith(start)
            }
            weights = {**background, **policy}
            members.append(
                replace(agent, step=step, seconds=seconds, curve=(), tensors=MappingProxyType(weights))
            )
        return cls(agent, tuple(members), points, notes.curve, notes.controls, notes.every)


@dataclass(frozen=True)
class _Notes:
    """What a file says beside the newest agent's life."""

    members: tuple[tuple[Steps, Annotated[float, Range(0, 1e9)]], ...]
    curve: tuple[tuple[Annotated[float, Range(0, 1e12)], Annotated[float, Range(-1e5, 1e5)]], ...]
    controls: Controls
    every: Annotated[int, Range(1, 10**9)]


def _check(path: Path, layout: checkpoint.Layout, metadata: dict[str, Any]) -> tuple[Life, _Notes]:
    """Read what a file says, before its tensors are.

    Raises:
        ValueError: A field makes no sense.
        CheckpointError: It holds no league, or the tensors are not those of its networks.
    """
    if metadata.get("kind") != KIND or not isinstance(metadata.get("agent"), dict):
        raise CheckpointError("foreign", f"{path} holds no league")
    notes = parse({**metadata, "agent": None}, _Notes, more=True)
    count, steps = len(notes.members), [step for step, _ in notes.members]
    if not 1 <= count <= MOST_MEMBERS or len(notes.curve) > MOST_POINTS or steps != sorted(steps):
        raise CheckpointError("damaged", f"{path} holds {count} members")
    newest = {name[7:]: form for name, form in layout.items() if name.startswith("newest.")}
    life = read_life(path, newest, metadata["agent"])
    if life.config.game not in DUELS:
        raise CheckpointError("foreign", f"{life.config.game} has no two-player form")
    rest = {name: form for name, form in layout.items() if not name.startswith("newest.")}
    sides = (count + 1, count + 1)
    expected: dict[str, tuple[tuple[int, ...], torch.dtype]] = {"points": (sides, torch.float64)}
    for number in range(count):
        network = agent_layout(life)
        expected |= {f"{number}.policy.{name}": (shape, torch.float16) for name, shape in network.items()}
    checkpoint.require(rest, expected)
    return life, notes


def playing_copy(agent: Agent) -> Agent:
    """Return a copy that can play and no more."""
    return replace(agent.for_playing(), curve=())
