"""One window's arithmetic, written out: pixels times kernel, the products, their sum."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.kernel_grid import format_cell, grey
from game.scenes.convolution.number_grid import MINUS, plain, signed, write_fitting
from game.ui.style import Style, ink_on
from game.ui.widgets.text import draw_text
from models.convolution.microscope import Microscope

FEW = 4
"""So many products are written out as a sum."""
Paint = Callable[[float], pygame.Color]


def draw_arithmetic(
    screen: pygame.Surface,
    style: Style,
    rect: pygame.Rect,
    found: Microscope,
    *,
    divisor: float = 1.0,
    bias: float = 0.0,
    peak: float = 255.0,
    known: bool = True,
) -> pygame.Rect | None:
    """Draw `values x weights = products -> sum` of a window's brightness.

    Args:
        screen: where to draw.
        style: with what.
        rect: the room.
        found: the window; of several channels the mean is shown, which the sum is linear in.
        divisor: what the sum is divided by.
        bias: what is added then.
        peak: the value that is drawn white.
        known: whether products and sum are told.

    Returns:
        Where the total was written; None when the matrices do not fit into the room.
    """
    values, products = found.values, found.products
    if values.ndim == 3:
        values, products = values.mean(axis=2), products.mean(axis=2)
    rows, columns = found.weights.shape
    sign = style.px(30)
    result = style.px(190)
    width = min(style.px(76), (rect.width - 3 * sign - result) // (3 * columns))
    height = min(style.px(52), rect.height // rows)
    if width < style.px(24) or height < style.px(17):
        return None
    x = rect.x + max(0, min((rect.width - 3 * width * columns - 3 * sign - result) // 2, style.px(120)))
    y = rect.y + (rect.height - rows * height) // 2

    def weighed(matrix: NDArray[np.float32]) -> Paint:
        limit = max(float(np.abs(matrix).max()), 1e-9)
        return lambda value: signed(style, value, limit, 0.65)

    for matrix, paint, mark in (
        (values, lambda value: grey(value, peak), "×"),
        (found.weights, weighed(found.weights), "="),
        (products, weighed(products), "Σ"),
    ):
        write = format_cell if mark == "=" else plain
        if mark == "Σ" and not known:
            paint, write = (lambda value: style.colour.surface), (lambda value: "")
        draw_matrix(screen, style, pygame.Rect(x, y, width * columns, height * rows), matrix, paint, write)
        x += width * columns + sign
        at = (x - sign + sign // 2, rect.centery)
        draw_text(screen, style, mark, at, "heading", "bold", "muted", "center")
    x, y = x + style.px(4), rect.centery
    if not known:
        return draw_text(screen, style, "= ?", (x, y), "title", "mono_bold", anchor="midleft")
    way = _written(products, divisor, bias)
    if way:
        draw_text(screen, style, way, (x, y - style.px(18)), "small", "mono_bold", "muted", "midleft")
        y += style.px(16)
    words = f"= {plain(float(np.mean(found.total)))}"
    return draw_text(screen, style, words, (x, y), "title", "mono_bold", anchor="midleft")


def _written(products: NDArray[np.float32], divisor: float, bias: float) -> str:
    """The way from a few products, or from their sum, to the total; empty where the total is that sum."""
    few = products.size <= FEW
    if not few and divisor == 1 and not bias:
        return ""
    terms = [float(each) for each in products.flat] if few else [float(products.sum())]
    way = " + ".join(plain(each) for each in terms)
    if divisor != 1:
        way = f"({way}) ÷ {divisor:g}" if few else f"{way} ÷ {divisor:g}"
    return way + (f" {'+' if bias > 0 else MINUS} {abs(bias):g}" if bias else "")


def draw_matrix(
    screen: pygame.Surface,
    style: Style,
    rect: pygame.Rect,
    matrix: NDArray[Any],
    paint: Paint,
    write: Callable[[float], str] = format_cell,
) -> None:
    """Draw a small matrix in a rectangle, each number on the colour that `paint` gives it."""
    rows, columns = matrix.shape
    width, height = rect.width // columns, rect.height // rows
    for row, column in np.ndindex(rows, columns):
        value = float(matrix[row, column])
        cell = pygame.Rect(rect.x + column * width, rect.y + row * height, width, height).inflate(-2, -2)
        fill = paint(value)
        pygame.draw.rect(screen, fill, cell, border_radius=style.px(4))
        pygame.draw.rect(screen, style.colour.line, cell, 1, border_radius=style.px(4))
        text = write(value) if abs(value) < 10 else plain(value, 0)
        write_fitting(screen, style, text, cell.inflate(1, height), ink_on(fill), ("small", "tiny"), "mono")
