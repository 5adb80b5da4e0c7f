"""Before and after in one frame: a divider that can be dragged from side to side."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import pygame

from game.ui.canvas.view import Size, View, ViewPicture
from game.ui.style import Style
from game.ui.widgets.panel import rounded

STEP = 0.05
WHITE, BLACK = pygame.Color(255, 255, 255), pygame.Color(12, 15, 24)


class Wipe:
    """Two pictures of one size in one place: the first left of the divider, the second right of it.

    Attributes:
        share: where the divider is, from 0 to 1 of what the pictures cover.
        on: whether there is a divider; without one only the second picture shows.
    """

    def __init__(self) -> None:
        self.share = 0.5
        self.on = True
        self._held = False
        self._first, self._second = ViewPicture(), ViewPicture()
        self._tags: WeakKeyDictionary[Style, dict[str, pygame.Surface]] = WeakKeyDictionary()

    def handle(self, event: pygame.event.Event, shown: pygame.Rect) -> bool:
        """Drag the divider; True when used.

        Args:
            event: the event.
            shown: what the pictures cover of the window.
        """
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            if self.on and shown.collidepoint(event.pos):
                self._held = True
                self._drag(event.pos[0], shown)
                return True
        elif event.type == pygame.MOUSEMOTION and self._held:
            self._drag(event.pos[0], shown)
            return True
        elif event.type == pygame.MOUSEBUTTONUP and self._held:
            self._held = False
            return True
        return False

    def push(self, steps: int) -> None:
        """Move the divider by keys."""
        self.share = min(max(self.share + STEP * steps, 0.0), 1.0)

    def release(self) -> None:
        """Let go of the divider."""
        self._held = False

    def _drag(self, x: int, shown: pygame.Rect) -> None:
        self.share = min(max((x - shown.x) / max(1, shown.width), 0.0), 1.0)

    def draw(
        self,
        screen: pygame.Surface,
        style: Style,
        first: tuple[pygame.Surface, object, str],
        second: tuple[pygame.Surface, object, str],
        view: View,
        room: pygame.Rect,
        size: Size,
        *,
        only_first: bool = False,
    ) -> pygame.Rect:
        """Draw both, the divider and their names; returns what they cover of the window.

        Args:
            screen: where.
            style: with what.
            first: a picture, its version, its name.
            second: the other one.
            view: zoom and middle.
            room: the place for them.
            size: in whose proportions.
            only_first: show the first alone, for as long as a key is held.
        """
        before, after = first, second
        if only_first:
            shown = self._first.draw(screen, before[0], before[1], view, room, size)
            self._tag(screen, style, before[2], shown, left=True)
            return shown
        shown = self._second.draw(screen, after[0], after[1], view, room, size)
        if not self.on:
            self._tag(screen, style, after[2], shown, left=False)
            return shown
        x = shown.x + round(shown.width * self.share)
        clip = screen.get_clip()
        left = pygame.Rect(shown.x, shown.y, x - shown.x, shown.height)
        screen.set_clip(left)
        if left.width:
            self._first.draw(screen, before[0], before[1], view, room, size)
            self._tag(screen, style, before[2], shown, left=True)
        screen.set_clip(pygame.Rect(x, shown.y, shown.right - x, shown.height))
        self._tag(screen, style, after[2], shown, left=False)
        screen.set_clip(shown)
        self._divider(screen, style, x, shown)
        screen.set_clip(clip)
        return shown

    def _divider(self, screen: pygame.Surface, style: Style, x: int, shown: pygame.Rect) -> None:
        half = max(1, style.px(1.5))
        screen.fill(BLACK, (x - half - 1, shown.y, 2 * half + 2, shown.height))
        screen.fill(WHITE, (x - half, shown.y, 2 * half, shown.height))
        radius, arm = style.px(13), style.px(4)
        pygame.draw.circle(screen, BLACK, (x, shown.centery), radius + 1)
        pygame.draw.circle(screen, WHITE, (x, shown.centery), radius)
        for side in (-1, 1):
            tip = x + side * style.px(8)
            back = tip - side * arm
            points = [(tip, shown.centery), (back, shown.centery - arm), (back, shown.centery + arm)]
            pygame.draw.polygon(screen, BLACK, points)

    def _tag(
        self, screen: pygame.Surface, style: Style, words: str, shown: pygame.Rect, *, left: bool
    ) -> None:
        """A name in the picture's lower corner, on a dark ground, so that it reads over anything."""
        if not words:
            return
        tags = self._tags.setdefault(style, {})
        if words not in tags:
            if len(tags) > 24:
                tags.clear()
            text = style.text(words, "tiny", "bold", WHITE)
            size = (text.get_width() + style.px(16), text.get_height() + style.px(6))
            tag = rounded(size, style.px(6), pygame.Color(12, 15, 24, 205))
            tag.blit(text, (style.px(8), style.px(3)))
            tags[words] = tag
        tag, gap = tags[words], style.px(8)
        if tag.get_width() + 2 * gap > shown.width or tag.get_height() + 2 * gap > shown.height:
            return
        x = shown.x + gap if left else shown.right - gap - tag.get_width()
        screen.blit(tag, (x, shown.bottom - gap - tag.get_height()))
