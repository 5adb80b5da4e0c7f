"""What takes long: looking for the portrait that is nearest to a picture, and making a film."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from game.scenes.generator.knobs.interpolation import FPS, Film, frames
from game.scenes.generator.knobs.latent_history import Point
from game.scenes.generator.latent_files import Origin, shows
from game.scenes.generator.network_calls import NetworkCall, SharedNetworks
from game.scenes.generator.preferences import HIGHEST_TRUNCATION
from game.workers.slot import Slot
from models.base.arrays import Byte
from models.base.film import write_film

if TYPE_CHECKING:
    from models.generator.trained_gan import Found, TrainedGan

ROUNDING = 1e-4
"""What another machine may draw from the same seed differs by less."""
SECONDS = 2.0
"""How long the nearest portrait to a picture is looked for."""


@dataclass(frozen=True)
class _Search:
    picture: Byte
    origin: Origin | None
    progress: Callable[[float], None]
    stop: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Nearest:
    """The portrait that is nearest to a picture.

    Attributes:
        point: what draws it.
        found: how near it is; None where the picture is that portrait.
    """

    point: Point
    found: Found | None = None


def _search(gan: TrainedGan, ask: _Search) -> Nearest:
    """Take the origin that a picture carries, if it draws the picture; look for another one if not."""
    origin = ask.origin
    if origin is not None and shows(ask.picture, gan.make(origin.latent)):
        return Nearest(_point(gan, origin))
    found = gan.find(ask.picture, SECONDS, progress=ask.progress, cancelled=ask.stop.is_set)
    return Nearest(Point(found.latent), found)


def _point(gan: TrainedGan, origin: Origin) -> Point:
    """The latent, with the seed that it is said to be from if that is true at some truncation."""
    if origin.seed is not None:
        base = gan.sample(origin.seed)
        near = np.float32(base @ origin.latent / max(float(base @ base), 1e-12))
        tried = near + np.spacing(near) * np.arange(-8, 9, dtype=np.float32)
        apart = np.abs(base * tried[:, None] - origin.latent).max(axis=1)
        truncation = float(tried[apart.argmin()])
        if apart.min() < ROUNDING and -ROUNDING < truncation < HIGHEST_TRUNCATION + ROUNDING:
            return Point(base, truncation, origin.seed)
    return Point(origin.latent)


class LongJobs:
    """One search and one film at a time."""

    def __init__(self, networks: SharedNetworks, saving: Callable[[], bool]) -> None:
        self._networks, self._saving = networks, saving
        self._search: NetworkCall[_Search, Nearest] = NetworkCall(networks, _search, name="search", nice=5)
        self._progress: Slot[float] = Slot()
        self._sought: _Search | None = None
        self._filming: threading.Event | None = None

    @property
    def searching(self) -> bool:
        """Whether the nearest portrait is being looked for."""
        return self._sought is not None and self._search.busy

    @property
    def filming(self) -> bool:
        """Whether a film is being made."""
        return self._filming is not None and self._saving()

    @property
    def progress(self) -> float | None:
        """The share that is done, 0 to 1; None when nothing takes long."""
        return (self._progress.get() or 0.0) if self.searching or self.filming else None

    def look_for(self, picture: Byte, origin: Origin | None) -> None:
        """Look for the portrait that is nearest to a picture (H, W, 3) uint8 that may carry its origin."""
        self.cancel()
        self._progress.put(0.0)
        self._sought = _Search(picture, origin, self._progress.put)
        self._search.ask(self._sought)

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
        if self._sought is not None:
            self._sought.stop.set()
            self._sought = None
            self._search.cancel()

    def poll(self) -> Nearest | None:
        """What has been found; None when nothing has."""
        found = self._search.poll()
        if found is not None:
            self._sought = None
        return found

    def close(self) -> None:
        """End the thread; a film that is under way is given up."""
        self.cancel()
        self._search.close()
