"""`main.py --bench translation`: a network learns to translate while the window is watched."""

from __future__ import annotations

import statistics
from typing import Any

from game.app.app import App
from game.benchmarks.measuring import WARM_UP, run_for, run_until, wait_until_ready

SEEDS = 3
JUDGED = 20
"""Unseen sentences."""


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Let the small translator learn from nothing, three times with other seeds.

    Returns:
        `right`: the share of 20 unseen sentences that are exactly right after so many seconds, of each seed;
        `median`: of these; `steps`: batches that were learned from; and of the window, in the training that
        disturbed it most, `fps`, `frame_ms` and `work_ms`. `problem` says why something is missing.
    """
    from models.translation.live.data import bundled
    from models.translation.live.settings import LiveConfig
    from models.translation.live.state import State
    from models.translation.live.training import Course

    app.go("translation/learn")
    run_for(app, 1.0)
    wait_until_ready(app)
    scene: Any = app.scene
    tab = scene.tab
    rights, steps, windows = [], [], []
    for each in range(seed, seed + SEEDS):
        tab.start(each)
        run_until(app, lambda: tab.session.snapshot is not None or tab.session.failed)
        if tab.session.snapshot is None:
            return {"problem": tab.session.status.error or "no training"}
        run_for(app, WARM_UP)
        windows.append(run_for(app, max(1.0, seconds - WARM_UP)).as_dict())
        tab.session.pause()
        run_for(app, 0.5)
        state: State | None = tab.session.state
        if state is None:
            return {"problem": "nothing was learned"}
        course = Course(LiveConfig(), state)
        judged = course.translate(bundled().unseen[:JUDGED])
        rights.append(sum(one.right for one in judged) / len(judged))
        steps.append(state.step)
    window = max(windows, key=lambda each: each["frame_ms"]["p99"])
    return {"problem": "", "right": rights, "median": statistics.median(rights), "steps": steps, **window}
