"""Games of which both sides are learned from, and games against earlier selves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from agents.emulators.envs import Transition
from agents.emulators.games import GAMES
from agents.emulators.observation import Frames, ObservationPipeline
from agents.emulators.two_player import DUELS
from agents.learning.agent import Agent
from agents.learning.config import TrainConfig
from agents.learning.rollout import make_games
from agents.opponents.console_threads import ConsoleThreads
from agents.opponents.duel_env import DuelEnv

MATCH = 512
"""Agent steps for which an earlier self stays; then the games against it are cut off, and another comes."""
MEMORY = 100
"""Points after which a point counts a third: the newest network is not what it was."""
LEAST_CHANCE = 0.01
"""Weight in the draw of an earlier self that never wins a point."""


class Opponents:
    """The earlier selves, and the points of the newest network against them.

    Attributes:
        past: share in (0, 1] of the consoles on which an earlier self is across the net.
        points: float64 (earlier selves, 2), won and lost by the newest, older ones counting less and less.
    """

    def __init__(self, past: float) -> None:
        self.past = past
        self.points = np.zeros((0, 2))
        self._policies: list[torch.nn.Module] = []

    def enter(self, agent: Agent, points: tuple[float, float] = (0, 0)) -> None:
        """Take in an agent as it is now, against which the newest has made and lost so many points."""
        self._policies.append(agent.build_policy())
        self.points = np.concatenate([self.points, [points]])

    def keep(self, members: list[int]) -> None:
        """Forget all but these."""
        self._policies = [self._policies[number] for number in members]
        self.points = self.points[members]

    def note(self, policy: torch.nn.Module, won: int, lost: int) -> None:
        """Book points that were made against an earlier self, unless it has left the league meanwhile."""
        for number, member in enumerate(self._policies):
            if member is policy:
                self.points[number] *= (1 - 1 / MEMORY) ** (won + lost)
                self.points[number] += won, lost

    def draw(self, rng: np.random.Generator) -> torch.nn.Module:
        """Choose the next opponent: those that win the most come more often.

        Those of which little is known count as equals (as the league of AlphaStar does it, Vinyals et al.
        2019).
        """
        won, lost = self.points.T
        weights = ((lost + 1) / (won + lost + 2)) ** 2 + LEAST_CHANCE
        return self._policies[int(rng.choice(len(weights), p=weights / weights.sum()))]


class LeagueGames:
    """Consoles with two columns each, one for each side, which the learner sees as two games.

    On the last of them an earlier self plays the second side: of that column nothing is learned.
    """

    def __init__(
        self, config: TrainConfig, count: int, seed: int, background: Frames, opponents: Opponents
    ) -> None:
        """Switch the consoles on, which takes most of a second each.

        Args:
            config: Settings; the game needs a two-player form.
            count: Columns, an even number.
            seed: Decides sides, openings and opponents.
            background: uint8 (court height, court width), the one-player game's.
            opponents: The earlier selves, of which there is at least one.

        Raises:
            ValueError: If `count` is odd.
        """
        if count % 2:
            raise ValueError(f"both sides of every game are learned from: {count} is odd")
        self.spec, self.count = GAMES[config.game], count
        self._opponents = opponents
        *seeds, own = np.random.SeedSequence(seed).spawn(count // 2 + 1)
        self._rng = np.random.default_rng(own)
        duel = DUELS[config.game]
        self._actions = np.array(self.spec.actions, np.int64)

        def switch_on(seed: np.random.SeedSequence) -> DuelEnv:
            return DuelEnv(duel, "self", seed, config.frame_skip)

        self._consoles = ConsoleThreads(switch_on, seeds, config.threads)
        self.envs = self._consoles.envs
        self.pipeline = ObservationPipeline(self.spec, background, config.stack, count)
        self.observation_shape = self.pipeline.shape
        self._frames = np.zeros((count, 210, 160), np.uint8)
        self._points = np.zeros(len(seeds), np.int64)
        self._over, self._cut, self._past = np.zeros((3, len(seeds)), np.bool_)
        self._steps = 0

    def _look(self) -> Frames:
        for number, env in enumerate(self.envs):
            self._frames[2 * number], self._frames[2 * number + 1] = env.seen, env.rival_seen
        self._seen = self.pipeline.push(self._frames)
        return self._seen

    def reset(self) -> Frames:
        """Start all games; return observations, uint8 (count, *observation_shape)."""
        for env in self.envs:
            env.begin()
        self._over[:] = False
        self.pipeline.restart()
        self._change_opponent()
        return self._look()

    def _change_opponent(self) -> None:
        """Let another earlier self come, on as many consoles as it shall now be."""
        self._policy = self._opponents.draw(self._rng)
        count = len(self.envs)
        self._past[:] = np.arange(count) >= count - max(1, round(self._opponents.past * count))

    def _answers(self) -> NDArray[np.int64]:
        """Return what the earlier self does, as indices of actions, by console where it plays."""
        seen = np.ascontiguousarray(self._seen[1::2][self._past])
        with torch.inference_mode():
            logits = self._policy(torch.from_numpy(seen))[0].numpy()
        # The largest of logits with Gumbel noise is a draw by their probabilities.
        answers: NDArray[np.int64] = (logits + self._rng.gumbel(size=logits.shape)).argmax(1)
        return answers

    def send(self, actions: NDArray[np.int64]) -> None:
        """Begin a step in all games; returns at once. Actions index the game's `spec.actions`."""
        mine, theirs = actions.reshape(-1, 2).T.copy()
        theirs[self._past] = self._answers()
        restart, mine, theirs = self._over, self._actions[mine], self._actions[theirs]
        self._steps += 1

        def play(number: int, env: DuelEnv) -> None:
            self._points[number] = 0
            if restart[number]:
                env.begin()
            else:
                self._points[number] = env.step(int(mine[number]), int(theirs[number]))

        self._consoles.begin(play)

    def recv(self) -> Transition:
        """Wait for the step that `send` began."""
        self._consoles.wait()
        started = np.repeat(self._over, 2)
        if started.any():
            self.pipeline.restart(started)
        points = self._points[self._past]
        if points.any():
            self._opponents.note(self._policy, int(points.clip(0).sum()), int(-points.clip(max=0).sum()))
        learned = ~started
        learned[1::2] &= ~self._past
        self._over = np.array([env.over for env in self.envs])
        self._cut = np.array([env.cut_off for env in self.envs])
        if self._steps % MATCH == 0:
            before = self._past.copy()
            self._change_opponent()
            changed = before | self._past
            self._cut |= changed & ~self._over
            self._over |= changed
        over, truncated = np.repeat(self._over, 2), np.repeat(self._over & self._cut, 2)
        return Transition(
            observation=self._look(),
            reward=np.stack([self._points, -self._points], 1).reshape(-1).astype(np.float32),
            terminated=over & ~truncated,
            truncated=truncated,
            died=np.zeros(self.count, np.bool_),
            valid=learned,
        )

    def state(self) -> Mapping[str, NDArray[Any]]:
        """Return the background, to be stored with the weights."""
        return {"background": self.pipeline.background}

    def close(self) -> None:
        """Switch the consoles off, after the step that is under way; harmless when repeated."""
        self._consoles.close()


def background_of(config: TrainConfig, seed: int) -> Frames:
    """Look at random play of the one-player game, which has the same court, for its background."""
    games = make_games(config, 4, seed, None)
    try:
        found: Frames = games.state()["background"]
        return found
    finally:
        games.close()
