"""The network live, its looks, and both methods side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
import pytest

from game.scenes.detection.comparison import Result, cell
from game.scenes.detection.scoring import Thing
from game.scenes.detection.workbench import FIRST
from tests.game.conftest import Driver
from tests.game.scenes.detection.conftest import at
from tests.game.scenes.detection.quick import BOX, QuickHand

Visit = Callable[..., Driver]


def test_it_answers_while_one_draws(visit: Visit) -> None:
    driver = visit("detection/now?picture=paper")
    session = driver.scene.bench.network
    assert session.seen is not None
    assert not session.seen.kept, "nothing on white paper"
    before = session.seen.question.version
    driver.move(at(driver, 100, 80))
    driver.down(at(driver, 100, 80))
    driver.move(at(driver, 300, 240), 1)
    driver.frames(2)
    assert driver.scene.bench.painting.painting, "the hand is still down"
    assert session.seen.question.version > before
    driver.up(at(driver, 300, 240))


def test_threshold_and_overlap_ask_again_with_the_same_picture(visit: Visit) -> None:
    driver = visit("detection/now?picture=cat")
    session = driver.scene.bench.network
    version = session.seen.question.version
    driver.tap(pygame.K_UP)
    driver.frames(2)
    assert session.threshold == pytest.approx(0.55)
    assert session.seen.question.threshold == pytest.approx(0.55)
    slider = driver.widget("#overlap")
    driver.click((slider.rect.x + slider.rect.width // 4, slider.rect.centery))
    driver.frames(2)
    assert session.seen.question.overlap < 0.4
    assert session.seen.question.version == version


def test_a_link_says_what_is_shown(visit: Visit) -> None:
    link = "detection/now?picture=cat&threshold=0.2&overlap=0.4&look=anchors&level=3"
    driver = visit(link)
    session = driver.scene.bench.network
    assert (session.look, session.level) == ("anchors", 2)
    assert str(driver.scene.link()) == link
    driver.app.go("detection/now")
    driver.frames(4)
    assert (session.look, session.level, session.threshold) == ("answer", -1, 0.5)
    assert driver.scene.bench.painting.origin == FIRST


def test_a_wrong_link_is_a_message(visit: Visit) -> None:
    driver = visit("detection/now")
    for link in ("detection/now?picture=zebra", "detection/now?level=9", "detection/then?detector=dog"):
        driver.app.go(link)
        driver.frames(2)
        assert driver.toasts


@pytest.mark.parametrize("look", ["answer", "candidates", "anchors"])
def test_every_look_draws_something_else(visit: Visit, look: str) -> None:
    driver = visit("detection/now?picture=brick&threshold=0.3")
    canvas = driver.scene.canvas.rect
    plain = driver.picture()[canvas.top : canvas.bottom, canvas.left : canvas.right]
    driver.press_button(f"#look_{look}")
    driver.frames(2)
    shown = driver.picture()[canvas.top : canvas.bottom, canvas.left : canvas.right]
    assert driver.scene.bench.network.look == look
    assert (look == "answer") == bool((plain == shown).all())


def test_levels_are_walked_through_by_keys(visit: Visit) -> None:
    driver = visit("detection/now?look=anchors")
    session = driver.scene.bench.network
    driver.tap(pygame.K_RIGHT)
    assert session.level == 0
    driver.tap(pygame.K_LEFT)
    driver.tap(pygame.K_LEFT)
    assert session.level == 5


def test_then_and_now_are_compared_on_one_picture(visit: Visit, quick: type[QuickHand]) -> None:
    quick.found = ((400.0, 10.0, 50.0, 50.0),)
    driver = visit("detection/now?picture=paper")
    bench = driver.scene.bench
    bench.painting.place(np.zeros((384, 512, 3), np.uint8))
    bench.painting.set_marks((Thing("cat", BOX), Thing("face", (10, 10, 60, 60))))
    driver.frames(3)
    assert bench.hand.scanned.question.version < bench.painting.version, (
        "no core is taken before it is wanted"
    )
    driver.tap(pygame.K_k)
    driver.frames(4)
    hand, network = bench.hand_verdict, bench.network_verdict
    assert (hand.hits, hand.false_alarms, hand.missed) == (0, 1, 1)
    assert (network.hits, network.false_alarms, network.missed) == (1, 0, 0)
    driver.press_button("#detector_cat")
    driver.frames(3)
    assert bench.hand.settings.detector == "cat"
    assert bench.hand_verdict.missed == 0, "no cat's face is marked"


def test_a_table_cell_tells_what_nobody_knows(visit: Visit) -> None:
    ctx = visit("detection/now").scene.ctx
    assert cell(ctx, "hits", Result(2, 10.0, None)) == "–"
    assert cell(ctx, "time", Result(None, 0.0, None)) == "…"
    assert cell(ctx, "time", Result(2, 10.4, None)) == "10 ms"
    assert cell(ctx, "time", Result(2, 1240.0, None)) == "1.2 s"


def test_what_is_saved_and_copied_has_the_boxes_on_it(visit: Visit) -> None:
    driver = visit("detection/now?picture=brick&threshold=0.3")
    plain = driver.scene.bench.painting.array()
    saved = pygame.surfarray.array3d(driver.scene.bench.picture()).swapaxes(0, 1)
    assert saved.shape == plain.shape
    assert (saved != plain).any()
    np.testing.assert_array_equal(driver.scene.bench.painting.array(), plain)


def test_what_goes_wrong_is_said(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = visit("detection/now")

    def fail(self: object, question: object) -> None:
        raise ValueError("the weights are gone")

    session = driver.scene.bench.network
    monkeypatch.setattr(session._call, "_function", lambda question: fail(session, question))
    driver.tap(pygame.K_UP)
    driver.frames(3)
    assert session.problem.error == "the weights are gone"
    monkeypatch.undo()


def test_it_plays_itself(visit: Visit) -> None:
    driver = visit("detection/now")
    looks = set()
    for _ in range(30):
        driver.scene.attract(0.5)
        driver.frames(1, 0.5)
        looks.add(driver.scene.bench.network.look)
    assert looks == {"answer", "candidates", "anchors"}
