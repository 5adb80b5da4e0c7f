"""The formula Q(w) = Σ L(yᵢ, a(xᵢ, w)) → min, whose symbols light up."""

from __future__ import annotations

import pygame

from game.ui.context import Context
from game.ui.style import mix
from game.ui.widgets.text import draw_paragraph, paragraph_height

TOKENS = (
    ("Q", "q"), ("(", ""), ("w", "w"), (")", ""), (" = ", ""), ("1/N ", "sum"), ("Σ", "sum"), (" ", ""),
    ("L", "l"), ("(", ""), ("yᵢ", "y"), (", ", ""), ("a", "a"), ("(", ""), ("xᵢ", "x"), (", ", ""),
    ("w", "w"), (")", ""), (")", ""), (" → ", "min"), ("min", "min"),
)  # fmt: skip
"""What is written, and the symbol that it belongs to."""
SYMBOLS = ("q", "w", "sum", "l", "y", "a", "x", "min")


class Formula:
    """Draws it, and knows which symbol is pointed at.

    Attributes:
        lit: the symbol that lights up; empty for none.
    """

    def __init__(self) -> None:
        self.lit = ""
        self._places: list[pygame.Rect] = []

    def layout(self, ctx: Context, room: pygame.Rect) -> None:
        """Take a room."""
        self._ctx, self._room = ctx, room
        self._size = "title"
        for size in ("score", "title", "heading", "body"):
            font = ctx.style.font(size, "bold")
            self._size = size
            if sum(font.size(text)[0] for text, _ in TOKENS) <= room.width * 0.62:
                break
        font = ctx.style.font(self._size, "bold")
        x = room.x
        self._places = []
        for text, _ in TOKENS:
            width = font.size(text)[0]
            self._places.append(pygame.Rect(x, room.y, width, room.height))
            x += width
        self._words = pygame.Rect(
            x + ctx.style.px(20), room.y, room.right - x - ctx.style.px(20), room.height
        )

    def at(self, pos: tuple[int, int]) -> str:
        """The symbol under a point; empty for none."""
        for place, (_, symbol) in zip(self._places, TOKENS, strict=True):
            if place.collidepoint(pos):
                return symbol
        return ""

    def draw(self, screen: pygame.Surface) -> None:
        """Draw it, with what the lit symbol means."""
        style, t = self._ctx.style, self._ctx.t
        colour = style.colour
        for place, (text, symbol) in zip(self._places, TOKENS, strict=True):
            lit = symbol != "" and symbol == self.lit
            if lit:
                box = place.inflate(style.px(4), 0)
                pygame.draw.rect(
                    screen, mix(colour.surface, colour.human, 0.3), box, border_radius=style.px(5)
                )
            tint = colour.human if lit else colour.text if symbol else colour.muted
            words = style.text(text, self._size, "bold", tint)
            screen.blit(words, words.get_rect(midleft=place.midleft))
        key = f"learning.symbol_{self.lit}" if self.lit else "learning.symbol_none"
        height = paragraph_height(style, t(key), self._words.width, size="small")
        room = pygame.Rect(self._words.x, self._words.y, self._words.width, max(height, self._words.height))
        room.y += max(0, (self._words.height - height) // 2)
        draw_paragraph(screen, style, t(key), room, "small", colour="human" if self.lit else "muted")
