"""The lecture hall's text size with the lecture's text open: nothing is small, nothing is cut."""

from __future__ import annotations

from game.lecture.route import Stop
from game.lecture.session import LectureSession
from game.ui.settings import HALL
from game.ui.style import TYPE
from tests.game.conftest import Driver
from tests.game.lecture.test_walk_of_stops import ROUTE, Open, everywhere
from tests.game.scenes.generator.training import conftest as training
from tests.game.scenes.test_scenes import assert_no_two_overlap, assert_nothing_sticks_out

fake_trainer = training.fake_trainer


def faults(driver: Driver) -> list[str]:
    """Widgets that stick out, or overlap."""
    found = []
    for check in (lambda: assert_nothing_sticks_out(driver), lambda: assert_no_two_overlap(driver.buttons())):
        try:
            check()
        except AssertionError as error:
            found.append(str(error).partition("\n")[0])
    return found


def answer(session: LectureSession, stop: Stop) -> None:
    """Ask the stop's question, and answer it."""
    session.next()
    if stop.question is not None and stop.question.number is not None:
        session.give(stop.question.number)
    else:
        session.next()


@everywhere
def test_no_text_of_a_stop_is_small_and_none_is_cut(
    size: tuple[int, int],
    lang: str,
    open_app: Open,
    cut_texts: list[str],
    fake_trainer: training.FakeTrainer,
    one_console: None,
) -> None:
    driver = open_app("lecture", lang=lang, size=size, scale=HALL)
    session = driver.app.lecture.session
    wrong: dict[str, list[str]] = {}
    for stop in ROUTE.stops:
        session.open(stop.id)
        driver.frames(4)
        assert driver.app.lecture.open
        style = driver.app.style
        assert style.text_size("body") >= size[1] / 36, stop.id
        assert min(map(style.text_size, TYPE)) >= size[1] / 48, stop.id
        found = faults(driver)
        if stop.question is not None:
            answer(session, stop)
            driver.frames(2)
            found += faults(driver)
        if found := found + sorted(set(cut_texts)):
            wrong[stop.id] = found
        cut_texts.clear()
    assert wrong == {}
