"""The system's window: how it is opened, resized and filled."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

import pygame

from game.ui.settings import MIN_SIZE, Settings

CARDS = Path("/dev/dri")
"""Where Linux lists the graphics cards that can draw."""
HINT = "SDL_FRAMEBUFFER_ACCELERATION"


def present_plainly() -> bool:
    """Let the X server have our pictures as they are, where there is no graphics card.

    SDL would draw each of them as a texture with OpenGL, and without a card the processor does that: 8.6 ms
    of both cores for every frame of 1280×800, instead of 0.6 (measured under Xvfb). With a card, and on other
    systems, SDL's own way is left alone, and so is its variable where a user has set it.

    To be called after the display was initialised and before the window opens.

    Returns:
        Whether it was asked for.
    """
    if HINT in os.environ or pygame.display.get_driver() != "x11" or any(CARDS.glob("renderD*")):
        return False
    os.environ[HINT] = "0"
    return True


class NoDisplay(Exception):
    """There is no display to open a window on."""


def start_display(icon: Path, *, headless: bool) -> None:
    """Start what the window needs of pygame.

    Raises:
        NoDisplay: There is none, and it was not said that none is wanted.
    """
    wanted = headless or "SDL_VIDEODRIVER" in os.environ
    if not wanted and sys.platform == "linux" and not os.path.isdir(os.environ.get("XDG_RUNTIME_DIR", "")):
        os.environ["SDL_VIDEODRIVER"] = "x11"  # without that folder Wayland does nothing but complain
    try:
        pygame.display.init()
    except pygame.error as error:
        raise NoDisplay(str(error)) from error
    if not wanted and pygame.display.get_driver() in ("dummy", "offscreen", "evdev"):
        raise NoDisplay("neither DISPLAY nor WAYLAND_DISPLAY names one")
    present_plainly()
    pygame.font.init()
    pygame.key.set_repeat(350, 40)
    pygame.display.set_caption("Latent Arcade")
    pygame.display.set_icon(pygame.image.load(icon))


def open_window(settings: Settings, *, headless: bool, kiosk: bool) -> pygame.Surface:
    """Open the window, or change its mode; returns its surface."""
    if not headless and (settings.fullscreen or kiosk):
        return pygame.display.set_mode((0, 0), pygame.FULLSCREEN)
    flags = 0 if headless else pygame.RESIZABLE
    with warnings.catch_warnings():
        # On X11 a window that was full screen minds its size only when it is told twice.
        warnings.simplefilter("ignore", RuntimeWarning)
        screen = pygame.display.set_mode(settings.window, flags)
        if screen.get_size() != settings.window:
            screen = pygame.display.set_mode(settings.window, flags)
        return screen


def resized_window(screen: pygame.Surface) -> pygame.Surface:
    """The window's surface after its size changed; it is never smaller than everything needs."""
    screen = pygame.display.get_surface() or screen
    width, height = screen.get_size()
    size = max(width, MIN_SIZE[0]), max(height, MIN_SIZE[1])
    return screen if size == (width, height) else pygame.display.set_mode(size, pygame.RESIZABLE)
