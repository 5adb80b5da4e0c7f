"""Progress, and how to cancel."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pygame
import pytest

from game.scenes.inpainting.network_job import NetworkJob
from game.workers.workers import Workers
from models.base.tiles import Cancelled
from tests.game.conftest import Driver, QuickInpainter
from tests.game.scenes.inpainting.conftest import at, shown


class SlowInpainter(QuickInpainter):
    """Waits until it is cancelled."""

    begun = threading.Event()

    def fill(self, rgb: np.ndarray, mask: np.ndarray, *, variant: int = 0, **how: Any) -> np.ndarray:
        how["progress"](0.4)
        self.begun.set()
        for _ in range(2000):
            if how["cancelled"]():
                raise Cancelled
            threading.Event().wait(0.005)
        raise AssertionError("nobody cancelled it")


@pytest.mark.parametrize("how", ["escape", "button"])
def test_a_long_fill_shows_progress_and_can_be_cancelled(
    how: str, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.scenes.inpainting.requests.load_inpainter", SlowInpainter)
    monkeypatch.setattr("game.scenes.inpainting.network_job.SLOW", 0.0)
    SlowInpainter.begun.clear()
    session = driver.scene.tab.session
    session.job = NetworkJob(Workers(), "slow")
    driver.tap(pygame.K_d)
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    picture = shown(driver)
    driver.tap(pygame.K_RETURN)
    assert SlowInpainter.begun.wait(20)
    driver.frames(2)
    assert session.progress == 0.4
    assert driver.widget("#run").text == driver.app.t("inpainting.cancel")
    assert "40" in driver.scene.tab.panel.status()
    if how == "escape":
        driver.tap(pygame.K_ESCAPE)
    else:
        driver.press_button("#run")
    driver.frames(3)
    assert driver.app.scene_id == "inpainting"
    assert not session.job.running
    assert driver.scene.tab.panel.status() == driver.app.t("inpainting.cancelled")
    np.testing.assert_array_equal(shown(driver), picture)
    assert driver.widget("#run").text == driver.app.t("inpainting.run")
    session.job.close()
