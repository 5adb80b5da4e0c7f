"""One window's arithmetic, written out: pixels times kernel, the products, their sum."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.kernel_grid import format_cell, grey
from game.ui.style import Style, mix
from game.ui.widgets.text import draw_text
from models.convolution.microscope import Microscope

Paint = Callable[[float], pygame.Color]
Write = Callable[[float], str]
MINUS = "\N{MINUS SIGN}"


def needed_height(style: Style, rows: int) -> int:
    """The height below which the matrices cannot be read."""
    return rows * style.px(22)


def plain(value: float, digits: int = 1) -> str:
    """A number without needless digits, with a proper minus sign."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace("-", MINUS)


def draw_arithmetic(
    screen: pygame.Surface,
    style: Style,
    rect: pygame.Rect,
    found: Microscope,
    *,
    divisor: float = 1.0,
    bias: float = 0.0,
    peak: float = 255.0,
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
    whole = 3 * width * columns + 3 * sign + result
    y = rect.y + (rect.height - rows * height) // 2
    x = rect.x + max(0, min((rect.width - whole) // 2, style.px(120)))
    strongest = max(float(np.abs(found.weights).max()), 1e-9)
    most = max(float(np.abs(products).max()), 1e-9)

    def shade(value: float) -> pygame.Color:
        return grey(value, peak)[0]

    def signed(limit: float) -> Paint:
        def paint(value: float) -> pygame.Color:
            tint = style.colour.human if value > 0 else style.colour.agent
            return mix(style.colour.raised, tint, 0.65 * abs(value) / limit)

        return paint

    blocks: tuple[tuple[NDArray[np.float32], Paint, Write, str], ...] = (
        (values, shade, plain, "×"),
        (found.weights, signed(strongest), format_cell, "="),
        (products, signed(most), plain, "Σ"),
    )
    for matrix, paint, write, mark in blocks:
        _matrix(screen, style, pygame.Rect(x, y, width * columns, height * rows), matrix, paint, write)
        x += width * columns
        at = (x + sign // 2, rect.centery)
        draw_text(
            screen, style, mark, at, size="heading", face="bold", anchor="center", colour=style.colour.muted
        )
        x += sign
    return _draw_sum(
        screen, style, (x + style.px(4), rect.centery), found, float(products.sum()), divisor, bias
    )


def _draw_sum(
    screen: pygame.Surface,
    style: Style,
    at: tuple[int, int],
    found: Microscope,
    total: float,
    divisor: float,
    bias: float,
) -> pygame.Rect:
    """Write the sum, what is done to it, and what comes out; returns the latter's place."""
    final = float(found.total.mean()) if np.ndim(found.total) else float(found.total)
    way = plain(total) + (f" ÷ {divisor:g}" if divisor != 1 else "")
    if bias:
        way += f" {'+' if bias > 0 else MINUS} {abs(bias):g}"
    x, y = at
    if divisor == 1 and not bias:
        return draw_text(
            screen, style, f"= {plain(final)}", (x, y), size="title", face="mono_bold", anchor="midleft"
        )
    up, down = y - style.px(18), y + style.px(16)
    draw_text(
        screen,
        style,
        way,
        (x, up),
        size="small",
        face="mono_bold",
        colour=style.colour.muted,
        anchor="midleft",
    )
    return draw_text(
        screen, style, f"= {plain(final)}", (x, down), size="title", face="mono_bold", anchor="midleft"
    )


def _matrix(
    screen: pygame.Surface,
    style: Style,
    rect: pygame.Rect,
    matrix: NDArray[np.float32],
    paint: Paint,
    write: Write,
) -> None:
    rows, columns = matrix.shape
    width, height = rect.width // columns, rect.height // rows
    for row in range(rows):
        for column in range(columns):
            value = float(matrix[row, column])
            cell = pygame.Rect(rect.x + column * width, rect.y + row * height, width, height).inflate(-2, -2)
            fill = paint(value)
            pygame.draw.rect(screen, fill, cell, border_radius=style.px(4))
            light = 0.3 * fill.r + 0.59 * fill.g + 0.11 * fill.b > 140
            ink = pygame.Color(16, 20, 28) if light else pygame.Color(240, 244, 250)
            pygame.draw.rect(screen, style.colour.line, cell, 1, border_radius=style.px(4))
            text = write(value) if abs(value) < 10 else plain(value, 0)
            size = "small" if style.font("small", "mono").size(text)[0] < cell.width else "tiny"
            if style.font(size, "mono").size(text)[0] <= cell.width:
                draw_text(
                    screen, style, text, cell.center, size=size, face="mono", colour=ink, anchor="center"
                )
