from __future__ import annotations

import itertools

import pytest
from ale_py import Action

from agents.emulators.games import ACTION_NAMES, DOWN, GAMES, LEFT, NOOP, RIGHT, UP
from agents.emulators.joystick import (
    POSITIONS,
    SWITCHES,
    action_name,
    hand_action,
    nearest,
    position,
)


def test_positions_are_those_of_the_emulators_own_names() -> None:
    assert len(Action.__members__) == len(POSITIONS)
    for name, action in Action.__members__.items():
        held = {switch for switch in SWITCHES if switch.upper() in name}
        assert POSITIONS[action.value] == held, name
        assert position(held) == action.value


@pytest.mark.parametrize("count", range(6))
def test_whatever_is_held_is_an_action_and_opposites_cancel_out(count: int) -> None:
    for held in itertools.combinations(SWITCHES, count):
        result = POSITIONS[position(held)]
        assert result <= set(held)
        for pair in ({"up", "down"}, {"left", "right"}):
            assert not pair <= result
            assert pair <= set(held) or pair & set(held) == pair & result
        assert ("fire" in held) == ("fire" in result)


def test_a_hand_goes_by_the_names_of_a_games_actions() -> None:
    pong, freeway = GAMES["pong"], GAMES["freeway"]
    assert [hand_action(pong, {held}) for held in ("up", "down", "right", "left")] == [
        *(RIGHT, LEFT, RIGHT, LEFT)
    ]
    assert hand_action(pong, {"up", "left"}) == NOOP
    assert hand_action(pong, {"down", "fire"}) == position({"left", "fire"})
    assert DOWN not in freeway.actions
    assert hand_action(freeway, {"down"}) == DOWN, "more than the agent may"
    assert hand_action(GAMES["boxing"], {"up", "right", "fire"}) == position({"up", "right", "fire"})


@pytest.mark.parametrize("game", GAMES)
def test_every_action_of_a_hand_has_a_name(game: str) -> None:
    spec = GAMES[game]
    for count in range(4):
        for held in itertools.combinations(SWITCHES, count):
            assert action_name(spec, hand_action(spec, held)) in ACTION_NAMES
    for action, name in zip(spec.actions, spec.action_names, strict=True):
        assert action_name(spec, action) == name
    assert action_name(GAMES["pong"], position({"right", "fire"})) == "up_fire"


def test_the_nearest_of_a_games_actions() -> None:
    boxing, pong = GAMES["boxing"].actions, GAMES["pong"].actions
    assert nearest(RIGHT, pong) == [RIGHT]
    assert nearest(position({"right", "fire"}), pong) == [RIGHT]
    assert nearest(UP, pong) == [NOOP]
    assert set(nearest(position({"up", "right"}), boxing)) == {UP, RIGHT}
    for action in range(18):
        assert nearest(action, range(18)) == [action]
