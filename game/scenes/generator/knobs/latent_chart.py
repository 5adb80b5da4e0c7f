"""A latent as a row of bars; every bar is a knob, and a hand may paint across them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame

from game.scenes.generator.knobs.session import NUMBERS
from game.scenes.generator.shared_state import Latent
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack, row
from game.ui.style import mix
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_text

HEIGHT = 224
"""Of the panel, in pixels at scale 1."""
REACH = 3.0
"""The numbers at the chart's upper and lower edge."""
STEP = 0.1
"""What a turn of the wheel, or an arrow key, changes."""


class LatentChart:
    """A panel with the bars, and a button for each of the slides' vectors.

    Args:
        change: called with the whole new latent while bars are moved, and a name for the step.
    """

    def __init__(self, change: Callable[[Latent, str], None]) -> None:
        self._change = change
        self.latent: Latent | None = None
        self.room = pygame.Rect(0, 0, 1, 1)
        self.chosen: int | None = None
        self._pointed: int | None = None
        self._last: tuple[int, float] | None = None
        self._apart = False

    @property
    def held(self) -> bool:
        """Whether a hand paints."""
        return self._last is not None

    def tall(self, ctx: Context, width: int, commands: Commands) -> int:
        """The panel's height for a width: where two vectors do not fit side by side, it is more."""
        style = ctx.style
        both = commands.width(ctx, "slide_2") + commands.width(ctx, "slide_3") + style.px(26)
        self._apart = both > width - 2 * style.px(14)
        more = 2 * (style.row(28) - style.px(28))
        return style.px(HEIGHT) + more + (style.row(28) + style.px(6) if self._apart else 0)

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build the panel."""
        self.ctx, style, surface = ctx, ctx.style, backdrop.surface
        words, chip = ctx.t("generator.slides"), style.row(28)
        stack = Stack(backdrop.panel(area, ctx.t("generator.vector")), style.px(6))
        commands.corner(ctx, area, ("redo", "undo", "reset", "mean", "flip"))
        stack.skip(style.px(4))
        label, first = row(stack.take(chip), [style.font("small").size(words)[0], -1], style.px(10))
        left, right = row(stack.take(chip), [-1, -1], style.px(26))
        if self._apart:
            left, right = (pygame.Rect(first.x, y, first.width, chip) for y in (left.y, stack.take(chip).y))
        muted, accent = style.colour.muted, style.colour.accent
        draw_text(surface, style, words, label.midleft, size="small", colour=muted, anchor="midleft")
        between = (right.x - style.px(13), right.centery)
        draw_text(surface, style, "±", between, face="bold", colour=accent, anchor="center")
        for number, place in enumerate((first, left, right), start=1):
            commands.place(ctx, f"slide_{number}", place, worded=True)
        stack.skip(style.px(2))
        self.room = stack.rest
        self.release()

    def release(self) -> None:
        """Let go."""
        self._last = self._pointed = None

    # ------------------------------------------------------------------ places

    def bar(self, index: int) -> pygame.Rect:
        """The column of a bar."""
        count = len(self.latent) if self.latent is not None else 1
        left = self.room.x + self.room.width * index // count
        right = self.room.x + self.room.width * (index + 1) // count
        return pygame.Rect(left, self.room.y, right - left, self.room.height)

    def height(self, value: float) -> int:
        """Where a value lies in the window."""
        share = min(max(value / REACH, -1.0), 1.0)
        return round(self.room.centery - share * self.room.height / 2)

    def _index(self, x: int) -> int:
        count = len(self.latent) if self.latent is not None else 1
        return min(max((x - self.room.x) * count // max(1, self.room.width), 0), count - 1)

    def _value(self, y: int) -> float:
        value = (self.room.centery - y) / (self.room.height / 2) * REACH
        return min(max(value, -REACH), REACH)

    # ------------------------------------------------------------------ hand

    def handle(self, event: pygame.event.Event) -> bool:
        """Paint, set to 0 with the right button, turn with the wheel; True when used."""
        if self.latent is None:
            return False
        if event.type == pygame.MOUSEBUTTONDOWN and event.button in (1, 3) and self._inside(event.pos):
            zero = event.button == 3
            self.chosen = self._index(event.pos[0])
            self._paint(event.pos, zero=zero)
            return True
        if event.type == pygame.MOUSEMOTION:
            self._pointed = self._index(event.pos[0]) if self._inside(event.pos) else None
            if self._last is not None:
                self._paint(event.pos, zero=bool(event.buttons[2]))
                return True
        if event.type == pygame.MOUSEBUTTONUP and self._last is not None:
            self._last = None
            return True
        if event.type == pygame.MOUSEWHEEL and self._pointed is not None and event.y:
            self.chosen = self._pointed
            self.nudge(event.y)
            return True
        return False

    def _inside(self, at: tuple[int, int]) -> bool:
        return bool(self.room.inflate(0, 6).collidepoint(at))

    def _paint(self, at: tuple[int, int], *, zero: bool) -> None:
        """Set the bars from the last one to this one, evenly: a quick hand leaves none out."""
        if self.latent is None:
            return
        index, value = self._index(at[0]), 0.0 if zero else self._value(at[1])
        before = self._last or (index, value)
        latent = self.latent.copy()
        steps = abs(index - before[0])
        for step in range(steps + 1):
            share = step / steps if steps else 1.0
            place = round(before[0] + (index - before[0]) * share)
            latent[place] = before[1] + (value - before[1]) * share
        self._last = (index, value)
        self.latent = latent
        self._change(latent, "paint")

    def choose(self, by: int) -> None:
        """Go to the next bar by keyboard."""
        if self.latent is not None:
            now = self.chosen if self.chosen is not None else (-1 if by > 0 else 0)
            self.chosen = (now + by) % len(self.latent)

    def nudge(self, steps: float) -> None:
        """Move the chosen bar a little."""
        if self.latent is None:
            return
        if self.chosen is None:
            self.chosen = 0
        latent = self.latent.copy()
        latent[self.chosen] = np.clip(latent[self.chosen] + STEP * steps, -REACH, REACH)
        self.latent = latent
        self._change(latent, f"bar {self.chosen}")

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw grid, bars, and the number under the pointer."""
        style, room = self.ctx.style, self.room
        colour = style.colour
        ground = mix(colour.surface, colour.background, 0.6)
        pygame.draw.rect(screen, ground, room, border_radius=style.px(6))
        if self.latent is None:
            return
        marked = self.bar(0).union(self.bar(NUMBERS - 1))
        pygame.draw.rect(screen, mix(ground, colour.accent, 0.16), marked, border_radius=style.px(6))
        for value in (-2, -1, 1, 2):
            y = self.height(value)
            pygame.draw.line(screen, mix(ground, colour.line, 0.6), (room.x, y), (room.right - 1, y))
        zero = self.height(0)
        for index, value in enumerate(self.latent):
            column, top = self.bar(index), self.height(float(value))
            tall = max(1, abs(zero - top))
            tint = colour.agent if value >= 0 else colour.human
            if index in (self.chosen, self._pointed):
                screen.fill(mix(ground, colour.text, 0.12), column)
                tint = mix(tint, colour.text, 0.35)
            gap = 1 if column.width < 6 else 2
            screen.fill(tint, (column.x + gap // 2, min(zero, top), max(1, column.width - gap), tall))
        pygame.draw.line(screen, mix(ground, colour.muted, 0.7), (room.x, zero), (room.right - 1, zero))
        shown = self._pointed if self._pointed is not None else self.chosen
        if shown is not None:
            self._label(screen, shown)

    def _label(self, screen: pygame.Surface, index: int) -> None:
        """The number of a bar, above it, on a ground of its own."""
        if self.latent is None:
            return
        style, column = self.ctx.style, self.bar(index)
        words = f"z{index + 1} = {self.ctx.t.number(float(self.latent[index]), 2)}"
        text = style.text(words, "tiny", "mono_bold")
        box = text.get_rect().inflate(style.px(10), style.px(4))
        box.midtop = (column.centerx, self.room.y + style.px(2))
        if self.latent[index] > 0.5:
            box.bottom = self.room.bottom - style.px(2)
        box.clamp_ip(self.room)
        pygame.draw.rect(screen, style.colour.raised, box, border_radius=style.px(5))
        pygame.draw.rect(screen, style.colour.line, box, 1, border_radius=style.px(5))
        draw_text(screen, style, words, box.center, size="tiny", face="mono_bold", anchor="center")
