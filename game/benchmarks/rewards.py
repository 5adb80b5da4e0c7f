"""`main.py --bench rewards`: what the window costs while both ways of learning go on beside it."""

from __future__ import annotations

import math
from typing import Any

from game.app.app import App
from game.benchmarks.measuring import WARM_UP, Timing, run_for, run_until, wait_until_ready


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Let both learn CartPole as fast as they can, again and again, while both are watched.

    Then let a network play against itself, trade, and let a simulated user answer.

    Returns:
        The window's `fps`, `frame_ms` and `work_ms`, with those of the other tabs; the greatest mean returns
        of both learners.
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

    run_until(app, lambda: session.progress is not None)
    run_for(app, WARM_UP, follow)
    timing = run_for(app, seconds, follow)
    session.learning.pause()
    app.go("rewards/league")
    wait_until_ready(app)
    run_for(app, 0.5)
    league = scene.tab.session
    league.start()
    run_until(app, lambda: bool(league.rows) and league.match is not None)
    itself = run_for(app, min(seconds, 20.0))
    rated = {"steps": league.rows[0].step, "rating": round(league.rows[0].rating)}
    league.pause()
    app.go("rewards/trading")
    run_for(app, 0.5)
    trading = scene.tab.session
    trading.learning.set_speed(3)
    trading.start()
    prices = run_for(app, min(seconds, 5.0), lambda app, now: trading.learning.ended and trading.start())
    trading.learning.pause()
    app.go("rewards/recommend")
    run_for(app, 0.5)
    wait_until_ready(app)
    taste = scene.tab.session
    run_until(app, lambda: taste.full or taste.problem is not None)
    taste.simulate()
    pictures = run_for(app, min(seconds, 5.0))
    taste.simulate()
    others = {"league": {**_short(itself), **rated}, "trading": _short(prices), "recommend": _short(pictures)}
    return {**timing.as_dict(), **others, "best": {name: round(mean, 1) for name, mean in best.items()}}


def _short(timing: Timing) -> dict[str, Any]:
    return {"fps": timing.fps, "frame_ms": timing.frame_ms}
