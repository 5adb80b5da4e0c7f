"""The windows that may lie over a scene: help, settings, file dialog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from html import escape
from pathlib import Path

import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIHorizontalSlider, UILabel, UITextBox, UIWindow
from pygame_gui.windows import UIConfirmationDialog, UIFileDialog

from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.settings import SCALES
from game.ui.widgets.controls import button, select


def centred(ctx: Context, width: int, height: int) -> pygame.Rect:
    """The middle of the window, of this size at scale 1, smaller where the window is."""
    screen = pygame.Rect(0, 0, ctx.area.width, ctx.area.bottom)
    rect = pygame.Rect(
        0, 0, min(ctx.style.px(width), screen.width - 16), min(ctx.style.px(height), screen.height - 16)
    )
    rect.center = screen.center
    return rect


class HelpWindow(UIWindow):
    """What a scene is about, what its keys do, and the keys that work everywhere."""

    def __init__(self, ctx: Context, key: str, commands: Sequence[Commands] = ()) -> None:
        super().__init__(
            centred(ctx, 760, 600),
            ctx.ui,
            window_display_title=ctx.t("help.title"),
            object_id="#help",
            draggable=True,
        )
        self.set_blocking(True)
        room = self.get_container().get_size()
        pad = ctx.style.px(12)
        keys = [
            f"<b>{escape(key)}</b>: {escape(text)}" for table in commands for key, text in table.help(ctx.t)
        ]
        listed = [f"<b>{ctx.t('help.here')}</b>", *keys, ""] if keys else []
        html = "<br>".join([ctx.t(key), "", *listed, ctx.t("help.keys")])
        UITextBox(html, pygame.Rect(pad, pad, room[0] - 2 * pad, room[1] - 2 * pad), ctx.ui, container=self)


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


class FileWindow(UIFileDialog):
    """pygame_gui's file dialog, blocking, with a callback."""

    def __init__(
        self,
        ctx: Context,
        title: str,
        suffixes: frozenset[str],
        callback: Callable[[Path], None],
        save: str,
        folder: Path,
    ) -> None:
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
        start = folder if folder.is_dir() else Path.home()
        super().__init__(
            centred(ctx, 720, 560),
            ctx.ui,
            window_title=title,
            allowed_suffixes=set(suffixes),
            initial_file_path=str(start / save) if save else str(start),
            allow_existing_files_only=not save,
        )
        self.set_blocking(True)
        self._ctx = ctx
        self._callback = callback
        self._saves = bool(save)
        self._suffixes = suffixes

    def process_event(self, event: pygame.event.Event) -> bool:
        """Enter confirms, in the field with the name and outside of it."""
        used = bool(super().process_event(event))
        if event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED:
            entered = event.ui_element is self.file_path_text_line
        else:
            entered = event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER)
        if entered and self._on_top() and self.ok_button.is_enabled:
            self.ok_button.on_self_event(pygame_gui.UI_BUTTON_PRESSED, {"mouse_button": pygame.BUTTON_LEFT})
            return True
        return used

    def _on_top(self) -> bool:
        """Whether it is open, and no question about deleting a file lies over it."""
        windows = self.ui_manager.get_window_stack().get_full_stack()
        return bool(windows) and windows[-1] is self

    def picked(self, path: Path) -> None:
        """Call back; the app does it, because a dialog is closed before the event with its path arrives.

        Before a file is written over, a window asks.
        """
        if self._saves and len(self._suffixes) == 1:
            path = path.with_suffix(next(iter(self._suffixes)))
        if self._saves and path.exists():
            OverwriteWindow(self._ctx, path, self._callback)
        else:
            self._callback(path)


class OverwriteWindow(UIConfirmationDialog):
    """Asks before a file is written over."""

    def __init__(self, ctx: Context, path: Path, callback: Callable[[Path], None]) -> None:
        super().__init__(
            centred(ctx, 520, 260),
            ctx.t("app.overwrite", file=path.name),
            ctx.ui,
            window_title=ctx.t("app.overwrite_title"),
            action_short_name=ctx.t("app.overwrite_yes"),
            blocking=True,
        )
        self._path = path
        self._callback = callback

    def process_event(self, event: pygame.event.Event) -> bool:
        """Enter and the button confirm."""
        entered = event.type == pygame.KEYDOWN and event.key in (pygame.K_RETURN, pygame.K_KP_ENTER)
        pressed = event.type == pygame_gui.UI_BUTTON_PRESSED and event.ui_element is self.confirm_button
        if entered or pressed:
            self.kill()  # type: ignore[no-untyped-call]
            self._callback(self._path)
            return True
        return bool(super().process_event(event))
