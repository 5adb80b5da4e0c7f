"""One console for the learner: it plays on one side, and a rival on the other."""

from typing import Literal

import numpy as np

from agents.emulators.envs import FRAME_SKIP, NO_ADVICE, AtariGame
from agents.emulators.games import GAMES, MAX_FRAMES, NOOP
from agents.emulators.observation import Frames
from agents.emulators.two_player import SIDES, DuelGame, DuelSpec, Side, by_side, other
from agents.opponents.scripted import Attacker, BallFollower

Rival = Literal["follower", "matched", "clumsy", "self", "console"]
"""Who plays on the other side: the ball-follower of `agents.duel`; one so late that it loses every other
point; one that is clumsy in a way of its own; an earlier self; or no second player: the one-player game."""

RALLY = 3600
"""Frames without a point after which a game is cut off: two careful players may go round in circles."""
IDLE = 31
"""One more than the frames that a one-player game may begin with before anything is done."""
LATEST = 20
"""Frames after which a matched ball-follower reacts at the most."""


class DuelEnv:
    """The learner on one side, a rival on the other; sides and rivals change with every game.

    Attributes:
        game: The console.
        side: Where the learner plays.
        seen: What it saw at the end of its last step, uint8 (210, 160).
        rival_seen: What an earlier self saw on the other side.
    """

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
        self.rival = rival
        self.game = AtariGame(GAMES[spec.game], 0) if rival == "console" else DuelGame(spec, 0)
        self._actions = GAMES[spec.game].actions
        self._rng = np.random.default_rng(seed)
        self._frame_skip = frame_skip
        self._advised = advised
        self._late = LATEST // 2
        self.begin()

    def begin(self) -> None:
        """Start a new game, no two alike."""
        rng, game = self._rng, self.game
        self._quiet = 0
        self._follower: BallFollower | None = None
        self.side: Side = "right"
        if isinstance(game, AtariGame):
            game.reset()
            for _ in range(int(rng.integers(IDLE))):
                game.step(NOOP)
        else:
            self.side = SIDES[int(rng.integers(2))]
            game.reset(int(rng.integers(2**31)))
        if self.rival == "follower":
            self._follower = BallFollower()
        elif self.rival == "matched":
            self._follower = BallFollower(late=self._late)
        elif self.rival == "clumsy":
            slack, hold, late = (int(rng.integers(top)) for top in (11, 4, 9))
            self._follower = BallFollower(slack, 1 + hold, late)
        self._adviser = Attacker(self.side, console=self.rival == "console") if self._advised else None
        self.seen, self.rival_seen = self._view(self.side), self._view(other(self.side))

    def advise(self) -> int:
        """Return what the attacker would do now in the learner's place, as an index of the game's actions."""
        return NO_ADVICE if self._adviser is None else self._adviser.decide(self._frame_skip)

    def step(self, action: int, rival_action: int) -> int:
        """Play an agent step.

        Args:
            action: ALE action of the learner.
            rival_action: That of an earlier self; other rivals decide for themselves.

        Returns:
            Points made less points lost.
        """
        game, side, across = self.game, self.side, other(self.side)
        before, way = self._lead, self._actions.index(action)
        if isinstance(game, DuelGame):
            action, rival_action = game.meant(side, action), game.meant(across, rival_action)
        for left in reversed(range(self._frame_skip)):
            if isinstance(game, AtariGame):
                game.step(action)
            else:
                if self._follower is not None:
                    rival_action = self._follower.recall(game.memory, across)
                game.step(*by_side(side, action, rival_action))
            if self._adviser is not None:
                self._adviser.look(game.memory() if isinstance(game, AtariGame) else game.memory, way)
            if left < 2:
                self.seen = self._merged(self.seen, side, left)
                if self.rival == "self":
                    self.rival_seen = self._merged(self.rival_seen, across, left)
        points = self._lead - before
        self._quiet = 0 if points else self._quiet + self._frame_skip
        if points and self.rival == "matched":
            self._late = min(max(0, self._late - points), LATEST)
            self._follower = BallFollower(late=self._late)
        return points

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

    def _view(self, side: Side) -> Frames:
        return self.game.grey() if isinstance(self.game, AtariGame) else self.game.eyes(side).grey()

    def _merged(self, seen: Frames, side: Side, left: int) -> Frames:
        """Return what is seen with `left` frames of the step to come: of the last two, their maximum."""
        now = self._view(side)
        return np.maximum(seen, now) if left == 0 and self._frame_skip > 1 else now

    @property
    def _lead(self) -> int:
        game = self.game
        if isinstance(game, AtariGame):
            return game.agent_points - game.opponent_points
        mine, theirs = by_side(self.side, *game.score)
        return mine - theirs
