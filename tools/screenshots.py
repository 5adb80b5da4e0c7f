"""Take the READMEs' pictures by running the app itself: `make screenshots`."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

os.environ["SDL_VIDEODRIVER"] = "dummy"
os.environ["SDL_AUDIODRIVER"] = "dummy"

import pygame

from game.app.app import FPS, App
from game.app.options import Options
from game.benchmarks.measuring import run_for, wait_until_ready
from game.ui.settings import Folders

OUT = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
LANGUAGES = ("en", "ru")


def still(app: App, now: float) -> None:
    """Do nothing."""


def watch(app: App, now: float) -> None:
    """Let the scene play itself."""
    app.scene.attract(1 / FPS)


def shoot(app: App, name: str) -> None:
    """Save the window in both languages."""
    for language in LANGUAGES:
        app.change(language=language)
        run_for(app, 0.6, still)
        app.save_picture(OUT / f"{name}-{language}.png")
        print(OUT / f"{name}-{language}.png", flush=True)


def draw_on_canvas(app: App) -> None:
    """Point at the cat's eye, so that the arithmetic shows."""
    rect = app.scene.canvas.rect  # type: ignore[attr-defined]
    at = (rect.x + round(rect.width * 0.39), rect.y + round(rect.height * 0.42))
    pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
    run_for(app, 0.3, still)


def press(key: int, mod: int) -> None:
    """Press and release a key."""
    for kind in (pygame.KEYDOWN, pygame.KEYUP):
        pygame.event.post(pygame.event.Event(kind, key=key, mod=mod, unicode="", scancode=0))


def main() -> None:
    """Visit every scene, use it, take its picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train-seconds", type=float, default=240.0, help="how long the agent learns first")
    parser.add_argument("--theme", choices=("dark", "light"), default="dark")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        folders = Folders(Path(home), Path(home), Path(home))
        options = Options(size=(1280, 800), theme=arguments.theme, lang="en", headless=True)
        app = App(options, folders=folders)
        try:
            wait_until_ready(app)
            app.go("menu")
            run_for(app, 1.6, still)
            shoot(app, "menu")
            app.go("convolution")
            run_for(app, 0.5, still)
            draw_on_canvas(app)
            shoot(app, "convolution")
            press(pygame.K_5, pygame.KMOD_CTRL)
            run_for(app, 8.0, still)
            shoot(app, "network")
            app.go("inpainting")
            run_for(app, 6.0, still)
            shoot(app, "inpainting")
            app.go("gan")
            run_for(app, 8.0, still)
            press(pygame.K_v, 0)
            run_for(app, 3.0, still)
            shoot(app, "gan")
            app.go("arena")
            run_for(app, arguments.train_seconds, watch)
            shoot(app, "arena")
        finally:
            app.close()


if __name__ == "__main__":
    main()
