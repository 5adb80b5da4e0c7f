from __future__ import annotations

import numpy as np
import pygame
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from game.scenes.convolution.kernel_grid import LIMIT, KernelGrid, format_cell, parse_cell
from game.scenes.convolution.number_grid import signed
from game.ui.assets import ROOT
from game.ui.settings import THEMES
from game.ui.style import Style, contrast, ink_on
from game.ui.surfaces import to_array

# ---------------------------------------------------------------------- texts


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", 2.0),
        ("-0.5", -0.5),
        ("0,5", 0.5),
        ("1/9", 1 / 9),
        ("-2/16", -0.125),
        ("\N{MINUS SIGN}3", -3.0),
        (" 7 ", 7.0),
        (".5", 0.5),
        ("999", 999.0),
        ("-999", -999.0),
        ("", None),
        ("-", None),
        (".", None),
        ("/", None),
        ("1/", None),
        ("1/0", None),
        ("1/2/3", None),
        ("--1", None),
        ("1.2.3", None),
        ("1000", None),
        ("nan", None),
        ("inf", None),
        ("1/0.0001", None),
        ("kernel", None),
    ],
)
def test_reading_cells(text: str, value: float | None) -> None:
    assert parse_cell(text) == value


@given(st.text(max_size=10))
def test_no_text_breaks_a_cell(text: str) -> None:
    value = parse_cell(text)
    assert value is None or abs(value) <= LIMIT


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (3.0, "3"),
        (-2.0, "\N{MINUS SIGN}2"),
        (1 / 9, "1/9"),
        (-1 / 9, "\N{MINUS SIGN}1/9"),
        (17 / 9, "17/9"),
        (1 / 16, "1/16"),
        (1 / 25, "1/25"),
        (0.123456, "0.123"),
    ],
)
def test_writing_cells(value: float, text: str) -> None:
    assert format_cell(value) == text


@given(st.floats(-LIMIT, LIMIT))
@example(0.111111)
@example(-998.9999)
def test_what_is_shown_can_be_typed_again(value: float) -> None:
    text = format_cell(value)
    read = parse_cell(text)
    assert read is not None
    assert read == pytest.approx(value, rel=6e-3, abs=1e-6)
    assert len(text) <= 10


@given(st.integers(-99, 99), st.sampled_from([1, 9, 16, 25]))
def test_fractions_are_shown_as_they_were_typed(top: int, bottom: int) -> None:
    value = parse_cell(f"{top}/{bottom}")
    assert value is not None
    again = parse_cell(format_cell(value))
    assert again == pytest.approx(value, abs=1e-9)


# ---------------------------------------------------------------------- the widget

ROOM = pygame.Rect(100, 50, 300, 400)


class Bench:
    """A grid with its events."""

    def __init__(self, style: Style) -> None:
        self.changes = 0
        self.grid = KernelGrid(np.arange(9.0).reshape(3, 3), self._changed)
        self.grid.layout(style, ROOM)

    def _changed(self) -> None:
        self.changes += 1

    def send(self, kind: int, **fields: object) -> bool:
        return self.grid.handle(pygame.event.Event(kind, **fields))

    def key(self, key: int, unicode: str = "") -> bool:
        return self.send(pygame.KEYDOWN, key=key, unicode=unicode, mod=0)

    def type(self, text: str) -> None:
        for character in text:
            assert self.key(pygame.key.key_code(character), character)

    def choose(self, row: int, column: int) -> bool:
        at = self.grid.place((row, column)).center
        used = self.send(pygame.MOUSEBUTTONDOWN, pos=at, button=1)
        self.send(pygame.MOUSEBUTTONUP, pos=at, button=1)
        return used

    def move(self, at: tuple[int, int]) -> bool:
        return self.send(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))


@pytest.fixture
def bench(style: Style) -> Bench:
    pygame.display.init()
    return Bench(style)


def test_the_cells_fill_the_room_without_touching(bench: Bench) -> None:
    places = [bench.grid.inner((row, column)) for row in range(3) for column in range(3)]
    for index, place in enumerate(places):
        assert ROOM.contains(place)
        assert place.width == place.height
        assert place.collidelist(places[:index]) == -1


def test_a_number_is_typed_into_the_chosen_cell(bench: Bench) -> None:
    assert bench.choose(1, 2)
    assert bench.grid.typing
    bench.type("-2.5")
    assert bench.grid.matrix[1, 2] == 5, "not before it is accepted"
    assert bench.key(pygame.K_RETURN)
    assert bench.grid.matrix[1, 2] == -2.5
    assert bench.grid.cell == (2, 0), "Enter goes on to the next cell"
    assert bench.changes == 1


def test_a_fraction_is_exact(bench: Bench) -> None:
    bench.choose(0, 0)
    for _ in range(9):
        bench.type("1/9")
        bench.key(pygame.K_RETURN)
    assert not bench.grid.typing, "after the last cell there is none"
    assert bench.grid.matrix.sum() == pytest.approx(1, abs=1e-9)
    assert {format_cell(float(v)) for v in bench.grid.matrix.flat} == {"1/9"}


def test_backspace_takes_characters_back(bench: Bench) -> None:
    bench.choose(0, 0)
    bench.type("12")
    bench.key(pygame.K_BACKSPACE)
    bench.type("7")
    bench.key(pygame.K_RETURN)
    assert bench.grid.matrix[0, 0] == 17


def test_what_is_no_number_is_forgotten(bench: Bench) -> None:
    bench.choose(0, 1)
    bench.type("1/0")
    bench.key(pygame.K_RETURN)
    assert bench.grid.matrix[0, 1] == 1
    assert bench.changes == 0


def test_escape_leaves_the_cell_as_it_was(bench: Bench) -> None:
    bench.choose(0, 1)
    bench.type("9")
    assert bench.key(pygame.K_ESCAPE)
    assert not bench.grid.typing
    assert bench.grid.matrix[0, 1] == 1
    assert not bench.key(pygame.K_ESCAPE), "a second one is not for the grid"
    assert bench.changes == 0


def test_arrows_walk_around_and_accept_what_was_typed(bench: Bench) -> None:
    bench.choose(0, 0)
    bench.type("5")
    bench.key(pygame.K_LEFT)
    assert bench.grid.matrix[0, 0] == 5
    assert bench.grid.cell == (0, 2)
    bench.key(pygame.K_UP)
    assert bench.grid.cell == (2, 2)
    bench.key(pygame.K_RIGHT)
    assert bench.grid.cell == (2, 0)
    bench.key(pygame.K_DOWN)
    assert bench.grid.cell == (0, 0)


def test_clicking_elsewhere_accepts_and_ends(bench: Bench) -> None:
    bench.choose(0, 0)
    bench.type("8")
    assert not bench.send(pygame.MOUSEBUTTONDOWN, pos=(5, 5), button=1)
    assert bench.grid.matrix[0, 0] == 8
    assert not bench.grid.typing


def test_letters_are_not_for_cells(bench: Bench) -> None:
    assert not bench.key(pygame.K_5, "5"), "no cell, no digits"
    bench.choose(0, 0)
    assert not bench.key(pygame.K_b, "b")
    assert not bench.key(pygame.K_F1, "")


def test_the_wheel_turns_the_cell_under_the_pointer(bench: Bench) -> None:
    assert not bench.send(pygame.MOUSEWHEEL, x=0, y=1), "not while the pointer is elsewhere"
    bench.move(bench.grid.place((2, 1)).center)
    assert bench.send(pygame.MOUSEWHEEL, x=0, y=2)
    assert bench.grid.matrix[2, 1] == 9
    bench.send(pygame.MOUSEWHEEL, x=0, y=-1)
    assert bench.grid.matrix[2, 1] == 8
    pygame.key.set_mods(pygame.KMOD_SHIFT)
    bench.send(pygame.MOUSEWHEEL, x=0, y=-1)
    pygame.key.set_mods(0)
    assert bench.grid.matrix[2, 1] == pytest.approx(7.9)
    assert bench.changes == 3


def test_ten_fine_steps_are_one_coarse_step(bench: Bench) -> None:
    bench.move(bench.grid.place((0, 0)).center)
    pygame.key.set_mods(pygame.KMOD_SHIFT)
    for _ in range(10):
        bench.send(pygame.MOUSEWHEEL, x=0, y=1)
    pygame.key.set_mods(0)
    assert bench.grid.matrix[0, 0] == 1.0
    assert format_cell(float(bench.grid.matrix[0, 0])) == "1"


def test_dragging_up_makes_larger_and_back_gives_the_old_value(bench: Bench) -> None:
    x, y = bench.grid.place((1, 1)).center
    bench.send(pygame.MOUSEBUTTONDOWN, pos=(x, y), button=1)
    bench.move((x, y - 60))
    raised = bench.grid.matrix[1, 1]
    assert raised > 4
    bench.move((x, y + 60))
    assert bench.grid.matrix[1, 1] < 4
    bench.move((x, y))
    assert bench.grid.matrix[1, 1] == 4
    bench.send(pygame.MOUSEBUTTONUP, pos=(x, y), button=1)
    bench.move((x, y - 60))
    assert bench.grid.matrix[1, 1] == 4, "let go is let go"


def test_values_stay_within_their_limits(bench: Bench) -> None:
    bench.move(bench.grid.place((0, 0)).center)
    bench.send(pygame.MOUSEWHEEL, x=0, y=5000)
    assert bench.grid.matrix[0, 0] == LIMIT
    bench.send(pygame.MOUSEWHEEL, x=0, y=-9000)
    assert bench.grid.matrix[0, 0] == -LIMIT


def test_the_callers_matrix_is_not_touched(style: Style) -> None:
    mine = np.zeros((3, 3))
    grid = KernelGrid(mine, lambda: None)
    grid.layout(style, ROOM)
    grid.set(mine)
    grid.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=grid.place((0, 0)).center))
    grid.handle(pygame.event.Event(pygame.MOUSEWHEEL, x=0, y=1))
    assert grid.matrix[0, 0] == 1
    assert not mine.any()


def test_drawing_shows_the_sign_and_what_is_typed(bench: Bench, style: Style) -> None:
    screen = pygame.Surface((500, 500))
    bench.grid.set(np.diag([5.0, -5.0, 0.0]))

    def colour(cell: tuple[int, int]) -> pygame.Color:
        bench.grid.draw(screen)
        return screen.get_at(bench.grid.place(cell).move(8, 8).topleft)

    positive, negative, none = (colour((i, i)) for i in range(3))
    assert positive.r > positive.b, "orange above zero"
    assert negative.b > negative.r, "blue below"
    assert none == style.colour.raised
    cell = bench.grid.place((0, 1))
    before = to_array(screen.subsurface(cell))
    bench.choose(0, 1)
    bench.type("7")
    bench.grid.draw(screen)
    assert (to_array(screen.subsurface(cell)) != before).any()


# ---------------------------------------------------------------------- contrast


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("white", [None, 9.0])
def test_every_number_can_be_read_on_its_cell(theme: str, white: float | None) -> None:
    """WCAG 2 asks for a contrast of 4.5."""
    pygame.font.init()
    style = Style(ROOT, theme, 1.0)
    for value in np.linspace(-9, 9, 37):
        grid = KernelGrid(np.full((1, 1), value), lambda: None)
        grid.white = white
        grid.layout(style, pygame.Rect(0, 0, 84, 84))
        grid.matrix = np.array([[value]])
        screen = pygame.Surface((84, 84))
        grid.draw(screen)
        # Between the lines of the frame: the cell's ground, and the number in the middle.
        inner = to_array(screen)[8:76, 8:76].reshape(-1, 3)
        colours, counts = np.unique(inner, axis=0, return_counts=True)
        ground = pygame.Color(*map(int, colours[counts.argmax()]))
        assert max(contrast(pygame.Color(*map(int, each)), ground) for each in colours) >= 4.5, value


@pytest.mark.parametrize("theme", THEMES)
def test_every_share_of_a_tint_leaves_a_number_readable(theme: str) -> None:
    pygame.font.init()
    style = Style(ROOT, theme, 1.0)
    for value in np.linspace(-1, 1, 101):
        ground = signed(style, float(value), 1.0)
        assert contrast(ink_on(ground), ground) >= 4.5
