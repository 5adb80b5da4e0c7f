"""The window in which keys are chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
from pygame_gui.elements import UIButton

from game.ui.context import Context
from game.ui.keymap import Change, assign, key_text
from game.ui.layout import column, row
from game.ui.settings import DEFAULT_KEYS, KEYS_EACH
from game.ui.widgets.window import Window

EMPTY = "–"


class KeysWindow(Window):
    """Two keys for each action: click one, press another; every change counts at once.

    Args:
        ctx: the scene's context.
        change: takes the new keys.
    """

    def __init__(self, ctx: Context, change: Callable[[dict[str, tuple[str, ...]]], None]) -> None:
        super().__init__(ctx, (640, 520), ctx.t("keys.title"), "keys_window", pad=16)
        self._change = change
        self._waiting: tuple[str, int] | None = None
        self._buttons: dict[tuple[str, int], UIButton] = {}
        style, t = ctx.style, ctx.t
        lines = column(self.room, [style.control] * len(DEFAULT_KEYS) + [-1, style.control], style.px(8))
        for action, line in zip(DEFAULT_KEYS, lines, strict=False):
            label, *places = row(line, [-3] + [-4] * KEYS_EACH, style.px(8))
            self.label(label, t(f"keys.{action}"))
            for place, rect in enumerate(places):
                self._buttons[action, place] = self.button(
                    rect,
                    self._text(action, place),
                    partial(self._wait, action, place),
                    object_id=f"#key_{action}_{place + 1}",
                )
        self.text(lines[-2], t("keys.about"))
        reset = partial(change, dict(DEFAULT_KEYS))
        self.button(lines[-1], t("keys.reset"), reset, icon="rotate-ccw", object_id="#keys_reset")

    @property
    def choosing_key(self) -> bool:
        """Whether the next key press is wanted as it is, even Tab and Enter."""
        return self._waiting is not None

    def _text(self, action: str, place: int) -> str:
        names = self.ctx.settings.keys[action]
        return key_text(names[place], self.ctx.t) if place < len(names) else EMPTY

    def _wait(self, action: str, place: int) -> None:
        if self._waiting is not None:
            self._buttons[self._waiting].set_text(self._text(*self._waiting))
        self._waiting = (action, place)
        self._buttons[action, place].set_text(self.ctx.t("settings.press_key"))

    def process_event(self, event: pygame.event.Event) -> bool:
        """Take the key that an action waits for."""
        if event.type == pygame.KEYDOWN and self._waiting is not None:
            (action, place), name = self._waiting, pygame.key.name(event.key)
            self._waiting = None
            change = assign(self.ctx.settings.keys, action, place, name)
            if change.note:
                self._tell(change, name)
            if change.keys != self.ctx.settings.keys:
                self._change(change.keys)
            else:
                self._buttons[action, place].set_text(self._text(action, place))
            return True
        return bool(super().process_event(event))

    def _tell(self, change: Change, name: str) -> None:
        t = self.ctx.t
        values = {"name": key_text(name, t), "other": t(f"keys.{change.other}") if change.other else ""}
        kind = "info" if change.note in ("moved", "swapped") else "bad"
        self.ctx.notify(t(f"keys.{change.note}", **values), kind)
