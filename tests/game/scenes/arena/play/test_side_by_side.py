from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from agents.emulators.games import GAMES
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from game.scenes.arena.play.side_by_side import NEXT_GAME_SECONDS, Score, SideBySide, network_view
from game.ui.fixed_step import LONGEST_CATCH_UP, STEP

PONG = GAMES["pong"]
STAY, UP, DOWN = 0, 1, 2


def agent_that(action: int, seed: int = 1) -> Agent:
    """An agent with its mind made up."""
    agent = untrained(TrainConfig(seed=seed, channels=(4, 8), hidden=16, mirror=False))
    bias = torch.full((3,), -100.0)
    bias[action] = 100.0
    return replace(agent, tensors={**agent.tensors, "policy.actor.bias": bias}, step=1)


@pytest.fixture
def race() -> Iterator[SideBySide]:
    race = SideBySide(PONG, seed=5)
    yield race
    race.close()


def bat(race: SideBySide) -> float:
    """The middle of the human's bat, in rows of the court; NaN while there is none."""
    court = race.human.game.screen()[34:194, 140:144]
    rows = np.flatnonzero((court == (92, 186, 92)).all(axis=2).any(axis=1))
    return float(rows.mean()) if rows.size else float("nan")


def pass_frames(race: SideBySide, count: int, action: int = STAY) -> None:
    for _ in range(count):
        assert race.update(STEP, PONG.actions[action]) == 1


# ---------------------------------------------------------------------- the same game


def test_what_is_lighter_and_what_is_darker_than_the_background_can_be_seen() -> None:
    observation = np.zeros((4, 2, 3), np.uint8)
    observation[2, 0, 0], observation[3, 0, 1] = 50, 40
    player = SimpleNamespace(observation=observation, spec=GAMES["boxing"])
    lighter, darker, as_it_was = network_view(player)[0].astype(int)  # type: ignore[arg-type]
    assert darker < as_it_was < lighter
    player.spec = PONG
    assert (network_view(player)[0] > 0).tolist() == [False, True, False]  # type: ignore[arg-type]


def test_both_consoles_begin_with_the_same_picture(race: SideBySide) -> None:
    np.testing.assert_array_equal(race.human.game.screen(), race.machine.game.screen())
    assert race.human.score == race.machine.score == Score(0, 0)


def test_the_same_actions_give_the_same_game_on_both(race: SideBySide) -> None:
    race.seat(agent_that(UP))
    race.begin()
    for _ in range(6):
        pass_frames(race, 100, UP)
        np.testing.assert_array_equal(race.human.game.screen(), race.machine.game.screen())
        assert race.human.score == race.machine.score


def test_a_seed_is_a_game() -> None:
    def play(seed: int) -> bytes:
        race = SideBySide(PONG, seed)
        race.begin()
        for frame in range(300):
            race.update(STEP, PONG.actions[1 + frame // 40 % 2])
        picture = race.human.game.screen().tobytes()
        race.close()
        return picture

    assert play(3) == play(3)


def test_restarting_brings_both_back_to_the_beginning(race: SideBySide) -> None:
    first = race.human.game.screen().copy()
    race.seat(agent_that(UP))
    race.begin()
    pass_frames(race, 200, DOWN)
    race.restart(5)
    assert not race.begun
    for console in (race.human, race.machine):
        np.testing.assert_array_equal(console.game.screen(), first)
        np.testing.assert_array_equal(console.picture, first)


def test_a_seed_is_also_how_the_agent_chooses(race: SideBySide) -> None:
    """In Pong, nothing else is left to chance."""
    race.seat(untrained(TrainConfig(channels=(4, 8), hidden=16)))

    def choices(seed: int) -> list[int]:
        race.restart(seed)
        chosen = []
        for _ in range(60):
            race.update(4 * STEP, STAY)
            assert race.player is not None
            chosen.append(race.player.decision.action)
        return chosen

    first = choices(5)
    assert choices(6) != first
    assert choices(5) == first


# ---------------------------------------------------------------------- the clock


@pytest.mark.parametrize(
    ("dt", "frames"), [(1 / 60, [1, 1, 1]), (1 / 30, [2, 2, 2]), (1 / 120, [0, 1, 0, 1])]
)
def test_the_console_keeps_its_sixty_frames_a_second(race: SideBySide, dt: float, frames: list[int]) -> None:
    race.begin()
    assert [race.update(dt, STAY) for _ in frames] == frames
    assert race.frames == sum(frames)


@pytest.mark.parametrize("rate", [24, 50, 60, 75, 144])
def test_over_a_second_every_screen_shows_sixty_frames(race: SideBySide, rate: int) -> None:
    race.begin()
    assert sum(race.update(1 / rate, STAY) for _ in range(rate)) == pytest.approx(60, abs=1)


def test_a_long_stall_is_not_made_up_for(race: SideBySide) -> None:
    race.begin()
    assert race.update(10.0, STAY) == LONGEST_CATCH_UP <= 6
    assert race.update(STEP, STAY) == 1


def test_time_does_not_pass_while_paused(race: SideBySide) -> None:
    race.seat(agent_that(UP))
    race.begin()
    pass_frames(race, 5)
    race.paused = True
    before = race.human.game.frames, race.machine.game.frames
    assert [race.update(1.0, PONG.actions[UP]) for _ in range(5)] == [0] * 5
    assert (race.human.game.frames, race.machine.game.frames) == before
    race.paused = False
    assert race.update(STEP, STAY) == 1, "and is not caught up with"


def test_the_human_is_waited_for_and_the_agent_is_not(race: SideBySide) -> None:
    race.seat(agent_that(UP))
    begun = race.human.game.frames
    pass_frames(race, 10, UP)
    assert race.human.game.frames == begun
    assert race.machine.game.frames == begun + 10
    race.begin()
    pass_frames(race, 10, UP)
    assert race.human.game.frames == begun + 10


def test_both_begin_the_same_game_at_the_same_moment(race: SideBySide) -> None:
    race.seat(agent_that(UP))
    pass_frames(race, 50, UP)
    race.begin()
    np.testing.assert_array_equal(race.human.game.screen(), race.machine.game.screen())
    pass_frames(race, 10, UP)
    assert race.human.game.frames == race.machine.game.frames
    race.begin()
    assert race.human.game.frames == race.machine.game.frames > 10, "who plays begins nothing anew"


def test_the_agents_points_are_those_of_the_game_that_began_with_the_humans(
    race: SideBySide, monkeypatch: pytest.MonkeyPatch
) -> None:
    race.seat(agent_that(UP))
    ended = Score(3, 21), Score(5, 21)
    race.machine.results.append(ended[0])
    race.begin()
    assert race.rival == race.machine.score == Score(0, 0), "not of what it played before"
    race.machine.results.append(ended[1])
    assert race.rival == ended[1]
    race.machine.results.append(ended[0])
    assert race.rival == ended[1], "not of what it plays while the human's game goes on"
    lose(race)
    race.begin()
    assert race.rival == Score(0, 0)
    np.testing.assert_array_equal(race.human.game.screen(), race.machine.game.screen())


def test_nothing_begins_where_nobody_sits_at_the_humans_console(race: SideBySide) -> None:
    race.seat(agent_that(UP))
    race.cast(human=False, machine=True, advised=False)
    pass_frames(race, 50)
    frames = race.machine.game.frames
    race.begin()
    pass_frames(race, 1)
    assert race.machine.game.frames == frames + 1
    assert not race.begun


def test_without_an_agent_the_human_plays_alone(race: SideBySide) -> None:
    before = race.machine.game.frames
    race.begin()
    pass_frames(race, 10)
    assert race.machine.game.frames == before
    assert race.player is None


# ---------------------------------------------------------------------- the sticks


def test_the_humans_bat_obeys_the_human_alone(race: SideBySide) -> None:
    race.seat(agent_that(DOWN))
    race.begin()
    pass_frames(race, 80)
    start = bat(race)
    pass_frames(race, 8, UP)
    raised = bat(race)
    assert raised < start - 3
    pass_frames(race, 25, DOWN)
    assert bat(race) > raised + 10
    for _ in range(30):  # a paddle drifts for some frames after the knob is let go
        race.update(STEP, STAY)
    resting = bat(race)
    pass_frames(race, 20)
    assert bat(race) == pytest.approx(resting, abs=2)


def test_one_frame_of_input_moves_the_bat_within_two_frames(race: SideBySide) -> None:
    race.begin()
    pass_frames(race, 80)
    start = bat(race)
    frames = 0
    while bat(race) == start and frames < 10:
        pass_frames(race, 1, UP)
        frames += 1
    assert frames <= 3


def test_newer_weights_play_on_in_the_same_game(race: SideBySide) -> None:
    race.seat(agent_that(UP))
    pass_frames(race, 20)
    frames, player = race.machine.game.frames, race.player
    race.seat(agent_that(DOWN))
    assert race.player is player
    assert race.machine.game.frames == frames
    pass_frames(race, 8)
    assert race.player is not None
    assert race.player.decision.action == DOWN
    assert network_view(race.player).any()


# ---------------------------------------------------------------------- ends of games


def lose(race: SideBySide) -> None:
    """Stay away from the ball until the human's game is over."""
    for _ in range(20_000):
        race.update(LONGEST_CATCH_UP * STEP, PONG.actions[UP])
        if race.human.over:
            return
    raise AssertionError("the game does not end")


def test_a_lost_game_waits_for_the_human_and_the_next_has_another_seed(race: SideBySide) -> None:
    race.begin()
    lose(race)
    assert race.human.score.theirs == 21
    assert race.human.results == [race.human.score]
    frames = race.human.game.frames
    race.update(STEP, PONG.actions[UP])
    assert race.human.game.frames == frames, "it stays at its end"
    assert len(race.human.results) == 1
    race.begin()
    assert race.human.score == Score(0, 0)
    assert race.seed == 6
    pass_frames(race, 5)
    assert race.human.game.frames > 5


def test_the_agent_rests_and_plays_again_by_itself(race: SideBySide) -> None:
    race.seat(agent_that(UP))
    for _ in range(20_000):
        race.update(LONGEST_CATCH_UP * STEP, STAY)
        if race.machine.over:
            break
    assert race.machine.results == [race.machine.score]
    assert race.machine.score.theirs == 21
    pass_frames(race, round(NEXT_GAME_SECONDS / STEP) - 5)
    assert race.machine.over, "the result can be read first"
    pass_frames(race, 10)
    assert not race.machine.over
    assert race.machine.score == Score(0, 0)
