"""Two consoles side by side at 60 Hz: the human's and the agent's, the same game from the same seed.

Either may rest: then the human plays alone, with or without the agent's advice, or the agent does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.emulators.envs import AtariGame
from agents.emulators.games import FIRE, NOOP, GameSpec
from agents.emulators.joystick import nearest
from agents.emulators.two_player import DUELS, Side
from agents.insight.rally import RallyRecorder
from game.ui.fixed_step import STEP, FixedStep

if TYPE_CHECKING:
    from agents.emulators.two_player import Eyes
    from agents.insight.demonstrations import DemonstrationRecorder
    from agents.learning.agent import Agent
    from agents.opponents.agent_player import AgentPlayer


_BITS: dict[Side, int] = {"left": 1, "right": 2}


@dataclass(frozen=True)
class Handicap:
    """What holds for the human, and for whoever plays against them; never for the agent that learns.

    Attributes:
        mine: whether the human's difficulty switch stands on A; in Pong that halves the bat.
        theirs: the same for the opponent.
        delay: how many frames late the agent sees what happens.
    """

    mine: bool = False
    theirs: bool = False
    delay: int = 0

    def switches(self, side: Side, known: Collection[int]) -> int:
        """The difficulty that the console gets; what it does not know is left out."""
        mine = _BITS[side] if self.mine else 0
        theirs = sum(_BITS.values()) - _BITS[side] if self.theirs else 0
        return next((value for value in (mine | theirs, mine) if value in known), 0)


def solo_side(game: str) -> Side:
    """Where the human sits in the one-player game: at the left, unless it is known otherwise."""
    return DUELS[game].trained_on if game in DUELS else "left"


REMEMBERED = 600
"""Frames over which agreement is counted: ten seconds of play."""


class Advisor:
    """Says what it would do in the human's place, and counts how often the human does it.

    Attributes:
        player: the agent; its decision is its advice.
        action: what the human did last, an ALE action number.
    """

    def __init__(self, agent: Agent, seed: int) -> None:
        from agents.opponents.agent_player import AgentPlayer

        self.player: AgentPlayer = AgentPlayer(agent, seed, greedy=True)
        self.action = NOOP
        self._agreed: deque[bool] = deque(maxlen=REMEMBERED)

    def restart(self) -> None:
        """Forget what was seen, for a new game."""
        self.player.reset()
        self._agreed.clear()

    def watch(self, eyes: Eyes, action: int) -> None:
        """See the picture before a frame, and what the human does in it."""
        self.player.choose(eyes)
        self.action = action
        actions = self.player.spec.actions
        self.player.done = actions.index(nearest(action, actions)[0])
        self._agreed.append(self.same)

    @property
    def same(self) -> bool:
        """Whether none of the agent's actions is nearer to the human's than the one that it advises."""
        return self.player.decision.ale_action in nearest(self.action, self.player.spec.actions)

    @property
    def agreement(self) -> float | None:
        """In which share of the last frames the human did what the agent thought best; None at first."""
        return sum(self._agreed) / len(self._agreed) if self._agreed else None


NEXT_GAME_SECONDS = 3.0
_BACKGROUND_GREY = 96
OPENING = 5
"""Frames in which the console still shows its waiting screen; both players skip them."""


@dataclass(frozen=True)
class Score:
    """Points of one game: the player's own, and the built-in opponent's."""

    mine: int
    theirs: int


class Console:
    """One game with its picture, uint8 (210, 160, 3).

    Args:
        spec: the game.
        seed: of the emulator.
        sound: whether its sound is wanted.
        serves: whether a game that waits for fire is started, as in training; a human does that.
    """

    def __init__(self, spec: GameSpec, seed: int, *, sound: bool = False, serves: bool = False) -> None:
        self.spec = spec
        self.serves = serves
        self.game = AtariGame(spec, seed, sound=sound)
        self._open()
        self.picture = self.game.screen()
        self.results: list[Score] = []

    @property
    def score(self) -> Score:
        """The score now; in a solo game all that counts is the player's own."""
        if self.spec.solo:
            return Score(round(self.game.score), 0)
        return Score(self.game.agent_points, self.game.opponent_points)

    @property
    def over(self) -> bool:
        """Whether the game has ended."""
        return bool(self.game.over)

    def restart(self, seed: int) -> None:
        """Start the game again."""
        self.game.reset(seed)
        self._open()
        self.show()

    def _open(self) -> None:
        for _ in range(OPENING):
            self.game.step(NOOP)
        if self.serves and self.spec.fire_to_serve:
            self.game.step(FIRE)

    def watch(self) -> None:
        """Remember the result once the game has ended; call it after every frame."""
        if self.game.over:
            self.results.append(self.score)

    def show(self) -> None:
        """Take the emulator's picture."""
        self.picture = self.game.screen()

    def close(self) -> None:
        """Free the emulator."""
        self.game.close()


class SideBySide:
    """Both consoles, advanced together on a fixed clock of 60 Hz; all of it in the caller's thread.

    Args:
        spec: the game that both play.
        seed: both start from it.
    """

    def __init__(self, spec: GameSpec, seed: int) -> None:
        self.spec = spec
        self.seed = seed
        self.side = solo_side(spec.id)
        self.human = Console(spec, seed, sound=True)
        self.machine = Console(spec, seed, sound=True, serves=True)
        self.player: AgentPlayer | None = None
        self.advisor: Advisor | None = None
        self.handicap = Handicap()
        self.begun = False
        self.human_on = True
        self.machine_on = True
        self.advised = False
        self.paused = False
        self.frames = 0
        self.rally = RallyRecorder(spec)
        """Notes the agent's decisions on its own console."""
        self.coached = RallyRecorder(spec)
        """Notes what the human did while the agent advised, and what it thought of that."""
        self.demonstrations: DemonstrationRecorder | None = None
        """Watches the human, where it shall learn from that."""
        self.sounds: list[NDArray[np.uint8]] = []
        """The last update's sound by frames: the human's console's, or the agent's where only that runs."""
        self._clock = FixedStep()
        self._rest = 0.0
        self._first = 0

    @property
    def over(self) -> bool:
        """Whether the human's game has ended."""
        return self.human.over

    @property
    def score(self) -> Score:
        """The human's points, and the console's."""
        return self.human.score

    @property
    def silent(self) -> bool:
        """Whether the console that is heard stands still."""
        return (not self.begun or self.human.over) if self.human_on else self.machine.over

    @property
    def rival(self) -> Score:
        """What the agent has in the game that began with the human's, or had when that ended."""
        ended = self.machine.results[self._first :]
        return ended[0] if ended else self.machine.score

    def seat(self, agent: Agent) -> None:
        """Give the agent's console newer weights; they count from its next look on."""
        from agents.opponents.agent_player import AgentPlayer

        if self.player is None or self.advisor is None:
            self.player = AgentPlayer(agent, self.seed)
            self.advisor = Advisor(agent, self.seed)
        else:
            self.player.load(agent)
            self.advisor.player.load(agent)
        self._slow()

    def cast(self, *, human: bool, machine: bool, advised: bool) -> None:
        """Choose whose console runs, and whether the agent advises the human."""
        if advised and not self.advised and self.advisor is not None:
            self.advisor.restart()
        self.human_on, self.machine_on, self.advised = human, machine, advised
        self._slow()

    def set_handicap(self, handicap: Handicap) -> None:
        """Make the game harder for one of the two, from the human's next game on; a delay counts at once."""
        self.handicap = handicap
        self._slow()

    def _slow(self) -> None:
        """Let the agent see late while the human races with it; alone it plays at its best."""
        if self.player is not None:
            self.player.delay = self.handicap.delay if self.human_on and self.machine_on else 0

    def _restart_human(self) -> None:
        game = self.human.game
        game.difficulty = self.handicap.switches(self.side, game.difficulties)
        self.human.restart(self.seed)
        self.coached.restart()
        if self.demonstrations is not None:
            self.demonstrations.restart()

    def restart(self, seed: int) -> None:
        """Start both games again from a seed."""
        self.seed = seed
        self.begun = False
        self._clock.rest()
        self._restart_human()
        self._restart_machine(seed)
        self._first = len(self.machine.results)
        if self.advisor is not None:
            self.advisor.restart()

    def _restart_machine(self, seed: int) -> None:
        self._rest = 0.0
        self.machine.restart(seed)
        if self.player is not None:
            self.player.reset(seed)
        self.rally.restart()

    def begin(self) -> None:
        """The human starts (again, after the end of a game), and the agent beside it at the same moment.

        Nothing happens where no human plays, or a game is under way.
        """
        if not self.human_on or (self.begun and not self.human.over):
            return
        if self.human.over:
            self.seed += 1
            self._restart_human()
            if self.advisor is not None:
                self.advisor.restart()
        self.begun = True
        if self.machine_on:
            self._restart_machine(self.seed)
        self._first = len(self.machine.results)

    def update(self, dt: float, action: int) -> int:
        """Advance by `dt` seconds; returns how many frames were emulated.

        Args:
            dt: seconds since the last call.
            action: what the human does, an ALE action number.
        """
        self.sounds.clear()
        if self.paused:
            self._clock.rest()
            return 0
        count = 0
        for _ in self._clock.frames(dt):
            self._tick(action)
            count += 1
        if count:
            self.frames += count
            self.human.show()
            self.machine.show()
        return count

    def _tick(self, action: int) -> None:
        human_plays, machine_plays = not self.human.over, not self.machine.over
        if self.human_on and self.begun and human_plays:
            if self.advised and self.advisor is not None:
                self.advisor.watch(self.human.game, action)
            if self.demonstrations is not None:
                self.demonstrations.note(self.human.game, action)
            reward = self.human.game.step(action)
            if self.advised and self.advisor is not None:
                adviser = self.advisor.player
                _note(self.coached, adviser, adviser.done, reward, self.human.game)
            self.human.watch()
            self.sounds.append(self.human.game.audio())
        if self.player is None or not self.machine_on:
            return
        if machine_plays:
            reward = self.player.step(self.machine.game)
            _note(self.rally, self.player, self.player.decision.action, reward, self.machine.game)
            self.machine.watch()
            if not self.human_on:
                self.sounds.append(self.machine.game.audio())
            return
        self._rest += STEP
        if self._rest >= NEXT_GAME_SECONDS:
            self._restart_machine(self.seed + len(self.machine.results) - self._first)

    def close(self) -> None:
        """Free both emulators."""
        self.human.close()
        self.machine.close()


def _note(rally: RallyRecorder, player: AgentPlayer, action: int, reward: float, game: AtariGame) -> None:
    """Note a frame that has just been emulated."""
    gamma = player.agent.config.gamma
    rally.note(player.decision, action, reward, gamma, lives=game.lives, over=game.over)


def network_view(player: AgentPlayer) -> NDArray[np.uint8]:
    """The newest picture in a network's input: how far all is from the background, in grey.

    Where lighter and darker are told apart, they are on either side of a grey that stands for the background.
    """
    planes = player.observation.astype(np.int16)
    shown = _BACKGROUND_GREY + planes[-2] - planes[-1] if player.spec.shades else 2 * planes[-1]
    grey: NDArray[np.uint8] = np.clip(shown, 0, 255).astype(np.uint8)
    return grey
