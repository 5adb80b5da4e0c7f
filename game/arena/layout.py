"""Where things are in the arena: one or two games at a whole-number scale, and the dashboard round them."""

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
        stage: the one game of the modes that have but one; as high as the window lets it be.
        wing: beside the stage, for what the mode has to say.
        stage_chart: the curve's place in those modes.
        scale: (across, down), how many window pixels a pixel of the two games takes.
        stage_scale: the same for the stage.
        chart_below: whether the curve has a strip of its own below the games.
    """

    tools: pygame.Rect
    human: pygame.Rect
    agent: pygame.Rect
    stage: pygame.Rect
    wing: pygame.Rect
    mind: pygame.Rect
    facts: pygame.Rect
    chart: pygame.Rect
    stage_chart: pygame.Rect
    scale: tuple[int, int]
    stage_scale: tuple[int, int]
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
    stage_down = max(down, (area.bottom - top - style.px(48) - style.px(6)) // FRAME[1])
    wide = across
    moves = below and stage_down > down
    # One game may be wider than each of two, as long as room is left for words, or for the curve.
    widest = agent.right - edge - gap - style.px(260 if moves else 190)
    while wide + 1 <= WIDEST * stage_down and (wide + 1) * FRAME[0] <= widest:
        wide += 1
    stage = pygame.Rect(human.topleft, (FRAME[0] * wide, FRAME[1] * stage_down))
    wing = pygame.Rect(stage.right + gap, top, agent.right - stage.right - gap, human.bottom - top)
    stage_chart = chart
    if stage_down > down:
        stage.y = top + style.px(48)
        wing.height = stage.bottom - top
    if moves:
        stage_chart = wing.copy()
        wing.height = round((side.height - gap) * 0.55)
        stage_chart.y = wing.bottom + gap
        stage_chart.height = side.bottom - stage_chart.y
    scale, stage_scale = (across, down), (wide, stage_down)
    return ArenaLayout(
        tools=tools,
        human=human,
        agent=agent,
        stage=stage,
        wing=wing,
        mind=mind,
        facts=facts,
        chart=chart,
        stage_chart=stage_chart,
        scale=scale,
        stage_scale=stage_scale,
        chart_below=below,
    )
