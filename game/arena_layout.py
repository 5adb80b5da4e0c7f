"""Where things are in the arena: two games at a whole-number scale, and the dashboard round them."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.style import Style

FRAME = (160, 210)
WIDEST = 1.5
"""A television's pixels were wider than high: so much wider may a game pixel be drawn."""


@dataclass(frozen=True)
class ArenaLayout:
    """Rectangles in window pixels.

    Attributes:
        scale: (across, down), how many window pixels a game pixel takes.
        chart_below: whether the curve has a strip of its own below the games.
    """

    tools: pygame.Rect
    human: pygame.Rect
    agent: pygame.Rect
    mind: pygame.Rect
    facts: pygame.Rect
    chart: pygame.Rect
    scale: tuple[int, int]
    chart_below: bool


def lay_out(area: pygame.Rect, style: Style) -> ArenaLayout:
    """Find the largest whole-number scale at which both games fit beside the dashboard."""
    gap, edge = style.px(12), style.px(16)
    tools = pygame.Rect(edge, area.y + style.px(10), area.width - 2 * edge, style.control)
    top = tools.bottom + style.px(8)
    header = style.px(54)
    dashboard = style.px(250)
    width = area.width - 2 * edge - dashboard - 2 * gap
    height = area.bottom - top - header - style.px(12)
    across = max(1, width // 2 // FRAME[0])
    down = max(1, min(across, height // FRAME[1]))
    strip = height - down * FRAME[1] - gap
    while down > 1 and strip < style.px(150) and across <= WIDEST * (down - 1):
        down -= 1
        strip = height - down * FRAME[1] - gap
    size = (FRAME[0] * across, FRAME[1] * down)
    human = pygame.Rect((edge, top + header), size)
    agent = pygame.Rect((human.right + gap, human.y), size)
    side_x = agent.right + gap
    side = pygame.Rect(side_x, top, area.right - edge - side_x, area.bottom - style.px(12) - top)
    below = strip >= style.px(110)
    shares = (0.57, 0.43, 0.0) if below else (0.45, 0.28, 0.27)
    mind = pygame.Rect(side.x, side.y, side.width, round((side.height - gap) * shares[0]))
    facts = pygame.Rect(side.x, mind.bottom + gap, side.width, 0)
    if below:
        facts.height = side.bottom - facts.y
        chart = pygame.Rect(edge, human.bottom + gap, agent.right - edge, strip)
    else:
        facts.height = round(side.height * shares[1])
        chart = pygame.Rect(side.x, facts.bottom + gap, side.width, side.bottom - facts.bottom - gap)
    return ArenaLayout(tools, human, agent, mind, facts, chart, (across, down), below)
