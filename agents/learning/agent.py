"""An agent as a value: everything needed to play with it, store it, or go on training it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from agents.emulators.games import game_spec
from agents.emulators.observation import observation_shape
from agents.learning.config import LONGEST_LIFE, TrainConfig
from agents.learning.policy import Policy
from models.base import checkpoint
from models.base.checkpoint import CheckpointError
from models.base.typed_fields import Range, parse

Steps = Annotated[int, Range(0, LONGEST_LIFE)]
Seconds = Annotated[float, Range(0, 1e9)]
Score = Annotated[float, Range(-1e9, 1e9)]
Curve = tuple[tuple[Steps, Seconds, Score], ...]
"""Points (agent steps, seconds of training, mean return), oldest first."""

CURVE_POINTS = 512
RECENT_GAMES = 20
RECENT_POINTS = 100
_MOMENTS = ("exp_avg", "exp_avg_sq")
_LEARNING = "optimizer.weights"


@dataclass(frozen=True, eq=False)
class Life:
    """What a file says of an agent beside its weights."""

    config: TrainConfig
    """The settings it was trained with."""
    observation_shape: tuple[int, int, int]
    """(planes, rows, columns) of what it sees."""
    actions: int
    """How many actions it chooses from."""
    step: Steps = 0
    """Agent steps it has learned from."""
    seconds: Seconds = 0.0
    """Training time so far, over all runs."""
    episodes: Steps = 0
    """Finished games."""
    curve: Curve = ()
    """Mean return against steps and time, since the start of its life."""
    recent_returns: tuple[Score, ...] = ()
    """Returns of the last 20 finished games."""
    recent_points: tuple[Annotated[float, Range(-1, 1)], ...] = field(default=(), repr=False)
    """Signs of the last 100 rewards."""


@dataclass(frozen=True, eq=False)
class Agent(Life):
    """A frozen copy of a learner's state."""

    tensors: Mapping[str, Tensor] = field(default_factory=dict)
    """Weights that play ("policy.…"), those that learn with Adam's moments ("optimizer.…"; an agent that was
    kept for playing has none), and what the observations need ("games.…"). They share no memory with the
    learner; do not write to them."""

    @property
    def game(self) -> str:
        """Id of its game."""
        return self.config.game

    @property
    def return_mean(self) -> float | None:
        """Mean return of its last 20 finished training games; None before the first."""
        return float(np.mean(self.recent_returns)) if self.recent_returns else None

    @property
    def point_balance(self) -> float | None:
        """Mean sign of the last 100 rewards, in [-1, 1]; None before the first."""
        return float(np.mean(self.recent_points)) if self.recent_points else None

    def build_policy(self) -> Policy:
        """Make a network with these weights, on memory of its own."""
        policy = _bare_policy(self)
        policy.load_state_dict({name: self.tensors[f"policy.{name}"] for name in policy.state_dict()})
        return policy

    def for_playing(self) -> Agent:
        """Leave out what only learning on needs."""
        kept = {name: t for name, t in self.tensors.items() if not name.startswith("optimizer.")}
        return replace(self, tensors=MappingProxyType(kept))

    def games_state(self) -> dict[str, NDArray[Any]]:
        """Return what the environments stored with the weights, for instance the background."""
        return {name[6:]: t.numpy() for name, t in self.tensors.items() if name.startswith("games.")}

    def save(self, path: str | Path, notes: Mapping[str, Any] | None = None, *, light: bool = False) -> None:
        """Write to a file, atomically.

        Args:
            path: Where to.
            notes: More metadata, which `load` passes over.
            light: Write what playing needs and no more, in half precision.

        Raises:
            models.base.checkpoint.CheckpointError: If weights are not finite, or the file cannot be written.
        """
        metadata = {f.name: getattr(self, f.name) for f in fields(Life)}
        tensors = self.tensors
        if light:
            kept = self.for_playing().tensors
            tensors = {name: t.half() if t.is_floating_point() else t for name, t in kept.items()}
        checkpoint.save(
            path, tensors, {"kind": "agent", **metadata, "config": asdict(self.config), **(notes or {})}
        )

    @staticmethod
    def load(path: str | Path) -> Agent:
        """Read from a file that may come from anyone.

        Raises:
            models.base.checkpoint.CheckpointError: If the file is missing, damaged, foreign, or does not fit
            its game.
        """
        tensors, life = checkpoint.read(path, partial(read_life, path))
        tensors = {name: t.float() if t.dtype == torch.float16 else t for name, t in tensors.items()}
        return Agent(**vars(life), tensors=MappingProxyType(tensors))


def freeze(
    policy: Policy,
    optimizer: torch.optim.Adam,
    games: Mapping[str, NDArray[Any]],
    playing: Mapping[str, Tensor] | None = None,
) -> Mapping[str, Tensor]:
    """Copy a learner's tensors under the names that `Agent.tensors` uses.

    `games` is what the observations need; without weights for `playing`, the policy's are those.
    """
    learning = policy.state_dict()
    tensors = {f"policy.{name}": t.detach().clone() for name, t in (playing or learning).items()}
    tensors |= {f"{_LEARNING}.{name}": t.detach().clone() for name, t in learning.items()}
    for name, parameter in policy.named_parameters():
        state = optimizer.state.get(parameter)
        for moment in _MOMENTS:
            value = state[moment] if state else torch.zeros_like(parameter)
            tensors[f"optimizer.{moment}.{name}"] = value.detach().clone()
        tensors["optimizer.step"] = state["step"].clone() if state else torch.zeros(())
    for name, array in games.items():
        tensors[f"games.{name}"] = torch.from_numpy(np.array(array))
    return MappingProxyType(tensors)


def thaw(agent: Agent, policy: Policy, optimizer: torch.optim.Adam) -> None:
    """Put the weights an agent learns with, and its moments if it has any, into a learner."""
    kind = _LEARNING if _keeps_learning(agent.tensors) else "policy"
    policy.load_state_dict({name: agent.tensors[f"{kind}.{name}"] for name in policy.state_dict()})
    if float(agent.tensors.get("optimizer.step", 0)) <= 0:
        return
    for name, parameter in policy.named_parameters():
        moments = {moment: agent.tensors[f"optimizer.{moment}.{name}"].clone() for moment in _MOMENTS}
        optimizer.state[parameter] = {"step": agent.tensors["optimizer.step"].clone(), **moments}


def untrained(config: TrainConfig) -> Agent:
    """Make an agent that has seen nothing, with the weights that training begins with."""
    spec = game_spec(config.game)
    court, shape = spec.court, observation_shape(spec, config.stack, config.recall)
    agent = Agent(config, shape, len(spec.actions))
    policy = initial_policy(agent)
    background = np.zeros((court.height, court.width), np.uint8)
    tensors = freeze(policy, torch.optim.Adam(policy.parameters()), {"background": background})
    return replace(agent, tensors=tensors)


def initial_policy(agent: Agent) -> Policy:
    """Build the network that training begins with; its weights follow from the seed alone."""
    policy = _bare_policy(agent)
    policy.initialise(torch.Generator().manual_seed(agent.config.seed))
    return policy


def thin(curve: Curve) -> Curve:
    """Keep a curve bounded: past 512 points every second one goes, and the newest stays."""
    return curve if len(curve) <= CURVE_POINTS else (*curve[:-1:2], curve[-1])


def _bare_policy(agent: Life) -> Policy:
    """Build a network whose weights are yet to be filled in, without drawing from the global generator."""
    policy = _shapes_only(agent)
    policy.to_empty(device="cpu")
    return policy


def _shapes_only(agent: Life) -> Policy:
    with torch.device("meta"):
        config = agent.config
        spec = game_spec(config.game)
        mirror = spec.second_mirror if config.second_mirror else spec.mirror
        return Policy(
            agent.observation_shape,
            agent.actions,
            config.channels,
            config.hidden,
            kernel=config.kernel,
            stride=config.stride,
            mirror=mirror if config.mirror else None,
            recalls=config.recall > 0,
            pool=config.pool,
        )


def agent_layout(life: Life) -> dict[str, tuple[int, ...]]:
    """Return the shapes of its network's tensors by name; nothing is allocated."""
    return {name: tuple(tensor.shape) for name, tensor in _shapes_only(life).state_dict().items()}


def read_life(path: str | Path, layout: checkpoint.Layout, metadata: dict[str, Any]) -> Life:
    """Read what a file says of an agent, before its tensors are.

    Args:
        path: Of the file, for messages.
        layout: Of the agent's tensors.
        metadata: What `Agent.save` wrote beside them.

    Raises:
        ValueError: A field makes no sense.
        CheckpointError: It holds no agent, or the tensors are not those of its network.
    """
    if metadata.get("kind") != "agent":
        raise CheckpointError("foreign", f"{path} holds no agent")
    config = metadata.get("config")
    # Older agents were trained without a mean of their weights.
    config = {"average": 0.0} | config if isinstance(config, dict) else config
    life = parse(metadata | {"config": config}, Life, more=True)
    spec = game_spec(life.config.game)
    shape = observation_shape(spec, life.config.stack, life.config.recall)
    if (life.observation_shape, life.actions) != (shape, len(spec.actions)):
        raise CheckpointError("wrong_shape", f"{path} was made for another form of {spec.id}")
    court = (spec.court.height, spec.court.width)
    expected: dict[str, tuple[tuple[int, ...], torch.dtype]] = {"games.background": (court, torch.uint8)}
    prefixes = ["policy"]
    if any(name.startswith("optimizer.") for name in layout):
        expected["optimizer.step"] = ((), torch.float32)
        prefixes += [f"optimizer.{moment}" for moment in _MOMENTS]
        prefixes += [_LEARNING] if _keeps_learning(layout) else []
    for name, sides in agent_layout(life).items():  # no memory yet: the sizes come from the file
        for prefix in prefixes:
            expected[f"{prefix}.{name}"] = (sides, torch.float32)
    whole = {torch.float16: torch.float32}
    checkpoint.require(
        {name: (shape, whole.get(kind, kind)) for name, (shape, kind) in layout.items()}, expected
    )
    return replace(
        life,
        curve=life.curve[-CURVE_POINTS:],
        recent_returns=life.recent_returns[-RECENT_GAMES:],
        recent_points=life.recent_points[-RECENT_POINTS:],
    )


def _keeps_learning(tensors: Collection[str]) -> bool:
    """Whether the weights that learn lie beside those that play, as they do since there are two kinds."""
    return any(name.startswith(f"{_LEARNING}.") for name in tensors)
