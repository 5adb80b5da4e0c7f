"""When the tab's tasks are done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.convolution.network.guessing import GuessSession
from game.scenes.convolution.network.session import NetworkSession

EYE_FILTERS = frozenset(
    {
        ("block_5", 28),
        ("block_6", 67),
        ("block_7", 67),
        *(("block_8", channel) for channel in (17, 44, 67)),
        *(("block_9", channel) for channel in (7, 47)),
        *(("block_10", channel) for channel in (7, 18, 107)),
        *(("block_11", channel) for channel in (7, 16, 18, 107)),
    }
)
"""Filters whose strongest answers to the cat lie on its eyes, on both of them, and still do when the picture
has no colours: those that only look for green do not. Measured on all layers whose maps tell an eye from
its surroundings; a test measures again."""


RIGHT = 5


def five_right(session: GuessSession) -> Callable[[], bool]:
    """Five pictures of a game were named rightly; what was named before does not count."""
    before, seen = session.results, len(session.results)

    def done() -> bool:
        results = session.results[seen:] if session.results is before else session.results
        return sum(mine for mine, _ in results) >= RIGHT

    return done


def eye_filter(session: NetworkSession) -> Callable[[], bool]:
    """Another filter than at first is looked at, and it answers to eyes."""
    first = session.filter

    def done() -> bool:
        found, now = session.findings, session.filter
        if now == first or now not in EYE_FILTERS or found is None:
            return False
        return (found.question.layer, found.question.channel) == now

    return done
