"""Plots: round ticks, curves where they belong, drawn again only when they changed."""

from __future__ import annotations

import numpy as np
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.ui.style import Style
from game.ui.surfaces import to_array
from game.ui.widgets.plot import Line, Plot, ticks

sides = st.integers(1, 3000)
rooms = st.builds(pygame.Rect, st.integers(0, 500), st.integers(0, 500), sides, sides)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(1, 20))
def test_ticks_are_round_ordered_and_inside(low: float, span: float, count: int) -> None:
    high = low + span
    found = ticks(low, high, count)
    assert len(found) <= count + 1
    slack = span * 1e-6
    assert all(low - slack <= value <= high + slack for value in found)
    steps = np.diff(found)
    if len(steps):
        np.testing.assert_allclose(steps, steps[0], rtol=1e-3)
        digits = steps[0] / 10 ** np.floor(np.log10(steps[0]) + 1e-9)
        assert min(abs(digits - nice) for nice in (1, 2, 5, 10)) < 1e-3


@pytest.mark.parametrize(
    ("low", "high", "count", "expected"),
    [
        (-21, 21, 5, [-20, -10, 0, 10, 20]),
        (0, 60, 6, [0, 10, 20, 30, 40, 50, 60]),
        (0, 1, 4, [0, 0.5, 1]),
        (0, 0, 3, [0]),
    ],
)
def test_ticks_as_a_person_would_choose_them(
    low: float, high: float, count: int, expected: list[float]
) -> None:
    assert ticks(low, high, count) == pytest.approx(expected)


def plot(style: Style, points: list[tuple[float, float]], size: tuple[int, int] = (400, 200)) -> np.ndarray:
    screen = pygame.Surface(size)
    colour = pygame.Color(255, 0, 255)
    Plot(-21, 21, baseline=0).draw(
        screen, style, screen.get_rect(), points, x_text=str, y_text=str, colour=colour, baseline_text="0"
    )
    picture = to_array(screen).astype(int)
    return (picture[:, :, 0] > 180) & (picture[:, :, 1] < 90) & (picture[:, :, 2] > 180)


def test_a_rising_curve_rises(style: Style) -> None:
    curve = plot(style, [(0.0, -21.0), (60.0, 0.0), (120.0, 21.0)])
    columns = np.flatnonzero(curve.any(axis=0))
    heights = [np.flatnonzero(curve[:, x]).mean() for x in columns]
    assert len(columns) > 200
    assert heights[0] - heights[-1] > 100
    assert np.corrcoef(columns, heights)[0, 1] < -0.99


@pytest.mark.parametrize(
    "points", [[], [(0.0, 5.0)], [(1.0, 5.0), (1.0, 5.0)], [(5.0, 900.0), (9.0, -900.0)]]
)
def test_unusual_curves_are_drawn(style: Style, points: list[tuple[float, float]]) -> None:
    assert plot(style, points).any() == bool(points)
    plot(style, points, (20, 12))


def test_the_limit_follows_the_curves_and_is_not_lifted_by_a_single_point(style: Style) -> None:
    screen = pygame.Surface((300, 200))
    steps = np.arange(200, dtype=np.float32)
    values = steps / 50
    values[100] = 1e6
    colour = pygame.Color(1, 250, 3)
    lines = (Line(np.column_stack((steps, values)), colour, "rising"),)
    Plot(0, None).draw_lines(screen, style, screen.get_rect(), lines)
    below = style.font("tiny").get_linesize() + style.px(4)
    y, x = np.nonzero((to_array(screen)[below:, 30:] == (1, 250, 3)).all(axis=2))
    assert x.max() - x.min() > 150
    assert y[x > x.max() - 20].mean() < y[x < x.min() + 20].mean() - 80, "it rises"


def test_a_plot_is_rendered_again_only_when_something_changed(
    style: Style, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = []
    render = Plot._render
    monkeypatch.setattr(Plot, "_render", lambda self, *a: rendered.append(1) or render(self, *a))
    made, screen = Plot(0, 1), pygame.Surface((200, 100))

    def draw(points: list[tuple[float, float]], rect: pygame.Rect, words: str = "") -> None:
        made.draw(
            screen,
            style,
            rect,
            points,
            x_text=str,
            y_text=str,
            colour=style.colour.agent,
            baseline_text=words,
        )

    whole = screen.get_rect()
    draw([(0, 0)], whole)
    draw([(0, 0)], whole.move(3, 3))
    assert len(rendered) == 1
    draw([(0, 0), (1, 1)], whole)
    draw([(0, 0), (1, 1)], whole, "words")
    draw([(0, 0), (1, 1)], pygame.Rect(0, 0, 100, 100), "words")
    assert len(rendered) == 4
