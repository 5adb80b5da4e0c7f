from __future__ import annotations

import pygame
import pytest

from tests.game.scenes.convolution.conftest import Use, frames, idle, tap, write

VERTICAL = ("1", "2", "1", "0", "0", "0", "-1", "-2", "-1")


@pytest.mark.parametrize("cells", [VERTICAL, ("-.5", "-1", "-.5", "0", "0", "0", ".5", "1", ".5")])
def test_the_vertical_sobel_kernel_is_built_by_hand(cells: tuple[str, ...], lab: Use) -> None:
    app = lab("draw")
    app.go("convolution/draw?kernel=sobel-horizontal")
    frames(app, 3)
    done = app.scene.task("vertical-sobel")
    assert not done()
    idle(app)
    assert not done()
    app.go("convolution/draw?kernel=sobel-horizontal")
    frames(app, 3)
    tap(app, pygame.K_RETURN)
    for cell in cells[:-2]:
        write(app, cell)
        assert not done()
    for cell in cells[-2:]:
        write(app, cell)
    assert done()


def test_a_kernel_from_the_list_or_from_before_was_not_built(lab: Use) -> None:
    app = lab("draw")
    done = app.scene.task("vertical-sobel")
    app.scene.tab.choose("sobel_vertical")
    frames(app)
    assert not done()
    tap(app, pygame.K_RETURN)
    write(app, "1")
    done = app.scene.task("vertical-sobel")
    assert not done(), "it was there when the task began"
