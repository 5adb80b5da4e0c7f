"""Beginning from nothing: by which of the lecture's methods shall the agent learn?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import get_args

import pygame
from pygame_gui.elements import UITextBox, UIWindow

from agents.learning.config import Method
from game.ui.context import Context
from game.ui.widgets.controls import button
from game.ui.widgets.dialogs import centred


class NewAgentWindow(UIWindow):
    """One button a method, with what it does beside it; choosing one closes the window.

    Args:
        ctx: the scene's context.
        current: the method of the agent that learns now.
        choose: called with the chosen method.
    """

    def __init__(self, ctx: Context, current: str, choose: Callable[[Method], None]) -> None:
        t, style = ctx.t, ctx.style
        super().__init__(
            centred(ctx, 780, 520), ctx.ui, window_display_title=t("fresh.title"), object_id="#fresh_window"
        )
        self.set_blocking(True)
        self._choose = choose
        gap = style.px(12)
        room = pygame.Rect((0, 0), self.get_container().get_size()).inflate(-2 * gap, -2 * gap)
        methods: tuple[Method, ...] = get_args(Method)
        height = (room.height - gap * len(methods)) // (len(methods) + 1)
        place = pygame.Rect(room.topleft, (room.width, height))
        UITextBox(t("fresh.text"), place, ctx.ui, container=self)
        wide = style.px(190)
        for method in methods:
            place = place.move(0, height + gap)
            button(
                ctx,
                pygame.Rect(place.topleft, (wide, style.control)),
                t(f"fresh.{method}"),
                partial(self._take, method),
                kind="primary" if method == current else "",
                container=self,
                object_id=f"#fresh_{method}",
            )
            words = pygame.Rect(place.x + wide + gap, place.y, place.width - wide - gap, height)
            UITextBox(t(f"fresh.{method}_text"), words, ctx.ui, container=self)

    def _take(self, method: Method) -> None:
        self.kill()  # type: ignore[no-untyped-call]
        self._choose(method)
