"""The window in which keys are chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
from pygame_gui.elements import UIButton, UILabel, UITextBox, UIWindow

from game.ui.context import Context
from game.ui.keymap import Change, assign, defaults, key_text
from game.ui.layout import row
from game.ui.settings import DEFAULT_KEYS, KEYS_EACH
from game.ui.widgets.controls import button
from game.ui.widgets.dialogs import centred

EMPTY = "–"


class KeysWindow(UIWindow):
    """Two keys for each action: click one, press another; every change counts at once.

    Args:
        ctx: the scene's context.
        change: takes the new keys.
    """

    def __init__(self, ctx: Context, change: Callable[[dict[str, tuple[str, ...]]], None]) -> None:
        super().__init__(
            centred(ctx, 640, 520), ctx.ui, window_display_title=ctx.t("keys.title"), object_id="#keys_window"
        )
        self.set_blocking(True)
        self.ctx = ctx
        self._change = change
        self._waiting: tuple[str, int] | None = None
        self._buttons: dict[tuple[str, int], UIButton] = {}
        style, t = ctx.style, ctx.t
        pad, gap = style.px(16), style.px(8)
        width, height = self.get_container().get_size()
        line = pygame.Rect(pad, pad, width - 2 * pad, style.control)
        for action in DEFAULT_KEYS:
            places = row(line, [-3, -4, -4], gap)
            UILabel(places[0], t(f"keys.{action}"), ctx.ui, container=self)
            for place in range(KEYS_EACH):
                self._buttons[action, place] = button(
                    ctx,
                    places[place + 1],
                    self._text(action, place),
                    partial(self._wait, action, place),
                    object_id=f"#key_{action}_{place + 1}",
                    container=self,
                )
            line = line.move(0, style.control + gap)
        foot = pygame.Rect(pad, height - pad - style.control, line.width, style.control)
        about = pygame.Rect(pad, line.y, line.width, foot.y - line.y - gap)
        UITextBox(t("keys.about"), about, ctx.ui, container=self)
        button(
            ctx,
            foot,
            t("keys.reset"),
            self._reset,
            icon="rotate-ccw",
            object_id="#keys_reset",
            container=self,
        )

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

    def _reset(self) -> None:
        self._change(defaults())

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
