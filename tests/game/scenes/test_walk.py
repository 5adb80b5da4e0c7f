"""Every tab, mode, overlay and window is opened, used and left; no widget outlives what made it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from operator import attrgetter

import pygame
import pytest
from pygame_gui.elements import UIButton, UILabel

import agents.learning.trainer_process  # noqa: F401 - before a fixture puts a fake in the place of its base
from game.app.app import App
from game.scenes import SCENES, _load
from game.scenes.arena.insight.session import TABS as PANELS
from game.scenes.arena.play.plays import PLAYS
from game.ui.history import LEFT_BYTES, History
from game.ui.tabs import TabbedScene
from game.ui.widgets.controls import button
from tests.game.conftest import Driver
from tests.game.scenes.generator.training import conftest as training
from tests.game.scenes.translation.learn import conftest as translation
from tools.soak_eyes import Watch, on_top, pressable

Open = Callable[..., Driver]

TABS = [f"{spec.id}/{name}" for spec in SCENES for name in getattr(_load(spec.scene), "tab_classes", {})]
MODES = [f"arena/{mode}?panel={panel}" for mode, panel in zip(PLAYS, itertools.cycle(PANELS), strict=False)]
ELSEWHERE = {"#back", "#link", "#language", "#theme", "#fullscreen", "#Home_directory", "#Parent_directory"}
"""What leads away from the app's own folder or from the scene, or is the same everywhere."""
MOST = 80
IN_WINDOW = 6


fake_trainer = training.fake_trainer
fake_lessons = translation.fake_trainer


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Looks at the widgets after every frame."""
    watch, frame = Watch(), App.frame

    def watched(app: App, events: list[pygame.event.Event], dt: float) -> None:
        frame(app, events, dt)
        watch.look(app)

    monkeypatch.setattr(App, "frame", watched)
    return watch


def press_all(driver: Driver, most: int = MOST) -> None:
    """Press every button that can be reached, and those that they bring up; some in the windows, too."""
    done: set[str] = set()
    window = on_top(driver.app)
    for _ in range(most):
        reached = [each for each in pressable(driver.app) if each[0] == "button" and each[1] not in ELSEWHERE]
        new = [each for each in reached if each[1] not in done and not each[1].startswith("#tab_")]
        if not new or on_top(driver.app) is not window:
            return
        _, name, x, y, width, height = new[0]
        done.add(name)
        driver.click((x + width // 2, y + height // 2))
        if window is None and driver.app.dialog_open:
            press_all(driver, IN_WINDOW)
            driver.app.dialogs.close()
            driver.frames()


@pytest.mark.parametrize("link", [*TABS, *MODES])
def test_no_widget_outlives_what_made_it(
    link: str,
    open_app: Open,
    watch: Watch,
    fake_trainer: training.FakeTrainer,
    fake_lessons: translation.FakeTrainer,
) -> None:
    driver = open_app("menu")
    driver.app.go(link)
    driver.frames(3)
    press_all(driver)
    driver.app.go(link)
    driver.frames(2)
    for name in [each.id for table in driver.scene.commands() for each in table if not each.icon]:
        for table in driver.scene.commands():
            if name in {each.id for each in table}:
                table.run(name)
        driver.frames()
        driver.app.dialogs.close()
        if not str(driver.scene.link()).startswith(link.partition("?")[0]):
            driver.app.go(link)
    driver.frames(2)
    x, y = next((x, y) for _, name, x, y, *_ in pressable(driver.app) if name not in ELSEWHERE)
    driver.move((x + 5, y + 5))
    driver.frames(40, 0.05)
    for _ in range(6):
        driver.tap(pygame.K_PAGEDOWN, pygame.KMOD_CTRL)
    driver.app.go("menu")
    driver.frames(2)
    assert watch.foreign == []
    assert len(driver.widgets()) < MOST


def test_the_watch_sees_what_outlives_a_tab_a_scene_a_window_and_a_button(
    open_app: Open, watch: Watch
) -> None:
    driver = open_app("convolution")
    scene, ui = driver.scene, driver.app.ui
    assert isinstance(scene, TabbedScene)
    left = UILabel(pygame.Rect(10, 300, 50, 20), "left", ui, object_id="#left")
    driver.frames()
    scene._others.add(left)  # so that the tab does not take it away
    driver.tap(pygame.K_PAGEDOWN, pygame.KMOD_CTRL)
    assert watch.foreign == ["#left of convolution/draw in convolution/microscope: another layout"]
    left.kill()
    for _ in range(2):
        button(scene.ctx, pygame.Rect(10, 300, 50, 20), "", lambda: None, object_id="#twice")
    driver.frames()
    assert watch.foreign[1:] == ["#twice in convolution/microscope: 2 at one place"]
    parent = UIButton(pygame.Rect(10, 400, 50, 20), "", ui, object_id="#parent")
    orphan = UILabel(pygame.Rect(10, 300, 50, 20), "", ui, object_id="#orphan", parent_element=parent)
    parent.kill()
    driver.frames()
    assert "a parent that is gone" in watch.foreign[2]
    orphan.kill()


@pytest.mark.parametrize(
    ("link", "history"),
    [
        ("convolution/draw", "bench.canvas.painting.history"),
        ("convolution/network", "bench.canvas.painting.history"),
        ("inpainting/repair", "shared.masked.history"),
        ("inpainting/rain", "shared.masked.history"),
        ("generator/restyle", "session.steps"),
        ("generator/judge?exercise=draw", "exercise.painting.history"),
    ],
)
def test_a_place_that_was_left_keeps_the_latest_steps_alone(link: str, history: str, open_app: Open) -> None:
    driver = open_app("lecture")
    driver.app.go(link)
    driver.frames(4)
    steps: History[object] = attrgetter(history)(driver.scene.tab)
    steps._size = lambda change: 2**20
    steps._past[:] = range(30)
    latest = steps.latest
    driver.app.go("lecture/start")
    driver.frames(2)
    assert steps.bytes <= LEFT_BYTES
    assert steps.latest is latest
