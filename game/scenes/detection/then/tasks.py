"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.detection.workbench import Workbench

WRONG = 2


def wrong_twice(bench: Workbench) -> Callable[[], bool]:
    """On another picture than now, of which it is known what is there, the detector is wrong twice."""
    changed = bench.changed()

    def done() -> bool:
        scanned, verdict = bench.hand.scanned, bench.hand_verdict
        if not changed() or scanned is None or verdict is None:
            return False
        return scanned.question.version == bench.painting.version and verdict.errors >= WRONG

    return done
