"""Memory after each of several rounds through the app: `python -m tools.rounds` needs no screen and no hand.

A round opens every place that a link leads to, plays other games, and opens windows. What is opened for the
first time stays loaded; from the second round on nothing new comes.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pygame
import tyro

from models.base.memory import share_heaps
from tools.soak import children, memory

LIMIT_SECONDS = 120.0
WINDOWS = (pygame.K_F1, pygame.K_F10)
GAMES = ("breakout", "boxing", "pong")


@dataclass(frozen=True)
class Options:
    """Go round in the app, and print what it holds in memory after every round."""

    rounds: int = 6
    """How many."""
    windows: int = 6
    """How often help and settings are opened in each."""
    arena: bool = True
    """Play three games, in every mode, with every panel."""
    workshops: bool = False
    """Go through every tab of the other workshops, too; their networks take most of the memory."""


class Visitor:
    """Goes round.

    Args:
        home: where the app keeps its things.

    Attributes:
        most: what the app has held in memory at the most, in MB; to be set back by whoever asks.
    """

    def __init__(self, home: Path) -> None:
        from game.app.app import App
        from game.app.options import Options as AppOptions
        from game.ui.settings import Folders

        folders = Folders(home / "config", home / "data", home / "pictures")
        self.app = App(AppOptions(headless=True, lang="en", size=(1280, 800)), folders=folders)
        self.most = 0.0
        self.app.loader.start()
        self.wait(lambda: self.app.loader.ready)

    def frames(self, count: int) -> None:
        """Let frames pass."""
        for _ in range(count):
            self.app.frame(pygame.event.get(), 1 / 60)
            self.most = max(self.most, memory(os.getpid()))
            time.sleep(0.004)

    def wait(self, reached: Callable[[], bool]) -> None:
        """Let frames pass until something is so.

        Raises:
            RuntimeError: It never is.
        """
        limit = time.monotonic() + LIMIT_SECONDS
        while not reached():
            if time.monotonic() > limit:
                raise RuntimeError("the app is too slow")
            self.frames(1)

    def go(self, link: str, frames: int = 30) -> None:
        """Open a link; in the arena, until there is something to play."""
        self.app.go(link)
        self.frames(2)
        scene = self.app.scene
        self.wait(lambda: getattr(scene, "play", self) is not None)
        self.frames(frames)

    def press(self, key: int) -> None:
        """Press a key."""
        for kind in (pygame.KEYDOWN, pygame.KEYUP):
            pygame.event.post(pygame.event.Event(kind, key=key, mod=0, unicode="", scancode=0))
            self.frames(2)

    def round(self, options: Options) -> None:
        """Go round once, and back to the start."""
        from game.scenes import SCENES
        from game.scenes.arena.insight.session import TABS
        from game.scenes.arena.play.plays import PLAYS

        for game in GAMES if options.arena else ():
            self.go(f"arena/alongside?game={game}")
        for mode in PLAYS if options.arena else ():
            self.go(f"arena/{mode}")
        for tab in TABS if options.arena else ():
            self.go(f"arena/watch?panel={tab}")
        for spec in SCENES if options.workshops else ():
            self.go(spec.id)
            for name in getattr(self.app.scene, "names", ()):
                self.go(f"{spec.id}/{name}")
        for key in WINDOWS * options.windows:
            self.press(key)
            self.press(pygame.K_ESCAPE)
        self.go("lecture/start")


def main(arguments: list[str] | None = None) -> None:
    """Run the command line."""
    options = tyro.cli(Options, args=arguments, prog="python -m tools.rounds")
    share_heaps()
    os.environ |= {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    with tempfile.TemporaryDirectory(prefix="latent-arcade-rounds-") as home:
        visitor = Visitor(Path(home))
        for number in range(options.rounds):
            visitor.most = 0.0
            visitor.round(options)
            now, training = memory(os.getpid()), sum(map(memory, children(os.getpid())))
            held = f"{now:.0f} MB, {visitor.most:.0f} MB at the most"
            print(f"{number + 1}: app {held}; training {training:.0f} MB", flush=True)
        visitor.app.close()


if __name__ == "__main__":
    main()
