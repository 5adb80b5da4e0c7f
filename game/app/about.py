"""What a bug report needs to say, and the window that shows it."""

from __future__ import annotations

import html
import platform
from importlib.metadata import PackageNotFoundError, version

import pygame

from game import __version__
from game.app.log_file import log_path
from game.ui.clipboard import write_text
from game.ui.context import Context
from game.ui.layout import column
from game.ui.widgets.window import Window

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


class AboutWindow(Window):
    """The versions and the log's place, with a button that copies them."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, (760, 540), ctx.t("about.title"), "about_window", pad=16)
        report_text = report()
        body, foot = column(self.room, [-1, ctx.style.control], ctx.style.px(16))
        lines = ctx.t("about.text") + "\n\n" + html.escape(report_text)
        self.text(body, lines.replace("\n", "<br>"))

        def copy() -> None:
            write_text(report_text)
            ctx.notify(ctx.t("about.copied"), "good")

        self.button(foot, ctx.t("about.copy"), copy, icon="copy", object_id="#copy_report")
