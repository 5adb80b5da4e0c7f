"""Settings of the trainer and the evaluator: frozen, typed, checked when made.

The command line is generated from these fields, and their docstrings are its help texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from agents.emulators.games import game_spec

Method = Literal["reinforce", "a2c", "ppo"]
"""The policy losses of agents.learning.policy_losses, in the order in which they improve on each other."""


def check_ranges(config: object, **intervals: str) -> None:
    """Check numeric fields of a configuration, each against an interval such as "[0, 1)".

    Raises:
        ValueError: Naming the field that is out of range.
    """
    for name, interval in intervals.items():
        low, high = (float(end.replace("2^31", f"{2**31}")) for end in interval[1:-1].split(","))
        value = getattr(config, name)
        above = value > low if interval[0] == "(" else value >= low
        below = value < high if interval[-1] == ")" else value <= high
        if not (above and below):
            raise ValueError(f"{name} must be in {interval}, got {value}")


@dataclass(frozen=True)
class TrainConfig:
    """Learning by policy gradient, tuned for wall-clock time of proximal policy optimisation on two cores."""

    game: str = "pong"
    """Which game to learn (a key of agents.emulators.games.GAMES)."""
    method: Method = "ppo"
    """REINFORCE, advantage actor-critic, or proximal policy optimisation."""
    seed: int = 1
    """Decides everything random: initial weights, games, actions, minibatches. Same seed, same run."""
    minutes: float = 0.0
    """Stop after this much training time (0: no limit)."""
    max_steps: int = 0
    """Stop after this many agent steps of `frame_skip` frames each (0: no limit)."""

    envs: int = 32
    """Games played at once."""
    groups: int = 2
    """Parts the games are split into: while one is emulated, the network answers for another."""
    rollout: int = 64
    """Steps per game between two updates."""
    epochs: int = 3
    """Passes over the collected steps in each update of PPO; the other methods make one."""
    minibatches: int = 16
    """Parts into which a pass is split, with one optimiser step for each; REINFORCE takes the whole."""
    learning_rate: float = 1e-3
    """Adam's step size."""
    settle: int = 0
    """Agent steps of its life for which the step size stays as it is; after twice as many it is down to a
    half, after three times as many to a third, and so on (0: it stays for ever)."""
    anneal: bool = False
    """Let the step size fall evenly, to 0 at the limit of minutes or steps (without a limit, it stays)."""
    average: float = 0.1
    """Plays with a mean of its weights over about so much of its life, in which the mistakes of single
    updates cancel out; meanwhile it learns on with the newest (0: it plays with those, too)."""
    adam_epsilon: float = 1e-5
    """Adam's guard against division by zero."""
    gamma: float = 0.99
    """Discount per agent step."""
    lam: float = 0.95
    """Lambda of generalised advantage estimation."""
    clip: float = 0.2
    """How far the probability ratio may leave 1 before its gradient is cut."""
    advantage_floor: float = 0.3
    """Advantages are divided by their standard deviation, or by this where that is smaller."""
    entropy_coef: float = 0.01
    """Weight of the entropy bonus."""
    value_coef: float = 0.5
    """Weight of the value loss."""
    max_grad_norm: float = 0.5
    """Gradients are scaled down to this norm."""

    advice_coef: float = 1.0
    """Weight of what a scripted player would have done, where there is one to ask (in `agents.selfplay`)."""
    advice_steps: int = 0
    """Agent steps of its life over which that weight falls evenly to 0 (0: reward alone teaches)."""

    duels: float = 0.67
    """Share of the two-player games (in `agents.selfplay`); the others are one-player games."""

    frame_skip: int = 4
    """Emulated frames per agent step, for which an action is held; fewer make it quicker and finer. It
    sees the last two as one picture, as some games draw things in every other frame only; with 1, each."""
    stack: int = 2
    """Newest observations shown to the network together, so that it sees motion."""
    recall: int = 0
    """Own newest actions shown to the network, too: with short steps, what was done does not show at once."""
    kernel: int = 8
    """Side of the first convolution's filters, in blocks of 4×4 pixels."""
    stride: int = 4
    """Blocks from one place of the first convolution to the next: fewer see finer, and think longer."""
    channels: tuple[int, int] = (16, 32)
    """Filters of the two convolutions."""
    hidden: int = 128
    """Units of the layer after the convolutions."""
    mirror: bool = True
    """Look into the mirror as well, in games whose rules do not notice: what is learned on one side of the
    court is known on the other."""
    warmup: int = 160
    """Steps of random play from which each pixel's background is taken."""
    bfloat16: bool = False
    """Compute updates in bfloat16 where the processor has it."""
    threads: int = 0
    """Threads of the emulators (0: one per core, at most 8); the network runs on one of its own."""

    def __post_init__(self) -> None:
        """Check every field; a ValueError names the one that is out of range."""
        game_spec(self.game)
        if self.method not in (methods := get_args(Method)):
            raise ValueError(f"method must be one of {', '.join(methods)}, got {self.method}")
        check_ranges(
            self,
            seed="[0, 2^31)",
            minutes="[0, inf]",
            max_steps="[0, inf]",
            envs="[1, 1024]",
            groups="[1, 8]",
            rollout="[2, 4096]",
            epochs="[1, 64]",
            minibatches="[1, 256]",
            learning_rate="(0, 1]",
            settle="[0, inf]",
            average="[0, 1)",
            adam_epsilon="(0, 1]",
            gamma="[0, 1]",
            lam="[0, 1]",
            clip="(0, 1)",
            advantage_floor="(0, 1000]",
            entropy_coef="[0, 10]",
            value_coef="[0, 100]",
            max_grad_norm="(0, inf]",
            advice_coef="[0, 100]",
            advice_steps="[0, inf]",
            duels="(0, 1)",
            frame_skip="[1, 16]",
            stack="[1, 16]",
            recall="[0, 16]",
            kernel="[1, 16]",
            stride="[1, 16]",
            hidden="[1, 4096]",
            warmup="[1, 100000]",
            threads="[0, 256]",
        )
        if self.envs % self.groups:
            raise ValueError(f"envs ({self.envs}) must divide into groups ({self.groups})")
        batch = self.envs * self.rollout
        if 2 * self.minibatches > batch:
            raise ValueError(
                f"minibatches ({self.minibatches}) leave less than two of an update's {batch} steps to each"
            )
        if len(self.channels) != 2 or not all(1 <= c <= 512 for c in self.channels):
            raise ValueError(f"channels must be two numbers in [1, 512], got {self.channels}")

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


SHAPES = ("frame_skip", "stack", "recall", "kernel", "stride", "channels", "hidden", "mirror")
"""Settings that weights are made for: with others they are of no use."""
TUNED: dict[str, dict[str, Any]] = {"pong": {"settle": 250_000}}
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
    episodes: int = 20
    """Games to play."""
    seed: int = 1
    """Seed of games and actions; the stream differs from training's for every seed."""
    greedy: bool = False
    """Take the most probable action instead of sampling one."""
    sticky: float = 0.0
    """Probability that the console repeats the previous action for a frame (0.25 in ALE's v5 tasks)."""
    envs: int = 16
    """Games played at once."""
    threads: int = 0
    """Threads of the emulators (0: one per core, at most 8); the network runs on one of its own."""
    json: bool = False
    """Print the result as one JSON object on the last line."""

    def __post_init__(self) -> None:
        """Check every field; a ValueError names the one that is out of range."""
        game_spec(self.game)
        check_ranges(
            self,
            episodes="[1, 10000]",
            seed="[0, 2^31)",
            sticky="[0, 1)",
            envs="[1, 1024]",
            threads="[0, 256]",
        )
