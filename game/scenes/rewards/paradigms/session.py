"""What is learned, who plays, and what a person has shown."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import numpy as np

from agents.classic.demonstrations import (
    MOST_EXAMPLES,
    Examples,
    Gap,
    Teacher,
    joined,
    no_examples,
)
from agents.classic.games import GAMES, Array, CartPole, Game
from agents.classic.lesson import Lesson, Progress, learn, nothing
from agents.classic.policy import Policy
from game.scenes.rewards.learning import Learning
from game.scenes.rewards.paradigms.attempt import Attempt
from game.workers.workers import Workers
from models.base.arrays import frozen
from models.base.typed_fields import Range

GameName = Literal["cartpole", "mountaincar"]
COUNTS = (30, 100, 300, 1000, MOST_EXAMPLES)
WRONGS = (0.0, 0.1, 0.2, 0.3, 0.4)
BATCHES = (8, 32, 128)
STEP_SECONDS = 1 / 25
"""Of the games: CartPole runs at half its speed, for a hand has to follow."""
SHOW_SECONDS = 30.0
SPEEDS = (1.0, 3.0, 8.0, math.inf)
"""Turns of the lesson a second; the last is as fast as it can."""
LEAST_SHOWN = 20
"""So many examples are worth learning from."""
Mode = Literal["watch", "show", "duel"]
Rival = Literal["examples", "reward"]
Outcome = Literal["won", "lost", "level"]


@dataclass(frozen=True)
class Settings:
    """What is learned, and from what; see `agents.classic.lesson.Lesson`."""

    game: GameName = "cartpole"
    teacher: Teacher = "good"
    count: Annotated[int, Range(1, MOST_EXAMPLES)] = 1000
    wrong: Annotated[float, Range(0, 0.5)] = 0.0
    gap: Gap = "none"
    batch: Annotated[int, Range(1, 1000)] = 32
    hint: bool = False
    seed: Annotated[int, Range(0, 2**31 - 1)] = 1


class ParadigmsSession:
    """The state of the tab.

    Attributes:
        settings: what is learned.
        learning: the lesson beside the window.
        mode: whether both agents are watched, a person shows how to play, or plays against an agent.
        stages: what is played: at the left by the imitator or a hand, at the right by an agent.
        hand: where a hand pushes: -1, 0 or 1.
        left: seconds that are left for showing.
        shown: examples of the demonstration that goes on.
        rival: against whom a hand plays.
        outcome: of the last duel; None while it goes on.
        duels: how often a hand has won, lost and drawn against each rival.
        demonstrations: how many were finished.
    """

    def __init__(self, workers: Workers, seed: int) -> None:
        self.settings = Settings(seed=seed)
        self.learning: Learning[Lesson, Progress] = Learning(workers, learn, nothing, SPEEDS)
        self.mode: Mode = "watch"
        self.hand = 0
        self.left, self.shown = 0.0, 0
        self.rival: Rival = "examples"
        self.outcome: Outcome | None = None
        self.duels: dict[tuple[Rival, Outcome], int] = {}
        self.demonstrations = 0
        self._own: dict[str, Examples] = {name: no_examples(game) for name, game in GAMES.items()}
        self._states: list[Array] = []
        self._actions: list[int] = []
        self._clock, self._lesson = 0.0, Settings()
        self._rng = np.random.default_rng(seed)
        self._untrained = Policy.start(self.game, seed)
        self._set_up()

    def _set_up(self) -> None:
        self.stages = (Attempt(self.game, self.settings.seed), Attempt(self.game, self.settings.seed))
        self._untrained = Policy.start(self.game, self.settings.seed)
        self.mode, self.hand, self.outcome, self._clock = "watch", 0, None, 0.0

    @property
    def game(self) -> Game:
        """The game's rules."""
        return GAMES[self.settings.game]

    @property
    def own(self) -> Examples:
        """What a person has shown of this game."""
        return self._own[self.settings.game]

    @property
    def progress(self) -> Progress | None:
        """How far both have come; None before they have begun."""
        return self.learning.progress

    @property
    def lacking(self) -> bool:
        """Whether the teacher is a person who has shown nothing yet."""
        return self.settings.teacher == "own" and not len(self.own)

    def policy(self, who: Rival) -> Policy:
        """A learner's network."""
        progress = self.progress
        if progress is None:
            return self._untrained
        return (progress.examples if who == "examples" else progress.reward).policy

    # ------------------------------------------------------------------ the lesson

    def change(self, **fields: Any) -> None:
        """Learn something else, or from something else: from nothing, once it is started."""
        before = self.settings
        self.settings = replace(before, **fields)
        if self.settings == before:
            return
        went_on = self.learning.running
        self.learning.stop()
        self.learning.progress = None
        if self.settings.game != before.game or self.settings.seed != before.seed:
            self._set_up()
        if went_on:
            self.start()

    def start(self) -> None:
        """Let both begin from nothing."""
        set_ = self.settings
        self.learning.start(
            Lesson(
                set_.game,
                set_.teacher,
                self.own,
                set_.count,
                set_.wrong,
                set_.gap,
                set_.batch,
                set_.hint,
                set_.seed,
            )
        )

    def toggle(self) -> None:
        """Learn, rest, or go on."""
        if self.progress is None or self.learning.ended:
            self.start()
        else:
            self.learning.toggle()

    def restart(self) -> None:
        """Forget what was learned; with another seed."""
        self.change(seed=self.settings.seed % (2**31 - 1) + 1)

    # ------------------------------------------------------------------ by hand

    def push(self, way: int) -> None:
        """A hand pushes to the left (-1) or to the right (1), or lets go (0)."""
        self.hand = way

    def show(self) -> None:
        """Let a person show how to play."""
        self.learning.pause()
        self.mode, self.left, self.shown = "show", SHOW_SECONDS, 0
        self._states, self._actions = [], []
        self.stages[0].restart()
        self._clock = 0.0

    def finish_showing(self) -> bool:
        """Take what was shown as examples, and learn from them; False when it was too little."""
        enough = len(self._actions) >= LEAST_SHOWN
        if enough:
            new = Examples(frozen(np.array(self._states)), frozen(np.array(self._actions)))
            all_of = joined((self.own, new))
            self._own[self.settings.game] = all_of.only(np.arange(len(all_of))[-MOST_EXAMPLES:])
            self.demonstrations += 1
        self._set_up()
        if enough:
            self.learning.stop()
            self.settings = replace(self.settings, teacher="own")
            self.start()
        return enough

    def forget_own(self) -> None:
        """Throw away what a person has shown of this game."""
        self._own[self.settings.game] = no_examples(self.game)
        if self.settings.teacher == "own":
            self.learning.stop()
            self.learning.progress = None

    def challenge(self, rival: Rival) -> None:
        """Play against a learner: both begin at the same place, away from where games usually begin."""
        self.mode, self.rival, self.outcome = "duel", rival, None
        state = self.game.start(self._rng, 1)[0]
        if isinstance(self.game, CartPole):
            state += self._rng.uniform(-1, 1, 4) * (0.8, 0.3, 0.06, 0.2)
        for stage in self.stages:
            stage.restart(state)
        self._clock = 0.0

    @property
    def waits(self) -> bool:
        """Whether a duel waits for the hand's first push."""
        return self.mode == "duel" and not self.stages[0].steps

    def stop_playing(self) -> bool:
        """Go back to watching; False when nobody plays by hand."""
        if self.mode == "watch":
            return False
        if self.mode == "show":
            self.finish_showing()
        self._set_up()
        return True

    # ------------------------------------------------------------------ time

    def update(self, dt: float) -> None:
        """Take news of the lesson, and let the games go on."""
        self.learning.update()
        if self.mode == "duel" and (self.outcome is not None or (self.waits and not self.hand)):
            return
        self._clock = min(self._clock + dt, 4 * STEP_SECONDS)
        while self._clock >= STEP_SECONDS:
            self._clock -= STEP_SECONDS
            {"watch": self._watch, "show": self._show, "duel": self._duel}[self.mode]()

    def _watch(self) -> None:
        for stage, who in zip(self.stages, ("examples", "reward"), strict=True):
            if stage.seen:
                stage.restart()
            self._agent_steps(stage, who)  # type: ignore[arg-type]

    def _agent_steps(self, stage: Attempt, who: Rival) -> None:
        stage.step(int(self.policy(who).draw(stage.state[None], self._rng)[0]))

    def _hand_steps(self) -> None:
        stage, game = self.stages[0], self.game
        stage.step(game.push[self.hand > 0] if self.hand else game.idle(stage.steps))

    def _show(self) -> None:
        stage = self.stages[0]
        self.left -= STEP_SECONDS
        if stage.seen:
            stage.restart()
        if self.hand and not stage.over:
            self._states.append(stage.state)
            self._actions.append(self.game.push[self.hand > 0])
            self.shown = len(self._actions)
        self._hand_steps()
        if self.left <= 0:
            self.finish_showing()

    def _duel(self) -> None:
        mine, theirs = self.stages
        self._hand_steps()
        self._agent_steps(theirs, self.rival)
        if mine.over and theirs.over:
            ahead = mine.total - theirs.total
            self.outcome = "won" if ahead > 0 else "lost" if ahead < 0 else "level"
            key = (self.rival, self.outcome)
            self.duels[key] = self.duels.get(key, 0) + 1

    def close(self) -> None:
        """End the lesson."""
        self.learning.close()
