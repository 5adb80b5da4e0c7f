"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.learning.session import LearningSession

NEEDED = 0.95
FEWEST = 20
"""Held-out points."""


def spiral(session: LearningSession) -> Callable[[], bool]:
    """The network gets 95 % of the held-out points of the spiral right, and did not at first."""

    def reached() -> bool:
        share = session.right_checked
        fit = session.state.recipe.name == "spiral" and len(session.checked) >= FEWEST
        return fit and session.state.spec.kind == "network" and share is not None and share >= NEEDED

    version, found = session.version, reached()
    fresh = not found

    def done() -> bool:
        nonlocal version, found, fresh
        if session.version != version:
            version, found = session.version, reached()
            fresh = fresh or not found
        return fresh and found

    return done
