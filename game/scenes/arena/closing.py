"""Putting a game away beside the window: its agent is saved, its process ended, its consoles freed."""

from __future__ import annotations

from collections.abc import Callable

from game.workers.latest_call import LatestCall

Closing = tuple[Callable[[], object], ...]
PATIENCE = 30.0
"""Seconds: joining a learner and its writers takes some, on a busy machine."""


def _close(parts: Closing) -> None:
    for part in parts:
        part()


class Retirement:
    """Closes what is no longer played, while the next game waits.

    Args:
        synchronous: no thread (tests).
    """

    def __init__(self, *, synchronous: bool = False) -> None:
        self._call = LatestCall[Closing, None](_close, name="put-away", inline=synchronous)

    @property
    def busy(self) -> bool:
        """Whether something is still being closed; what comes next must not begin before."""
        return self._call.busy

    def put_away(self, *parts: Callable[[], object]) -> None:
        """Call these, one after another; only while it is not busy."""
        self._call.submit(parts)

    def close(self) -> bool:
        """Wait until all is done, a little."""
        return self._call.close(PATIENCE, finish=True)
