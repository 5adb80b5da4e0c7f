"""Asks under which name a kernel is saved."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.elements import UITextEntryLine, UIWindow

from game.ui.context import Context
from game.ui.layout import column
from game.ui.widgets.controls import button
from game.ui.widgets.dialogs import centred


class NameWindow(UIWindow):
    """Asks for the name of a kernel."""

    def __init__(self, ctx: Context, done: Callable[[str], None]) -> None:
        style = ctx.style
        title = ctx.t("kernel.save")
        rect = centred(ctx, 460, 170)
        super().__init__(rect, ctx.ui, window_display_title=title, object_id="#kernel_name_window")
        self.set_blocking(True)
        self._done = done
        pad = style.px(14)
        room = pygame.Rect(0, 0, *self.get_container().get_size()).inflate(-2 * pad, -2 * pad)
        line, save = column(room, [style.control, style.control], pad)
        self.field = UITextEntryLine(
            line,
            ctx.ui,
            container=self,
            object_id=ObjectID("#kernel_name", None),
            placeholder_text=ctx.t("kernel.name"),
        )
        self.field.set_text_length_limit(32)
        ctx.ui.set_focus_set(self.field)
        button(
            ctx,
            save,
            title,
            self._finish,
            kind="primary",
            object_id="#kernel_name_done",
            container=self,
        )

    def process_event(self, event: pygame.event.Event) -> bool:
        """Enter in the field saves."""
        if event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED and event.ui_element is self.field:
            self._finish()
            return True
        return bool(super().process_event(event))

    def _finish(self) -> None:
        name = self.field.get_text().strip()
        if name:
            self.kill()  # type: ignore[no-untyped-call]
            self._done(name)
