"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.rewards.paradigms.session import ParadigmsSession


def beat_imitator(session: ParadigmsSession) -> Callable[[], bool]:
    """A person has shown how to play, and then done better than the network that learned from it.

    A draw at the highest return counts: nobody can do better.
    """
    shown = session.demonstrations
    since: dict[str, int] = {}

    def wins() -> int:
        return session.duels.get(("examples", "won"), 0)

    def done() -> bool:
        if session.demonstrations == shown:
            return False
        since.setdefault("wins", wins())
        level = session.outcome == "level" and session.rival == "examples"
        mastered = level and session.stages[0].total >= session.game.best
        return session.settings.teacher == "own" and (wins() > since["wins"] or mastered)

    return done
