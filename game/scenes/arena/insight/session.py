"""What is computed to understand the agent: saliency, filters, the policy gradient, imitation."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakSet

import numpy as np
from numpy.typing import NDArray

from agents.emulators.envs import FRAME_SKIP
from game.scenes.arena.play.duels import HumanVsAgent, People
from game.scenes.arena.play.side_by_side import SideBySide
from game.workers.slot import Slot
from game.workers.status import State, Status
from game.workers.stream import Stream
from game.workers.workers import Workers

if TYPE_CHECKING:
    from agents.insight.demonstrations import DemonstrationRecorder
    from agents.insight.imitation import ImitationConfig, Imitator, Lesson
    from agents.insight.rally import Line, Rally, RallyRecorder
    from agents.insight.saliency import Reading, Target
    from agents.learning.agent import Agent
    from agents.learning.policy import Policy
    from agents.opponents.agent_player import AgentPlayer


NICE = 15
JOIN_SECONDS = 3.0


class ImitationLesson:
    """One imitator at a time, and what it has come to.

    Attributes:
        demonstrations: keeps the human's examples; None until there is an agent to see with.
        newest: how far the imitator is; None before the first lesson.
    """

    def __init__(self, workers: Workers) -> None:
        self.demonstrations: DemonstrationRecorder | None = None
        self.newest: Lesson | None = None
        self._workers = workers
        self._imitator: Imitator | None = None
        self._worker: Stream[Lesson] | None = None
        self._retired: WeakSet[Stream[Lesson]] = WeakSet()
        """Only its thread keeps one that is about to end, and the pairs that it learned from."""

    @property
    def status(self) -> Status:
        """The worker's status."""
        return self._worker.status if self._worker is not None else Status()

    @property
    def running(self) -> bool:
        """Whether it is at work."""
        return self.status.state is State.RUNNING

    @property
    def imitator(self) -> Agent | None:
        """The network that imitates; None before its first pass over the examples."""
        return self.newest.agent if self.newest is not None and self.newest.epoch else None

    @property
    def pairs(self) -> int:
        """How many examples there are."""
        return len(self.demonstrations) if self.demonstrations is not None else 0

    @property
    def wanted(self) -> int:
        """How many examples are needed."""
        from agents.insight.imitation import LEAST_PAIRS

        return LEAST_PAIRS

    def watch(self, agent: Agent) -> None:
        """See with an agent's eyes, once it has any: they come with its first lesson."""
        if not agent.step:
            return
        if self.demonstrations is None:
            from agents.insight.demonstrations import DemonstrationRecorder

            self.demonstrations = DemonstrationRecorder(agent)
        else:
            self.demonstrations.see_as(agent)

    def start(self, agent: Agent, config: ImitationConfig | None = None) -> None:
        """Imitate what has been recorded by now, and compare with an agent that learned from reward."""
        if self.running or self.demonstrations is None or self.pairs < self.wanted:
            return
        from agents.insight.imitation import ImitationConfig, Imitator, imitate

        self.stop()
        self.newest = None
        pairs, settings = self.demonstrations.pairs(), config or ImitationConfig()
        if self._imitator is None:
            self._imitator = Imitator(nice=NICE)
        in_process: Callable[..., Iterator[Lesson]] = self._imitator.imitate
        lessons = self._workers.isolated(in_process, imitate)
        self._worker = self._workers.stream(lambda: lessons(pairs, agent, settings), name="imitator")
        self._worker.start()

    def stop(self) -> None:
        """Cancel; what it has come to stays."""
        if self._worker is not None:
            if self._worker.status.state in (State.RUNNING, State.PAUSED):
                self._worker.stop()
            self._retired.add(self._worker)
            self._worker = None

    def step(self) -> None:
        """Advance by one lesson (inline workers only)."""
        if self._worker is not None:
            self._worker.step()

    def update(self) -> None:
        """Take the newest lesson."""
        lesson = self._worker.items.take() if self._worker is not None else None
        if lesson is not None:
            self.newest = lesson

    def close(self) -> bool:
        """End the process and wait for the threads; False when one is still at work."""
        self.stop()
        if self._imitator is not None:
            self._imitator.kill(self._workers.closing.left(JOIN_SECONDS))
        return all([worker.join(JOIN_SECONDS) for worker in tuple(self._retired)])


TABS = ("saliency", "filters", "gradient", "imitation")
TARGETS: tuple[Target, ...] = ("action", "value")


@dataclass(frozen=True, eq=False)
class Look:
    """What is asked about: one observation, seen by one agent.

    Attributes:
        given_up: set by the window when the answer is no longer wanted.
    """

    agent: Agent
    observation: NDArray[np.uint8]
    action: int
    target: Target
    given_up: threading.Event = field(default_factory=threading.Event)

    def same(self, other: Look | None) -> bool:
        """Whether another look is about the same."""
        if other is None or self.target != other.target:
            return False
        return self.observation is other.observation and self.agent is other.agent


class SaliencyReader:
    """Answers looks in one worker's thread; keeps the network between them.

    Attributes:
        partial: how far the perturbation is.
    """

    def __init__(self) -> None:
        self.partial: Slot[Reading] = Slot()
        self._agent: Agent | None = None
        self._policy: Policy | None = None

    def gradient(self, look: Look) -> Reading:
        """What matters at the margin."""
        from agents.insight.saliency import gradient_saliency

        return gradient_saliency(self._network(look), look.observation, look.action, look.target)

    def perturbation(self, look: Look) -> Reading:
        """What would be missed; stops when it is given up."""
        from agents.insight.saliency import perturbation_saliency

        for reading in perturbation_saliency(self._network(look), look.observation, look.target):
            if look.given_up.is_set():
                break
            self.partial.put(reading)
        return reading

    def _network(self, look: Look) -> Policy:
        if self._policy is None or look.agent is not self._agent:
            self._agent, self._policy = look.agent, look.agent.build_policy()
        return self._policy


class Insight:
    """The state of the understanding view.

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

    def __init__(self, workers: Workers) -> None:
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
        self.lesson = ImitationLesson(workers)
        quick, self._slow = SaliencyReader(), SaliencyReader()
        self._live = workers.call(quick.gradient, name="saliency")
        self._deep = workers.call(self._slow.perturbation, name="perturbation")
        self._asked: Look | None = None
        self._studied: Look | None = None
        """What the perturbation is, or was, about."""
        self._rally: Rally | None = None
        self._attended: object = None
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
        self._drop()

    def _drop(self) -> None:
        """Drop what was seen."""
        self._live.cancel()
        self._give_up()
        self._asked = None
        self.live = self.deep = self.filters = self._drawn_from = None

    def close(self) -> None:
        """End the workers."""
        self._give_up()
        self._live.close()
        self._deep.close()
        self.lesson.close()

    # ------------------------------------------------------------------ every frame

    def _give_up(self) -> None:
        """End the perturbation."""
        if self._studied is not None:
            self._studied.given_up.set()
        self._studied = self.deep = None
        self._deep.cancel()

    def attend(
        self, game: SideBySide | HumanVsAgent | People | None, learner: Agent | None, *, alone: bool
    ) -> None:
        """Let the human's play be recorded, whether the view is open or not.

        Args:
            game: what a human plays.
            learner: the agent that learns; the game is seen as it sees it.
            alone: whether the human's sticks are played by the app.
        """
        self.lesson.update()
        if learner is not None:
            self.lesson.watch(learner)
        demonstrations = self.lesson.demonstrations
        if demonstrations is not None:
            demonstrations.recording = not alone
        if game is not None and (game is not self._attended or game.demonstrations is not demonstrations):
            self._attended, game.demonstrations = game, demonstrations
            if demonstrations is not None:
                demonstrations.restart()

    def look(self, player: AgentPlayer | None, recorder: RallyRecorder | None, *, paused: bool) -> None:
        """Ask about what an agent sees now, and take what was found."""
        if not self.open:
            if self._asked is not None:
                self._drop()
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
        look = Look(agent, player.observation, player.decision.action, self.target)
        if not look.same(asked):
            if asked is not None and asked.agent.game != agent.game:
                self._drop()
            self._asked = look
            self._live.submit(look)
        if not paused or self.tab != "saliency":
            if self._studied is not None:
                self._give_up()
        elif not look.same(self._studied):
            self._give_up()
            self._studied = look
            self._slow.partial.take()
            self._deep.submit(look)

    def _write_out(self, rally: Rally) -> None:
        from agents.insight.rally import write_out

        self._rally, self.lines, self.gamma = rally, write_out(rally), rally.gamma
        self.chosen = max(range(len(self.lines)), key=lambda index: abs(self.lines[index].advantage))
