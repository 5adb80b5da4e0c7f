"""Advantages and returns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


def advantages(
    rewards: Floats, values: Floats, terminated: Bools, ended: Bools, gamma: float, lam: float
) -> Floats:
    """Generalised advantage estimation (Schulman et al. 2016, equations 11, 12 and 16).

    A step's error is δ_t = r_t + γ V(s_{t+1}) − V(s_t), and its advantage Σ_k (γλ)^k δ_{t+k} up to the
    episode's end. Where the episode terminated nothing follows, so V(s_{t+1}) counts as 0. Where it was
    merely cut off, or the rollout is over, something would have followed, and V(s_{t+1}) stands for it.

    Args:
        rewards: float32 (steps, games).
        values: float32 (steps + 1, games), the critic's V(s_0) … V(s_steps).
        terminated: bool (steps, games), the episode ended with this step by its own rules (or by a point, in
            games made of points).
        ended: bool (steps, games), the episode ended with this step for any reason.
        gamma: Discount in [0, 1].
        lam: Lambda in [0, 1]: 0 trusts the critic after one step, 1 only what was really received.

    Returns:
        float32 (steps, games). Add `values[:-1]` for the returns that the critic learns.
    """
    result = np.empty_like(rewards)
    errors = rewards + gamma * values[1:] * ~terminated - values[:-1]
    carry = np.float32(gamma * lam) * ~(ended | terminated)
    running = np.zeros_like(rewards[0])
    for step in range(len(rewards) - 1, -1, -1):
        running = errors[step] + carry[step] * running
        result[step] = running
    return result


def discounted_returns(rewards: Floats, ended: Bools, gamma: float) -> Floats:
    """Add up what was received: Σ_k γ^k r_{t+k} up to the episode's end. Nothing is guessed.

    Where the rollout is over before the episode, the sum stops there: what was received by then counts, and
    nothing stands for what would have followed. Late steps thus look less far ahead than early ones.

    Args:
        rewards: float32 (steps, games).
        ended: bool (steps, games), the episode ended with this step for any reason.
        gamma: Discount in [0, 1].

    Returns:
        float32 (steps, games).
    """
    result = np.empty_like(rewards)
    carry = np.float32(gamma) * ~ended
    running = np.zeros_like(rewards[0])
    for step in range(len(rewards) - 1, -1, -1):
        running = rewards[step] + carry[step] * running
        result[step] = running
    return result


def explained_variance(values: Floats, returns: Floats) -> float:
    """Say how much of the returns' variance the critic foresaw: 1 is all of it, 0 what a constant does."""
    variance = float(np.var(returns))
    return float(1 - np.var(returns - values) / variance) if variance > 0 else 0.0
