"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.learning.knobs.session import KnobsSession
from game.scenes.learning.session import LearningSession


def below_mark(session: LearningSession, knobs: KnobsSession) -> Callable[[], bool]:
    """Q was above the mark and is below it now; since then hands alone have turned the knobs."""
    hands, descents, sample = session.by_hand, session.learned, session.sampled
    above = False

    def done() -> bool:
        nonlocal hands, descents, sample, above
        if session.learned != descents or session.sampled != sample:
            hands, descents, sample, above = session.by_hand, session.learned, session.sampled, False
        above = above or (knobs.mark is not None and not knobs.below)
        return above and session.by_hand > hands and knobs.below

    return done
