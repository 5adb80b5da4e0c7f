"""What takes long: looking for the portrait that is nearest to a picture, and making a film."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from game.scenes.generator.knobs.interpolation import FPS, Film, frames
from game.scenes.generator.network_calls import NetworkCall, SharedNetworks
from game.scenes.generator.shared_state import Byte
from game.workers.slot import Slot
from models.base.film import write_film

if TYPE_CHECKING:
    from models.generator.portrait_gan import Found, PortraitGan

SECONDS = 2.0
"""How long the nearest portrait to a picture is looked for."""


@dataclass(frozen=True)
class _Seek:
    picture: Byte
    progress: Callable[[float], None]
    stop: threading.Event = field(default_factory=threading.Event)


def _seek(gan: PortraitGan, ask: _Seek) -> Found:
    return gan.find(ask.picture, SECONDS, progress=ask.progress, cancelled=ask.stop.is_set)


class LongJobs:
    """One search and one film at a time.

    Args:
        networks: the networks.
        saving: whether a file is being written.
    """

    def __init__(self, networks: SharedNetworks, saving: Callable[[], bool]) -> None:
        self._networks, self._saving = networks, saving
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
        return self._filming is not None and self._saving()

    @property
    def progress(self) -> float | None:
        """The share that is done, 0 to 1; None when nothing takes long."""
        return (self._progress.get() or 0.0) if self.searching or self.filming else None

    def look_for(self, picture: Byte) -> None:
        """Look for the portrait that is nearest to a picture (H, W, 3) uint8; `poll` returns it."""
        self.cancel()
        self._progress.put(0.0)
        self._seeking = _Seek(picture, self._progress.put)
        self._search.ask(self._seeking)

    def film(self, film: Film) -> Callable[[Path], None]:
        """Begin a film; returns what makes and writes it, in a worker's thread."""
        self.cancel()
        self._progress.put(0.0)
        stop = self._filming = threading.Event()

        def write(path: Path) -> None:
            made = list(frames(self._networks, film, self._progress.put, stop.is_set))
            write_film(path, made, FPS)

        return write

    def cancel(self) -> bool:
        """Stop the search and the film; False when neither is under way."""
        stopped = self.searching or self.filming
        self.leave()
        if self._filming is not None:
            self._filming.set()
        return stopped

    def leave(self) -> None:
        """Stop the search; a film goes on."""
        if self._seeking is not None:
            self._seeking.stop.set()
            self._seeking = None
            self._search.cancel()

    def poll(self) -> Found | None:
        """What has been found; None when nothing has."""
        found = self._search.poll()
        if found is not None:
            self._seeking = None
        return found

    def close(self) -> None:
        """End the thread; a film that is under way is given up."""
        self.cancel()
        self._search.close()
