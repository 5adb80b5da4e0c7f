"""The ways to play: who plays, what is shown, scored, recorded and kept of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from agents.emulators.games import NOOP
from agents.emulators.two_player import DuelSpec, Side, other
from agents.insight.rally import RallyRecorder
from game.scenes.arena.play.consoles import Consoles, Engine
from game.scenes.arena.play.human_vs_agent import HumanVsAgent
from game.scenes.arena.play.side_by_side import Score, SideBySide

if TYPE_CHECKING:
    from agents.emulators.envs import AtariGame
    from agents.emulators.two_player import DuelGame
    from agents.opponents.agent_player import AgentPlayer

Byte = NDArray[np.uint8]
SEAM = 4
"""Dark columns between the two pictures of a recording."""
EMPTY = (210, 160, 3)


class Play(ABC):
    """One way to play a game; made for the consoles that are on.

    Attributes:
        id: part of settings, links and text keys.
        icon: its picture on the toolbar.
        split: whether two pictures lie side by side, instead of one.
        duel: whether only games can be played so that two can play.
        runs: which of the race's consoles run, and whether the agent advises.
    """

    id: ClassVar[str]
    icon: ClassVar[str]
    split: ClassVar[bool] = False
    duel: ClassVar[bool] = False
    runs: ClassVar[Mapping[str, bool]] = {"human": False, "machine": False, "advised": False}

    def __init__(self, consoles: Consoles) -> None:
        self.consoles = consoles

    def enter(self, seed: int) -> None:
        """Let those play who do in this mode; a console for two is switched on when it is first wanted."""
        if self.consoles.race is not None:
            self.consoles.race.cast(**self.runs)

    @property
    @abstractmethod
    def engine(self) -> Engine | None:
        """The game that goes on; None until its console is on."""

    @property
    def game(self) -> SideBySide | HumanVsAgent | None:
        """The game that a human plays; None where one watches."""
        engine = self.engine
        return engine if isinstance(engine, SideBySide | HumanVsAgent) else None

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
        return ""

    @property
    def delayed(self) -> bool:
        """Whether the agent plays against, or beside, the human, so that its delay counts."""
        return False

    @abstractmethod
    def score(self) -> Score:
        """The human's points, and the opponent's."""

    @abstractmethod
    def seed(self) -> int:
        """The seed of the game that goes on."""

    @abstractmethod
    def picture(self) -> Byte:
        """What is on the screen, uint8 (210, columns, 3), in the console's pixels."""

    @abstractmethod
    def replay(self) -> tuple[AtariGame | DuelGame, tuple[str, ...]] | None:
        """The game to be kept, and who plays it."""

    def action(self, scripted: Mapping[str, Any]) -> int:
        """What a player without learning (by game), or else the agent, would do in the human's place."""
        return NOOP


class _Race(Play):
    """Against the console."""

    @property
    def engine(self) -> SideBySide | None:
        """The two consoles."""
        return self.consoles.race

    @property
    def _race(self) -> SideBySide:
        assert self.consoles.race is not None, "the consoles are not on yet"
        return self.consoles.race

    def score(self) -> Score:
        """The human's points, and the console's."""
        return self._race.human.score

    def seed(self) -> int:
        """The seed of both consoles."""
        return self._race.seed

    def picture(self) -> Byte:
        """The human's console."""
        return self._race.human.game.screen()

    def replay(self) -> tuple[AtariGame | DuelGame, tuple[str, ...]] | None:
        """The human's game."""
        return self._race.human.game, ("human",)

    def action(self, scripted: Mapping[str, Any]) -> int:
        """What the game's scripted player does, or else the advisor."""
        race = self._race
        if race.spec.id in scripted:
            return int(scripted[race.spec.id].choose(race.human.game))
        return race.advisor.player.choose(race.human.game) if race.advisor is not None else NOOP


class Alongside(_Race):
    """Human and agent play the same game side by side, each against the console."""

    id = "alongside"
    icon = "gamepad-2"
    split = True
    runs: ClassVar = {"human": True, "machine": True, "advised": False}

    @property
    def delayed(self) -> bool:
        """The agent plays beside the human."""
        return True

    def picture(self) -> Byte:
        """Both consoles."""
        seam = np.zeros((EMPTY[0], SEAM, 3), np.uint8)
        race = self._race
        return np.concatenate([race.human.game.screen(), seam, race.machine.game.screen()], axis=1)


class Against(Play):
    """The human plays against the agent."""

    id = "against"
    icon = "swords"
    duel = True

    def enter(self, seed: int) -> None:
        """Want the console for two."""
        super().enter(seed)
        self.consoles.want_match(seed)

    @property
    def engine(self) -> HumanVsAgent | None:
        """The match."""
        return self.consoles.match

    @property
    def _match(self) -> HumanVsAgent:
        assert self.consoles.match is not None, "the console is not on yet"
        return self.consoles.match

    @property
    def across(self) -> DuelSpec | None:
        """The game, where the human sits at the side where agents train."""
        match = self.consoles.match
        return match.game.spec if match is not None and match.side == match.game.spec.trained_on else None

    @property
    def trouble(self) -> str:
        """Why there is no console for two."""
        return self.consoles.trouble

    @property
    def delayed(self) -> bool:
        """The agent plays against the human."""
        return True

    def score(self) -> Score:
        """The human's points, and the agent's."""
        return self._match.score

    def seed(self) -> int:
        """The seed of the match."""
        return self._match.game.seed

    def picture(self) -> Byte:
        """The console that both play on; black until it is on."""
        match = self.consoles.match
        return match.game.screen() if match is not None else np.zeros(EMPTY, np.uint8)

    def replay(self) -> tuple[AtariGame | DuelGame, tuple[str, ...]] | None:
        """The match, from the left to the right."""
        match = self.consoles.match
        if match is None:
            return None
        names: dict[Side, str] = {match.side: "human", other(match.side): "agent"}
        return match.game, (names["left"], names["right"])

    def action(self, scripted: Mapping[str, Any]) -> int:
        """What the game's scripted player does on the human's side."""
        match = self.consoles.match
        if match is None:
            return NOOP
        eyes = match.game.eyes(match.side)
        return match.game.meant(match.side, scripted[match.game.spec.game].choose(eyes))


class Watch(_Race):
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
    def engine(self) -> Any:
        """The agent's console, or the one that two agents play on."""
        return self.consoles.bout if self.consoles.rivalry else self.consoles.race

    @property
    def game(self) -> None:
        """No human plays."""

    @property
    def trouble(self) -> str:
        """Why two agents cannot play."""
        return self.consoles.trouble if self.consoles.rivalry else ""

    def picture(self) -> Byte:
        """The console that is watched; the one against the console's player until the other is on."""
        bout = self.consoles.bout if self.consoles.rivalry else None
        return bout.game.screen() if bout is not None else self._race.machine.game.screen()

    def replay(self) -> tuple[AtariGame | DuelGame, tuple[str, ...]] | None:
        """The game that is watched."""
        if not self.consoles.rivalry:
            return self._race.machine.game, ("agent",)
        bout = self.consoles.bout
        return (bout.game, ("agent", "agent")) if bout is not None else None

    def action(self, scripted: Mapping[str, Any]) -> int:
        """Nothing."""
        return NOOP


class Coach(_Race):
    """The human plays against the console, and the agent advises."""

    id = "coach"
    icon = "hand"
    runs: ClassVar = {"human": True, "machine": False, "advised": True}

    @property
    def player(self) -> AgentPlayer | None:
        """The advisor."""
        return self._race.advisor.player if self._race.advisor is not None else None

    @property
    def rally(self) -> RallyRecorder:
        """Records the human's decisions."""
        return self._race.coached


PLAYS: dict[str, type[Play]] = {play.id: play for play in (Alongside, Against, Watch, Coach)}


def following(mode: type[Play], possible: Callable[[type[Play]], bool] = lambda _: True) -> type[Play]:
    """The next mode that is possible; after the last comes the first."""
    order = list(PLAYS.values())
    at = order.index(mode)
    return next(each for each in order[at + 1 :] + order[: at + 1] if possible(each))
