"""Hits, false alarms and misses."""

from __future__ import annotations

import pytest

from game.scenes.detection.scoring import Thing, contains, iou, judge

CAT = Thing("cat", (0, 0, 100, 100))


@pytest.mark.parametrize(
    ("other", "share"),
    [
        ((0, 0, 100, 100), 1.0),
        ((100, 0, 100, 100), 0.0),
        ((50, 0, 100, 100), 1 / 3),
        ((0, 0, 100, 50), 0.5),
        ((25, 25, 50, 50), 0.25),
    ],
)
def test_intersection_over_union(other: tuple[float, ...], share: float) -> None:
    assert iou(CAT.box, other) == pytest.approx(share)  # type: ignore[arg-type]


def test_half_is_enough_and_less_is_not() -> None:
    assert judge((Thing("cat", (0, 0, 100, 50), 0.9),), (CAT,), ("cat",)).hits == 1
    verdict = judge((Thing("cat", (0, 0, 100, 49), 0.9),), (CAT,), ("cat",))
    assert (verdict.hits, verdict.false_alarms, verdict.missed, verdict.errors) == (0, 1, 1, 2)


def test_a_mark_is_hit_once_by_the_surest_box() -> None:
    found = (Thing("cat", (0, 0, 90, 100), 0.6), Thing("cat", (0, 0, 95, 100), 0.8))
    verdict = judge(found, (CAT,), ("cat",))
    assert verdict.right == (False, True)
    assert verdict.precision == 0.5
    assert verdict.recall == 1.0


def test_the_class_has_to_be_right() -> None:
    verdict = judge((Thing("dog", CAT.box, 0.9),), (CAT,), ("cat", "dog"))
    assert (verdict.hits, verdict.missed) == (0, 1)
    assert (verdict.precision, verdict.recall) == (0, 0)


def test_marks_that_a_method_does_not_look_for_do_not_count() -> None:
    verdict = judge((), (CAT, Thing("face", (0, 0, 10, 10))), ("face",))
    assert verdict.met == (None, False)
    assert verdict.missed == 1


def test_nothing_found_and_nothing_there_has_no_shares() -> None:
    verdict = judge((), (), ("cat",))
    assert verdict.errors == 0
    assert verdict.precision is None
    assert verdict.recall is None


def test_a_point_in_a_box() -> None:
    assert contains(CAT.box, (50, 99))
    assert not contains(CAT.box, (101, 50))
