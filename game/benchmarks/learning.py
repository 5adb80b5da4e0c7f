"""`main.py --bench learning`: how fast a network learns beside the window, and what the other tabs cost."""

from __future__ import annotations

import math
import time
from typing import Any

import pygame

from game.app.app import App
from game.benchmarks.measuring import WARM_UP, Timing, run_for, wait_until_ready
from models.learning.descent import mistakes

POINTS = 500
NETWORK = f"learning/network?count={POINTS}&held=0&hidden=8,8"


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Learn with two layers of eight neurons from 500 points; then turn knobs and the surface by hand."""
    app.go(NETWORK)
    run_for(app, 0.5)
    wait_until_ready(app)
    scene: Any = app.scene
    training = scene.bench.training
    training.start()
    run_for(app, WARM_UP)
    epoch, began = training.epoch, time.perf_counter()
    learning = run_for(app, seconds)
    rate = (training.epoch - epoch) / (time.perf_counter() - began)
    accuracy = 1 - mistakes(scene.bench.session.model, scene.bench.session.w, scene.bench.session.sample)
    training.pause()
    app.go("learning/knobs?data=waves&model=polynomial&degree=12")
    run_for(app, 0.5)
    knobs = run_for(app, min(seconds, 5.0), _turn_a_knob)
    app.go("learning/landscape")
    run_for(app, 1.5)
    surface = run_for(app, min(seconds, 5.0), _turn_the_surface)
    return {
        "epochs_per_second": round(rate, 1),
        "points": POINTS,
        "neurons": [8, 8],
        "accuracy": round(accuracy, 4),
        **learning.as_dict(),
        "knobs": _short(knobs),
        "surface": _short(surface),
    }


def _short(timing: Timing) -> dict[str, Any]:
    return {"fps": timing.fps, "frame_ms": timing.frame_ms}


def _drag(app: App, centre: tuple[int, int], now: float) -> None:
    """Hold the left button and move round and round; the first call presses it."""
    angle = now * 5
    at = (round(centre[0] + 60 * math.cos(angle)), round(centre[1] + 40 * math.sin(angle)))
    if now == 0.0:
        pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=centre, button=1))
    pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(3, 1), buttons=(1, 0, 0)))


def _turn_a_knob(app: App, now: float) -> None:
    scene: Any = app.scene
    _drag(app, scene.tab.dials.cell(1).center, now)


def _turn_the_surface(app: App, now: float) -> None:
    scene: Any = app.scene
    _drag(app, scene.tab.view.surface_rect.center, now)
