"""Settings of the trainer and the evaluator: frozen, typed, checked when made.

The command line is generated from these fields, and their docstrings are its help texts.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from agents.emulators.games import game_spec
from agents.emulators.observation import observation_shape
from models.base.typed_fields import Range, verify

Method = Literal["reinforce", "a2c", "ppo"]
"""The policy losses of agents.learning.policy_losses, in the order in which they improve on each other."""

Seed = Annotated[int, Range(0, 2**31 - 1)]
LONGEST_LIFE = 10**12
"""Agent steps, more than anything can play."""
MOST_SEEN = 2**30
"""Bytes of a rollout's observations."""
STICKY = 0.25
"""Probability of a sticky action where there are any, as in ALE's v5 tasks."""


@dataclass(frozen=True)
class TrainConfig:
    """Learning by policy gradient, tuned for wall-clock time of proximal policy optimisation on two cores."""

    game: str = "pong"
    """Which game to learn (a key of agents.emulators.games.GAMES)."""
    method: Method = "ppo"
    """REINFORCE, advantage actor-critic, or proximal policy optimisation."""
    seed: Seed = 1
    """Decides everything random: initial weights, games, actions, minibatches. Same seed, same run."""
    minutes: Annotated[float, Range(0, 1e6)] = 0.0
    """Stop after this much training time (0: no limit)."""
    max_steps: Annotated[int, Range(0, LONGEST_LIFE)] = 0
    """Stop after this many agent steps of `frame_skip` frames each (0: no limit)."""

    envs: Annotated[int, Range(1, 1024)] = 32
    """Games played at once."""
    groups: Annotated[int, Range(1, 8)] = 2
    """Parts the games are split into: while one is emulated, the network answers for another."""
    rollout: Annotated[int, Range(2, 4096)] = 64
    """Steps per game between two updates."""
    epochs: Annotated[int, Range(1, 64)] = 3
    """Passes over the collected steps in each update of PPO; the other methods make one."""
    minibatches: Annotated[int, Range(1, 256)] = 16
    """Parts into which a pass is split, with one optimiser step for each; REINFORCE takes the whole."""
    learning_rate: Annotated[float, Range(1e-30, 1)] = 1e-3
    """Adam's step size."""
    settle: Annotated[int, Range(0, LONGEST_LIFE)] = 0
    """Agent steps of its life for which the step size stays as it is; after twice as many it is down to a
    half, after three times as many to a third, and so on (0: it stays for ever)."""
    anneal: bool = False
    """Let the step size fall evenly, to 0 at the limit of minutes or steps (without a limit, it stays)."""
    average: Annotated[float, Range(0, 0.999)] = 0.1
    """Plays with a mean of its weights over about so much of its life, in which the mistakes of single
    updates cancel out; meanwhile it learns on with the newest (0: it plays with those, too)."""
    adam_epsilon: Annotated[float, Range(1e-30, 1)] = 1e-5
    """Adam's guard against division by zero."""
    gamma: Annotated[float, Range(0, 1)] = 0.99
    """Discount per agent step."""
    lam: Annotated[float, Range(0, 1)] = 0.95
    """Lambda of generalised advantage estimation."""
    clip: Annotated[float, Range(1e-6, 0.999)] = 0.2
    """How far the probability ratio may leave 1 before its gradient is cut."""
    advantage_floor: Annotated[float, Range(1e-6, 1000)] = 0.3
    """Advantages are divided by their standard deviation, or by this where that is smaller."""
    entropy_coef: Annotated[float, Range(0, 10)] = 0.01
    """Weight of the entropy bonus."""
    value_coef: Annotated[float, Range(0, 100)] = 0.5
    """Weight of the value loss."""
    max_grad_norm: Annotated[float, Range(1e-9, 1e9)] = 0.5
    """Gradients are scaled down to this norm."""

    advice_coef: Annotated[float, Range(0, 100)] = 1.0
    """Weight of what a scripted player would have done, where there is one to ask (in `agents.selfplay`)."""
    advice_steps: Annotated[int, Range(0, LONGEST_LIFE)] = 0
    """Agent steps of its life over which that weight falls evenly to 0 (0: reward alone teaches)."""

    duels: Annotated[float, Range(0.001, 0.999)] = 0.67
    """Share of the two-player games (in `agents.selfplay`); the others are one-player games."""

    frame_skip: Annotated[int, Range(1, 16)] = 4
    """Emulated frames per agent step, for which an action is held; fewer make it quicker and finer. It
    sees the last two as one picture, as some games draw things in every other frame only; with 1, each."""
    stack: Annotated[int, Range(1, 16)] = 2
    """Newest observations shown to the network together, so that it sees motion."""
    recall: Annotated[int, Range(0, 16)] = 0
    """Own newest actions shown to the network, too: with short steps, what was done does not show at once."""
    kernel: Annotated[int, Range(1, 16)] = 8
    """Side of the first convolution's filters, in blocks of 4×4 pixels."""
    stride: Annotated[int, Range(1, 16)] = 4
    """Blocks from one place of the first convolution to the next: fewer see finer, and think longer."""
    channels: tuple[int, int] = (16, 32)
    """Filters of the two convolutions."""
    hidden: Annotated[int, Range(1, 4096)] = 128
    """Units of the layer after the convolutions."""
    pool: bool = False
    """Of each of the second convolution's filters keep the strongest answer alone: what is learned in one
    place is known in all, and where on the court it happens is forgotten."""
    mirror: bool = True
    """Look into the mirror as well, in games whose rules do not notice: what is learned on one side of the
    court is known on the other."""
    second_mirror: bool = False
    """In a game with two such mirrors (Boxing), look into the second one instead."""
    warmup: Annotated[int, Range(1, 100_000)] = 160
    """Steps of random play from which each pixel's background is taken."""
    bfloat16: bool = False
    """Compute updates in bfloat16 where the processor has it."""
    threads: Annotated[int, Range(0, 256)] = 0
    """Threads of the emulators (0: one per core, at most 8); the network runs on one of its own."""

    def __post_init__(self) -> None:
        """Check every field; a ValueError names the one that is out of range."""
        game_spec(self.game)
        if self.method not in (methods := get_args(Method)):
            raise ValueError(f"method must be one of {', '.join(methods)}, got {self.method}")
        verify(self)
        if self.second_mirror and (game_spec(self.game).second_mirror is None or self.recall):
            raise ValueError("second_mirror needs a game with two mirrors, and recall 0")
        if self.envs % self.groups:
            raise ValueError(f"envs ({self.envs}) must divide into groups ({self.groups})")
        batch = self.envs * self.rollout
        if 2 * self.minibatches > batch:
            raise ValueError(
                f"minibatches ({self.minibatches}) leave less than two of an update's {batch} steps to each"
            )
        if not all(1 <= filters <= 512 for filters in self.channels):
            raise ValueError(f"channels: {self.channels} are not between 1 and 512")
        seen = math.prod(observation_shape(game_spec(self.game), self.stack, self.recall))
        if batch * seen > MOST_SEEN:
            raise ValueError(f"envs ({self.envs}) and rollout ({self.rollout}) are too many to remember")

    @property
    def passes(self) -> int:
        """Passes over the collected steps: only PPO's ratio accounts for a network that has moved on."""
        return self.epochs if self.method == "ppo" else 1

    @property
    def batches(self) -> int:
        """Parts of a pass, with one optimiser step for each.

        REINFORCE makes a single step. Its weights are far from zero wherever the outlook is bad or good, and
        with steps of a policy that is no longer the one that played, they drive the two ever further apart.
        """
        return 1 if self.method == "reinforce" else self.minibatches


SHAPES = (
    *("frame_skip", "stack", "recall", "kernel", "stride", "channels", "hidden"),
    *("pool", "mirror", "second_mirror"),
)
"""Settings that weights are made for: with others they are of no use."""
TUNED: dict[str, dict[str, Any]] = {
    "pong": {"settle": 250_000},
    "breakout": {"entropy_coef": 0.001},
    "boxing": {"entropy_coef": 0.001, "gamma": 0.97, "lam": 0.9, "pool": True, "second_mirror": True},
}
"""Where a game learns faster with other settings than the defaults."""


def tuned(game: str, **settings: Any) -> TrainConfig:
    """Settings with which a game is learned fast.

    Args:
        game: A key of agents.emulators.games.GAMES, or of the others.
        settings: Fields that are to be as they are given here.

    Raises:
        ValueError: Naming the field that is out of range.
    """
    return TrainConfig(game=game, **{**TUNED.get(game, {}), **settings})


@dataclass(frozen=True)
class EvaluateConfig:
    """Play whole games with fixed weights against the game's built-in opponent."""

    weights: Path
    """Checkpoint to play with."""
    game: str = "pong"
    """Which game to play; must be the one the weights were trained on."""
    episodes: Annotated[int, Range(1, 10_000)] = 20
    """Games to play."""
    seed: Seed = 1
    """Seed of games and actions; the stream differs from training's for every seed."""
    greedy: bool = False
    """Take the most probable action instead of sampling one."""
    sticky: Annotated[float, Range(0, 0.999)] = 0.0
    """Probability that the console repeats the previous action for a frame (0.25 in ALE's v5 tasks)."""
    idle: Annotated[int, Range(0, 1000)] = 30
    """Games begin after up to so many idle frames, so that no two are alike (0 in ALE's v5 tasks)."""
    each_way: bool = False
    """Play all games four times: without and with sticky actions of 0.25, begun with and without idling."""
    envs: Annotated[int, Range(1, 1024)] = 16
    """Games played at once."""
    threads: Annotated[int, Range(0, 256)] = 0
    """Threads of the emulators (0: one per core, at most 8); the network runs on one of its own."""
    json: bool = False
    """Print the result as one JSON object on the last line."""

    def __post_init__(self) -> None:
        """Check every field; a ValueError names the one that is out of range."""
        game_spec(self.game)
        verify(self)
