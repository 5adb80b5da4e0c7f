"""Switching the two-player console on, which takes most of a second, beside the window."""

from __future__ import annotations

from agents.emulators.two_player import DUELS, DuelGame
from game.workers.latest_call import LatestCall


def _open(request: tuple[str, int]) -> DuelGame:
    game, seed = request
    return DuelGame(DUELS[game], seed)


class Opener:
    """Opens one console, once.

    Attributes:
        trouble: why there is none, when that failed; else nothing.
    """

    def __init__(self, *, synchronous: bool = False) -> None:
        self.trouble = ""
        self._call = LatestCall[tuple[str, int], DuelGame](_open, name="duel", inline=synchronous)
        self._asked = False

    def ask(self, game: str, seed: int) -> None:
        """Begin to open it, unless that was begun before."""
        if not self._asked:
            self._asked = True
            self._call.submit((game, seed))

    def poll(self) -> DuelGame | None:
        """The console, once, when it is on."""
        answer = self._call.poll()
        if answer is None:
            return None
        if answer.error is not None:
            self.trouble = answer.error.error
        return answer.value

    def close(self) -> bool:
        """Wait for what is being opened, a little."""
        return self._call.close()
