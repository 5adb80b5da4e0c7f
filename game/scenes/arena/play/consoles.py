"""The consoles of one game: one for the human and one for the agent, and those that two play on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from agents.emulators.games import game_spec
from agents.emulators.people import PEOPLE, PeopleGame
from agents.emulators.two_player import DUELS, DuelGame, Side, other
from game.scenes.arena.play.duels import AgentVsAgent, HumanVsAgent, People
from game.scenes.arena.play.side_by_side import Handicap, SideBySide
from game.workers.latest_call import LatestCall
from game.workers.workers import Workers

if TYPE_CHECKING:
    from agents.learning.agent import Agent

Engine = SideBySide | HumanVsAgent | AgentVsAgent | People


def _switch_on(request: tuple[str, int]) -> DuelGame:
    """Switch a two-player console on, which takes most of a second."""
    game, seed = request
    return DuelGame(DUELS[game], seed, sound=True)


def _switch_on_for_people(request: tuple[str, int]) -> PeopleGame:
    """Switch a console for two people on."""
    game, seed = request
    return PeopleGame(PEOPLE[game], seed, sound=True)


def _switch_both_on(request: tuple[str, int]) -> SideBySide:
    """Switch human's and agent's consoles on, which takes a quarter of a second."""
    game, seed = request
    return SideBySide(game_spec(game), seed)


class Consoles:
    """All games that can be played, whether they are on the screen or stand still.

    Attributes:
        race: human and agent, each against the console; None until it is open.
        match: human against agent; None until it is wanted and its console is on.
        bout: agent against agent; None until it is wanted and its console is on.
        people: two people against each other; None until it is wanted and its console is on.
        rivalry: whether two agents play while one watches, instead of one against the console.
        trouble: why there can be no match or bout; empty while there can.
    """

    def __init__(self, game: str, workers: Workers) -> None:
        self.game = game
        self.race: SideBySide | None = None
        self.match: HumanVsAgent | None = None
        self.bout: AgentVsAgent | None = None
        self.people: People | None = None
        self.rivalry = False
        self.trouble = ""
        self._race_opener = workers.call(_switch_both_on, name="race")
        self._match_opener = workers.call(_switch_on, name="duel")
        self._bout_opener = workers.call(_switch_on, name="duel")
        self._people_opener = workers.call(_switch_on_for_people, name="people")
        self._wanted: list[object] = []

    def open(self, seed: int) -> Iterator[None]:
        """Switch on the race's consoles beside the window; ends when they are on.

        Raises:
            RuntimeError: they cannot be switched on.
        """
        self._race_opener.submit((self.game, seed))
        while (answer := self._race_opener.poll()) is None:
            yield
        if answer.value is None:
            raise RuntimeError(answer.error.error if answer.error is not None else "no consoles")
        self.race = answer.value

    def want_match(self, seed: int) -> None:
        """Switch on the console on which a human plays against an agent."""
        self._want(self._match_opener, seed)

    def want_bout(self, seed: int) -> None:
        """Switch on the console on which two agents play."""
        self._want(self._bout_opener, seed)

    def want_people(self, seed: int) -> None:
        """Switch on the console on which two people play."""
        self._want(self._people_opener, seed)

    def _want(self, opener: LatestCall[tuple[str, int], Any], seed: int) -> None:
        if opener not in self._wanted:
            self._wanted.append(opener)
            opener.submit((self.game, seed))

    def poll(self, side: Side) -> bool:
        """Begin match and bout when their consoles are on; True when one was just begun."""
        match, bout, people = self._match_opener.poll(), self._bout_opener.poll(), self._people_opener.poll()
        for answer in (match, bout, people):
            if answer is not None and answer.error is not None:
                self.trouble = answer.error.error
        if match is not None and match.value is not None:
            self.match = HumanVsAgent(match.value, side)
        if bout is not None and bout.value is not None:
            self.bout = AgentVsAgent(bout.value)
        if people is not None and people.value is not None:
            self.people = People(people.value)
        return any(answer is not None and answer.value is not None for answer in (match, bout, people))

    def set_handicap(self, handicap: Handicap) -> None:
        """Make the human's games harder for one of the two."""
        for engine in (self.race, self.match):
            if engine is not None:
                engine.set_handicap(handicap)

    def seat(self, agent: Agent | None, rival: Agent | None = None) -> None:
        """Let an agent play, or its newer weights, and a rival against it where two agents play."""
        for engine in (self.race, self.match):
            if engine is not None and agent is not None:
                engine.seat(agent)
        if self.bout is not None:
            at = DUELS[self.game].trained_on
            for side, player in ((at, agent), (other(at), rival)):
                if player is not None:
                    self.bout.seat(side, player)

    def restart(self, seed: int) -> None:
        """Start all games again from a seed."""
        for engine in (self.race, self.match, self.bout, self.people):
            if engine is not None:
                engine.restart(seed)

    def close(self) -> None:
        """Free the consoles; from any thread."""
        for part in (
            self._race_opener,
            self._match_opener,
            self._bout_opener,
            self._people_opener,
            self.race,
            self.match,
            self.bout,
            self.people,
        ):
            if part is not None:
                part.close()
