"""Sprays rain on the picture, has it removed, and has that measured; everything beside the window."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from game.scenes.inpainting.metrics import measure, measure_filter, measure_result
from game.scenes.inpainting.network_job import NICE
from game.scenes.inpainting.prefs import Prefs
from game.scenes.inpainting.requests import Byte, Packed, Patch, Request, patch_of
from game.scenes.inpainting.session import ComparedSession, Picture
from game.ui.pictures import packed, unpacked
from game.workers.preferences import Preferences
from game.workers.workers import Workers

FAMILIES = ("median", "bilateral", "nlm")
"""The first words of the names in `models.rain.streaks.CLASSICAL_RAIN`."""
FIRST_SEED = 1
"""Of the drops."""
LOOKS = ("cleaned", "dry", "error")


@dataclass(frozen=True)
class RainRequest:
    """A picture to rain on, and how: density, angle, length, strength, seed.

    `rain` is None when it is raining in the picture already.
    """

    key: object
    dry: Packed
    rain: tuple[float, float, float, float, int] | None


@dataclass(frozen=True)
class RainyImage:
    """A rainy picture, and the dry one if it is known, both (H, W, 3) uint8."""

    request: RainRequest
    pixels: Packed
    rgb: Byte
    truth: Byte | None


def spray_rain(request: RainRequest) -> RainyImage:
    """Let it rain; runs in the worker's thread."""
    dry = unpacked(request.dry)
    if request.rain is None:
        return RainyImage(request, request.dry, dry, None)
    from models.rain.streaks import Rain, spray

    density, angle, length, strength, seed = request.rain
    rgb = spray(dry, Rain(density=density, angle=angle, length=length, strength=strength, seed=seed))
    return RainyImage(request, packed(rgb), rgb, dry)


class RainSession(ComparedSession):
    """One rainy picture and what becomes of it."""

    name: ClassVar[str] = "rain"
    methods = ("rainy", "ours", *FAMILIES)
    looks = LOOKS
    comparing = "rain_compare"

    def __init__(
        self, picture: Picture, prefs: Preferences[Prefs], workers: Workers, chance: random.Random
    ) -> None:
        super().__init__(picture, prefs, workers)
        self.seed = FIRST_SEED
        self.rainy: RainyImage | None = None
        self.version = 0
        self._chance = chance
        self._wanted: object = None
        self._dry: tuple[object, Patch] | None = None
        self._spraying = workers.call(spray_rain, name="spray rain", nice=NICE)

    @property
    def sprayed(self) -> bool:
        """Whether rain is sprayed on the picture; else it is taken to be rainy."""
        return not self.picture.rainy

    @property
    def rain(self) -> tuple[float, float, float, float, int] | None:
        """How it is to rain; None when it does already."""
        prefs = self.prefs
        rain = (prefs.density, prefs.angle, prefs.length, prefs.strength, self.seed)
        return rain if self.sprayed else None

    @property
    def truth(self) -> Byte | None:
        """The dry picture, if it is known."""
        return self.rainy.truth if self.rainy is not None else None

    @property
    def gain(self) -> float:
        """By how many dB the method that is shown is better than the rainy picture; 0 if not known."""
        found = self.comparison.measurements
        shown, rainy = found.get(self.method), found.get("rainy")
        if shown is None or rainy is None or shown.psnr is None or rainy.psnr is None:
            return 0.0
        return shown.psnr - rainy.psnr

    # ------------------------------------------------------------------ commands

    def choose_source(self, source: str) -> None:
        """Spray rain on the picture ("spray"), or take it as rainy."""
        self.picture.tell(rainy=source != "spray")
        if not self.sprayed:
            self.look = "cleaned"

    def turn(self, name: str, value: float) -> None:
        """Turn one of the rain's sliders."""
        self.store.change(**{name: round(value, 2 if name in ("density", "strength") else 0)})
        self.picture.tell(rainy=False)

    def new_rain(self) -> None:
        """Let other drops fall."""
        self.seed = self._chance.randrange(1, 10_000)
        self.picture.tell(rainy=False)

    def cancel(self) -> bool:
        """Stop the network, when it takes long."""
        return self.job.slow and self.job.cancel()

    # ------------------------------------------------------------------ frames

    def update(self, *, ready: bool) -> None:
        """Spray, clean, measure; nothing as long as the libraries load or a stroke is under way."""
        if not ready or self.picture.painting:
            return
        key = self.picture.version, self.rain
        if key != self._wanted and not self._spraying.busy:
            self._wanted = key
            self._spraying.submit(RainRequest(key, self.picture.packed(), self.rain))
        self._take_rainy()
        rainy, job = self.rainy, self.job
        if rainy is None:
            return
        if rainy.request.key != job.asked and not job.running:
            job.ask(Request(rainy.request.key, rainy.pixels))
        job.poll(rainy.pixels.shape)
        self._measure(rainy)
        self.comparison.update()

    def _take_rainy(self) -> None:
        answer = self._spraying.poll()
        if answer is None:
            return
        if answer.value is None:
            self.job.problem = answer.error.error if answer.error is not None else ""
            return
        if self.rainy is None or self.rainy.pixels.shape != answer.value.pixels.shape:
            self.job.forget()
            self.comparison.forget()
        self.rainy = answer.value
        self.version += 1

    def _measure(self, rainy: RainyImage) -> None:
        comparison, result = self.comparison, self.job.result
        comparison.begin(rainy.request.key)
        comparison.add("rainy", partial(measure, "rainy", rainy.rgb, None, rainy.truth, 0.0))
        if result is not None and result.request.key == rainy.request.key:
            comparison.add("ours", partial(measure_result, result, rainy.truth))
        if self.compared and not self.job.running:
            for family in FAMILIES:
                comparison.add(family, partial(measure_filter, family, rainy.rgb, rainy.truth))

    # ------------------------------------------------------------------ what is shown

    def overlay(self, look: str) -> tuple[Patch | None, bool]:
        """What is left without rain, the dry picture, or the error."""
        truth, found = self.truth, self.measurement
        if look == "dry" and truth is not None:
            if self._dry is None or self._dry[0] is not truth:
                self._dry = (truth, patch_of(truth, None))
            return self._dry[1], False
        if look == "error" and found is not None and found.error is not None:
            return found.error, True
        shown = self.job.result if self.method == "ours" else found
        return (shown.patch if shown is not None else None), False

    def close(self) -> None:
        """End the threads."""
        super().close()
        self._spraying.close()
