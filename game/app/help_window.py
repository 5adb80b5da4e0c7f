"""The help: what is on the screen, and every key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.widgets.window import Window


class HelpWindow(Window):
    """What a scene is about, and what keys do.

    Args:
        ctx: the scene's context.
        key: of the text about the scene.
        tables: what can be done, by the key of a heading.
    """

    def __init__(self, ctx: Context, key: str, tables: Mapping[str, Sequence[Commands]]) -> None:
        super().__init__(ctx, (760, 600), ctx.t("help.title"), "help")
        lines = [ctx.t(key), ""]
        for title, commands in tables.items():
            keys = [line for table in commands for line in table.help(ctx.t)]
            if keys:
                lines.append(f"<b>{ctx.t(title)}</b>")
                lines += [f"<b>{escape(key)}</b>: {escape(text)}" for key, text in keys]
                lines.append("")
        self.text(self.room, "<br>".join([*lines[:-1], ctx.t("help.keys")]))
