"""What is needed seldom: handicaps, the look of the pictures, recording, high scores, replays, keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pygame
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIButton, UILabel, UITextBox, UIWindow

from game.scenes.arena.preferences import LONGEST_DELAY, ArenaPreferences
from game.ui.context import Context
from game.ui.fixed_step import STEP
from game.ui.layout import row
from game.ui.widgets.controls import button, enable, select
from game.ui.widgets.dialogs import centred

COMMANDS = {"record": "film", "scores": "trophy", "open_replay": "folder-open", "keys": "keyboard"}


class OptionsWindow(UIWindow):
    """Every change counts at once; the commands close the window.

    Args:
        ctx: the scene's context.
        prefs: what is chosen now.
        game: its id; what the switches of some games do is known.
        switches: how many difficulty switches the game has: 0, 1 or 2.
        change: takes the name of a field of the preferences and its new value.
        commands: what the buttons of `COMMANDS` do.
        recording: whether something is being recorded.
    """

    def __init__(
        self,
        ctx: Context,
        prefs: ArenaPreferences,
        game: str,
        switches: int,
        change: Callable[[str, bool | int | str], None],
        commands: Mapping[str, Callable[[], None]],
        *,
        recording: bool,
    ) -> None:
        super().__init__(
            centred(ctx, 760, 600), ctx.ui, window_display_title=ctx.t("more.title"), object_id="#more_window"
        )
        self.set_blocking(True)
        self.ctx, self._change_pref = ctx, change
        self._delay = prefs.delay
        style, t = ctx.style, ctx.t
        self._pad, self._gap = style.px(16), style.px(8)
        width, height = self.get_container().get_size()
        self._line = pygame.Rect(self._pad, self._pad, width - 2 * self._pad, style.control)
        kind = game if t.has(f"more.{game}_mine") else "switch"
        self._flag("hard_mine", t(f"more.{kind}_mine"), prefs.hard_mine, possible=switches > 0)
        self._flag("hard_theirs", t(f"more.{kind}_theirs"), prefs.hard_theirs, possible=switches > 1)
        self._stepper()
        self._flag("whole", t("more.whole"), prefs.whole)
        self._flag("crt", t("more.crt"), prefs.crt)
        self._choice("film", t("more.film"), [("GIF", "gif"), ("MP4", "mp4")], prefs.film)
        foot = pygame.Rect(self._pad, 0, self._line.width, style.control)
        foot.bottom = height - self._pad
        for names in (("open_replay", "keys"), ("record", "scores")):
            for name, place in zip(names, row(foot, [-1, -1], self._gap), strict=True):
                text = t("more.stop" if name == "record" and recording else f"more.{name}")
                command = partial(self._leave_for, commands[name])
                icon = "square" if name == "record" and recording else COMMANDS[name]
                button(ctx, place, text, command, icon=icon, object_id=f"#more_{name}", container=self)
            foot = foot.move(0, -style.control - self._gap)
        about = pygame.Rect(self._pad, self._line.y, self._line.width, foot.bottom - self._line.y)
        UITextBox(t("more.about"), about, ctx.ui, container=self)

    def _leave_for(self, command: Callable[[], None]) -> None:
        self.kill()  # type: ignore[no-untyped-call]
        command()

    def _label(self, text: str) -> pygame.Rect:
        """Put words at the left of the next line; returns the room right of them."""
        label, room = row(self._line, [-6, -5], self._gap)
        UILabel(label, text, self.ctx.ui, container=self)
        self._line = self._line.move(0, self.ctx.style.control + self._gap)
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
            made[each] = button(
                self.ctx,
                place,
                words,
                partial(choose, each),
                object_id=f"#{name}_{end}",
                container=self,
            )
            select(made[each], each == value)
        return made

    def _stepper(self) -> None:
        room = self._label(self.ctx.t("more.delay"))
        side = room.height
        for by, icon, x in ((-1, "minus", room.x), (1, "plus", room.right - side)):
            place = pygame.Rect(x, room.y, side, side)
            button(
                self.ctx,
                place,
                "",
                partial(self._step, by),
                icon=icon,
                object_id=f"#delay_{icon}",
                container=self,
            )
        middle = pygame.Rect(room.x + side, room.y, room.width - 2 * side, side)
        self._number = UILabel(
            middle, self._delay_text(), self.ctx.ui, container=self, object_id=ObjectID("#delay", "@centred")
        )

    def _delay_text(self) -> str:
        t = self.ctx.t
        return t("more.frames", n=self._delay, seconds=t.number(self._delay * STEP, 2))

    def _step(self, by: int) -> None:
        self._delay = min(max(self._delay + by, 0), LONGEST_DELAY)
        self._number.set_text(self._delay_text())
        self._change_pref("delay", self._delay)
