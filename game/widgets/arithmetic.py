"""One window's arithmetic, written out: pixels times kernel, the products, their sum."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
from numpy.typing import NDArray

from game.style import Style, mix
from game.widgets.kernel_grid import format_cell
from game.widgets.text import draw_text
from models.microscope import Microscope

Paint = Callable[[float], pygame.Color]


def needed_height(style: Style, rows: int) -> int:
    """The height below which the matrices cannot be read."""
    return rows * style.px(30)


def draw_arithmetic(
    screen: pygame.Surface, style: Style, rect: pygame.Rect, found: Microscope, *, divisor: float
) -> None:
    """Draw `values x weights = products -> sum` of a window's brightness.

    Args:
        screen: where to draw.
        style: with what.
        rect: the room.
        found: the window; of several channels the mean is shown, which the sum is linear in.
        divisor: what the sum is divided by.
    """
    values, products = found.values, found.products
    if values.ndim == 3:
        values, products = values.mean(axis=2), products.mean(axis=2)
    rows, columns = found.weights.shape
    sign, result = style.px(34), style.px(190)
    width = min(style.px(72), (rect.width - 2 * sign - result) // (3 * columns))
    height = min(style.px(46), rect.height // rows)
    if width < style.px(30) or height < style.px(16):
        return
    y = rect.y + (rect.height - rows * height) // 2
    strongest = max(float(np.abs(found.weights).max()), 1e-9)
    most = max(float(np.abs(products).max()), 1e-9)

    def grey(value: float) -> pygame.Color:
        level = round(min(max(value, 0.0), 255.0))
        return pygame.Color(level, level, level)

    def signed(limit: float) -> Paint:
        def paint(value: float) -> pygame.Color:
            tint = style.colour.human if value > 0 else style.colour.agent
            return mix(style.colour.raised, tint, 0.65 * abs(value) / limit)

        return paint

    x = rect.x
    blocks: tuple[tuple[NDArray[np.float32], Paint, str], ...] = (
        (values, grey, "×"),
        (found.weights, signed(strongest), "="),
        (products, signed(most), "Σ"),
    )
    for matrix, paint, mark in blocks:
        _matrix(screen, style, pygame.Rect(x, y, width * columns, height * rows), matrix, paint)
        x += width * columns
        draw_text(
            screen,
            style,
            mark,
            (x + sign // 2, rect.centery),
            size="heading",
            face="bold",
            anchor="center",
            colour=style.colour.muted,
        )
        x += sign
    total = float(found.total.mean()) if np.ndim(found.total) else float(found.total)
    lines = [
        (
            f"{float(products.sum()):.1f}" + (f" ÷ {divisor:g}" if divisor != 1 else ""),
            "body",
            style.colour.muted,
        )
    ]
    lines.append((f"= {total:.1f}", "title", style.colour.text))
    at = rect.centery - style.px(22)
    for text, size, colour in lines:
        text = text.replace("-", "\N{MINUS SIGN}")
        draw_text(screen, style, text, (x, at), size=size, face="mono_bold", colour=colour, anchor="midleft")
        at += style.px(38)


def _matrix(
    screen: pygame.Surface, style: Style, rect: pygame.Rect, matrix: NDArray[np.float32], paint: Paint
) -> None:
    rows, columns = matrix.shape
    width, height = rect.width // columns, rect.height // rows
    for row in range(rows):
        for column in range(columns):
            value = float(matrix[row, column])
            cell = pygame.Rect(rect.x + column * width, rect.y + row * height, width, height).inflate(-3, -3)
            fill = paint(value)
            pygame.draw.rect(screen, fill, cell, border_radius=style.px(4))
            light = 0.3 * fill.r + 0.59 * fill.g + 0.11 * fill.b > 140
            ink = pygame.Color(16, 20, 28) if light else pygame.Color(240, 244, 250)
            text = format_cell(value) if abs(value) < 10 else f"{value:.0f}".replace("-", "\N{MINUS SIGN}")
            draw_text(
                screen, style, text, cell.center, size="small", face="mono", colour=ink, anchor="center"
            )
