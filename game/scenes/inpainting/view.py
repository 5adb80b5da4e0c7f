"""The column beside the pictures: what is done, what to look at, how good it is."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

import pygame

from game.scenes.inpainting.session import ComparedSession
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack, column, row
from game.ui.tabs import not_loaded
from game.ui.widgets.controls import choices, select
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.text import draw_paragraph, paragraph_height

S = TypeVar("S", bound=ComparedSession)


def measured(ctx: Context, value: float | None, unit: str, digits: int) -> str:
    """A measurement in words; a dash where there is none."""
    if value is None or math.isnan(value):
        return "–"
    words = "∞" if math.isinf(value) else ctx.t.number(value, digits)
    return f"{words} {unit}".strip()


def spent(ctx: Context, milliseconds: float) -> str:
    """How long something took."""
    if milliseconds >= 1000:
        return ctx.t("inpainting.seconds", n=ctx.t.number(milliseconds / 1000, 1))
    return ctx.t("inpainting.ms", n=ctx.t.number(milliseconds))


class ComparedPanel(ABC, Generic[S]):
    """Three panels, one above the other; the first and the last are the tab's own."""

    group: ClassVar[str]
    """What the keys of its texts begin with."""
    titles: ClassVar[tuple[str, str]]
    """Keys of the titles of the first and the last panel."""

    def __init__(self, session: S, choose_look: Callable[[str], None]) -> None:
        self.session, self._choose_look = session, choose_look

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build all three."""
        self.ctx = ctx
        style, t = ctx.style, ctx.t
        roomy = area.height >= style.px(600) and not style.hall
        chip, gap = (style.px(34), style.px(8)) if roomy else (style.row(30), style.px(6))
        width = area.width - 2 * style.px(14)

        def head(title: str) -> int:
            words = paragraph_height(style, title, width, size="small", face="bold") if title else 0
            return words + style.px(6) + 2 * style.px(12)

        notes = [t(f"{self.group}.{key}") for key in ("no_numbers", "no_truth")]
        note = max(paragraph_height(style, words, width, size="small") for words in notes)
        # The second panel explains itself; in a lecture hall its title gives way.
        looks_title = "" if style.hall else t("inpainting.look")
        work_title, numbers_title = map(t, self.titles)
        rest = area.height - head(looks_title) - 2 * chip - gap - self.numbers_height(chip, gap, note)
        if rest - 2 * style.gap - head(work_title) - head(numbers_title) < self.work_height(chip, gap):
            work_title = numbers_title = ""
        heights = [
            -1,
            head(looks_title) + 2 * chip + gap,
            head(numbers_title) + self.numbers_height(chip, gap, note),
        ]
        first, second, third = column(area, heights, style.gap)
        stack = Stack(backdrop.panel(first, work_title), gap)
        self.layout_work(stack, chip, commands)
        self._status = stack.rest
        stack = Stack(backdrop.panel(second, looks_title), gap)
        looks = self.session.looks
        self._look = choices(ctx, stack.take(chip), f"{self.group}.look", looks, self._choose_look, "")
        for name, place in zip(
            ("wipe", "compare"), row(stack.take(chip), [-1, -1], style.px(5)), strict=True
        ):
            commands.place(ctx, name, place, worded=True)
        self.layout_quality(backdrop.panel(third, numbers_title), chip, commands)
        self.mark()

    @abstractmethod
    def numbers_height(self, chip: int, gap: int, note: int) -> int:
        """How much of the height the numbers take, or the `note` in their place, without their title."""

    @abstractmethod
    def work_height(self, chip: int, gap: int) -> int:
        """How much of the height takes what `layout_work` builds."""

    @abstractmethod
    def layout_work(self, stack: Stack, chip: int, commands: Commands) -> None:
        """Build what is done; what is left over belongs to the status."""

    def layout_quality(self, rect: pygame.Rect, chip: int, commands: Commands) -> None:
        """Build the panel with the numbers."""
        self._numbers = rect

    @abstractmethod
    def handle(self, event: pygame.event.Event) -> bool:
        """Turn what the panel has of its own; True when used."""

    def take_progress(self, stack: Stack) -> None:
        """Leave room for the bar that shows progress."""
        self._progress = stack.take(self.ctx.style.px(5))

    # ------------------------------------------------------------------ words

    def trouble(self) -> str:
        """Why there is no result, and the way out; empty when all is well."""
        problem = self.session.job.problem
        if not self.ctx.loader.ready:
            return not_loaded(self.ctx)
        if problem.startswith("weights_"):
            return self.ctx.t(f"inpainting.{problem}", model=self.model_name())
        return self.ctx.t("inpainting.failed", why=problem) if problem else ""

    @abstractmethod
    def model_name(self) -> str:
        """What the network is called."""

    def status(self) -> str:
        """One sentence about where things stand."""
        if self.trouble():
            return ""
        return self.describe() if self.ctx.loader.ready else self.ctx.t("app.loading")

    @abstractmethod
    def describe(self) -> str:
        """One sentence about where things stand when all is well."""

    # ------------------------------------------------------------------ frames

    def mark(self) -> None:
        """Show what is chosen."""
        for name, made in self._look.items():
            select(made, name == self.session.look)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw progress, status and numbers."""
        style, bar, share = self.ctx.style, self._progress, self.session.progress
        screen.blit(rounded(bar.size, bar.height // 2, style.colour.raised), bar)
        if share > 0:
            size = (max(bar.height, round(bar.width * share)), bar.height)
            screen.blit(rounded(size, bar.height // 2, style.colour.accent), bar)
        if words := self._fitting(self.status()):
            self._paragraph(screen, words, self._status)
        self.draw_numbers(screen)

    def _fitting(self, words: str) -> str:
        """As many of the sentences as there is room for."""
        room = self._status
        while words and paragraph_height(self.ctx.style, words, room.width, size="small") > room.height:
            first, stop, _ = words[:-1].rpartition(". ")
            words = first + stop.rstrip()
        return words

    @abstractmethod
    def draw_numbers(self, screen: pygame.Surface) -> None:
        """Draw how good the result is."""

    def _paragraph(self, screen: pygame.Surface, words: str, rect: pygame.Rect) -> None:
        draw_paragraph(screen, self.ctx.style, words, rect, size="small", colour="muted")
