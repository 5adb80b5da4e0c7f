"""The presenter's view in a second window."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
import pytest

from game.lecture import presenter
from game.lecture.notes_window import another_screen
from game.ui.surfaces import to_array
from tests.game.conftest import Driver

Open = Callable[..., Driver]


def present(open_app: Open, **options: object) -> Driver:
    driver = open_app("lecture", lang="ru", load=False, **options)
    stops = driver.app.lecture.session.route.stops
    asked = next(
        stop for stop in stops if stop.question and stop.question.choices("ru") and stop.question.right
    )
    driver.app.lecture.open_stop(asked.id)
    driver.frames(3)
    driver.tap(pygame.K_F5)
    return driver


def notes(driver: Driver) -> np.ndarray:
    return to_array(driver.app.lecture.presenter.notes._window.get_surface())  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sizes", "position", "wanted"),
    [
        ([(1920, 1080)], (0, 0), None),
        ([(1920, 1080), (1280, 800)], (100, 0), 1),
        ([(1920, 1080), (1280, 800)], (1920, 0), 0),
    ],
)
def test_the_notes_go_where_the_lecture_is_not(
    sizes: list[tuple[int, int]], position: tuple[int, int], wanted: int | None
) -> None:
    assert another_screen(sizes, position) == wanted


def test_with_one_screen_nothing_opens_by_itself(open_app: Open) -> None:
    driver = present(open_app)
    assert not driver.app.lecture.presenter.notes.open


def test_with_two_screens_the_notes_open_with_the_presentation_and_close_with_it(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenter, "another_screen", lambda sizes, position: 1)
    driver = present(open_app)
    assert driver.app.lecture.presenter.notes.open
    driver.tap(pygame.K_ESCAPE)
    driver.frames(3)
    assert not driver.app.lecture.session.on
    assert not driver.app.lecture.presenter.notes.open


def test_the_notes_follow_the_lecture_and_the_votes(open_app: Open) -> None:
    driver = present(open_app)
    driver.tap(pygame.K_n, pygame.KMOD_CTRL)
    driver.frames(15)
    before = notes(driver)
    assert before.std() > 10
    driver.tap(pygame.K_PAGEDOWN)
    driver.tap(pygame.K_2)
    driver.frames(15)
    voted = notes(driver)
    assert (voted != before).any()
    driver.tap(pygame.K_PAGEDOWN)
    driver.tap(pygame.K_PAGEDOWN)
    driver.frames(15)
    assert (notes(driver) != voted).mean() > 0.01, "another stop has other notes"


def test_what_the_mouse_does_in_the_notes_is_not_done_to_the_scene(open_app: Open) -> None:
    driver = present(open_app)
    driver.tap(pygame.K_n, pygame.KMOD_CTRL)
    driver.tap(pygame.K_PAGEDOWN)
    desk = driver.app.lecture
    window = desk.presenter.notes._window
    button = desk.bar.ui.get_sprite_group().sprites()[0].rect.center  # type: ignore[union-attr]
    phase = desk.session.phase
    for kind in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP):
        driver.post(kind, pos=button, button=1, window=window)
    assert desk.session.phase == phase
    driver.post(pygame.KEYDOWN, key=pygame.K_PAGEDOWN, mod=0, unicode="", scancode=0, window=window)
    assert desk.session.phase == "reveal", "a clicker works wherever the keyboard is"
    driver.post(pygame.WINDOWCLOSE, window=window)
    assert not desk.presenter.notes.open
    assert driver.app.running


def test_closing_the_apps_window_ends_it_though_the_notes_are_open(open_app: Open) -> None:
    driver = present(open_app)
    driver.tap(pygame.K_n, pygame.KMOD_CTRL)
    driver.post(pygame.WINDOWCLOSE, window=None)
    assert not driver.app.running
