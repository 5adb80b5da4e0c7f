"""The scene's card in the menu: a hand hides the eyes of a portrait, and the network draws others."""

from __future__ import annotations

import logging
import sys
import threading
from functools import lru_cache

import pygame

from game.scenes.inpainting import requests
from game.scenes.inpainting.mask_canvas import TINT
from game.scenes.inpainting.masked_image import MaskedImage
from game.scenes.inpainting.overlays import MaskOverlay, PatchedPicture
from game.scenes.inpainting.requests import Bits, Byte, Patch, patch_of
from game.scenes.inpainting.sample_masks import hide_eyes
from game.ui.assets import Assets
from game.workers.latest_call import LatestCall
from game.workers.workers import Workers

log = logging.getLogger(__name__)

Call = LatestCall[tuple[Byte, Bits, threading.Event], list[Patch]]
SIDE = 256
PAINT, EACH, ANSWERS = 2.2, 1.6, 4
"""Seconds that the hand paints, seconds for each answer, and how many there are."""


class InpaintingPreview:
    """Paints, fills, and begins again; what fills is computed beside the window."""

    @staticmethod
    def prepare(assets: Assets, seed: int) -> Byte:
        """A portrait."""
        return _portrait(seed)

    def __init__(self, prepared: Byte, workers: Workers) -> None:
        self._masked = MaskedImage((SIDE, SIDE))
        self._masked.place(prepared)
        self._painted, self._filled = MaskOverlay(TINT), PatchedPicture()
        self._time = 0.0
        self._patches: list[Patch] = []
        hide_eyes(self._masked)
        whole = self._masked.bits.copy()
        self._masked.clear_mask()
        self._stop = threading.Event()
        self._call: Call | None = workers.call(_answers, name="preview", nice=10)
        self._call.submit((self._masked.array(), whole, self._stop))
        self._painted.follow(self._masked.surface, self._masked.bits)
        self._filled.follow(self._masked.surface)

    def update(self, dt: float) -> None:
        """Paint on, or show the next answer."""
        before = self._time
        self._time += min(dt, 0.1)
        if self._time < PAINT:
            hide_eyes(self._masked, before / PAINT, self._time / PAINT)
            self._painted.follow(self._masked.surface, self._masked.bits, self._masked.take_mask_dirty())
        elif before < PAINT:
            self._masked.end()
        elif self._time > PAINT + EACH * ANSWERS:
            self._time = 0.0
            self._masked.clear_mask()
            self._masked.forget()
            self._painted.follow(self._masked.surface, self._masked.bits)
        if self._call is not None:
            self._take(self._call)

    def _take(self, call: Call) -> None:
        answer = call.poll()
        if answer is not None:
            self._patches = answer.value or []
            call.close(timeout=0.0)
            self._call = None

    @property
    def _index(self) -> int:
        """Which of the network's answers is shown; -1 while none is."""
        if self._time < PAINT + 0.5 or not self._patches:
            return -1
        return int((self._time - PAINT) / EACH) % len(self._patches)

    @property
    def version(self) -> tuple[int, int]:
        """Of what the hand has painted, and which answer is shown."""
        return self._painted.version, self._index

    def picture(self) -> pygame.Surface:
        """What the hand has painted, or what the network has drawn."""
        if self._index < 0:
            return self._painted.surface
        answer = self._patches[self._index]
        if answer is not self._filled.patch:
            self._filled.show(answer)
        return self._filled.surface

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        if self._call is not None:
            self._call.close(timeout=5.0)


@lru_cache(maxsize=4)
def _portrait(seed: int) -> Byte:
    """A bundled portrait."""
    from models.portraits.dataset import load_split

    split = load_split("sample")
    return split.picture(seed * 7 % len(split))


def _answers(request: tuple[Byte, Bits, threading.Event]) -> list[Patch]:
    """The network's answers; none where there is no network. Runs in the worker's thread."""
    rgb, bits, stop = request
    if "torch" not in sys.modules:
        return []
    try:
        network = requests.load_inpainter("portrait")
        numbers = (n for n in range(ANSWERS) if not stop.is_set())
        return [patch_of(network.fill(rgb, bits, variant=n), bits) for n in numbers]
    except Exception as error:  # noqa: BLE001 - a card in the menu is no place for complaints
        log.info("no preview: %s", error)
        return []
