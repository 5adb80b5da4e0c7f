"""The help: what is on the screen, and every key."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.widgets.window import Window


class HelpWindow(Window):
    """What a scene is about, what its keys do, and the keys that work everywhere."""

    def __init__(
        self, ctx: Context, key: str, commands: Sequence[Commands] = (), lecture: Sequence[Commands] = ()
    ) -> None:
        super().__init__(ctx, (760, 600), ctx.t("help.title"), "help")
        lines = [ctx.t(key), ""]
        for title, tables in (("help.here", commands), ("lecture.title", lecture)):
            keys = [line for table in tables for line in table.help(ctx.t)]
            if keys:
                lines.append(f"<b>{ctx.t(title)}</b>")
                lines += [f"<b>{escape(key)}</b>: {escape(text)}" for key, text in keys]
                lines.append("")
        self.text(self.room, "<br>".join([*lines, ctx.t("help.keys")]))
