"""One window under the magnifying glass: a Haar feature on it, and what every stage says."""

from __future__ import annotations

import pygame

from game.scenes.detection.by_hand.requests import Feature, Why
from game.scenes.detection.scoring import Box
from game.ui.context import Context
from game.ui.layout import column
from game.ui.style import Style
from game.ui.surfaces import CachedSurface, fit, to_surface
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, paragraph_height

BRIGHT, DARK = (255, 255, 255, 190), (0, 0, 0, 190)


def paint_feature(target: pygame.Surface, feature: Feature, window: Box, place: pygame.Rect) -> None:
    """Paint a feature over a window that is shown at a place: bright parts white, dark ones black."""
    across, down = place.width / window[2], place.height / window[3]
    layer = pygame.Surface(place.size, pygame.SRCALPHA)
    for (x, y, width, height), weight in feature.parts:
        rect = pygame.Rect(
            round((x - window[0]) * across),
            round((y - window[1]) * down),
            max(1, round(width * across)),
            max(1, round(height * down)),
        )
        layer.fill(BRIGHT if weight > 0 else DARK, rect)
        pygame.draw.rect(layer, (255, 180, 84, 255), rect, 1)
    target.blit(layer, place)


class WindowView:
    """Draws what is known about the window that was asked about.

    Attributes:
        on: whether there is room for it.
        number: which of the stage's features is shown, from 0.
    """

    def __init__(self) -> None:
        self.on = True
        self.number = 0
        self._drawn = CachedSurface()
        self._bars = CachedSurface()
        self._why: Why | None = None

    def layout(self, ctx: Context, room: pygame.Rect) -> None:
        """Build the stepper through the features."""
        self._ctx, style = ctx, ctx.style
        side = min(room.height - style.row(32) - style.px(6), round(room.width * 0.5))
        self._glass = pygame.Rect(room.x, room.y, side, side)
        chip = pygame.Rect(room.x, self._glass.bottom + style.px(6), side, style.row(32))
        self._stepper = Stepper(
            ctx,
            chip,
            self._feature_text,
            self.turn,
            name="feature",
            tip=ctx.t("detection.feature_tip"),
            signs=("‹", "›"),
            mono=False,
        )
        left = self._glass.right + style.px(12)
        self._words = pygame.Rect(left, room.y, room.right - left, room.height)
        self._room = room

    def _feature_text(self) -> str:
        why = self._why
        if why is None or not why.features:
            return "–"
        return self._ctx.t("detection.feature", n=self.number + 1, all=len(why.features))

    def turn(self, step: int) -> None:
        """Show the next feature of the stage, or the one before."""
        if self._why is not None and self._why.features:
            self.number = (self.number + step) % len(self._why.features)

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn by the wheel."""
        return self.on and self._stepper.handle(event)

    def follow(self, why: Why | None) -> None:
        """Be about another window, or another of its stages: begin with the strongest feature."""
        if why is None or self._why is None or (why.window, why.stage) != (self._why.window, self._why.stage):
            self.number = 0
        self._why = why

    @property
    def feature(self) -> Feature | None:
        """The one that is shown."""
        why = self._why
        if why is None or not why.features:
            return None
        return why.features[min(self.number, len(why.features) - 1)]

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the window, its feature, the verdict, and the stages' margins."""
        if not self.on:
            return
        ctx, style, why = self._ctx, self._ctx.style, self._why
        self._stepper.draw(screen)
        if why is None:
            pygame.draw.rect(screen, style.colour.raised, self._glass, border_radius=style.px(6))
            draw_paragraph(screen, style, ctx.t("detection.ask_hint"), self._words, colour="muted")
            return
        key = (self._glass.size, self.number)
        screen.blit(self._drawn.get(key, lambda: self._glimpse(why), why), self._glass)
        words = self._verdict(why)
        height = min(paragraph_height(style, words, self._words.width, size="small"), self._words.height)
        text, chart = column(self._words, [height, -1], style.px(8))
        draw_paragraph(screen, style, words, text, "small")
        if chart.height > style.px(24) and len(why.sums) > 1:
            looks = (chart.size, style.theme)
            screen.blit(self._bars.get(looks, lambda: self._margins(style, chart.size, why), why), chart)

    def _glimpse(self, why: Why) -> pygame.Surface:
        surface = pygame.Surface(self._glass.size)
        surface.fill(self._ctx.style.colour.raised)
        seen = to_surface(why.picture)
        place = fit(seen.get_size(), surface.get_rect())
        surface.blit(pygame.transform.smoothscale(seen, place.size), place)
        if self.feature is not None:
            paint_feature(surface, self.feature, why.window, place)
        return surface

    def _verdict(self, why: Why) -> str:
        t, feature, count = self._ctx.t, self.feature, len(why.sums)
        if count == 1:
            key = "detection.why_person" if why.passed else "detection.why_no_person"
            numbers = {"sum": t.number(why.sums[0], 2), "threshold": t.number(why.thresholds[0], 2)}
            return t(key, width=round(why.window[2]), height=round(why.window[3]), **numbers)
        side = round(why.window[2])
        if why.passed < 0:
            return t("detection.why_flat", side=side)
        if why.passed == count:
            words = t("detection.why_passed", side=side, all=count)
        else:
            words = t("detection.why_rejected", side=side, n=why.passed + 1, all=count)
        at = why.stage - 1
        kind = "below" if why.sums[at] < why.thresholds[at] else "above"
        words += "\n" + t(
            f"detection.why_{kind}",
            n=why.stage,
            sum=t.number(why.sums[at], 2),
            threshold=t.number(why.thresholds[at], 2),
        )
        if feature is not None:
            words += "\n" + t(
                "detection.why_feature",
                value=t.number(feature.value, 3),
                threshold=t.number(feature.threshold, 3),
                vote=t.number(feature.vote, 2),
            )
        return words

    @staticmethod
    def _margins(style: Style, size: tuple[int, int], why: Why) -> pygame.Surface:
        """Draw by how much each stage was passed or failed; pale where it never came to that."""
        surface = pygame.Surface(size)
        surface.fill(style.colour.surface)
        margins = [sum_ - limit for sum_, limit in zip(why.sums, why.thresholds, strict=True)]
        most = max(map(abs, margins)) or 1.0
        middle, count = size[1] // 2, len(margins)
        for number, margin in enumerate(margins):
            left, right = (size[0] * edge // count for edge in (number, number + 1))
            high = max(1, round(abs(margin) / most * (middle - 2)))
            colour = style.colour.good if margin >= 0 else style.colour.bad
            if number > why.passed:
                colour = style.colour.line
            top = middle - high if margin >= 0 else middle
            pygame.draw.rect(surface, colour, (left, top, max(1, right - left - 1), high))
            if number == why.stage - 1:
                frame = pygame.Rect(left - 1, 0, max(3, right - left + 1), size[1])
                pygame.draw.rect(surface, style.colour.text, frame, 1)
        pygame.draw.line(surface, style.colour.muted, (0, middle), (size[0], middle))
        return surface
