"""Learning to beat people: two-player games against ball-followers and the learner's own earlier selves.

An agent that has met only the console's own player is helpless against anyone else. Here a part of the games
stays the one-player game, and the rivals in the others are ball-followers, quick and slow, and earlier
selves.

Reward alone needs very long to find out how to return any ball and beat a ball-follower. A beginner is
therefore advised by `agents.opponents.scripted.Attacker`, which reads the console's memory: for
`advice_steps`, less and less, it also learns to do what that player would do in its place (kickstarting,
Schmitt et al. 2018).

Pong's bat obeys a frame or two late. An agent that acts in every frame has to know what it has asked for
already, which no picture shows yet: `--recall`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from agents.emulators.envs import NO_ADVICE, Games, Transition
from agents.emulators.games import GAMES
from agents.emulators.observation import NOTHING, Frames, ObservationPipeline
from agents.emulators.two_player import DUELS, DuelSpec
from agents.learning.agent import Agent
from agents.learning.config import TrainConfig
from agents.learning.rollout import make_games
from agents.learning.snapshot import Snapshot
from agents.learning.train import train
from agents.opponents.console_threads import ConsoleThreads
from agents.opponents.duel_env import DuelEnv, Rival

RIVALS: tuple[Rival, ...] = ("follower", "matched", "follower", "clumsy", "follower", "matched", "self")
"""Of Pong's two-player games, in turn."""
ADVISED_RIVALS: tuple[Rival, ...] = ("console", *RIVALS[:3], "console", *RIVALS[3:])
"""Where advice is given: in one-player games, too."""
OTHER_RIVALS: tuple[Rival, ...] = ("self",)
"""Of those of a game without a ball."""
ADVISED = "pong"
"""The game for which there is a scripted player that gives advice."""
ENTER_EVERY = 50
"""Updates from one earlier self to the next."""
STAY = 2048
"""Steps for which the same earlier self plays in a group of games."""
LEAGUE = 8
"""Earlier selves kept, the newest ones."""


class DuelGames:
    """Many two-player games, stepped by a few threads.

    Attributes:
        envs: The consoles, one a game.
        rival_seen: What the earlier selves see, uint8 (games of theirs, planes, rows, columns).
    """

    def __init__(
        self, spec: DuelSpec, count: int, seed: int, background: Frames, league: League, config: TrainConfig
    ) -> None:
        """Switch the consoles on, which takes most of a second each.

        The seed decides sides, rivals and where the bats begin; the background, uint8 (court height, court
        width), is the one-player game's.
        """
        game = GAMES[spec.game]
        self.spec, self.count = game, count
        self._ale_actions = np.array(game.actions, np.int64)
        *seeds, own = np.random.SeedSequence(seed).spawn(count + 1)
        self._rng = np.random.default_rng(own)
        self._league = league
        advised = self._advised = config.advice_steps > 0
        rivals = ADVISED_RIVALS if advised else RIVALS if spec.game == "pong" else OTHER_RIVALS
        kinds = [rivals[number % len(rivals)] for number in range(count)]

        def env(setting: tuple[Rival, np.random.SeedSequence]) -> DuelEnv:
            return DuelEnv(spec, *setting, config.frame_skip, advised=advised)

        self._consoles = ConsoleThreads(env, list(zip(kinds, seeds, strict=True)), config.threads)
        self.envs = self._consoles.envs
        self._selves = np.flatnonzero([kind == "self" for kind in kinds])

        def pipeline(games: int) -> ObservationPipeline:
            return ObservationPipeline(game, background, config.stack, games, recall=config.recall)

        self.pipeline, self._rival_pipeline = pipeline(count), pipeline(max(1, len(self._selves)))
        self._sent = self._rivals_sent = np.zeros(count, np.int64)
        self.observation_shape = self.pipeline.shape
        self._frames = np.zeros((count, 210, 160), np.uint8)
        self._points = np.zeros(count, np.float32)
        self._advice = np.full(count, NO_ADVICE, np.int64)
        self._ended = np.zeros(count, np.bool_)
        self._steps = 0

    def reset(self) -> Frames:
        """Start all games; return observations, uint8 (count, *observation_shape)."""
        for number, env in enumerate(self.envs):
            env.begin()
            self._frames[number] = env.seen
        self._ended[:] = False
        self.pipeline.restart()
        self._rival_pipeline.restart()
        self._look_across(np.full(self.count, NOTHING))
        return self.pipeline.push(self._frames)

    def _look_across(self, done: NDArray[np.int64]) -> None:
        if len(self._selves):
            frames = np.stack([self.envs[number].rival_seen for number in self._selves])
            self.rival_seen = self._rival_pipeline.push(frames, done[self._selves])

    def _rival_actions(self) -> NDArray[np.int64]:
        """Return what an earlier self chooses wherever it plays; elsewhere the answer does not count."""
        actions = np.zeros(self.count, np.int64)
        if self._steps % STAY == 0:
            self._policy = self._league.draw(self._rng)
        self._steps += 1
        if self._policy is not None and len(self._selves):
            with torch.inference_mode():
                logits = self._policy(torch.from_numpy(self.rival_seen))[0].numpy()
            # The largest of logits with Gumbel noise is a draw by their probabilities.
            actions[self._selves] = (logits + self._rng.gumbel(size=logits.shape)).argmax(1)
        return actions

    def send(self, actions: NDArray[np.int64]) -> None:
        """Begin a step in all games; returns at once. Actions index the game's `spec.actions`."""
        self._sent, self._rivals_sent = actions.copy(), self._rival_actions()
        restart = self._ended
        mine, theirs = self._ale_actions[self._sent], self._ale_actions[self._rivals_sent]

        def play(number: int, env: DuelEnv) -> None:
            self._points[number] = 0
            if restart[number]:
                env.begin()
            else:
                self._points[number] = env.step(int(mine[number]), int(theirs[number]))
            self._frames[number] = env.seen
            self._advice[number] = env.advise()

        self._consoles.begin(play)

    def recv(self) -> Transition:
        """Wait for the step that `send` began."""
        self._consoles.wait()
        started = self._ended
        if started.any():
            self.pipeline.restart(started)
            if len(self._selves):
                self._rival_pipeline.restart(started[self._selves])
        self._look_across(np.where(started, NOTHING, self._rivals_sent))
        self._ended = np.array([env.over for env in self.envs])
        truncated = np.array([env.cut_off for env in self.envs])
        return Transition(
            observation=self.pipeline.push(self._frames, np.where(started, NOTHING, self._sent)),
            reward=self._points.copy(),
            terminated=self._ended & ~truncated,
            truncated=truncated,
            died=np.zeros(self.count, np.bool_),
            valid=~started,
            advice=self._advice.copy() if self._advised else None,
        )

    def state(self) -> Mapping[str, NDArray[Any]]:
        """Return the background, to be stored with the weights."""
        return {"background": self.pipeline.background}

    def close(self) -> None:
        """Switch the consoles off, after the step that is under way; harmless when repeated."""
        self._consoles.close()


class MixedGames:
    """Games of two kinds as if they were of one: the first part's, then the second's."""

    def __init__(self, first: Games, second: Games) -> None:
        """Put together what an agent can play in turn."""
        self.parts = first, second
        self.count = first.count + second.count
        self.spec, self.observation_shape = first.spec, first.observation_shape

    def reset(self) -> Frames:
        """Start all games; return observations, uint8 (count, *observation_shape)."""
        return np.concatenate([part.reset() for part in self.parts])

    def send(self, actions: NDArray[np.int64]) -> None:
        """Begin a step in all games."""
        first, second = self.parts
        first.send(actions[: first.count])
        second.send(actions[first.count :])

    def recv(self) -> Transition:
        """Wait for the step that `send` began."""
        first, second = (part.recv() for part in self.parts)
        if first.advice is not None or second.advice is not None:
            first, second = _with_advice(first), _with_advice(second)
        names = [name for name, value in vars(first).items() if value is not None]
        return Transition(*(np.concatenate([getattr(first, name), getattr(second, name)]) for name in names))

    def state(self) -> Mapping[str, NDArray[Any]]:
        """Return what has to be stored with the weights."""
        return self.parts[0].state()

    def close(self) -> None:
        """Free the emulators."""
        for part in self.parts:
            part.close()


def _with_advice(result: Transition) -> Transition:
    return replace(result, advice=np.full(len(result.reward), NO_ADVICE)) if result.advice is None else result


class League:
    """The agent's earlier selves, and the games against them: `train(config, make_envs=league.games)`."""

    def __init__(self) -> None:
        """Begin empty; until the first agent enters, an earlier self stands still."""
        self._policies: deque[torch.nn.Module] = deque(maxlen=LEAGUE)

    def enter(self, agent: Agent) -> None:
        """Take in an agent as it is now."""
        self._policies.append(agent.build_policy())

    def draw(self, rng: np.random.Generator) -> torch.nn.Module | None:
        """Choose one of the earlier selves; None if there are none."""
        return self._policies[int(rng.integers(len(self._policies)))] if self._policies else None

    def games(
        self, config: TrainConfig, count: int, seed: int, state: Mapping[str, NDArray[Any]] | None
    ) -> MixedGames:
        """Build `count` seeded games: `config.duels` of them for two players, the others for one.

        Raises:
            ValueError: If the game has no two-player form, or no adviser though the settings ask for advice,
                or `count` leaves a kind without games.
        """
        if config.game not in DUELS:
            raise ValueError(f"{config.game} has no two-player form here; known: {', '.join(DUELS)}")
        if config.advice_steps and config.game != ADVISED:
            raise ValueError(f"there is nobody who could give advice in {config.game}")
        solo = count - round(count * config.duels)
        if not 0 < solo < count:
            raise ValueError(
                f"of {count} games in a group {solo} would be for one player: take some of each kind"
            )
        single = make_games(config, solo, seed, state)
        background = single.state()["background"]
        return MixedGames(single, DuelGames(DUELS[config.game], count - solo, seed, background, self, config))


def learn_by_duels(
    config: TrainConfig, resume: Agent | None = None, **settings: Any
) -> Generator[Snapshot, None, None]:
    """Train as `agents.learning.train.train` does, in two-player games as well.

    `resume` is also the first earlier self to play against.
    """
    league = League()
    if resume is not None:
        league.enter(resume)
    for number, snapshot in enumerate(train(config, resume, make_envs=league.games, **settings), 1):
        if number % ENTER_EVERY == 0:
            league.enter(snapshot.agent)
        yield snapshot
