"""What lies over the faces while nothing learns: how to begin, or what went wrong and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame
from pygame_gui.elements import UIButton

from game.ui.context import Context
from game.ui.widgets.controls import button
from game.ui.widgets.text import draw_paragraph, paragraph_height
from game.workers.status import State

if TYPE_CHECKING:
    from game.scenes.generator.training.session import TrainingRun

Choice = tuple[str, Callable[[], None]]


def failed(run: TrainingRun) -> bool:
    """Whether the training has ended by itself."""
    return bool(run.trouble) or run.status.state is State.ERROR


class Overlay:
    """Words and buttons.

    Args:
        run: what may have ended.
        choices: the buttons that there should be now; asked at every frame.
    """

    def __init__(self, run: TrainingRun, choices: Callable[[], tuple[Choice, ...]]) -> None:
        self.run = run
        self._wanted = choices
        self._buttons: dict[str, UIButton] = {}

    def layout(self, ctx: Context, faces: pygame.Rect) -> None:
        """Lie over the faces; the buttons of the layout before are gone already."""
        self.ctx, self._faces = ctx, faces
        self._buttons = {}

    def update(self) -> None:
        """Have the buttons that there should be."""
        wanted = self._wanted()
        if list(self._buttons) == [name for name, _ in wanted]:
            return
        for old in self._buttons.values():
            old.kill()
        style, t, faces = self.ctx.style, self.ctx.t, self._faces
        width = min(style.px(330), faces.width - style.px(24))
        self._buttons = {}
        for index, (name, command) in enumerate(wanted):
            rect = pygame.Rect(0, 0, width, style.px(44))
            rect.midtop = (faces.centerx, faces.centery + style.px(20) + index * style.px(52))
            self._buttons[name] = button(
                self.ctx,
                rect,
                t(f"generator.training_{name}"),
                command,
                kind="primary" if index == 0 else "",
                tip=t(f"generator.training_{name}_tip"),
                object_id=f"#live_{name}",
            )

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the words, when there are any."""
        style, t, run, faces = self.ctx.style, self.ctx.t, self.run, self._faces
        if run.trouble:
            words = t(f"generator.training_{run.trouble}")
        elif failed(run):
            words = t("generator.training_failed", why=self.ctx.why(run.status))
        elif not run.started:
            words = t("generator.training_welcome")
        else:
            return
        shade = pygame.Surface(faces.size, pygame.SRCALPHA)
        shade.fill((*style.colour.background[:3], 215))
        screen.blit(shade, faces)
        width = round(faces.width * 0.84)
        height = paragraph_height(style, words, width, size="body")
        room = pygame.Rect(0, 0, width, height + 2)
        room.midbottom = faces.center
        colour = style.colour.bad if run.started else style.colour.text
        draw_paragraph(screen, style, words, room, size="body", colour=colour, align="centre")
