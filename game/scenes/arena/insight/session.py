"""What is computed to understand the agent: saliency, filters, the policy gradient, imitation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.emulators.envs import FRAME_SKIP
from game.scenes.arena.insight.imitation import ImitationLesson
from game.scenes.arena.play.agent_vs_agent import AgentVsAgent
from game.scenes.arena.play.human_vs_agent import HumanVsAgent
from game.scenes.arena.play.side_by_side import SideBySide
from game.workers.latest_call import LatestCall
from game.workers.slot import Slot

if TYPE_CHECKING:
    from agents.insight.rally import Line, Rally, RallyRecorder
    from agents.insight.saliency import Reading, Target
    from agents.learning.agent import Agent
    from agents.learning.policy import Policy
    from agents.opponents.agent_player import AgentPlayer

TABS = ("saliency", "filters", "gradient", "imitation")
TARGETS: tuple[Target, ...] = ("action", "value")


@dataclass(frozen=True, eq=False)
class Look:
    """What is asked about: one observation, seen by one agent."""

    agent: Agent
    observation: NDArray[np.uint8]
    action: int
    target: Target


class Eye:
    """Answers looks in one worker's thread; keeps the network between them."""

    def __init__(self) -> None:
        self.partial: Slot[Reading] = Slot()
        self.wanted: Look | None = None
        self._agent: Agent | None = None
        self._policy: Policy | None = None

    def gradient(self, look: Look) -> Reading:
        """What matters at the margin."""
        from agents.insight.saliency import gradient_saliency

        return gradient_saliency(self._network(look), look.observation, look.action, look.target)

    def perturbation(self, look: Look) -> Reading:
        """What would be missed; gives up when it is no longer wanted."""
        from agents.insight.saliency import perturbation_saliency

        for reading in perturbation_saliency(self._network(look), look.observation, look.target):
            if look is not self.wanted:
                break
            self.partial.put(reading)
        return reading

    def _network(self, look: Look) -> Policy:
        if self._policy is None or look.agent is not self._agent:
            self._agent, self._policy = look.agent, look.agent.build_policy()
        return self._policy


class Insight:
    """The state of the understanding view; drawn by `game.scenes.arena.insight.panel`.

    Args:
        synchronous: no threads (tests).

    Attributes:
        open: whether the view is there.
        tab: one of `TABS`.
        target: what saliency is about.
        live: the newest reading by gradient.
        deep: the reading by perturbation of the moment at which the games were paused, as far as it is.
        lines: the last rally written out.
        gamma: its discount.
        step_seconds: from one decision of it to the next.
        chosen: which of the lines is shown in full.
        filters: the first layer's weights, float32 (filters, planes, 8, 8).
        lesson: the imitator.
    """

    def __init__(self, *, synchronous: bool = False) -> None:
        self.open = False
        self.tab = TABS[0]
        self.target: Target = "action"
        self.live: Reading | None = None
        self.deep: Reading | None = None
        self.lines: tuple[Line, ...] = ()
        self.gamma = 1.0
        self.step_seconds = FRAME_SKIP / 60
        self.chosen = 0
        self.filters: NDArray[np.float32] | None = None
        self.lesson = ImitationLesson(synchronous=synchronous)
        self._quick, self._slow = Eye(), Eye()
        self._live = LatestCall[Look, "Reading"](self._quick.gradient, name="saliency", inline=synchronous)
        self._deep = LatestCall[Look, "Reading"](
            self._slow.perturbation, name="perturbation", inline=synchronous
        )
        self._asked: Look | None = None
        self._rally: Rally | None = None
        self._attended: SideBySide | HumanVsAgent | None = None
        self._drawn_from: Agent | None = None

    # ------------------------------------------------------------------ commands

    def turn(self, by: int) -> None:
        """Go to another tab."""
        self.tab = TABS[(TABS.index(self.tab) + by) % len(TABS)]

    def forget(self) -> None:
        """Another game is played."""
        self.lesson.stop()
        self.lesson.demonstrations = self.lesson.newest = None
        self.lines, self._rally, self._attended = (), None, None
        self._blink()

    def _blink(self) -> None:
        """Drop what was seen."""
        self._live.cancel()
        self._deep.cancel()
        self._slow.wanted = self._asked = None
        self.live = self.deep = self.filters = self._drawn_from = None

    def close(self) -> None:
        """End the workers."""
        self._slow.wanted = None
        self._live.close()
        self._deep.close()
        self.lesson.close()

    # ------------------------------------------------------------------ every frame

    def attend(
        self, play: SideBySide | HumanVsAgent | AgentVsAgent | None, learner: Agent | None, *, alone: bool
    ) -> None:
        """Let the human's play be recorded, whether the view is open or not.

        Args:
            play: what is played.
            learner: the agent that learns; it gives the eyes.
            alone: whether nobody is at the human's sticks.
        """
        self.lesson.update()
        if learner is not None:
            self.lesson.watch(learner)
        demonstrations = self.lesson.demonstrations
        if demonstrations is not None:
            demonstrations.recording = not alone
        if isinstance(play, SideBySide | HumanVsAgent) and (
            play is not self._attended or play.demonstrations is not demonstrations
        ):
            self._attended, play.demonstrations = play, demonstrations
            if demonstrations is not None:
                demonstrations.restart()

    def look(self, player: AgentPlayer | None, recorder: RallyRecorder | None, *, paused: bool) -> None:
        """Ask about what an agent sees now, and take what was found."""
        if not self.open:
            if self._asked is not None:
                self._blink()
            return
        if player is not None and self.tab in ("saliency", "filters"):
            self._ask(player, paused=paused)
        if recorder is not None and recorder.last is not None and recorder.last is not self._rally:
            self._write_out(recorder.last)
            if player is not None:
                self.step_seconds = player.agent.config.frame_skip / 60
        live, deep = self._live.poll(), self._deep.poll()
        if live is not None and live.value is not None:
            self.live = live.value
        partial = self._slow.partial.take()
        newest = deep.value if deep is not None else None
        if paused and (newest or partial) is not None:
            self.deep = newest or partial

    def _ask(self, player: AgentPlayer, *, paused: bool) -> None:
        agent, asked = player.agent, self._asked
        if agent is not self._drawn_from:
            from agents.insight.saliency import first_filters

            self._drawn_from, self.filters = agent, first_filters(agent)
        seen = (player.observation, player.agent, self.target)
        if asked is None or not all(
            a is b for a, b in zip(seen, (asked.observation, asked.agent, asked.target), strict=True)
        ):
            if asked is not None and asked.agent.game != agent.game:
                self._blink()
            self._asked = asked = Look(agent, player.observation, player.decision.action, self.target)
            self._live.submit(asked)
        if not paused or self.tab != "saliency":
            if self._slow.wanted is not None:
                self._slow.wanted = self.deep = None
                self._deep.cancel()
        elif self._slow.wanted is not asked:
            self._slow.wanted, self.deep = asked, None
            self._deep.cancel()
            self._slow.partial.take()
            self._deep.submit(asked)

    def _write_out(self, rally: Rally) -> None:
        from agents.insight.rally import write_out

        self._rally, self.lines, self.gamma = rally, write_out(rally), rally.gamma
        self.chosen = max(range(len(self.lines)), key=lambda index: abs(self.lines[index].advantage))


def rally_of(play: SideBySide | HumanVsAgent | AgentVsAgent | None, *, coached: bool) -> RallyRecorder | None:
    """Who keeps the rallies of what is played; with advice, those of the human."""
    if isinstance(play, SideBySide):
        return play.coached if coached else play.rally
    return play.rally if play is not None else None
