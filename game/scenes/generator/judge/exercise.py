"""What the judge's room is made of: three ways to use the discriminator."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

import pygame

from game.scenes.generator.judge.requests import Answer

if TYPE_CHECKING:
    from game.scenes.generator.judge.tab import JudgeTab


class Part(ABC):
    """One way. What must outlive a layout is kept in it.

    Args:
        room: whose networks, meter and context it uses.
    """

    id: ClassVar[str]

    def __init__(self, room: JudgeTab) -> None:
        self.room = room

    @abstractmethod
    def layout(self, area: pygame.Rect) -> None:
        """Build the widgets inside an area; draw what stays on the backdrop."""

    @abstractmethod
    def handle(self, event: pygame.event.Event) -> bool:
        """React to an event; True when it was used."""

    @abstractmethod
    def take(self, answer: Answer) -> None:
        """Take what the networks have found."""

    @abstractmethod
    def update(self, dt: float) -> None:
        """Ask the networks, advance by `dt` seconds."""

    @abstractmethod
    def draw(self, screen: pygame.Surface) -> None:
        """Draw over the backdrop, below the buttons; changes no state."""

    @abstractmethod
    def attract(self, dt: float) -> None:
        """Play itself (kiosk)."""

    def cancel(self) -> bool:
        """Escape was pressed: stop what is under way; False when there is nothing to stop."""
        return False

    def release(self) -> None:  # noqa: B027 - a part may leave it out
        """Finish what the hand was doing."""

    def close(self) -> None:  # noqa: B027 - a part may leave it out
        """The app ends."""
