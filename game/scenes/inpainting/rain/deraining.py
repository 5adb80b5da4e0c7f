"""Sprays rain on the picture, has it washed off, and has that judged; everything beside the window."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from functools import partial

import pygame

from game.scenes.inpainting.comparison import Judge
from game.scenes.inpainting.metrics import judge_filter, judge_made, judged
from game.scenes.inpainting.repair.inpainting import NICE, SLOW
from game.scenes.inpainting.requests import Ask, Byte, Made, Packed, Worker
from game.scenes.inpainting.shared_state import Bench
from game.ui.context import Context
from game.ui.surfaces import packed, pixels, unpacked
from game.workers.latest_call import LatestCall

FAMILIES = ("median", "bilateral", "nlm")
"""The first words of the names in `models.rain.streaks.CLASSICAL_RAIN`."""


@dataclass(frozen=True)
class Shower:
    """A picture to rain on, and how; `rain` is None when it is raining in it already."""

    key: object
    dry: Packed
    rain: tuple[float, float, float, float, int] | None


@dataclass(frozen=True)
class Wet:
    """A rainy picture, and the dry one if it is known."""

    shower: Shower
    pixels: Packed
    rgb: Byte
    truth: Byte | None


def shower(request: Shower) -> Wet:
    """Let it rain; runs in the worker's thread."""
    dry = unpacked(request.dry)
    if request.rain is None:
        return Wet(request, request.dry, dry, None)
    from models.rain.streaks import Rain, spray

    density, angle, length, strength, seed = request.rain
    rgb = spray(dry, Rain(density=density, angle=angle, length=length, strength=strength, seed=seed))
    return Wet(request, packed(rgb), rgb, dry)


class Drying:
    """One rainy picture and what becomes of it.

    Args:
        bench: the picture, and the rain as it is remembered.

    Attributes:
        sprayed: whether rain is sprayed on the picture; else it is taken to be rainy.
        seed: which rain.
        wet: the newest rainy picture.
        surface: the same, to be drawn.
        version: a number that grows with every rainy picture.
        made: the newest cleaned picture.
        problem: why there is none.
        judge: the verdicts.
    """

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.sprayed = True
        self.seed = 1
        self.wet: Wet | None = None
        self.surface = bench.retouch.surface
        self.version = 0
        self.made: Made | None = None
        self.problem = ""
        self.cancelled = False
        self.judge = Judge("judge rain")
        self._worker = Worker()
        self._spraying: LatestCall[Shower, Wet] | None = None
        self._cleaning: LatestCall[Ask, Made] | None = None
        self._wanted: object = None
        self._ask: Ask | None = None
        self._since = 0.0

    @property
    def key(self) -> object:
        """What the rainy picture depends on."""
        prefs = self.bench.prefs
        rain = (prefs.density, prefs.angle, prefs.length, prefs.strength, self.seed)
        return self.bench.retouch.version, rain if self.sprayed else None

    @property
    def running(self) -> bool:
        """Whether the network is at work."""
        return self._cleaning is not None and self._cleaning.busy

    @property
    def slow(self) -> bool:
        """Whether it has been at work for so long that somebody may want to cancel it."""
        return self.running and time.perf_counter() - self._since > SLOW

    @property
    def progress(self) -> float:
        """The share that is done, 0 to 1."""
        return (self._worker.progress.get() or 0.0) if self.running else 0.0

    @property
    def truth(self) -> Byte | None:
        """The dry picture, if it is known."""
        return self.wet.truth if self.wet is not None else None

    def new_rain(self, lot: random.Random) -> None:
        """Let other drops fall."""
        self.seed = lot.randrange(1, 10_000)
        self.sprayed = True

    def cancel(self) -> bool:
        """Stop the network; False when it rests."""
        if self._cleaning is None or self._ask is None or not self._cleaning.busy:
            return False
        self._ask.stop.set()
        self._cleaning.cancel()
        self.cancelled = True
        return True

    # ------------------------------------------------------------------ frames

    def update(self, ctx: Context, *, compare: bool) -> bool:
        """Spray, clean, judge; True when there is something new to show."""
        if not ctx.loader.ready or self.bench.retouch.painting:
            return False
        self._spray(ctx)
        news = self._take_wet()
        self._clean(ctx)
        news = self._take_made() or news
        self._begin_judging(compare=compare)
        return self.judge.update(synchronous=ctx.synchronous) or news

    def _spray(self, ctx: Context) -> None:
        if self._spraying is None:
            self._spraying = LatestCall(shower, name="spray rain", nice=NICE, inline=ctx.synchronous)
        key = self.key
        if key == self._wanted or self._spraying.busy:
            return
        self._wanted = key
        prefs = self.bench.prefs
        rain = (prefs.density, prefs.angle, prefs.length, prefs.strength, self.seed)
        dry = pixels(self.bench.retouch.surface).copy()
        self._spraying.submit(Shower(key, dry, rain if self.sprayed else None))

    def _take_wet(self) -> bool:
        answer = self._spraying.poll() if self._spraying is not None else None
        if answer is None:
            return False
        if answer.value is None:
            self.problem = answer.error.error if answer.error is not None else ""
            return True
        self.wet = answer.value
        height, width = self.wet.pixels.shape
        if self.surface.get_size() != (width, height) or self.surface is self.bench.retouch.surface:
            self.surface = pygame.Surface((width, height), depth=32)
            self.made = None
            self.judge.forget()
        pixels(self.surface)[:] = self.wet.pixels
        self.version += 1
        return True

    def _clean(self, ctx: Context) -> None:
        wet = self.wet
        asked = self._ask.key if self._ask is not None else None
        if wet is None or wet.shower.key == asked or self.running:
            return
        if self._cleaning is None:
            self._cleaning = LatestCall(self._worker.answer, name="rain", nice=NICE, inline=ctx.synchronous)
        self._ask = Ask(wet.shower.key, wet.pixels)
        self._since = time.perf_counter()
        self.cancelled = False
        self._cleaning.submit(self._ask)

    def _take_made(self) -> bool:
        answer = self._cleaning.poll() if self._cleaning is not None else None
        if answer is None:
            return False
        made = answer.value
        if made is None:
            self.problem = answer.error.error if answer.error is not None else ""
        elif made.problem == "cancelled":
            self.cancelled = True
        else:
            self.problem = made.problem
        usable = made is not None and not made.problem and made.rgb.shape[:2] == self.surface.get_size()[::-1]
        self.made = made if usable else None
        return True

    def _begin_judging(self, *, compare: bool) -> None:
        wet, judge = self.wet, self.judge
        if wet is None:
            return
        judge.begin(wet.shower.key)
        judge.add("rainy", partial(judged, "rainy", wet.rgb, None, wet.truth, 0.0))
        if self.made is not None and self.made.ask.key == wet.shower.key:
            judge.add("ours", partial(judge_made, self.made, wet.truth))
        if compare and not self.running:
            for family in FAMILIES:
                judge.add(family, partial(judge_filter, family, wet.rgb, wet.truth))

    def close(self) -> None:
        """End the threads."""
        self.cancel()
        for call in (self._spraying, self._cleaning, self.judge):
            if call is not None:
                call.close()
