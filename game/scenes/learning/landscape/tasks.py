"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.learning.landscape.session import LandscapeSession


def fewer_steps(land: LandscapeSession) -> Callable[[], bool]:
    """A walk that began after the task has reached the bottom in fewer steps than gradient descent."""
    before = land.walk if land.done else None

    def done() -> bool:
        nonlocal before
        if land.walk is not before:
            before = None
        rival = land.rival_steps
        beaten = land.steps > 0 and (rival is None or land.steps < rival)
        return before is None and land.done and beaten

    return done
