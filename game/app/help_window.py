"""The help: what is on the screen, and every key."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pygame
from pygame_gui.elements import UITextBox, UIWindow

from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.widgets.dialogs import centred


class HelpWindow(UIWindow):
    """What a scene is about, what its keys do, and the keys that work everywhere."""

    def __init__(self, ctx: Context, key: str, commands: Sequence[Commands] = ()) -> None:
        super().__init__(
            centred(ctx, 760, 600),
            ctx.ui,
            window_display_title=ctx.t("help.title"),
            object_id="#help",
            draggable=True,
        )
        self.set_blocking(True)
        room = self.get_container().get_size()
        pad = ctx.style.px(12)
        keys = [
            f"<b>{escape(key)}</b>: {escape(text)}" for table in commands for key, text in table.help(ctx.t)
        ]
        listed = [f"<b>{ctx.t('help.here')}</b>", *keys, ""] if keys else []
        html = "<br>".join([ctx.t(key), "", *listed, ctx.t("help.keys")])
        UITextBox(html, pygame.Rect(pad, pad, room[0] - 2 * pad, room[1] - 2 * pad), ctx.ui, container=self)
