"""The agent looks over the human's shoulder."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from agents.emulators.games import NOOP
from agents.emulators.joystick import nearest

if TYPE_CHECKING:
    from agents.emulators.two_player import Eyes
    from agents.learning.agent import Agent
    from agents.opponents.agent_player import AgentPlayer

REMEMBERED = 600
"""Frames over which agreement is counted: ten seconds of play."""


class Advisor:
    """Says what it would do in the human's place, and counts how often the human does it.

    Attributes:
        player: the agent; its decision is its advice.
        action: what the human did last, an ALE action number.
    """

    def __init__(self, agent: Agent, seed: int) -> None:
        from agents.opponents.agent_player import AgentPlayer

        self.player: AgentPlayer = AgentPlayer(agent, seed, greedy=True)
        self.action = NOOP
        self._agreed: deque[bool] = deque(maxlen=REMEMBERED)

    def restart(self) -> None:
        """Forget what was seen, for a new game."""
        self.player.reset()
        self._agreed.clear()

    def watch(self, eyes: Eyes, action: int) -> None:
        """See the picture before a frame, and what the human does in it."""
        self.player.choose(eyes)
        self.action = action
        actions = self.player.spec.actions
        self.player.done = actions.index(nearest(action, actions)[0])
        self._agreed.append(self.same)

    @property
    def same(self) -> bool:
        """Whether none of the agent's actions is nearer to the human's than the one that it advises."""
        return self.player.decision.ale_action in nearest(self.action, self.player.spec.actions)

    @property
    def agreement(self) -> float | None:
        """In which share of the last frames the human did what the agent thought best; None at first."""
        return sum(self._agreed) / len(self._agreed) if self._agreed else None
