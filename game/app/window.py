"""The system's window: how it is opened, resized and filled."""

from __future__ import annotations

import warnings
from pathlib import Path

import pygame

from game.app.display_mode import present_plainly
from game.ui.settings import MIN_SIZE, Settings


def start_display(icon: Path) -> None:
    """Start what the window needs of pygame."""
    pygame.display.init()
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
        return (
            screen
            if screen.get_size() == settings.window
            else pygame.display.set_mode(settings.window, flags)
        )


def resized_window(screen: pygame.Surface) -> pygame.Surface:
    """The window's surface after its size changed; it is never smaller than everything needs."""
    screen = pygame.display.get_surface() or screen
    size = screen.get_size()
    if size[0] >= MIN_SIZE[0] and size[1] >= MIN_SIZE[1]:
        return screen
    return pygame.display.set_mode((max(size[0], MIN_SIZE[0]), max(size[1], MIN_SIZE[1])), pygame.RESIZABLE)
