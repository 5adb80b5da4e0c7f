"""An agent at the sticks of one console at 60 Hz."""

from collections import deque
from dataclasses import dataclass

import numpy as np
import torch

from agents.emulators.envs import AtariGame
from agents.emulators.games import game_spec
from agents.emulators.observation import NOTHING, Frames, ObservationPipeline
from agents.emulators.two_player import Eyes
from agents.learning.agent import Agent
from agents.learning.config import SHAPES
from models.base.threads import single_thread

MAX_DELAY = 20
"""Frames: a third of a second."""


@dataclass(frozen=True)
class Decision:
    """What the agent thought when it last looked."""

    action: int
    """Index into the game's `spec.actions`."""
    ale_action: int
    probabilities: tuple[float, ...]
    """One per action, adding up to 1."""
    value: float
    """The critic's expectation of the discounted return."""
    entropy: float
    """Of the probabilities, in nats."""


class AgentPlayer:
    """Plays an `AtariGame` frame by frame, seeing what it saw in training.

    Every `frame_skip` frames it looks at the maximum of the last two pictures and decides; between, it holds
    its action.
    """

    def __init__(self, agent: Agent, seed: int, greedy: bool = False) -> None:
        """Take the sticks; actions are sampled from a seed, or the most probable one is taken."""
        self.greedy = greedy
        self._late: deque[Frames] = deque(maxlen=1)
        self.spec = game_spec(agent.game)
        self._rng = np.random.default_rng(seed)
        self._sit_down(agent)

    def _sit_down(self, agent: Agent) -> None:
        self.agent = agent
        self._policy = agent.build_policy()
        background = agent.games_state()["background"]
        config = agent.config
        self._pipeline = ObservationPipeline(self.spec, background, config.stack, recall=config.recall)
        self.reset()

    def load(self, agent: Agent) -> None:
        """Go on with other weights of the same game, from the next look on.

        Raises:
            ValueError: If the agent plays another game.
        """
        if agent.game != self.spec.id:
            raise ValueError(f"the agent plays {agent.game}, not {self.spec.id}")
        old, new = self.agent.config, agent.config
        if any(getattr(old, name) != getattr(new, name) for name in SHAPES):
            self._sit_down(agent)
            return
        self.agent = agent
        state = {name: agent.tensors[f"policy.{name}"] for name in self._policy.state_dict()}
        with single_thread():  # or the caller would wait for the cores that training holds
            self._policy.load_state_dict(state)
        self._pipeline.background = agent.games_state()["background"]

    def reset(self, seed: int | None = None) -> None:
        """Forget what was seen, and choose by another seed if one is given; for whenever a game starts."""
        if seed is not None:
            self._rng = np.random.default_rng(seed)
        self._pipeline.restart()
        self.done = NOTHING
        """What was done since the last look, as an index of the game's actions: its own decision, until
        a player in its place says otherwise."""
        self._frame = 0
        self._previous: Frames | None = None
        self._late.clear()
        actions = len(self.spec.actions)
        self.observation: Frames = np.zeros(self._pipeline.shape, np.uint8)
        """The newest network input, uint8 (planes, rows, columns)."""
        self.decision = Decision(
            0, self.spec.actions[0], (1 / actions,) * actions, 0.0, float(np.log(actions))
        )
        """The newest decision; before the first look, no preference."""

    @property
    def delay(self) -> int:
        """How many frames old the pictures are that it sees: its reaction time, 0 to `MAX_DELAY`."""
        return (self._late.maxlen or 1) - 1

    @delay.setter
    def delay(self, frames: int) -> None:
        if not 0 <= frames <= MAX_DELAY:
            raise ValueError(f"the delay must be in [0, {MAX_DELAY}], got {frames}")
        if frames != self.delay:
            self._late = deque(self._late, maxlen=frames + 1)

    def step(self, game: AtariGame) -> float:
        """Play one emulated frame; return its reward, which is 0 once the game is over."""
        return 0.0 if game.over else game.step(self.choose(game))

    def choose(self, eyes: Eyes) -> int:
        """Look, if it is time to, and return the ALE action for the coming frame; to be called once a frame.

        `eyes` show the game as the agent saw it in training.
        """
        skip = self.agent.config.frame_skip
        phase = self._frame % skip
        looks = phase in (0, skip - 1)
        if looks or self.delay:
            self._late.append(eyes.grey())
        if looks:
            # At the beginning of a game there is no older picture than the first.
            picture = self._late[0]
            if phase == 0:
                self._look(picture)
            else:
                self._previous = picture
        self._frame += 1
        return self.decision.ale_action

    def _look(self, frame: Frames) -> None:
        # Sprites may be drawn in every other frame only: the maximum of two shows them all.
        newest = frame if self._previous is None else np.maximum(frame, self._previous)
        self.observation = self._pipeline.push(newest[None], np.array([self.done]))[0].copy()
        self.decision = self._decide(self.observation)
        self.done = self.decision.action

    def _decide(self, observation: Frames) -> Decision:
        with single_thread(), torch.inference_mode():
            logits, value = self._policy(torch.from_numpy(observation)[None])
        weights = np.exp(logits[0].double().numpy() - float(logits.max()))
        probabilities = weights / weights.sum()
        if self.greedy:
            action = int(probabilities.argmax())
        else:
            action = int(self._rng.choice(len(probabilities), p=probabilities))
        entropy = float(-(probabilities * np.log(np.maximum(probabilities, 1e-12))).sum())
        held = self.spec.actions[action]
        return Decision(action, held, tuple(probabilities.tolist()), float(value), entropy)
