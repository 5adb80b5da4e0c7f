"""The windows of what is needed seldom, and of the method by which a new agent learns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import get_args

import pygame
from pygame_gui.elements import UIButton

from agents.learning.config import Method
from agents.opponents.ladder import Rung
from game.scenes.arena.preferences import LONGEST_DELAY, ArenaPreferences
from game.ui.context import Context
from game.ui.fixed_step import STEP
from game.ui.layout import Stack, column, grid, row
from game.ui.widgets.controls import enable, select
from game.ui.widgets.window import Window

COMMANDS = {
    "record": "film",
    "replay": "file-down",
    "open_replay": "folder-open",
    "scores": "trophy",
    "keys": "keyboard",
}


class OptionsWindow(Window):
    """Every change counts at once; the commands close the window.

    Args:
        ctx: the scene's context.
        chosen: what is chosen now.
        game: its id; what the switches of some games do is known.
        switches: how many difficulty switches the game has: 0, 1 or 2.
        change: takes the name of a field of the preferences and its new value.
        commands: what the buttons of `COMMANDS` do.
        recording: whether something is being recorded.
    """

    def __init__(
        self,
        ctx: Context,
        chosen: Callable[[], ArenaPreferences],
        game: str,
        switches: int,
        change: Callable[[str, bool | int | str], None],
        commands: Mapping[str, Callable[[], None]],
        *,
        recording: bool,
    ) -> None:
        super().__init__(ctx, (760, 600), ctx.t("more.title"), "more_window", pad=16)
        self._change_pref = change
        prefs = chosen()
        self._delay = prefs.delay
        style, t = ctx.style, ctx.t
        self._gap = style.px(8)
        self._lines = Stack(self.room, self._gap)
        kind = game if t.has(f"more.{game}_mine") else "switch"
        self._flag("hard_mine", t(f"more.{kind}_mine"), prefs.hard_mine, possible=switches > 0)
        self._flag("hard_theirs", t(f"more.{kind}_theirs"), prefs.hard_theirs, possible=switches > 1)
        self._stepper()
        self._flag("whole", t("more.whole"), prefs.whole)
        self._flag("crt", t("more.crt"), prefs.crt)
        self._choice("film", t("more.film"), [("GIF", "gif"), ("MP4", "mp4")], prefs.film)
        about, foot = column(self._lines.rest, [-1, 2 * style.control + self._gap], self._gap)
        self.text(about, t("more.about"))
        for (name, icon), place in zip(COMMANDS.items(), grid(foot, 3, 2, self._gap), strict=False):
            stops = name == "record" and recording
            self.button(
                place,
                t("more.stop" if stops else f"more.{name}"),
                partial(self.finish, commands[name]),
                icon="square" if stops else icon,
                object_id=f"#more_{name}",
            )

    def _label(self, text: str) -> pygame.Rect:
        """Put words at the left of the next line; returns the room right of them."""
        label, room = row(self._lines.take(self.ctx.style.control), [-6, -5], self._gap)
        self.label(label, text)
        return room

    def _flag(self, name: str, text: str, value: bool, *, possible: bool = True) -> None:
        t = self.ctx.t
        options = [(t("settings.off"), False), (t("settings.on"), True)]
        for made in self._choice(name, text, options, value).values():
            enable(made, possible)

    def _choice(
        self, name: str, text: str, options: Sequence[tuple[str, bool | str]], value: bool | str
    ) -> dict[bool | str, UIButton]:
        places = row(self._label(text), [-1] * len(options), self._gap)
        made: dict[bool | str, UIButton] = {}

        def choose(wanted: bool | str) -> None:
            for each, its_button in made.items():
                select(its_button, each == wanted)
            self._change_pref(name, wanted)

        for (words, each), place in zip(options, places, strict=True):
            end = {True: "on", False: "off"}.get(each, each) if isinstance(each, bool) else each
            made[each] = self.button(place, words, partial(choose, each), object_id=f"#{name}_{end}")
            select(made[each], each == value)
        return made

    def _stepper(self) -> None:
        room = self._label(self.ctx.t("more.delay"))
        less, middle, more = row(room, [room.height, -1, room.height], 0)
        for by, icon, place in ((-1, "minus", less), (1, "plus", more)):
            self.button(place, "", partial(self._step, by), icon=icon, object_id=f"#delay_{icon}")
        self._number = self.label(middle, self._delay_text(), "delay", centred=True)

    def _delay_text(self) -> str:
        t = self.ctx.t
        return t("more.frames", n=self._delay, seconds=t.number(self._delay * STEP, 2))

    def _step(self, by: int) -> None:
        self._delay = min(max(self._delay + by, 0), LONGEST_DELAY)
        self._number.set_text(self._delay_text())
        self._change_pref("delay", self._delay)


class ForwardWindow(Window):
    """One button a trained agent of the ladder, from which the own one goes on, with its facts beside it."""

    def __init__(self, ctx: Context, ladder: Sequence[Rung], choose: Callable[[Rung], None]) -> None:
        super().__init__(ctx, (780, 150 + 56 * len(ladder)), ctx.t("forward.title"), "forward_window")
        t, style, gap = ctx.t, ctx.style, ctx.style.px(12)
        about, *lines = column(self.room, [style.px(84), *[-1] * len(ladder)], gap)
        self.text(about, t("forward.text"))
        for rung, line in zip(ladder, lines, strict=True):
            place, words = row(line, [style.text_px(190), -1], gap)
            place.height = min(place.height, style.control)
            command = partial(self.finish, choose, rung)
            self.button(place, t(f"ladder.{rung.id}"), command, object_id=f"#forward_{rung.id}")
            words.height = place.height
            score = t.number(rung.plain.mean, 1)
            self.label(words, t("forward.facts", steps=t.number(rung.step), plain=score))


class NewAgentWindow(Window):
    """One button a method, with what it does beside it; choosing one closes the window."""

    def __init__(self, ctx: Context, current: str, choose: Callable[[Method], None]) -> None:
        super().__init__(ctx, (780, 520), ctx.t("fresh.title"), "fresh_window")
        t, style, gap = ctx.t, ctx.style, ctx.style.px(12)
        methods: tuple[Method, ...] = get_args(Method)
        about, *lines = column(self.room, [-1] * (len(methods) + 1), gap)
        self.text(about, t("fresh.text"))
        for method, line in zip(methods, lines, strict=True):
            place, words = row(line, [style.text_px(190), -1], gap)
            place.height = style.control
            self.button(
                place,
                t(f"fresh.{method}"),
                partial(self.finish, choose, method),
                kind="primary" if method == current else "",
                object_id=f"#fresh_{method}",
            )
            self.text(words, t(f"fresh.{method}_text"))
