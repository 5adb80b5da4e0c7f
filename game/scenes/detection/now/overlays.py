"""What lies over the picture: candidates and who suppressed them, anchors, the one that is asked about."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame

from game.scenes.detection.boxes import LEVEL_COLOURS, SHADE, Tags, dashes, outline
from game.scenes.detection.by_network.requests import Seen, Sighting
from game.scenes.detection.scoring import Box
from game.ui.style import Style

Place = Callable[[Box], pygame.Rect]
MOST_DROPPED, MOST_FIRED = 150, 60
"""So many are drawn, the surest; more cannot be told apart."""


def _box(seen: Seen, anchor: int) -> Box:
    x, y, width, height = seen.boxes[anchor].tolist()
    return x, y, width, height


def draw_candidates(
    screen: pygame.Surface,
    style: Style,
    seen: Seen,
    level: int,
    place: Place,
    words: Callable[[Sighting], str],
    room: pygame.Rect,
) -> None:
    """Draw what was dropped thin, with a line to the box that it overlaps, and what was kept strong."""

    def shown(each: Sighting) -> bool:
        return level in (-1, each.level)

    thin, thick = max(1, style.px(1)), max(2, style.px(3))
    for gone, by in [pair for pair in seen.dropped if shown(pair[0])][:MOST_DROPPED]:
        rect, keeper = place(gone.box), place(seen.kept[by].box)
        colour = LEVEL_COLOURS[gone.level]
        pygame.draw.rect(screen, colour, rect, thin)
        pygame.draw.line(screen, SHADE, rect.center, keeper.center, thin + 2)
        pygame.draw.line(screen, colour, rect.center, keeper.center, thin)
        pygame.draw.circle(screen, colour, rect.center, style.px(3))
    tags = Tags(screen, style, room)
    kept = list(filter(shown, seen.kept))
    for each in reversed(kept):
        outline(screen, place(each.box), LEVEL_COLOURS[each.level], thick)
    for each in kept:
        tags.write(words(each), place(each.box), LEVEL_COLOURS[each.level])


def draw_anchors(screen: pygame.Surface, style: Style, seen: Seen, level: int, place: Place) -> None:
    """Draw the middles of all anchors, and of those that fired the anchor (dashed) and what became of it."""
    for number, colour in enumerate(LEVEL_COLOURS):
        if level in (-1, number):
            anchors = np.unique(_middles(seen)[seen.levels == number], axis=0)
            radius = max(1, style.px(1.5 + 0.6 * number))
            for x, y in anchors.tolist():
                centre = place((x, y, 0.0, 0.0)).topleft
                pygame.draw.circle(screen, SHADE, centre, radius + 1)
                pygame.draw.circle(screen, colour, centre, radius)
    for anchor in seen.fired(level)[:MOST_FIRED].tolist():
        draw_spot(screen, style, seen, anchor, place)


def draw_spot(screen: pygame.Surface, style: Style, seen: Seen, anchor: int, place: Place) -> None:
    """Draw an anchor, dashed, the box that it became, and the way between their middles."""
    x, y, width, height = seen.anchors[anchor].tolist()
    colour, box = LEVEL_COLOURS[int(seen.levels[anchor])], place(_box(seen, anchor))
    rect = place((x, y, width, height))
    dashes(screen, rect, colour, max(1, style.px(1)), style.px(5))
    outline(screen, box, colour, max(1, style.px(2)))
    pygame.draw.line(screen, SHADE, rect.center, box.center, style.px(3))
    pygame.draw.line(screen, colour, rect.center, box.center, style.px(2))
    pygame.draw.circle(screen, colour, rect.center, style.px(4))


def _middles(seen: Seen) -> np.ndarray:
    """Every anchor's middle, (n, 2), to a tenth of a pixel."""
    return (seen.anchors[:, :2] + seen.anchors[:, 2:] / 2).round(1)
