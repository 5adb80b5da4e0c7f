"""What the two tabs have in common: the canvas with its tools, the chips of the detectors, and a view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Protocol

import pygame

from game.scenes.detection.by_hand.requests import DETECTORS, Detector
from game.scenes.detection.workbench import Workbench
from game.ui.commands import Command, Commands
from game.ui.context import Context
from game.ui.tabs import Tab
from game.ui.widgets.panel import Backdrop


class BenchView(Protocol):
    """Everything that is to be seen of a tab."""

    @property
    def stale(self) -> bool:
        """Whether it has to be laid out again."""

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build it."""

    def handle(self, event: pygame.event.Event) -> bool:
        """Take an event; True when it was its own."""

    def update(self) -> None:
        """Show how everything stands."""

    def draw(self, screen: pygame.Surface) -> None:
        """Draw it."""

    def paint_boxes(self, surface: pygame.Surface) -> None:
        """Paint on a picture what was found in it."""


class BenchTab(Tab):
    """A tab over the shared picture.

    Attributes:
        bench: what the tabs share.
        view: the whole tab; made by `begin`.
    """

    view: BenchView

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench

    def detector_commands(self) -> tuple[Command, ...]:
        """A chip a hand-made detector."""
        hand = self.bench.hand

        def chosen(detector: Detector) -> bool:
            return hand.settings.detector == detector

        return tuple(
            Command(
                f"detector_{each}",
                partial(self.choose_detector, each),
                pressed=partial(chosen, each),
                kind="chip",
            )
            for each in DETECTORS
        )

    def choose_detector(self, detector: Detector) -> None:
        """Take another hand-made detector."""
        self.bench.look_for(detector)
        self.rebuild()

    def layout(self, area: pygame.Rect) -> None:
        """Everything is the view's."""
        self.view.layout(self.ctx, self.backdrop, area, self.commands)
        self.bench.paint_boxes = self.view.paint_boxes

    def tables(self) -> Sequence[Commands]:
        """The tab's own, and the canvas's tools."""
        return (self.commands, self.bench.tools.commands)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The picture."""
        return {"picture": self.bench.canvas.rect}

    def cancel(self) -> bool:
        """Forget the mark that is being drawn, or the question."""
        return self.bench.canvas.cancel()

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn, paint, mark, ask."""
        return self.view.handle(event) or self.bench.tools.handle(event) or self.bench.canvas.handle(event)

    def update(self, dt: float) -> None:
        """Ask when something has changed; take answers."""
        self.bench.tools.update()
        if not self.bench.awaited:
            self.ask(dt)
        self.view.update()
        if self.view.stale:
            self.rebuild()

    def ask(self, dt: float) -> None:
        """Ask about the picture, and take answers; not before the first picture is there."""

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything."""
        self.view.draw(screen)

    def leave(self) -> None:
        """Finish what the hand was doing."""
        self.bench.canvas.release()
