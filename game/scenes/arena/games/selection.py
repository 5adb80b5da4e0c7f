"""Which game is played, how, and by which agents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.emulators.games import GameSpec, game_spec
from agents.emulators.two_player import DUELS
from game.scenes.arena.games.opponent import CONSOLE, LIVE, Opponent, ladder_of
from game.scenes.arena.play.plays import PLAYS, Alongside, Play, Watch, following
from game.scenes.arena.preferences import Store
from game.workers.workers import Workers

if TYPE_CHECKING:
    from agents.learning.agent import Agent


class GameSelection:
    """Remembers game, mode and agents.

    Args:
        store: what is remembered from one run to the next.
        workers: read agents.

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

    def allows(self, mode: type[Play]) -> bool:
        """Whether the game can be played so."""
        return self.allows_duels or not mode.duel

    @property
    def mode(self) -> type[Play]:
        """How it is played; a game that no two can play is played alongside instead of against."""
        mode = PLAYS[self._store.value.mode]
        return mode if self.allows(mode) else Alongside

    @property
    def next_mode(self) -> type[Play]:
        """The next way to play that the game allows."""
        return following(self.mode, self.allows)

    @property
    def seats(self) -> dict[str, Opponent]:
        """The seats for which an agent can be chosen, by the name in their text keys."""
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
