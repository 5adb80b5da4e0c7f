"""One console with two players for the learner: it plays on one side, and a rival on the other."""

from __future__ import annotations

from typing import Literal

import numpy as np

from agents.emulators.envs import FRAME_SKIP, NO_ADVICE, AtariGame
from agents.emulators.games import GAMES, MAX_FRAMES, NOOP
from agents.emulators.observation import Frames
from agents.emulators.two_player import SIDES, DuelGame, DuelSpec, Side, by_side, other
from agents.opponents.scripted import Attacker, BallFollower

Rival = Literal["follower", "matched", "clumsy", "self", "console"]
"""Who plays on the other side: the ball-follower of `agents.duel`; one so late that it loses every other
point; one that is clumsy in a way of its own; an earlier self; or no second player, and the console plays as
it does with one (`ConsoleEnv`)."""

RALLY = 3600
"""Frames without a point after which a game is cut off: two careful players may go round in circles."""
IDLE = 31
"""One more than the frames that a one-player game may begin with before anything is done."""
LATEST = 20
"""Frames after which a matched ball-follower reacts at the most."""


class _Env:
    """The learner at a console, with any other player.

    Attributes:
        game: The console.
        seen: What the learner saw at the end of its last step, uint8 (210, 160).
        rival_seen: What an earlier self saw on the other side.
    """

    game: DuelGame | AtariGame
    seen: Frames
    rival_seen: Frames

    def __init__(self, seed: np.random.SeedSequence, frame_skip: int, advised: bool) -> None:
        self._rng = np.random.default_rng(seed)
        self._frame_skip = frame_skip
        self._advised = advised
        self._adviser: Attacker | None = None
        self._quiet = 0

    def advise(self) -> int:
        """Return what the attacker would do now in the learner's place, as an index of the game's actions."""
        return NO_ADVICE if self._adviser is None else self._adviser.decide(self._frame_skip)

    @property
    def over(self) -> bool:
        """Whether the game has ended, or was cut off."""
        return self.game.over or self.cut_off

    @property
    def cut_off(self) -> bool:
        """Whether it was cut off before its end."""
        return self.game.frames >= MAX_FRAMES or self._quiet >= RALLY

    def close(self) -> None:
        """Switch the console off."""
        self.game.close()

    def _merged(self, seen: Frames, now: Frames, left: int) -> Frames:
        """Return what is seen with `left` frames of the step to come: of the last two, their maximum."""
        return np.maximum(seen, now) if left == 0 and self._frame_skip > 1 else now

    def _count(self, points: int) -> None:
        self._quiet = 0 if points else self._quiet + self._frame_skip


class DuelEnv(_Env):
    """The learner on one side, a rival on the other; sides and rivals change with every game."""

    game: DuelGame

    def __init__(
        self,
        spec: DuelSpec,
        rival: Rival,
        seed: np.random.SeedSequence,
        frame_skip: int = FRAME_SKIP,
        *,
        advised: bool = False,
    ) -> None:
        """Switch the console on; the learner's steps are of `frame_skip` frames, `advised` or not."""
        super().__init__(seed, frame_skip, advised)
        self.rival = rival
        self.game = DuelGame(spec, 0)
        self._late = LATEST // 2
        self.begin()

    def begin(self) -> None:
        """Start a new game."""
        rng = self._rng
        self._quiet = 0
        self.side: Side = SIDES[int(rng.integers(2))]
        self.game.reset(int(rng.integers(2**31)))
        self._adviser = Attacker(self.side) if self._advised else None
        self._follower: BallFollower | None = None
        if self.rival == "follower":
            self._follower = BallFollower()
        elif self.rival == "matched":
            self._follower = BallFollower(late=self._late)
        elif self.rival == "clumsy":
            slack, hold, late = (int(rng.integers(top)) for top in (11, 4, 9))
            self._follower = BallFollower(slack, 1 + hold, late)
        self.seen = self.game.eyes(self.side).grey()
        self.rival_seen = self.game.eyes(other(self.side)).grey()

    def step(self, action: int, rival_action: int) -> int:
        """Play an agent step.

        Args:
            action: ALE action of the learner.
            rival_action: That of an earlier self; a ball-follower decides for itself.

        Returns:
            Points made less points lost.
        """
        game, side, across = self.game, self.side, other(self.side)
        mine, theirs = game.meant(side, action), game.meant(across, rival_action)
        before = self._lead
        way = GAMES[game.spec.game].actions.index(action)
        for left in reversed(range(self._frame_skip)):
            if self._follower is not None:
                theirs = self._follower.recall(game.memory, across)
            game.step(*by_side(side, mine, theirs))
            if self._adviser is not None:
                self._adviser.look(game.memory, way)
            if left < 2:
                self.seen = self._merged(self.seen, game.eyes(side).grey(), left)
                if self.rival == "self":
                    self.rival_seen = self._merged(self.rival_seen, game.eyes(across).grey(), left)
        points = self._lead - before
        self._count(points)
        if points and self.rival == "matched":
            self._late = min(max(0, self._late - points), LATEST)
            self._follower = BallFollower(late=self._late)
        return points

    @property
    def _lead(self) -> int:
        mine, theirs = by_side(self.side, *self.game.score)
        return mine - theirs


class ConsoleEnv(_Env):
    """The learner on a one-player console, with the methods of `DuelEnv`: for advice in that game."""

    game: AtariGame
    side: Side = "right"
    rival: Rival = "console"

    def __init__(
        self,
        spec: DuelSpec,
        seed: np.random.SeedSequence,
        frame_skip: int = FRAME_SKIP,
        *,
        advised: bool = False,
    ) -> None:
        """Switch the console on; the learner's steps are of `frame_skip` frames, `advised` or not."""
        super().__init__(seed, frame_skip, advised)
        self.game = AtariGame(GAMES[spec.game], 0)
        self.begin()

    def begin(self) -> None:
        """Start a new game, with up to half a second of nothing, so that no two are alike."""
        self._quiet = 0
        self.game.reset()
        self._adviser = Attacker(self.side, console=True) if self._advised else None
        for _ in range(int(self._rng.integers(IDLE))):
            self.game.step(NOOP)
        self.seen = self.rival_seen = self.game.grey()

    def step(self, action: int, rival_action: int) -> int:
        """Play an agent step as `DuelEnv.step` does; `rival_action` is ignored."""
        way = self.game.spec.actions.index(action)
        points = 0
        for left in reversed(range(self._frame_skip)):
            points += round(self.game.step(action))
            if self._adviser is not None:
                self._adviser.look(self.game.memory(), way)
            if left < 2:
                self.seen = self._merged(self.seen, self.game.grey(), left)
        self._count(points)
        return points
