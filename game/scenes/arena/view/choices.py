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
        self._shown: tuple[object, ...] = ()

    def layout(self, ctx: Context, picture: pygame.Rect, session: Session) -> None:
        """Build what there is to choose now, in the place of what there was."""
        for old in self._buttons:
            if old.alive():
                old.kill()
        self._buttons = []
        self._shown = _state(ctx, session)
        style, t, training = ctx.style, ctx.t, session.training
        choices: list[tuple[str, str, Callable[[], None]]] = []
        if ctx.loader.status.state is State.ERROR:
            choices.append(("again", t("app.load_again"), ctx.loader.start))
        elif training is not None and training.offer is not None:
            choices.append(("continue", t("arena.continue"), training.continue_saved))
            choices.append(("fresh", t("arena.fresh"), training.pass_over_offer))
        elif training is not None and session.error is not None:
            choices.append(("retry", t("arena.retry"), training.retry))
        rect = pygame.Rect(0, 0, min(style.px(320), picture.width - style.px(24)), style.px(44))
        rect.midtop = (picture.centerx, picture.centery + style.px(16))
        for index, (name, text, command) in enumerate(choices):
            kind = "" if index else "primary"
            self._buttons.append(button(ctx, rect, text, command, kind=kind, object_id=f"#{name}"))
            rect = rect.move(0, rect.height + style.px(8))

    def update(self, ctx: Context, picture: pygame.Rect, session: Session) -> None:
        """Build other buttons when there is something else to choose."""
        if self._shown != _state(ctx, session):
            self.layout(ctx, picture, session)


def _state(ctx: Context, session: Session) -> tuple[object, ...]:
    """What the choice depends on."""
    offer = session.training.offer if session.training is not None else None
    return ctx.loader.status.state is State.ERROR, offer, session.error is not None
