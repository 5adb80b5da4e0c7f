"""`main.py --bench detection`: drawing while the network looks for objects, live."""

from __future__ import annotations

import statistics
from typing import Any

from game.app.app import App
from game.benchmarks.measuring import WARM_UP, Stroke, run_for, run_until, wait_until_ready


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Draw on a photograph while the network answers.

    Returns:
        The window's `fps`, `frame_ms` and `work_ms`; `detector_ms`: the median time that the network took for
        a picture, and how many `pictures` it has looked at; `problem` says why something is missing.
    """
    app.go("detection/now?picture=cat")
    run_for(app, 1.0)
    wait_until_ready(app)
    scene: Any = app.scene
    session = scene.bench.network
    run_until(app, lambda: session.seen is not None or session.problem is not None)
    scene.canvas.choose("brush")
    draw = Stroke()
    run_for(app, WARM_UP, draw)
    spent: dict[int, float] = {}

    def draw_and_note(app: App, now: float) -> None:
        draw(app, now)
        if session.seen is not None:
            spent[session.seen.question.version] = session.seen.milliseconds

    timing = run_for(app, seconds, draw_and_note)
    return {
        "problem": session.problem.error if session.problem is not None else "",
        **timing.as_dict(),
        "detector_ms": round(statistics.median(spent.values()), 2) if spent else None,
        "pictures": len(spent),
    }
