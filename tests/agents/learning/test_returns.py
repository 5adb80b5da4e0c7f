from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.learning.returns import advantages, discounted_returns, explained_variance


def written_out(rewards, values, terminated, ended, gamma, lam):
    """The sum of equation 16, term by term, for one game."""
    result = []
    for start in range(len(rewards)):
        total = 0.0
        for k in range(len(rewards) - start):
            now = start + k
            following = 0.0 if terminated[now] else values[now + 1]
            total += (gamma * lam) ** k * (rewards[now] + gamma * following - values[now])
            if ended[now] or terminated[now]:
                break
        result.append(total)
    return result


@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1))
def test_advantages_equal_the_written_out_sum(seed: int, gamma: float, lam: float) -> None:
    rng = np.random.default_rng(seed)
    steps, games = 12, 3
    rewards = rng.normal(size=(steps, games)).astype(np.float32)
    values = rng.normal(size=(steps + 1, games)).astype(np.float32)
    terminated = rng.random((steps, games)) < 0.2
    ended = terminated | (rng.random((steps, games)) < 0.2)
    result = advantages(rewards, values, terminated, ended, gamma, lam)
    assert result.dtype == np.float32
    for game in range(games):
        expected = written_out(
            rewards[:, game], values[:, game], terminated[:, game], ended[:, game], gamma, lam
        )
        np.testing.assert_allclose(result[:, game], expected, atol=1e-4)


def test_termination_forgets_what_follows_and_truncation_does_not() -> None:
    rewards = np.array([[1.0, 1.0]], np.float32)
    values = np.array([[0.0, 0.0], [10.0, 10.0]], np.float32)
    terminated = np.array([[True, False]])
    ended = np.array([[True, True]])
    result = advantages(rewards, values, terminated, ended, gamma=0.5, lam=1.0)
    np.testing.assert_allclose(result, [[1.0, 6.0]])


def test_nothing_leaks_from_the_next_episode() -> None:
    rewards = np.array([[0.0], [0.0], [100.0]], np.float32)
    values = np.zeros((4, 1), np.float32)
    ended = np.array([[False], [True], [False]])
    result = advantages(rewards, values, np.zeros_like(ended), ended, 0.99, 0.95)
    np.testing.assert_allclose(result[:2], 0)
    assert result[2, 0] == 100


@given(st.integers(0, 10_000), st.floats(0, 1))
def test_discounted_returns_equal_the_written_out_sum(seed: int, gamma: float) -> None:
    rng = np.random.default_rng(seed)
    rewards = rng.normal(size=(12, 3)).astype(np.float32)
    ended = rng.random((12, 3)) < 0.2
    result = discounted_returns(rewards, ended, gamma)
    assert result.dtype == np.float32
    for game in range(3):
        for start in range(12):
            total = 0.0
            for k, reward in enumerate(rewards[start:, game]):
                total += gamma**k * reward
                if ended[start + k, game]:
                    break
            np.testing.assert_allclose(result[start, game], total, atol=1e-4)


def test_a_critic_that_says_nothing_leaves_the_return() -> None:
    rng = np.random.default_rng(0)
    rewards = rng.normal(size=(12, 3)).astype(np.float32)
    ended = rng.random((12, 3)) < 0.2
    silence = np.zeros((13, 3), np.float32)
    np.testing.assert_allclose(
        discounted_returns(rewards, ended, 0.99), advantages(rewards, silence, ended, ended, 0.99, 1.0)
    )


def test_explained_variance() -> None:
    returns = np.array([1.0, 2.0, 3.0], np.float32)
    assert explained_variance(returns, returns) == pytest.approx(1)
    assert explained_variance(np.full(3, 2.0, np.float32), returns) == pytest.approx(0)
    assert explained_variance(returns, np.ones(3, np.float32)) == 0
