from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from game.scenes.learning.bench import Bench
from game.scenes.learning.session import LearningSession
from game.scenes.learning.training import Training
from tests.game.conftest import Driver


@dataclass
class Visitor:
    """Somebody at one of the tabs."""

    driver: Driver

    @property
    def tab(self) -> Any:
        return self.driver.scene.tab

    @property
    def bench(self) -> Bench:
        bench: Bench = self.driver.scene.bench
        return bench

    @property
    def session(self) -> LearningSession:
        return self.bench.session

    @property
    def training(self) -> Training:
        return self.bench.training

    def go(self, link: str) -> Visitor:
        self.driver.app.go(link)
        self.driver.frames(4)
        return self

    def spot(self, x: float, y: float) -> tuple[int, int]:
        """A place of the plane in the window."""
        a, b = self.tab.plane.at(x, y)
        return round(a), round(b)

    def best(self) -> np.ndarray:
        """The line of the least squares."""
        session = self.session
        features = session.model.features(session.sample.x)  # type: ignore[union-attr]
        return np.linalg.lstsq(features, session.sample.y, rcond=None)[0]


@pytest.fixture
def visit(open_app: Callable[..., Driver]) -> Callable[..., Visitor]:
    """Opens the app at a link of the scene."""

    def start(link: str, **options: Any) -> Visitor:
        return Visitor(open_app("learning", **options)).go(link)

    return start
