from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pygame
import pytest
from pygame_gui.elements import UIButton

from game.ui.context import Context
from game.ui.widgets.buttons import Face, Pictures
from game.ui.widgets.controls import button, enable, select
from tests.game.conftest import Driver

Open = Callable[..., Driver]
PLACE = pygame.Rect(40, 200, 180, 40)


@pytest.fixture
def ctx(open_app: Open) -> Context:
    return open_app("convolution").scene.ctx


def pixels(picture: pygame.Surface) -> bytes:
    return pygame.image.tobytes(picture, "RGBA")


def as_pygame_gui_draws(made: UIButton) -> UIButton:
    """The same button with all its states drawn by the library."""
    UIButton.rebuild(made)
    return made


@pytest.mark.parametrize("kind", ["", "primary", "ghost", "chip", "caption", "toggle"])
@pytest.mark.parametrize("state", ["normal", "hovered", "selected", "active", "disabled"])
def test_a_button_looks_as_pygame_gui_draws_it(ctx: Context, kind: str, state: str) -> None:
    made = button(ctx, PLACE, "Слово", lambda: None, icon="house", kind=kind)
    shape: Any = made.drawable_shape
    shape.set_active_state(state)
    made.update(0.02)
    mine = pixels(made.image)
    other: Any = as_pygame_gui_draws(made).drawable_shape
    other.set_active_state(state)
    assert mine == pixels(other.get_surface(state))


def test_a_button_is_drawn_for_the_state_that_is_shown(ctx: Context) -> None:
    made = button(ctx, PLACE, "Слово", lambda: None)

    def shown() -> bytes:
        made.update(0.02)
        return pixels(made.image)

    plain = shown()
    enable(made, False)
    assert shown() != plain
    enable(made, True)
    assert shown() == plain
    select(made, True)
    assert shown() != plain
    made.set_text("Другое")
    chosen = shown()
    select(made, False)
    assert shown() not in (plain, chosen)
    made.set_text("Слово")
    assert shown() == plain


def test_buttons_that_look_alike_are_drawn_once_and_cards_each(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Any] = []
    draw = Face._draw
    monkeypatch.setattr(Face, "_draw", lambda face, look: drawn.append(face) or draw(face, look))
    for icon in ("house", "house", "lightbulb"):
        made = button(ctx, PLACE, "Вот", lambda: None, icon=icon)
        made.update(0.02)
        assert made.image.get_size() == PLACE.size
    assert len(drawn) == 2
    for _ in range(2):
        button(ctx, PLACE, "", lambda: None, kind="card")
    assert len(drawn) == 4


def test_a_button_that_changes_its_size_is_drawn_again(ctx: Context) -> None:
    made = button(ctx, PLACE, "Слово", lambda: None)
    made.set_dimensions((240, 40))
    made.set_position((10, 300))
    made.update(0.02)
    assert made.image.get_size() == (240, 40)
    assert made.hover_point(245, 320)
    assert not made.hover_point(45, 220)


def test_pictures_that_were_not_used_for_long_go() -> None:
    pictures = Pictures(most=3 * 400)
    made = [pygame.Surface((10, 10), pygame.SRCALPHA) for _ in range(4)]
    for name, each in zip("abc", made, strict=False):
        pictures.keep(name, each)
    assert pictures.find("a") is made[0]
    pictures.keep("d", made[3])
    assert pictures.find("b") is None
    assert [pictures.find(name) for name in "acd"] == [made[0], made[2], made[3]]
