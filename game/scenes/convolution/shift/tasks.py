"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.convolution.shift.session import ShiftSession


def equal_maxima(session: ShiftSession) -> Callable[[], bool]:
    """Two other places of the pattern, where the hand has put it, have been seen with the same maximum."""
    moves, seen = session.moves, dict[object, dict[tuple[int, int], float]]()
    first = session.at

    def done() -> bool:
        nonlocal moves
        if session.moves != moves:
            moves = session.moves
            places = seen.setdefault((session.pattern, session.filter, session.noise), {})
            if session.at != first:
                places[session.at] = session.maximum
        return any(
            abs(one - other) < 1e-4
            for places in seen.values()
            for at, one in places.items()
            for place, other in places.items()
            if at != place
        )

    return done
