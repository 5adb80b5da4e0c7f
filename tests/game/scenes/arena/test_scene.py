from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
import torch
from pygame_gui.elements import UIButton

import agents.learning.train
import agents.learning.trainer_process  # before a fixture puts a smaller TrainConfig in its place
from agents.emulators.envs import AtariGame
from agents.emulators.games import LEFT, NOOP, RIGHT
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from game.app.app import App
from game.app.options import Options
from game.ui.keymap import RESERVED
from game.ui.keys import Key
from game.ui.settings import Folders
from game.workers.status import State
from models.base import checkpoint
from tests.game.conftest import SMALL, Driver

Open = Callable[..., Driver]
AUTOSAVE = Path("agents") / "pong-autosave.safetensors"
STAY, UP, DOWN = NOOP, RIGHT, LEFT


@pytest.fixture
def driver(open_app: Open) -> Driver:
    return open_app("arena")


def learn(driver: Driver, updates: int = 1) -> Agent:
    """Let the learner do some updates; the agent that comes of it."""
    for _ in range(updates):
        driver.scene.training.step()
        assert driver.scene.training.status.error == ""
    driver.frames(2)
    agent = driver.scene.training.state
    assert agent.step > 0
    return agent


def agent_file(path: Path, step: int = 64) -> Path:
    """A file with an agent of some age."""
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(untrained(SMALL), step=step).save(path)
    return path


def agents_in(folder: Path) -> list[int]:
    """How old the agents in a folder are."""
    return sorted(Agent.load(path).step for path in folder.glob("*.safetensors"))


def pick(driver: Driver, name: str) -> None:
    """Choose a file in the open dialog and press its button."""
    items = [w for w in driver.widgets() if isinstance(w, UIButton) and w.text == name]
    assert len(items) == 1, f"{name} is not listed once"
    driver.click(items[0].rect.center)
    driver.frames(2)
    driver.click(driver.window().ok_button.rect.center)  # type: ignore[attr-defined]
    driver.frames(3)


def from_menu(driver: Driver, menu: str, name: str) -> None:
    """Open a menu of the toolbar and choose from it."""
    driver.press_button(menu)
    driver.press_button(name)


def start_over(driver: Driver) -> None:
    """Begin from nothing, by the usual method."""
    from_menu(driver, "#agent_menu", "#reset")
    driver.press_button("#fresh_ppo")


def same_weights(a: Agent, b: Agent) -> bool:
    return all(torch.equal(value, b.tensors[name]) for name, value in a.tensors.items())


# ---------------------------------------------------------------------- opening


def test_no_frame_switches_a_console_on(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them would hold the window up for most of a tenth of a second."""
    switched_on_by: list[threading.Thread] = []
    switch_on = AtariGame.__init__

    def watched(self: AtariGame, *args: Any, **options: Any) -> None:
        switched_on_by.append(threading.current_thread())
        switch_on(self, *args, **options)

    monkeypatch.setattr(AtariGame, "__init__", watched)
    monkeypatch.setattr("game.app.frame_pacer.serve_first", lambda: False)
    app = App(Options(scene="arena", headless=True), folders=folders)
    monkeypatch.setattr(app.loader, "start", lambda: None)
    scene: Any = app.scene
    deadline = time.monotonic() + 60
    while scene.race is None and time.monotonic() < deadline:
        app.frame([], 0.02)
        time.sleep(0.01)
    assert scene.race is not None
    app.close()
    assert len(switched_on_by) == 2
    assert threading.main_thread() not in switched_on_by


# ---------------------------------------------------------------------- playing


def test_every_key_does_something_and_cannot_be_chosen_for_anything_else(driver: Driver) -> None:
    (table,) = driver.scene.commands()
    keys = {pygame.key.name(Key.parse(key).code) for command in table for key in command.keys}
    assert len(keys) == 17
    assert keys - {"return"} <= RESERVED


def test_the_keys_of_the_bat(driver: Driver) -> None:
    assert driver.scene.action() == STAY
    for key, action in ((pygame.K_UP, UP), (pygame.K_w, UP), (pygame.K_DOWN, DOWN), (pygame.K_s, DOWN)):
        driver.press(key)
        assert driver.scene.race.begun
        assert driver.scene.action() == action
        driver.release(key)
        assert driver.scene.action() == STAY


def test_holding_a_key_moves_the_humans_bat_only(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    race = driver.scene.race
    given: list[int] = []
    step = race.human.game.step
    monkeypatch.setattr(race.human.game, "step", lambda action: given.append(action) or step(action))
    driver.press(pygame.K_UP)
    driver.frames(10)
    driver.press(pygame.K_DOWN)
    driver.frames(5)
    driver.release(pygame.K_UP)
    driver.frames(5)
    driver.release(pygame.K_DOWN)
    driver.frames(5)
    changes = [given[0], *(b for a, b in itertools.pairwise(given) if a != b)]
    assert changes == [UP, STAY, DOWN, STAY], "both keys together hold still"


def test_keys_are_let_go_when_the_window_loses_them(driver: Driver) -> None:
    driver.press(pygame.K_UP)
    driver.post(pygame.WINDOWFOCUSLOST)
    assert driver.scene.action() == STAY
    driver.press(pygame.K_UP)
    driver.app.go("convolution")
    driver.frames(2)
    driver.app.go("arena")
    driver.frames(2)
    assert driver.scene.action() == STAY


def test_control_and_a_letter_is_no_move(driver: Driver) -> None:
    driver.press(pygame.K_w, pygame.KMOD_LCTRL)
    driver.press(pygame.K_s, pygame.KMOD_LCTRL)
    assert driver.scene.action() == STAY
    assert not driver.scene.race.begun


def test_pausing_stops_games_and_learning(driver: Driver) -> None:
    scene = driver.scene
    driver.press(pygame.K_UP)
    agent = learn(driver)
    driver.tap(pygame.K_SPACE)
    assert scene.training.status.state is State.PAUSED
    frames = scene.race.frames
    scene.training.step()
    driver.frames(10)
    assert scene.race.frames == frames
    assert scene.training.state is agent
    driver.press_button("#pause")
    assert scene.training.running
    driver.frames(3)
    assert scene.race.frames > frames


def test_learning_alone_can_rest(driver: Driver) -> None:
    scene = driver.scene
    driver.press(pygame.K_UP)
    driver.tap(pygame.K_l)
    assert scene.training.status.state is State.PAUSED
    frames = scene.race.frames
    driver.frames(10)
    assert scene.race.frames > frames
    assert scene.training.status.state is State.PAUSED
    driver.tap(pygame.K_SPACE)
    driver.tap(pygame.K_SPACE)
    assert scene.training.status.state is State.PAUSED, "going on with the games does not begin to learn"
    driver.press_button("#learn")
    assert scene.training.running


def test_restarting_and_another_seed(driver: Driver) -> None:
    race = driver.scene.race
    first = race.human.game.screen().copy()
    driver.press(pygame.K_UP)
    driver.frames(150)
    driver.release(pygame.K_UP)
    driver.tap(pygame.K_r)
    assert not race.begun
    np.testing.assert_array_equal(race.human.game.screen(), first)
    assert race.seed == 1
    from_menu(driver, "#game_menu", "#seed")
    assert 1 <= race.seed < 10_000
    driver.press_button("#game_menu")
    assert driver.widget("#seed").text == driver.app.t("arena.seed", n=race.seed)
    driver.tap(pygame.K_F2)
    assert not driver.app.dialog_open, "a new layout may have the button elsewhere"
    driver.press_button("#game_menu")
    assert driver.widget("#seed").text == driver.app.t("arena.seed", n=race.seed)


def test_enter_starts_the_next_game(driver: Driver) -> None:
    race = driver.scene.race
    driver.tap(pygame.K_RETURN)
    assert race.begun
    while not race.human.over:
        race.update(1 / 15, UP)
    frames = race.human.game.frames
    driver.frames(3)
    assert race.human.game.frames == frames
    driver.tap(pygame.K_RETURN)
    assert not race.human.over
    driver.frames(3)
    assert race.human.game.frames < frames


def test_a_key_held_at_the_end_does_not_skip_the_result(driver: Driver) -> None:
    race = driver.scene.race
    driver.press(pygame.K_UP)
    while not race.human.over:
        race.update(1 / 15, UP)
    driver.press(pygame.K_UP)  # the keyboard repeats it
    assert race.human.over
    driver.release(pygame.K_UP)
    driver.press(pygame.K_UP)
    assert not race.human.over


def test_the_pictures_are_whole_pixels_of_the_console(driver: Driver) -> None:
    driver.press(pygame.K_UP)
    driver.frames(60)
    scene, picture = driver.scene, driver.picture()
    across, down = scene.places.scale
    rect = scene.places.human
    game = scene.race.human.game.screen()
    shown = picture[rect.y : rect.bottom, rect.x : rect.right]
    np.testing.assert_array_equal(shown, game.repeat(down, axis=0).repeat(across, axis=1))


def test_the_score_on_the_screen_follows_the_game(driver: Driver) -> None:
    race, rect = driver.scene.race, driver.scene.places.human
    driver.press(pygame.K_UP)
    driver.frames()
    above = (slice(rect.y - 50, rect.y - 4), slice(rect.x, rect.right))
    before = driver.picture()[above]
    while race.human.score.theirs == 0:
        race.update(1 / 15, UP)
    driver.frames()
    assert (driver.picture()[above] != before).any()


def test_everything_that_is_learned_is_drawn(driver: Driver) -> None:
    agent = learn(driver)
    curve = tuple((100 * i, 10.0 * i, -21 + i) for i in range(20))
    grown = replace(agent, curve=curve, recent_returns=(-20.0, -19.0), recent_points=(1.0, -1.0), episodes=2)
    before = driver.picture()
    driver.scene.training.state = grown
    driver.frames()
    places = driver.scene.places
    for rect in (places.chart, places.facts):
        part = (slice(rect.y, rect.bottom), slice(rect.x, rect.right))
        assert (driver.picture()[part] != before[part]).any()


# ---------------------------------------------------------------------- keeping the agent


def test_leaving_and_closing_save_the_agent(open_app: Open, folders: Folders) -> None:
    driver = open_app("arena")
    learn(driver)
    driver.tap(pygame.K_ESCAPE)
    left = Agent.load(folders.data / AUTOSAVE)
    assert left.step == driver.app.stage.scenes["arena"].training.state.step  # type: ignore[attr-defined]
    driver.app.go("arena")
    driver.frames(2)
    assert driver.scene.training.running, "it goes on by itself"
    agent = learn(driver, 2)
    driver.app.close()
    closed = Agent.load(folders.data / AUTOSAVE)
    assert closed.step == agent.step > left.step
    assert same_weights(closed, agent)


def test_the_saved_agent_is_offered_and_goes_on(open_app: Open, folders: Folders) -> None:
    agent_file(folders.data / AUTOSAVE, step=640)
    driver = open_app("arena")
    driver.frames(3)
    assert not driver.scene.training.started, "nothing is decided for the user"
    driver.press_button("#continue")
    learner = driver.scene.training
    assert learner.state.step == 640
    assert driver.scene.race.player.agent is learner.state
    assert not driver.has("#continue")
    assert not driver.has("#fresh")
    assert learn(driver).step > 640


def test_starting_a_new_one_keeps_the_old_one(open_app: Open, folders: Folders) -> None:
    agent_file(folders.data / AUTOSAVE, step=640)
    driver = open_app("arena")
    driver.press_button("#fresh")
    driver.frames(2)
    assert driver.scene.training.state.step == 0
    new = learn(driver)
    driver.app.close()
    assert agents_in(folders.data / "agents") == sorted([640, new.step])


@pytest.mark.parametrize("way", ["forget", "load"])
def test_an_offer_that_is_passed_over_is_kept_too(
    way: str, open_app: Open, folders: Folders, tmp_path: Path
) -> None:
    agent_file(folders.data / AUTOSAVE, step=640)
    driver = open_app("arena")
    if way == "forget":
        start_over(driver)
    else:
        driver.scene.training.load(agent_file(tmp_path / "other.safetensors", step=32))
    driver.frames(2)
    assert not driver.has("#continue")
    learn(driver)
    driver.app.close()
    assert 640 in agents_in(folders.data / "agents")


def test_loading_another_agent_keeps_the_running_one_in_a_file(
    open_app: Open, folders: Folders, tmp_path: Path
) -> None:
    driver = open_app("arena")
    running = learn(driver).step
    assert running > 0
    driver.scene.training.load(agent_file(tmp_path / "other.safetensors", step=running + 640))
    driver.frames(2)
    driver.app.close()
    assert agents_in(folders.data / "agents") == sorted([running, running + 640])


def test_leaving_an_unanswered_offer_changes_nothing(open_app: Open, folders: Folders) -> None:
    agent_file(folders.data / AUTOSAVE, step=640)
    driver = open_app("arena")
    driver.tap(pygame.K_ESCAPE)
    driver.app.go("arena")
    driver.frames(2)
    assert driver.has("#continue")
    driver.app.close()
    assert agents_in(folders.data / "agents") == [640]


def test_a_truncated_autosave_gives_a_message_and_a_fresh_agent(open_app: Open, folders: Folders) -> None:
    path = agent_file(folders.data / AUTOSAVE)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    driver = open_app("arena")
    driver.press_button("#continue")
    driver.frames(2)
    assert driver.toasts == [driver.app.t("checkpoint.damaged", file=path.name)]
    learn(driver)
    driver.app.close()
    aside = [p for p in path.parent.iterdir() if p != path]
    assert [p.read_bytes() for p in aside] == [whole[: len(whole) // 2]], "set aside, not deleted"


def test_a_file_without_an_agent_gives_a_message_and_the_running_one_goes_on(
    driver: Driver, tmp_path: Path
) -> None:
    cut, foreign, letter = (tmp_path / f"{name}.safetensors" for name in ("cut", "foreign", "letter"))
    cut.write_bytes(agent_file(tmp_path / "whole.safetensors").read_bytes()[:-100])
    checkpoint.save(foreign, {"weights": torch.zeros(3)}, {"kind": "inpainting"})
    letter.write_text("dear diary, " * 50)
    agent = learn(driver)
    for path, code in (
        (cut, "damaged"),
        (foreign, "foreign"),
        (letter, "foreign"),
        (tmp_path / "gone.safetensors", "missing"),
    ):
        driver.scene.training.load(path)
        driver.frames(2)
        assert driver.toasts[-1] == driver.app.t(f"checkpoint.{code}", file=path.name)
        assert driver.scene.training.state is agent
        assert driver.scene.training.running
    assert learn(driver).step > agent.step


def test_saving_and_loading_through_the_dialogs(driver: Driver, folders: Folders) -> None:
    from_menu(driver, "#agent_menu", "#save")
    assert driver.toasts == [driver.app.t("arena.nothing_to_save")]
    agent = learn(driver)
    from_menu(driver, "#agent_menu", "#save")
    driver.click(driver.window().ok_button.rect.center)  # type: ignore[attr-defined]
    driver.frames(3)
    (path,) = (folders.data / "agents").glob("pong-0k*")
    assert driver.app.t("app.saved", file=str(path)) in driver.toasts
    assert same_weights(Agent.load(path), agent)
    learn(driver, 3)
    from_menu(driver, "#agent_menu", "#load")
    pick(driver, path.name)
    assert driver.scene.training.state.step == agent.step
    assert driver.app.t("arena.loaded", steps=str(agent.step)) in driver.toasts
    assert learn(driver).step > agent.step


def test_forgetting_starts_from_nothing_and_keeps_a_file(driver: Driver, folders: Folders) -> None:
    agent = learn(driver, 2)
    race = driver.scene.race
    start_over(driver)
    driver.frames(2)
    assert driver.scene.training.state.step == 0
    assert race.player.agent is driver.scene.training.state
    assert agents_in(folders.data / "agents") == [agent.step]
    assert driver.scene.training.running


def test_forgetting_while_paused_stays_paused(driver: Driver) -> None:
    driver.tap(pygame.K_SPACE)
    start_over(driver)
    assert driver.scene.training.status.state is State.PAUSED


# ---------------------------------------------------------------------- a worker that raises


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A trainer that fails after one update as long as `fails` says so; notes where it began."""
    notes: dict[str, Any] = {"fails": True, "began": []}
    train = agents.learning.train.train

    def trainer(config: TrainConfig, resume: Agent | None = None) -> Iterator[agents.learning.train.Snapshot]:
        notes["began"].append(resume.step if resume else 0)
        lessons = train(config, resume)
        try:
            yield next(lessons)
            if notes["fails"]:
                raise RuntimeError("no space left on device")
            yield from lessons
        finally:
            lessons.close()

    monkeypatch.setattr(agents.learning.train, "train", trainer)
    return notes


def test_a_worker_that_raises_leaves_the_window_alive(
    driver: Driver, failing: dict[str, Any], cut_texts: list[str]
) -> None:
    start_over(driver)
    agent = learn(driver)
    before = driver.picture()
    driver.scene.training.step()
    driver.press(pygame.K_UP)
    driver.frames(5)
    assert driver.scene.training.status.state is State.ERROR
    assert driver.has("#retry")
    rect = driver.scene.places.agent
    shown = driver.picture()[rect.y : rect.bottom, rect.x : rect.right]
    assert (shown != before[rect.y : rect.bottom, rect.x : rect.right]).any()
    frames = driver.scene.race.frames
    driver.frames(5)
    assert driver.scene.race.frames == frames + 5, "both games go on"

    failing["fails"] = False
    driver.press_button("#retry")
    assert driver.scene.training.running
    assert not driver.has("#retry")
    assert learn(driver, 2).step > agent.step
    assert failing["began"][-1] == agent.step, "from the last good agent"
    assert not set(cut_texts)


@pytest.mark.parametrize(("lang", "size"), [("ru", (960, 600)), ("en", (1920, 1080))])
def test_the_errors_text_is_drawn(
    lang: str,
    size: tuple[int, int],
    open_app: Open,
    failing: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    cut_texts: list[str],
) -> None:
    driver = open_app("arena", lang=lang, size=size)
    notes: list[str] = []
    note = driver.scene.screen.view.note
    monkeypatch.setattr(
        driver.scene.screen.view, "note", lambda s, r, text, **o: notes.append(text) or note(s, r, text, **o)
    )
    for _ in range(2):
        driver.scene.training.step()
    driver.frames(2)
    assert driver.app.t("arena.failed", why="no space left on device") in notes
    assert not set(cut_texts)


def test_closing_after_an_error_keeps_the_last_good_agent(
    driver: Driver, failing: dict[str, Any], folders: Folders
) -> None:
    start_over(driver)
    agent = learn(driver)
    driver.scene.training.step()
    driver.frames()
    driver.app.close()
    assert Agent.load(folders.data / AUTOSAVE).step == agent.step


def test_with_threads_closing_while_it_learns_saves_the_newest(open_app: Open, folders: Folders) -> None:
    """The app as it is, with its loader and its learner in threads."""
    from game.app.app import App
    from game.app.options import Options

    app = App(Options(scene="arena", lang="en", size=(960, 600), headless=True), folders=folders)
    driver = Driver(app)
    waiting = pygame.time.Clock()
    for _ in range(10 * 60):
        driver.frames()
        waiting.tick(10)  # drawing more would keep the learner from its processor
        learner = app.scene.training  # type: ignore[attr-defined]
        if learner.snapshot is not None:
            break
    seen = learner.snapshot.agent.step
    assert seen > 0
    app.close()
    assert learner.status.state != State.ERROR
    assert Agent.load(folders.data / AUTOSAVE).step >= seen


def test_the_machines_picture_is_its_console(driver: Driver) -> None:
    driver.frames(30)
    race = driver.scene.race
    np.testing.assert_array_equal(race.machine.picture, race.machine.game.screen())
    assert race.machine.game.frames > 20
