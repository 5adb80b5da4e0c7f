from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from game.lecture.route import Route
from game.lecture.route_file import read_route
from game.lecture.session import HINT_SECONDS, LectureSession
from game.workers.workers import Workers


@pytest.fixture
def route(route_file: Path) -> Route:
    return read_route(route_file)


@pytest.fixture
def make(route: Route, tmp_path: Path) -> Callable[[], LectureSession]:
    return lambda: LectureSession(route, tmp_path, Workers(inline=True))


@pytest.fixture
def session(make: Callable[[], LectureSession]) -> LectureSession:
    return make()


WALK = [
    ("one", "text", "question"), ("one", "question", "reveal"), ("one", "reveal", "stop"),
    ("two", "text", "question"), ("two", "question", "reveal"), ("two", "reveal", "stop"),
    ("three", "text", "question"), ("three", "question", "reveal"), ("three", "reveal", "stop"),
    ("four", "text", ""),
]  # fmt: skip
"""Stops and phases in their order, and what comes after each."""


def test_next_goes_through_every_phase_and_previous_back_the_same_way(session: LectureSession) -> None:
    session.go(0)
    there = []
    for _ in WALK:
        there.append((session.stop.id, session.phase, session.coming))
        session.next()
    assert there == WALK
    back = []
    for _ in WALK:
        back.append((session.stop.id, session.phase, session.coming))
        session.previous()
    assert back == WALK[::-1]
    assert (session.stop.id, session.phase) == ("one", "text"), "there is nothing before the first"


def test_links_are_to_be_brought_once_after_a_move(session: LectureSession) -> None:
    assert session.take_links() is None
    session.go(1)
    assert session.take_links() == ("nowhere/at-all", "convolution/shift")
    assert session.take_links() is None
    session.next()
    assert session.take_links() is None, "the question changes nothing on the screen"
    session.next()
    assert session.take_links() == ("convolution/microscope?example=2",)
    session.previous()
    assert session.take_links() == ("nowhere/at-all", "convolution/shift"), "the answer is hidden again"
    session.again()
    assert session.take_links() is not None
    session.go(0)
    session.take_links()
    session.next()
    session.next()
    assert session.take_links() is None


def test_back_into_a_stop_brings_its_answer(session: LectureSession) -> None:
    session.go(2)
    session.take_links()
    session.previous()
    assert session.phase == "reveal"
    assert session.take_links() == ("convolution/microscope?example=2",)


@pytest.mark.parametrize(("answer", "right"), [(2.5, True), (2.54, True), (2.56, False), (-2.5, False)])
def test_a_number_is_right_within_its_tolerance(session: LectureSession, answer: float, right: bool) -> None:
    session.go(0, "question")
    session.give(answer)
    assert session.phase == "reveal"
    assert session.right is right
    assert session.progress.right == (("one",) if right else ())


def test_alone_a_choice_is_the_answer(session: LectureSession) -> None:
    session.go(1)
    session.vote(2)
    assert session.answer is None, "nothing was asked yet"
    session.next()
    session.vote(4)
    session.vote(0)
    assert session.phase == "question", "there are three choices"
    session.vote(3)
    assert (session.phase, session.right, session.votes) == ("reveal", False, [0, 0, 0])
    session.previous()
    session.vote(2)
    assert session.right
    assert session.progress.right == ("two",)


def test_presenting_choices_are_votes_and_hands_can_go_down(session: LectureSession) -> None:
    session.go(1, "question")
    session.present()
    for choice, hands in ((1, 1), (2, 1), (2, 1), (1, -1), (1, -1), (3, -1)):
        session.vote(choice, hands)
    assert session.votes == [0, 2, 0]
    assert session.phase == "question"
    session.next()
    session.vote(1)
    assert session.votes == [0, 2, 0], "the vote is over"
    session.previous()
    assert session.votes == [0, 2, 0], "and kept"
    session.go(1)
    assert session.votes == [0, 0, 0]


def test_a_place_is_marked_only_while_it_is_asked_for(session: LectureSession) -> None:
    session.go(2)
    session.point((0.5, 0.5))
    assert session.mark is None
    session.next()
    session.point((0.5, 0.5))
    session.point((0.25, 0.75))
    assert session.mark == (0.25, 0.75)
    session.give(1.0)
    assert session.right is True
    session.previous()
    session.give(0.0)
    assert session.right is False


def test_a_task_is_done_once_and_stays_done(
    session: LectureSession, make: Callable[[], LectureSession]
) -> None:
    ready = []
    session.go(1)
    assert not session.update(1.0), "nobody checks it yet"
    session.watch(lambda: bool(ready))
    assert not session.update(1.0)
    ready.append(1)
    assert session.update(1.0)
    assert session.done
    assert not session.update(1.0), "it is told once"
    ready.clear()
    session.go(0)
    session.go(1)
    assert session.done
    session.close()
    assert make().progress.done == ("two",)


def test_the_check_of_a_stop_dies_with_it(session: LectureSession) -> None:
    session.go(1)
    session.watch(lambda: True)
    session.go(0)
    session.go(1)
    assert not session.update(1.0)


def test_a_task_may_ask_for_right_answers(session: LectureSession) -> None:
    session.go(3)
    assert not session.update(0.1)
    session.go(0, "question")
    session.give(2.5)
    session.go(3)
    assert not session.update(0.1)
    session.go(1, "question")
    session.vote(2)
    session.go(3)
    assert session.update(0.1)


def test_a_hint_is_offered_after_a_while_and_only_alone(session: LectureSession) -> None:
    session.go(1)
    session.show_hint()
    assert not session.hinted
    session.update(HINT_SECONDS)
    assert session.hint_due
    session.show_hint()
    assert session.hinted
    session.show_hint()
    assert not session.hinted
    session.show_hint()
    session.next()
    assert not session.hinted, "there is a question to be read"
    session.previous()
    session.present()
    session.update(HINT_SECONDS)
    assert not session.hint_due
    session.go(3)
    session.present(False)
    session.update(HINT_SECONDS)
    assert not session.hint_due, "this task has none"


def test_a_presentation_has_its_own_clock(session: LectureSession) -> None:
    session.go(1)
    session.update(5.0)
    assert (session.seconds, session.elapsed) == (5.0, 5.0)
    session.next()
    session.present()
    assert (session.seconds, session.elapsed) == (0.0, 0.0)
    assert (session.stop.id, session.phase) == ("two", "question"), "it goes on where one was"
    session.update(3.0)
    session.go(2)
    assert (session.seconds, session.elapsed) == (0.0, 3.0)
    assert session.minutes == 1 + 2 + 1 + 1
    session.end()
    session.go(2)
    assert session.elapsed == 0.0


def test_progress_is_kept_and_what_others_wrote_stays(
    session: LectureSession, make: Callable[[], LectureSession], tmp_path: Path
) -> None:
    other = make()
    session.go(0)
    session.go(2)
    other.go(1, "question")
    other.give(2)
    session.close()
    other.close()
    kept = json.loads((tmp_path / "lecture.json").read_text("utf-8"))
    assert kept["right"] == ["two"]
    assert set(kept["seen"]) == {"one", "two", "three"}, "two windows saw different stops"
    again = make()
    assert again.stop.id in ("two", "three")
    again.forget()
    again.close()
    assert make().progress.seen == ()


def test_another_route_begins_where_it_knows_the_stop(session: LectureSession, tmp_path: Path) -> None:
    session.go(1)
    path = tmp_path / "own.toml"
    path.write_text(
        '[part]\nid = "a"\ntitle.en = "A"\n'
        + "".join(
            f'[[stop]]\nid = "{name}"\nlink = "menu"\nheadline.en = "H"\n' for name in ("x", "two", "y")
        ),
        "utf-8",
    )
    session.take_route(read_route(path))
    assert not session.on
    assert session.stop.id == "two"
    assert session.phases == ("text",), "the stop of that name has no question here"
    assert session.progress.seen == ("two",)
