"""The agent of the arena: offered again, begun anew, saved, loaded, forgotten, and never lost."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from game.scenes.arena import preferences
from game.scenes.arena.training.new_agent_window import NewAgentWindow
from game.scenes.arena.training.training_session import Learner
from game.ui.context import Context
from game.workers.autosave import last_saved, move_aside
from game.workers.status import State

if TYPE_CHECKING:
    from agents.learning.agent import Agent
    from agents.learning.config import Method

SUFFIX = ".safetensors"


class Keeping:
    """Decides which agent learns, and keeps those that another one replaces.

    Args:
        learner: what drives the learning.
        context: gives the scene's context of now.
        memory: what is remembered from one run to the next; changed in place.
        seat: called when another agent, or a newer form of it, shall play.
        changed: called when there is something else to choose or to say.
        learns: whether the agent shall be learning now.
    """

    def __init__(
        self,
        learner: Learner,
        context: Callable[[], Context],
        memory: preferences.Preferences,
        seat: Callable[[], None],
        changed: Callable[[], None],
        learns: Callable[[], bool],
    ) -> None:
        self.learner = learner
        self._context = context
        self._memory = memory
        self._seat = seat
        self._changed = changed
        self._learns = learns
        self.offer: Path | None = last_saved(learner.autosave_path)
        """The agent saved last time, until it is decided whether it goes on."""

    @property
    def error(self) -> str:
        """Why learning stopped, or nothing."""
        status = self.learner.status
        return self._context().why(status) if status.state is State.ERROR else ""

    # ------------------------------------------------------------------ every frame

    def update(self, dt: float) -> None:
        """Begin when there is nothing to decide; take what was learned, tell what was saved."""
        learner, ctx = self.learner, self._context()
        if not learner.started and self.offer is None and ctx.loader.ready:
            learner.start()
            self._seat()
            self.steer()
        if learner.update(dt):
            self._seat()
        if learner.started and self._learns():
            learner.resume()
        answer = learner.poll_saved()
        if answer is None:
            return
        if answer.error is not None:
            ctx.notify(ctx.t("app.save_failed", why=ctx.why(answer.error)), "bad")
        elif answer.value is not None and answer.value.told:
            ctx.notify(ctx.t("app.saved", file=str(answer.value.path)), "good")

    def steer(self) -> None:
        """Let it learn or rest, as is wanted now."""
        (self.learner.resume if self._learns() else self.learner.pause)()

    # ------------------------------------------------------------------ which agent

    def start_fresh(self) -> None:
        """Learn from scratch; a saved agent stays beside, under another name."""
        self._pass_over_offer()
        self._changed()

    def continue_saved(self) -> None:
        """Go on with the agent that was saved last time."""
        path, self.offer = self.offer, None
        if path is not None and not self._load(path):
            self._move_aside(path)
            self.offer = last_saved(self.learner.autosave_path)
        self._changed()

    def choose_method(self) -> None:
        """Ask by which method an agent shall learn that begins from nothing."""
        ctx, agent = self._context(), self.learner.agent
        if ctx.loader.ready and not ctx.modal():
            running = agent.config.method if agent is not None else self._memory.method
            NewAgentWindow(ctx, running, self.start_over)

    def start_over(self, method: Method) -> None:
        """Forget the agent, which is kept in a file, and learn anew by a method."""
        self._memory.method = self.learner.method = method
        preferences.save(self._context().folders.config, self._memory)
        self.forget()

    def forget(self) -> None:
        """Forget everything the agent learned; what it knew is kept in a file."""
        if not self._context().loader.ready:
            return
        self._keep(self.learner.agent)
        self._pass_over_offer()
        self.learner.start()
        self._seat()
        self.steer()
        self._changed()

    def retry(self) -> None:
        """Go on from the last good state after an error."""
        self.learner.retry()
        self._changed()

    def load(self) -> None:
        """Ask for a file and go on with the agent in it."""
        ctx = self._context()
        if ctx.loader.ready:
            ctx.pick_file(
                ctx.t("arena.load"), frozenset({SUFFIX}), self.load_from, folder=self.learner.folder
            )

    def load_from(self, path: Path) -> None:
        """Go on with the agent in a file; a file without one changes nothing and says why."""
        self._load(path)

    def _load(self, path: Path) -> bool:
        from models.base.checkpoint import CheckpointError

        ctx, running = self._context(), self.learner.agent
        try:
            self.learner.load(path)
        except CheckpointError as error:
            ctx.notify(ctx.t(f"checkpoint.{error.code}", file=path.name), "bad")
            return False
        self._keep(running)
        if path != self.offer:
            self._pass_over_offer()
        self.offer = None
        self._seat()
        self.steer()
        agent = self.learner.agent
        if agent is not None:
            ctx.notify(ctx.t("arena.loaded", steps=ctx.t.number(agent.step)), "good")
        self._changed()
        return True

    # ------------------------------------------------------------------ keeping

    def save(self) -> None:
        """Ask for a place and write the agent there."""
        ctx, agent = self._context(), self.learner.agent
        if agent is None or not agent.step:
            ctx.notify(ctx.t("arena.nothing_to_save"), "info")
            return
        name = f"{self.learner.game}-{agent.step // 1000}k{SUFFIX}"
        ctx.pick_file(
            ctx.t("arena.save"), frozenset({SUFFIX}), self.save_to, save=name, folder=self.learner.folder
        )

    def save_to(self, path: Path) -> None:
        """Write the agent to a file, in the background."""
        self.learner.save(path.with_suffix(SUFFIX))

    def _keep(self, agent: Agent | None) -> None:
        """Write an agent that another one replaces to a file of its own."""
        if agent is not None and agent.step:
            name = f"{self.learner.game}-{time.strftime('%Y%m%d-%H%M%S')}-{agent.step}{SUFFIX}"
            self.learner.keep(agent, self.learner.folder / name)

    def _pass_over_offer(self) -> None:
        """Begin with another agent; the saved one that was not taken stays beside, under another name."""
        if self.offer is not None:
            self._move_aside(self.offer)
        self.offer = None

    def _move_aside(self, path: Path) -> None:
        """Move a file aside instead of writing over it."""
        try:
            move_aside(path, self.learner.folder)
        except OSError as error:
            ctx = self._context()
            ctx.notify(ctx.t("app.save_failed", why=ctx.why(error)), "bad")
