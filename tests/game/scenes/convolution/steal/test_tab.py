"""Recovering a kernel: descent, hands on the knobs, own pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pygame
import pytest
from PIL import Image

from game.scenes.convolution.steal.session import SPEEDS
from game.ui.surfaces import to_array
from game.workers.status import State
from tests.game.scenes.convolution.conftest import Use, frames, press, tap


@pytest.mark.parametrize("name", ["sobel_horizontal", "sharpen", "gaussian_5", "emboss"])
def test_filters_are_stolen(lab: Use, name: str) -> None:
    app = lab("steal")
    tab = app.scene.tab
    tab.session.set_speed(len(SPEEDS) - 1)
    tab.set_secret(name)
    tab.restart()
    for _ in range(40):
        frames(app)
        if tab.session.revealed:
            break
    assert tab.session.revealed
    assert tab.session.error is not None
    assert tab.session.error < 0.02
    losses = [y for _, y in tab.session.points]
    assert losses[-1] < losses[0] - 2


def test_a_held_knob_does_not_move_and_a_free_one_comes_back(lab: Use) -> None:
    app = lab("steal")
    tab = app.scene.tab
    tab.set_secret("sharpen")
    tab.session.set_speed(len(SPEEDS) - 1)
    tab.restart()
    frames(app, 40)
    tab.session.pin((0, 0))
    values = tab.session.values.copy()
    values[0, 0] = 1.5
    tab.session.turn(values, (0, 0))
    frames(app, 40)
    assert tab.session.snapshot.kernel[0, 0] == pytest.approx(1.5)
    assert tab.session.error > 0.5
    press(app, "#release")
    frames(app, 60)
    assert tab.session.error < 0.02


def test_two_pictures_of_different_size_are_refused(lab: Use, tmp_path: Path) -> None:
    app = lab("steal")
    for name, size in (("before", (60, 60)), ("after", (61, 60))):
        Image.fromarray(np.random.default_rng(1).integers(0, 256, (*size, 3), dtype=np.uint8)).save(
            tmp_path / f"{name}.png"
        )
        app.scene.tab.pictures.open(app.scene.ctx, tmp_path / f"{name}.png", tag=name)
        frames(app, 2)
    assert any("size" in text for text in app.toasts.texts)
    assert app.scene.tab.session.snapshot is None


def test_a_link_hides_a_kernel_and_is_told_again(lab: Use) -> None:
    app = lab("draw")
    app.go("convolution/steal?secret=emboss&run=1")
    frames(app, 4)
    assert app.scene.tab.session.secret == "emboss"
    assert app.scene.tab.session.snapshot is not None, "it has begun"
    assert str(app.scene.link()) == "convolution/steal?secret=emboss&run=on"
    app.go("convolution/steal?secret=emboss")
    frames(app, 30)
    session = app.scene.tab.session
    assert (session.secret, session.state, session.snapshot.step) == ("emboss", State.IDLE, 0)
    assert not session.revealed, "left to a hand"
    assert str(app.scene.link()) == "convolution/steal?secret=emboss"
    app.go("convolution/steal?secret=nonsense")
    frames(app, 2)
    assert app.scene.tab.session.secret == "emboss"
    assert any("nonsense" in text for text in app.toasts.texts)


def test_the_play_button_shows_what_it_would_do(lab: Use) -> None:
    app = lab("steal")
    tab = app.scene.tab
    tap(app, pygame.K_SPACE)
    frames(app, 2)
    assert tab.session.state is State.RUNNING
    press(app, "#play")
    assert tab.session.state is State.PAUSED
    tap(app, pygame.K_SPACE)
    assert tab.session.state is State.RUNNING


def test_something_shows_before_the_start(lab: Use) -> None:
    tab = lab("steal").scene.tab
    assert tab.session.state is State.IDLE
    assert tab.session.snapshot is not None
    assert tab.session.snapshot.step == 0
    assert tab.session.error > 0.1
    assert set(tab.view._shown) == {"before", "after", "ours"}


def test_a_knob_turned_on_pause_changes_picture_loss_and_error_at_once(lab: Use) -> None:
    app = lab("steal")
    tab, session = app.scene.tab, app.scene.tab.session
    tab.set_secret("sharpen")
    session.set_speed(len(SPEEDS) - 1)
    tab.restart()
    frames(app, 40)
    tap(app, pygame.K_SPACE)
    assert session.state is State.PAUSED
    frames(app, 2)
    before, ours = session.snapshot, tab.view._shown["ours"]
    values = session.values.copy()
    values[0, 0] += 2
    session.turn(values, (0, 0))
    frames(app, 2)
    after = session.snapshot
    assert after.kernel[0, 0] == pytest.approx(values[0, 0], abs=1e-3)
    assert after.loss > before.loss + 100
    assert session.error > 1.9
    assert (after.step, len(after.losses)) == (before.step, len(before.losses))
    assert (to_array(tab.view._shown["ours"]) != to_array(ours)).any()
    frames(app, 5, 1.0)
    assert session.values[0, 0] == pytest.approx(values[0, 0]), "it stays while nothing runs"
    tap(app, pygame.K_SPACE)
    frames(app, 100, 0.1)
    assert session.error < 0.02, "and is let go of while the descent runs"


def test_the_descent_begins_where_the_hand_has_put_the_knobs(lab: Use) -> None:
    app = lab("steal")
    session = app.scene.tab.session
    values = session.values.copy()
    values[1, 1] = 5.0
    session.turn(values, (1, 1))
    frames(app, 2)
    assert session.snapshot.kernel[1, 1] == 5
    tap(app, pygame.K_SPACE)
    frames(app, 1)
    assert session.snapshot.kernel[1, 1] == pytest.approx(5.0)
    assert session.points[0][1] > 3
