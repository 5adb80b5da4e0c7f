"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.learning.step.session import StepSession

NEEDED = 3


def three_signs(step: StepSession) -> Callable[[], bool]:
    """Three turns in a row have been predicted rightly since the task began."""
    step.streak = 0

    def done() -> bool:
        return step.streak >= NEEDED

    return done
