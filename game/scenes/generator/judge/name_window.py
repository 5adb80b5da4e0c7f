"""Asks under which name a drawing is entered."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui
from pygame_gui.elements import UIImage, UILabel, UITextEntryLine, UIWindow

from game.scenes.generator.judge.leaderboard import LONGEST_NAME, tidy
from game.ui.context import Context
from game.ui.widgets.controls import button
from game.ui.widgets.dialogs import centred


class NameWindow(UIWindow):
    """The drawing, a line for the name, a button; Enter enters too.

    Args:
        ctx: the scene's context.
        picture: the drawing, square.
        name: what stands on the line at first.
        words: what the judge says about the drawing.
        done: called with the name.
    """

    def __init__(
        self, ctx: Context, picture: pygame.Surface, name: str, words: str, done: Callable[[str], None]
    ) -> None:
        super().__init__(
            centred(ctx, 520, 250),
            ctx.ui,
            window_display_title=ctx.t("generator.judge_enter_title"),
            object_id="#name_window",
        )
        self.set_blocking(True)
        self._done, self._default = done, ctx.t("generator.judge_nobody")
        style = ctx.style
        room, pad, line = self.get_container().get_size(), style.px(14), style.control
        side = room[1] - 2 * pad
        face = pygame.transform.smoothscale(picture, (side, side))
        UIImage(pygame.Rect(pad, pad, side, side), face, ctx.ui, container=self)
        x = side + 2 * pad
        width = room[0] - x - pad
        UILabel(pygame.Rect(x, pad, width, line), words, ctx.ui, container=self)
        self._entry = UITextEntryLine(
            pygame.Rect(x, pad + line + style.px(4), width, line),
            ctx.ui,
            container=self,
            object_id="#name",
            placeholder_text=ctx.t("generator.judge_name"),
        )
        self._entry.set_text_length_limit(LONGEST_NAME)
        self._entry.set_text(name)
        button(
            ctx,
            pygame.Rect(x, room[1] - pad - line, width, line),
            ctx.t("generator.judge_enter_take"),
            self._take,
            icon="trophy",
            kind="primary",
            tip=f"{ctx.t('generator.judge_enter_take')} (Enter)",
            object_id="#enter_name",
            container=self,
        )
        ctx.ui.set_focus_set(self._entry)

    def _take(self) -> None:
        name = tidy(self._entry.get_text()) or self._default
        self.kill()  # type: ignore[no-untyped-call]
        self._done(name)

    def process_event(self, event: pygame.event.Event) -> bool:
        """Enter enters."""
        used = bool(super().process_event(event))
        finished = event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED and event.ui_element is self._entry
        pressed = event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER)
        if (finished or pressed) and self.alive():  # type: ignore[no-untyped-call]
            self._take()
            return True
        return used
