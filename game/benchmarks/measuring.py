"""What the benchmarks share: the app's own frame loop with a hand that acts, and the times of its frames."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pygame

from game.app.app import App

WARM_UP = 3.0
READY_TIMEOUT = 120.0

Act = Callable[[App, float], None]
"""What the user does before a frame, given the app and the seconds so far."""


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """p50, p95, p99 and max in milliseconds (the nearest rank)."""
    if not seconds:
        return {}
    ordered = sorted(seconds)

    def rank(share: float) -> float:
        return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)] * 1000, 2)

    return {"p50": rank(0.50), "p95": rank(0.95), "p99": rank(0.99), "max": rank(1.0)}


@dataclass(frozen=True)
class Timing:
    """The frames of a run, or of several: seconds between neighbouring ones, and those spent on each."""

    intervals: tuple[float, ...] = ()
    work: tuple[float, ...] = ()

    def __add__(self, other: Timing) -> Timing:
        return Timing(self.intervals + other.intervals, self.work + other.work)

    @property
    def fps(self) -> float:
        """Frames a second."""
        return round(len(self.intervals) / max(sum(self.intervals), 1e-9), 2)

    @property
    def frame_ms(self) -> dict[str, float]:
        """The time between frames, as percentiles."""
        return percentiles(self.intervals)

    def as_dict(self) -> dict[str, Any]:
        """For the JSON object."""
        return {"fps": self.fps, "frame_ms": self.frame_ms, "work_ms": percentiles(self.work)}


def idle(app: App, now: float) -> None:
    """Do nothing."""


def run_frame(app: App) -> None:
    """Run one frame of the app's own loop."""
    app.frame(pygame.event.get(), app.pacer.tick(), app.pacer.wait)


def run_while(
    app: App, go_on: Callable[[float], bool], act: Act = idle, frame: Callable[[App], None] = run_frame
) -> Timing:
    """Drive the app's own frame loop; `act` plays the user.

    Args:
        app: the app.
        go_on: seconds so far: whether there shall be another frame. There is at least one.
        act: called before every frame, with the app and the seconds so far.
        frame: runs one; `App.turn` rests where the scene allows it, and then each picture's interval is
            counted without the rest before it.
    """
    app.work.clear()
    # The first frame counts too, however long it takes: many a freeze is there.
    app.pacer.forget()
    start = now = time.perf_counter()
    while app.running and (now == start or go_on(now - start)):
        act(app, now - start)
        frame(app)
        now = time.perf_counter()
    return Timing(tuple(app.pacer.intervals), tuple(app.work))


def run_for(app: App, seconds: float, act: Act = idle) -> Timing:
    """Drive the app's own frame loop for some seconds."""
    return run_while(app, lambda now: now < seconds, act)


def run_until(app: App, done: Callable[[], bool]) -> Timing:
    """Drive the app's own frame loop until something is done, for at most two minutes."""
    return run_while(app, lambda now: now < READY_TIMEOUT and not done())


def wait_until_ready(app: App) -> None:
    """Run frames until torch is loaded."""
    if not app.loader.ready:
        run_until(app, lambda: app.loader.ready)


def press(key: int, down: bool) -> None:
    """Post a key event."""
    kind = pygame.KEYDOWN if down else pygame.KEYUP
    pygame.event.post(pygame.event.Event(kind, key=key, mod=0, unicode="", scancode=0))


class Stroke:
    """Moves the brush round and round over a scene's canvas, lifting it twice a second."""

    def __init__(self) -> None:
        self._count = -1

    def __call__(self, app: App, now: float) -> None:
        """Move on."""
        rect = app.scene.canvas.rect  # type: ignore[attr-defined]
        angle, radius = now * 5, 0.42 * math.cos(now * 1.7)
        at = (
            round(rect.centerx + rect.width * radius * math.cos(angle)),
            round(rect.centery + rect.height * radius * math.sin(angle)),
        )
        if self._count != int(now * 2):
            self._count = int(now * 2)
            pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))
            pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
        pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(1, 0, 0)))
