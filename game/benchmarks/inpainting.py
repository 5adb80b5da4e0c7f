"""`main.py --bench inpainting`: covering parts of a picture while the network fills them."""

from __future__ import annotations

from typing import Any

import pygame

from game.app.app import App
from game.benchmarks.measuring import WARM_UP, Stroke, Timing, percentiles, press, run_for, wait_until_ready
from game.ui.pictures import fitted
from models.base.gallery import picture


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Strokes over pictures of three sizes while the network fills what they cover, live."""
    app.go("inpainting")
    run_for(app, 1.0)
    wait_until_ready(app)
    scene: Any = app.scene
    scene.shared.store.change(live=True, model="photo")
    total = Timing()
    spent: list[float] = []
    by_size: dict[str, Any] = {}
    for side in (256, 512, 1024):
        scene.shared.masked.place(fitted(picture("cat"), side))
        mask = Mask()
        run_for(app, WARM_UP, mask)
        mask.fills.clear()
        timing = run_for(app, max(seconds / 3, 1.0), mask)
        total += timing
        spent += mask.fills
        fills = {"fill_ms": percentiles(mask.fills), "fills": len(mask.fills)}
        by_size[str(side)] = {**timing.as_dict(), **fills}
    return {
        **total.as_dict(),
        "fill_ms": percentiles(spent),
        "problem": scene.tab.session.job.problem,
        "by_size": by_size,
    }


class Mask:
    """Paints, begins with a clean mask every two seconds, and notes how long each fill took, in seconds."""

    def __init__(self) -> None:
        self.fills: list[float] = []
        self._stroke = Stroke()
        self._count = -1

    def __call__(self, app: App, now: float) -> None:
        """Paint on."""
        if self._count != int(now / 2):
            self._count = int(now / 2)
            press(pygame.K_DELETE, True)
            press(pygame.K_DELETE, False)
        self._stroke(app, now)
        scene: Any = app.scene
        made = scene.tab.session.job.result
        if made is not None and (not self.fills or self.fills[-1] != made.milliseconds / 1000):
            self.fills.append(made.milliseconds / 1000)
