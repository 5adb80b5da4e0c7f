"""The scene, used as a person would, with quick detectors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.game.conftest import Driver
from tests.game.scenes.detection.quick import QuickHand


@pytest.fixture
def quick(quick_networks: None, monkeypatch: pytest.MonkeyPatch) -> type[QuickHand]:
    """What the cascade finds stands in `found` of what this returns."""
    monkeypatch.setattr(QuickHand, "found", ())
    return QuickHand


@pytest.fixture
def visit(quick: type[QuickHand], open_app: Callable[..., Driver]) -> Callable[..., Driver]:
    """Opens the scene at a link."""

    def go(link: str, **fields: Any) -> Driver:
        driver = open_app("detection", **fields)
        driver.app.go(link)
        driver.frames(6)
        return driver

    return go


def at(driver: Driver, x: float, y: float) -> tuple[int, int]:
    """Where a pixel of the picture lies in the window."""
    return driver.scene.canvas.place((x, y, 0.0, 0.0)).topleft
