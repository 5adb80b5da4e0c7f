"""The scene's card in the menu: numbers change, and the portrait with them."""

from __future__ import annotations

import logging
import sys
import threading
from dataclasses import dataclass

import cv2
import numpy as np
import pygame

from game.scenes.generator import network_calls
from game.scenes.generator.knobs.interpolation import eased
from game.ui.assets import Assets
from game.ui.style import Palette, mix
from game.ui.surfaces import to_surface
from game.workers.latest_call import LatestCall
from game.workers.workers import Workers
from models.base.arrays import Byte, Float

log = logging.getLogger(__name__)

SIDE, BARS = 256, 48
"""The portrait's side, and the width of the numbers over its left edge, in the card's own pixels."""
STOPS, FRAMES = 5, 30
"""Portraits that are visited, and pictures on the way from one to the next."""
REST, MOVE = 0.7, 1.5
"""Seconds at a portrait, and to the next one."""
SHOWN = 24
"""How many of the numbers are shown."""


@dataclass(frozen=True)
class _Way:
    """Pictures (N, 64, 64, 3) uint8 with their latents (N, 64), from stop to stop and back to the first."""

    pictures: Byte
    latents: Float


class GeneratorPreview:
    """Visits some portraits; the network draws what is between them, beside the window."""

    @staticmethod
    def prepare(assets: Assets, seed: int) -> tuple[Palette, _Way, int]:
        """The colours, what is shown until the network has drawn, and the seed for the network."""
        return Palette.load(assets.path("theme", "dark.json")), _faded(seed), seed

    def __init__(self, prepared: tuple[Palette, _Way, int], workers: Workers) -> None:
        self._colour, self._way, seed = prepared
        self._surface = pygame.Surface((SIDE + BARS // 2, SIDE))
        self._time = 0.0
        self._shown = -1
        self._stop = threading.Event()
        self._call: LatestCall[tuple[int, threading.Event], _Way | None] | None = None
        if "torch" in sys.modules:
            self._call = workers.call(_drawn, name="portraits", nice=10)
            self._call.submit((seed, self._stop))

    def update(self, dt: float) -> None:
        """Go on."""
        self._time += min(dt, 0.1)
        answer = self._call.poll() if self._call is not None else None
        if answer is not None and self._call is not None:
            if answer.value is not None:
                self._way, self._shown, self._time = answer.value, -1, 0.0
            self._call.close(timeout=0.0)
            self._call = None

    @property
    def _index(self) -> int:
        """Where on the way it is."""
        stop, since = divmod(self._time, REST + MOVE)
        share = eased((since - REST) / MOVE)
        return round((int(stop) % STOPS + share) * FRAMES) % len(self._way.pictures)

    @property
    def version(self) -> tuple[int, int]:
        """Which way, and where on it."""
        return id(self._way), self._index

    def picture(self) -> pygame.Surface:
        """The numbers, and the portrait that they make."""
        index = self._index
        if index != self._shown:
            self._shown = index
            self._draw(index)
        return self._surface

    def _draw(self, index: int) -> None:
        colour, surface = self._colour, self._surface
        portrait = to_surface(self._way.pictures[index])
        surface.blit(pygame.transform.smoothscale(portrait, (SIDE, SIDE)), (BARS // 2, 0))
        surface.fill(mix(colour.surface, colour.background, 0.5), (0, 0, BARS, SIDE))
        step = SIDE / SHOWN
        for row, value in enumerate(self._way.latents[index][:SHOWN]):
            length = round(min(max(float(value) / 2.5, -1.0), 1.0) * (BARS * 0.42))
            bar = pygame.Rect(0, round(row * step) + 2, max(1, abs(length)), round(step) - 4)
            bar.x = BARS // 2 if length >= 0 else BARS // 2 + length
            surface.fill(colour.agent if length >= 0 else colour.human, bar)
        surface.fill(colour.line, (BARS // 2, 0, 1, SIDE))

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        if self._call is not None:
            self._call.close(timeout=5.0)


def _faded(seed: int) -> _Way:
    """Bundled portraits that fade into each other: what is shown without the network."""
    from models.portraits.dataset import load_split

    split = load_split("sample")
    chosen = [split.picture((seed * 7 + stop) % len(split)) for stop in range(STOPS)]
    small = [cv2.resize(picture, (64, 64), interpolation=cv2.INTER_AREA) for picture in chosen]
    numbers = np.random.default_rng(seed).standard_normal((STOPS, 64)).astype(np.float32)
    there, back = np.stack(small).astype(np.float32), np.roll(small, -1, axis=0).astype(np.float32)
    share = np.arange(FRAMES, dtype=np.float32) / np.float32(FRAMES)
    pictures = _mixed(there, back, share[:, None, None, None]).astype(np.uint8)
    return _Way(pictures, _mixed(numbers, np.roll(numbers, -1, axis=0), share[:, None]))


def _mixed(a: Float, b: Float, share: Float) -> Float:
    """What lies between (STOPS, …) and (STOPS, …), (STOPS · FRAMES, …); `share` has FRAMES of the latter."""
    mixed: Float = (a[:, None] * (1 - share) + b[:, None] * share).reshape(-1, *a.shape[1:])
    return mixed


def _drawn(request: tuple[int, threading.Event]) -> _Way | None:
    """What the network draws between some portraits; None without one. Runs in the worker's thread."""
    seed, stop = request
    try:
        gan = network_calls.load_networks(None)
        stops = [gan.sample(seed + number, 0.8) for number in range(STOPS)]
        latents = [
            gan.between(stops[number], stops[(number + 1) % STOPS], frame / FRAMES)
            for number in range(STOPS)
            for frame in range(FRAMES)
        ]
        pictures = [gan.make(latent) for latent in latents if not stop.is_set()]
        return _Way(np.stack(pictures), np.stack(latents)) if len(pictures) == len(latents) else None
    except Exception as error:  # noqa: BLE001 - a card in the menu is no place for complaints
        log.info("no preview: %s", error)
        return None
