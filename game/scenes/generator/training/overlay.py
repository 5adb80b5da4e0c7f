"""What lies over the faces while nothing learns: how to begin, or what went wrong and the way back."""

from __future__ import annotations

import pygame

from game.scenes.generator.training.face_grid import FaceGrid
from game.scenes.generator.training.session import GanTraining
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.widgets.text import draw_paragraph, paragraph_height


class Overlay:
    """Words and buttons.

    Args:
        session: what may have ended.
        grid: the faces.
    """

    def __init__(self, session: GanTraining, grid: FaceGrid) -> None:
        self.session, self.grid = session, grid
        self._placed: tuple[str, ...] = ()

    def layout(self, ctx: Context, commands: Commands) -> None:
        """Build the buttons over the faces."""
        self.ctx, self._placed = ctx, self._wanted()
        style, faces = ctx.style, self.grid.faces
        for index, name in enumerate(self._placed):
            rect = pygame.Rect(0, 0, min(style.px(330), faces.width - style.px(24)), style.px(44))
            rect.midtop = (faces.centerx, faces.centery + style.px(20) + index * style.px(52))
            commands.place(ctx, name, rect, worded=True, kind="" if index else "primary")

    def _wanted(self) -> tuple[str, ...]:
        """The commands that are to have a button now."""
        if self.grid.big:
            return ()
        if self.session.failed:
            return "training_back", "training_begin"
        if self.session.started:
            return ()
        begin = ("training_begin",)
        return ("training_continue", *begin) if self.session.offer is not None else begin

    @property
    def stale(self) -> bool:
        """Whether other buttons are wanted than the last layout has built."""
        return self._placed != self._wanted()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the words, when there are any."""
        style, t, session, faces = self.ctx.style, self.ctx.t, self.session, self.grid.faces
        if session.trouble:
            words = t(f"generator.training_{session.trouble}")
        elif session.failed:
            words = t("generator.training_failed", why=self.ctx.why(session.status))
        elif not session.started:
            words = t("generator.training_welcome")
        else:
            return
        shade = pygame.Surface(faces.size, pygame.SRCALPHA)
        shade.fill((*style.colour.background[:3], 215))
        screen.blit(shade, faces)
        width = round(faces.width * 0.84)
        room = pygame.Rect(0, 0, width, paragraph_height(style, words, width) + 2)
        room.midbottom = faces.center
        colour = "bad" if session.started else "text"
        draw_paragraph(screen, style, words, room, colour=colour, align="centre")
