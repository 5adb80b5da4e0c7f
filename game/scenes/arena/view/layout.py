"""Where things are in the arena: one or two games at a whole-number scale, and the dashboard round them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pygame

from game.ui.style import Style

FRAME = (160, 210)
WIDEST = 1.5
"""A television's pixels were wider than high: so much wider may a game pixel be drawn."""
FINE = 0.05
"""Scales go by this where whole numbers are not wanted."""


@dataclass(frozen=True)
class ArenaLayout:
    """Rectangles in window pixels.

    Attributes:
        stage: the one game of the modes that have but one; as high as the window lets it be.
        wing: beside the stage, for what the mode has to say.
        stage_chart: the curve's place in those modes.
        scale: (across, down), how many window pixels a pixel of the two games takes; whole numbers, unless
            others are wanted.
        stage_scale: the same for the stage.
        chart_below: whether the curve has a strip of its own below the games.
        insight: what the agent's understanding is shown in; None while the dashboard is there.
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
    scale: tuple[float, float]
    stage_scale: tuple[float, float]
    chart_below: bool
    insight: pygame.Rect | None = None


def lay_out(area: pygame.Rect, style: Style, *, whole: bool = True) -> ArenaLayout:
    """Find the largest scale, or the largest whole number, at which both games fit beside the dashboard."""
    step = 1 if whole else FINE
    gap, edge = style.px(12), style.px(16)
    tools = pygame.Rect(edge, area.y + style.px(10), area.width - 2 * edge, style.control)
    top = tools.bottom + style.px(8)
    header = style.px(54)
    dashboard = style.px(250)
    width = area.width - 2 * edge - dashboard - 2 * gap
    height = area.bottom - top - header - style.px(12)
    across = max(1, _steps(width / 2 / FRAME[0], step))
    down = max(1, min(across, _steps(height / FRAME[1], step)))
    strip = round(height - down * FRAME[1] - gap)
    while down > 1 and strip < style.px(150) and across <= WIDEST * (down - step):
        down -= step
        strip = round(height - down * FRAME[1] - gap)
    size = (round(FRAME[0] * across), round(FRAME[1] * down))
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
    stage_down = max(down, _steps((area.bottom - top - style.px(48) - style.px(6)) / FRAME[1], step))
    wide = across
    moves = below and stage_down > down
    # One game may be wider than each of two, as long as room is left for words, or for the curve.
    widest = agent.right - edge - gap - style.px(260 if moves else 190)
    while wide + step <= WIDEST * stage_down and (wide + step) * FRAME[0] <= widest:
        wide += step
    stage = pygame.Rect(human.topleft, (round(FRAME[0] * wide), round(FRAME[1] * stage_down)))
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
    games = (tools, human, agent, stage, wing)
    return ArenaLayout(*games, mind, facts, chart, stage_chart, scale, stage_scale, below)


def _steps(scale: float, step: float) -> float:
    """The largest multiple of a step up to a scale."""
    return scale // step * step


def make_room(places: ArenaLayout, area: pygame.Rect, style: Style, *, split: bool) -> ArenaLayout:
    """Let the games be smaller, beside or above each other, for a panel in the dashboard's place."""
    gap, edge, header = style.px(12), style.px(16), style.px(54)
    top = places.tools.bottom + style.px(8)
    bottom = area.bottom - style.px(12)
    least = style.px(560)
    best: tuple[int, list[pygame.Rect]] = (0, [])
    for beside, below in ((2, 1), (1, 2)) if split else ((1, 1),):
        width = (area.width - 2 * edge - least - beside * gap) // beside
        height = (bottom - top) // below - header
        down = height // FRAME[1]
        while down > 0:
            across = min(width // FRAME[0], 2 * down)
            size = (across * FRAME[0], down * FRAME[1])
            if across and across * 3 >= down * 2 and size[0] * size[1] > best[0]:
                first = pygame.Rect((edge, top + header), size)
                step = (size[0] + gap, 0) if beside == 2 else (0, size[1] + header)
                best = (size[0] * size[1], [first, first.move(step)] if split else [first])
            down -= 1
    games = best[1] or [pygame.Rect((edge, top + header), FRAME)]
    left = max(game.right for game in games) + gap
    scale = (games[0].width // FRAME[0], games[0].height // FRAME[1])
    under = max(game.bottom for game in games) + gap
    chart = pygame.Rect(edge, under, left - gap - edge, max(0, bottom - under))
    return replace(
        places,
        human=games[0],
        agent=games[-1],
        stage=games[0],
        scale=scale,
        stage_scale=scale,
        chart=chart,
        chart_below=chart.height >= style.px(110),
        insight=pygame.Rect(left, top, area.right - edge - left, bottom - top),
    )
