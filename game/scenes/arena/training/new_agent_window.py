"""Beginning from nothing: by which of the lecture's methods shall the agent learn?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import get_args

from agents.learning.config import Method
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.widgets.window import Window


class NewAgentWindow(Window):
    """One button a method, with what it does beside it; choosing one closes the window.

    Args:
        ctx: the scene's context.
        current: the method of the agent that learns now.
        choose: called with the chosen method.
    """

    def __init__(self, ctx: Context, current: str, choose: Callable[[Method], None]) -> None:
        super().__init__(ctx, (780, 520), ctx.t("fresh.title"), "fresh_window")
        t, style, gap = ctx.t, ctx.style, ctx.style.px(12)
        methods: tuple[Method, ...] = get_args(Method)
        about, *lines = column(self.room, [-1] * (len(methods) + 1), gap)
        self.text(about, t("fresh.text"))
        for method, line in zip(methods, lines, strict=True):
            place, words = row(line, [style.px(190), -1], gap)
            place.height = style.control
            self.button(
                place,
                t(f"fresh.{method}"),
                partial(self.finish, choose, method),
                kind="primary" if method == current else "",
                object_id=f"#fresh_{method}",
            )
            self.text(words, t(f"fresh.{method}_text"))
