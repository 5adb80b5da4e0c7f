"""Advantages and returns."""

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
        terminated: bool (steps, games), the episode ended with this step by its own rules (or by a point).
        ended: bool (steps, games), the episode ended with this step for any reason.
        gamma: Discount in [0, 1].
        lam: Lambda in [0, 1]: 0 trusts the critic after one step, 1 only what was really received.

    Returns:
        float32 (steps, games). Add `values[:-1]` for the returns that the critic learns.
    """
    errors = rewards + gamma * values[1:] * ~terminated - values[:-1]
    return _summed(errors, np.float32(gamma * lam) * ~(ended | terminated))


def discounted_returns(rewards: Floats, ended: Bools, gamma: float) -> Floats:
    """Add up what was received: Σ_k γ^k r_{t+k} up to the episode's end. Nothing is guessed.

    Where the rollout is over before the episode, the sum stops there: late steps look less far ahead than
    early ones. Arguments and result are those of `advantages`.
    """
    return _summed(rewards, np.float32(gamma) * ~ended)


def _summed(terms: Floats, carry: Floats) -> Floats:
    """Add to every step's term what follows it, times what of that is carried over."""
    result = terms.copy()
    for step in range(len(terms) - 2, -1, -1):
        result[step] += carry[step] * result[step + 1]
    return result


def explained_variance(values: Floats, returns: Floats) -> float:
    """Say how much of the returns' variance the critic foresaw: 1 is all of it, 0 what a constant does."""
    variance = float(np.var(returns))
    return float(1 - np.var(returns - values) / variance) if variance > 0 else 0.0
