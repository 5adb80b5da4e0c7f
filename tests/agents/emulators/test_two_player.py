from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES, LEFT, MAX_FRAMES, NOOP, RIGHT, UP
from agents.emulators.two_player import DUELS, DuelGame, other, play_frame
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig
from agents.opponents.agent_player import AgentPlayer
from agents.opponents.scripted import BallFollower

PONG = DUELS["pong"]
ORANGE, GREEN, WHITE = (213, 130, 74), (92, 186, 92), (236, 236, 236)
COURT = slice(34, 194)


@pytest.fixture(scope="module")
def console() -> Iterator[DuelGame]:
    """One console for all tests: switching it on takes most of a second."""
    game = DuelGame(PONG, seed=1)
    yield game
    game.close()


@pytest.fixture
def game(console: DuelGame) -> DuelGame:
    console.reset(1)
    return console


def middle(screen: np.ndarray, colour: tuple[int, int, int], columns: slice) -> float:
    """The middle row of what has this colour in these columns."""
    rows = np.flatnonzero((screen[COURT, columns] == colour).all(axis=2).any(axis=1))
    return float(rows.mean()) if rows.size else float("nan")


def bats(game: DuelGame) -> tuple[float, float]:
    """The middles of the left and the right bat."""
    screen = game.screen()
    return middle(screen, ORANGE, slice(16, 20)), middle(screen, GREEN, slice(140, 144))


def ball(screen: np.ndarray) -> np.ndarray | None:
    found = np.argwhere((screen[COURT] == WHITE).all(axis=2))
    return found.mean(axis=0) if len(found) else None


def steps(game: DuelGame, count: int, left: int = NOOP, right: int = NOOP) -> None:
    for _ in range(count):
        game.step(left, right)


def random_moves(seed: int, count: int) -> list[tuple[int, int]]:
    rng = np.random.default_rng(seed)
    held = rng.choice([NOOP, RIGHT, LEFT], (count // 8 + 1, 2)).repeat(8, axis=0)
    return [(int(left), int(right)) for left, right in held[:count]]


# ---------------------------------------------------------------------- the sticks


@pytest.mark.parametrize(("action", "way"), [(RIGHT, -1), (LEFT, 1)])
def test_each_bat_obeys_its_own_player_only(game: DuelGame, action: int, way: int) -> None:
    for mine in (0, 1):
        game.reset(1)
        steps(game, 60)
        before = bats(game)
        moves = [NOOP, NOOP]
        moves[mine] = action
        steps(game, 6, *moves)
        after = bats(game)
        assert (after[mine] - before[mine]) * way > 8
        assert after[1 - mine] == before[1 - mine]


def test_whatever_one_player_does_the_others_bat_goes_its_own_way(console: DuelGame) -> None:
    """The same sticks on one side and all kinds on the other: that bat's every frame is the same."""
    path: dict[tuple[int, int], list[float]] = {}
    for side in (0, 1):
        for kind in (3, 4):
            console.reset(2)
            path[side, kind] = []
            for mine, theirs in zip(random_moves(9, 110), random_moves(kind, 110), strict=True):
                moves = (mine[0], theirs[1]) if side == 0 else (theirs[0], mine[1])
                console.step(*moves)
                path[side, kind].append(bats(console)[side])
        np.testing.assert_array_equal(path[side, 3], path[side, 4])
        assert np.nanstd(path[side, 3]) > 5, "it did move"


def test_an_action_that_the_game_does_not_use_is_refused(game: DuelGame) -> None:
    with pytest.raises(ValueError, match="got 2 and 0"):
        game.step(UP, NOOP)


# ---------------------------------------------------------------------- the same game each time


def play(game: DuelGame, seed: int, moves: list[tuple[int, int]]) -> list[bytes]:
    game.reset(seed)
    pictures = []
    for left, right in moves:
        game.step(left, right)
        pictures.append(game.screen().tobytes())
    return pictures


def test_a_seed_is_a_game_on_this_console_and_on_another(console: DuelGame) -> None:
    moves = random_moves(5, 700)
    first = play(console, 7, moves)
    assert play(console, 7, moves) == first
    assert play(console, 8, moves) != first
    fresh = DuelGame(PONG, 3)
    assert play(fresh, 7, moves) == first
    fresh.close()


def test_bats_move_and_look_as_in_the_one_player_game(game: DuelGame) -> None:
    """What an agent learned there holds here."""
    single = AtariGame(GAMES["pong"], seed=1)
    for action in bytes(game.log.actions[1::2]):
        single.step(action)
    for _, action in random_moves(4, 100):
        single.step(action)
        game.step(NOOP, action)
        there, here = single.screen(), game.screen()
        assert middle(there, GREEN, slice(140, 144)) == pytest.approx(bats(game)[1])
    np.testing.assert_array_equal(there[COURT, 140:144], here[COURT, 140:144])
    single.close()


# ---------------------------------------------------------------------- points


def test_the_ball_is_served_by_itself_and_points_are_counted(game: DuelGame) -> None:
    """Nobody moves: the one whose bat the ball misses loses, and the next ball comes within two seconds."""
    seen = []
    since = 0
    while len(seen) < 4:
        before = game.score
        side = game.step(NOOP, NOOP)
        since += 1
        assert since < 600, "a rally that nobody plays is short"
        if side is not None:
            index = ("left", "right").index(side)
            assert game.score[index] == before[index] + 1
            assert game.score[1 - index] == before[1 - index]
            seen.append(side)
            since = 0
            waited = 0
            while ball(game.screen()) is None:
                assert game.step(NOOP, NOOP) is None
                waited += 1
                assert waited < 120
    assert sum(game.score) == 4


def test_a_game_goes_to_twenty_one_and_then_stands_still(game: DuelGame) -> None:
    while not game.over:
        game.step(NOOP, RIGHT)
    left, right = game.score
    assert max(left, right) == 21
    frames, picture = game.frames, game.screen()
    assert game.step(RIGHT, RIGHT) is None
    assert game.frames == frames
    np.testing.assert_array_equal(game.screen(), picture)
    game.reset(2)
    assert game.score == (0, 0)
    assert not game.over


def test_a_game_without_end_is_cut_off(game: DuelGame, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_FRAMES == 60 * 60 * 30
    monkeypatch.setattr("agents.emulators.shared_console.MAX_FRAMES", game.frames + 10)
    steps(game, 50)
    assert game.over
    assert game.frames == game.opening + 10


def test_after_closing_it_cannot_be_used() -> None:
    game = DuelGame(PONG, 1)
    game.close()
    with pytest.raises(RuntimeError, match="closed"):
        game.screen()


# ---------------------------------------------------------------------- what a player sees


def test_both_sides_see_themselves_at_the_right_in_green(game: DuelGame) -> None:
    steps(game, 70, RIGHT, LEFT)
    left, right = bats(game)
    for side, own, theirs in (("left", left, right), ("right", right, left)):
        seen = game.eyes(side).screen()  # type: ignore[arg-type]
        assert middle(seen, GREEN, slice(140, 144)) == own
        assert middle(seen, ORANGE, slice(16, 20)) == theirs
    np.testing.assert_array_equal(game.eyes("right").screen(), game.screen())
    ours, mirrored = ball(game.screen()), ball(game.eyes("left").screen())
    assert ours is not None
    assert mirrored is not None
    assert mirrored.tolist() == [ours[0], 159 - ours[1]]


def test_brightness_is_that_of_the_colours_seen(game: DuelGame) -> None:
    """The mirrored grey picture is the grey form of the mirrored picture."""
    steps(game, 70, RIGHT, LEFT)
    table = {}
    for colour, grey in zip(game.screen().reshape(-1, 3), game.grey().reshape(-1), strict=True):
        table[tuple(colour.tolist())] = int(grey)
    eyes = game.eyes("left")
    expected = [table[tuple(colour)] for colour in eyes.screen().reshape(-1, 3).tolist()]
    np.testing.assert_array_equal(eyes.grey().reshape(-1), expected)
    assert game.eyes("right").grey().shape == (210, 160)


def test_an_agent_on_the_left_chooses_as_in_the_mirrored_game(game: DuelGame) -> None:
    """The same weights, the same seed, the same view: the same choices, with each at its own bat."""

    class Film:
        """A recorded view, shown again."""

        def __init__(self) -> None:
            self.pictures: list[np.ndarray] = []
            self.at = 0

        def grey(self) -> np.ndarray:
            return self.pictures[self.at]

        def screen(self) -> np.ndarray:
            raise AssertionError

    agent = untrained(TrainConfig(channels=(4, 8), hidden=16))
    player, film = AgentPlayer(agent, seed=3), Film()
    chosen = []
    for _ in range(120):
        film.pictures.append(game.eyes("left").grey().copy())
        chosen.append(player.choose(game.eyes("left")))
        game.step(chosen[-1], NOOP)
    assert len(set(chosen)) == 3
    again = AgentPlayer(agent, seed=3)
    for at, action in enumerate(chosen):
        film.at = at
        assert again.choose(film) == action


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_ball_follower_plays_on_either_side(side: str, game: DuelGame) -> None:
    class Idler:
        def choose(self, eyes: object) -> int:
            return NOOP

    players = {side: BallFollower(), other(side): Idler()}  # type: ignore[arg-type]
    points = []
    while len(points) < 5:
        scorer = play_frame(game, players["left"], players["right"])  # type: ignore[arg-type]
        if scorer is not None:
            points.append(scorer)
    assert points.count(side) >= 4  # type: ignore[arg-type]
