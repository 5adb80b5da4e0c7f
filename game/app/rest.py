"""While nobody touches the app it draws as often as what is on the screen needs, and sleeps in between."""

from __future__ import annotations

import time

import pygame

from game.app.frame_pacer import Pacer

AWAKE = 2.0
"""Seconds after an event in which every picture is drawn: what a touch has set off moves smoothly."""


class Rest:
    """Hands out the events, after a rest where there is time for one.

    Args:
        pacer: presents the frames, and sleeps.
    """

    def __init__(self, pacer: Pacer) -> None:
        self._pacer = pacer
        self._touched = time.perf_counter()

    def events(self, rate: float) -> list[pygame.event.Event]:
        """What has happened; whatever does ends the rest at once.

        Args:
            rate: pictures a second that are enough while nobody touches the app.
        """
        if time.perf_counter() - self._touched > AWAKE:
            self._pacer.rest(rate, pygame.event.peek)
        events = pygame.event.get()
        if events or any(pygame.mouse.get_pressed()):
            self._touched = time.perf_counter()
        return events
