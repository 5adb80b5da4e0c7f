"""The arena's clock, modes, memory, and the match between human and agent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from agents.emulators.games import GAMES, LEFT, NOOP, RIGHT
from agents.emulators.two_player import DUELS, SIDES, DuelGame, Side, other
from agents.insight.demonstrations import DemonstrationRecorder
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from agents.opponents.scripted import OTHERS_GREY, OWN_GREY, RING, SCRIPTED
from game.scenes.arena import preferences
from game.scenes.arena.play.consoles import Consoles
from game.scenes.arena.play.duels import HumanVsAgent
from game.scenes.arena.play.pace import SPEEDS, Pace
from game.scenes.arena.play.plays import PLAYS, Against, Alongside, Play, Watch, following
from game.scenes.arena.play.side_by_side import Advisor, Score, SideBySide
from game.scenes.arena.preferences import ArenaPreferences
from game.ui.fixed_step import LONGEST_CATCH_UP, STEP
from game.workers import json_store
from game.workers.workers import Workers

INLINE = Workers(inline=True)

STAY, UP, DOWN = 0, 1, 2
MOVES = GAMES["pong"].actions
ORANGE, GREEN = (213, 130, 74), (92, 186, 92)


def agent_that(action: int) -> Agent:
    """An agent with its mind made up."""
    agent = untrained(TrainConfig(channels=(4, 8), hidden=16, mirror=False))
    bias = torch.full((3,), -100.0)
    bias[action] = 100.0
    return replace(agent, tensors={**agent.tensors, "policy.actor.bias": bias}, step=action + 1)


@pytest.fixture(scope="module")
def console() -> Iterator[DuelGame]:
    game = DuelGame(DUELS["pong"], 1)
    yield game
    game.close()


@pytest.fixture
def match(console: DuelGame) -> HumanVsAgent:
    console.reset(1)
    return HumanVsAgent(console, "left")


def pass_frames(match: HumanVsAgent, count: int, action: int = STAY) -> None:
    for _ in range(count):
        assert match.update(STEP, MOVES[action]) == 1


def until_a_point(match: HumanVsAgent) -> None:
    score = match.score
    while match.score == score:
        assert match.update(STEP, STAY) == 1


# ---------------------------------------------------------------------- pace


def test_time_passes_as_fast_as_is_wanted() -> None:
    pace = Pace()
    assert pace.take(0.5) == 0.5
    names = []
    for _ in SPEEDS:
        pace.cycle()
        names.append(pace.name)
        assert pace.take(1.0) == pace.speed
    assert names == ["2×", "4×", "1/8×", "1/4×", "1/2×", "1×"]
    for _ in range(9):
        pace.change(1)
    assert pace.speed == SPEEDS[-1]
    for _ in range(9):
        pace.change(-1)
    assert pace.take(1.0) == SPEEDS[0]


def test_one_frame_passes_and_no_more() -> None:
    pace = Pace()
    pace.change(-1)
    pace.single()
    assert pace.paused
    assert [pace.take(0.5) for _ in range(3)] == [STEP, None, None]
    pace.toggle()
    assert pace.take(0.5) == 0.25
    pace.single()
    pace.toggle()
    pace.toggle()
    assert pace.take(0.5) is None, "going on forgets the frame that was asked for"


@pytest.mark.parametrize("speed", SPEEDS)
def test_at_every_speed_as_many_frames_pass_as_it_says(speed: float) -> None:
    race, pace = SideBySide(GAMES["pong"], 1), Pace()
    race.begin()
    pace.change(SPEEDS.index(speed) - SPEEDS.index(1.0))
    frames = sum(race.update(pace.take(1 / 60) or 0.0, STAY) for _ in range(32))
    race.close()
    assert frames == pytest.approx(32 * speed, abs=1)


# ---------------------------------------------------------------------- modes and memory


def test_every_mode_has_one_that_follows() -> None:
    mode = PLAYS["alongside"]
    seen = []
    for _ in PLAYS:
        seen.append(mode.id)
        mode = following(mode)
    assert seen == list(PLAYS)
    assert mode.id == "alongside"
    assert [m.id for m in PLAYS.values() if m.split] == ["alongside"]


def test_mode_and_side_are_remembered(tmp_path: Path) -> None:
    assert preferences.load(tmp_path, INLINE).value == ArenaPreferences("alongside", "left")
    json_store.write(tmp_path / preferences.NAME, asdict(ArenaPreferences("coach", "right")))
    assert preferences.load(tmp_path, INLINE).value == ArenaPreferences("coach", "right")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "[" * 100_000, '{"mode": "chess", "side": 3}', '{"mode": ["coach"]}', "\udcff"]
)
def test_nonsense_is_not_believed(text: str, tmp_path: Path) -> None:
    (tmp_path / preferences.NAME).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert preferences.load(tmp_path, INLINE).value == ArenaPreferences()


def test_prefs_that_cannot_be_written_disturb_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    json_store.write(tmp_path / "file" / "folder" / preferences.NAME, asdict(ArenaPreferences()))


# ---------------------------------------------------------------------- the match


def bat(match: HumanVsAgent, side: Side) -> float:
    columns, colour = (slice(16, 20), ORANGE) if side == "left" else (slice(140, 144), GREEN)
    rows = np.flatnonzero((match.game.screen()[34:194, columns] == colour).all(axis=2).any(axis=1))
    return float(rows.mean())


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_human_has_one_bat_and_the_agent_the_other(match: HumanVsAgent, side: Side) -> None:
    match.change_side(side)
    match.seat(agent_that(DOWN))
    match.begin()
    pass_frames(match, 30)
    mine, theirs = bat(match, side), bat(match, other(side))
    pass_frames(match, 8, UP)
    assert bat(match, side) < mine - 3
    assert bat(match, other(side)) >= theirs
    assert match.game.log.actions[-2:] == bytes([RIGHT, LEFT] if side == "left" else [LEFT, RIGHT])


def test_it_waits_for_the_human_and_for_the_agent(match: HumanVsAgent) -> None:
    assert match.update(STEP, MOVES[UP]) == 0
    match.begin()
    assert match.update(STEP, MOVES[UP]) == 0, "there is nobody across the net"
    match.seat(agent_that(STAY))
    assert match.update(STEP, MOVES[UP]) == 1
    match.paused = True
    assert match.update(1.0, MOVES[UP]) == 0
    match.paused = False
    assert match.update(STEP, MOVES[UP]) == 1, "a pause is not made up for"
    assert match.update(10.0, MOVES[UP]) == LONGEST_CATCH_UP


def test_newer_weights_enter_at_the_next_point(match: HumanVsAgent) -> None:
    old, new = agent_that(UP), agent_that(STAY)
    match.seat(old)
    match.begin()
    pass_frames(match, 20)
    assert match.player is not None
    match.seat(new)
    pass_frames(match, 8)
    assert match.waits
    assert match.player.agent is old
    assert match.player.decision.action == UP
    until_a_point(match)
    assert not match.waits
    assert match.player.agent is new
    pass_frames(match, 8)
    assert match.player.decision.action == STAY


def test_no_weights_wait_where_the_same_play_on(match: HumanVsAgent) -> None:
    first, second = agent_that(STAY), agent_that(UP)
    match.seat(first)
    match.begin()
    pass_frames(match, 4)
    match.seat(first)
    assert not match.waits
    match.seat(second)
    assert match.waits
    match.seat(first)
    assert not match.waits


@pytest.mark.parametrize("side", SIDES)
def test_the_pupil_learns_what_the_humans_keys_mean_in_the_picture_that_it_sees(side: Side) -> None:
    """Who walks to the right at the lower right corner walks to the left, seen from the other one."""
    boxing = GAMES["boxing"]
    agent = untrained(TrainConfig(game="boxing", channels=(4, 8), hidden=16, mirror=False))
    game = DuelGame(DUELS["boxing"], 1)
    match = HumanVsAgent(game, side)
    match.demonstrations = DemonstrationRecorder(agent)
    match.seat(agent)
    match.begin()
    for _ in range(40):
        match.update(STEP, RIGHT)
    game.close()
    meant = LEFT if side != DUELS["boxing"].trained_on else RIGHT
    assert {boxing.actions[action] for action in match.demonstrations.pairs().actions.tolist()} == {meant}


def test_before_the_game_newer_weights_enter_at_once(match: HumanVsAgent) -> None:
    match.seat(agent_that(UP))
    new = agent_that(DOWN)
    match.seat(new)
    assert match.player is not None
    assert match.player.agent is new
    assert not match.waits


def test_a_restart_takes_the_newest_weights_and_the_same_picture(match: HumanVsAgent) -> None:
    first = match.game.screen().copy()
    match.seat(agent_that(UP))
    match.begin()
    pass_frames(match, 30, DOWN)
    new = agent_that(DOWN)
    match.seat(new)
    match.restart(1)
    assert not match.begun
    assert match.player is not None
    assert match.player.agent is new
    np.testing.assert_array_equal(match.game.screen(), first)
    np.testing.assert_array_equal(match.picture, first)


def test_the_score_is_the_humans_first(match: HumanVsAgent) -> None:
    match.seat(agent_that(STAY))
    match.begin()
    until_a_point(match)
    left, right = match.game.score
    assert left + right == 1
    assert match.score == Score(left, right)
    match.side = "right"
    assert match.score == Score(right, left)


def test_the_end_is_noted_once_and_the_next_game_has_another_seed(
    match: HumanVsAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agents.emulators.shared_console.MAX_FRAMES", match.game.frames + 6)
    match.seat(agent_that(STAY))
    match.begin()
    pass_frames(match, 6)
    assert match.over
    assert match.results == [match.score]
    assert match.update(1.0, MOVES[UP]) == 0
    assert len(match.results) == 1
    match.begin()
    assert not match.over
    assert match.game.seed == 2
    match.change_side("right")
    assert match.results == []
    assert not match.begun


def test_weights_that_waited_when_the_game_ended_do_not_displace_those_chosen_since(
    match: HumanVsAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agents.emulators.shared_console.MAX_FRAMES", match.game.frames + 6)
    match.seat(agent_that(STAY))
    match.begin()
    match.seat(agent_that(UP))
    assert match.waits
    pass_frames(match, 6)
    assert match.over
    chosen = agent_that(DOWN)
    match.seat(chosen)
    match.begin()
    assert match.player is not None
    assert match.player.agent is chosen
    assert not match.waits


# ---------------------------------------------------------------------- advice


class Film:
    """A game that shows nothing."""

    def grey(self) -> np.ndarray:
        return np.zeros((210, 160), np.uint8)

    def screen(self) -> np.ndarray:
        raise AssertionError


def test_agreement_is_how_often_the_human_does_what_is_best() -> None:
    advisor = Advisor(agent_that(UP), seed=1)
    assert advisor.agreement is None
    for action in (UP, UP, DOWN, UP):
        advisor.watch(Film(), MOVES[action])
    assert advisor.action == MOVES[UP]
    assert advisor.agreement == pytest.approx(0.75)
    advisor.restart()
    assert advisor.agreement is None


def test_the_advisor_knows_what_the_human_has_done_and_not_what_it_would_have() -> None:
    observer = Advisor(untrained(replace(agent_that(UP).config, recall=1)), seed=1)
    told = []
    for action in (UP, DOWN):
        observer.restart()
        for _ in range(5):
            observer.watch(Film(), MOVES[action])
        told.append(observer.player.observation[0])
    assert told[0].any()
    np.testing.assert_array_equal(told[0], told[1][::-1])


def test_the_advisor_sees_the_humans_game_and_touches_nothing() -> None:
    race = SideBySide(GAMES["pong"], 1)
    race.seat(agent_that(DOWN))
    race.cast(human=True, machine=False, advised=True)
    before = race.machine.game.frames
    race.begin()
    for _ in range(40):
        race.update(STEP, MOVES[UP])
    assert race.advisor is not None
    assert race.advisor.player.decision.action == DOWN
    assert race.advisor.agreement == 0
    assert race.advisor.player.observation.any(), "it looks at the human's screen"
    assert set(race.human.game.log.actions) == {NOOP, RIGHT}, "its own wishes move nothing"
    assert race.machine.game.frames == before
    race.cast(human=False, machine=True, advised=False)
    human = race.human.game.frames
    race.update(STEP, MOVES[UP])
    assert (race.human.game.frames, race.machine.game.frames) == (human, before + 1)
    race.close()


def scripted() -> dict[str, Any]:
    return {game: make() for game, make in SCRIPTED.items()}


def play_of(kind: type[Play], game: str, race: SideBySide, match: HumanVsAgent | None = None) -> Play:
    consoles = Consoles(game, INLINE)
    consoles.race, consoles.match = race, match
    return kind(consoles)


@pytest.mark.parametrize("game", DUELS)
def test_the_app_plays_for_the_human(game: str) -> None:
    race = SideBySide(GAMES[game], 1)
    play, players = play_of(Alongside, game, race), scripted()
    race.cast(human=True, machine=False, advised=False)
    race.begin()
    for _ in range(300):
        race.update(STEP, play.action(players))
    assert len(set(race.human.game.log.actions)) > 1
    assert play_of(Watch, game, race).action(players) == NOOP
    race.close()


def test_on_either_side_of_the_ring_the_app_walks_up_to_the_other() -> None:
    console, players = DuelGame(DUELS["boxing"], 1), scripted()
    race: Any = object()
    for side in SIDES:
        console.reset(1)
        play = play_of(Against, "boxing", race, HumanVsAgent(console, side))
        start = distance(console)
        for _ in range(90):
            moves = dict.fromkeys(SIDES, NOOP) | {side: play.action(players)}
            console.step(moves["left"], moves["right"])
        assert distance(console) < start / 2, side
    console.close()


def distance(console: DuelGame) -> float:
    """How far the boxers are from each other."""
    ring = console.eyes("left").grey()[RING]
    places = [np.argwhere(ring == grey).mean(axis=0) for grey in (OWN_GREY, OTHERS_GREY)]
    return float(np.abs(places[0] - places[1]).sum())
