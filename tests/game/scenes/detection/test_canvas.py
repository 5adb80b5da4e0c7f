"""Marks are drawn, taken away, and places are asked about, by the mouse."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from tests.game.conftest import Driver
from tests.game.scenes.detection.conftest import at

Visit = Callable[..., Driver]


def test_a_mark_is_drawn_undone_and_removed(visit: Visit) -> None:
    driver = visit("detection/now?picture=brick")
    painting, canvas = driver.scene.bench.painting, driver.scene.canvas
    assert painting.marks == (), "of a wall it is known that there is nothing"
    driver.tap(pygame.K_m)
    assert canvas.tool == "mark"
    canvas.mark_as = "cat"
    driver.stroke(at(driver, 100, 80), at(driver, 200, 120), at(driver, 300, 240))
    (mark,) = painting.marks
    assert mark.what == "cat"
    assert all(abs(a - b) < 4 for a, b in zip(mark.box, (100, 80, 200, 160), strict=True))
    driver.stroke(at(driver, 10, 10), at(driver, 12, 11))
    assert len(painting.marks) == 1, "a slip is no mark"
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    assert painting.marks == ()
    driver.tap(pygame.K_y, pygame.KMOD_CTRL)
    assert painting.marks == (mark,)
    driver.click(at(driver, 200, 160), button=3)
    assert painting.marks is None


def test_escape_forgets_the_mark_under_way_and_the_question(visit: Visit) -> None:
    driver = visit("detection/now?picture=brick")
    canvas = driver.scene.canvas
    driver.click(at(driver, 200, 160))
    assert canvas.spot is not None
    driver.tap(pygame.K_m)
    driver.move(at(driver, 100, 80))
    driver.down(at(driver, 100, 80))
    driver.move(at(driver, 300, 240), 1)
    assert canvas.drawn is not None
    driver.tap(pygame.K_ESCAPE)
    assert canvas.drawn is None
    assert canvas.spot is not None
    driver.up(at(driver, 300, 240))
    assert driver.scene.bench.painting.marks == ()
    driver.tap(pygame.K_ESCAPE)
    assert canvas.spot is None
    assert driver.app.scene_id == "detection"


def test_the_question_follows_the_hand(visit: Visit) -> None:
    driver = visit("detection/then?picture=brick")
    canvas = driver.scene.canvas
    driver.stroke(at(driver, 100, 80), at(driver, 300, 240))
    assert abs(canvas.spot[0] - 300) < 3
    assert driver.scene.bench.hand.scanned.why is not None


def test_a_brush_paints_as_on_every_canvas(visit: Visit) -> None:
    driver = visit("detection/now?picture=paper")
    painting = driver.scene.bench.painting
    assert painting.blank
    assert driver.scene.canvas.tool == "brush", "one can draw at once"
    driver.stroke(at(driver, 100, 80), at(driver, 300, 240))
    assert not painting.blank
    assert painting.origin == "paper"


def test_nothing_can_be_said_to_be_there(visit: Visit) -> None:
    driver = visit("detection/now?picture=paper")
    assert driver.scene.bench.painting.marks is None
    driver.press_button("#nothing")
    assert driver.scene.bench.painting.marks == ()
