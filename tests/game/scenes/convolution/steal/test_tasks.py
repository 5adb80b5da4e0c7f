from __future__ import annotations

import pygame

from game.scenes.convolution.steal.session import SPEEDS
from tests.game.scenes.convolution.conftest import App, Use, frames, idle, tap, write

LINK = "convolution/steal?secret=sobel-vertical"
CELLS = ("1.05", "2", "1", "0", "0", "0", "-1", "-2", "-.95")


def turn(app: App, cells: tuple[str, ...]) -> None:
    tap(app, pygame.K_RETURN)
    for cell in cells:
        write(app, cell)
        frames(app, 2)


def test_a_kernel_is_recovered_by_hand(lab: Use) -> None:
    app = lab("steal")
    app.go(LINK)
    frames(app, 3)
    done = app.scene.task("recovered")
    assert not done()
    frames(app, 60, 0.05)
    assert not done()
    turn(app, CELLS[:-1])
    assert not done()
    write(app, CELLS[-1])
    frames(app, 2)
    assert done()


def test_what_the_descent_found_does_not_count(lab: Use) -> None:
    app = lab("steal")
    app.go(LINK)
    frames(app, 3)
    done = app.scene.task("recovered")
    app.scene.tab.session.set_speed(len(SPEEDS) - 1)
    tap(app, pygame.K_SPACE)
    frames(app, 30)
    assert app.scene.tab.session.error < 0.1
    assert not done()
    tap(app, pygame.K_SPACE)
    turn(app, CELLS)
    assert not done(), "the descent had been there first"
    idle(app, 1)
    assert not done()
    app.go(LINK)
    frames(app, 3)
    done = app.scene.task("recovered")
    assert not done()
    turn(app, CELLS)
    assert done()
