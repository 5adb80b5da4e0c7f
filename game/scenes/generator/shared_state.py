"""What all tabs of the generator's scene share: the networks, what is remembered, portraits handed over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.scenes.generator.network_calls import SharedNetworks
from game.scenes.generator.preferences import NAMES, GeneratorPreferences
from game.workers.library_loader import LibraryLoader
from game.workers.preferences import Preferences
from game.workers.workers import Workers
from models.base.arrays import Byte
from models.generator.data_sets import DATA_SETS, DataName

Latent = NDArray[np.float32]


@dataclass(frozen=True)
class Handed:
    """A picture (H, W, 3) uint8 that one tab hands to another; a portrait with its latent (64,) float32."""

    picture: Byte
    latent: Latent | None = None


class SharedState:
    """The shared state; used by the window's thread alone, except for `networks`.

    Attributes:
        data: what is generated.
        networks: the networks, for the tabs' workers.
    """

    def __init__(
        self,
        folder: Path,
        workers: Workers,
        loader: LibraryLoader,
        seed: int = 0,
        weights: Path | None = None,
        data: DataName = "portraits",
    ) -> None:
        self.seed, self.data = seed, DATA_SETS[data]
        self.networks = SharedNetworks(workers, loader, weights, data)
        self._preferences = Preferences(folder / NAMES[data], GeneratorPreferences, workers)
        self._handed: dict[str, Handed] = {}
        self._wanted = ""

    @property
    def prefs(self) -> GeneratorPreferences:
        """What is remembered."""
        return self._preferences.value

    def remember(self, section: str, **fields: Any) -> None:
        """Replace some fields of a section of what is remembered."""
        self._preferences.change(**{section: replace(getattr(self.prefs, section), **fields)})

    def remember_tab(self, name: str) -> None:
        """Have this tab opened first next time."""
        self._preferences.change(room=name)

    def remember_data(self, name: DataName) -> None:
        """Have the scene opened with this data set next time; counts in the portraits' file."""
        self._preferences.change(data=name)

    def save(self) -> None:
        """Write what is to be remembered, beside the window."""
        self._preferences.save()

    def close(self) -> None:
        """Save, and wait for it a little."""
        self._preferences.close()

    # ------------------------------------------------------------------ from tab to tab

    def hand(self, tab: str, picture: Byte, latent: Latent | None = None) -> None:
        """Give a portrait to a tab, and have that tab opened at the next frame."""
        self._handed[tab] = Handed(picture.copy(), None if latent is None else latent.copy())
        self._wanted = tab

    def receive(self, tab: str) -> Handed | None:
        """What has been handed to a tab and not been taken yet."""
        return self._handed.pop(tab, None)

    def take_wanted(self) -> str:
        """The tab that shall be opened; empty when none."""
        wanted, self._wanted = self._wanted, ""
        return wanted
