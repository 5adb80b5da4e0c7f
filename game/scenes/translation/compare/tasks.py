"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.translation.compare.session import CompareSession

ENOUGH = 7


def blind_seven(session: CompareSession) -> Callable[[], bool]:
    """A blind test that began since then was gone through with seven right answers."""
    before = len(session.scores)
    under_way = session.blind

    def done() -> bool:
        scores = session.scores[before:]
        if under_way is not None and under_way.answers:
            scores = scores[1:]
        return any(score >= ENOUGH for score in scores)

    return done
