"""How the loss grows with the error: its curve, with every object on it."""

from __future__ import annotations

import numpy as np
import pygame

from game.scenes.learning.fields import some
from game.scenes.learning.session import LearningSession
from game.ui.context import Context
from game.ui.style import mix
from game.ui.widgets.text import draw_text
from models.learning.losses import LOSSES

FARTHEST = {"curve": 1.5, "classes": 3.0}
"""The error, or the margin, at the chart's left and right edges."""


def draw_loss_chart(
    screen: pygame.Surface, ctx: Context, room: pygame.Rect, session: LearningSession
) -> None:
    """Draw L over a − y or, for classes, over the answer with the sign of its class."""
    style, colour = ctx.style, ctx.style.colour
    line = style.font("tiny").get_linesize()
    frame = pygame.Rect(room.x, room.y, room.width, room.height - line)
    far, curve = FARTHEST[session.kind], session.kind == "curve"
    loss = LOSSES[session.state.loss]
    x = np.linspace(-far, far, 81)
    y = loss.value(np.zeros(81) if curve else np.ones(81), x)
    top = float(y.max())

    def place(error: float, value: float) -> tuple[float, float]:
        across = frame.centerx + min(max(error / far, -1), 1) * frame.width / 2
        return across, frame.bottom - 1 - min(value / top, 1.0) * (frame.height - style.px(8))

    ground = mix(colour.surface, colour.background, 0.55)
    pygame.draw.rect(screen, ground, frame)
    pygame.draw.line(screen, colour.line, (frame.centerx, frame.y), (frame.centerx, frame.bottom - 1))
    points = [place(*each) for each in zip(x.tolist(), y.tolist(), strict=True)]
    pygame.draw.aalines(screen, colour.text, False, points)
    data, shown = session.state.data, some(np.flatnonzero(~session.state.held))
    answers = np.nan_to_num(session.answers[shown], posinf=1e9, neginf=-1e9)
    errors = answers - data.y[shown] if curve else answers * np.where(data.y[shown] > 0.5, 1, -1)
    losses = np.nan_to_num(session.losses[shown], posinf=1e9)
    for error, value in zip(errors.tolist(), losses.tolist(), strict=True):
        pygame.draw.aacircle(screen, colour.bad, place(error, value), style.px(4))
    below = (frame.centerx, frame.bottom)
    draw_text(screen, style, "a − y" if curve else "± a", below, "tiny", colour="muted", anchor="midtop")
    draw_text(screen, style, "L", (frame.x + style.px(4), frame.y), "tiny", "bold", "muted")
