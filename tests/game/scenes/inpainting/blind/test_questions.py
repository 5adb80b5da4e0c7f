"""Questions of the blind choice."""

from __future__ import annotations

import numpy as np
import pytest

from game.scenes.inpainting.blind.questions import METHODS, Dealer
from tests.game.conftest import QuickInpainter

SIDE = 160
"""Half of what the app asks about: patches are looked for in a quarter of the time."""


@pytest.fixture
def dealer(monkeypatch: pytest.MonkeyPatch) -> Dealer:
    monkeypatch.setattr("game.scenes.inpainting.requests.load_inpainter", QuickInpainter)
    monkeypatch.setattr("game.scenes.inpainting.blind.questions.SIDE", SIDE)
    return Dealer()


def test_only_the_hole_differs_and_all_of_it_was_something_to_see(dealer: Dealer) -> None:
    for number in range(6):
        question = dealer.deal((1, number))
        assert question.original.shape == question.repaired.shape == (*question.hole.shape, 3)
        assert max(question.hole.shape) <= SIDE
        same = (question.original == question.repaired).all(axis=2)
        assert same[~question.hole].all()
        assert not same[question.hole].all()
        assert 0.03 < question.hole.mean() < 0.2


def test_three_in_a_row_are_repaired_in_three_ways(dealer: Dealer) -> None:
    for begin in (0, 3, 6):
        found = {dealer.deal((7, begin + i)).method for i in range(3)}
        assert found == set(METHODS)


def test_both_places_occur_and_a_question_can_be_repeated(dealer: Dealer) -> None:
    asked = [dealer.deal((1, number)) for number in range(8)]
    assert {question.first for question in asked} == {False, True}
    assert len({question.picture for question in asked}) > 1
    again = dealer.deal((1, 3))
    assert again.picture == asked[3].picture
    np.testing.assert_array_equal(again.hole, asked[3].hole)
