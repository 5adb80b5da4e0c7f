"""What a bug report needs to say, and the window that shows it."""

from __future__ import annotations

import html
import platform
from importlib.metadata import PackageNotFoundError, version

import pygame
from pygame_gui.elements import UITextBox, UIWindow

from game import __version__
from game.app.log_file import log_path
from game.ui.clipboard import write_text
from game.ui.context import Context
from game.ui.widgets.controls import button
from game.ui.widgets.dialogs import centred

PACKAGES = ("pygame-ce", "torch", "ale-py")


def versions() -> dict[str, str]:
    """The versions of the app, of Python and of what matters most, and the system; imports nothing large."""
    return {
        "Latent Arcade": __version__,
        "Python": platform.python_version(),
        "SDL": ".".join(map(str, pygame.get_sdl_version())),
        **{name: _version(name) for name in PACKAGES},
        "System": platform.platform(),
    }


def report() -> str:
    """The versions and the log's place, a line each."""
    return "\n".join(f"{name}: {text}" for name, text in {**versions(), "Log": str(log_path())}.items())


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


class AboutWindow(UIWindow):
    """The versions and the log's place, with a button that copies them."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(
            centred(ctx, 760, 540),
            ctx.ui,
            window_display_title=ctx.t("about.title"),
            object_id="#about_window",
        )
        self.set_blocking(True)
        style, text = ctx.style, report()
        pad = style.px(16)
        width, height = self.get_container().get_size()
        foot = pygame.Rect(pad, height - pad - style.control, width - 2 * pad, style.control)
        body = pygame.Rect(pad, pad, foot.width, foot.y - 2 * pad)
        lines = ctx.t("about.text") + "\n\n" + html.escape(text)
        UITextBox(lines.replace("\n", "<br>"), body, ctx.ui, container=self)

        def copy() -> None:
            write_text(text)
            ctx.notify(ctx.t("about.copied"), "good")

        button(ctx, foot, ctx.t("about.copy"), copy, icon="copy", object_id="#copy_report", container=self)
