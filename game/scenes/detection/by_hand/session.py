"""What is looked for by hand-made features and how it is shown; the answers of its worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.scenes.detection.by_hand.requests import (
    WANTED,
    Detector,
    HandMade,
    Kind,
    Question,
    Scanned,
    steps,
    usual,
)
from game.workers.status import Status
from game.workers.workers import Workers

NICE = 7
PACE = 0.5
"""Seconds on a step while the stages play."""


class HandSession:
    """Asks when something has changed and nothing is under way.

    Attributes:
        settings: the detector and what can be turned on it.
        step: which step of the pipeline is shown; the last is the answer.
        playing: whether the steps go on by themselves.
        scanned: the newest answer.
        problem: why there is none.
    """

    def __init__(self, workers: Workers) -> None:
        self.settings = usual("face")
        self.step = self.last
        self.playing = False
        self.scanned: Scanned | None = None
        self.problem: Status | None = None
        self._waited = 0.0
        self._asked: object = None
        self._call = workers.call(HandMade().answer, name="by hand", nice=NICE)

    @property
    def wanted(self) -> str:
        """What the detector looks for."""
        return WANTED[self.settings.detector]

    @property
    def last(self) -> int:
        """The step that shows the answer."""
        return len(steps(self.settings.detector)) - 1

    @property
    def kind(self) -> tuple[Kind, int]:
        """What the step is, and a stage's number, from 1."""
        return steps(self.settings.detector)[self.step]

    @property
    def busy(self) -> bool:
        """Whether an answer is under way."""
        return self._call.busy

    def choose(self, detector: Detector) -> None:
        """Look for something else, with this detector's usual settings; at its last step."""
        if detector != self.settings.detector:
            self.settings = usual(detector)
            self.scanned = None
            self.go(self.last)

    def turn(self, **fields: Any) -> None:
        """Change some of the settings."""
        self.settings = replace(self.settings, **fields)

    def reset(self) -> None:
        """The detector's usual settings."""
        self.settings = usual(self.settings.detector)

    def go(self, step: int) -> None:
        """Show a step."""
        self.step = min(max(step, 0), self.last)
        self.playing = False

    def go_to(self, kind: Kind, stage: int = 0) -> None:
        """Show a step by its name; the nearest stage where there are fewer."""
        known = steps(self.settings.detector)
        stage = min(stage, max(number for _, number in known))
        if (kind, stage) in known:
            self.go(known.index((kind, stage)))

    def open_bar(self, number: int) -> None:
        """Show what a bar of the funnel stands for: 0 for all windows, then what is left after each stage."""
        if self.settings.detector == "people":
            self.go_to("raw" if number else "scores")
        else:
            self.go_to("stage" if number else "windows", number)

    def toggle(self) -> None:
        """Let the steps go on by themselves, from the first where the last is shown; or stop."""
        self.playing = not self.playing
        if self.playing and self.step == self.last:
            self.step = 0
        self._waited = 0.0

    def update(
        self,
        picture: Callable[[], NDArray[np.uint8]],
        version: int,
        spot: tuple[float, float] | None,
        dt: float = 0.0,
    ) -> None:
        """Ask about a picture if anything has changed; take what was found.

        Args:
            picture: makes (H, W, 3) uint8; called when it is needed.
            version: changes with the picture.
            spot: the place that is asked about, in picture pixels.
            dt: seconds since the last call, which bring the steps on.
        """
        if self.playing:
            self._waited += dt
            if self._waited >= PACE:
                self._waited = 0.0
                self.step = min(self.step + 1, self.last)
                self.playing = self.step < self.last
        key = (version, self.settings, self.step, spot)
        if key != self._asked and not self._call.busy:
            self._asked = key
            self._call.submit(Question(picture(), version, self.settings, self.step, spot))
        answer = self._call.poll()
        if answer is None:
            return
        self.problem = answer.error
        if answer.value is not None and answer.value.question.settings.detector == self.settings.detector:
            self.scanned = answer.value

    def close(self) -> None:
        """Stop the worker."""
        self._call.close()
