"""The buttons over the agent's picture: which agent shall go on, or trying again after an error."""

from __future__ import annotations

from collections.abc import Callable

import pygame
from pygame_gui.elements import UIButton

from game.arena.keeper import Keeper
from game.scene import Context
from game.widgets.controls import button


class Choices:
    """At most two buttons below the middle of a picture.

    Attributes:
        shown: why learning stopped, and whether libraries are missing, as the buttons stand now.
    """

    def __init__(self) -> None:
        self.shown = ("", False)
        self._buttons: list[UIButton] = []

    def lay(
        self,
        ctx: Context,
        picture: pygame.Rect,
        keeper: Keeper | None,
        errors: tuple[str, bool],
        load_again: Callable[[], None],
    ) -> None:
        """Put up what there is to choose now, in the place of what there was."""
        for old in self._buttons:
            if old.alive():
                old.kill()
        self._buttons = []
        self.shown = errors
        style, t = ctx.style, ctx.t
        choices: list[tuple[str, str, Callable[[], None]]] = []
        if errors[1]:
            choices.append(("again", t("app.load_again"), load_again))
        elif keeper is not None and keeper.offer is not None:
            choices.append(("continue", t("arena.continue"), keeper.continue_saved))
            choices.append(("fresh", t("arena.fresh"), keeper.start_fresh))
        elif keeper is not None and keeper.error:
            choices.append(("retry", t("arena.retry"), keeper.retry))
        rect = pygame.Rect(0, 0, min(style.px(320), picture.width - style.px(24)), style.px(44))
        rect.midtop = (picture.centerx, picture.centery + style.px(16))
        for index, (name, text, command) in enumerate(choices):
            kind = "" if index else "primary"
            self._buttons.append(button(ctx, rect, text, command, kind=kind, object_id=f"#{name}"))
            rect = rect.move(0, rect.height + style.px(8))
