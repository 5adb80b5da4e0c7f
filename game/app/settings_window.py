"""The settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIHorizontalSlider, UILabel, UIWindow

from game.ui.context import Context
from game.ui.settings import SCALES
from game.ui.widgets.controls import button, select
from game.ui.widgets.dialogs import centred


class SettingsWindow(UIWindow):
    """Language, theme, scale, full screen, volume and keys; every change is seen at once."""

    def __init__(
        self,
        ctx: Context,
        change: Callable[..., None],
        fullscreen: Callable[[], None],
        about: Callable[[], None],
    ) -> None:
        super().__init__(
            centred(ctx, 700, 476),
            ctx.ui,
            window_display_title=ctx.t("settings.title"),
            object_id="#settings_window",
        )
        self.set_blocking(True)
        self.ctx = ctx
        self._change = change
        t, s = ctx.t, ctx.settings
        self._y = ctx.style.px(14)
        self._choices(t("settings.language"), [("Русский", "ru"), ("English", "en")], s.language, "language")
        self._choices(
            t("settings.theme"),
            [(t("settings.dark"), "dark"), (t("settings.light"), "light")],
            s.theme,
            "theme",
        )
        near = min(range(len(SCALES)), key=lambda i: abs(SCALES[i] - s.ui_scale))
        self._stepper(t("settings.scale"), near)
        self._switch(t("settings.fullscreen"), s.fullscreen, fullscreen)
        self.volume = self._slider(t("settings.volume"), s.volume)
        button(
            ctx,
            self._label(t("settings.keys")),
            t("settings.choose_keys"),
            ctx.choose_keys,
            icon="keyboard",
            object_id="#keys",
            container=self,
        )
        rect = self._label(t("settings.about"))
        button(ctx, rect, t("settings.show_about"), about, icon="info", object_id="#about", container=self)

    def _label(self, text: str) -> pygame.Rect:
        style = self.ctx.style
        pad, height = style.px(16), style.control
        room = self.get_container().get_size()[0] - 2 * pad
        UILabel(pygame.Rect(pad, self._y, round(room * 0.36), height), text, self.ctx.ui, container=self)
        rect = pygame.Rect(pad + round(room * 0.38), self._y, round(room * 0.62), height)
        self._y += height + style.px(12)
        return rect

    def _choices(self, label: str, options: list[tuple[str, str]], value: str, field: str) -> None:
        rect = self._label(label)
        gap = self.ctx.style.px(8)
        width = (rect.width - gap * (len(options) - 1)) // len(options)
        for index, (text, code) in enumerate(options):
            place = pygame.Rect(rect.x + index * (width + gap), rect.y, width, rect.height)
            made = button(
                self.ctx,
                place,
                text,
                partial(self._change, **{field: code}),
                object_id=f"#{field}_{code}",
                container=self,
            )
            select(made, code == value)

    def _stepper(self, label: str, index: int) -> None:
        rect = self._label(label)
        size = rect.height
        scale = SCALES[index]
        text = self.ctx.t("settings.auto") if not scale else f"{round(scale * 100)} %"
        for step, icon, x in ((-1, "minus", rect.x), (1, "plus", rect.right - size)):
            target = index + step
            made = button(
                self.ctx,
                pygame.Rect(x, rect.y, size, size),
                "",
                partial(self._rescale, target),
                icon=icon,
                object_id=f"#scale_{icon}",
                container=self,
            )
            if not 0 <= target < len(SCALES):
                made.disable()
        UILabel(
            pygame.Rect(rect.x + size, rect.y, rect.width - 2 * size, size),
            text,
            self.ctx.ui,
            container=self,
            object_id=ObjectID(None, "@centred"),
        )

    def _rescale(self, index: int) -> None:
        if 0 <= index < len(SCALES):
            self._change(ui_scale=SCALES[index])

    def _switch(self, label: str, value: bool, command: Callable[[], None]) -> None:
        rect = self._label(label)
        text = self.ctx.t("settings.on" if value else "settings.off")
        made = button(self.ctx, rect, f"{text}  ·  F11", command, object_id="#fullscreen", container=self)
        select(made, value)

    def _slider(self, label: str, value: float) -> UIHorizontalSlider:
        rect = self._label(label)
        return UIHorizontalSlider(
            rect,
            round(value * 100),
            (0, 100),
            self.ctx.ui,
            container=self,
            object_id="#volume",
            click_increment=5,
        )

    def process_event(self, event: pygame.event.Event) -> bool:
        """Take the volume."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self.volume:
            self._change(volume=event.value / 100)
            return True
        return bool(super().process_event(event))
