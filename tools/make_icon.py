"""Draw the app's icon: a grid of latent pixels between a bat and a ball."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

SIDE = 256


def main() -> None:
    """Write assets/images/icon.png."""
    big = pygame.Surface((SIDE * 4, SIDE * 4), pygame.SRCALPHA)
    unit = SIDE * 4 // 16
    pygame.draw.rect(big, "#161d30", big.get_rect(), border_radius=unit * 3)
    pygame.draw.rect(big, "#ffb454", (unit * 2, unit * 4, unit, unit * 5), border_radius=unit // 3)
    pygame.draw.rect(big, "#5cb6ff", (unit * 13, unit * 7, unit, unit * 5), border_radius=unit // 3)
    for row in range(3):
        for column in range(3):
            strength = (0.25, 0.5, 1.0, 0.5, 1.0, 0.5, 1.0, 0.5, 0.25)[row * 3 + column]
            colour = pygame.Color("#161d30").lerp(pygame.Color("#eef2fb"), strength)
            at = (unit * (5 + 2 * column), unit * (5 + 2 * row), unit * 2 - unit // 4, unit * 2 - unit // 4)
            pygame.draw.rect(big, colour, at, border_radius=unit // 4)
    icon = pygame.transform.smoothscale(big, (SIDE, SIDE))
    pygame.image.save(icon, Path(__file__).resolve().parent.parent / "assets/images/icon.png")


if __name__ == "__main__":
    main()
