"""`main.py --bench rewards`: what the window costs while both ways of learning go on beside it."""

from __future__ import annotations

import math
from typing import Any

from game.app.app import App
from game.benchmarks.measuring import WARM_UP, run_for


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Let both learn CartPole as fast as they can, again and again, while both are watched.

    Returns:
        The window's `fps`, `frame_ms` and `work_ms`; the greatest mean returns of both learners.
    """
    app.go("rewards/paradigms")
    run_for(app, 0.5)
    scene: Any = app.scene
    session = scene.tab.session
    session.learning.set_speed(3)
    session.start()
    best = {"examples": -math.inf, "reward": -math.inf}

    def follow(app: App, now: float) -> None:
        progress = session.progress
        if progress is None:
            return
        for name in best:
            best[name] = max(best[name], getattr(progress, name).mean)
        if session.learning.ended:
            session.restart()
            session.start()

    run_for(app, WARM_UP, follow)
    timing = run_for(app, seconds, follow)
    session.learning.pause()
    return {**timing.as_dict(), "best": {name: round(mean, 1) for name, mean in best.items()}}
