"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.convolution.steal.session import StealSession

NEAR = 0.1
"""How far a knob may be from the hidden kernel's cell."""


def recovered(session: StealSession) -> Callable[[], bool]:
    """Every knob is near the hidden kernel's cell, and hands alone have turned them since it was hidden."""

    def found() -> bool:
        error = session.error
        return error is not None and error <= NEAR and not session.descended

    fresh = not found()

    def done() -> bool:
        nonlocal fresh
        fresh = fresh or not found()
        return fresh and found()

    return done
