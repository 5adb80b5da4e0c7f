"""Games for two people: every one of them opens, and either hand moves something."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from agents.emulators.games import FOR_TWO, GAMES, NOOP, OTHERS, RIGHT, every_game, game_spec
from agents.emulators.people import PEOPLE, PeopleGame
from agents.emulators.two_player import SIDES

FRAMES = 420


def play(game: PeopleGame, hands: tuple[bool, bool]) -> np.ndarray:
    """Memories while some hands do something at random, and the others nothing."""
    game.reset(1)
    rng = np.random.default_rng(0)
    actions, seen = [NOOP, NOOP], []
    for frame in range(FRAMES):
        if frame % 8 == 0:
            actions = [int(rng.integers(18)) if moves else NOOP for moves in hands]
        game.step(*actions)
        seen.append(game.memory)
    return np.array(seen)


@pytest.mark.parametrize("name", sorted(PEOPLE.keys() - {"maze_craze"}))
def test_either_hand_moves_something(name: str) -> None:
    game = PeopleGame(PEOPLE[name])
    idle = play(game, (False, False))
    by_itself = (play(game, (False, False)) != idle).sum()  # some ROMs begin with what was in the memory
    for hands in ((True, False), (False, True)):
        assert (play(game, hands) != idle).sum() > 2 * by_itself + FRAMES // 10
    rows, columns, colours = game.screen().shape
    assert (columns, colours) == (160, 3)
    assert 200 <= rows <= 260
    game.close()


def test_a_maze_is_another_one_every_time_and_open_to_two() -> None:
    game = PeopleGame(PEOPLE["maze_craze"])
    mazes = [play(game, (True, True)) for _ in range(2)]
    assert (mazes[0] != mazes[1]).any()
    game.close()


def test_games_for_two_alone_are_games_that_no_agent_learns() -> None:
    assert set(FOR_TWO) <= set(PEOPLE) <= set(every_game())
    assert not set(FOR_TWO) & {*GAMES, *OTHERS}
    for name, spec in PEOPLE.items():
        assert spec.alone is (name not in FOR_TWO), "what ale-py cannot run is not heard"
        assert game_spec(name).title


@pytest.fixture
def pong() -> Iterator[PeopleGame]:
    game = PeopleGame(PEOPLE["pong"], sound=True)
    yield game
    game.close()


def test_points_are_counted_for_the_side_that_made_them_and_it_is_heard(pong: PeopleGame) -> None:
    heard = 0
    for _ in range(3000):
        pong.step(NOOP, 1)
        heard += bool(np.ptp(pong.audio()) > 2)
        if sum(pong.score):
            break
    assert sum(pong.score) == 1
    assert heard
    left, right = (int(pong.memory[address]) for address in (13, 14))
    assert pong.score == (left, right)


def test_each_side_moves_its_own_bat(pong: PeopleGame) -> None:
    for at, side in enumerate(SIDES):
        pong.reset(1)
        before = pong.screen()
        for _ in range(30):
            pong.step(*((RIGHT, NOOP) if side == "left" else (NOOP, RIGHT)))
        columns = np.flatnonzero((pong.screen() != before)[60:190].any(axis=(0, 2)))
        bats = columns[(columns < 24) | (columns > 136)]
        assert bats.size
        assert bool(np.median(bats) > 80) is bool(at)


def test_another_variant_is_another_game(pong: PeopleGame) -> None:
    first = play(pong, (False, False))
    pong.turn(1)
    assert pong.mode == PEOPLE["pong"].modes[1]
    assert (play(pong, (False, False)) != first).any()
    pong.turn(-2)
    assert pong.mode == PEOPLE["pong"].modes[-1]


def test_what_is_no_action_is_refused(pong: PeopleGame) -> None:
    with pytest.raises(ValueError, match="18"):
        pong.step(18, 0)
