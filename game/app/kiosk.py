"""The exhibition: the lecture tells itself, hands over at a touch, and begins again for the next visitor."""

from __future__ import annotations

from typing import Protocol

import pygame

from game.lecture.desk import Desk
from game.lecture.tour import Tour
from game.ui.context import Context

IDLE = 60.0
"""Seconds without a touch after which a visitor has gone."""
ACTIVITY = (
    *(pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEMOTION, pygame.MOUSEWHEEL, pygame.FINGERDOWN),
    *(pygame.JOYBUTTONDOWN, pygame.JOYHATMOTION),
)
PUSHED = 0.5
"""How far a gamepad's stick is pushed by a person; at rest it may tremble."""
SHAKEN = 4
"""Pixels that a mouse moves when somebody only leans on the table."""


class Shell(Protocol):
    """What the exhibition needs of the app."""

    lecture: Desk

    def context(self) -> Context: ...  # noqa: D102
    def forget_visitor(self) -> None: ...  # noqa: D102


class Kiosk:
    """Tells the story, hands over, and begins again.

    Args:
        shell: the app.
        tour: the story.

    Attributes:
        tour: the story.
        playing: whether it is being told.
        idle: seconds since the last touch.
    """

    def __init__(self, shell: Shell, tour: Tour) -> None:
        self._shell = shell
        self.tour = tour
        self.playing = False
        self.idle = 0.0
        self._mouse = (0, 0)

    def begin(self) -> None:
        """Tell the story from its beginning, to whoever comes."""
        self.playing = True
        self._mouse = pygame.mouse.get_pos()
        self.tour.begin()

    def track(self, events: list[pygame.event.Event], dt: float) -> None:
        """Take a frame's events, and let the time go on.

        What an exhibition does not allow is removed from the events, and so is the touch that ends the story.
        """
        events[:] = [event for event in events if not _forbidden(event)]
        if any(self._by_a_person(event) for event in events):
            self.idle = 0.0
            if self.playing:
                events.clear()
                self._hand_over()
            return
        if self.playing:
            self.tour.update(dt)
            return
        self.idle += dt
        if self.idle >= IDLE:
            self._shell.forget_visitor()
            self.begin()

    def _hand_over(self) -> None:
        """Leave the visitor what is on the screen, with the lecture's bar."""
        self.playing = False
        revealed = self.tour.revealed
        stop = self.tour.end()
        if stop is not None:
            self._shell.lecture.take_over(stop.id, "reveal" if revealed else "text")
        ctx = self._shell.context()
        ctx.notify(ctx.t("kiosk.yours"), "good")

    def _by_a_person(self, event: pygame.event.Event) -> bool:
        if event.type == pygame.MOUSEMOTION and self.playing:
            moved = abs(event.pos[0] - self._mouse[0]) + abs(event.pos[1] - self._mouse[1])
            return bool(moved > SHAKEN)
        pushed = event.type == pygame.JOYAXISMOTION and abs(event.value) >= PUSHED
        return pushed or event.type in ACTIVITY


def _forbidden(event: pygame.event.Event) -> bool:
    """What would open a visitor's files, or a presentation with a second window."""
    return event.type == pygame.DROPFILE or (event.type == pygame.KEYDOWN and event.key == pygame.K_F5)
