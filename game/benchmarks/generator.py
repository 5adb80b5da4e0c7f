"""`main.py --bench gan`: a restless hand at the generator's knobs, and the training beside it."""

from __future__ import annotations

import math
import time
from typing import Any

from game.app.app import App
from game.benchmarks.measuring import WARM_UP, percentiles, run_for, run_until, wait_until_ready


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Drag a slider and paint across the numbers; then watch the training; then drag while it goes on.

    Returns:
        Of the first: `fps`, `frame_ms`, `work_ms`, `generator_ms` (the network alone) and `answer_ms` (from
        the hand to the picture on the screen); of the others the same under `training` and `both`, with
        `rounds_per_s`. `problem` says why something is missing.
    """
    app.go("generator")
    run_for(app, 1.0)
    wait_until_ready(app)
    scene: Any = app.scene
    scene.open("knobs")
    run_for(app, 0.2)
    session = scene.tab.session

    run_until(app, lambda: session.drawn is not None or session.painter.call.problem)
    if session.drawn is None:
        return {"problem": session.painter.call.problem or "no portrait"}
    share = max(seconds / 3, 1.0)
    run_for(app, WARM_UP)
    return {"problem": "", **_drag(app, share), **_beside_training(app, share)}


def _drag(app: App, seconds: float) -> dict[str, Any]:
    """Turn hair colour to and fro, and now and then paint across the numbers."""
    scene: Any = app.scene
    session, chart = scene.tab.session, scene.tab.chart
    made: list[float] = []
    answers: list[float] = []
    asked: list[float] = []
    newest = [session.drawn]

    def turn(app: App, now: float) -> None:
        if session.drawn is not newest[0]:
            newest[0] = session.drawn
            made.append(session.drawn.milliseconds / 1000)
            if asked:
                answers.append(time.perf_counter() - asked.pop())
        if not asked:
            asked.append(time.perf_counter())
        if int(now) % 2:
            latent = session.point.latent.copy()
            latent[int(now * 60) % len(latent)] = 2 * math.sin(9 * now)
            session.paint(latent, "paint")
            chart.latent = latent
        else:
            session.turn("hair_colour", 0.5 + 0.5 * math.sin(2 * now))

    timing = run_for(app, seconds, turn)
    return {**timing.as_dict(), "generator_ms": percentiles(made), "answer_ms": percentiles(answers)}


def _beside_training(app: App, seconds: float) -> dict[str, Any]:
    """Watch two networks learn from noise; then drag while they go on."""
    scene: Any = app.scene
    scene.open("training")
    run_for(app, 0.5)
    training = scene.tab.session
    scene.tab.start()
    run_until(app, lambda: training.snapshot is not None)
    if training.snapshot is None:
        return {"problem": training.status.error or "no training"}
    run_for(app, WARM_UP)
    first = training.snapshot
    timing = run_for(app, seconds)
    last = training.snapshot
    speed = (last.step - first.step) / max(last.seconds - first.seconds, 1e-9)
    scene.open("knobs")
    run_for(app, 0.5)
    training.resume()
    run_for(app, 1.0)
    return {
        "training": {**timing.as_dict(), "rounds_per_s": round(speed, 2)},
        "both": _drag(app, seconds),
    }
