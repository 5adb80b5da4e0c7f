"""The league's training, and who plays on the screen.

torch is imported only inside methods, so that the scene can be on the screen before it is loaded.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agents.emulators.two_player import DUELS, DuelGame
from agents.learning.config import tuned
from agents.opponents.league.settings import Controls, LeagueConfig
from game.scenes.rewards.league.match import Match
from game.workers.process_training import ProcessTraining
from game.workers.training_session import News
from game.workers.workers import Workers

if TYPE_CHECKING:
    from agents.learning.agent import Agent
    from agents.opponents.league.learning import Snapshot
    from agents.opponents.league.state import State

GAME = "pong"
PASTS = (0.125, 0.25, 0.5, 1.0)
"""Shares of the consoles on which an earlier self plays."""


@dataclass(frozen=True)
class Row:
    """A player of the league's table.

    Attributes:
        step: agent steps that it has learned from.
        newest: whether it is the one that learns.
        rating: on Elo's scale; the one that has learned nothing has 0.
        share: of the points of its games against the newest that the newest made; None where there are few.
    """

    step: int
    newest: bool
    rating: float
    share: float | None


LEAST_POINTS = 5.0
"""Fewer points say nothing of a share."""


def _switch_on(seed: int) -> DuelGame:
    """Switch a two-player console on, which takes most of a second."""
    return DuelGame(DUELS[GAME], seed)


class LeagueSession(ProcessTraining["Snapshot", "State", Controls]):
    """Drives `agents.opponents.league.learning.learn`.

    Args:
        seed: the first run's seed.
        folder: where trainings are kept.
        workers: make the threads.

    Attributes:
        match: the game on the screen; None until its console is on.
        opponent: steps of the player at the left, as they were asked for; None for the newest itself.
        rows: the table, the newest first.
        no_console: why there is none; empty while there may be one.
    """

    thread = "league"
    target = "agents.opponents.league.learning:learn"
    worth = 8192

    def __init__(self, seed: int, folder: Path, workers: Workers) -> None:
        super().__init__(seed, Controls(), folder, f"league-{GAME}", workers)
        self.match: Match | None = None
        self.opponent: int | None = 0
        self.rows: tuple[Row, ...] = ()
        self.no_console = ""
        self._opener = workers.call(_switch_on, name="league console")
        self._opener.submit(seed)

    # ------------------------------------------------------------------ what a training adds

    def start(self, resume: State | None = None, *, paused: bool = False) -> None:
        """Begin from nothing, or go on from a state with its settings."""
        self.rows = ()
        if resume is not None:
            self.seed = resume.agent.config.seed
            self.controls = resume.controls
        if self.match is not None:
            self.match.stand_up()
        super().start(resume, paused=paused)
        if resume is not None:
            self._tell()

    def config(self) -> LeagueConfig:
        """Return what a run begins with."""
        return LeagueConfig(tuned(GAME, seed=self.seed), self.controls)

    def read(self, path: Path) -> State:
        """Read a league from a file.

        Raises:
            CheckpointError: There is none that can be used.
        """
        from agents.opponents.league.state import State
        from models.base.checkpoint import CheckpointError

        state = State.load(path)
        if state.agent.game != GAME:
            raise CheckpointError("foreign", f"{path.name} plays {state.agent.game}")
        return state

    def take(self, snapshot: Snapshot) -> State | None:
        """Return the state in a snapshot: every one is whole."""
        return snapshot.state

    # ------------------------------------------------------------------ the table and the game

    @property
    def playing(self) -> bool:
        """Whether a person plays."""
        return self.match is not None and self.match.human

    def _tell(self) -> None:
        """Make the table of the newest state."""
        state = self.state
        if state is None:
            self.rows = ()
            return
        ratings, points = state.ratings.tolist(), state.points
        rows = [Row(state.step, True, ratings[-1], None)]
        for number, member in reversed(list(enumerate(state.members))):
            won, lost = float(points[-1, number]), float(points[number, -1])
            share = won / (won + lost) if won + lost >= LEAST_POINTS else None
            rows.append(Row(member.step, False, ratings[number], share))
        self.rows = tuple(rows)

    def _member(self) -> Agent | None:
        """Who plays at the left: the member nearest to what was asked for."""
        state = self.state
        if state is None or self.opponent is None:
            return state.agent if state is not None else None
        asked = self.opponent
        return min(state.members, key=lambda member: abs(member.step - asked))

    @property
    def chosen(self) -> int:
        """The row of who plays at the left."""
        member = self._member()
        if member is None or self.opponent is None:
            return 0
        return next((n for n, row in enumerate(self.rows) if not row.newest and row.step == member.step), 0)

    def choose(self, row: int) -> None:
        """Let the player of a row play at the left; the game begins again."""
        if not 0 <= row < len(self.rows):
            return
        self.opponent = None if self.rows[row].newest else self.rows[row].step
        self._seat()
        if self.match is not None:
            self.match.restart()

    def join(self) -> None:
        """Take the place at the right, or leave it to the newest; the game begins again."""
        if self.match is not None and self.state is not None:
            self.match.human = not self.match.human
            self._seat()
            self.match.restart()

    def _seat(self) -> None:
        left = self._member()
        if self.match is None or self.state is None or left is None:
            return
        self.match.seat("left", left)
        self.match.seat("right", self.state.agent)

    def update(self, dt: float) -> News[Snapshot, State]:
        """Take what came from the workers, and save now and then."""
        answer = self._opener.poll()
        if answer is not None and answer.value is not None:
            self.match = Match(answer.value)
        elif answer is not None and answer.error is not None:
            self.no_console = answer.error.error
        news = super().update(dt)
        if news.snapshots or news.loaded is not None:
            self._tell()
        if news.snapshots or news.loaded is not None or answer is not None:
            self._seat()
        return news

    def play(self, dt: float, held: Collection[str]) -> None:
        """Let the game on the screen go on; see `Match.update`."""
        if self.match is not None:
            self.match.update(dt, held)

    def close(self) -> bool:
        """Save, and end all work."""
        closed = super().close()
        self._opener.close()
        if self.match is not None:
            self.match.close()
        return closed
