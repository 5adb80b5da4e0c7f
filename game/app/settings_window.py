"""The settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
import pygame_gui

from game.ui.context import Context
from game.ui.layout import Stack, row
from game.ui.settings import HALL, SCALES
from game.ui.widgets.controls import enable, select, slider
from game.ui.widgets.window import Window


class SettingsWindow(Window):
    """Language, theme, scale, full screen, volume and keys; every change is seen at once."""

    def __init__(
        self,
        ctx: Context,
        change: Callable[..., None],
        fullscreen: Callable[[], None],
        about: Callable[[], None],
    ) -> None:
        super().__init__(ctx, (700, 476), ctx.t("settings.title"), "settings_window", pad=16)
        self._change = change
        t, s = ctx.t, ctx.settings
        self._lines = Stack(self.room, ctx.style.px(12))
        self._choices("language", [("Русский", "ru"), ("English", "en")], s.language)
        self._choices("theme", [(t("settings.dark"), "dark"), (t("settings.light"), "light")], s.theme)
        self._scale(min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - s.ui_scale)))
        text = f"{t('settings.on' if s.fullscreen else 'settings.off')}  ·  F11"
        whole = self.button(self._line("fullscreen"), text, fullscreen, object_id="#fullscreen")
        select(whole, s.fullscreen)
        self.volume = slider(
            ctx,
            self._line("volume"),
            round(s.volume * 100),
            (0, 100),
            object_id="#volume",
            step=5,
            container=self,
        )
        keys, words = self._line("keys"), t("settings.choose_keys")
        self.button(keys, words, ctx.choose_keys, icon="keyboard", object_id="#keys")
        self.button(self._line("about"), t("settings.show_about"), about, icon="info", object_id="#about")

    def _line(self, name: str) -> pygame.Rect:
        """Name the next line; returns the room right of the words."""
        label, rect = row(self._lines.take(self.ctx.style.control), [-36, -62], self.ctx.style.px(14))
        self.label(label, self.ctx.t(f"settings.{name}"))
        return rect

    def _choices(self, name: str, options: list[tuple[str, str]], value: str) -> None:
        places = row(self._line(name), [-1] * len(options), self.ctx.style.px(8))
        for (text, code), place in zip(options, places, strict=True):
            command = partial(self._change, **{name: code})
            select(self.button(place, text, command, object_id=f"#{name}_{code}"), code == value)

    def _scale(self, index: int) -> None:
        rect, scale = self._line("scale"), SCALES[index]
        step, hall = row(rect, [-1, self.ctx.style.text_px(150)], self.ctx.style.px(8))
        less, words, more = row(step, [rect.height, -1, rect.height], 0)
        chosen = self.ctx.settings.ui_scale == HALL
        command = partial(self._change, ui_scale=0.0 if chosen else HALL)
        tip, name = self.ctx.t("settings.hall_tip"), self.ctx.t("settings.hall")
        select(self.button(hall, name, command, tip=tip, object_id="#scale_hall"), chosen)
        for target, icon, place in ((index - 1, "minus", less), (index + 1, "plus", more)):
            possible = 0 <= target < len(SCALES)
            command = partial(self._change, ui_scale=SCALES[target if possible else index])
            enable(self.button(place, "", command, icon=icon, object_id=f"#scale_{icon}"), possible)
        text = self.ctx.t.percent(scale) if scale else self.ctx.t("settings.auto")
        self.label(words, "" if chosen else text, centred=True)

    def process_event(self, event: pygame.event.Event) -> bool:
        """Take the volume."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self.volume:
            self._change(volume=event.value / 100)
            return True
        return bool(super().process_event(event))
