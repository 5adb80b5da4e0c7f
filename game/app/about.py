"""What a bug report needs to say, and the window that shows it."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pygame

from game import __version__

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


def report(log_path: Path) -> str:
    """The versions and the log's place, a line each."""
    return "\n".join(f"{name}: {text}" for name, text in {**versions(), "Log": str(log_path)}.items())


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"
