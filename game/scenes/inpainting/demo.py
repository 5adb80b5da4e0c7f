"""What the scene plays when nobody is there: a hand paints, the fill appears, the divider sweeps."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pygame

if TYPE_CHECKING:
    from game.scenes.inpainting.rain.tab import RainTab
    from game.scenes.inpainting.repair.tab import RepairTab

PHOTOS = ("cat", "astronaut", "flower", "coffee")
WAIT, PAINT, ADMIRE = 1.2, 3.6, 7.0
ANSWER = 1.6
"""Seconds between two answers of the portrait network."""


class RepairDemo:
    """Portraits and photographs in turn; of a portrait the eyes are hidden, a photograph is scribbled on."""

    def __init__(self) -> None:
        self._time = math.inf
        self._turn = -1

    @property
    def _portrait(self) -> bool:
        return self._turn % 2 == 0

    def play(self, tab: RepairTab, dt: float) -> None:
        """Go on by `dt` seconds."""
        before, self._time = self._time, self._time + dt
        if before >= WAIT + PAINT + ADMIRE:
            self._begin(tab)
        elif before < WAIT:
            self._take_portrait(tab)
        elif before < WAIT + PAINT:
            self._paint(tab, (before - WAIT) / PAINT)
        else:
            tab.bench.canvas.release()
            admired = before - WAIT - PAINT
            tab.result.wipe.share = 0.5 + 0.48 * math.cos(admired * 1.3)
            if self._portrait and int(admired / ANSWER) != int((admired + dt) / ANSWER):
                tab.another(1)

    def _begin(self, tab: RepairTab) -> None:
        from models.base.gallery import gallery

        self._time, self._turn = 0.0, self._turn + 1
        tab.bench.canvas.release()
        tab.bench.canvas.choose_layer("mask")
        tab.bench.canvas.choose("brush")
        tab.choose_mode("live")
        tab.choose_look("result")
        tab.method = "ours"
        tab.result.wipe.on = True
        tab.rebuild()
        if self._portrait:
            tab.bench.desk.portraits.look_up(tab.ctx, self._turn)
            return
        items = {item.id: item for item in gallery()}
        tab.bench.desk.open_item(tab.ctx, items[PHOTOS[self._turn // 2 % len(PHOTOS)]])

    def _take_portrait(self, tab: RepairTab) -> None:
        desk = tab.bench.desk
        samples = desk.portraits.samples
        if self._portrait and samples:
            desk.open_portrait(samples[self._turn % len(samples)])
            desk.portraits.samples = []

    def _paint(self, tab: RepairTab, share: float) -> None:
        canvas, retouch = tab.bench.canvas, tab.bench.retouch
        rect, side = canvas.rect, max(retouch.size)
        if self._portrait:  # to and fro over the eyes
            canvas.brush = max(2, round(side * 0.1))
            x = 0.5 + 0.26 * math.cos(share * 5 * math.pi)
            y = 0.36 + 0.2 * share
        else:
            canvas.brush = max(2, round(side * 0.035))
            x = 0.12 + 0.76 * share
            y = 0.5 + 0.3 * math.sin(share * 4 * math.pi)
        at = (round(rect.x + x * rect.width), round(rect.y + y * rect.height))
        kind = pygame.MOUSEMOTION if retouch.painting else pygame.MOUSEBUTTONDOWN
        canvas.handle(pygame.event.Event(kind, pos=at, button=1, rel=(0, 0), buttons=(1, 0, 0)))


class RainDemo:
    """The rain turns, thickens, thins; the divider sweeps over it."""

    def __init__(self) -> None:
        self._time = 0.0

    def play(self, tab: RainTab, dt: float) -> None:
        """Go on by `dt` seconds."""
        before, self._time = self._time, self._time + dt
        tab.result.wipe.on = True
        tab.result.wipe.share = 0.5 + 0.45 * math.cos(self._time * 0.9)
        if int(before * 2) != int(self._time * 2):
            tab.turn("angle", 30 * math.sin(self._time * 0.45))
            tab.turn("density", 0.55 + 0.35 * math.sin(self._time * 0.7))
        if int(before / 6) != int(self._time / 6):
            tab.new_rain()
