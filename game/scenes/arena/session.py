"""What is played in the arena, and what learns meanwhile: consoles, training, recordings, high scores."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from agents.emulators.games import GameSpec
from agents.emulators.two_player import other
from game.scenes.arena import preferences
from game.scenes.arena.agent_training import AgentTraining
from game.scenes.arena.games.roms import RomReader
from game.scenes.arena.games.selection import GameSelection
from game.scenes.arena.play.consoles import Consoles
from game.scenes.arena.play.pace import Pace
from game.scenes.arena.play.plays import Play
from game.scenes.arena.play.side_by_side import SideBySide
from game.scenes.arena.recorder import Recorder
from game.scenes.arena.replays import ReplayWriter
from game.scenes.arena.scores.table import ScoreKeeper
from game.workers.latest_call import Answer
from game.workers.library_loader import LibraryLoader
from game.workers.status import State, Status
from game.workers.training_session import News
from game.workers.workers import Workers

if TYPE_CHECKING:
    from agents.learning.agent import Agent
    from agents.learning.config import Method
    from agents.learning.train import Snapshot

TROUBLES = {"last": "arena.saved_offered", "replaced": "arena.saved_elsewhere", "copy": "app.save_failed"}
"""Texts for agents that could not be saved where they belong when their game was put away."""
JOIN_SECONDS = 3.0
CLOSE_SECONDS = 30.0
"""Closing a training and its writers takes some seconds on a busy machine."""


class Tell(Protocol):
    """Shows a message."""

    def __call__(self, key: str, kind: str, **values: object) -> None:
        """Show the text with this key; a `Status` among the values is put into words."""


def _close(parts: tuple[Callable[[], object], ...]) -> None:
    for part in parts:
        part()


class Session:
    """One game after another, each with its own training.

    Args:
        seed: from which games start.
        config: folder of the preferences.
        data: folder of agents, replays and high scores.
        workers: make the threads.
        loader: tells when agents can be used.
        tell: shows a message.

    Attributes:
        store: what is remembered from one run to the next.
        selection: which game is played, how, and by which agents.
        pace: how fast the games go.
        learning: whether the agent shall learn while they do.
        training: the agent that learns; None before the first step of switching on.
        consoles: None before that step as well.
        play: what is played; None until the consoles are on.
        recorder: records the screen.
        keeper: keeps the high scores.
        replays: keeps games.
        roms: reads ROM files of the user's own.
        guest: who plays in the place of the agent that is chosen; None for that one.
    """

    def __init__(
        self, seed: int, config: Path, data: Path, workers: Workers, loader: LibraryLoader, tell: Tell
    ) -> None:
        self.seed = seed
        self.store = preferences.load(config, workers)
        self.selection = GameSelection(self.store, workers)
        self.pace = Pace()
        self.learning = True
        self.training: AgentTraining | None = None
        self.consoles: Consoles | None = None
        self.play: Play | None = None
        self.guest: Agent | None = None
        self.recorder = Recorder(workers)
        self.keeper = ScoreKeeper(data, workers)
        self.agents_folder = data / "agents"
        self.replays = ReplayWriter(data / "replays", workers, tell)
        self._workers, self._loader, self._tell = workers, loader, tell
        self.roms = RomReader(workers, tell)
        self._closer = workers.call(_close, name="put-away")
        self._played: set[str] = set()
        self._retired: AgentTraining | None = None
        self._steps = self._switch_on()

    @property
    def spec(self) -> GameSpec:
        """The game."""
        return self.selection.spec

    @property
    def agent(self) -> Agent | None:
        """The agent that learns."""
        return self.training.state if self.training is not None else None

    @property
    def race(self) -> SideBySide | None:
        """The two consoles side by side, once they are on."""
        return self.consoles.race if self.consoles is not None else None

    @property
    def error(self) -> Status | None:
        """Why learning stopped; None while it has not."""
        status = self.training.status if self.training is not None else Status()
        return status if status.state is State.ERROR else None

    # ------------------------------------------------------------------ on and off

    def open(self) -> None:
        """Take the next step of switching on, unless the window would wait for libraries."""
        if self._loader.status.state is not State.RUNNING:
            for _ in self._steps:
                if not self._workers.inline:
                    break

    def _switch_on(self) -> Iterator[None]:
        while self._closer.busy:
            yield
        self._tell_troubles()
        memory, game = self.store.value, self.spec.id
        consoles = self.consoles = Consoles(game, self._workers)
        if self.selection.for_two_alone:
            self.enter_mode()
            return
        self.training = AgentTraining(game, self.seed, self.agents_folder, self._workers)
        self.training.method = memory.method
        yield
        yield from consoles.open(self.seed)
        consoles.set_handicap(memory.handicap)
        consoles.restart(self.seed)
        self.enter_mode()
        self.seat()
        if game in self._played and self._loader.ready:
            self.training.continue_saved()
        self._played.add(game)

    def change_game(self, game: str) -> None:
        """Save the agent and free the consoles in the background; then the other game is switched on."""
        parts = [part.close for part in (self.training, self.consoles) if part is not None]
        if parts:
            self._retired = self.training
            self._closer.submit(tuple(parts))
        self.training = self.consoles = self.play = self.guest = None
        self.selection.play(game)
        self._steps = self._switch_on()

    def _tell_troubles(self) -> None:
        """Say which agent of the game that was put away is not where it belongs."""
        for trouble in self._retired.troubles if self._retired is not None else ():
            known = trouble.what == "copy" or trouble.fallback is not None
            words = TROUBLES[trouble.what] if known else "arena.saved_lost"
            self._tell(words, "bad", why=trouble.status, file=str(trouble.fallback))
        self._retired = None

    def leave(self) -> None:
        """Rest and save while something else is on the screen."""
        if self.training is not None:
            self.training.leave()

    def close(self) -> None:
        """Stop the training, save the agent, free the consoles."""
        if self.training is not None:
            self.training.close()
        if self.consoles is not None:
            self.consoles.close()
        for part in (self.selection, self.roms, self.recorder, self.keeper.scores, self.store):
            part.close()
        self.replays.close(JOIN_SECONDS)
        self._closer.close(CLOSE_SECONDS, finish=True)

    # ------------------------------------------------------------------ who plays

    def enter_mode(self) -> None:
        """Let those play who do in this mode."""
        mode = self.selection.mode
        if self.consoles is not None and (self.consoles.race is not None or mode.people):
            self.consoles.rivalry = self.selection.rivalry
            self.play = mode(self.consoles)
            self.play.enter(self.seed)

    def seat(self) -> None:
        """Let the agents that are chosen play, or their newer weights."""
        if self.consoles is not None and self._loader.ready:
            agent, rival = self.selection.agents(self.agent)
            self.consoles.seat(self.guest if self.guest is not None else agent, rival)

    def invite(self, guest: Agent | None) -> None:
        """Let another agent play, one that imitates the user; None: the chosen one again."""
        if guest is not self.guest:
            self.guest = guest
            self.seat()

    def choose_agents(self) -> None:
        """Remember the agents that were chosen, and let them play."""
        self.selection.keep_agents()
        self.guest = None
        self.enter_mode()
        self.seat()

    def update(self, dt: float) -> News[Snapshot, Agent]:
        """Take what was learned, agents that were read, consoles that are on, and files that were written."""
        news = self._follow_training(dt)
        changed, trouble = self.selection.poll()
        if trouble:
            self._tell("ladder.failed", "bad", why=trouble)
        begun = self.consoles is not None and self.consoles.poll(self.store.value.side)
        if self.consoles is not None and (changed or begun):
            self.consoles.set_handicap(self.store.value.handicap)
            self.seat()
        self._tell_written(self.replays.poll())
        self._tell_written(self.recorder.poll())
        failed = self.keeper.scores.poll()
        if failed is not None:
            self._tell("app.save_failed", "bad", why=failed)
        return news

    def _tell_written(self, answer: Answer[Path] | None) -> None:
        if answer is not None and answer.error is not None:
            key = "generator.no_mp4" if answer.error.error == "no_mp4" else "app.save_failed"
            self._tell(key, "bad", why=answer.error)
        elif answer is not None:
            self._tell("app.saved", "good", file=str(answer.value))

    def advance(self, dt: float | None, action: int, *, counts: bool) -> None:
        """Advance the games.

        Args:
            dt: seconds of the games' time; None while they stand still.
            action: what the human does, an ALE action.
            counts: whether a result may become a high score.
        """
        play = self.play
        if play is None or play.engine is None:
            return
        play.engine.paused = dt is None
        play.engine.update(dt or 0.0, action)
        entered = self.keeper.update(play, self.selection, self.store.value, counts=counts)
        if entered is not None:
            key, values = entered
            self._tell(key, "good" if key == "scores.beaten" else "info", **values)

    # ------------------------------------------------------------------ the agent that learns

    def _follow_training(self, dt: float) -> News[Snapshot, Agent]:
        """Begin when there is nothing to decide; take what was learned and loaded."""
        training = self.training
        if training is None:
            return News()
        decided = training.offer is None and not training.loading
        if not training.started and decided and self._loader.ready:
            training.start()
            self.seat()
            self.steer()
        news = training.update(dt)
        if news.saved is not None and news.saved in training.saving:
            self.selection.mark_saves(*self.selection.saves, training.saving.pop(news.saved))
        if news.snapshots or news.loaded is not None:
            self.seat()
        if news.loaded is not None:
            self.steer()
        elif training.started and self._learns:
            training.resume()
        return news

    @property
    def _learns(self) -> bool:
        return self.learning and not self.pace.paused

    def steer(self) -> None:
        """Let the agent learn or rest, as is wanted now."""
        if self.training is not None:
            (self.training.resume if self._learns else self.training.pause)()

    def start_over(self, method: Method) -> None:
        """Forget the agent, which is kept in a file, and learn from scratch by a method."""
        self.store.change(method=method)
        self.store.save()
        if self.training is not None:
            self.training.method = method
        self.forget()

    def forget(self) -> None:
        """Forget everything the agent learned; what it knew is kept in a file."""
        if self.training is not None and self._loader.ready:
            self.training.archive()
            self.training.pass_over_offer()
            self.training.start()
            self.selection.mark_saves()
            self.seat()
            self.steer()

    # ------------------------------------------------------------------ commands

    def toggle_pause(self) -> None:
        """Stop the games and the learning, or go on."""
        self.pace.toggle()
        self.steer()

    def interrupt(self) -> bool:
        """Pause a game that is under way; False when there is none."""
        engine = self.play.engine if self.play is not None else None
        if self.pace.paused or engine is None or not engine.begun:
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

    def begin(self) -> None:
        """Begin to play, or the next game after one that has ended."""
        if self.play is not None and self.play.engine is not None:
            self.play.engine.begin()

    def begin_by_stick(self, *, fresh: bool) -> None:
        """Begin because a stick was moved; the next game only by a key that was not held when one ended."""
        engine = self.play.engine if self.play is not None else None
        waits = engine is not None and (not engine.begun or (engine.over and fresh))
        if waits and not self.pace.paused:
            self.begin()

    def rewind(self) -> None:
        """Start the games again, at their own speed, and let the agent learn: as at first."""
        self.pace.reset()
        self.learning = True
        self.steer()
        self.restart()

    def restart(self) -> None:
        """Start the games again from the same seed."""
        if self.consoles is not None:
            self.consoles.restart(self.seed)

    def new_seed(self) -> None:
        """Start the games from another seed."""
        self.seed = random.Random(time.time_ns()).randrange(1, 10_000)
        self.restart()

    def turn_variant(self) -> None:
        """Play the next of the console's variants of a game for two people."""
        if self.consoles is not None and self.consoles.people is not None:
            self.consoles.people.turn(1)

    def change_side(self) -> None:
        """Change to the other side of the net; the game starts again."""
        side = other(self.store.value.side)
        self.store.change(side=side)
        self.store.save()
        if self.consoles is not None and self.consoles.match is not None:
            self.consoles.match.change_side(side)

    def choose(self, name: str, value: bool | int | str) -> None:
        """Change a preference; new difficulty switches start the games again, since they count from there."""
        self.store.change(**{name: value})
        self.store.save()
        if self.consoles is not None and name in ("hard_mine", "hard_theirs", "delay"):
            self.consoles.set_handicap(self.store.value.handicap)
            if name != "delay":
                self.restart()

    def toggle_recording(self, folder: Path) -> None:
        """Begin to record what is played, or end and write it to a file in a folder."""
        if self.recorder.seconds is not None:
            self.recorder.stop()
        elif self.recorder.busy:
            self._tell("more.still_writing", "info")
        else:
            self.recorder.start(folder, self.spec.id, self.store.value.film)

    def save_replay(self) -> None:
        """Write the game on the screen to a file from which it can be played again."""
        self.replays.keep(self.play, self.spec.id)
