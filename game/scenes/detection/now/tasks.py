"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.detection.painting import PAPER_ORIGIN
from game.scenes.detection.workbench import Workbench

SURE = 0.5


def drawn_object(bench: Workbench) -> Callable[[], bool]:
    """The network is at least half sure of something on a sheet that has been drawn on since then."""
    changed = bench.changed()

    def done() -> bool:
        painting, seen = bench.painting, bench.network.seen
        if not changed() or painting.origin != PAPER_ORIGIN or painting.blank or seen is None:
            return False
        fresh = seen.question.version == painting.version
        return fresh and any(each.score >= SURE for each in seen.kept)

    return done
