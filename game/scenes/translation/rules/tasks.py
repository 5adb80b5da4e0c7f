"""When the tab's tasks are done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.translation.rules.requests import Found
from game.scenes.translation.rules.session import RulesSession

MOST_WORDS = 6


def plain(text: str) -> str:
    """A text's letters and blanks alone."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.lower()).split())


def wrong_sentence(session: RulesSession) -> Callable[[], bool]:
    """Another sentence of at most six words has come out otherwise than with all the rules.

    The program knows what is wrong only where its rules do better than what is on the screen.
    """
    changes, first = session.changes, session.state.text

    def done() -> bool:
        found = session.found
        if found is None or session.changes == changes or plain(found.request.text) == plain(first):
            return False
        words = len(plain(found.request.text).split())
        known = not found.translation.unknown
        return 2 <= words <= MOST_WORDS and known and plain(found.translation.text) != plain(found.best)

    return done


def one_rule(session: RulesSession) -> Callable[[], bool]:
    """A rule that was off, and that this sentence needs, has been switched on, and no other one was."""
    changes, off = session.changes, set(session.state.off)

    def done() -> bool:
        nonlocal off
        now, found = set(session.state.off), session.found
        if (
            session.changes == changes
            or found is None
            or found.request.off != now
            or not found.request.grammar
        ):
            return False
        new = off - now
        if len(new) > 1:
            off = now  # all at once is no answer: begin again from here
            return False
        off |= now
        return bool(new) and new <= found.translation.fired

    return done


def added_entry(session: RulesSession) -> Callable[[], bool]:
    """An entry was added, and two different sentences have come out otherwise than without it."""
    entries = set(session.state.own)
    seen: set[str] = set()

    def done() -> bool:
        found: Found | None = session.found
        if found is not None and set(session.state.own) - entries and found.translation.text != found.shipped:
            seen.add(plain(found.request.text))
        return len(seen) >= 2

    return done
