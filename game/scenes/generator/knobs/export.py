"""What comes into the generator's room and leaves it: files, the clipboard, films."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from game.scenes.generator.knobs.interpolation import FPS, Film, frames
from game.scenes.generator.latent_files import Origin
from game.scenes.generator.network_calls import NetworkCall, SharedNetworks
from game.scenes.generator.portrait_io import Arrival, PortraitDesk
from game.scenes.generator.shared_state import Byte
from game.ui.context import Context
from game.workers.slot import Slot
from models.base.film import SUFFIXES, write_film

if TYPE_CHECKING:
    from models.generator.portrait_gan import Found, Studio

SECONDS = 2.0
"""How long the nearest portrait to a picture is looked for."""


@dataclass(frozen=True)
class _Seek:
    picture: Byte
    progress: Callable[[float], None]
    stop: threading.Event = field(default_factory=threading.Event)


def _seek(studio: Studio, ask: _Seek) -> Found:
    return studio.find(ask.picture, SECONDS, progress=ask.progress, cancelled=ask.stop.is_set)


class Transfer:
    """Opens, looks for the nearest portrait, saves.

    Args:
        networks: the networks.

    Attributes:
        desk: files and the clipboard.
    """

    def __init__(self, networks: SharedNetworks) -> None:
        self.desk = PortraitDesk()
        self._networks = networks
        self._search: NetworkCall[_Seek, Found] = NetworkCall(networks, _seek, name="search", nice=5)
        self._progress: Slot[float] = Slot()
        self._seeking: _Seek | None = None
        self._filming: threading.Event | None = None

    @property
    def searching(self) -> bool:
        """Whether the nearest portrait is being looked for."""
        return self._seeking is not None and self._search.busy

    @property
    def filming(self) -> bool:
        """Whether a film is being made."""
        return self._filming is not None and self.desk.saving

    @property
    def progress(self) -> float | None:
        """The share that is done, 0 to 1; None when nothing takes long."""
        return (self._progress.get() or 0.0) if self.searching or self.filming else None

    @property
    def problem(self) -> str:
        """What went wrong with the search."""
        return self._search.problem

    def look_for(self, ctx: Context, picture: Byte) -> None:
        """Look for the portrait that is nearest to a picture (H, W, 3) uint8."""
        self.cancel()
        self._progress.put(0.0)
        self._seeking = _Seek(picture, self._progress.put)
        self._search.ask(self._seeking)

    def film(self, ctx: Context, film: Film) -> None:
        """Let the user choose where to save a film, then make it."""

        def save(path: Path) -> None:
            target = path if path.suffix.lower() in SUFFIXES else path.with_suffix(".gif")
            self.cancel()
            self._progress.put(0.0)
            stop = self._filming = threading.Event()

            def write(place: Path) -> None:
                made = list(frames(self._networks, film, self._progress.put, stop.is_set))
                write_film(place, made, FPS)

            self.desk.write(ctx, target, write)

        ctx.pick_file(ctx.t("generator.save_film"), SUFFIXES, save, save=f"{film.kind}.gif")

    def save(self, ctx: Context, make: Callable[[], tuple[Byte, Origin | None]], name: str) -> None:
        """Let the user choose where to save a portrait."""
        self.desk.ask_save(ctx, make, name)

    def cancel(self) -> bool:
        """Stop the search and the film; False when neither is under way."""
        stopped = self.searching or self.filming
        self.leave()
        if self._filming is not None:
            self._filming.set()
        return stopped

    def leave(self) -> None:
        """The room is left: a film goes on, a search does not."""
        if self._seeking is not None:
            self._seeking.stop.set()
            self._seeking = None
            self._search.cancel()

    def update(self, ctx: Context) -> tuple[Arrival | None, Found | None]:
        """What has been opened, and what has been found."""
        found = self._search.poll()
        if found is not None:
            self._seeking = None
        return self.desk.update(ctx), found

    def close(self) -> None:
        """End the threads; a film that is under way is given up, what is being saved is saved."""
        self.cancel()
        self._search.close()
        self.desk.close()
