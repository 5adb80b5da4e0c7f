"""Draw something that the network detects."""

from __future__ import annotations

from collections.abc import Callable

from tests.game.conftest import Driver
from tests.game.scenes.detection.conftest import at

Visit = Callable[..., Driver]


def draw(driver: Driver) -> None:
    """Cover most of the paper with ink."""
    driver.scene.canvas.choose("brush")
    driver.scene.canvas.brush = 160
    for y in range(40, 512, 100):
        driver.stroke(at(driver, 20, y), at(driver, 490, y))
    driver.frames(3)


def test_a_drawing_does_it(visit: Visit) -> None:
    driver = visit("detection/now?picture=cat")
    done = driver.scene.task("drawn-object")
    assert not done()
    driver.app.go("detection/now?picture=paper")
    driver.frames(4)
    assert not done(), "white paper is no drawing"
    draw(driver)
    assert done()


def test_a_photograph_does_not(visit: Visit) -> None:
    driver = visit("detection/now?picture=paper")
    done = driver.scene.task("drawn-object")
    driver.app.go("detection/now?picture=galaxies")
    driver.frames(6)
    assert driver.scene.bench.network.seen.kept
    assert not done()
    draw(driver)
    assert not done(), "nor do strokes on one"


def test_an_idle_visitor_has_not_done_it(visit: Visit) -> None:
    driver = visit("detection/now?picture=paper")
    draw(driver)
    done = driver.scene.task("drawn-object")
    driver.frames(20, 0.2)
    assert not done(), "what was there before does not count"
