"""The machine at which one plays: consoles, learner and tapes; switched on step by step, and exchanged."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.emulators.replay import ReplayError
from agents.emulators.two_player import other
from game.scenes.arena import preferences
from game.scenes.arena.closing import Retirement
from game.scenes.arena.games.selection import GameSelection
from game.scenes.arena.play.agent_vs_agent import AgentVsAgent
from game.scenes.arena.play.consoles import Consoles
from game.scenes.arena.play.human_vs_agent import HumanVsAgent
from game.scenes.arena.play.modes import AGAINST
from game.scenes.arena.play.pace import Pace
from game.scenes.arena.play.side_by_side import SideBySide
from game.scenes.arena.replays.writer import ReplayWriter
from game.scenes.arena.training.agent_training import AgentTraining
from game.scenes.arena.training.new_agent_window import NewAgentWindow
from game.ui import training_files
from game.ui.context import Context
from game.workers.status import State, Status

if TYPE_CHECKING:
    from agents.learning.agent import Agent
    from agents.learning.config import Method


TROUBLES = {"last": "arena.saved_offered", "replaced": "arena.saved_elsewhere", "copy": "app.save_failed"}
"""Texts for agents that could not be saved where they belong when their game was put away."""
TEXTS = training_files.Texts(
    save="arena.save",
    load="arena.load",
    nothing="arena.nothing_to_save",
    saved="app.saved",
    loaded="arena.loaded",
    refused="checkpoint.",
)


@dataclass(frozen=True)
class Running:
    """What there is once the machine is on."""

    race: SideBySide
    floor: Consoles
    training: AgentTraining


class Session:
    """One game after another, each with its own learner.

    Args:
        context: gives the scene's context of now.
        memory: what is remembered from one run to the next; changed in place.
        desk: which game is played, how, and by which agents.
        changed: called when there is something else to choose or to say about the agent.

    Attributes:
        seed: from which games start.
        pace: how fast they go.
        learning: whether the agent shall learn while they do.
        training: the agent that learns; None before the first step of switching on.
        floor: the consoles; None before that step as well.
        tapes: writes replays.
    """

    def __init__(
        self,
        context: Callable[[], Context],
        memory: preferences.Preferences,
        desk: GameSelection,
        changed: Callable[[], None],
    ) -> None:
        self._context, self._memory, self._desk, self._changed = context, memory, desk, changed
        ctx = context()
        self.seed = ctx.seed
        self.pace = Pace()
        self.learning = True
        self.training: AgentTraining | None = None
        self.floor: Consoles | None = None
        self.tapes = ReplayWriter(ctx.folders.data / "replays", synchronous=ctx.synchronous)
        self._played: set[str] = set()
        self._retirement = Retirement(synchronous=ctx.synchronous)
        self._retired: AgentTraining | None = None
        self._steps = self._switch_on()

    @property
    def running(self) -> Running | None:
        """Everything that is on, once all of it is."""
        floor, training = self.floor, self.training
        if floor is None or floor.race is None or training is None:
            return None
        return Running(floor.race, floor, training)

    @property
    def agent(self) -> Agent | None:
        """The agent that learns."""
        return self.training.state if self.training is not None else None

    @property
    def error(self) -> str:
        """Why learning stopped; empty while it has not."""
        status = self.training.status if self.training is not None else Status()
        return self._context().why(status) if status.state is State.ERROR else ""

    @property
    def play(self) -> SideBySide | HumanVsAgent | AgentVsAgent | None:
        """What the human's keys go to."""
        return self.floor.play(self._desk.mode) if self.floor is not None else None

    # ------------------------------------------------------------------ on and off

    def open(self) -> None:
        """Take the next step of switching on, unless the window would wait for libraries."""
        ctx = self._context()
        if ctx.loader.status.state is not State.RUNNING:
            for _ in self._steps:
                if not ctx.synchronous:
                    break

    def _switch_on(self) -> Iterator[None]:
        while self._retirement.busy:
            yield
        self._tell_troubles()
        ctx, game = self._context(), self._desk.spec.id
        self.training = AgentTraining(game, self.seed, ctx.folders.data / "agents", ctx.workers)
        self.training.method = self._memory.method
        self.floor = Consoles(game, synchronous=ctx.synchronous)
        self._changed()
        yield
        yield from self.floor.open(self.seed)
        self.floor.hamper(self._memory.handicap)
        self.floor.restart(self.seed)
        self.cast()
        self.seat()
        if game in self._played and ctx.loader.ready:
            self.training.continue_saved()
        self._played.add(game)

    def put_away(self) -> None:
        """Save the agent and free the consoles beside the window; then the desk's game is switched on."""
        if self.floor is not None and self.training is not None:
            self.floor.hush()
            self._retired = self.training
            self._retirement.put_away(self._retired.close, self.floor.close)
        self.training = self.floor = None
        self._steps = self._switch_on()

    def _tell_troubles(self) -> None:
        """Say which agent of the game that was put away is not where it belongs."""
        ctx = self._context()
        for trouble in self._retired.troubles if self._retired is not None else ():
            words = (
                TROUBLES[trouble.what] if trouble.what == "copy" or trouble.fallback else "arena.saved_lost"
            )
            ctx.notify(ctx.t(words, why=ctx.why(trouble.status), file=str(trouble.fallback)), "bad")
        self._retired = None

    def leave(self) -> None:
        """Rest and save while something else is on the screen."""
        if self.training is not None:
            self.training.pause()
            self.training.autosave()
        if self.floor is not None:
            self.floor.rest()

    def close(self) -> None:
        """Stop the learner, save the agent, free the consoles."""
        for part in (self.training, self.tapes, self.floor, self._retirement):
            if part is not None:
                part.close()

    # ------------------------------------------------------------------ who plays

    def cast(self) -> None:
        """Let those play who do in this mode."""
        if self.floor is not None:
            self.floor.rivalry = self._desk.rivalry
            self.floor.cast(self._desk.mode, self.seed)

    def seat(self) -> None:
        """Let the agents that are chosen play, or their newer weights."""
        if self.floor is not None and self.training is not None and self._context().loader.ready:
            self.floor.seat(*self._desk.agents(self.agent))

    def update(self, dt: float) -> None:
        """Take what was learned, agents that were read, and consoles that are on now."""
        now = self.running
        if now is None:
            return
        self._follow_training(dt, now.training)
        if self._desk.update() or now.floor.take_match(self._memory.side):
            now.floor.hamper(self._memory.handicap)
            self.seat()
        self.tapes.tell(self._context())

    # ------------------------------------------------------------------ the agent that learns

    def _follow_training(self, dt: float, training: AgentTraining) -> None:
        """Begin when there is nothing to decide; take what was learned, tell what was saved and loaded."""
        ctx = self._context()
        decided = training.offer is None and not training.loading
        if not training.started and decided and ctx.loader.ready:
            training.start()
            self.seat()
            self.steer()
        news = training.update(dt)
        if news.snapshots or news.loaded is not None:
            self.seat()
        if news.loaded is not None:
            self.steer()
        elif training.started and self._learns:
            training.resume()
        if news.loaded is not None or news.refused is not None:
            self._changed()
        training_files.tell(ctx, news, TEXTS)

    def steer(self) -> None:
        """Let it learn or rest, as is wanted now."""
        if self.training is not None:
            (self.training.resume if self._learns else self.training.pause)()

    def start_fresh(self) -> None:
        """Learn from scratch; a saved agent stays beside, under another name."""
        if self.training is not None:
            self.training.pass_over_offer()
            self._changed()

    def continue_saved(self) -> None:
        """Go on with the agent that was saved last time."""
        if self.training is not None:
            self.training.continue_saved()
            self._changed()

    def choose_method(self) -> None:
        """Ask by which method an agent shall learn that starts from nothing."""
        ctx, agent = self._context(), self.agent
        if self.training is not None and ctx.loader.ready and not ctx.modal():
            method = agent.config.method if agent is not None else self._memory.method
            NewAgentWindow(ctx, method, self.start_over)

    def start_over(self, method: Method) -> None:
        """Forget the agent, which is kept in a file, and learn from scratch by a method."""
        self._memory.method = method
        preferences.save(self._context().folders.config, self._memory)
        if self.training is not None:
            self.training.method = method
        self.forget()

    def forget(self) -> None:
        """Forget everything the agent learned; what it knew is kept in a file."""
        if self.training is None or not self._context().loader.ready:
            return
        self.training.archive()
        self.training.pass_over_offer()
        self.training.start()
        self.seat()
        self.steer()
        self._changed()

    def retry(self) -> None:
        """Go on from the last good state after an error."""
        if self.training is not None:
            self.training.retry()
            self._changed()

    def load_agent(self) -> None:
        """Ask for a file and go on with the agent in it."""
        ctx = self._context()
        if self.training is not None and ctx.loader.ready:
            training_files.ask_to_load(ctx, self.training, TEXTS)

    def save_agent(self) -> None:
        """Ask for a place and write the agent there."""
        if self.training is not None:
            step = self.agent.step if self.agent is not None else 0
            name = f"{self.training.game}-{step // 1000}k"
            training_files.ask_to_save(self._context(), self.training, TEXTS, name)

    # ------------------------------------------------------------------ commands

    def toggle_pause(self) -> None:
        """Stop the games and the learning, or go on."""
        self.pace.toggle()
        self.steer()

    def interrupt(self) -> bool:
        """Pause a game that is under way; False when there is none."""
        if self.pace.paused or self.play is None or not self.play.begun:
            return False
        self.toggle_pause()
        return True

    def single_frame(self) -> None:
        """Pause, and let one frame pass."""
        self.pace.single()
        self.steer()

    def toggle_learning(self) -> None:
        """Let the agent rest from learning while the games go on, or not."""
        self.learning = not self.learning
        self.steer()

    @property
    def _learns(self) -> bool:
        return self.learning and not self.pace.paused

    def begin(self) -> None:
        """Begin to play, or the next game after one that has ended."""
        if self.play is not None:
            self.play.begin()

    def stir(self, *, fresh: bool) -> None:
        """Begin because a stick was moved; the next game only by a key that was not held when one ended.

        Args:
            fresh: whether the key was not held before.
        """
        play = self.play
        if play is not None and not self.pace.paused and (not play.begun or (play.over and fresh)):
            play.begin()

    def restart(self) -> None:
        """Start the games anew from the same seed."""
        if self.floor is not None:
            self.floor.restart(self.seed)

    def new_seed(self) -> None:
        """Start the games anew from another seed."""
        self.seed = random.Random(time.time_ns()).randrange(1, 10_000)
        self.restart()

    def change_side(self) -> None:
        """Sit down at the other side of the net; the game starts anew."""
        if self._desk.mode is AGAINST:
            self._memory.side = other(self._memory.side)
            preferences.save(self._context().folders.config, self._memory)
            if self.floor is not None and self.floor.match is not None:
                self.floor.match.change_side(self._memory.side)

    def save_replay(self) -> None:
        """Write the game on the screen to a file from which it can be played again."""
        if self.floor is None:
            return
        try:
            self.floor.keep(self._desk.mode, self.tapes)
        except ReplayError as error:
            ctx = self._context()
            long = error.code == "too_long"
            ctx.notify(ctx.t("replay.too_long") if long else ctx.t("app.save_failed", why=str(error)), "bad")
