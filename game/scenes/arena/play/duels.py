"""Two players on one console with two joysticks, at 60 Hz: people, or agents, or one of each."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.emulators.games import NOOP, game_spec
from agents.emulators.joystick import nearest
from agents.emulators.people import PeopleGame
from agents.emulators.two_player import SIDES, DuelGame, Side, other
from agents.insight.rally import RallyRecorder
from game.scenes.arena.play.side_by_side import NEXT_GAME_SECONDS, Handicap, Score
from game.ui.fixed_step import STEP, FixedStep

if TYPE_CHECKING:
    from agents.insight.demonstrations import DemonstrationRecorder
    from agents.learning.agent import Agent
    from agents.opponents.agent_player import AgentPlayer


class OneScreen(ABC):
    """What all games of two on one console have in common.

    Attributes:
        picture: uint8 (rows, 160, 3), as it was after the last update.
        results: scores of the finished games.
        sounds: the last update's sound, by frames.
    """

    def __init__(self, game: DuelGame | PeopleGame) -> None:
        self._shared = game
        self.picture = game.screen()
        self.paused = False
        self.results: list[Score] = []
        self.sounds: list[NDArray[np.uint8]] = []
        self._clock = FixedStep()

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return self._shared.over

    @property
    def seed(self) -> int:
        """The seed of the game."""
        return self._shared.seed

    @property
    def silent(self) -> bool:
        """Whether the console stands still."""
        return not self.ready or self.over

    @property
    @abstractmethod
    def ready(self) -> bool:
        """Whether frames can be emulated, if it is not paused."""

    @abstractmethod
    def _tick(self, action: int) -> bool:
        """Emulate a frame; False where none was."""

    def update(self, dt: float, action: int = NOOP) -> int:
        """Advance by `dt` seconds; returns how many frames were emulated.

        Args:
            dt: seconds since the last call.
            action: what the human does, an ALE action number; of what the game does not use, the nearest.
        """
        self.sounds.clear()
        if self.paused or not self.ready:
            self._clock.rest()
            return 0
        count = sum(self._tick(action) for _ in self._clock.frames(dt))
        if count:
            self.show()
        return count

    def show(self) -> None:
        """Take the emulator's picture."""
        self.picture = self._shared.screen()

    def close(self) -> None:
        """Free the emulator."""
        self._shared.close()


class People(OneScreen):
    """One game after another between two people; no agent is there.

    Attributes:
        second: what the right player does, an ALE action number; the left one's comes with `update`.
        begun: whether a game has begun.
    """

    player = None
    rally = None
    demonstrations: DemonstrationRecorder | None = None

    def __init__(self, game: PeopleGame) -> None:
        super().__init__(game)
        self.game = game
        self.second = NOOP
        self.begun = False

    @property
    def score(self) -> Score:
        """Points of (left, right)."""
        return Score(*self.game.score)

    @property
    def ready(self) -> bool:
        """Whether a game goes on."""
        return self.begun and not self.over

    def begin(self) -> None:
        """Start (again, after the end of a game)."""
        if self.over:
            self.restart(self.seed)
        self.begun = True

    def restart(self, seed: int) -> None:
        """Start again."""
        self.begun = False
        self._clock.rest()
        self.game.reset(seed)
        self.show()

    def turn(self, by: int) -> None:
        """Play another of the console's variants of the game, from its beginning."""
        self.game.turn(by)
        self.results.clear()
        self.restart(self.seed)

    def _tick(self, action: int) -> bool:
        if not self.ready:
            return False
        self.game.step(action, self.second)
        self.sounds.append(self.game.audio())
        if self.over:
            self.results.append(self.score)
        return True


class Duel(OneScreen):
    """What a game against an agent and a game of two agents have in common.

    Attributes:
        rally: records an agent's decisions.
    """

    def __init__(self, game: DuelGame) -> None:
        super().__init__(game)
        self.game = game
        self.rally = RallyRecorder(game_spec(game.spec.game))

    def _reset(self, seed: int) -> None:
        self._clock.rest()
        self.game.reset(seed)
        self.rally.restart()

    def _step(self, actions: Mapping[Side, int], side: Side, player: AgentPlayer) -> Side | None:
        """Emulate a frame and record what the agent at `side` did; returns who scored."""
        scorer = self.game.step(actions["left"], actions["right"])
        self.sounds.append(self.game.audio())
        reward = 0.0 if scorer is None else 1.0 if scorer == side else -1.0
        thought = player.decision
        gamma = player.agent.config.gamma
        self.rally.note(thought, thought.action, reward, gamma, lives=0, over=self.over)
        return scorer


class HumanVsAgent(Duel):
    """One game after another between the human and the agent.

    Attributes:
        demonstrations: record the human's play, where it is to be learned from.
    """

    def __init__(self, game: DuelGame, side: Side) -> None:
        super().__init__(game)
        self.side = side
        self.player: AgentPlayer | None = None
        self.begun = False
        self.handicap = Handicap()
        self.demonstrations: DemonstrationRecorder | None = None
        self._newest: Agent | None = None

    @property
    def score(self) -> Score:
        """The human's points, and the agent's."""
        left, right = self.game.score
        return Score(left, right) if self.side == "left" else Score(right, left)

    @property
    def waits(self) -> bool:
        """Whether newer weights wait for the next point."""
        return self._newest is not None

    def seat(self, agent: Agent) -> None:
        """Give the agent newer weights; they enter at the next point, or with the next game."""
        from agents.opponents.agent_player import AgentPlayer

        if self.player is None:
            self.player = AgentPlayer(agent, self.game.seed)
            self.player.delay = self.handicap.delay
        elif self.begun and not self.over:
            self._newest = None if agent is self.player.agent else agent
        else:
            self._newest = None
            self.player.load(agent)

    def restart(self, seed: int) -> None:
        """Start again from a seed."""
        self.begun = False
        self.game.difficulty = self.handicap.switches(self.side, self.game.difficulties)
        self._reset(seed)
        if self.demonstrations is not None:
            self.demonstrations.restart()
        if self.player is not None:
            self._enter()
            self.player.reset(seed)
        self.show()

    def set_handicap(self, handicap: Handicap) -> None:
        """Make the game harder for one of the two; switches count from the next game on, a delay at once."""
        self.handicap = handicap
        if self.player is not None:
            self.player.delay = handicap.delay
        if not self.begun and self.game.difficulty != handicap.switches(self.side, self.game.difficulties):
            self.restart(self.game.seed)

    def change_side(self, side: Side) -> None:
        """Let the human play on a side; the game starts again."""
        if side != self.side:
            self.side = side
            self.results.clear()
            self.restart(self.game.seed)

    def begin(self) -> None:
        """The human starts (again, after the end of a game)."""
        if self.over:
            self.restart(self.game.seed + 1)
        self.begun = True

    @property
    def ready(self) -> bool:
        """Whether both play."""
        return self.begun and self.player is not None and not self.over

    def _tick(self, action: int) -> bool:
        player = self.player
        if player is None or self.game.over:
            return False
        across = other(self.side)
        actions = {
            self.side: nearest(action, self.game.spec.sticks)[0],
            across: self.game.meant(across, player.choose(self.game.eyes(across))),
        }
        if self.demonstrations is not None:
            self.demonstrations.note(self.game.eyes(self.side), self.game.meant(self.side, action))
        if self._step(actions, across, player) is not None:
            self._enter()
        if self.over:
            self.results.append(self.score)
        return True

    def _enter(self) -> None:
        """Let the newest weights play."""
        if self._newest is not None and self.player is not None:
            self.player.load(self._newest)
        self._newest = None


class AgentVsAgent(Duel):
    """One game after another between two agents; the next one begins by itself.

    Attributes:
        players: who plays on which side, as far as it is known.
        begun: always; no key has to be pressed.
    """

    begun = True

    def __init__(self, game: DuelGame) -> None:
        super().__init__(game)
        self.players: dict[Side, AgentPlayer] = {}
        self._rest = 0.0

    @property
    def player(self) -> AgentPlayer | None:
        """Who plays at the side where agents train, and whose decisions are recorded."""
        return self.players.get(self.game.spec.trained_on)

    @property
    def score(self) -> Score:
        """Points of (left, right)."""
        return Score(*self.game.score)

    def seat(self, side: Side, agent: Agent) -> None:
        """Let an agent play on a side, from its next observation on."""
        from agents.opponents.agent_player import AgentPlayer

        player = self.players.get(side)
        if player is None:
            # Two players of one agent must not draw the same random numbers.
            self.players[side] = AgentPlayer(agent, self.game.seed + SIDES.index(side))
        elif player.agent is not agent:
            player.load(agent)

    def begin(self) -> None:
        """Do nothing: it has begun."""

    def restart(self, seed: int) -> None:
        """Start again from a seed."""
        self._rest = 0.0
        self._reset(seed)
        for side, player in self.players.items():
            player.reset(seed + SIDES.index(side))
        self.show()

    @property
    def ready(self) -> bool:
        """Whether both agents are there."""
        return len(self.players) == len(SIDES)

    def _tick(self, action: int) -> bool:
        """Emulate a frame; False where it is spent on waiting for the next game. No human acts."""
        if self.over:
            self._rest += STEP
            if self._rest >= NEXT_GAME_SECONDS:
                self.restart(self.game.seed + 1)
            return False
        actions = {
            side: self.game.meant(side, self.players[side].choose(self.game.eyes(side))) for side in SIDES
        }
        mine = self.game.spec.trained_on
        self._step(actions, mine, self.players[mine])
        if self.game.over:
            self.results.append(self.score)
        return True
