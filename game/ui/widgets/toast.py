"""Messages that appear at the bottom, stay long enough to be read, and go."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.ui.language import readable
from game.ui.style import Style
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_paragraph, paragraph_height

SECONDS = {"info": 4.0, "good": 4.0, "bad": 9.0}
LIMIT = 3


@dataclass
class _Message:
    text: str
    kind: str
    left: float


class Toasts:
    """The messages on the screen, newest at the bottom."""

    def __init__(self) -> None:
        self._messages: list[_Message] = []

    @property
    def texts(self) -> list[str]:
        """What is shown now."""
        return [message.text for message in self._messages]

    def add(self, text: str, kind: str = "info") -> None:
        """Show a message; the same one again starts its time from the beginning."""
        text = "\n".join(map(readable, text.split("\n")))
        self._messages = [m for m in self._messages if m.text != text][-(LIMIT - 1) :]
        self._messages.append(_Message(text, kind, SECONDS.get(kind, 4.0)))

    def update(self, dt: float) -> None:
        """Drop the messages whose time is over."""
        for message in self._messages:
            message.left -= dt
        self._messages = [message for message in self._messages if message.left > 0]

    def draw(self, screen: pygame.Surface, style: Style) -> None:
        """Draw the messages above everything."""
        width = min(style.px(560), screen.get_width() - 2 * style.margin)
        bottom = screen.get_height() - style.margin
        pad = style.px(12)
        for message in reversed(self._messages):
            colour = {"good": style.colour.good, "bad": style.colour.bad}.get(
                message.kind, style.colour.accent
            )
            height = paragraph_height(style, message.text, width - 3 * pad) + 2 * pad
            rect = pygame.Rect(0, 0, width, height)
            rect.midbottom = (screen.get_width() // 2, bottom)
            screen.blit(rounded(rect.size, style.px(10), style.colour.raised, colour), rect)
            mark = pygame.Rect(rect.x, rect.y + style.px(8), style.px(4), rect.height - 2 * style.px(8))
            screen.fill(colour, mark)
            draw_paragraph(screen, style, message.text, rect.inflate(-2 * pad, -2 * pad).move(pad // 2, 0))
            bottom = rect.y - style.gap
