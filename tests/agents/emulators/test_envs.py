from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from agents.emulators.envs import AtariGame, VectorGames
from agents.emulators.games import GAMES, GameSpec, game_spec
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig
from agents.opponents.agent_player import AgentPlayer

PONG = GAMES["pong"]


def test_light_modules_load_neither_torch_nor_the_emulator() -> None:
    code = (
        "import sys, agents.emulators.games, agents.learning.config, agents.emulators.envs;"
        "heavy = {'torch', 'ale_py', 'gymnasium', 'pygame'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_learning_never_loads_pygame() -> None:
    modules = "sys, agents.learning.train, agents.opponents.agent_player, agents.evaluate"
    code = f"import {modules}; assert 'pygame' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def paddle_row(game: AtariGame) -> float:
    """Middle row of the green paddle on the right."""
    screen = game.screen()[34:194, 140:144].astype(int)
    return float(np.nonzero(screen[..., 1] - screen[..., 0] > 60)[0].mean())


@pytest.mark.parametrize(("name", "direction"), [("up", -1), ("down", 1), ("stay", 0)])
def test_actions_move_the_paddle_as_named(name: str, direction: int) -> None:
    game = AtariGame(PONG, seed=1)
    for _ in range(60):
        game.step(0)
    before = paddle_row(game)
    for _ in range(10):
        game.step(PONG.actions[PONG.action_names.index(name)])
    assert np.sign(paddle_row(game) - before) == direction
    game.close()


def test_scores_count_both_sides_and_the_game_ends() -> None:
    game = AtariGame(PONG, seed=2)
    assert game.screen().shape == (210, 160, 3)
    assert game.grey().shape == (210, 160)
    rewards = 0.0
    while not game.over:
        rewards += game.step(0)
    assert (game.agent_points, game.opponent_points, game.score) == (0, 21, -21.0)
    assert rewards == -21
    frames = game.frames
    assert game.step(0) == 0
    assert game.frames == frames
    game.reset()
    assert not game.over
    assert (game.agent_points, game.opponent_points, game.score, game.frames) == (0, 0, 0, 0)
    game.close()
    with pytest.raises(RuntimeError, match="closed"):
        game.grey()


def random_play(game: AtariGame, frames: int = 300) -> bytes:
    rng = np.random.default_rng(0)
    return b"".join(
        game.step(int(rng.choice(PONG.actions))).hex().encode() + game.screen().tobytes()
        for _ in range(frames)
    )


@pytest.mark.parametrize("sticky", [0.0, 0.5])
def test_a_reset_game_is_the_game_of_a_new_console(sticky: float) -> None:
    fresh, used = AtariGame(PONG, 9, sticky), AtariGame(PONG, 4, sticky)
    random_play(used, 150)
    used.reset(9)
    assert random_play(used) == random_play(fresh)
    used.close()
    fresh.close()


def test_sticky_actions_stick_as_the_seed_says() -> None:
    game = AtariGame(PONG, 1, sticky=0.5)
    first = random_play(game)
    game.reset(2)
    assert random_play(game) != first
    game.reset(1)
    assert random_play(game) == first
    game.close()


def test_starting_anew_takes_a_fraction_of_switching_on() -> None:
    """It happens in the window's thread."""

    def least(work: Callable[[], object]) -> float:
        times = []
        for _ in range(5):
            began = time.perf_counter()
            work()
            times.append(time.perf_counter() - began)
        return min(times)

    game = AtariGame(PONG, 1)
    assert least(lambda: game.reset(2)) < least(lambda: AtariGame(PONG, 1)) / 4
    game.close()


@pytest.mark.parametrize("frame_skip", [1, 2, 4])
def test_one_console_and_many_show_the_agent_the_same(frame_skip: int) -> None:
    """The player at 60 Hz and the vector environment see identical observations after identical actions."""
    config = TrainConfig(frame_skip=frame_skip, recall=3)
    watched = VectorGames(PONG, 2, seed=5, stack=config.stack, warmup=24, threads=1)
    background = watched.state()["background"]
    watched.close()

    many = VectorGames(
        *(PONG, 2, 7),
        stack=config.stack,
        recall=config.recall,
        frame_skip=frame_skip,
        background=background,
        threads=1,
        noop_max=0,
    )
    agent = untrained(config)
    tensors = {**agent.tensors, "games.background": torch.from_numpy(background)}
    player = AgentPlayer(replace(agent, tensors=tensors), seed=0)
    game = AtariGame(PONG, seed=7)
    expected = many.reset()
    moved = 0
    for _ in range(600 // frame_skip):
        total = player.step(game)
        np.testing.assert_array_equal(player.observation, expected[0])
        moved += int(player.observation[-1].any())
        action = player.decision.action
        total += sum(player.step(game) for _ in range(frame_skip - 1))
        result = many.step(np.full(2, action))
        expected = result.observation
        assert result.reward[0] == total
    assert moved > 100
    game.close()
    many.close()


def test_the_step_that_restarts_a_game_is_marked() -> None:
    games = VectorGames(PONG, 1, seed=1, stack=2, background=np.zeros((160, 160), np.uint8), threads=1)
    games.reset()
    stay = np.zeros(1, np.int64)
    for _ in range(2000):
        result = games.step(stay)
        assert result.valid[0]
        if result.terminated[0]:
            break
    assert result.terminated[0]
    restarted = games.step(stay)
    assert not restarted.valid[0]
    assert restarted.reward[0] == 0
    assert not restarted.observation[0, 0].any(), "the old game must not show in the new one's stack"
    assert restarted.observation[0, 1].any()
    assert games.step(stay).valid[0]
    games.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted the Linux way")
def test_closing_ends_the_threads_even_in_the_middle_of_a_step() -> None:
    def threads() -> int:
        """Counted once it stays the same: a thread that was joined is listed for a moment more."""
        counts = [-1]
        while len(counts) < 5 or len(set(counts[-5:])) > 1:
            counts.append(len(list(Path("/proc/self/task").iterdir())))
            time.sleep(0.02)
        return counts[-1]

    before = threads()
    games = VectorGames(PONG, 3, seed=1, stack=1, background=np.zeros((160, 160), np.uint8), threads=2)
    games.reset()
    assert threads() > before
    games.send(np.zeros(3, np.int64))
    games.close()
    patience = time.monotonic() + 10
    while threads() > before:
        assert time.monotonic() < patience
    games.close()


def test_equal_seeds_play_equal_games_and_others_differ() -> None:
    def random_game(seed: int) -> bytes:
        games = VectorGames(PONG, 2, seed, stack=1, warmup=8, threads=2)
        rng = np.random.default_rng(0)
        seen = [games.reset().tobytes()]
        seen += [games.step(rng.integers(3, size=2)).observation.tobytes() for _ in range(60)]
        games.close()
        return b"".join(seen)

    assert random_game(1) == random_game(1)
    assert random_game(1) != random_game(2)


def test_game_specs_are_checked() -> None:
    with pytest.raises(ValueError, match="unknown game 'chess'"):
        game_spec("chess")
    with pytest.raises(ValueError, match="names"):
        GameSpec("x", "pong", (0, 1), ("stay",), PONG.court)
    with pytest.raises(ValueError, match="distinct"):
        GameSpec("x", "pong", (0, 0), ("stay", "up"), PONG.court)
