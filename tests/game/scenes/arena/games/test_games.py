"""Choosing the game, the agents' strength, and how a new agent learns."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pygame
import pygame_gui
import pytest

from agents.emulators.games import FOR_TWO, GAMES, OTHERS
from agents.learning.agent import Agent, untrained
from game.scenes.arena.games.window import found
from game.scenes.arena.play.duels import AgentVsAgent
from game.scenes.arena.play.plays import Against, Alongside, Watch
from game.scenes.arena.session import Session
from game.ui.fixed_step import STEP
from game.ui.settings import Folders
from game.workers.status import State, Status
from game.workers.workers import Workers
from tests.colours import colours
from tests.game.conftest import SMALL, Driver
from tests.game.scenes.test_scenes import assert_no_two_overlap, assert_nothing_sticks_out

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_app: Open) -> Driver:
    return open_app("arena")


def choose(driver: Driver, game: str) -> None:
    """Open the window with all games, and click one of those with a picture."""
    driver.press_button("#games")
    driver.frames(2)
    driver.press_button(f"#game_{game}")
    driver.frames(3)


def move(driver: Driver, name: str, value: int) -> None:
    """Move a slider of the top bar."""
    slider = driver.widget(name)
    slider.set_current_value(value)
    driver.post(pygame_gui.UI_HORIZONTAL_SLIDER_MOVED, ui_element=slider, value=value)
    driver.frames(2)


def learn(driver: Driver) -> Agent:
    driver.scene.training.step()
    driver.frames(2)
    agent: Agent = driver.scene.training.state
    assert agent.step > 0
    return agent


# ---------------------------------------------------------------------- another game


def test_choosing_a_game(driver: Driver, folders: Folders, open_app: Open) -> None:
    scene = driver.scene
    old, console, agent = scene.training, scene.race.human.game, learn(driver)
    choose(driver, "breakout")
    assert scene.spec is GAMES["breakout"]
    assert driver.widget("#games").text == "Breakout"
    assert scene.training is not old
    assert scene.training.game == "breakout"
    assert scene.race.spec is GAMES["breakout"]
    assert scene.race.player.agent.game == "breakout"
    with pytest.raises(RuntimeError, match="closed"):
        console.screen()
    assert Agent.load(folders.data / "agents" / "pong-autosave.safetensors").step == agent.step
    driver.press(pygame.K_LEFT)
    driver.frames(3)
    assert scene.race.begun
    learn(driver)
    driver.app.close()
    assert open_app("arena").scene.spec is GAMES["breakout"], "it is remembered"


def test_coming_back_to_a_game_goes_on_with_its_agent(driver: Driver) -> None:
    agent = learn(driver)
    choose(driver, "boxing")
    learn(driver)
    choose(driver, "pong")
    assert driver.scene.training.state.step == agent.step
    assert driver.scene.training.running
    assert not driver.has("#continue")


def test_an_agent_of_another_game_that_was_kept_is_offered(driver: Driver, folders: Folders) -> None:
    path = folders.data / "agents" / "freeway-autosave.safetensors"
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(untrained(replace(SMALL, game="freeway")), step=64).save(path)
    choose(driver, "freeway")
    assert not driver.scene.training.started
    driver.press_button("#continue")
    assert driver.scene.training.state.step == 64


def test_searching_among_all_the_others(driver: Driver) -> None:
    driver.tap(pygame.K_g)
    window: Any = driver.window()
    assert len(window.list.item_list) == len(OTHERS) + len(FOR_TWO)
    driver.click(driver.widget("#game_search").rect.center)
    driver.post(pygame.TEXTINPUT, text="pac")
    driver.frames()
    assert [item["text"] for item in window.list.item_list] == [spec.title for spec in found("pac")]
    assert {spec.id for spec in found("PAC")} == {"ms_pacman", "pacman", "space_war"}
    driver.tap(pygame.K_RETURN)
    driver.frames(3)
    assert not driver.app.dialog_open
    assert driver.scene.spec.id == found("pac")[0].id
    assert learn(driver).game == driver.scene.spec.id


def test_a_click_in_the_list_takes_that_game(driver: Driver) -> None:
    driver.tap(pygame.K_g)
    driver.frames(2)
    driver.click(driver.widget("#other_alien").rect.center)
    driver.frames(3)
    assert driver.scene.spec.id == "alien"
    assert len(driver.scene.race.player.decision.probabilities) == 18


def test_what_no_two_can_play_is_not_played_against(driver: Driver) -> None:
    driver.scene.set_mode(Against)
    driver.frames(3)
    choose(driver, "breakout")
    assert driver.scene.mode is Alongside
    driver.press_button("#mode_against")
    assert driver.scene.mode is Alongside
    assert driver.toasts[-1] == driver.app.t("games.no_duel", game="Breakout")
    driver.tap(pygame.K_m)
    assert driver.scene.mode is Watch, "M passes it over"
    choose(driver, "pong")
    driver.scene.set_mode(Against)
    assert driver.scene.mode is Against


def test_with_nobody_to_beat_points_are_what_counts(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(driver, "freeway")
    race = driver.scene.race
    notes: list[str] = []
    note = driver.scene.screen.view.note

    def watched(screen: pygame.Surface, rect: pygame.Rect, text: str, **options: Any) -> None:
        notes.append(text)
        note(screen, rect, text, **options)

    monkeypatch.setattr(driver.scene.screen.view, "note", watched)
    driver.press(pygame.K_UP)
    driver.frames()
    while not race.human.over:
        race.update(4 * STEP, 2)
    driver.frames()
    mine = race.human.score.mine
    assert mine > 5
    agent = race.rival.mine
    assert mine > agent
    assert notes[-1] == driver.app.t("arena.ahead", mine=str(mine), agent=str(agent))


def test_the_pictures_of_the_games_are_drawn(driver: Driver) -> None:
    driver.press_button("#games")
    driver.frames(3)
    for game in GAMES:
        rect = driver.widget(f"#game_{game}").rect
        assert colours(driver.picture()[rect.y : rect.bottom, rect.x : rect.right]) > 20, game
    driver.tap(pygame.K_ESCAPE)
    assert not driver.app.dialog_open
    assert driver.app.scene_id == "arena"


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_everything_fits(
    lang: str, size: tuple[int, int], open_app: Open, cut_texts: list[str], ladders: Path
) -> None:
    driver = open_app("arena", lang=lang, size=size)
    for game, mode in (("pong", Watch), ("space_invaders", Watch), ("breakout", Alongside)):
        driver.scene.change_game(game)
        driver.scene.set_mode(mode)
        driver.frames(3)
        assert_nothing_sticks_out(driver)
        assert_no_two_overlap(driver.buttons())
    move(driver, "#strength_agent", 3)
    for keys in (("#games",), ("#agent_menu", "#reset"), ("#agent_menu", "#forward")):
        for key in keys:
            driver.press_button(key)
        driver.frames(3)
        window = driver.window().get_container().get_abs_rect()
        for widget in driver.widgets():
            if widget.ui_container is driver.window().get_container():
                assert window.contains(widget.rect), widget.object_ids
        driver.tap(pygame.K_ESCAPE)
    assert not set(cut_texts)


def test_putting_away_is_done_beside_the_window(tmp_path: Path) -> None:
    told: list[str] = []
    loader: Any = SimpleNamespace(status=Status(State.DONE), ready=False)
    session = Session(1, tmp_path, tmp_path, Workers(), loader, lambda key, *_, **__: told.append(key))
    go, done = threading.Event(), []
    training: Any = SimpleNamespace(close=go.wait, troubles=[])
    consoles: Any = SimpleNamespace(close=lambda: done.append(threading.current_thread()))
    session.training, session.consoles = training, consoles
    session.change_game("boxing")
    session.open()
    assert session.consoles is None, "the next game waits"
    assert not done
    go.set()
    session.close()
    assert done[0] is not threading.main_thread()
    assert not told


# ---------------------------------------------------------------------- strength


def test_the_slider_chooses_who_plays_and_learning_goes_on(
    driver: Driver, open_app: Open, ladders: Path
) -> None:
    choose(driver, "breakout")
    scene = driver.scene
    assert scene.race.player.agent is scene.training.state
    move(driver, "#strength_agent", 2)
    rung = scene.race.player.agent
    assert rung.step == 2000
    assert scene.race.advisor.player.agent is rung
    agent = learn(driver)
    assert scene.race.player.agent is rung, "what is learned does not take its place"
    assert scene.training.state is agent
    choose(driver, "pong")
    assert scene.race.player.agent is scene.training.state
    choose(driver, "breakout")
    assert scene.race.player.agent.step == 2000, "remembered for each game"
    driver.app.close()
    again = open_app("arena")
    assert again.scene.race.player.agent.step == 2000
    move(again, "#strength_agent", 0)
    again.press_button("#continue")
    assert again.scene.race.player.agent is again.scene.training.state


def test_a_game_without_a_ladder_has_nothing_to_choose(driver: Driver, ladders: Path) -> None:
    choose(driver, "freeway")
    assert not driver.has("#strength_agent")
    assert driver.scene.race.player.agent is driver.scene.training.state


def test_a_rung_that_cannot_be_read_is_told(driver: Driver, ladders: Path) -> None:
    (ladders / "breakout" / "best.safetensors").write_bytes(b"nothing")
    choose(driver, "breakout")
    move(driver, "#strength_agent", 3)
    driver.frames(2)
    assert driver.toasts
    assert driver.scene.session.selection.agent.chosen == "live"
    assert driver.scene.race.player.agent is driver.scene.training.state
    assert driver.widget("#strength_agent").get_current_value() == 0


def test_rung_against_rung(open_app: Open, ladders: Path) -> None:
    driver = open_app("arena")
    scene = driver.scene
    scene.set_mode(Watch)
    driver.frames(2)
    assert scene.play.engine is scene.race, "the console plays at first"
    move(driver, "#strength_agent", 3)
    move(driver, "#strength_rival", 2)
    driver.frames(3)
    bout = scene.play.engine
    assert isinstance(bout, AgentVsAgent)
    assert bout.players["right"].agent.step == 3000
    assert bout.players["left"].agent.step == 1000
    frames = bout.game.frames
    driver.frames(10)
    assert bout.game.frames == frames + 10
    driver.tap(pygame.K_SPACE)
    driver.frames(5)
    assert bout.game.frames == frames + 10
    driver.tap(pygame.K_SPACE)
    scene.session.save_replay()
    move(driver, "#strength_rival", 0)
    assert scene.play.engine is scene.race
    scene.set_mode(Alongside)
    assert not driver.has("#strength_rival")


def test_a_bout_ends_and_the_next_one_begins(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    from agents.emulators.two_player import DUELS, DuelGame

    bout = AgentVsAgent(DuelGame(DUELS["pong"], 1))
    assert bout.update(STEP) == 0, "nobody is there"
    agent = untrained(SMALL)
    bout.seat("left", agent)
    bout.seat("right", agent)
    monkeypatch.setattr("agents.emulators.shared_console.MAX_FRAMES", bout.game.frames + 5)
    assert sum(bout.update(STEP) for _ in range(10)) == 5
    assert bout.results == [bout.score]
    for _ in range(200):
        bout.update(STEP)
    assert bout.game.seed == 2
    left, right = (bout.players[side].decision for side in ("left", "right"))
    assert left.probabilities
    assert right.probabilities
    bout.close()


# ---------------------------------------------------------------------- how a new one learns


@pytest.mark.parametrize("method", ["reinforce", "a2c", "ppo"])
def test_a_new_agent_learns_by_the_chosen_method(method: str, driver: Driver, open_app: Open) -> None:
    learn(driver)
    driver.press_button("#agent_menu")
    driver.press_button("#reset")
    driver.press_button(f"#fresh_{method}")
    driver.frames(2)
    assert driver.scene.training.state.step == 0
    assert learn(driver).config.method == method
    assert driver.scene.session.store.value.method == method


def test_the_sliders_stops_have_names(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: dict[str, tuple[int, int]] = {}

    def note(
        screen: Any, style: Any, text: str, at: tuple[int, int], *looks: Any, **more: Any
    ) -> pygame.Rect:
        drawn[text] = at
        return pygame.Rect(at, style.font("tiny").size(text))

    monkeypatch.setattr("game.scenes.arena.games.bar.draw_text", note)
    driver.frames(1)
    slider = driver.widget("#strength_agent")
    assert {"learning now", "duellist"} <= set(drawn)
    assert slider.place(0) < slider.place(1) < slider.place(slider.value_range[1])
    assert all(slider.rect.x <= x < slider.rect.right and y >= slider.rect.bottom for x, y in drawn.values())
