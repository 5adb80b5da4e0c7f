"""The microscope: examples, playing, hovering."""

from __future__ import annotations

import pygame
import pytest

from models.convolution.kernels import LECTURE_EXAMPLES
from tests.game.scenes.convolution.conftest import Use, frames, post, press, tap


def test_the_six_examples_of_the_lecture(lab: Use) -> None:
    app = lab("microscope")
    tab, results = app.scene.tab, []
    for index in range(len(LECTURE_EXAMPLES)):
        press(app, f"#example_{index + 1}")
        tab.session.step()
        frames(app, 2)
        assert tab.session.done == tab.session.result.size == 1
        results.append(float(tab.session.result[0, 0]))
    assert results == [2, 2, 6, 1, 10, 0]


def test_the_window_slides_at_its_speed_and_stops_at_the_end(lab: Use) -> None:
    app = lab("microscope")
    tab = app.scene.tab
    tab.session.choose_kernel("box_3")
    tab.session.choose_picture("ring", tab.canvas())
    assert tab.session.result.shape == (10, 10)
    tab.session.speed = 4  # four cells a second
    tap(app, pygame.K_SPACE)
    frames(app, 100, 0.05)
    assert 19 <= tab.session.done <= 21
    tap(app, pygame.K_SPACE)
    done = tab.session.done
    frames(app, 20, 0.05)
    assert tab.session.done == done
    tap(app, pygame.K_RIGHT)
    tap(app, pygame.K_LEFT)
    assert tab.session.done == done
    tab.session.speed = 8
    tap(app, pygame.K_SPACE)
    frames(app, 10)
    assert tab.session.done == 100
    assert not tab.session.playing


def test_hovering_an_output_cell_shows_it(lab: Use) -> None:
    app = lab("microscope")
    tab = app.scene.tab
    tab.session.choose_kernel("sobel_horizontal")
    frames(app)
    at = tab.view.output.place((4, 7)).center
    post(app, pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))
    assert tab.session.current == (4, 7)


@pytest.mark.parametrize("number", range(1, len(LECTURE_EXAMPLES) + 1))
def test_a_link_shows_an_example_of_the_lecture(lab: Use, number: int) -> None:
    app = lab("draw")
    app.go(f"convolution/microscope?example={number}")
    frames(app, 3)
    assert app.scene.tab.session.input.tolist() == [list(line) for line in LECTURE_EXAMPLES[number - 1].patch]
    assert str(app.scene.link()) == f"convolution/microscope?example={number}"


def test_the_sum_is_asked_for_before_it_is_shown(lab: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    app = lab("draw")
    app.go("convolution/microscope?example=5")
    frames(app, 3)
    tab, told = app.scene.tab, []
    monkeypatch.setattr(
        "game.scenes.convolution.microscope.view.draw_arithmetic",
        lambda *rest, known, **options: told.append(known),
    )
    frames(app, 120)
    assert not any(told)
    assert not any("10" in made.text for made in tab.commands.buttons.values())
    at = tab.view.output.place((0, 0)).center
    post(app, pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))
    assert told[-1], "pointed at"
    post(app, pygame.MOUSEMOTION, pos=(2, 2), rel=(0, 0), buttons=(0, 0, 0))
    assert not told[-1]
    tap(app, pygame.K_RIGHT)
    assert told[-1], "stepped"
    assert str(app.scene.link()) == "convolution/microscope?example=5&filled=on"
    app.go("convolution/microscope?example=5")
    frames(app, 2)
    assert not told[-1], "back to the question"
    app.go("convolution/microscope?example=5&filled=1")
    frames(app, 2)
    assert told[-1], "the answer"


def test_a_link_leads_to_the_same_state_after_free_play(lab: Use) -> None:
    app = lab("microscope")
    tap(app, pygame.K_SPACE)
    press(app, "#small_picture_more")
    press(app, "#stride_more")
    app.go("convolution/microscope")
    frames(app, 2)
    session = app.scene.tab.session
    assert (session.example, session.done, session.playing) == (0, 0, False)
    assert session.setup.stride == 1


def test_a_kernel_by_link_is_told_again(lab: Use) -> None:
    app = lab("microscope")
    app.go("convolution/microscope?kernel=sharpen")
    frames(app, 2)
    assert str(app.scene.link()) == "convolution/microscope?kernel=sharpen"
    for wrong in ("example=0", "example=7", "kernel=unknown", "colour=red"):
        app.go(f"convolution/microscope?{wrong}")
        frames(app, 2)
    assert str(app.scene.link()) == "convolution/microscope?kernel=sharpen"


def test_what_is_typed_into_a_cell_changes_the_output_and_keeps_what_was_filled(lab: Use) -> None:
    app = lab("microscope")
    session = app.scene.tab.session
    session.step()
    before = float(session.result[0, 0])
    tap(app, pygame.K_RETURN)
    post(app, pygame.KEYDOWN, key=pygame.K_7, mod=0, unicode="7", scancode=0)
    tap(app, pygame.K_RETURN)
    assert session.setup.matrix[0][0] == 7
    assert float(session.result[0, 0]) != before
    assert session.done == 1
    assert session.setup.name == ""
