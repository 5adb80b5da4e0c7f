"""The buttons over the agent's picture: which agent shall go on, or trying again after an error."""

from __future__ import annotations

from collections.abc import Callable

import pygame
from pygame_gui.elements import UIButton

from game.scenes.arena.session import Session
from game.ui.context import Context
from game.ui.widgets.controls import button
from game.workers.status import State


class Choices:
    """At most two buttons below the middle of a picture."""

    def __init__(self) -> None:
        self._buttons: list[UIButton] = []
        self._shown = ("", False)

    def lay(self, ctx: Context, picture: pygame.Rect, session: Session) -> None:
        """Put up what there is to choose now, in the place of what there was."""
        for old in self._buttons:
            if old.alive():
                old.kill()
        self._buttons = []
        self._shown = _errors(ctx, session)
        style, t = ctx.style, ctx.t
        choices: list[tuple[str, str, Callable[[], None]]] = []
        if unloaded(ctx):
            choices.append(("again", t("app.load_again"), ctx.loader.start))
        elif session.training is not None and session.training.offer is not None:
            choices.append(("continue", t("arena.continue"), session.continue_saved))
            choices.append(("fresh", t("arena.fresh"), session.start_fresh))
        elif session.error:
            choices.append(("retry", t("arena.retry"), session.retry))
        rect = pygame.Rect(0, 0, min(style.px(320), picture.width - style.px(24)), style.px(44))
        rect.midtop = (picture.centerx, picture.centery + style.px(16))
        for index, (name, text, command) in enumerate(choices):
            kind = "" if index else "primary"
            self._buttons.append(button(ctx, rect, text, command, kind=kind, object_id=f"#{name}"))
            rect = rect.move(0, rect.height + style.px(8))

    def update(self, ctx: Context, picture: pygame.Rect, session: Session) -> None:
        """Put up other buttons when an error came or went."""
        if self._shown != _errors(ctx, session):
            self.lay(ctx, picture, session)


def unloaded(ctx: Context) -> bool:
    """Whether the libraries could not be loaded."""
    return ctx.loader.status.state is State.ERROR


def _errors(ctx: Context, session: Session) -> tuple[str, bool]:
    """Why learning stopped, and whether libraries are missing."""
    return session.error, unloaded(ctx)
