"""The help: what is on the screen, and every key."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.widgets.window import Window


class HelpWindow(Window):
    """What a scene is about, what its keys do, and the keys that work everywhere."""

    def __init__(self, ctx: Context, key: str, commands: Sequence[Commands] = ()) -> None:
        super().__init__(ctx, (760, 600), ctx.t("help.title"), "help")
        keys = [
            f"<b>{escape(key)}</b>: {escape(text)}" for table in commands for key, text in table.help(ctx.t)
        ]
        listed = [f"<b>{ctx.t('help.here')}</b>", *keys, ""] if keys else []
        self.text(self.room, "<br>".join([ctx.t(key), "", *listed, ctx.t("help.keys")]))
