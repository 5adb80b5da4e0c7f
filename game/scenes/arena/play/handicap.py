"""What makes a game harder for one of two: the console's difficulty switches, and slow eyes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from agents.emulators.two_player import DUELS, Side

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
        """The difficulty that the console gets; what it does not know is left out.

        Args:
            side: where the human plays.
            known: the difficulties of the game.
        """
        mine = _BITS[side] if self.mine else 0
        theirs = sum(_BITS.values()) - _BITS[side] if self.theirs else 0
        return next((value for value in (mine | theirs, mine) if value in known), 0)


def solo_side(game: str) -> Side:
    """Where the human sits in the one-player game: at the left, unless it is known otherwise."""
    return DUELS[game].trained_on if game in DUELS else "left"
