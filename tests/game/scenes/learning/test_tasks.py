"""Every tab's task: false at first, true once a visitor has done it, false for an idle one or a cheat."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
import pytest

from tests.game.scenes.learning.conftest import Visitor

Visit = Callable[..., Visitor]
TASKS = {
    "knobs?model=line": "below-mark",
    "step?phase=next": "three-signs",
    "epochs": "stopped-in-time",
    "landscape": "fewer-steps",
    "network?data=blobs&hidden=1": "spiral",
}


@pytest.mark.parametrize(("link", "name"), TASKS.items())
def test_an_idle_visitor_has_done_nothing(visit: Visit, link: str, name: str) -> None:
    visitor = visit(f"learning/{link}")
    done = visitor.driver.scene.task(name)
    for _ in range(20):
        assert not done()
        visitor.driver.frames()


@pytest.mark.parametrize("link", TASKS)
def test_there_are_no_other_tasks(visit: Visit, link: str) -> None:
    with pytest.raises(KeyError):
        visit(f"learning/{link}").driver.scene.task("nonsense")


# ---------------------------------------------------------------------- knobs


def drag_knob(visitor: Visitor, index: int, value: float) -> None:
    """Drag a dial as far as it takes."""
    from game.scenes.learning.dials import PER_UNIT

    tab = visitor.tab
    cell = tab.dials.cell(index).center
    way = round((value - visitor.session.w[index]) * tab.dials.style.px(PER_UNIT))
    visitor.driver.stroke(cell, (cell[0], cell[1] - way))


def test_hands_bring_the_loss_below_the_mark(visit: Visit) -> None:
    visitor = visit("learning/knobs?model=line")
    done = visitor.driver.scene.task("below-mark")
    assert visitor.session.q > visitor.tab.knobs.mark
    for index, value in enumerate(visitor.best()):
        assert not done()
        drag_knob(visitor, index, value)
        visitor.driver.frames()
    assert visitor.session.q <= visitor.tab.knobs.mark
    assert done()


def test_a_descent_does_not_count_as_hands(visit: Visit) -> None:
    visitor = visit("learning/knobs?model=line")
    done = visitor.driver.scene.task("below-mark")
    assert not done()
    visitor.training.start()
    visitor.driver.frames(400)
    assert visitor.tab.knobs.below
    assert not done()


def test_throwing_the_points_away_does_not_count(visit: Visit) -> None:
    visitor = visit("learning/knobs?model=line")
    done = visitor.driver.scene.task("below-mark")
    assert not done()
    drag_knob(visitor, 0, float(visitor.session.w[0]) + 0.1)
    while visitor.session.remove_point(0):
        visitor.driver.frames()
    w = np.polyfit(visitor.session.sample.x[:, 0], visitor.session.sample.y, 1)[::-1]
    visitor.session.choose_loss("absolute")
    visitor.session.set_knobs(w)
    visitor.driver.frames(2)
    assert not done()


# ---------------------------------------------------------------------- step


def predict(visitor: Visitor, right: bool) -> None:
    """Go on to the next question, and answer it by a button."""
    step = visitor.tab.step
    while step.name != "turn":
        visitor.driver.tap(pygame.K_RIGHT)
    way = step.now.way(step.asked)
    answer = way if right else -way or 1
    visitor.driver.press_button({1: "#up", -1: "#down", 0: "#same"}[answer])
    assert step.right is right


def test_three_right_predictions_in_a_row(visit: Visit) -> None:
    visitor = visit("learning/step?phase=next")
    done = visitor.driver.scene.task("three-signs")
    for right in (True, True, False, True, True):
        predict(visitor, right)
        assert not done()
    predict(visitor, True)
    assert done()


def test_an_object_counts_once(visit: Visit) -> None:
    visitor = visit("learning/step?phase=turn")
    done = visitor.driver.scene.task("three-signs")
    for _ in range(4):
        predict(visitor, True)
        visitor.driver.tap(pygame.K_LEFT)
    assert visitor.tab.step.streak == 1
    assert not done()


# ---------------------------------------------------------------------- epochs


def learn_until(visitor: Visitor, stop: Callable[[], bool]) -> None:
    visitor.driver.tap(pygame.K_SPACE)
    for _ in range(1500):
        visitor.driver.frames()
        if stop():
            break
    visitor.driver.tap(pygame.K_SPACE)
    visitor.driver.frames(2)
    assert not visitor.training.running


def test_the_training_is_stopped_in_time(visit: Visit) -> None:
    visitor = visit("learning/epochs")
    done = visitor.driver.scene.task("stopped-in-time")
    learn_until(visitor, lambda: visitor.training.epoch >= 30)
    assert visitor.tab.epochs.excess > 0.1
    assert not done(), "far too early"
    learn_until(visitor, lambda: visitor.training.epoch >= 700)
    assert visitor.tab.epochs.excess > 0.5, "by now it has learned the examples by heart"
    assert not done(), "far too late"
    visitor.driver.press_button("#to_best")
    visitor.driver.frames(2)
    assert done(), "but one may go back to the best"


def test_a_stop_near_the_lowest_error_is_in_time(visit: Visit) -> None:
    visitor = visit("learning/epochs")
    done = visitor.driver.scene.task("stopped-in-time")
    learn_until(visitor, lambda: visitor.training.epoch >= 140)
    assert visitor.tab.epochs.excess == pytest.approx(0, abs=0.1)
    assert done()


def test_leaving_the_tab_is_no_stop_by_hand(visit: Visit) -> None:
    visitor = visit("learning/epochs")
    done = visitor.driver.scene.task("stopped-in-time")
    visitor.driver.tap(pygame.K_SPACE)
    while visitor.training.epoch < 140:
        visitor.driver.frames()
    visitor.driver.press_button("#tab_knobs")
    visitor.driver.press_button("#tab_epochs")
    visitor.driver.frames(3)
    assert not visitor.training.running
    assert not done()


# ---------------------------------------------------------------------- landscape


def test_a_walk_of_few_steps(visit: Visit) -> None:
    visitor = visit("learning/landscape")
    done, land, view = visitor.driver.scene.task("fewer-steps"), visitor.tab.land, visitor.tab.view
    chart = land.chart
    assert land.rival_steps > 8
    for _ in range(6):
        assert not done()
        x, y = view.at(chart, chart.lowest)
        visitor.driver.click((round(x), round(y)))
        if land.done:
            break
    assert 1 < land.steps < land.rival_steps, "no single step reaches that far"
    assert done()


def test_dragging_the_pin_is_no_walk(visit: Visit) -> None:
    visitor = visit("learning/landscape")
    done, land, view = visitor.driver.scene.task("fewer-steps"), visitor.tab.land, visitor.tab.view
    places = [tuple(map(round, view.at(land.chart, place))) for place in (land.here, land.chart.lowest)]
    visitor.driver.stroke(*places)
    assert visitor.session.q <= land.chart.bottom
    assert not done()


# ---------------------------------------------------------------------- network


def test_a_network_learns_the_spiral(visit: Visit) -> None:
    visitor = visit("learning/network?data=blobs&hidden=1")
    done = visitor.driver.scene.task("spiral")
    visitor.driver.tap(pygame.K_SPACE)
    visitor.driver.frames(20)
    assert visitor.session.right_checked > 0.95
    assert not done(), "two clouds are no spiral"
    visitor.go("learning/network?hidden=8,8")
    assert not done()
    visitor.driver.tap(pygame.K_SPACE)
    for _ in range(40):
        visitor.driver.frames()
        if done():
            break
    assert done()
    assert visitor.session.right_checked >= 0.95


def test_three_points_of_a_spiral_are_not_enough(visit: Visit) -> None:
    visitor = visit("learning/network?count=10&held=0.2&hidden=8,8")
    done = visitor.driver.scene.task("spiral")
    visitor.driver.tap(pygame.K_SPACE)
    visitor.driver.frames(30)
    assert not done()
