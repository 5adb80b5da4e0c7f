"""How fast the consoles run by themselves: what a learner's speed is compared with."""

from collections.abc import Generator
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from agents.emulators.envs import FRAME_SKIP, switch_off, vector_env
from agents.emulators.games import game_spec

BATCH = 64
"""Steps of every game between two reports."""


@dataclass(frozen=True)
class Emulated:
    """What was emulated so far."""

    step: int
    """Agent steps, of all games together."""
    seconds: float
    """The time that took, without what the caller did between two reports."""


def emulate(
    game: str, count: int, groups: int, seed: int = 1, frame_skip: int = FRAME_SKIP, threads: int = 0
) -> Generator[Emulated, None, None]:
    """Play at random in ALE's vector environment, without looking at its pictures.

    The consoles, their pictures' size and the threads are those of `VectorGames`, in as many groups: while
    one group's pictures are fetched, the emulators work for another, and never wait.

    Args:
        game: Its id.
        count: Games at once.
        groups: Parts they are split into.
        seed: Of games and actions.
        frame_skip: Frames per agent step.
        threads: C++ threads of each group; 0: one per core.

    Yields:
        Steps and seconds since the games were begun, every `64 × count` steps, for ever.
    """
    spec, size = game_spec(game), count // groups
    rng = np.random.default_rng(seed)
    envs = [vector_env(spec, size, frame_skip=frame_skip, threads=threads) for _ in range(groups)]
    try:
        for group, env in enumerate(envs):
            env.reset(seed=seed + group * size)
        step, seconds = 0, 0.0
        while True:
            actions = rng.choice(np.array(spec.actions, np.int64), (BATCH, size))
            began = perf_counter()
            for turn in range(BATCH):
                for env in envs:
                    if turn:
                        env.recv()
                    env.send(actions[turn])
            for env in envs:
                env.recv()
            seconds += perf_counter() - began
            step += BATCH * size * groups
            yield Emulated(step, seconds)
    finally:
        for env in envs:
            switch_off(env)
