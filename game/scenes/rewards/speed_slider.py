"""The slider that says how fast something learns, with the speed in words above it."""

from __future__ import annotations

import math
from typing import Any

import pygame
import pygame_gui

from game.scenes.rewards.learning import Learning
from game.ui.context import Context
from game.ui.widgets.controls import Slider, slider
from game.ui.widgets.text import draw_text


class SpeedSlider:
    """Turns the speed of a learning.

    Args:
        learning: what learns.
        words: the key of the text that tells `n` turns a second.
        tip: the key of the slider's tip.
        object_id: the slider's.
    """

    def __init__(self, learning: Learning[Any, Any], words: str, tip: str, object_id: str) -> None:
        self._learning, self._words, self._tip, self._id = learning, words, tip, object_id
        self._slider: Slider | None = None

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        """Build it inside a rectangle."""
        self._ctx = ctx
        style = ctx.style
        line = style.font("tiny").get_linesize()
        self._room = pygame.Rect(rect.x, rect.y, rect.width, line)
        track = pygame.Rect(rect.x, rect.y + line, rect.width, max(style.px(14), rect.height - line))
        limits = (0, len(self._learning.speeds) - 1)
        self._slider = slider(
            ctx, track, self._learning.speed, limits, object_id=self._id, tip=ctx.t(self._tip)
        )

    def handle(self, event: pygame.event.Event) -> bool:
        """Take the speed when the slider is moved."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            self._learning.set_speed(round(event.value))
            return True
        return False

    def update(self) -> None:
        """Let the slider show what holds."""
        if self._slider is not None:
            self._slider.stand(self._learning.speed)

    def draw(self, screen: pygame.Surface) -> None:
        """Tell the speed."""
        t, speed = self._ctx.t, self._learning.speeds[self._learning.speed]
        words = t("rewards.fastest") if math.isinf(speed) else t(self._words, n=int(speed))
        draw_text(screen, self._ctx.style, words, self._room.topleft, "tiny", colour="muted")
