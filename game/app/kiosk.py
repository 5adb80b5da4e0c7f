"""The exhibition: when nobody touches the app, its scenes play themselves in turn."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

IDLE = 60.0
"""Seconds without a touch until the scenes begin to play themselves."""
TURN = 40.0
"""Seconds for each scene."""
ACTIVITY = (
    *(pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION, pygame.MOUSEWHEEL, pygame.FINGERDOWN),
    *(pygame.JOYBUTTONDOWN, pygame.JOYHATMOTION),
)
PUSHED = 0.5
"""How far a gamepad's stick is pushed by a person; at rest it may tremble."""


class Kiosk:
    """Counts the seconds without a touch, and says which scene is next.

    Args:
        scenes: the ids of the scenes that take turns.

    Attributes:
        playing: whether the scene on the screen shall play itself.
        idle: seconds since the last touch.
    """

    def __init__(self, scenes: Sequence[str]) -> None:
        self._scenes = scenes
        self._left = TURN
        self.playing = False
        self.idle = 0.0

    def track(self, events: list[pygame.event.Event], dt: float, scene_id: str) -> str:
        """Take a frame's events; the scene to go to, or nothing.

        A touch that ends the show is no command: its events are removed.
        """
        if any(_by_a_person(event) for event in events):
            self.idle = 0.0
            if not self.playing:
                return ""
            self.playing = False
            events.clear()
            return "lecture/start"
        self.idle += dt
        if self.idle < IDLE:
            return ""
        self._left -= dt
        if self.playing and self._left > 0:
            return ""
        self._left = TURN
        index = self._scenes.index(scene_id) + 1 if self.playing and scene_id in self._scenes else 0
        self.playing = True
        return self._scenes[index % len(self._scenes)]


def _by_a_person(event: pygame.event.Event) -> bool:
    pushed = event.type == pygame.JOYAXISMOTION and abs(event.value) >= PUSHED
    return pushed or event.type in ACTIVITY
