"""The console: one game at 60 Hz for the screen, or many games in C++ threads for the learner."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from agents.emulators.action_log import ActionLog
from agents.emulators.games import MAX_FRAMES, SCREEN_HEIGHT, SCREEN_WIDTH, GameSpec
from agents.emulators.observation import NOTHING, Frames, ObservationPipeline, estimate_background

if TYPE_CHECKING:
    from ale_py import ALEInterface
    from ale_py.vector_env import AtariVectorEnv

FRAME_SKIP = 4
"""Emulated frames per agent step, where nothing else is asked for. The agent sees the last two's maximum."""
MAX_SEED = 2**31 - 1024
"""Seeds stay below this, so that those of a thousand games, counted up from one, still fit the emulator."""
NO_ADVICE = -1
"""Where no scripted player says what it would do."""


def thread_count(threads: int) -> int:
    """Resolve a `threads` setting: 0 means one per core this process may use, at most 8."""
    if threads:
        return threads
    # Not every platform can tell which cores a process may use.
    affinity = getattr(os, "sched_getaffinity", None)
    return min(8, len(affinity(0)) if affinity else os.cpu_count() or 1)


def _silence_emulator() -> None:
    from ale_py import ALEInterface, LoggerMode

    ALEInterface.setLoggerMode(LoggerMode.Error)


class AtariGame:
    """One emulated console, frame by frame, for use by one thread only.

    Attributes:
        spec: The game.
        seed: Of the running game; None when it cannot be told.
        sticky: Probability in [0, 1) that a frame repeats the previous action.
        difficulty: The console's difficulty switches, from the next `reset` on; one of `difficulties`, or 0
            for the least of them. In Pong 1 halves the left bat and 2 the right one.
        log: What has been done in the running game.
    """

    def __init__(
        self, spec: GameSpec, seed: int, sticky: float = 0.0, *, sound: bool = False, difficulty: int = 0
    ) -> None:
        """Switch the console on and start the first game, from a seed in [0, 2^31); `audio` needs `sound`.

        Raises:
            ValueError: If the game does not know this difficulty.
        """
        # Imported here because ale_py pulls gymnasium in, which the app's first frame should not wait for.
        from ale_py import ALEInterface, roms

        _silence_emulator()
        self.spec = spec
        self.log = ActionLog(players=1)
        self.seed: int | None = seed
        self._rom = str(roms.get_rom_path(spec.rom))
        self._ale: ALEInterface | None = ALEInterface()
        self.sticky = sticky
        self.difficulty = difficulty
        self._emulator.setBool("sound_obs", sound)
        self._load(seed)

    def _load(self, seed: int) -> None:
        self._emulator.setInt("random_seed", seed)
        self._emulator.setFloat("repeat_action_probability", self.sticky)
        # ALE reads its seed only while loading a ROM.
        self._emulator.loadROM(self._rom)
        self._start()

    def _start(self) -> None:
        known = self.difficulties
        if self.difficulty and self.difficulty not in known:
            raise ValueError(f"{self.spec.id} has no difficulty {self.difficulty}")
        self._emulator.setDifficulty(max(self.difficulty, min(known)))  # Backgammon knows 3 alone.
        self._emulator.reset_game()
        self.log.clear()
        self.score = 0.0
        self.agent_points = 0
        self.opponent_points = 0

    @property
    def _emulator(self) -> ALEInterface:
        if self._ale is None:
            raise RuntimeError("the game is closed")
        return self._ale

    @property
    def difficulties(self) -> tuple[int, ...]:
        """Settings of the difficulty switches that the game knows; for nearly all games 0 is one of them."""
        return tuple(int(value) for value in self._emulator.getAvailableDifficulties())

    def reset(self, seed: int | None = None) -> None:
        """Start a new game, with a new seed if one is given."""
        # The seed decides when sticky actions stick and nothing else, and loading takes a tenth of a second.
        if seed is None or not self.sticky:
            self._start()
        else:
            self._load(seed)
        # Without a seed, sticky actions go on from where the last game left them.
        self.seed = seed if seed is not None or self.sticky else self.seed

    def step(self, ale_action: int) -> float:
        """Emulate one frame (1/60 s) with an ALE action, 0 to 17.

        Returns:
            The frame's reward, not clipped; 0 once the game is over.
        """
        if self.over:
            return 0.0
        reward = float(self._emulator.act(ale_action))
        self.log.add((ale_action,), self.memory(), self.screen)
        self.score += reward
        if reward > 0:
            self.agent_points += round(reward)
        elif reward < 0:
            self.opponent_points -= round(reward)
        return reward

    def screen(self) -> NDArray[np.uint8]:
        """Return the picture, uint8 (210, 160, 3) RGB."""
        return np.asarray(self._emulator.getScreenRGB())

    def memory(self) -> NDArray[np.uint8]:
        """Return the console's memory, uint8 (128,)."""
        return np.asarray(self._emulator.getRAM())

    def audio(self) -> NDArray[np.uint8]:
        """Return the last frame's sound, uint8 (512,), 30,720 samples a second; needs `sound=True`."""
        return np.asarray(self._emulator.getAudio())

    def grey(self) -> NDArray[np.uint8]:
        """Return the picture's brightness, uint8 (210, 160)."""
        return np.asarray(self._emulator.getScreenGrayscale())

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return bool(self._emulator.game_over())

    @property
    def lives(self) -> int:
        """Lives that are left; 0 in games without them."""
        return int(self._emulator.lives())

    @property
    def frames(self) -> int:
        """Frames since the game began."""
        return int(self._emulator.getEpisodeFrameNumber())

    def close(self) -> None:
        """Switch the console off; further use raises RuntimeError."""
        self._ale = None


@dataclass(frozen=True)
class Transition:
    """What came of one agent step in each of `count` games."""

    observation: Frames
    """uint8 (count, planes, rows, columns), after the step. A view: copy it before the next one."""
    reward: NDArray[np.float32]
    """float32 (count,), not clipped."""
    terminated: NDArray[np.bool_]
    """The game ended by its own rules; like the following, bool (count,)."""
    truncated: NDArray[np.bool_]
    """The game was cut off."""
    died: NDArray[np.bool_]
    """A life was lost."""
    valid: NDArray[np.bool_]
    """False where the step only started a new game and ignored its action."""
    advice: NDArray[np.int64] | None = None
    """int64 (count,), what a scripted player would do next, as an index of the game's actions, and
    `NO_ADVICE` where there is none; None where there never is any."""


class Games(Protocol):
    """What the learner asks of its environments. Tests put toy games here."""

    spec: GameSpec
    count: int
    observation_shape: tuple[int, int, int]

    def reset(self) -> Frames:
        """Start all games; return observations, uint8 (count, *observation_shape)."""

    def send(self, actions: NDArray[np.int64]) -> None:
        """Begin a step, actions int64 (count,), indices into the game's."""

    def recv(self) -> Transition:
        """Wait for the step that `send` began."""

    def state(self) -> Mapping[str, NDArray[Any]]:
        """Return what has to be stored with the weights for observations to stay the same."""

    def close(self) -> None:
        """Free the emulators."""


def vector_env(
    spec: GameSpec,
    count: int,
    *,
    frame_skip: int = FRAME_SKIP,
    threads: int = 0,
    sticky: float = 0.0,
    noop_max: int = 30,
) -> AtariVectorEnv:
    """Switch on ALE's own vector environment, as `VectorGames` uses it; the arguments are the same.

    Its pictures are uint8 (count, 1, 210, 160), its actions ALE's numbers.
    """
    from ale_py.vector_env import AtariVectorEnv

    _silence_emulator()
    return AtariVectorEnv(
        spec.rom,
        num_envs=count,
        num_threads=min(thread_count(threads), count),
        max_num_frames_per_episode=MAX_FRAMES,
        repeat_action_probability=sticky,
        full_action_space=True,  # so that action numbers mean the same for every game
        img_height=SCREEN_HEIGHT,  # the whole picture: our own pooling keeps the ball, resizing fades it
        img_width=SCREEN_WIDTH,
        grayscale=True,
        stack_num=1,
        frameskip=frame_skip,
        maxpool=frame_skip > 1,  # of single frames there is no second one
        noop_max=noop_max,
        reward_clipping=False,
        use_fire_reset=spec.fire_to_serve,
    )


def switch_off(env: AtariVectorEnv) -> None:
    """Stop the threads of a `vector_env`; harmless when repeated."""
    # gymnasium's own `close` frees nothing here: the threads end with the C++ object that owns them.
    env.__dict__.pop("ale", None)


class VectorGames:
    """Many games of one kind, stepped by C++ threads that do not hold the interpreter's lock."""

    def __init__(
        self,
        spec: GameSpec,
        count: int,
        seed: int,
        *,
        stack: int = 4,
        recall: int = 0,
        frame_skip: int = FRAME_SKIP,
        background: Frames | None = None,
        warmup: int = 160,
        threads: int = 0,
        sticky: float = 0.0,
        noop_max: int = 30,
    ) -> None:
        """Start the emulators, and look at random play first if no background is given.

        Args:
            spec: The game.
            count: How many at once.
            seed: Seeds the emulators with `count` consecutive numbers, and the random play.
            stack: Pictures per observation.
            recall: Own actions per observation.
            frame_skip: Frames per step.
            background: uint8 (court height, court width) from an earlier run.
            warmup: Steps of random play to estimate the background from.
            threads: C++ threads; 0: one per core.
            sticky: Probability that a frame repeats the previous action.
            noop_max: A game begins with up to this many idle frames, so that no two are alike.
        """
        self.spec = spec
        self.count = count
        self._ale_actions = np.array(spec.actions, np.int64)
        self._seed = seed
        self._env = vector_env(
            spec, count, frame_skip=frame_skip, threads=threads, sticky=sticky, noop_max=noop_max
        )
        # Seeding takes 0.1 s a game, because the emulator reads a seed only while it loads a ROM: once is
        # enough.
        self._env.reset(seed=seed)
        if background is None:
            background = self._watch_random_play(warmup)
        self.pipeline = ObservationPipeline(spec, background, stack, count, recall=recall)
        self.observation_shape = self.pipeline.shape
        self._ended = np.zeros(count, np.bool_)
        self._lives = np.zeros(count, np.int64)

    def _watch_random_play(self, steps: int) -> Frames:
        """Estimate the background. Actions are held for a while, so that what the player moves gets about."""
        rng = np.random.default_rng([self._seed, steps])
        actions = rng.choice(self._ale_actions, self.count)
        kept: list[Frames] = []
        for step in range(steps):
            change = rng.random(self.count) < 0.1
            actions = np.where(change, rng.choice(self._ale_actions, self.count), actions)
            frames = self._env.step(actions)[0][:, 0]
            # Neighbouring pictures say the same, and the first ones all show the start of the game.
            if step % 8 == 7 or step == steps - 1:
                kept.append(self.spec.court.of(frames).copy())
        return estimate_background(np.concatenate(kept[len(kept) // 4 :]))

    def reset(self) -> Frames:
        """Start all games; return observations, uint8 (count, *observation_shape)."""
        frames, info = self._env.reset()
        self._lives = np.array(info["lives"], np.int64)
        self._ended[:] = False
        self.pipeline.restart()
        return self.pipeline.push(frames[:, 0])

    def send(self, actions: NDArray[np.int64]) -> None:
        """Begin a step in all games; returns at once. Actions index the game's `spec.actions`."""
        self._sent = actions.copy()
        self._env.send(self._ale_actions[actions])

    def recv(self) -> Transition:
        """Wait for the step that `send` began."""
        frames, reward, terminated, truncated, info = self._env.recv()
        # The emulators restart a game in the step after its end: that step's action went nowhere.
        started = self._ended
        if started.any():
            self.pipeline.restart(started)
        self._ended = terminated | truncated
        lives = np.array(info["lives"], np.int64)
        died, self._lives = (lives < self._lives) & ~started, lives
        return Transition(
            observation=self.pipeline.push(frames[:, 0], np.where(started, NOTHING, self._sent)),
            reward=reward.astype(np.float32),
            terminated=terminated,
            truncated=truncated & ~terminated,
            died=died,
            valid=~started,
        )

    def step(self, actions: NDArray[np.int64]) -> Transition:
        """Send and receive in one call."""
        self.send(actions)
        return self.recv()

    def state(self) -> Mapping[str, NDArray[Any]]:
        """Return the background, to be stored with the weights."""
        return {"background": self.pipeline.background}

    def close(self) -> None:
        """Stop the emulators' threads, even in the middle of a step; harmless when repeated."""
        switch_off(self._env)
