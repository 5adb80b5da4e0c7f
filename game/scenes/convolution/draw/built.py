"""Sharpening as the slide builds it: the picture, and what blur takes away from it once more."""

from __future__ import annotations

import numpy as np
import pygame

from game.scenes.convolution.arithmetic import draw_matrix
from game.scenes.convolution.number_grid import signed
from game.ui.style import Style
from game.ui.widgets.text import draw_text
from models.convolution.kernels import KERNELS

TERMS = (("I", "identity", "+ ("), ("I", "identity", "−"), ("B", "box_3", ") ="), ("", "sharpen", ""))
"""Letter, kernel, and the sign after it."""


def draw_built(screen: pygame.Surface, style: Style, rect: pygame.Rect) -> None:
    """Draw `I + (I − B) = K` in matrices; their letters are above them, or before them for want of height."""
    font = style.font("small", "bold")
    sign, head, before = style.px(44), font.get_linesize(), 0
    if (rect.height - head) // 3 - 2 < style.font("tiny", "mono").get_height():
        head, before = 0, font.size("B")[0] + style.px(6)
    height = min(style.px(40), (rect.height - head) // 3)
    width = min(style.px(64), (rect.width - len(TERMS) * (sign + before)) // (3 * len(TERMS)))
    x, y = rect.x, rect.y + (rect.height - head - 3 * height) // 2

    def paint(value: float) -> pygame.Color:
        return signed(style, value, 2.0, 0.65)

    for letter, name, after in TERMS:
        kernel = KERNELS[name]
        matrix = np.array(kernel.matrix, np.float64) / kernel.divisor
        place = pygame.Rect(x + (before if letter else 0), y + head, 3 * width, 3 * height)
        draw_matrix(screen, style, place, matrix, paint)
        at, anchor = ((x, place.centery), "midleft") if before else ((place.centerx, y), "midtop")
        draw_text(screen, style, letter, at, "small", "bold", "muted", anchor)
        at = (place.right + sign // 2, place.centery)
        draw_text(screen, style, after, at, "heading", "bold", "muted", "center")
        x = place.right + sign
