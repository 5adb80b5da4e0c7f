from __future__ import annotations

import pygame

from agents.emulators.games import GAMES, OTHERS
from game.ui.assets import Assets
from tools.ladder_sheet import GAP, SIZE, sheet


def test_every_game_with_a_ladder_has_a_panel_with_its_own_curve() -> None:
    pygame.init()
    assets = Assets()
    style = assets.style("dark", 1.0)
    drawn = sheet(style, assets.language("en"), [GAMES["pong"], next(iter(OTHERS.values())), GAMES["boxing"]])
    width, height = SIZE
    assert drawn.get_size() == (2 * (width + GAP) + GAP, height + 2 * GAP)
    panels = [drawn.subsurface((GAP + number * (width + GAP), GAP, width, height)) for number in range(2)]
    # Below the heading, which has the curve's colour too.
    rooms = [panel.subsurface((0, 60, width, height - 60)) for panel in panels]
    assert pygame.image.tobytes(rooms[0], "RGB") != pygame.image.tobytes(rooms[1], "RGB")
    colour = style.colour.agent
    for room in rooms:
        assert pygame.mask.from_threshold(room, colour, (40, 40, 40, 255)).count() > 100
