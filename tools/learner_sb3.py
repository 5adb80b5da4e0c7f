"""Stable-Baselines3's PPO with the settings of RL Baselines3 Zoo, measured as ours is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from agents.learning.agent import RECENT_GAMES
from tools.learners import EVALUATION_SEED, Mark, Plan, Run, passed, say

SB3_ENVIRONMENT = "PongNoFrameskip-v4"
SB3_SETTINGS: dict[str, Any] = {
    "n_envs": 8,
    "n_steps": 128,
    "batch_size": 256,
    "n_epochs": 4,
    "learning_rate": 2.5e-4,
    "clip_range": 0.1,
    "vf_coef": 0.5,
    "ent_coef": 0.01,
    "frame_stack": 4,
    "n_timesteps": 10_000_000,
}
"""RL Baselines3 Zoo, hyperparams/ppo.yml, "atari"; learning and clip rate fall linearly to 0 at the end."""


def sb3(plan: Plan, seed: int) -> Run:
    """Train Stable-Baselines3's PPO as RL Baselines3 Zoo does, for the same time, and judge it.

    Args:
        plan: Of Pong and in minutes; it is judged through its own wrappers, sampling actions as ours does.
        seed: Of the run.

    Raises:
        ImportError: It is not installed: `pip install -e ".[bench]"`.
    """
    import ale_py
    import gymnasium
    from stable_baselines3 import PPO
    from stable_baselines3.common.callbacks import BaseCallback
    from stable_baselines3.common.env_util import make_atari_env
    from stable_baselines3.common.evaluation import evaluate_policy
    from stable_baselines3.common.vec_env import VecFrameStack

    gymnasium.register_envs(ale_py)
    settings = dict(SB3_SETTINGS)
    envs, stack, total = (settings.pop(name) for name in ("n_envs", "frame_stack", "n_timesteps"))
    for name in ("learning_rate", "clip_range"):
        settings[name] = _falling(settings[name])
    due = list(plan.marks)
    stored: list[tuple[Mark, dict[str, Any]]] = []
    curve: list[tuple[int, float, float]] = []
    means: list[tuple[float, float | None]] = []
    split = dict.fromkeys(("start", "rollout", "update"), 0.0)
    began = time.perf_counter()

    class Watch(BaseCallback):  # type: ignore[misc, unused-ignore]
        """Keeps the clock and the weights."""

        turned = 0.0

        def _turn(self, share: str) -> float:
            now = time.perf_counter() - began
            split[share] += now - self.turned
            self.turned = now
            return now

        def _on_training_start(self) -> None:
            self._turn("start")

        def _on_rollout_start(self) -> None:
            self._turn("update")

        def _on_step(self) -> bool:
            seconds = time.perf_counter() - began
            steps = int(self.num_timesteps)
            if seconds < due[0] * 60:
                return True
            mean = self._mean()
            state = self.model.policy.state_dict()
            mark = Mark(f"{due.pop(0):g} minutes", seconds, steps, steps / seconds, mean, ())
            stored.append((mark, {name: tensor.clone() for name, tensor in state.items()}))
            say("sb3", seed, seconds, steps, mean)
            return bool(due)

        def _on_rollout_end(self) -> None:
            seconds = self._turn("rollout")
            mean = self._mean()
            means.append((seconds, mean))
            if mean is not None:
                curve.append((int(self.num_timesteps), seconds, mean))

        def _on_training_end(self) -> None:
            self._turn("rollout")

        def _mean(self) -> float | None:
            recent = [float(info["r"]) for info in self.model.ep_info_buffer or ()][-RECENT_GAMES:]
            return float(np.mean(recent)) if recent else None

    def make(count: int, seed: int) -> VecFrameStack:
        return VecFrameStack(make_atari_env(SB3_ENVIRONMENT, n_envs=count, seed=seed), n_stack=stack)

    learners = make(envs, seed)
    model = PPO("CnnPolicy", learners, seed=seed, device="cpu", verbose=0, **settings)
    model.learn(total, callback=Watch())
    wall = time.perf_counter() - began
    plan.keep.mkdir(parents=True, exist_ok=True)
    model.save(plan.keep / f"sb3-seed{seed}.zip")
    learners.close()
    judges = make(envs, EVALUATION_SEED + seed)
    marks = []
    for mark, state in stored:
        model.policy.load_state_dict(state)
        # Tells a list of returns beside their lengths, or with another flag mean and deviation.
        returns: Any = evaluate_policy(
            model, judges, plan.games, deterministic=False, return_episode_rewards=True
        )[0]
        marks.append(replace(mark, returns=tuple(map(float, returns))))
    judges.close()
    last = marks[-1]
    return Run(
        learner="sb3",
        seed=seed,
        raw_steps_per_s=None,
        seconds=last.seconds,
        wall_seconds=wall,
        steps=last.steps,
        split=split,
        passed=passed(plan.game, means),
        curve=tuple(curve),
        marks=tuple(marks),
    )


def _falling(first: float) -> Callable[[float], float]:
    """Return a rate that falls linearly to 0, of the share of training that is left."""
    return lambda left: left * first
