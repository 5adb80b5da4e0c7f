"""Both emulators together: difficulty switches, and boxing for one and for two players."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agents.emulators.envs import AtariGame
from agents.emulators.games import DOWN, FIRE, GAMES, LEFT, NOOP, RIGHT, UP
from agents.emulators.replay import Replay, ReplayError, open_game, run
from agents.emulators.two_player import DUELS, SIDES, DuelGame, Player, Side, other, play_frame
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig
from agents.opponents.duel import DuelConfig, duel
from agents.opponents.scripted import Boxer

PONG = GAMES["pong"]


def bat_heights(screen: np.ndarray) -> tuple[int, int]:
    """Rows of the left and of the right bat."""
    court = screen[34:194]
    left = (court[:, 16:20] == (213, 130, 74)).all(axis=2).any(axis=1).sum()
    right = (court[:, 140:144] == (92, 186, 92)).all(axis=2).any(axis=1).sum()
    return int(left), int(right)


@pytest.fixture(scope="module")
def consoles() -> tuple[AtariGame, DuelGame]:
    return AtariGame(PONG, 1), DuelGame(DUELS["pong"], 1)


@pytest.mark.parametrize(("difficulty", "heights"), [(0, (16, 16)), (1, (8, 16)), (2, (16, 8)), (3, (8, 8))])
def test_each_switch_halves_one_bat_from_the_next_game_on(
    difficulty: int, heights: tuple[int, int], consoles: tuple[AtariGame, DuelGame]
) -> None:
    one, two = consoles
    for game in consoles:
        game.difficulty = difficulty
        game.reset(1)
    for _ in range(100):
        one.step(NOOP)
        two.step(NOOP, NOOP)
    assert bat_heights(one.screen()) == bat_heights(two.screen()) == heights


def test_a_difficulty_that_a_game_does_not_know_is_refused(consoles: tuple[AtariGame, DuelGame]) -> None:
    assert consoles[0].difficulties == consoles[1].difficulties == (0, 1, 2, 3)
    with pytest.raises(ValueError, match="difficulty 2"):
        AtariGame(GAMES["freeway"], 1, difficulty=2)


@pytest.mark.parametrize("kind", ["solo", "duel"])
def test_a_replay_knows_the_difficulty(
    kind: str, consoles: tuple[AtariGame, DuelGame], tmp_path: Path
) -> None:
    game = consoles[kind == "duel"]
    game.difficulty = 2
    game.reset(3)
    moves = np.random.default_rng(1).choice([NOOP, RIGHT, LEFT], (60, 2)).repeat(12, axis=0)
    for left, right in moves.tolist():
        if isinstance(game, DuelGame):
            game.step(left, right)
        else:
            game.step(left)
    replay = Replay.of(game)
    replay.save(tmp_path / "a.replay")
    loaded = Replay.load(tmp_path / "a.replay")
    assert loaded == replay
    assert loaded.difficulty == 2
    again = open_game(loaded)
    assert sum(1 for _ in run(loaded, again)) > 600
    again.close()


def test_a_replay_with_switches_that_are_not_there_is_refused(tmp_path: Path) -> None:
    game = AtariGame(GAMES["freeway"], 1)
    game.step(NOOP)
    replay = Replay.of(game)
    game.close()
    with pytest.raises(ReplayError, match="difficulty"):
        Replay(**{**vars(replay), "difficulty": 9})
    with pytest.raises(ReplayError, match="difficulty 3"):
        open_game(Replay(**{**vars(replay), "difficulty": 3}))


BOXING = DUELS["boxing"]
DOWN_LEFT, UP_RIGHT = 9, 6
COURT = (slice(36, 180), slice(28, 132))
WHITE, BLACK, ROPE = (214, 214, 214), (0, 0, 0), (195, 144, 61)


@pytest.fixture(scope="module")
def console() -> Iterator[DuelGame]:
    game = DuelGame(BOXING, seed=1)
    yield game
    game.close()


@pytest.fixture
def game(console: DuelGame) -> DuelGame:
    console.reset(1)
    return console


def place(screen: np.ndarray, colour: tuple[int, int, int]) -> tuple[float, float]:
    """The middle (row, column) of a boxer."""
    found = np.argwhere((screen[COURT] == colour).all(axis=2))
    return tuple(((found.min(0) + found.max(0)) / 2).tolist())


def boxers(game: DuelGame) -> dict[Side, tuple[float, float]]:
    screen = game.screen()
    return {"left": place(screen, WHITE), "right": place(screen, BLACK)}


def moves(seed: int, count: int) -> list[int]:
    """Any action but the punches, whose length depends on where the other stands."""
    rng = np.random.default_rng(seed)
    held = rng.choice([NOOP, UP, RIGHT, LEFT, DOWN], count // 6 + 1).repeat(6)
    return [int(action) for action in held[:count]]


@pytest.mark.parametrize(("action", "way"), [(RIGHT, (0, 1)), (DOWN, (1, 0)), (UP, (-1, 0)), (LEFT, (0, -1))])
def test_each_boxer_obeys_its_own_player_only(game: DuelGame, action: int, way: tuple[int, int]) -> None:
    for mine in SIDES:
        game.reset(1)
        for number in range(20):  # out of the corners, and to a standstill
            game.step(*((DOWN_LEFT, UP_RIGHT) if number < 12 else (NOOP, NOOP)))
        before = boxers(game)
        for _ in range(10):
            game.step(*((action, NOOP) if mine == "left" else (NOOP, action)))
        after = boxers(game)
        moved = np.subtract(after[mine], before[mine])
        assert moved @ np.array(way) >= 4
        assert abs(moved @ np.array(way[::-1])) <= 1
        assert after[other(mine)] == before[other(mine)]


def test_whatever_one_player_does_the_other_goes_its_own_way(console: DuelGame) -> None:
    for mine in (0, 1):
        paths = []
        for kind in (3, 4):
            console.reset(2)
            path = []
            for ours, theirs in zip(moves(9, 60), moves(kind, 60), strict=True):
                # Both stay in their halves, where they are not in each other's way.
                console.step(*((ours, theirs) if mine == 0 else (theirs, ours)))
                path.append(int(console.memory[32 + mine]) * 256 + int(console.memory[34 + mine]))
            paths.append(path)
        assert paths[0] == paths[1]
        assert len(set(paths[0])) > 10, "it did move"


def test_it_begins_and_moves_as_the_one_player_game(console: DuelGame) -> None:
    console.reset(1)
    single = AtariGame(GAMES["boxing"], seed=1)
    for action in bytes(console.log.actions[0::2]):
        single.step(action)
    np.testing.assert_array_equal(place(single.screen(), WHITE), boxers(console)["left"])
    single.close()


def test_both_see_themselves_in_white_in_the_upper_left_corner(game: DuelGame) -> None:
    left, right = game.eyes("left"), game.eyes("right")
    np.testing.assert_array_equal(left.screen(), game.screen())
    for eyes in (left, right):
        own, others = place(eyes.screen(), WHITE), place(eyes.screen(), BLACK)
        assert own[0] < others[0]
        assert own[1] < others[1]
    # Half a turn within the ropes, which stay where they were.
    here, seen = boxers(game)["right"], place(right.screen(), WHITE)
    assert seen == (140 - here[0], 103 - here[1])
    ropes = (game.screen()[COURT] == ROPE).all(axis=2)
    np.testing.assert_array_equal((right.screen()[COURT] == ROPE).all(axis=2)[4:-4], ropes[4:-4])


def test_the_same_before_both_pairs_of_eyes_is_the_same_game(console: DuelGame) -> None:
    """Both do the same as they see it, and both see themselves do it."""
    console.reset(1)
    before = [place(console.eyes(side).screen(), WHITE) for side in SIDES]
    for action in [RIGHT] * 6 + [DOWN] * 6 + [NOOP] * 4:
        console.step(console.meant("left", action), console.meant("right", action))
    after = [place(console.eyes(side).screen(), WHITE) for side in SIDES]
    ways = np.subtract(after, before)
    assert (ways > 2).all()
    np.testing.assert_allclose(ways[0], ways[1], atol=2)


def test_brightness_is_that_of_the_colours_seen(game: DuelGame) -> None:
    screen, grey = game.eyes("right").screen()[COURT], game.eyes("right").grey()[COURT]
    np.testing.assert_array_equal((screen == WHITE).all(axis=2), grey == 214)
    np.testing.assert_array_equal((screen == BLACK).all(axis=2), grey == 0)


@pytest.mark.parametrize("name", ["boxing", "pong"])
def test_what_is_in_the_court_of_the_other_view_is_found_in_the_picture(name: str) -> None:
    spec, court = DUELS[name], GAMES[name].court
    game = DuelGame(spec, seed=3)
    screen = game.screen()
    view = game.eyes(other(spec.trained_on)).screen()
    game.close()
    seen = spec.turn_back(view[court.top : court.bottom, court.left : court.right])
    left, top = spec.corner(court)
    there = screen[top : top + court.height, left : left + court.width]
    changed = np.isin(there, np.array(spec.swapped)).all(axis=2)  # the players exchange their colours
    assert changed.any()
    assert not changed.all()
    np.testing.assert_array_equal(seen[~changed], there[~changed])


def test_directions_change_places_with_the_view() -> None:
    assert [BOXING.across(action) for action in (NOOP, FIRE, UP, RIGHT)] == [NOOP, FIRE, DOWN, LEFT]
    assert all(BOXING.across(BOXING.across(action)) == action for action in range(18))
    assert len({BOXING.across(action) for action in range(18)}) == 18
    assert all(DUELS["pong"].across(action) == action for action in range(18))


@pytest.mark.parametrize("side", SIDES)
def test_the_boxer_hits_who_stands_still_and_points_are_counted(side: Side, game: DuelGame) -> None:
    class Idler:
        def choose(self, eyes: object) -> int:
            return NOOP

    players: dict[Side, Player] = {side: Boxer(), other(side): Idler()}
    for _ in range(1500):
        before = game.score
        scorer = play_frame(game, players["left"], players["right"])
        gained = sum(game.score) - sum(before)
        assert gained in ((1, 2) if scorer else (0,))
    mine, theirs = game.score if side == "left" else game.score[::-1]
    assert mine > 10
    assert theirs == 0


def test_a_knockout_is_a_hundred_points(game: DuelGame) -> None:
    """The points are decimal digits up to 99, and then the game is over."""

    class Idler:
        def choose(self, eyes: object) -> int:
            return NOOP

    boxer, seen = Boxer(), {0}
    while not game.over:
        play_frame(game, boxer, Idler())
        seen.add(game.score[0])
    left, right = game.score
    assert right == 0
    assert all(later - earlier <= 2 for earlier, later in zip(sorted(seen), sorted(seen)[1:], strict=False))
    assert left <= 100
    assert left > right


def test_agents_duel_with_the_boxer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.emulators.shared_console.MAX_FRAMES", 400)
    agent = replace(untrained(TrainConfig(game="boxing", channels=(4, 8), hidden=16)), step=1)
    outcomes = duel(agent, DuelConfig(Path(), games=2, seed=4))
    assert [game.side for game in outcomes.games] == ["right", "left"]
    assert all(0 <= game.mine <= 100 and 0 <= game.theirs <= 100 for game in outcomes.games)
