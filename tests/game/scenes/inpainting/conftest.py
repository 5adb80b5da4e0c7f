"""The inpainting scene with a small grey picture, used as a person would."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from game.ui.surfaces import to_array
from tests.game.conftest import Driver

Open = Callable[..., Driver]


PHOTO = (20, 200, 60)
"""What the stand-in for the photo network fills with."""


@pytest.fixture
def driver(open_app: Open) -> Driver:
    """The scene with a small grey picture and nothing missing."""
    driver = open_app("inpainting")
    put(driver, ramp(64, 96))
    return driver


def ramp(height: int, width: int) -> np.ndarray:
    """A picture in which every place differs from its neighbours."""
    rows, columns = np.mgrid[:height, :width]
    red, green = rows * 255 // max(1, height - 1), columns * 255 // max(1, width - 1)
    return np.stack([red, green, (red + green) // 2], axis=2).astype(np.uint8)


def put(driver: Driver, image: np.ndarray, **how: Any) -> None:
    driver.scene.shared.masked.place(image, **how)
    driver.frames(2)


def at(driver: Driver, x: float, y: float) -> tuple[int, int]:
    """The window's pixel at a share of the canvas."""
    rect = driver.scene.canvas.rect
    return round(rect.x + x * rect.width), round(rect.y + y * rect.height)


def bits(driver: Driver) -> np.ndarray:
    found: np.ndarray = driver.scene.shared.masked.bits
    return found


def shown(driver: Driver) -> np.ndarray:
    """The result's picture."""
    return to_array(driver.scene.tab.result.outcome.surface)


def assert_filled(driver: Driver, colour: tuple[int, int, int] = PHOTO) -> None:
    """Exactly the masked pixels are filled."""
    result, picture, hole = shown(driver), driver.scene.shared.masked.array(), bits(driver)
    assert (result[hole] == colour).all()
    np.testing.assert_array_equal(result[~hole], picture[~hole])


@pytest.fixture
def rain(driver: Driver) -> Driver:
    driver.press_button("#tab_rain")
    driver.frames(4)
    return driver
