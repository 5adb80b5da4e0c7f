"""The window in which keys are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pygame
from pygame_gui.elements import UIButton

from game.app.key_pages import Page, pages, pressed
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.gamepads import EVENTS, Gamepads
from game.ui.keymap import Change
from game.ui.layout import column, row
from game.ui.settings import KEYS_EACH
from game.ui.widgets.controls import enable, select
from game.ui.widgets.text import shorten
from game.ui.widgets.window import Window

EMPTY = "–"
LINES = 6
"""Of one sheet; a page with more of them is turned."""


class KeysWindow(Window):
    """Two keys for each action: click one, press another; every change counts at once.

    Args:
        ctx: the scene's context.
        change: takes changed settings, by name.
        tables: gives what can be done on the screen, in the lecture and everywhere.
    """

    def __init__(
        self,
        ctx: Context,
        change: Callable[..., None],
        tables: Callable[[], Sequence[Commands]],
        page: str = "one",
        sheet: int = 0,
    ) -> None:
        super().__init__(ctx, (720, 560), ctx.t("keys.title"), "keys_window", pad=16)
        self._change, self._tables = change, tables
        self._page, self._sheet = page, sheet
        self._waiting: tuple[str, int] | None = None
        self._buttons: dict[tuple[str, int], UIButton] = {}
        self._made: list[UIButton] = []
        self._pads = Gamepads()
        self._pads.open()
        self._lay_out()

    @property
    def page(self) -> Page:
        """What is shown."""
        return self._pages[self._page]

    @property
    def choosing_key(self) -> bool:
        """Whether the next key press is wanted as it is, even Tab and Enter."""
        return self._waiting is not None

    def take_over(self, before: KeysWindow) -> None:
        """Show the page that was open."""
        self._turn(before._page, before._sheet)

    def _lay_out(self) -> None:
        ctx, t, style = self.ctx, self.ctx.t, self.ctx.style
        gap = style.px(8)
        self._pages = pages(ctx.settings, t, self._tables())
        page = self.page
        heights = [style.control] * (LINES + 1) + [-1, style.control]
        strip, *lines = column(self.room, heights, gap)
        for name, place in zip(self._pages, row(strip, [-1] * len(self._pages), gap), strict=True):
            made = self.button(
                place, t(f"keys.page_{name}"), partial(self._turn, name, 0), object_id=f"#page_{name}"
            )
            select(made, name == self._page)
        shown = page.lines[self._sheet * LINES :][:LINES]
        for (words, actions), line in zip(shown, lines, strict=False):
            self._line(words, actions, line)
        about, foot = lines[LINES:]
        self.text(about, t(f"keys.about_{page.name}"))
        reset, less, number, more = row(foot, [-1, style.control, style.text_px(70), style.control], gap)
        command = partial(self._change, **page.usual)
        self.button(reset, t("keys.reset"), command, icon="rotate-ccw", object_id="#keys_reset")
        sheets = -(-len(page.lines) // LINES)
        if sheets > 1:
            self.label(number, f"{self._sheet + 1} / {sheets}", centred=True)
            for by, icon, place in ((-1, "chevron-left", less), (1, "chevron-right", more)):
                turn = partial(self._turn, page.name, self._sheet + by)
                made = self.button(place, "", turn, icon=icon, object_id=f"#sheet_{icon}")
                enable(made, 0 <= self._sheet + by < sheets)

    def _line(self, words: str, actions: tuple[str, ...], line: pygame.Rect) -> None:
        style = self.ctx.style
        wide = -6 if self._page == "commands" else -3
        label, *places = row(line, [wide] + [-4] * (KEYS_EACH * len(actions)), style.px(8))
        self.label(label, shorten(words, style.font("body"), label.width - style.px(8)))
        for at, rect in enumerate(places):
            action, place = actions[at // KEYS_EACH], at % KEYS_EACH
            self._buttons[action, place] = self.button(
                rect,
                self._text(action, place),
                partial(self._wait, action, place),
                object_id=f"#key_{action.replace('.', '_')}_{place + 1}",
            )

    def _turn(self, page: str, sheet: int) -> None:
        """Show another page, or another sheet of it."""
        self._page, self._sheet = page, sheet
        last = -(-len(pages(self.ctx.settings, self.ctx.t, self._tables())[page].lines) // LINES) - 1
        self._sheet = min(sheet, last)
        self._waiting = None
        self._buttons.clear()
        self.get_container().clear()
        self._lay_out()

    def _text(self, action: str, place: int) -> str:
        names = self.page.keys[action]
        if place < len(names):
            return self.page.shown(names[place])
        return self.ctx.t(self.page.missing) if self.page.missing and not place else EMPTY

    def _wait(self, action: str, place: int) -> None:
        self._stop_waiting()
        self._waiting = (action, place)
        pads = "keys.press_part" if self._page == "pads" else "settings.press_key"
        self._buttons[action, place].set_text(self.ctx.t(pads))

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._buttons[self._waiting].set_text(self._text(*self._waiting))
        self._waiting = None

    def process_event(self, event: pygame.event.Event) -> bool:
        """Take the key that an action waits for; Escape takes none."""
        news = self._pads.take(event)
        if self._waiting is not None and (event.type == pygame.KEYDOWN or event.type in EVENTS):
            if event.type == pygame.KEYDOWN and event.key == pygame.K_ESCAPE:
                self._stop_waiting()
            elif name := pressed(self.page, event, news):
                self._take(name)
            return True
        return bool(super().process_event(event))

    def _take(self, name: str) -> None:
        assert self._waiting is not None
        (action, place), page = self._waiting, self.page
        change = page.assign(action, place, name)
        self._stop_waiting()
        if change.note:
            self._tell(change, name)
        if change.keys != page.keys:
            self._change(**page.kept(change.keys))

    def _tell(self, change: Change, name: str) -> None:
        t, page = self.ctx.t, self.page
        values = {"name": page.shown(name), "other": page.label(change.other) if change.other else ""}
        kind = "info" if change.note in ("moved", "swapped") else "bad"
        self.ctx.notify(t(f"keys.{change.note}", **values), kind)
