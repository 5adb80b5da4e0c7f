"""Find a picture on which the cascade is wrong twice."""

from __future__ import annotations

from collections.abc import Callable

from tests.game.conftest import Driver
from tests.game.scenes.detection.quick import QuickHand

Visit = Callable[..., Driver]
TWO = ((10.0, 10.0, 50.0, 50.0), (200.0, 100.0, 50.0, 50.0))


def test_two_false_alarms_on_another_picture_do_it(visit: Visit, quick: type[QuickHand]) -> None:
    driver = visit("detection/then?picture=cat&detector=cat")
    done = driver.scene.task("wrong-twice")
    assert not done()
    quick.found = TWO
    driver.app.go("detection/then?picture=flower&detector=face")
    driver.frames(6)
    done = driver.scene.task("wrong-twice")
    assert not done(), "a link has brought it"
    driver.scene.bench.desk.open_address(driver.scene.ctx, "brick")
    driver.frames(4)
    assert done()


def test_it_has_to_be_known_what_is_there(visit: Visit, quick: type[QuickHand]) -> None:
    driver = visit("detection/then?picture=cat")
    done = driver.scene.task("wrong-twice")
    quick.found = TWO
    driver.press_button("#clear")
    driver.frames(3)
    assert driver.scene.bench.hand.scanned.found
    assert not done(), "they may be faces"
    driver.press_button("#nothing")
    driver.frames(3)
    assert done()


def test_one_error_is_not_enough(visit: Visit, quick: type[QuickHand]) -> None:
    driver = visit("detection/then?picture=cat")
    done = driver.scene.task("wrong-twice")
    quick.found = TWO[:1]
    driver.press_button("#clear")
    driver.press_button("#nothing")
    driver.frames(3)
    assert not done()


def test_an_idle_visitor_has_not_done_it(visit: Visit, quick: type[QuickHand]) -> None:
    quick.found = TWO
    driver = visit("detection/then?picture=brick")
    done = driver.scene.task("wrong-twice")
    driver.frames(20, 0.2)
    assert not done()
