"""The arena's modes in the running app."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest

from agents.emulators.games import LEFT, RIGHT
from agents.emulators.replay import Replay, open_game, run
from agents.emulators.two_player import DuelGame
from game.scenes.arena import preferences
from game.scenes.arena.preferences import ArenaPreferences
from game.ui.settings import Folders
from game.ui.sound import Speaker
from game.workers.workers import Workers
from tests.game.conftest import Driver
from tests.game.scenes.test_scenes import assert_no_two_overlap, assert_nothing_sticks_out

INLINE = Workers(inline=True)

Open = Callable[..., Driver]
MODES = ("alongside", "against", "watch", "coach")


pytestmark = pytest.mark.usefixtures("one_console")


def part(driver: Driver, rect: pygame.Rect) -> np.ndarray:
    return driver.picture()[rect.y : rect.bottom, rect.x : rect.right]


def test_the_key_goes_through_all_modes_and_buttons_go_anywhere(open_app: Open) -> None:
    driver = open_app("arena")
    seen = []
    for _ in MODES:
        seen.append(driver.scene.mode.id)
        assert driver.widget(f"#mode_{driver.scene.mode.id}").is_selected
        assert driver.widget("#side").is_enabled == (driver.scene.mode.id == "against")
        driver.tap(pygame.K_m)
    assert tuple(seen) == MODES
    for mode in reversed(MODES):
        driver.press_button(f"#mode_{mode}")
        assert driver.scene.mode.id == mode
        assert [m for m in MODES if driver.widget(f"#mode_{m}").is_selected] == [mode]


def test_who_plays_in_which_mode(open_app: Open) -> None:
    driver = open_app("arena")
    scene, race = driver.scene, driver.scene.race
    driver.press(pygame.K_UP)
    moved = {}
    for mode in MODES:
        driver.press_button(f"#mode_{mode}")
        driver.tap(pygame.K_RETURN)
        match = scene.match.game.frames if scene.match else 0
        before = np.array([race.human.game.frames, race.machine.game.frames, match])
        driver.frames(6)
        match = scene.match.game.frames if scene.match else 0
        after = np.array([race.human.game.frames, race.machine.game.frames, match])
        moved[mode] = (after - before > 3).tolist()
    assert moved == {
        "alongside": [True, True, False],
        "against": [False, False, True],
        "watch": [False, True, False],
        "coach": [True, False, False],
    }


def test_against_shows_one_picture_and_the_keys_move_the_humans_bat(open_app: Open) -> None:
    driver = open_app("arena")
    driver.press_button("#mode_against")
    driver.press(pygame.K_UP)
    driver.frames(12)
    scene = driver.scene
    assert scene.match.begun
    assert len(set(scene.match.game.log.actions[-16::2])) == 1, "the left bat goes up"
    across, down = scene.places.stage_scale
    shown = scene.match.game.screen().repeat(down, axis=0).repeat(across, axis=1)
    np.testing.assert_array_equal(part(driver, scene.places.stage), shown)


def test_learning_goes_on_and_its_weights_wait_for_the_point(open_app: Open) -> None:
    driver = open_app("arena")
    driver.press_button("#mode_against")
    driver.press(pygame.K_UP)
    driver.frames(5)
    scene = driver.scene
    before = scene.match.player.agent
    scene.training.step()
    driver.frames(3)
    assert scene.training.state.step > 0
    assert scene.match.player.agent is before
    score = scene.match.score
    while scene.match.score == score:
        scene.match.update(1 / 15, RIGHT)
    assert scene.match.player.agent is scene.training.state


def test_changing_sides(open_app: Open, folders: Folders) -> None:
    driver = open_app("arena")
    driver.tap(pygame.K_x)
    assert driver.scene.session.store.value.side == "left", "there are sides only in a match"
    driver.press_button("#mode_against")
    driver.frames(2)
    before = part(driver, driver.scene.places.wing).copy()
    driver.press_button("#side")
    assert driver.scene.match.side == driver.scene.session.store.value.side == "right"
    assert (part(driver, driver.scene.places.wing) != before).any()
    driver.tap(pygame.K_x)
    assert driver.scene.match.side == "left"


def test_mode_and_side_come_back_with_the_app(open_app: Open, folders: Folders) -> None:
    driver = open_app("arena")
    driver.press_button("#mode_against")
    driver.tap(pygame.K_x)
    assert preferences.load(folders.config, INLINE).value == ArenaPreferences("against", "right"), (
        "at once, whatever may happen"
    )
    driver.app.close()
    again = open_app("arena")
    again.frames(3)
    assert again.scene.mode.id == "against"
    assert again.scene.match.side == "right"


def test_one_frame_slow_motion_and_fast_forward(open_app: Open) -> None:
    driver = open_app("arena", size=(1920, 1080))
    race = driver.scene.race
    driver.press(pygame.K_UP)
    driver.frames(3)
    driver.tap(pygame.K_n)
    assert driver.scene.paused
    frames = race.human.game.frames
    driver.frames(4)
    assert race.human.game.frames == frames
    driver.press_button("#single")
    assert race.human.game.frames == frames + 1
    driver.tap(pygame.K_SPACE)
    for key, name, count in ((pygame.K_PERIOD, "4×", 40), (pygame.K_COMMA, "1/8×", 1)):
        for _ in range(5):
            driver.tap(key)
        assert driver.widget("#pace").text == name
        frames = race.human.game.frames
        driver.frames(10)
        assert race.human.game.frames - frames == pytest.approx(count, abs=1)
    driver.tap(pygame.K_F2)
    assert driver.widget("#pace").text == "1/8×"
    driver.press_button("#pace")
    assert driver.widget("#pace").text == "1/4×"


def test_the_coach_shows_what_the_agent_would_do(open_app: Open) -> None:
    driver = open_app("arena", size=(1280, 800))
    driver.press_button("#mode_coach")
    driver.press(pygame.K_UP)
    driver.frames(3)
    before = part(driver, driver.scene.places.wing).copy()
    driver.release(pygame.K_UP)
    driver.press(pygame.K_DOWN)
    driver.frames(10)
    advisor = driver.scene.race.advisor
    assert advisor.action == LEFT
    assert 0 <= advisor.agreement <= 1
    assert (part(driver, driver.scene.places.wing) != before).any()


@pytest.mark.parametrize("mode", ["against", "watch", "coach"])
def test_a_game_on_the_screen_can_be_kept_and_played_again(
    mode: str, open_app: Open, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_app("arena")
    driver.press_button(f"#mode_{mode}")
    driver.press(pygame.K_UP)
    driver.frames(50)
    scene = driver.scene
    game = {"against": lambda: scene.match, "watch": lambda: scene.race.machine}.get(
        mode, lambda: scene.race.human
    )().game
    driver.press(pygame.K_v)
    (path,) = (folders.data / "replays").iterdir()
    driver.frames(1)
    assert driver.app.t("app.saved", file=str(path)) in driver.toasts
    replay = Replay.load(path)
    assert replay.names == {"against": ("human", "agent"), "watch": ("agent",)}.get(mode, ("human",))
    assert 40 < replay.frames <= game.log.frames
    again = open_game(replay)
    assert sum(1 for _ in run(replay, again)) > 0
    again.close()


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_game_that_is_too_long_for_a_replay_is_told(
    lang: str, open_app: Open, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_app("arena", lang=lang)
    driver.press_button("#mode_watch")
    driver.frames(30)
    monkeypatch.setattr("agents.emulators.replay.MAX_FRAMES", 20)
    driver.press(pygame.K_v)
    driver.frames(1)
    assert driver.app.t("replay.too_long") in driver.toasts
    assert not (folders.data / "replays").exists()


@pytest.mark.parametrize("mode", ["alongside", "watch"])
def test_the_console_that_one_plays_or_watches_is_heard(mode: str, open_app: Open) -> None:
    driver = open_app("arena")
    driver.press_button(f"#mode_{mode}")
    race = driver.scene.race
    race.begin()
    driver.frames(4)
    console = race.human if mode == "alongside" else race.machine
    assert len(race.sounds) == 1
    np.testing.assert_array_equal(race.sounds[0], console.game.audio())
    assert not race.silent


def test_a_match_is_heard_while_it_is_played_at_its_own_speed(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed: list[int] = []
    monkeypatch.setattr(Speaker, "push", lambda _, samples, volume: pushed.append(len(samples)))
    driver = open_app("arena")
    driver.press_button("#mode_against")
    driver.frames(2)
    match = driver.scene.match
    assert match.silent
    assert not pushed
    match.begin()
    driver.frames(3)
    assert not match.silent
    assert pushed == [512] * 3
    np.testing.assert_array_equal(match.sounds[0], match.game.audio())
    driver.tap(pygame.K_SPACE)
    pushed.clear()
    driver.frames(3)
    assert not pushed, "on pause nothing is heard"


def test_without_the_two_player_emulator_the_other_modes_go_on(
    open_app: Open, monkeypatch: pytest.MonkeyPatch, cut_texts: list[str]
) -> None:
    def missing(spec: Any, seed: int, *, sound: bool) -> DuelGame:
        raise ImportError("No module named 'multi_agent_ale_py'")

    monkeypatch.setattr("game.scenes.arena.play.consoles.DuelGame", missing)
    driver = open_app("arena")
    notes: list[str] = []
    driver.press_button("#mode_against")
    view = driver.scene.screen.view
    note = view.note
    monkeypatch.setattr(view, "note", lambda s, r, text, **o: notes.append(text) or note(s, r, text, **o))
    driver.press(pygame.K_UP)
    driver.tap(pygame.K_v)
    driver.frames(2)
    assert driver.app.t("arena.no_match", why="No module named 'multi_agent_ale_py'") in notes
    driver.press_button("#mode_alongside")
    frames = driver.scene.race.machine.game.frames
    driver.frames(5)
    assert driver.scene.race.machine.game.frames > frames
    assert not set(cut_texts)


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_mode_fits(lang: str, size: tuple[int, int], open_app: Open, cut_texts: list[str]) -> None:
    driver = open_app("arena", lang=lang, size=size)
    for mode in MODES:
        driver.press_button(f"#mode_{mode}")
        driver.press(pygame.K_UP)
        driver.frames(4)
        assert_nothing_sticks_out(driver)
        assert_no_two_overlap(driver.buttons())
        driver.tap(pygame.K_n)
        driver.tap(pygame.K_SPACE)
    assert not set(cut_texts)


def test_the_offer_is_made_in_every_mode(open_app: Open, folders: Folders, tmp_path: Path) -> None:
    from tests.game.scenes.arena.test_scene import AUTOSAVE, agent_file

    agent_file(folders.data / AUTOSAVE, step=640)
    driver = open_app("arena")
    driver.press_button("#mode_against")
    assert driver.scene.places.stage.contains(driver.widget("#continue").rect)
    driver.press_button("#continue")
    driver.frames(2)
    assert driver.scene.match.player.agent.step == 640


def test_in_a_match_the_app_can_play_by_itself(open_app: Open) -> None:
    driver = open_app("arena")
    driver.press_button("#mode_against")
    driver.scene.attract(1 / 60)
    for _ in range(90):
        driver.scene.attract(1 / 60)
        driver.frames(1)
    assert len(set(driver.scene.match.game.log.actions[64::2])) > 1, "the ball-follower moves the left bat"
