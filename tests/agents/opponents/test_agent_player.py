from __future__ import annotations

import math
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch

from agents.emulators.games import GAMES
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from agents.learning.train import train
from agents.opponents.agent_player import MAX_DELAY, AgentPlayer

PONG = GAMES["pong"]
CONFIG = TrainConfig(stack=2)


class FilmGame:
    """Shows a new random picture each frame, and remembers the actions it was given."""

    def __init__(self) -> None:
        self.over = False
        self.actions: list[int] = []
        self.pictures = np.random.default_rng(0).integers(0, 256, (64, 210, 160), dtype=np.uint8)

    def grey(self):
        return self.pictures[len(self.actions)]

    def step(self, ale_action: int) -> float:
        self.actions.append(ale_action)
        return 1.0


def pooled(picture: np.ndarray) -> np.ndarray:
    """What the agent sees of a picture before a black background."""
    return picture[34:194].reshape(40, 4, 40, 4).max(axis=(1, 3))


def leaning(agent: Agent, action: int) -> Agent:
    """The same agent with its mind made up, which none has that looks into the mirror as well."""
    agent = replace(agent, config=replace(agent.config, mirror=False))
    bias = torch.full((3,), -100.0)
    bias[action] = 100.0
    return replace(agent, tensors={**agent.tensors, "policy.actor.bias": bias})


@pytest.mark.parametrize("skip", [1, 2, 3, 4])
def test_the_player_looks_and_decides_once_in_some_frames(skip: int) -> None:
    player, game = AgentPlayer(untrained(replace(CONFIG, frame_skip=skip)), seed=1), FilmGame()
    decisions, observations = [], []
    for _ in range(40):
        assert player.step(game) == 1.0
        decisions.append(player.decision)
        observations.append(player.observation)
    for frame in range(40):
        look = frame - frame % skip
        assert decisions[frame] is decisions[look]
        assert observations[frame] is observations[look]
        assert game.actions[frame] == decisions[look].ale_action
        assert (frame == look) == (frame == 0 or decisions[frame] is not decisions[frame - 1])
    assert len(set(game.actions)) == 3, "a new agent should try everything"


def test_the_player_sees_the_maximum_of_the_last_two_pictures() -> None:
    player, game = AgentPlayer(untrained(CONFIG), seed=1), FilmGame()
    player.step(game)
    first = pooled(game.pictures[0])
    np.testing.assert_array_equal(player.observation, np.stack([np.zeros_like(first), first]))
    for _ in range(4):
        player.step(game)
    second = pooled(np.maximum(game.pictures[3], game.pictures[4]))
    np.testing.assert_array_equal(player.observation, np.stack([first, second]))


def test_decisions_are_consistent() -> None:
    player, game = AgentPlayer(untrained(CONFIG), seed=1), FilmGame()
    before = player.decision
    assert before.ale_action == PONG.actions[0]
    player.step(game)
    decision = player.decision
    assert sum(decision.probabilities) == pytest.approx(1)
    assert decision.ale_action == PONG.actions[decision.action]
    assert decision.entropy == pytest.approx(-sum(p * math.log(p) for p in decision.probabilities))
    assert math.isfinite(decision.value)


def test_new_weights_enter_at_the_next_look_and_keep_what_was_seen() -> None:
    agent = untrained(CONFIG)
    player, game = AgentPlayer(leaning(agent, 1), seed=1), FilmGame()
    for _ in range(6):
        player.step(game)
    player.load(leaning(agent, 2))
    for _ in range(6):
        player.step(game)
    up, down = PONG.actions[1], PONG.actions[2]
    assert game.actions == [up] * 8 + [down] * 4
    assert player.observation[0].any()


def test_another_network_is_taken_too_and_another_game_is_not() -> None:
    player = AgentPlayer(untrained(CONFIG), seed=1)
    player.load(untrained(replace(CONFIG, hidden=32, stack=3)))
    player.step(FilmGame())
    assert player.observation.shape == (3, 40, 40)


def test_reset_forgets() -> None:
    player, game = AgentPlayer(untrained(CONFIG), seed=1), FilmGame()
    for _ in range(7):
        player.step(game)
    player.reset()
    assert not player.observation.any()
    fresh = FilmGame()
    player.step(fresh)
    np.testing.assert_array_equal(player.observation[1], pooled(fresh.pictures[0]))
    assert not player.observation[0].any(), "the old game must not show in the new one's stack"


def test_a_game_with_a_seed_is_played_alike_each_time() -> None:
    player = AgentPlayer(untrained(CONFIG), seed=1)

    def choices(seed: int | None) -> list[int]:
        player.reset(seed)
        game = FilmGame()
        for _ in range(60):
            player.step(game)
        return game.actions

    first = choices(7)
    assert choices(None) != first, "without a seed it goes on choosing"
    assert choices(8) != first
    assert choices(7) == first


def test_deciding_leaves_torchs_threads_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    """One thread: a helper would have to be waited for, for a tenth of a second where cores are busy."""
    used: list[int] = []
    build = Agent.build_policy

    def watched(agent: Agent) -> torch.nn.Module:
        policy = build(agent)
        policy.register_forward_hook(lambda *_: used.append(torch.get_num_threads()))
        return policy

    monkeypatch.setattr(Agent, "build_policy", watched)
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        AgentPlayer(untrained(CONFIG), seed=1).step(FilmGame())
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
    assert used == [1]


def test_nothing_happens_after_the_end() -> None:
    player, game = AgentPlayer(untrained(CONFIG), seed=1), FilmGame()
    game.over = True
    assert player.step(game) == 0
    assert not game.actions


def test_equal_seeds_choose_equally_and_greedy_takes_the_likeliest() -> None:
    def actions(seed: int, greedy: bool = False) -> list[int]:
        player, game = AgentPlayer(untrained(CONFIG), seed, greedy), FilmGame()
        chosen = []
        for _ in range(60):
            player.step(game)
            chosen.append(player.decision.action)
            if greedy:
                assert player.decision.action == int(np.argmax(player.decision.probabilities))
        return chosen

    assert actions(1) == actions(1)
    assert actions(1) != actions(2)
    assert actions(1, greedy=True) == actions(2, greedy=True)


# ---------------------------------------------------------------------- reaction time


class Counting:
    """Shows the number of the frame, in every pixel."""

    def __init__(self) -> None:
        self.frame = 0

    def grey(self) -> np.ndarray:
        return np.full((210, 160), self.frame, np.uint8)

    def screen(self) -> np.ndarray:
        raise AssertionError


@pytest.mark.parametrize("delay", [0, 1, 7, MAX_DELAY])
def test_a_slow_player_sees_what_was_there_some_frames_ago(delay: int) -> None:
    player = AgentPlayer(untrained(TrainConfig(channels=(4, 8), hidden=16)), seed=1)
    player.delay = delay
    eyes = Counting()
    for eyes.frame in range(41):
        player.choose(eyes)
        looked = eyes.frame // 4 * 4
        assert player.observation[-1, 0, 0] == max(0, looked - delay)
    player.reset()
    eyes.frame = 5
    player.choose(eyes)
    assert player.observation[:, 0, 0].tolist() == [0, 5], "nothing of the last game"


def test_a_delay_can_change_in_the_middle_of_a_game_and_has_limits() -> None:
    player = AgentPlayer(untrained(TrainConfig(channels=(4, 8), hidden=16)), seed=1)
    eyes = Counting()
    for player.delay in (0, 12, 3, MAX_DELAY, 0):
        for _ in range(9):
            player.choose(eyes)
    for wrong in (-1, MAX_DELAY + 1):
        with pytest.raises(ValueError, match="delay"):
            player.delay = wrong


SMALL = TrainConfig(
    envs=2, groups=1, rollout=8, epochs=1, minibatches=2, channels=(4, 8), hidden=16, warmup=8, threads=1
)


def test_a_light_file_plays_like_the_heavy_one(tmp_path: Path) -> None:
    (snapshot,) = islice(train(SMALL), 1)
    heavy, light = tmp_path / "heavy.safetensors", tmp_path / "light.safetensors"
    snapshot.agent.save(heavy)
    snapshot.agent.save(light, {"command": "by hand"}, light=True)
    assert light.stat().st_size < heavy.stat().st_size * 0.6
    agent = Agent.load(light)
    assert agent.step == snapshot.agent.step
    assert not any(name.startswith("optimizer.") for name in agent.tensors)
    for name, tensor in agent.build_policy().state_dict().items():
        assert tensor.dtype == torch.float32
        torch.testing.assert_close(tensor, snapshot.agent.tensors[f"policy.{name}"], atol=1e-3, rtol=1e-3)

    class Noise:
        def __init__(self) -> None:
            self.rng = np.random.default_rng(1)

        def grey(self) -> np.ndarray:
            return self.rng.integers(0, 255, (210, 160), np.uint8)

    eyes, others = Noise(), Noise()
    one, two = AgentPlayer(agent, 1), AgentPlayer(snapshot.agent, 1)
    moves = [(one.choose(eyes), two.choose(others)) for _ in range(200)]  # type: ignore[arg-type]
    assert all(a == b for a, b in moves)
