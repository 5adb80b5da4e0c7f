"""`main.py --bench convolution`: drawing, and the bare computation."""

from __future__ import annotations

import statistics
from typing import Any

from game.app.app import App
from game.benchmarks.measuring import WARM_UP, Stroke, run_for, wait_until_ready
from models.convolution.convolve import convolution_bench


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Draw beside an 11 x 11 kernel, then beside the network's guesses; then the bare computation.

    The latter is the convolution of a 512 x 512 RGB picture beside OpenCV's.
    """
    app.go("convolution")
    run_for(app, 1.0)
    wait_until_ready(app)
    scene: Any = app.scene
    scene.tab.choose("gabor")
    draw = Stroke()
    timing = run_for(app, seconds, draw)
    scene.open("network")
    network = scene.tab
    run_for(app, WARM_UP, draw)
    spent: list[float] = []

    def draw_and_note(app: App, now: float) -> None:
        draw(app, now)
        found = network.session.findings
        if found is not None and (not spent or spent[-1] != found.milliseconds):
            spent.append(found.milliseconds)

    beside = run_for(app, min(seconds, 10.0), draw_and_note)
    scene.open("draw")
    return {
        **timing.as_dict(),
        **convolution_bench(min(seconds, 5.0)),
        "classifier_ms": round(statistics.median(spent), 2) if spent else None,
        "frame_ms_beside_classifier": beside.frame_ms,
    }
