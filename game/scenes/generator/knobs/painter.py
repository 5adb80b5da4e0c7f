"""Has the portrait drawn at once, and what stands around it as soon as nothing else is wanted."""

from __future__ import annotations

from game.scenes.generator.knobs.requests import (
    AROUND,
    Answer,
    Around,
    Ask,
    Draw,
    Explore,
    Portrait,
    Read,
    Small,
    answer,
)
from game.scenes.generator.network_calls import NetworkCall, SharedNetworks
from game.scenes.generator.shared_state import Latent

CALM = 0.15
"""Seconds without a new portrait until sliders are read and neighbours are drawn."""


class Painter:
    """One worker; a portrait that is asked for goes before everything else.

    Attributes:
        call: asks the networks.
        around: where the neighbours lie that are drawn at present.
    """

    def __init__(self, networks: SharedNetworks) -> None:
        self.call: NetworkCall[Ask, Answer] = NetworkCall(networks, answer, name="generator")
        self._calm = 0.0 if networks.workers.inline else CALM
        self._quiet = 0.0
        self.around: Around | None = None
        self._left: list[int] = []
        self._read: Latent | None = None

    def draw(self, request: Draw) -> None:
        """Ask for a portrait."""
        self._quiet = 0.0
        self.call.ask(request)

    def update(self, dt: float, around: Around | None, sketch: Draw | None) -> Answer | None:
        """Take an answer; when it is quiet, ask for what is still unknown.

        Args:
            dt: seconds since the last call.
            around: what the neighbours depend on; None while there is nothing to look at.
            sketch: a small portrait that is wanted; None when none is.
        """
        self._quiet += dt
        found = self.call.poll()
        if around is None or self.call.busy or isinstance(found, Portrait) or self._quiet < self._calm:
            return found
        came = isinstance(found, Small) and isinstance(found.request, Draw)
        ask = self._next(around, None if came else sketch)
        if ask is not None:
            self.call.ask(ask)
        return found

    def _next(self, around: Around, sketch: Draw | None) -> Ask | None:
        """What is still unknown, the most telling first; None when nothing is."""
        if self._read is not around.latent:
            self._read = around.latent
            return Read(around.latent)
        if sketch is not None:
            return sketch
        if not around.same(self.around):
            self.around, self._left = around, list(range(AROUND))
        return Explore(around, self._left.pop(0)) if self._left else None
