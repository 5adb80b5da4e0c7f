"""What makes a kernel's cells look like knobs: a dial, where the gradient pulls, whose hand holds."""

from __future__ import annotations

import math

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.kernel_grid import KernelGrid
from game.ui.style import Style, ink_on

SWEEP = math.radians(140)


def draw_knobs(
    screen: pygame.Surface,
    style: Style,
    grid: KernelGrid,
    pull: NDArray[np.float32] | None,
    held: NDArray[np.bool_],
) -> None:
    """Draw over a kernel's cells.

    Args:
        screen: where to draw.
        style: with what.
        grid: the cells, already drawn.
        pull: (kh, kw), where the next step would turn each knob; None before the first step.
        held: (kh, kw), which knobs a hand holds.
    """
    largest = max(float(np.abs(grid.matrix).max()), 1e-9)
    strongest = max(1.0, largest)
    for cell in np.ndindex(*grid.matrix.shape):
        rect, ink = grid.inner(cell), ink_on(grid.ground(float(grid.matrix[cell]), largest))
        if rect.width < style.px(34):
            continue
        radius = max(4, rect.width // 9)
        centre = (rect.x + radius + style.px(4), rect.y + radius + style.px(4))
        angle = SWEEP * float(np.clip(grid.matrix[cell] / strongest, -1, 1))
        tip = (centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle))
        pygame.draw.aacircle(screen, ink, centre, radius, max(1, style.px(1.5)))
        pygame.draw.line(screen, ink, centre, tip, max(1, style.px(2)))
        if held[cell]:
            pygame.draw.rect(screen, style.colour.good, rect, max(2, style.px(3)), border_radius=style.px(6))
            side = max(10, rect.width // 4)
            icon = style.icon("hand", side, style.colour.good)
            screen.blit(icon, (rect.right - side - style.px(4), rect.y + style.px(3)))
        elif pull is not None and abs(float(pull[cell])) > 1e-3:
            _arrow(screen, style, rect, float(pull[cell]), ink)


def _arrow(screen: pygame.Surface, style: Style, rect: pygame.Rect, pull: float, rim: pygame.Color) -> None:
    """A triangle that points up or down, the larger the stronger the pull (by its order of magnitude)."""
    share = min(max((math.log10(abs(pull)) + 3) / 3, 0.15), 1.0)
    size = rect.width * 0.11 * share + 2
    x, y = rect.right - rect.width * 0.14, rect.y + rect.width * 0.16
    up = -1 if pull > 0 else 1
    corners = [(x - size, y - up * size * 0.6), (x + size, y - up * size * 0.6), (x, y + up * size * 0.9)]
    colour = style.colour.human if pull > 0 else style.colour.agent
    pygame.draw.polygon(screen, colour, corners)
    pygame.draw.polygon(screen, rim, corners, max(1, style.px(1.5)))
