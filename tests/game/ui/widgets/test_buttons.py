from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pygame
import pytest
from pygame_gui.core.colour_gradient import ColourGradient
from pygame_gui.core.drawable_shapes import RoundedRectangleShape
from pygame_gui.elements import UIButton

from game.app.gui_theme import gui_manager
from game.ui.assets import Assets
from game.ui.context import Context
from game.ui.style import Style
from game.ui.widgets.buttons import SIDES, Face, Pictures, ShapeCache
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
def test_a_button_looks_as_pygame_gui_draws_it(ctx: Context, kind: str) -> None:
    for state in ("normal", "hovered", "selected", "active", "disabled"):
        made = button(ctx, PLACE, "Слово", lambda: None, icon="house", kind=kind)
        shape: Any = made.drawable_shape
        shape.set_active_state(state)
        made.update(0.02)
        mine = pixels(made.image)
        other: Any = as_pygame_gui_draws(made).drawable_shape
        other.set_active_state(state)
        assert mine == pixels(other.get_surface(state)), state


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


@pytest.fixture
def ui(style: Style) -> Any:
    pygame.display.set_mode((320, 200))
    return gui_manager(Assets(), style, (320, 200), "en")


def drawn(ui: Any, size: tuple[int, int], shadow: int, border: int, radius: int, ground: str) -> Any:
    """A rounded shape, (W, H, 4)."""
    look = {
        "normal_bg": pygame.Color(ground),
        "normal_border": pygame.Color("#708090"),
        "border_width": dict.fromkeys(SIDES, border),
        "shadow_width": shadow,
        "shape_corner_radius": [radius] * 4,
        "border_overlap": 1,
    }
    shape = RoundedRectangleShape(pygame.Rect((0, 0), size), look, ["normal"], ui)
    picture = shape.get_surface("normal")
    return np.dstack([pygame.surfarray.array3d(picture), pygame.surfarray.array_alpha(picture)]).astype(int)


@pytest.mark.parametrize("size", [(600, 400), (501, 333), (700, 60), (127, 400)])
@pytest.mark.parametrize("shadow", [0, 6])
@pytest.mark.parametrize("border", [0, 1])
@pytest.mark.parametrize("radius", [6, 12])
def test_a_large_shape_looks_as_pygame_gui_draws_it(
    size: tuple[int, int],
    shadow: int,
    border: int,
    radius: int,
    ui: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for ground in ("#203040", "#20304080"):
        mine = drawn(ui, size, shadow, border, radius, ground)
        with monkeypatch.context() as patch:
            patch.setattr(ShapeCache, "_compose", lambda *_: None)
            theirs = drawn(ui, size, shadow, border, radius, ground)
        assert mine.shape == theirs.shape
        off = np.abs(mine - theirs).max(axis=2)
        assert off.max() <= 12
        assert np.count_nonzero(off) <= 60, "but for some pixels of the corners it is the same"


def test_a_large_shape_takes_no_large_surfaces(ui: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    largest = []
    surface = pygame.surface.Surface

    def noted(size: tuple[int, int], *args: Any, **options: Any) -> pygame.Surface:
        largest.append(size[0] * size[1])
        return surface(size, *args, **options)

    monkeypatch.setattr(pygame.surface, "Surface", noted)
    drawn(ui, (900, 560), 6, 1, 10, "#203040")
    assert 0 < max(largest) <= 900 * 560


def test_what_cannot_be_composed_is_drawn_by_pygame_gui(ui: Any) -> None:
    """Corners that are too large for a small shape, or colours that change across it."""
    round_one = drawn(ui, (300, 300), 0, 0, 140, "#203040")
    assert round_one[40, 40, 3] == 0 < round_one[150, 2, 3]
    look = ui.get_theme().shape_cache
    gradient = ColourGradient(0, pygame.Color("#000000"), pygame.Color("#ffffff"))
    sides = dict.fromkeys(SIDES, 1)
    key = look.build_cache_id(
        "rounded_rectangle", (300, 300), 0, sides, pygame.Color("#ffffff"), gradient, [4] * 4
    )
    assert look.find_surface_in_cache(key) is None
