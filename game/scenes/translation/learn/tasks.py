"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.translation.learn.session import LearnSession

RIGHT = 8


def eight_of_ten(session: LearnSession) -> Callable[[], bool]:
    """Eight of the ten unseen sentences are right, by learning that went on since."""
    run, first = session.runs, session.snapshot
    step = first.step if first is not None else 0

    def done() -> bool:
        now = session.snapshot
        return now is not None and (session.runs != run or now.step > step) and session.right >= RIGHT

    return done
