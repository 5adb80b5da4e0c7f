"""All tabs of the laboratory: looks, keys, what outlives a layout."""

from __future__ import annotations

import itertools

import pygame
import pytest

from game.scenes.convolution.scene import ConvolutionScene
from game.ui.surfaces import to_array
from tests.colours import colours
from tests.game.scenes.convolution.conftest import Use, frames, press, tap

TABS = tuple(ConvolutionScene.tab_classes)


@pytest.mark.parametrize("size", [(960, 600), (1920, 1080)])
@pytest.mark.parametrize(("language", "theme"), [("ru", "dark"), ("en", "light")])
def test_every_tab_draws_in_every_look(lab: Use, size: tuple[int, int], language: str, theme: str) -> None:
    app = lab(lang=language, theme=theme, size=size)
    pictures = []
    for name in TABS:
        app.scene.open(name)
        frames(app, 3)
        shown = to_array(app.screen)[::2, ::2]
        assert colours(shown) > 40
        pictures.append(shown)
    assert all((a != b).any() for a, b in itertools.pairwise(pictures))


def test_tabs_by_keyboard_and_button(lab: Use) -> None:
    app = lab()
    names = list(TABS)
    for index, name in enumerate(names):
        tap(app, pygame.K_1 + index, pygame.KMOD_CTRL)
        assert app.scene.tab_id == name
    tap(app, pygame.K_PAGEDOWN, pygame.KMOD_CTRL)
    assert app.scene.tab_id == names[0]
    tap(app, pygame.K_PAGEUP, pygame.KMOD_CTRL)
    assert app.scene.tab_id == names[-1]
    press(app, "#tab_shift")
    assert app.scene.tab_id == "shift"
    assert app.scene_id == "convolution"


def test_what_tabs_hold_outlives_layouts_and_other_tabs(lab: Use) -> None:
    app = lab("microscope")
    app.scene.tab.session.choose_example(2)
    app.scene.tab.session.step()
    app.change(language="ru", theme="light")
    frames(app, 3)
    app.scene.open("draw")
    app.go("menu")
    frames(app, 2)
    app.go("convolution")
    frames(app, 2)
    app.scene.open("microscope")
    assert app.scene.tab.session.example == 2
    assert app.scene.tab.session.done == 1


def test_no_widgets_are_left_behind(lab: Use) -> None:
    app = lab()
    counts = []
    for _ in range(3):
        for name in TABS:
            app.scene.open(name)
            frames(app, 2)
        counts.append(len(app.ui.get_sprite_group().sprites()))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("name", TABS)
def test_tabs_play_themselves(lab: Use, name: str) -> None:
    app = lab(name)
    for _ in range(40):
        app.scene.attract(0.1)
        frames(app, 1, 0.1)
    assert app.scene.tab.id in TABS
