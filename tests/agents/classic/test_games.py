from __future__ import annotations

import gymnasium
import numpy as np
import pytest

from agents.classic.games import GAMES

IDS = {"cartpole": "CartPole-v1", "mountaincar": "MountainCar-v0"}


@pytest.mark.parametrize("name", GAMES)
def test_every_step_is_gymnasiums(name: str) -> None:
    game, rng = GAMES[name], np.random.default_rng(3)
    env = gymnasium.make(IDS[name]).unwrapped
    assert gymnasium.spec(IDS[name]).max_episode_steps == game.limit
    assert env.action_space.n == game.actions
    ends = 0
    for episode in range(12):
        env.reset(seed=episode)
        state = np.array(env.state, float)
        for _ in range(game.limit):
            # Long pushes, so that MountainCar reaches its wall and its flag, too.
            action = int(rng.integers(game.actions)) if rng.random() < 0.3 or name == "cartpole" else 0
            if name == "mountaincar" and rng.random() < 0.7:
                action = 0 if state[1] < 0 else 2
            env.state = tuple(state)
            _, reward, over, _, _ = env.step(action)
            after, rewards, overs = game.step(state[None], np.array([action]))
            np.testing.assert_allclose(after[0], env.state, rtol=0, atol=1e-12)
            assert (rewards[0], overs[0]) == (reward, over)
            state = after[0]
            if over:
                ends += 1
                break
    assert ends >= 6
    env.close()


@pytest.mark.parametrize("name", GAMES)
def test_it_begins_where_gymnasium_does(name: str) -> None:
    states = GAMES[name].start(np.random.default_rng(1), 4000)
    env = gymnasium.make(IDS[name]).unwrapped
    theirs = np.array([env.reset(seed=seed)[0] for seed in range(300)])
    assert states.shape[1] == theirs.shape[1] == len(GAMES[name].scale) == len(GAMES[name].names)
    np.testing.assert_allclose(states.min(axis=0), theirs.min(axis=0), atol=0.01)
    np.testing.assert_allclose(states.max(axis=0), theirs.max(axis=0), atol=0.01)
    env.close()


def test_many_games_are_stepped_at_once() -> None:
    game, rng = GAMES["cartpole"], np.random.default_rng(5)
    states, actions = game.start(rng, 7), rng.integers(0, 2, 7)
    together = game.step(states, actions)[0]
    alone = [game.step(states[i : i + 1], actions[i : i + 1])[0][0] for i in range(7)]
    np.testing.assert_allclose(together, alone)
