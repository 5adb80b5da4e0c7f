"""What the tab plays in a kiosk: a hand paints, the fill appears, the divider sweeps."""

from __future__ import annotations

import math
from collections.abc import Callable

import pygame

from game.scenes.inpainting.repair.session import RepairSession
from game.scenes.inpainting.sample_masks import eyes_at
from game.scenes.inpainting.shared_state import SharedState
from game.ui.canvas.wipe import Wipe
from game.ui.context import Context

PHOTOS = ("cat", "astronaut", "flower", "coffee")
WAIT, PAINT, ADMIRE = 1.2, 3.6, 7.0
ANSWER = 1.6
"""Seconds between two answers of the portrait network."""


class RepairDemo:
    """Portraits and photographs in turn; of a portrait the eyes are hidden, a photograph is scribbled on."""

    def __init__(
        self, shared: SharedState, session: RepairSession, wipe: Wipe, choose_layer: Callable[[str], None]
    ) -> None:
        self._shared, self._session, self._wipe, self._choose_layer = shared, session, wipe, choose_layer
        self._time = math.inf
        self._turn = -1

    @property
    def _portrait(self) -> bool:
        return self._turn % 2 == 0

    def play(self, ctx: Context, dt: float) -> None:
        """Go on by `dt` seconds."""
        before, self._time = self._time, self._time + dt
        if before >= WAIT + PAINT + ADMIRE:
            self._begin(ctx)
        elif before < WAIT:
            self._take_portrait()
        elif before < WAIT + PAINT:
            self._paint((before - WAIT) / PAINT)
        else:
            self._shared.canvas.release()
            admired = before - WAIT - PAINT
            self._wipe.share = 0.5 + 0.48 * math.cos(admired * 1.3)
            if self._portrait and int(admired / ANSWER) != int((admired + dt) / ANSWER):
                self._session.another(1)

    def _begin(self, ctx: Context) -> None:
        self._time, self._turn = 0.0, self._turn + 1
        shared, session = self._shared, self._session
        self._choose_layer("mask")
        shared.canvas.choose("brush")
        session.choose_mode("live")
        session.choose_look("result")
        session.choose_method("ours")
        self._wipe.on = True
        if self._portrait:
            shared.pictures.portraits.look_up(ctx, self._turn)
        else:
            shared.pictures.open_address(ctx, PHOTOS[self._turn // 2 % len(PHOTOS)])

    def _take_portrait(self) -> None:
        pictures = self._shared.pictures
        samples = pictures.portraits.samples
        if self._portrait and samples:
            pictures.open_portrait(samples[self._turn % len(samples)])
            pictures.portraits.samples = []

    def _paint(self, share: float) -> None:
        canvas, masked = self._shared.canvas, self._shared.masked
        rect, side = canvas.rect, max(masked.size)
        canvas.brush = max(2, round(side * (0.1 if self._portrait else 0.035)))
        x, y = 0.12 + 0.76 * share, 0.5 + 0.3 * math.sin(share * 4 * math.pi)
        if self._portrait:
            x, y = eyes_at(share)
        at = (round(rect.x + x * rect.width), round(rect.y + y * rect.height))
        kind = pygame.MOUSEMOTION if masked.painting else pygame.MOUSEBUTTONDOWN
        canvas.handle(pygame.event.Event(kind, pos=at, button=1, rel=(0, 0), buttons=(1, 0, 0)))
