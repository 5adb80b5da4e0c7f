"""The window, the global keys, the dialogs, and what lies over every scene."""

from __future__ import annotations

import itertools
import json
import os
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pygame
import pytest
from PIL import Image
from pygame_gui.elements import UITextBox

from agents.emulators.games import LEFT, RIGHT
from game.app import app as module
from game.app.app import App
from game.app.options import Options
from game.scenes import SCENES
from game.ui.settings import MIN_SIZE, Folders, Settings, SettingsFile
from game.workers.status import State, Status
from game.workers.workers import Workers
from tests.game.conftest import Driver

Open = Callable[..., Driver]


# ---------------------------------------------------------------------- keys


def test_number_keys_jump_between_scenes(open_app: Open) -> None:
    driver = open_app("menu")
    for number, spec in enumerate(SCENES, start=1):
        driver.tap(pygame.K_0 + number)
        assert driver.app.scene_id == spec.id
    driver.tap(pygame.K_9)
    assert driver.app.scene_id == SCENES[-1].id, "there is no ninth scene yet"
    driver.tap(pygame.K_0)
    assert driver.app.scene_id == "lecture"


def test_numbers_belong_to_a_kernel_cell_while_it_is_typed(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.click(driver.scene.tab.panel.grid.place((0, 0)).center)
    driver.type("2")
    assert driver.app.scene_id == "convolution"
    driver.tap(pygame.K_ESCAPE)
    assert driver.app.scene_id == "convolution"
    driver.tap(pygame.K_2)
    assert driver.app.scene_id == SCENES[1].id


def test_numbers_do_nothing_behind_a_dialog(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.tap(pygame.K_F1)
    driver.tap(pygame.K_2)
    assert driver.app.scene_id == "convolution"
    assert driver.app.dialog_open


@pytest.mark.parametrize("spec", SCENES, ids=lambda spec: spec.id)
def test_escape_goes_back_to_the_menu(spec: object, open_app: Open) -> None:
    driver = open_app(spec.id)  # type: ignore[attr-defined]
    driver.tap(pygame.K_ESCAPE)
    assert driver.app.scene_id == "lecture"
    driver.tap(pygame.K_ESCAPE)
    assert driver.app.scene_id == "lecture"
    assert driver.app.running


def test_escape_closes_a_dialog_first_and_leaves_the_ring_second(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.tap(pygame.K_TAB)
    driver.tap(pygame.K_F10)
    driver.tap(pygame.K_ESCAPE)
    assert not driver.app.dialog_open
    assert driver.app.scene_id == "convolution"
    driver.tap(pygame.K_TAB)
    driver.tap(pygame.K_ESCAPE)
    assert driver.app.focus.current is None
    assert driver.app.scene_id == "convolution"
    driver.tap(pygame.K_ESCAPE)
    assert driver.app.scene_id == "lecture"


@pytest.mark.parametrize("event", ["key", "window"])
def test_quitting(event: str, open_app: Open) -> None:
    driver = open_app("convolution")
    driver.tap(pygame.K_q)
    assert driver.app.running, "a plain q quits nothing"
    if event == "key":
        driver.tap(pygame.K_q, pygame.KMOD_LCTRL)
    else:
        driver.post(pygame.QUIT)
    assert not driver.app.running


def test_the_buttons_of_the_bar_do_what_their_keys_do(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.press_button("#language")
    assert driver.app.settings.language == "ru"
    driver.press_button("#theme")
    assert driver.app.settings.theme == "light"
    for name in ("#help", "#settings"):
        driver.press_button(name)
        assert driver.app.dialog_open
        driver.tap(pygame.K_ESCAPE)
        assert not driver.app.dialog_open
    driver.press_button("#back")
    assert driver.app.scene_id == "lecture"
    assert not driver.has("#back")


def test_every_card_opens_its_scene(open_app: Open) -> None:
    for spec in SCENES:
        driver = open_app("menu", size=(960, 600))
        driver.press_button(f"#card_{spec.id}")
        assert driver.app.scene_id == spec.id
        driver.app.close()


def test_full_screen_is_nothing_without_a_screen(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.tap(pygame.K_F11)
    assert not driver.app.settings.fullscreen
    assert driver.app.screen.get_size() == (960, 600)


@pytest.mark.parametrize("key", ["F11", "Alt+Enter"])
def test_full_screen_and_back_to_the_old_size(key: str, open_app: Open, folders: Folders) -> None:
    driver = open_app("convolution", headless=False, size=(1000, 700))

    def toggle() -> None:
        if key == "F11":
            driver.tap(pygame.K_F11)
        else:
            driver.tap(pygame.K_RETURN, pygame.KMOD_LALT)
        driver.frames(2)

    toggle()
    assert driver.app.settings.fullscreen
    assert SettingsFile(folders.config).load().fullscreen
    assert driver.app.screen.get_size() == driver.app.ui.window_resolution
    toggle()
    assert not driver.app.settings.fullscreen
    assert driver.app.screen.get_size() == (1000, 700)
    assert driver.app.settings.window == (1000, 700)


# ---------------------------------------------------------------------- screenshots


def test_a_screenshot_is_the_screen_and_a_message_says_where(open_app: Open, folders: Folders) -> None:
    driver = open_app("convolution")
    driver.frames(3)
    shown = driver.picture()
    driver.tap(pygame.K_F12)
    (path,) = folders.pictures.iterdir()
    assert path.suffix == ".png"
    np.testing.assert_array_equal(np.asarray(Image.open(path)), shown)
    assert driver.toasts == [driver.app.t("app.screenshot", file=str(path))]
    driver.tap(pygame.K_F12)
    assert len(list(folders.pictures.iterdir())) == 2, "none overwrites another"


def test_a_screenshot_that_cannot_be_written_says_why(open_app: Open, folders: Folders) -> None:
    folders.pictures.parent.mkdir(parents=True, exist_ok=True)
    folders.pictures.write_text("a file where the folder should be")
    driver = open_app("convolution")
    driver.tap(pygame.K_F12)
    (message,) = driver.toasts
    assert message.startswith(driver.app.t("app.screenshot_failed", why=""))
    assert len(message) > len(driver.app.t("app.screenshot_failed", why=""))


# ---------------------------------------------------------------------- live changes


def test_language_theme_and_scale_are_changed_live_and_keep_the_painting(open_app: Open) -> None:
    driver = open_app("convolution", size=(1920, 1080))
    scene = driver.scene
    canvas = scene.canvas.rect
    driver.stroke(canvas.center, canvas.move(30, 40).center)
    driver.press_button("#step_sharpen")
    scene.canvas.resize_brush(3)
    state = (
        scene.bench.painting.array(),
        scene.tab.panel.grid.matrix.copy(),
        scene.canvas.brush,
        scene.bench.painting.history.can_undo,
    )

    driver.tap(pygame.K_F2)
    assert driver.app.t.code == "ru"
    assert driver.widget("#kernels").text == driver.app.t("kernel.sharpen")
    background = driver.picture()[driver.app.style.bar + 2, 2]
    driver.tap(pygame.K_F3)
    assert driver.app.settings.theme == "light"
    assert (driver.picture()[driver.app.style.bar + 2, 2] > background).all()
    old = driver.app.style.bar
    driver.app.change(ui_scale=0.75)
    driver.frames(2)
    assert driver.app.style.bar < old

    assert driver.scene is scene
    assert driver.widget("#step_sharpen").is_selected
    now = (
        scene.bench.painting.array(),
        scene.tab.panel.grid.matrix,
        scene.canvas.brush,
        scene.bench.painting.history.can_undo,
    )
    for before, after in zip(state, now, strict=True):
        np.testing.assert_array_equal(before, after)
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    assert (scene.bench.painting.array() != state[0]).any()


def test_tabs_that_were_left_hold_nothing_that_another_look_was_drawn_with(open_app: Open) -> None:
    driver = open_app("convolution")
    links = ("convolution/draw", "convolution/shift", "learning/knobs", "inpainting/rain")
    changes = ({"language": "ru"}, {"theme": "light"}, {"language": "en"}, {"theme": "dark"})
    before = []
    for link, change in zip(links, changes, strict=True):
        driver.app.go(link)
        driver.frames(3)
        before.append(driver.app.ui)
        driver.app.go("lecture/start")
        driver.frames(3)
        driver.app.change(**change)
        driver.frames(3)
    for manager in before:
        theme = manager.get_theme()
        fonts = [each.loaded_font for each in theme.font_dict.loaded_fonts.values() if each.loaded_font]
        assert not manager.pictures._kept
        assert not theme.shape_cache._pictures._kept
        assert not theme.shadow_generator.preloaded_shadow_corners
        assert not manager.get_sprite_group().visible
        assert len(fonts) == 1
    kept = driver.app.ui.get_theme().font_dict.loaded_fonts.values()
    assert all(each.loaded_font for each in kept)
    for link in links:
        driver.app.go(link)
        driver.frames(3)


def test_they_keep_the_agent_and_the_games(open_app: Open) -> None:
    driver = open_app("arena")
    scene = driver.scene
    driver.press(pygame.K_UP)
    scene.training.step()
    driver.frames(10)
    agent, race, frames = scene.training.state, scene.race, scene.race.human.game.frames
    assert agent.step > 0
    driver.tap(pygame.K_F2)
    driver.tap(pygame.K_F3)
    driver.app.change(ui_scale=0.75)
    driver.frames(2)
    assert scene.training.state is agent
    assert scene.training.running
    assert scene.race is race
    assert race.human.game.frames > frames
    assert driver.widget("#mode_watch").text == driver.app.t("arena.mode_watch")


def test_changes_are_remembered(open_app: Open, folders: Folders) -> None:
    driver = open_app("menu", size=(960, 600))
    driver.tap(pygame.K_F2)
    driver.tap(pygame.K_F3)
    saved = SettingsFile(folders.config).load()
    assert (saved.language, saved.theme) == ("ru", "light"), "at once, not only at the end"
    driver.app.close()
    again = open_app("menu", lang=None, size=None)
    assert (again.app.t.code, again.app.style.theme) == ("ru", "light")
    assert again.app.screen.get_size() == (960, 600)


def test_the_first_run_takes_the_systems_language(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.app.saving.system_language", lambda: "ru")
    assert open_app("menu", lang=None, size=(960, 600)).app.t.code == "ru"


def test_the_command_line_wins_over_what_was_remembered(open_app: Open, folders: Folders) -> None:
    SettingsFile(folders.config).save(
        Settings(language="ru", theme="light", ui_scale=1.5, window=(1920, 1080), fullscreen=True)
    )
    app = open_app("convolution", lang="en", theme="dark", scale=1.0, size=(1280, 800)).app
    assert (app.t.code, app.style.theme, app.style.scale) == ("en", "dark", 1.0)
    assert app.screen.get_size() == (1280, 800)
    assert not app.settings.fullscreen


def test_the_window_can_be_resized(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RELAYOUT_DELAY", 0.0)
    driver = open_app("convolution", headless=False)
    painted = driver.scene.bench.painting.array()
    pygame.display.set_mode((1600, 900), pygame.RESIZABLE)
    driver.post(pygame.VIDEORESIZE, w=1600, h=900, size=(1600, 900))
    driver.frames(2)
    assert driver.app.screen.get_size() == driver.app.ui.window_resolution == (1600, 900)
    assert driver.app.settings.window == (1600, 900)
    assert driver.widget("#settings").rect.right > 1280
    np.testing.assert_array_equal(driver.scene.bench.painting.array(), painted)

    pygame.display.set_mode((500, 400), pygame.RESIZABLE)
    driver.post(pygame.VIDEORESIZE, w=500, h=400, size=(500, 400))
    driver.frames(2)
    assert driver.app.screen.get_size() == MIN_SIZE, "smaller than that, nothing fits"


# ---------------------------------------------------------------------- settings


def test_a_broken_settings_file_gives_a_message_and_the_app_goes_on(open_app: Open, folders: Folders) -> None:
    folders.config.mkdir(parents=True)
    (folders.config / "settings.json").write_text('{"language": "r')
    driver = open_app("convolution")
    aside = next(path for path in folders.config.iterdir() if "broken" in path.name)
    assert driver.toasts == [driver.app.t("settings.broken", file=aside.name)]
    assert aside.read_text() == '{"language": "r'
    driver.app.close()
    assert json.loads((folders.config / "settings.json").read_text())["language"] == "en"


def test_settings_that_cannot_be_saved_give_a_message(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver = open_app("convolution")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    driver.tap(pygame.K_F3)
    assert driver.app.settings.theme == "light", "the change counts all the same"
    assert driver.toasts == [driver.app.t("settings.unsaved", why=driver.app.t("app.disk_full"))]


def test_the_settings_dialog_changes_everything_at_once(open_app: Open, folders: Folders) -> None:
    driver = open_app("splash", load=False)
    driver.tap(pygame.K_F10)
    driver.press_button("#language_ru")
    assert driver.app.t.code == "ru"
    assert driver.app.dialog_open, "the dialog comes back in the new language"
    assert driver.widget("#language_ru").is_selected
    driver.press_button("#theme_light")
    assert driver.app.style.theme == "light"
    assert driver.app.settings.ui_scale == 0
    assert not driver.widget("#scale_minus").is_enabled
    driver.press_button("#scale_plus")
    assert driver.app.settings.ui_scale == driver.app.style.scale == 0.75
    driver.press_button("#scale_minus")
    assert driver.app.settings.ui_scale == 0
    slider = driver.window().volume  # type: ignore[attr-defined]
    rect = slider.sliding_button.rect
    driver.stroke(rect.center, rect.move(-40, 0).center, (slider.rect.x + 3, rect.centery))
    driver.frames(2)
    assert driver.app.settings.volume == pytest.approx(0.0, abs=0.05)
    driver.press_button("#fullscreen")
    driver.tap(pygame.K_ESCAPE)
    assert not driver.app.dialog_open
    driver.tap(pygame.K_F2)
    assert not driver.app.dialog_open, "closed is closed"
    saved = SettingsFile(folders.config).load()
    assert (saved.language, saved.theme) == ("en", "light")
    assert saved.volume == driver.app.settings.volume


def test_closing_the_dialog_by_its_own_button(open_app: Open) -> None:
    driver = open_app("splash", load=False)
    driver.tap(pygame.K_F10)
    close = driver.window().close_window_button
    assert close is not None
    driver.click(close.rect.center)
    driver.frames(2)
    assert not driver.app.dialog_open
    driver.tap(pygame.K_F2)
    assert not driver.app.dialog_open


def test_keys_can_be_chosen(open_app: Open, folders: Folders) -> None:
    driver = open_app("arena")
    driver.tap(pygame.K_F10)
    driver.press_button("#keys")
    driver.frames(2)
    driver.press_button("#key_up_1")
    assert driver.widget("#key_up_1").text == driver.app.t("settings.press_key")
    driver.tap(pygame.K_q)
    assert driver.app.settings.keys["up"] == ("q", "w")
    assert SettingsFile(folders.config).load().keys["up"] == ("q", "w")
    driver.frames(2)
    assert driver.widget("#key_up_1").text == "Q", "the window is still open"
    driver.press_button("#key_down_2")
    driver.tap(pygame.K_w)
    driver.frames(2)
    assert driver.app.settings.keys["down"] == ("down", "w")
    assert driver.app.settings.keys["up"] == ("q",), "a key has one meaning"
    t = driver.app.t
    assert driver.toasts[-1] == t("keys.moved", name="W", other=t("keys.up")), "and that is said"
    driver.tap(pygame.K_ESCAPE)
    driver.press(pygame.K_q)
    assert driver.scene.action() == RIGHT
    driver.release(pygame.K_q)
    driver.press(pygame.K_w)
    assert driver.scene.action() == LEFT


def test_the_last_key_of_an_action_changes_places_with_the_one_it_replaces(open_app: Open) -> None:
    driver = open_app("arena")
    driver.app.dialogs.choose_keys()
    driver.press_button("#key_up_1")
    driver.tap(pygame.K_SPACE)
    assert driver.app.settings.keys == {**Settings().keys, "up": ("space", "w"), "pause": ("up",)}
    assert driver.toasts[-1] == driver.app.t("keys.swapped", name="Space", other=driver.app.t("keys.pause"))


def test_keys_that_the_app_needs_are_refused(open_app: Open) -> None:
    driver = open_app("arena")
    driver.app.dialogs.choose_keys()
    driver.press_button("#key_up_2")
    driver.tap(pygame.K_r)
    assert driver.app.settings.keys == Settings().keys
    assert driver.toasts[-1] == driver.app.t("keys.reserved", name="R")
    assert driver.widget("#key_up_2").text == "W", "it does not wait any more, and does not say so"


def test_a_key_can_be_taken_away_and_all_come_back(open_app: Open) -> None:
    driver = open_app("arena")
    driver.app.dialogs.choose_keys()
    driver.press_button("#key_fire_1")
    driver.tap(pygame.K_DELETE)
    driver.frames(2)
    assert driver.app.settings.keys["fire"] == ("j",)
    assert [driver.widget(f"#key_fire_{place}").text for place in (1, 2)] == ["J", "–"]
    driver.press_button("#keys_reset")
    driver.frames(2)
    assert driver.app.settings.keys == Settings().keys
    assert driver.widget("#key_fire_1").text == "F"


def test_only_one_action_waits_for_a_key(open_app: Open) -> None:
    driver = open_app("splash", load=False)
    driver.app.dialogs.choose_keys()
    driver.press_button("#key_up_1")
    driver.press_button("#key_down_1")
    assert driver.widget("#key_up_1").text == "↑"
    driver.tap(pygame.K_q)
    assert driver.app.settings.keys == {**Settings().keys, "down": ("q", "s")}


def test_keys_can_be_chosen_by_keyboard_alone(open_app: Open) -> None:
    driver = open_app("arena")
    driver.app.dialogs.choose_keys()
    for _ in range(30):
        driver.tap(pygame.K_TAB)
        if driver.app.focus.current is driver.widget("#key_pause_1"):
            break
    driver.tap(pygame.K_RETURN)
    assert driver.widget("#key_pause_1").text == driver.app.t("settings.press_key")
    driver.tap(pygame.K_RETURN)
    assert driver.app.settings.keys["pause"] == ("return",), "even the key that presses buttons"


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_window_for_keys_fits(lang: str, open_app: Open) -> None:
    driver = open_app("arena", lang=lang)
    driver.app.dialogs.choose_keys()
    driver.frames(2)
    window = driver.window().get_container().get_abs_rect()
    inside = [w for w in driver.buttons() if w.object_ids[-1].startswith("#key")]
    assert len(inside) == 13
    assert all(window.contains(w.rect) for w in inside)
    for a, b in itertools.combinations(inside, 2):
        assert not a.rect.colliderect(b.rect)


# ---------------------------------------------------------------------- dialogs and events


def test_a_dialog_keeps_events_from_the_scene(open_app: Open) -> None:
    driver = open_app("convolution")
    before = driver.scene.bench.painting.array()
    driver.tap(pygame.K_F1)
    canvas = driver.scene.canvas.rect
    driver.stroke((canvas.x + 10, canvas.centery), (canvas.x + 60, canvas.centery))
    driver.tap(pygame.K_e)
    driver.post(pygame.DROPFILE, file="picture.png")
    np.testing.assert_array_equal(driver.scene.bench.painting.array(), before)
    assert driver.scene.canvas.tool == "brush"
    assert not driver.toasts


def test_a_key_held_while_a_dialog_opens_is_let_go(open_app: Open) -> None:
    driver = open_app("arena")
    driver.press(pygame.K_UP)
    driver.tap(pygame.K_F1)
    frames = driver.scene.race.human.game.frames
    driver.frames(5)
    assert driver.scene.race.human.game.frames == frames, "the games wait behind the dialog"
    driver.release(pygame.K_UP)
    driver.tap(pygame.K_ESCAPE)
    assert driver.scene.action() == 0
    driver.frames(5)
    assert driver.scene.race.human.game.frames > frames


def test_help_follows_the_language(open_app: Open) -> None:
    driver = open_app("convolution")
    driver.tap(pygame.K_F1)
    driver.tap(pygame.K_F2)
    assert driver.app.dialog_open
    box = next(w for w in driver.widgets() if isinstance(w, UITextBox))
    assert box.html_text.startswith(driver.app.t("convolution.help"))
    assert driver.app.t.code == "ru"


def test_messages_stay_a_while_and_go(open_app: Open) -> None:
    driver = open_app("splash", load=False)
    driver.app.toasts.add("first", "info")
    driver.app.toasts.add("bad news", "bad")
    driver.app.toasts.add("first", "info")
    assert driver.toasts == ["bad news", "first"], "the same message is not shown twice"
    for number in range(5):
        driver.app.toasts.add(f"number {number}", "info")
    assert len(driver.toasts) == 3
    driver.frames(60, 0.25)
    assert not driver.toasts


def test_long_messages_stay_inside_the_window(open_app: Open, cut_texts: list[str]) -> None:
    driver = open_app("splash", size=(960, 600), load=False)
    path = "/home/somebody/a folder/" + "very-long-name-without-any-space-" * 8 + ".png"
    driver.app.toasts.add(driver.app.t("app.screenshot", file=path), "good")
    driver.frames()
    assert not set(cut_texts)


# ---------------------------------------------------------------------- life


def test_running_some_frames_and_saving_the_last(folders: Folders, tmp_path: Path) -> None:
    shot = tmp_path / "deep" / "shot.png"
    options = Options(
        scene="convolution", lang="en", size=(960, 600), headless=True, frames=3, screenshot=shot
    )
    app = App(options, folders=folders, workers=Workers(inline=True))
    assert app.run() == 0
    assert app.frames == 3
    assert Image.open(shot).size == (960, 600)
    assert not pygame.display.get_init(), "the window is closed"


def test_a_long_stall_counts_as_a_short_one(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    driver = open_app("convolution")
    seen: list[float] = []
    monkeypatch.setattr(driver.scene, "update", seen.append)
    driver.frames(1, 30.0)
    assert seen == [0.25]


def test_the_menu_comes_before_the_libraries_and_tells_when_they_fail(open_app: Open) -> None:
    driver = open_app("menu", load=False)
    assert driver.app.scene_id == "lecture"
    driver.app.loader._status.put(Status(State.ERROR, "no torch"))
    driver.frames(2)
    assert driver.app.scene_id == "splash"
    driver.tap(pygame.K_a)
    driver.frames(3)
    assert driver.app.scene_id == "lecture", "once is enough"


def test_an_app_with_threads_opens_the_menu_at_once(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    loading = threading.Event()
    monkeypatch.setattr("game.app.app.load_libraries", partial(loading.wait, 60))
    driver = open_app("menu", load=False, inline=False)
    assert driver.app.scene_id == "lecture"
    assert not driver.app.loader.ready
    loading.set()


def test_the_splash_goes_on_to_the_menu(open_app: Open) -> None:
    driver = open_app("splash", load=False)
    driver.frames(3)
    assert driver.app.scene_id == "splash"
    driver.app.loader.start()
    driver.frames(2)
    assert driver.app.scene_id == "lecture"


@pytest.mark.parametrize("how", ["key", "mouse"])
def test_the_splash_can_be_skipped(how: str, open_app: Open) -> None:
    driver = open_app("splash", load=False)
    if how == "key":
        driver.tap(pygame.K_a)
    else:
        driver.click((300, 300))
    assert driver.app.scene_id == "lecture"
    assert not driver.app.loader.ready
