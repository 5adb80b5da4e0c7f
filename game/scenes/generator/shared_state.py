"""What all rooms of the generator's scene share: the networks, the portrait in hand, what is remembered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.scenes.generator.network_calls import SharedStudio
from game.scenes.generator.prefs import Memory
from game.ui.context import Context

Byte = NDArray[np.uint8]
Latent = NDArray[np.float32]


@dataclass(frozen=True)
class Handed:
    """A portrait that one room hands to another.

    Attributes:
        picture: (H, W, 3) uint8.
        latent: what it was made from, (64,) float32; None for a picture from elsewhere.
    """

    picture: Byte
    latent: Latent | None = None


class Atelier:
    """The shared state; used by the window's thread alone, except for `studio`.

    Args:
        weights: other weights than the shipped ones.

    Attributes:
        studio: the networks, for the rooms' workers.
        memory: what is remembered.
        latent: the generator's latest latent; None before there is one.
        portrait: the picture that it makes, (64, 64, 3) uint8.
    """

    def __init__(self, weights: Path | None = None) -> None:
        self.studio = SharedStudio(weights)
        self.memory = Memory()
        self.latent: Latent | None = None
        self.portrait: Byte | None = None
        self._handed: dict[str, Handed] = {}
        self._wanted = ""

    def load(self, ctx: Context) -> None:
        """Read what is remembered."""
        self.memory.load(ctx.folders.config)

    def save(self, ctx: Context) -> None:
        """Write what is to be remembered."""
        self.memory.save(ctx.folders.config)

    # ------------------------------------------------------------------ from room to room

    def hand(self, room: str, picture: Byte, latent: Latent | None = None) -> None:
        """Give a portrait to a room, and have that room opened at the next frame."""
        self._handed[room] = Handed(picture.copy(), None if latent is None else latent.copy())
        self._wanted = room

    def receive(self, room: str) -> Handed | None:
        """What has been handed to a room and not been taken yet."""
        return self._handed.pop(room, None)

    def take_wanted(self) -> str:
        """The room that shall be opened; empty when none."""
        wanted, self._wanted = self._wanted, ""
        return wanted
