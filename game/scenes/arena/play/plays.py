"""The ways to play: who plays, what is shown, scored, recorded and kept of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Set
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from agents.emulators.games import NOOP, SCREEN_WIDTH
from agents.emulators.two_player import DuelSpec
from agents.insight.rally import RallyRecorder
from game.scenes.arena.play.consoles import Consoles, Engine
from game.scenes.arena.play.duels import HumanVsAgent, People
from game.scenes.arena.play.paddles import PADDLES
from game.scenes.arena.play.side_by_side import SideBySide

if TYPE_CHECKING:
    from agents.emulators.envs import AtariGame
    from agents.emulators.two_player import DuelGame
    from agents.opponents.agent_player import AgentPlayer

Byte = NDArray[np.uint8]
SEAM = 4
"""Dark columns between the two pictures of a recording."""
EMPTY = (210, 160, 3)


class Play(ABC):
    """One way to play a game; made for consoles of which the race's are on, unless `people` alone play.

    Attributes:
        id: part of settings, links and text keys.
        icon: its picture on the toolbar.
        split: whether two pictures lie side by side, instead of one.
        duel: whether only games can be played so that two can play.
        people: whether two people play, and no agent.
        delayed: whether the agent plays against, or beside, the human, so that its delay counts.
        runs: which of the race's consoles run, and whether the agent advises.
    """

    id: ClassVar[str]
    icon: ClassVar[str]
    split: ClassVar[bool] = False
    duel: ClassVar[bool] = False
    people: ClassVar[bool] = False
    delayed: ClassVar[bool] = False
    runs: ClassVar[Mapping[str, bool]] = {"human": False, "machine": False, "advised": False}

    def __init__(self, consoles: Consoles) -> None:
        self.consoles = consoles
        self._paddle: float | None = None

    def enter(self, seed: int) -> None:
        """Let those play who do in this mode; a console for two is switched on when it is first wanted."""
        if self.consoles.race is not None:
            self.race.cast(**self.runs)

    @property
    def race(self) -> SideBySide:
        """Human and agent, each against the console."""
        assert self.consoles.race is not None, "the consoles are not on yet"
        return self.consoles.race

    @property
    def engine(self) -> Engine | None:
        """The game that goes on; None until its console is on."""
        return self.race

    @property
    def game(self) -> SideBySide | HumanVsAgent | People | None:
        """The game that a human plays; None where one watches."""
        engine = self.engine
        return engine if isinstance(engine, SideBySide | HumanVsAgent | People) else None

    @property
    def player(self) -> AgentPlayer | None:
        """The agent whose thoughts are shown."""
        return self.engine.player if self.engine is not None else None

    @property
    def rally(self) -> RallyRecorder | None:
        """Records the decisions that the policy gradient is shown for."""
        return self.engine.rally if self.engine is not None else None

    @property
    def across(self) -> DuelSpec | None:
        """The game, where the agent sees it from the other side."""
        return None

    @property
    def trouble(self) -> str:
        """Why it cannot be played; empty when it can."""
        return self.consoles.trouble if self.engine is None else ""

    @abstractmethod
    def picture(self) -> Byte:
        """What is on the screen, uint8 (rows, columns, 3), in console pixels; most games have 210 rows."""

    @abstractmethod
    def replay(self) -> tuple[AtariGame | DuelGame, tuple[str, ...]] | None:
        """The game to be kept, and who plays it, from the left to the right."""

    def to_paddle(self, place: tuple[float, float]) -> Set[str]:
        """What has to be held so that the human's paddle comes to a place, (row, column) in the picture."""
        game = self.game
        if game is None or isinstance(game, People):
            return frozenset()
        paddle = PADDLES.get((self.race.spec.id, game.side))
        if paddle is None:
            return frozenset()
        before, self._paddle = self._paddle, paddle.middle(self.picture()[:, :SCREEN_WIDTH])
        return paddle.towards(place, self._paddle, before)

    def action(self, scripted: Mapping[str, Any]) -> int:
        """What a player without learning (by game), or else the agent, would do in the human's place."""
        return NOOP


class _Human(Play):
    """A human against the console."""

    def picture(self) -> Byte:
        """The human's console."""
        return self.race.human.game.screen()

    def replay(self) -> tuple[AtariGame | DuelGame, tuple[str, ...]] | None:
        """The human's game."""
        return self.race.human.game, ("human",)

    def action(self, scripted: Mapping[str, Any]) -> int:
        """What the game's scripted player does, or else the advisor."""
        race = self.race
        if race.spec.id in scripted:
            return int(scripted[race.spec.id].choose(race.human.game))
        return race.advisor.player.choose(race.human.game) if race.advisor is not None else NOOP


class Alongside(_Human):
    """Human and agent play the same game side by side, each against the console."""

    id = "alongside"
    icon = "gamepad-2"
    split = True
    delayed = True
    runs: ClassVar = {"human": True, "machine": True, "advised": False}

    def picture(self) -> Byte:
        """Both consoles."""
        human = super().picture()
        seam = np.zeros((len(human), SEAM, 3), np.uint8)
        return np.concatenate([human, seam, self.race.machine.game.screen()], axis=1)


class Against(Play):
    """The human plays against the agent."""

    id = "against"
    icon = "swords"
    duel = True
    delayed = True

    def enter(self, seed: int) -> None:
        """Want the console for two."""
        super().enter(seed)
        self.consoles.want_match(seed)

    @property
    def engine(self) -> HumanVsAgent | None:
        """The match."""
        return self.consoles.match

    @property
    def across(self) -> DuelSpec | None:
        """The game, where the human sits at the side where agents train."""
        match = self.consoles.match
        return match.game.spec if match is not None and match.side == match.game.spec.trained_on else None

    def picture(self) -> Byte:
        """The console that both play on; black until it is on."""
        match = self.consoles.match
        return match.game.screen() if match is not None else np.zeros(EMPTY, np.uint8)

    def replay(self) -> tuple[AtariGame | DuelGame, tuple[str, ...]] | None:
        """The match."""
        match = self.consoles.match
        if match is None:
            return None
        return match.game, ("human", "agent") if match.side == "left" else ("agent", "human")

    def action(self, scripted: Mapping[str, Any]) -> int:
        """What the game's scripted player does on the human's side."""
        match = self.consoles.match
        if match is None:
            return NOOP
        eyes = match.game.eyes(match.side)
        return match.game.meant(match.side, scripted[match.game.spec.game].choose(eyes))


class Watch(Play):
    """The agent plays alone against the console, or against another agent."""

    id = "watch"
    icon = "monitor"
    runs: ClassVar = {"human": False, "machine": True, "advised": False}

    def enter(self, seed: int) -> None:
        """Want a console for two, where two agents shall play."""
        super().enter(seed)
        if self.consoles.rivalry:
            self.consoles.want_bout(seed)

    @property
    def engine(self) -> Engine | None:
        """The agent's console, or the one that two agents play on."""
        return self.consoles.bout if self.consoles.rivalry else self.race

    @property
    def game(self) -> None:
        """No human plays."""

    def picture(self) -> Byte:
        """The console that is watched; the one against the console's player until the other is on."""
        bout = self.consoles.bout if self.consoles.rivalry else None
        return (bout or self.race.machine).game.screen()

    def replay(self) -> tuple[AtariGame | DuelGame, tuple[str, ...]] | None:
        """The game that is watched."""
        if not self.consoles.rivalry:
            return self.race.machine.game, ("agent",)
        bout = self.consoles.bout
        return (bout.game, ("agent", "agent")) if bout is not None else None


class Coach(_Human):
    """The human plays against the console, and the agent advises."""

    id = "coach"
    icon = "hand"
    runs: ClassVar = {"human": True, "machine": False, "advised": True}

    @property
    def player(self) -> AgentPlayer | None:
        """The advisor."""
        return self.race.advisor.player if self.race.advisor is not None else None

    @property
    def rally(self) -> RallyRecorder:
        """Records the human's decisions."""
        return self.race.coached


class Together(Play):
    """Two people at one console."""

    id = "together"
    icon = "users"
    people = True

    def enter(self, seed: int) -> None:
        """Want the console for two people."""
        super().enter(seed)
        self.consoles.want_people(seed)

    @property
    def engine(self) -> People | None:
        """The people's game."""
        return self.consoles.people

    def picture(self) -> Byte:
        """The console that both play on; black until it is on."""
        people = self.consoles.people
        return people.game.screen() if people is not None else np.zeros(EMPTY, np.uint8)

    def replay(self) -> None:
        """Games of people are not kept."""


PLAYS: dict[str, type[Play]] = {play.id: play for play in (Alongside, Against, Watch, Coach, Together)}


def following(mode: type[Play], possible: Callable[[type[Play]], bool] = lambda _: True) -> type[Play]:
    """The next mode that is possible; after the last comes the first."""
    order = list(PLAYS.values())
    at = order.index(mode)
    return next(each for each in order[at + 1 :] + order[: at + 1] if possible(each))
