"""What repair and rain have in common: a network's result, what is shown of it, what it is compared with."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Protocol

from game.scenes.inpainting.comparison import Comparison
from game.scenes.inpainting.metrics import Measurement
from game.scenes.inpainting.network_job import NetworkJob
from game.scenes.inpainting.prefs import Prefs
from game.scenes.inpainting.requests import Bits, Packed, Patch
from game.workers.preferences import Preferences
from game.workers.workers import Workers


class Picture(Protocol):
    """The picture that is worked on, with its mask: what sessions read of it, see `MaskedImage`."""

    version: int
    mask_version: int
    bits: Bits
    kind: str
    intact: bool
    rainy: bool

    @property
    def share(self) -> float:
        """How much is missing, 0 to 1."""

    @property
    def painting(self) -> bool:
        """Whether a stroke is under way."""

    @property
    def identity(self) -> object:
        """Another one for another picture."""

    def packed(self) -> Packed:
        """A copy of the pixels, (H, W)."""

    def tell(self, *, intact: bool | None = None, rainy: bool | None = None) -> None:
        """Say what is true of the picture; can be taken back."""


class ComparedSession(ABC):
    """The state of a tab with a result and cards to compare it with.

    Attributes:
        job: the network's work.
        comparison: the measurements of its result and of classical methods.
        look: what is shown: the result, its error …
        method: whose result is shown large.
    """

    name: ClassVar[str]
    """What its threads are called after."""
    methods: ClassVar[tuple[str, ...]]
    looks: ClassVar[tuple[str, ...]]
    comparing: ClassVar[str]
    """Which preference says whether the comparison is on."""

    def __init__(self, picture: Picture, prefs: Preferences[Prefs], workers: Workers) -> None:
        self.picture, self.store = picture, prefs
        self.job = NetworkJob(workers, self.name)
        self.comparison = Comparison(workers, f"compare {self.name}")
        self.look = self.looks[0]
        self.method = "ours"

    @property
    def prefs(self) -> Prefs:
        """What is remembered."""
        return self.store.value

    @property
    def compared(self) -> bool:
        """Whether the comparison is on."""
        return bool(getattr(self.prefs, self.comparing))

    @property
    def measurement(self) -> Measurement | None:
        """The numbers of the method that is shown."""
        if self.method == "ours" and self.job.result is None:
            return None
        return self.comparison.measurements.get(self.method)

    @property
    def progress(self) -> float:
        """The share that is done of what takes long, 0 to 1."""
        return self.job.progress if self.job.slow else 0.0

    @abstractmethod
    def cancel(self) -> bool:
        """Stop the network; False when it is not worth it."""

    @abstractmethod
    def overlay(self, look: str) -> tuple[Patch | None, bool]:
        """Return what is to be laid over the picture, and whether the picture below is to be dark."""

    def choose_look(self, look: str) -> None:
        """Show the result, its error, or what else there is."""
        self.look = look

    def choose_method(self, method: str) -> None:
        """Show this method's result large."""
        self.method = method

    def walk(self, step: int) -> None:
        """Go from method to method, while they are compared."""
        if self.compared:
            index = self.methods.index(self.method) + step
            self.method = self.methods[index % len(self.methods)]

    def toggle_compare(self) -> None:
        """Compare with classical methods, or no longer."""
        self.store.change(**{self.comparing: not self.compared})
        if not self.compared:
            self.method = "ours"

    def close(self) -> None:
        """End the threads."""
        self.job.close()
        self.comparison.close()
