"""What lies over the faces while nothing learns: how to begin, or what went wrong and the way back."""

from __future__ import annotations

import pygame
from pygame_gui.elements import UIButton

from game.scenes.generator.training.face_grid import FaceGrid
from game.scenes.generator.training.session import GanTraining
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.widgets.controls import button
from game.ui.widgets.text import draw_paragraph, paragraph_height


class Overlay:
    """Words and buttons.

    Args:
        session: what may have ended.
        grid: the faces.
    """

    def __init__(self, session: GanTraining, grid: FaceGrid) -> None:
        self.session, self.grid = session, grid

    def layout(self, ctx: Context, commands: Commands) -> None:
        """Lie over the faces; the buttons of the layout before are gone already."""
        self.ctx, self._commands = ctx, commands
        self._buttons: dict[str, UIButton] = {}

    def _wanted(self) -> tuple[str, ...]:
        """The commands that have a button now."""
        if self.grid.big:
            return ()
        if self.session.failed:
            return "training_back", "training_begin"
        if self.session.started:
            return ()
        begin = ("training_begin",)
        return ("training_continue", *begin) if self.session.offer is not None else begin

    def update(self) -> None:
        """Have the buttons that there should be."""
        wanted = self._wanted()
        if tuple(self._buttons) == wanted:
            return
        for old in self._buttons.values():
            old.kill()
        ctx, style, faces = self.ctx, self.ctx.style, self.grid.faces
        self._buttons = {}
        for index, name in enumerate(wanted):
            rect = pygame.Rect(0, 0, min(style.px(330), faces.width - style.px(24)), style.px(44))
            rect.midtop = (faces.centerx, faces.centery + style.px(20) + index * style.px(52))
            command = self._commands[name]
            self._buttons[name] = button(
                ctx,
                rect,
                self._commands.text(ctx.t, command),
                command.run,  # type: ignore[arg-type]
                kind="primary" if index == 0 else "",
                tip=self._commands.tip(ctx, command),
                object_id=f"#{name}",
            )

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
        height = paragraph_height(style, words, width, size="body")
        room = pygame.Rect(0, 0, width, height + 2)
        room.midbottom = faces.center
        colour = style.colour.bad if session.started else style.colour.text
        draw_paragraph(screen, style, words, room, size="body", colour=colour, align="centre")
