"""Has the portrait drawn at once, and what stands around it as soon as nothing else is wanted."""

from __future__ import annotations

from dataclasses import dataclass

from game.scenes.generator.knobs.requests import (
    Answer,
    Ask,
    Draw,
    Explore,
    Portrait,
    Read,
    Sketch,
    Sketched,
    Source,
    answer,
)
from game.scenes.generator.network_calls import NetworkCall, SharedNetworks
from game.scenes.generator.shared_state import Latent

AROUND = 8
"""How many neighbours there are."""
CALM = 0.15
"""Seconds without a new portrait until sliders are read and neighbours are drawn."""


@dataclass(frozen=True)
class Around:
    """What the neighbours depend on."""

    latent: Latent
    radius: float
    seed: int

    def same(self, other: Around | None) -> bool:
        """Whether the neighbours would be the same."""
        return (
            other is not None
            and other.latent is self.latent
            and (other.radius, other.seed) == (self.radius, self.seed)
        )


class Painter:
    """One worker; a portrait that is asked for goes before everything else.

    Args:
        networks: the networks.
    """

    def __init__(self, networks: SharedNetworks) -> None:
        self._call: NetworkCall[Ask, Answer] = NetworkCall(networks, answer, name="generator")
        self._calm = 0.0 if networks.workers.inline else CALM
        self._quiet = 0.0
        self._around: Around | None = None
        self._left: list[int] = []
        self._read: Latent | None = None

    @property
    def problem(self) -> str:
        """What went wrong; empty when all is well."""
        return self._call.problem

    @property
    def busy(self) -> bool:
        """Whether something is being drawn."""
        return self._call.busy

    def draw(self, source: Source, side: int, smooth: bool, truncation: float = 1.0) -> None:
        """Ask for a portrait."""
        self._quiet = 0.0
        self._call.ask(Draw(source, side, smooth, truncation))

    def forget(self) -> None:
        """What is under way no longer counts."""
        self._call.cancel()

    def update(self, dt: float, around: Around | None, sketch: Sketch | None) -> Answer | None:
        """Take an answer; when it is quiet, ask for what is still unknown.

        Args:
            dt: seconds since the last call.
            around: what the neighbours depend on; None while there is nothing to look at.
            sketch: a small portrait that is wanted; None when none is.
        """
        self._quiet += dt
        found = self._call.poll()
        if around is None or self._call.busy or isinstance(found, Portrait):
            return found
        if self._quiet >= self._calm:
            ask = self._next(around, None if isinstance(found, Sketched) else sketch)
            if ask is not None:
                self._call.ask(ask)
        return found

    def _next(self, around: Around, sketch: Sketch | None) -> Ask | None:
        """What is still unknown, the most telling first; None when nothing is."""
        if self._read is not around.latent:
            self._read = around.latent
            return Read(around.latent)
        if sketch is not None:
            return sketch
        if not around.same(self._around):
            self._around, self._left = around, list(range(AROUND))
        if not self._left:
            return None
        return Explore(around.latent, around.radius, around.seed, self._left.pop(0), AROUND)

    def stale(self, ask: Explore) -> bool:
        """Whether a neighbour that has arrived is no longer one."""
        now = self._around
        return now is None or not now.same(Around(ask.latent, ask.radius, ask.seed))

    def close(self) -> None:
        """End the thread."""
        self._call.close()
