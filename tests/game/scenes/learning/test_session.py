"""The shared state: samples, knobs, undo."""

from __future__ import annotations

import numpy as np
import pytest

from game.scenes.learning.session import LearningSession, Recipe, held_out
from models.learning.datasets import MOST_POINTS, PRESETS, Data, preset
from models.learning.descent import q
from models.learning.models import ModelSpec


@pytest.fixture
def session() -> LearningSession:
    return LearningSession()


def test_q_is_of_what_is_not_held_out(session: LearningSession) -> None:
    session.begin(Recipe("waves", 40, 0.2, share=0.5), ModelSpec("polynomial", 3), "square")
    assert (len(session.sample), len(session.checked)) == (20, 20)
    assert session.q == q(session.model, session.w, session.sample, "square")
    assert session.q_checked == q(session.model, session.w, session.checked, "square")
    assert session.q == pytest.approx(session.losses[~session.state.held].mean())


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_gets_a_model_and_a_loss_that_suit_it(session: LearningSession, name: str) -> None:
    session.draw_again(name=name)
    assert session.kind == PRESETS[name][0]
    assert len(session.w) == session.model.size
    assert np.isfinite(session.q)


def test_undo_brings_back_points_model_and_knobs(session: LearningSession) -> None:
    first = session.state
    session.remember()
    session.add_point(0.5, -0.5)
    session.choose_model(ModelSpec("polynomial", 5))
    session.remember()
    session.turn(2, 1.5)
    assert (len(session.state.data), session.w[2]) == (len(first.data) + 1, 1.5)
    for _ in range(3):
        session.undo()
    assert session.state is first
    assert not session.can_undo
    for _ in range(3):
        session.redo()
    assert (len(session.state.data), session.w[2], session.state.spec.degree) == (len(first.data) + 1, 1.5, 5)


def test_points_of_ones_own_are_no_preset_and_stay_in_the_plane(session: LearningSession) -> None:
    index = session.add_point(99, -99)
    assert index is not None
    assert session.state.recipe.name == ""
    assert session.state.data.x[index, 0] == 1.25
    assert session.state.data.y[index] == -1.25
    data = session.state.data
    session.draw_again(noise=0.9)
    assert session.state.data is data, "what was drawn by hand is never thrown away"


def test_two_objects_are_left_to_learn_from(session: LearningSession) -> None:
    while session.remove_point(0):
        pass
    assert len(session.sample) == 2
    assert held_out(3, 0.8, 1).sum() == 1


def test_there_is_a_most_of_points(session: LearningSession) -> None:
    session.take(preset("moons", MOST_POINTS, 0.1, 1))
    assert session.add_point(0, 0) is None
    assert len(session.state.data) == MOST_POINTS


def test_a_drawn_point_of_a_class_is_of_the_chosen_one(session: LearningSession) -> None:
    session.take(Data(np.array([[0.0, 0], [1, 1]]), np.array([0.0, 1]), "classes"))
    for label in (0, 1):
        session.label = label
        index = session.add_point(0.3, 0.2)
        assert index is not None
        assert session.state.data.y[index] == label


def test_no_knob_is_turned_out_of_all_bounds(session: LearningSession) -> None:
    session.turn(0, 1e30)
    assert session.w[0] == 1000
    assert np.isfinite(session.q)
