"""Who is at the agent's sticks: the agent that learns, or a rung of the game's ladder."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from agents.opponents.ladder import Rung, load, rungs
from game.workers.workers import Workers

if TYPE_CHECKING:
    from agents.learning.agent import Agent

log = logging.getLogger(__name__)

LIVE = "live"
"""In the place of a rung's id: the agent that learns."""
CONSOLE = "console"
"""In the place of a rung's id: the console's own player."""


def ladder_of(game: str) -> tuple[Rung, ...]:
    """The rungs of a game; none where the ladder is damaged, which goes to the log."""
    try:
        return rungs(game)
    except ValueError:
        log.exception("the ladder of %s cannot be used", game)
        return ()


def _read(rung: Rung) -> tuple[str, Agent]:
    return rung.id, load(rung)


class Opponent:
    """One seat, and who is chosen for it; rungs are read in the background.

    Args:
        ladder: what can be chosen, besides those of `others`, the weakest first.
        workers: make the reader.
        others: what comes before the ladder: `LIVE`, `CONSOLE` or both.
        chosen: the id of the choice at first; the first of all where there is no such choice.

    Attributes:
        ids: everything that can be chosen.
        chosen: what is.
        trouble: why the chosen rung cannot be read; empty while it can.
    """

    def __init__(
        self,
        ladder: tuple[Rung, ...],
        workers: Workers,
        others: tuple[str, ...] = (LIVE,),
        chosen: str = LIVE,
    ) -> None:
        self._rungs = {rung.id: rung for rung in ladder}
        self.ids = (*others, *self._rungs)
        self.chosen = chosen if chosen in self.ids else self.ids[0]
        self.trouble = ""
        self._agents: dict[str, Agent] = {}
        self._asked = 0
        self._reader = workers.call(_read, name="read-rung")
        self._ask()

    @property
    def rung(self) -> Rung | None:
        """The chosen rung; None for anything else."""
        return self._rungs.get(self.chosen)

    def choose(self, name: str) -> None:
        """Choose by id.

        Raises:
            ValueError: If there is no such choice.
        """
        if name not in self.ids:
            raise ValueError(f"{name!r} is not one of {', '.join(self.ids)}")
        self.chosen = name
        self.trouble = ""
        self._ask()

    def _ask(self) -> None:
        rung = self.rung
        if rung is not None and rung.id not in self._agents:
            self._asked = self._reader.submit(rung)

    def poll(self) -> bool:
        """Take what was read; True when the chosen agent has just come, or can not be had."""
        answer = self._reader.poll()
        if answer is None:
            return False
        if answer.value is not None:
            name, agent = answer.value
            self._agents[name] = agent
            return name == self.chosen
        if answer.error is None or answer.stamp != self._asked or self.rung is None:
            return False
        self.trouble = answer.error.error
        self.chosen = self.ids[0]
        return True

    def agent(self, live: Agent | None) -> Agent | None:
        """Who plays; None for the console's player, and while a rung is still being read.

        Args:
            live: the agent that learns.
        """
        return live if self.chosen == LIVE else self._agents.get(self.chosen)

    def close(self) -> bool:
        """Wait for what is being read, a little."""
        return self._reader.close()
