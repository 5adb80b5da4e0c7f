"""The consoles of the arena, and which of them runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from agents.games import GAMES
from agents.twoplayer import Side, other
from game.arena.match import Match
from game.arena.modes import AGAINST, WATCH, Mode
from game.arena.opener import Opener
from game.arena.tapes import Tapes
from game.race import Console, Race
from game.sound import Speaker

if TYPE_CHECKING:
    from agents.agent import Agent


class Floor:
    """All games that can be played, whether they are on the screen or stand still.

    Args:
        game: id of the game.
        synchronous: no threads (tests).

    Attributes:
        race: human and agent, each against the console; None until it is open.
        match: human against agent; None until it is wanted and its console is on.
    """

    def __init__(self, game: str, *, synchronous: bool) -> None:
        self.game = game
        self.race: Race | None = None
        self.match: Match | None = None
        self._opener = Opener(synchronous=synchronous)
        self._speaker: Speaker | None = None

    def open(self, seed: int) -> Iterator[None]:
        """Switch the race's consoles on, one a step: each holds everything up for 85 ms."""
        spec = GAMES[self.game]
        human = Console(spec, seed, sound=True)
        yield
        self.race = Race(spec, seed, human)
        self._speaker = Speaker()

    @property
    def trouble(self) -> str:
        """Why there can be no match, or nothing."""
        return self._opener.trouble

    def play(self, mode: Mode) -> Race | Match | None:
        """What is played in a mode."""
        return self.match if mode is AGAINST else self.race

    def cast(self, mode: Mode, seed: int) -> None:
        """Let those play who do in this mode; a match is opened when it is first wanted."""
        if self.race is None:
            return
        self.race.cast(human=mode.human, machine=mode.machine, advised=mode.advised)
        if mode is AGAINST:
            self._opener.ask(self.game, seed)

    def take_match(self, side: Side) -> bool:
        """Begin the match when its console is on; True when it was just begun."""
        console = self._opener.poll()
        if console is not None:
            self.match = Match(console, side)
        return console is not None

    def seat(self, agent: Agent | None) -> None:
        """Let an agent play, or its newer weights."""
        for play in (self.race, self.match):
            if play is not None and agent is not None:
                play.seat(agent)

    def restart(self, seed: int) -> None:
        """Start all games anew from a seed."""
        for play in (self.race, self.match):
            if play is not None:
                play.restart(seed)

    def keep(self, mode: Mode, tapes: Tapes) -> None:
        """Write the game on the screen to a file from which it can be played again."""
        play = self.play(mode)
        if isinstance(play, Match):
            names = {play.side: "human", other(play.side): "agent"}
            tapes.save(play.game, self.game, (names["left"], names["right"]))
        elif play is not None and mode is WATCH:
            tapes.save(play.machine.game, self.game, ("agent",))
        elif play is not None:
            tapes.save(play.human.game, self.game, ("human",))

    def sound(self, mode: Mode, speed: float, volume: float) -> None:
        """Let the human's console be heard, where it runs at its own speed."""
        if self._speaker is None or self.race is None:
            return
        heard = mode.human and speed == 1 and not self.race.paused
        for samples in self.race.sounds if heard else ():
            self._speaker.push(samples, volume)
        if not heard or not self.race.begun or self.race.over:
            self._speaker.rest()

    def rest(self) -> None:
        """Fall silent."""
        if self._speaker is not None:
            self._speaker.rest()

    def close(self) -> None:
        """Free the consoles and the sound."""
        for part in (self._opener, self.race, self.match, self._speaker):
            if part is not None:
                part.close()
