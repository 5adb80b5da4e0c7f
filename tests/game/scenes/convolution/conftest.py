"""The laboratory, used as a person would, without threads or clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest

from game.app.app import App
from game.app.options import Options
from game.ui.settings import Folders
from game.workers.workers import Workers

Use = Callable[..., App]


def frames(app: App, count: int = 1, dt: float = 1 / 60) -> None:
    for _ in range(count):
        app.frame(pygame.event.get(), dt)


def post(app: App, kind: int, **fields: Any) -> None:
    pygame.event.post(pygame.event.Event(kind, **fields))
    frames(app)


def tap(app: App, key: int, mod: int = 0) -> None:
    post(app, pygame.KEYDOWN, key=key, mod=mod, unicode="", scancode=0)
    post(app, pygame.KEYUP, key=key, mod=mod, unicode="", scancode=0)


def press(app: App, name: str) -> None:
    """Press the visible button of this name."""
    found = [s for s in app.ui.get_sprite_group().sprites() if name in (getattr(s, "object_ids", None) or [])]
    assert len(found) == 1, f"{name}: {len(found)}"
    at = found[0].rect.center
    pygame.mouse.set_pos(at)
    post(app, pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0))
    post(app, pygame.MOUSEBUTTONDOWN, pos=at, button=1)
    post(app, pygame.MOUSEBUTTONUP, pos=at, button=1)
    frames(app, 2)


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Use]:
    opened = []

    def start(tab: str = "draw", *, load: bool = False, **fields: Any) -> App:
        fields = {"lang": "en", "size": (1280, 800), "headless": True, **fields}
        folders = Folders(tmp_path / "config", tmp_path / "data", tmp_path / "pictures")
        app = App(Options(scene="convolution", **fields), folders=folders, workers=Workers(inline=True))
        opened.append(app)
        if load:
            app.loader.start()
        frames(app, 2)
        app.scene.open(tab)  # type: ignore[attr-defined]
        frames(app, 2)
        return app

    yield start
    for app in opened:
        app.close()


def write(app: App, text: str) -> None:
    """Type characters, Enter after them."""
    for character in text:
        key = pygame.key.key_code(character)
        post(app, pygame.KEYDOWN, key=key, mod=0, unicode=character, scancode=0)
    tap(app, pygame.K_RETURN)


def idle(app: App, seconds: float = 3.0) -> None:
    """Let time pass, and let the tab play itself as in an exhibition; nobody touches anything."""
    frames(app, round(5 * seconds), 0.2)
    for _ in range(round(2 * seconds)):
        app.scene.attract(0.5)
        frames(app, 1, 0.5)
