"""The consoles of the arena, and which of them runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from agents.emulators.games import game_spec
from agents.emulators.two_player import DUELS, Side, other
from game.scenes.arena.play.agent_vs_agent import AgentVsAgent
from game.scenes.arena.play.handicap import Handicap
from game.scenes.arena.play.human_vs_agent import HumanVsAgent
from game.scenes.arena.play.modes import AGAINST, WATCH, Mode
from game.scenes.arena.play.opener import Opener
from game.scenes.arena.play.side_by_side import Console, SideBySide
from game.scenes.arena.replays.writer import ReplayWriter
from game.ui.sound import Speaker

if TYPE_CHECKING:
    from agents.learning.agent import Agent


class Consoles:
    """All games that can be played, whether they are on the screen or stand still.

    Args:
        game: id of the game.
        synchronous: no threads (tests).

    Attributes:
        race: human and agent, each against the console; None until it is open.
        match: human against agent; None until it is wanted and its console is on.
        bout: agent against agent; None until it is wanted and its console is on.
        rivalry: whether two agents play in the mode in which one watches, instead of one against the console.
    """

    def __init__(self, game: str, *, synchronous: bool) -> None:
        self.game = game
        self.race: SideBySide | None = None
        self.match: HumanVsAgent | None = None
        self.bout: AgentVsAgent | None = None
        self.rivalry = False
        self._opener = Opener(synchronous=synchronous)
        self._bout_opener = Opener(synchronous=synchronous)
        self._speaker: Speaker | None = None

    def open(self, seed: int) -> Iterator[None]:
        """Switch the race's consoles on, one a step: each holds everything up for 85 ms."""
        spec = game_spec(self.game)
        human = Console(spec, seed, sound=True)
        yield
        self.race = SideBySide(spec, seed, human)
        self._speaker = Speaker()

    @property
    def trouble(self) -> str:
        """Why there can be no match or bout, or nothing."""
        return self._opener.trouble or self._bout_opener.trouble

    def play(self, mode: Mode) -> SideBySide | HumanVsAgent | AgentVsAgent | None:
        """What is played in a mode."""
        if mode is WATCH and self.rivalry:
            return self.bout
        return self.match if mode is AGAINST else self.race

    def cast(self, mode: Mode, seed: int) -> None:
        """Let those play who do in this mode; a match is opened when it is first wanted."""
        if self.race is None:
            return
        self.race.cast(human=mode.human, machine=mode.machine, advised=mode.advised)
        if mode is AGAINST:
            self._opener.ask(self.game, seed)
        if mode is WATCH and self.rivalry:
            self._bout_opener.ask(self.game, seed)

    def take_match(self, side: Side) -> bool:
        """Begin match and bout when their consoles are on; True when one was just begun."""
        console, other_console = self._opener.poll(), self._bout_opener.poll()
        if console is not None:
            self.match = HumanVsAgent(console, side)
        if other_console is not None:
            self.bout = AgentVsAgent(other_console)
        return console is not None or other_console is not None

    def hamper(self, handicap: Handicap) -> None:
        """Make the human's games harder for somebody."""
        for play in (self.race, self.match):
            if play is not None:
                play.hamper(handicap)

    def seat(self, agent: Agent | None, rival: Agent | None = None) -> None:
        """Let an agent play, or its newer weights, and a rival against it where two agents play."""
        for play in (self.race, self.match):
            if play is not None and agent is not None:
                play.seat(agent)
        if self.bout is not None:
            at = DUELS[self.game].trained_on
            for side, player in ((at, agent), (other(at), rival)):
                if player is not None:
                    self.bout.seat(side, player)

    def restart(self, seed: int) -> None:
        """Start all games anew from a seed."""
        for play in (self.race, self.match, self.bout):
            if play is not None:
                play.restart(seed)

    def keep(self, mode: Mode, tapes: ReplayWriter) -> None:
        """Write the game on the screen to a file from which it can be played again."""
        play = self.play(mode)
        if isinstance(play, HumanVsAgent):
            names = {play.side: "human", other(play.side): "agent"}
            tapes.save(play.game, self.game, (names["left"], names["right"]))
        elif isinstance(play, AgentVsAgent):
            tapes.save(play.game, self.game, ("agent", "agent"))
        elif play is not None and mode is WATCH:
            tapes.save(play.machine.game, self.game, ("agent",))
        elif play is not None:
            tapes.save(play.human.game, self.game, ("human",))

    def sound(self, mode: Mode, speed: float, volume: float) -> None:
        """Let the human's console be heard, or the one that is watched, where it runs at its own speed."""
        if self._speaker is None or self.race is None:
            return
        heard = self.play(mode) is self.race and speed == 1 and not self.race.paused
        for samples in self.race.sounds if heard else ():
            self._speaker.push(samples, volume)
        if not heard or self.race.silent:
            self._speaker.rest()

    def rest(self) -> None:
        """Fall silent."""
        if self._speaker is not None:
            self._speaker.rest()

    def hush(self) -> None:
        """Free the sound, which belongs to the main thread."""
        if self._speaker is not None:
            self._speaker.close()
            self._speaker = None

    def close(self) -> None:
        """Free the consoles; after `hush` from any thread."""
        self.hush()
        for part in (self._opener, self._bout_opener, self.race, self.match, self.bout):
            if part is not None:
                part.close()
