"""Which game is played, how, and by which agents: the one that learns, or a rung of the ladder."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from agents.emulators.games import FOR_TWO, GameSpec, game_spec
from agents.emulators.people import PEOPLE
from agents.emulators.two_player import DUELS
from agents.opponents.ladder import Rung, load, rungs
from game.scenes.arena.play.plays import PLAYS, Alongside, Play, Together, Watch, following
from game.scenes.arena.preferences import Store
from game.workers.workers import Workers

if TYPE_CHECKING:
    from agents.learning.agent import Agent


log = logging.getLogger(__name__)

MOST_MARKS = 8
"""Saves of an agent that its curve shows."""
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
        """Who plays; None for the console's player, and while a rung is still being read."""
        return live if self.chosen == LIVE else self._agents.get(self.chosen)

    def close(self) -> bool:
        """Wait for what is being read, a little."""
        return self._reader.close()


class GameSelection:
    """Remembers game, mode and agents.

    Attributes:
        agent: who is at the agent's sticks.
        rival: whom it plays against in a two-player game while one watches.
    """

    def __init__(self, store: Store, workers: Workers) -> None:
        self._store = store
        self._workers = workers
        self.agent, self.rival = self._seats()

    def _seats(self) -> tuple[Opponent, Opponent]:
        memory = self._store.value
        game, ladder = memory.game, ladder_of(memory.game)
        mine = Opponent(ladder, self._workers, chosen=memory.strength.get(game, LIVE))
        theirs = Opponent(ladder, self._workers, (CONSOLE, LIVE), memory.rival.get(game, CONSOLE))
        return mine, theirs

    @property
    def spec(self) -> GameSpec:
        """The game that is played."""
        return game_spec(self._store.value.game)

    @property
    def rivalry(self) -> bool:
        """Whether two agents play while one watches."""
        return self.allows_duels and self.rival.chosen != CONSOLE

    @property
    def allows_duels(self) -> bool:
        """Whether two can play the game against each other."""
        return self._store.value.game in DUELS

    @property
    def for_two_alone(self) -> bool:
        """Whether only two can play the game, so that no agent learns it."""
        return self._store.value.game in FOR_TWO

    def allows(self, mode: type[Play]) -> bool:
        """Whether the game can be played so."""
        if mode.people:
            return self._store.value.game in PEOPLE
        return not self.for_two_alone and (self.allows_duels or not mode.duel)

    def why_not(self, mode: type[Play]) -> str:
        """The key of a text that says why the game cannot be played so."""
        return "games.no_two" if mode.people else "games.two_alone" if self.for_two_alone else "games.no_duel"

    @property
    def mode(self) -> type[Play]:
        """How it is played; a game that no two can play is played alongside instead of against."""
        mode = PLAYS[self._store.value.mode]
        if self.for_two_alone:
            return Together
        return mode if self.allows(mode) else Alongside

    @property
    def next_mode(self) -> type[Play]:
        """The next way to play that the game allows."""
        return following(self.mode, self.allows)

    @property
    def seats(self) -> dict[str, Opponent]:
        """The seats for which an agent can be chosen, by the name in their text keys; none among people."""
        if self.mode.people:
            return {}
        rival = {"rival": self.rival} if self.mode is Watch and self.allows_duels else {}
        return {"agent": self.agent, **rival}

    def change_mode(self, mode: type[Play]) -> None:
        """Remember another mode."""
        self._change(mode=mode.id)

    def play(self, game: str) -> None:
        """Remember another game, with the agents that were last chosen for it."""
        self._change(game=game)
        for seat in (self.agent, self.rival):
            seat.close()
        self.agent, self.rival = self._seats()

    def keep_agents(self) -> None:
        """Remember the chosen agents."""
        memory = self._store.value
        self._change(
            strength={**memory.strength, memory.game: self.agent.chosen},
            rival={**memory.rival, memory.game: self.rival.chosen},
        )

    @property
    def saves(self) -> tuple[tuple[int, float], ...]:
        """Where on its curve of learning the agent was saved by hand: steps and mean."""
        return self._store.value.saves.get(self._store.value.game, ())

    def mark_saves(self, *marks: tuple[int, float]) -> None:
        """Remember where it was saved, the last times."""
        memory = self._store.value
        self._change(saves={**memory.saves, memory.game: marks[-MOST_MARKS:]})

    def _change(self, **fields: object) -> None:
        self._store.change(**fields)
        self._store.save()

    def poll(self) -> tuple[bool, str]:
        """Take the agents that were read; whether another one shall play now, and why one cannot be read."""
        seats = (self.agent, self.rival)
        news = any([seat.poll() for seat in seats])
        trouble = next((seat.trouble for seat in seats if seat.trouble), "")
        for seat in seats:
            seat.trouble = ""
        return news, trouble

    def agents(self, live: Agent | None) -> tuple[Agent | None, Agent | None]:
        """Who is at the agent's sticks, and at its rival's."""
        return self.agent.agent(live), self.rival.agent(live)

    def close(self) -> None:
        """Wait for what is being read, a little."""
        self.agent.close()
        self.rival.close()
