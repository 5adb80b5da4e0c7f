from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import astuple, replace
from itertools import islice, pairwise
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from agents.agent import Agent, initial_policy
from agents.config import EvaluateConfig, TrainConfig
from agents.envs import Transition
from agents.train import Rollout, Snapshot, learn, train

TOY = TrainConfig(
    seed=3,
    envs=8,
    groups=2,
    rollout=16,
    epochs=3,
    minibatches=4,
    learning_rate=3e-3,
    stack=1,
    channels=(8, 8),
    hidden=16,
)


class LampGames:
    """One of three lamps is lit; choosing it earns a point, anything else costs one. Ten choices a game."""

    points_end_episodes = False
    lives_end_episodes = False
    actions = 3
    observation_shape = (1, 20, 20)

    def __init__(self, count: int, seed: int) -> None:
        self.count = count
        self.closed = 0
        self.seed = seed
        self._rng = np.random.default_rng(seed)

    def _show(self) -> NDArray[np.uint8]:
        self._lamps = self._rng.integers(3, size=self.count)
        pictures = np.zeros((self.count, 1, 20, 20), np.uint8)
        for index, lamp in enumerate(self._lamps):
            pictures[index, 0, :, 7 * lamp : 7 * lamp + 6] = 255
        return pictures

    def reset(self) -> NDArray[np.uint8]:
        self._left = np.full(self.count, 10)
        self._ended = np.zeros(self.count, np.bool_)
        return self._show()

    def send(self, actions: NDArray[np.int64]) -> None:
        self._chosen = actions.copy()

    def recv(self) -> Transition:
        started = self._ended
        hit = self._chosen == self._lamps
        # A restart earns nothing: whatever is reported for it must be masked out by the learner.
        reward = np.where(started, 0, np.where(hit, 1, -1)).astype(np.float32)
        self._left = np.where(started, 10, self._left - 1)
        self._ended = self._left == 0
        none = np.zeros(self.count, np.bool_)
        return Transition(self._show(), reward, self._ended, none, none, ~started)

    def state(self) -> Mapping[str, NDArray[Any]]:
        return {}

    def close(self) -> None:
        self.closed += 1


def make_lamps(
    config: TrainConfig, count: int, seed: int, state: Mapping[str, NDArray[Any]] | None
) -> LampGames:
    return LampGames(count, seed)


def snapshots(config: TrainConfig, count: int, resume: Agent | None = None) -> list[Snapshot]:
    learner = train(config, resume, make_envs=make_lamps)
    try:
        return list(islice(learner, count))
    finally:
        learner.close()


def same(first: Agent, second: Agent) -> bool:
    return all(torch.equal(tensor, second.tensors[name]) for name, tensor in first.tensors.items())


def test_the_return_rises() -> None:
    history = snapshots(TOY, 60)
    early = next(s.return_mean for s in history if s.return_mean is not None)
    late = history[-1].return_mean
    assert early < 0
    assert late is not None
    assert 8 < late <= 10  # chance gives -3.3
    assert history[-1].point_balance > 0.8
    assert history[-1].losses.entropy < history[0].losses.entropy


def test_equal_seeds_give_equal_training() -> None:
    first, second = snapshots(TOY, 5), snapshots(TOY, 5)
    other = snapshots(replace(TOY, seed=4), 5)
    for a, b in zip(first, second, strict=True):
        assert astuple(a.losses) == astuple(b.losses)
        assert same(a.agent, b.agent)
    assert astuple(first[-1].losses) != astuple(other[-1].losses)
    assert not same(first[-1].agent, other[-1].agent)


@pytest.mark.slow
def test_equal_seeds_give_equal_training_on_the_console() -> None:
    config = TrainConfig(envs=4, rollout=16, warmup=16, minibatches=2)

    def final() -> Snapshot:
        learner = train(config)
        *_, last = islice(learner, 3)
        learner.close()
        return last

    first, second = final(), final()
    assert astuple(first.losses) == astuple(second.losses)
    assert same(first.agent, second.agent)
    assert first.agent.games_state()["background"].any()


def test_training_leaves_global_generators_alone() -> None:
    torch.manual_seed(0)
    snapshots(TOY, 2)
    expected = torch.Generator().manual_seed(0)
    assert torch.equal(torch.rand(3), torch.rand(3, generator=expected))


def test_snapshots_are_frozen_in_time() -> None:
    learner = train(TOY, make_envs=make_lamps)
    first = next(learner)
    copy = {name: tensor.clone() for name, tensor in first.agent.tensors.items()}
    second = next(learner)
    assert all(torch.equal(tensor, first.agent.tensors[name]) for name, tensor in copy.items())
    assert not same(first.agent, second.agent)
    with pytest.raises(TypeError):
        first.agent.tensors["policy.actor.bias"] = torch.zeros(3)  # type: ignore[index]
    learner.close()


def test_snapshot_numbers_belong_together() -> None:
    history = snapshots(TOY, 8)
    batch = TOY.envs * TOY.rollout
    for before, after in pairwise(history):
        assert after.step == before.step + batch
        assert after.seconds > before.seconds
    last = history[-1]
    assert last.frames == 4 * last.step
    assert last.steps_per_s > 0
    assert sum(astuple(last.time_split)) == pytest.approx(1)
    # Eleven steps a game, one of which restarts it.
    assert last.episodes == TOY.envs * (last.step // TOY.envs // 11)
    assert last.curve[-1] == (last.step, last.seconds, last.return_mean)
    assert last.agent.curve == last.curve


def test_limits_end_the_run() -> None:
    learner = train(replace(TOY, max_steps=1000), make_envs=make_lamps)
    assert [s.step for s in learner][-1] == 1024
    timed = list(train(replace(TOY, minutes=1e-9), make_envs=make_lamps))
    assert len(timed) == 1


def test_resuming_goes_on() -> None:
    middle = snapshots(TOY, 8)[-1].agent
    assert middle.return_mean is not None
    resumed = snapshots(TOY, 3, middle)
    assert resumed[0].step > middle.step
    assert resumed[0].seconds > middle.seconds
    assert resumed[0].episodes >= middle.episodes
    assert resumed[0].curve[: len(middle.curve)] == middle.curve
    assert float(resumed[0].agent.tensors["optimizer.step"]) > float(middle.tensors["optimizer.step"])
    again = snapshots(TOY, 3, middle)
    assert same(resumed[-1].agent, again[-1].agent)


def test_resuming_starts_from_the_very_weights() -> None:
    middle = snapshots(TOY, 4)[-1].agent
    still = replace(TOY, learning_rate=1e-30)
    resumed = snapshots(still, 1, middle)[0].agent
    weights = [name for name in middle.tensors if name.startswith("policy.")]
    assert all(torch.equal(middle.tensors[name], resumed.tensors[name]) for name in weights)


def test_a_resumed_agent_keeps_its_network() -> None:
    middle = snapshots(TOY, 1)[-1].agent
    resumed = snapshots(replace(TOY, hidden=64), 1, middle)[0].agent
    assert resumed.config.hidden == TOY.hidden


def test_closing_frees_the_games() -> None:
    made: list[LampGames] = []

    def make(config, count, seed, state):
        made.append(make_lamps(config, count, seed, state))
        return made[-1]

    learner = train(TOY, make_envs=make)
    next(learner)
    assert [games.closed for games in made] == [0, 0]
    assert len({games.seed for games in made}) == 2
    learner.close()
    assert [games.closed for games in made] == [1, 1]


def test_divergence_is_an_error_and_frees_the_games() -> None:
    learner: Iterator[Snapshot] = train(replace(TOY, value_coef=1.0), make_envs=make_broken)
    with pytest.raises(FloatingPointError, match="diverged"):
        list(islice(learner, 3))


def make_broken(config, count, seed, state):
    class Broken(LampGames):
        def recv(self):
            result = super().recv()
            result.reward[:] = np.nan
            return result

    return Broken(count, seed)


def test_what_happens_in_a_restart_does_not_matter() -> None:
    def learned(garbage: float) -> list[torch.Tensor]:
        rng = np.random.default_rng(1)
        rollout = Rollout(TOY, (1, 20, 20), 3)
        rollout.observations[:] = rng.integers(0, 256, rollout.observations.shape, dtype=np.uint8)
        rollout.rewards[:] = rng.choice([-1, 0, 1], rollout.rewards.shape)
        rollout.valid[:] = True
        rollout.terminated[4, 2] = True
        rollout.valid[5, 2] = False
        rollout.rewards[5, 2] = garbage
        rollout.logits[5, 2, 0] = garbage
        policy = initial_policy(Agent(TOY, (1, 20, 20), 3, {}))
        optimizer = torch.optim.Adam(policy.parameters(), 1e-3)
        assert (
            len(
                list(
                    learn(
                        rollout,
                        LampGames(TOY.envs, 0),
                        TOY,
                        policy,
                        optimizer,
                        torch.Generator().manual_seed(0),
                    )
                )
            )
            == 12
        )
        return [parameter.detach() for parameter in policy.parameters()]

    for first, second in zip(learned(0.0), learned(1.0), strict=True):
        assert torch.equal(first, second)


def test_losses_are_finite_and_in_range() -> None:
    losses = snapshots(TOY, 3)[-1].losses
    assert all(map(math.isfinite, astuple(losses)))
    assert 0 <= losses.entropy <= math.log(3) + 1e-6
    assert 0 <= losses.clip_fraction <= 1
    assert losses.explained_variance <= 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("game", "chess"),
        ("seed", -1),
        ("minutes", -1.0),
        ("envs", 0),
        ("envs", 33),
        ("groups", 0),
        ("rollout", 1),
        ("epochs", 0),
        ("minibatches", 2000),
        ("learning_rate", 0.0),
        ("learning_rate", math.nan),
        ("gamma", 1.5),
        ("lam", -0.1),
        ("clip", 0.0),
        ("entropy_coef", -1.0),
        ("max_grad_norm", 0.0),
        ("channels", (0, 32)),
        ("hidden", 10**9),
        ("threads", -1),
    ],
)
def test_settings_out_of_range_are_named(field: str, value: object) -> None:
    with pytest.raises(ValueError, match=field):
        TrainConfig(**{field: value})


@pytest.mark.parametrize(("field", "value"), [("episodes", 0), ("sticky", 1.0), ("envs", 0), ("game", "go")])
def test_evaluation_settings_out_of_range_are_named(field: str, value: object, tmp_path) -> None:
    with pytest.raises(ValueError, match=field):
        EvaluateConfig(**{"weights": tmp_path, field: value})
