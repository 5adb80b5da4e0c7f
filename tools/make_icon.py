"""Draw the app's icon: a grid of latent pixels between a bat and a ball.

`python -m tools.make_icon` writes assets/images/icon.png and, for the desktop's menu, tools/desktop/icons.
"""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame

ROOT = Path(__file__).resolve().parents[1]
SIDE = 256
DESKTOP_SIDES = (16, 32, 48, 64, 128, 256, 512)


def draw() -> pygame.Surface:
    """The icon at four times its size."""
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
    return big


def main() -> None:
    """Write all files."""
    big = draw()
    pygame.image.save(pygame.transform.smoothscale(big, (SIDE, SIDE)), ROOT / "assets/images/icon.png")
    for side in DESKTOP_SIDES:
        path = ROOT / f"tools/desktop/icons/{side}x{side}/latent-arcade.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        pygame.image.save(pygame.transform.smoothscale(big, (side, side)), path)


if __name__ == "__main__":
    main()
