"""The shell of the generator's scene: tabs, portraits handed on, and the networks' only door."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pygame
import pytest
from pygame_gui.elements import UITextBox

from game.scenes.generator.scene import GeneratorScene
from game.scenes.generator.shared_state import SharedState
from tests.game.conftest import Driver, QuickGan

Open = Callable[..., Driver]
LIMIT = 20.0
"""Seconds until something that should have happened counts as lost."""

ROOMS = tuple(GeneratorScene.tab_classes)


# ---------------------------------------------------------------------- tabs


def test_every_room_is_a_tab_and_is_reached_by_key(open_app: Open) -> None:
    driver = open_app("generator")
    driver.frames(4)
    for number, name in enumerate(ROOMS, start=1):
        driver.tap(pygame.K_0 + number, pygame.KMOD_CTRL)
        driver.frames(2)
        assert driver.scene.tab_id == name
        assert driver.widget(f"#tab_{name}").is_selected
        assert driver.app.scene_id == "generator"


def test_page_keys_go_round(open_app: Open) -> None:
    driver = open_app("generator/data")
    driver.frames(2)
    names = list(ROOMS)
    seen = []
    for _ in range(len(names) + 1):
        seen.append(driver.scene.tab_id)
        driver.tap(pygame.K_PAGEDOWN, pygame.KMOD_CTRL)
        driver.frames(2)
    assert seen == [*names, names[0]]
    driver.tap(pygame.K_PAGEUP, pygame.KMOD_CTRL)
    driver.frames(2)
    assert driver.scene.tab_id == names[0]
    driver.tap(pygame.K_PAGEUP, pygame.KMOD_CTRL)
    driver.frames(2)
    assert driver.scene.tab_id == names[-1]


def test_the_open_tab_is_remembered(open_app: Open) -> None:
    driver = open_app("generator")
    driver.press_button("#tab_judge")
    driver.frames(2)
    driver.app.go("menu")
    driver.frames(2)
    again = open_app("generator")
    assert again.scene.tab_id == "judge"


def test_a_tab_that_is_gone_is_not_opened(open_app: Open, folders: Any) -> None:
    folders.config.mkdir(parents=True, exist_ok=True)
    (folders.config / "gan.json").write_text('{"room": "attic"}')
    assert open_app("generator").scene.tab_id == "knobs"


@pytest.mark.parametrize(("key", "room"), [(pygame.K_t, "restyle"), (pygame.K_j, "judge")])
def test_a_portrait_is_handed_on(key: int, room: str, open_app: Open) -> None:
    driver = open_app("generator")
    driver.frames(4)
    drawn = driver.scene.tab.session.drawn
    handed: list[Any] = []
    receive = SharedState.receive

    def watched(self: SharedState, name: str) -> Any:
        found = receive(self, name)
        if found is not None:
            handed.append((name, found))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SharedState, "receive", watched)
        driver.tap(key)
        driver.frames(3)
    assert driver.scene.tab_id == room
    assert [name for name, _ in handed] == [room]
    np.testing.assert_array_equal(handed[0][1].picture, drawn.picture)
    np.testing.assert_array_equal(handed[0][1].latent, drawn.latent)


def test_a_portrait_comes_back_to_the_generator(open_app: Open) -> None:
    driver = open_app("generator")
    driver.press_button("#tab_judge")
    driver.frames(2)
    latent = np.linspace(-1, 1, 64, dtype=np.float32)
    driver.scene.shared.hand("knobs", QuickGan().make(latent), latent)
    driver.frames(4)
    assert driver.scene.tab_id == "knobs"
    np.testing.assert_array_equal(driver.scene.tab.session.point.latent, latent)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_every_room_explains_itself(lang: str, open_app: Open) -> None:
    driver = open_app("generator", lang=lang)
    texts = set()
    for name in ROOMS:
        driver.press_button(f"#tab_{name}")
        driver.frames(2)
        driver.tap(pygame.K_F1)
        box = next(widget for widget in driver.widgets() if isinstance(widget, UITextBox))
        assert driver.app.t.has(driver.scene.help()), name
        assert box.html_text.startswith(driver.app.t(driver.scene.help()))
        texts.add(box.html_text)
        driver.tap(pygame.K_F1)
        driver.frames(2)
    assert len(texts) == len(ROOMS)


def test_rooms_play_one_after_another(open_app: Open) -> None:
    driver = open_app("generator")
    driver.frames(4)
    assert isinstance(driver.scene, GeneratorScene)
    seen = set()
    for _ in range(60):
        driver.scene.attract(1.0)
        driver.frames(1)
        seen.add(driver.scene.tab_id)
    assert {"knobs", "restyle"} <= seen


# ---------------------------------------------------------------------- portraits and cats


def test_each_data_set_keeps_what_is_under_way(open_app: Open) -> None:
    driver = open_app("generator/knobs?seed=7")
    driver.frames(3)
    portraits = driver.scene.tab
    driver.press_button("#data_cats")
    driver.frames(3)
    cats = driver.scene.tab
    assert cats is not portraits
    assert cats.id == "knobs"
    assert {direction.name for direction in cats.session.directions if direction.stops} >= {
        "fur",
        "accessory",
    }
    assert str(driver.scene.link()).startswith("generator/knobs?data=cats&seed=")
    driver.app.go("generator/knobs?data=cats&seed=9")
    driver.frames(3)
    driver.press_button("#data_portraits")
    driver.frames(3)
    assert driver.scene.tab is portraits
    assert portraits.session.seed == 7


def test_the_networks_of_the_other_data_set_are_let_go(open_app: Open) -> None:
    driver = open_app("generator/knobs")
    driver.frames(3)
    portraits = driver.scene.shared.networks

    def held() -> Any:
        with portraits.use() as gan:
            return weakref.ref(gan)

    before = held()
    assert before() is not None
    driver.press_button("#data_cats")
    driver.frames(3)
    gc.collect()
    assert before() is None
    assert held()() is not None, "they are loaded again"


def test_texts_are_about_what_is_drawn(open_app: Open) -> None:
    driver = open_app("generator/judge?data=cats")
    driver.frames(3)
    t = driver.scene.tab.ctx.t
    assert t("generator.judge_yes") == driver.app.t("generator.judge_yes@cats")
    assert driver.app.t("generator.judge_yes") != driver.app.t("generator.judge_yes@cats")
    assert driver.scene.help() == "generator.help_judge@cats"
    driver.app.go("generator/judge")
    driver.frames(3)
    assert driver.scene.tab.ctx.t("generator.judge_yes") == driver.app.t("generator.judge_yes")


def test_the_data_set_is_remembered(open_app: Open) -> None:
    driver = open_app("generator/knobs?data=cats")
    driver.frames(3)
    driver.app.close()
    again = open_app("generator")
    again.frames(3)
    assert again.scene.data == "cats"
    assert again.scene.tab_id == "knobs"
