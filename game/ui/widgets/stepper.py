"""A value between two buttons: less and more, or the one before and the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame

from game.ui.context import Context
from game.ui.style import mix
from game.ui.widgets.controls import button
from game.ui.widgets.text import draw_text, shorten


class Stepper:
    """Two buttons and the text between them; the wheel turns it too.

    Args:
        ctx: the scene's context.
        rect: its place in the window.
        text: what is shown now; asked at every draw.
        step: called with -1 or 1.
        name: a name for tests and the keyboard.
        tip: what the pointer shows over the buttons.
        signs: what is on the buttons.
        mono: whether the text is a number.
    """

    def __init__(
        self,
        ctx: Context,
        rect: pygame.Rect,
        text: Callable[[], str],
        step: Callable[[int], None],
        *,
        name: str,
        tip: str = "",
        signs: tuple[str, str] = ("−", "+"),
        mono: bool = True,
    ) -> None:
        self.style = ctx.style
        self.rect = rect
        self._text, self._step, self._mono = text, step, mono
        side = min(rect.height, rect.width // 3)
        left = pygame.Rect(rect.x, rect.y, side, rect.height)
        right = pygame.Rect(rect.right - side, rect.y, side, rect.height)
        for place, sign, direction, end in ((left, signs[0], -1, "less"), (right, signs[1], 1, "more")):
            button(
                ctx, place, sign, partial(step, direction), tip=tip, kind="chip", object_id=f"#{name}_{end}"
            )
        self._middle = pygame.Rect(left.right, rect.y, right.x - left.right, rect.height)
        self._hover = False

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn with the wheel; True when used."""
        if event.type == pygame.MOUSEMOTION:
            self._hover = self.rect.collidepoint(event.pos)
        elif event.type == pygame.MOUSEWHEEL and self._hover and event.y:
            self._step(1 if event.y > 0 else -1)
            return True
        return False

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the text between the buttons, on a field that holds all three together."""
        colour = self.style.colour
        field = mix(colour.surface, colour.background, 0.55)
        pygame.draw.rect(screen, field, self.rect, border_radius=self.style.px(8))
        pygame.draw.rect(screen, colour.line, self.rect, 1, border_radius=self.style.px(8))
        face = "mono" if self._mono else "regular"
        font = self.style.font("small", face)
        text = shorten(self._text(), font, self._middle.width)
        draw_text(screen, self.style, text, self._middle.center, size="small", face=face, anchor="center")
