"""What a human did in front of which picture, as examples for a network to imitate."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.emulators.envs import FRAME_SKIP
from agents.emulators.games import game_spec
from agents.emulators.joystick import nearest
from agents.emulators.observation import NOTHING, Frames, ObservationPipeline
from agents.emulators.two_player import Eyes

if TYPE_CHECKING:
    from agents.learning.agent import Agent

MOST_PAIRS = 6000
"""As many pairs are kept, the newest: 6 minutes and 40 seconds of play."""
PAIRS_PER_SECOND = 60 // FRAME_SKIP
"""Where the agent's steps are of the usual length."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Examples in the order in which they were played."""

    observations: Frames
    """uint8 (pairs, planes, rows, columns)."""
    actions: NDArray[np.int64]
    """int64 (pairs,), indices into the game's actions."""

    def __len__(self) -> int:
        """How many there are."""
        return len(self.actions)


class DemonstrationRecorder:
    """Sees what an agent would see of a human's game, and records what the human does.

    As the agent does, it looks at the beginning of every step, at the maximum of the last two pictures; the
    action that belongs to the look is what was held longest until the next one.

    Attributes:
        recording: Whether what happens counts; not while the human's sticks are played by another.
    """

    def __init__(self, agent: Agent) -> None:
        """Begin with no examples."""
        self.recording = True
        self._key: tuple[str, int, int, int, bytes] | None = None
        self._pairs: deque[tuple[Frames, int]] = deque(maxlen=MOST_PAIRS)
        self.see_as(agent)

    def see_as(self, agent: Agent) -> None:
        """Take another agent's view; examples of a view that differs are forgotten."""
        background = agent.games_state()["background"]
        config = agent.config
        key = (agent.game, config.stack, config.recall, config.frame_skip, background.tobytes())
        if key == self._key:
            return
        self._key = key
        self.spec = game_spec(agent.game)
        self._skip = config.frame_skip
        self._pipeline = ObservationPipeline(self.spec, background, config.stack, recall=config.recall)
        self._pairs.clear()
        self.restart()

    def restart(self) -> None:
        """A new game starts: forget the pictures, keep the examples."""
        self._pipeline.restart()
        self._frame = 0
        self._previous: Frames | None = None
        self._seen: Frames | None = None
        self._held: list[int] = []

    def note(self, eyes: Eyes, ale_action: int) -> None:
        """Take in one frame before it is emulated: the picture, and what the human does."""
        phase = self._frame % self._skip
        self._frame += 1
        if phase == 0:
            done = self._write_down()
            frame = eyes.grey()
            newest = frame if self._previous is None else np.maximum(frame, self._previous)
            self._seen = self._pipeline.push(newest[None], np.array([done]))[0].copy()
        elif phase == self._skip - 1:
            self._previous = eyes.grey()
        self._held.append(self.spec.actions.index(nearest(ale_action, self.spec.actions)[0]))

    def _write_down(self) -> int:
        """Keep what was done since the last look, and return it."""
        done = int(np.bincount(self._held).argmax()) if self._held else NOTHING
        if self._seen is not None and self.recording:
            self._pairs.append((self._seen, done))
        self._held.clear()
        return done

    def __len__(self) -> int:
        """How many examples there are."""
        return len(self._pairs)

    def pairs(self) -> Pairs:
        """Return a copy of the examples.

        Raises:
            ValueError: If there are none.
        """
        if not self._pairs:
            raise ValueError("nothing has been played yet")
        observations, actions = zip(*self._pairs, strict=True)
        return Pairs(np.stack(observations), np.array(actions, np.int64))
