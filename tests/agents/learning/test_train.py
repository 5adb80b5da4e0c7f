from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import astuple, replace
from itertools import islice, pairwise
from typing import get_args

import numpy as np
import pytest
import torch

from agents.emulators.envs import Transition
from agents.learning.agent import Agent
from agents.learning.config import Method, TrainConfig
from agents.learning.train import Snapshot, train
from agents.learning.update import learn
from tests.agents.learning.lamps import TOY, LampGames, make_lamps

METHODS = get_args(Method)


def snapshots(config: TrainConfig, count: int, resume: Agent | None = None) -> list[Snapshot]:
    learner = train(config, resume, make_envs=make_lamps)
    try:
        return list(islice(learner, count))
    finally:
        learner.close()


def same(first: Agent, second: Agent) -> bool:
    return all(torch.equal(tensor, second.tensors[name]) for name, tensor in first.tensors.items())


@pytest.mark.parametrize("method", METHODS)
def test_the_return_rises(method: Method) -> None:
    history = snapshots(replace(TOY, method=method), 60)
    early = next(s.agent.return_mean for s in history if s.agent.return_mean is not None)
    late = history[-1].agent.return_mean
    assert early < 0
    assert late is not None
    assert 8 < late <= 10  # chance gives -3.3
    assert history[-1].agent.point_balance > 0.8
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
    history = snapshots(replace(TOY, frame_skip=3), 13)
    batch = TOY.envs * TOY.rollout
    for before, after in pairwise(history):
        assert after.agent.step == before.agent.step + batch
        assert after.agent.seconds > before.agent.seconds
    last = history[-1]
    agents = [each.agent for each in history]
    # Over the last ten updates.
    seconds = agents[-1].seconds - agents[-11].seconds
    assert last.steps_per_s == pytest.approx(10 * batch / seconds)
    assert sum(astuple(last.time_split)) == pytest.approx(1)
    # Eleven steps a game, one of which restarts it.
    assert agents[-1].episodes == TOY.envs * (agents[-1].step // TOY.envs // 11)
    assert agents[-1].curve == tuple((each.step, each.seconds, each.return_mean) for each in agents)


def test_limits_end_the_run() -> None:
    learner = train(replace(TOY, max_steps=1000), make_envs=make_lamps)
    assert [s.agent.step for s in learner][-1] == 1024
    timed = list(train(replace(TOY, minutes=1e-9), make_envs=make_lamps))
    assert len(timed) == 1


class AdvisedLamps(LampGames):
    """Nothing is earned here, and somebody says all the time which lamp is lit."""

    def recv(self) -> Transition:
        hit = self._chosen == self._lamps
        result = super().recv()
        followed.append(float(hit[result.valid].mean()) if result.valid.any() else 0.0)
        return replace(result, reward=np.zeros_like(result.reward), advice=self._lamps.astype(np.int64))


followed: list[float] = []


@pytest.mark.parametrize(("steps", "least", "most"), [(0, 0.2, 0.5), (10**6, 0.9, 1.0)])
def test_advice_is_followed_where_it_counts(steps: int, least: float, most: float) -> None:
    followed.clear()
    config = replace(TOY, advice_steps=steps)
    list(islice(train(config, make_envs=lambda config, count, seed, state: AdvisedLamps(count, seed)), 30))
    assert least <= np.mean(followed[-100:]) <= most


def test_advice_counts_less_and_less(monkeypatch) -> None:
    weights: list[float] = []

    def watched(*arguments):
        weights.append(arguments[-1])
        return learn(*arguments)

    monkeypatch.setattr("agents.learning.train.learn", watched)
    batch = TOY.envs * TOY.rollout
    snapshots(replace(TOY, advice_coef=2.0, advice_steps=4 * batch), 6)
    assert weights == [1.5, 1.0, 0.5, 0.0, 0.0, 0.0]


@pytest.fixture
def sizes(monkeypatch) -> list[float]:
    """The step size of every step of the optimiser."""
    noted: list[float] = []
    step = torch.optim.Adam.step

    def watched(optimizer, *arguments):
        noted.append(optimizer.param_groups[0]["lr"])
        return step(optimizer, *arguments)

    monkeypatch.setattr(torch.optim.Adam, "step", watched)
    return noted


def test_an_annealed_step_size_falls_evenly_to_nothing(sizes: list[float]) -> None:
    batch, lessons = TOY.envs * TOY.rollout, TOY.epochs * TOY.minibatches
    list(train(replace(TOY, anneal=True, max_steps=6 * batch), make_envs=make_lamps))
    # Each update learns from the rollout before, and the first is played before anything is over.
    expected = [TOY.learning_rate * (1 - done / 6) for done in (0, 2, 3, 4, 5)]
    assert sizes == pytest.approx([size for size in expected for _ in range(lessons)])

    sizes.clear()
    snapshots(replace(TOY, anneal=True), 3)
    assert set(sizes) == {TOY.learning_rate}


def test_a_step_size_settles_after_a_while(sizes: list[float]) -> None:
    batch, lessons = TOY.envs * TOY.rollout, TOY.epochs * TOY.minibatches
    list(train(replace(TOY, settle=2 * batch, max_steps=7 * batch), make_envs=make_lamps))
    shares = np.array(sizes[::lessons]) / TOY.learning_rate
    np.testing.assert_allclose(shares, [1, 1, 2 / 3, 1 / 2, 2 / 5, 1 / 3][: len(shares)])
    assert len(shares) >= 5


def test_resuming_goes_on() -> None:
    middle = snapshots(TOY, 8)[-1].agent
    assert middle.return_mean is not None
    resumed = snapshots(TOY, 3, middle)
    assert resumed[0].agent.step > middle.step
    assert resumed[0].agent.seconds > middle.seconds
    assert resumed[0].agent.episodes >= middle.episodes
    assert resumed[0].agent.curve[: len(middle.curve)] == middle.curve
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


def test_losses_tell_how_far_the_policy_moved() -> None:
    still = snapshots(replace(TOY, learning_rate=1e-30), 2)[-1].losses
    assert still.entropy == pytest.approx(math.log(3), abs=1e-3), "it begins nearly uniform"
    assert still.kl == pytest.approx(0, abs=1e-6)
    assert still.clip_fraction == 0
    moved = snapshots(replace(TOY, learning_rate=0.03), 2)[-1].losses
    assert moved.kl > 0.01
    assert 0 < moved.clip_fraction < 1
    assert moved.entropy < still.entropy


def test_threads_are_restored_when_training_ends() -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        learner = train(TOY, make_envs=make_lamps)
        next(learner)
        assert torch.get_num_threads() == 1
        learner.close()
        assert torch.get_num_threads() == 3
    finally:
        torch.set_num_threads(before)
