"""What the five tabs have in common: the bar, links, and a descent that rests when nobody looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import pygame

from game.scenes.learning.address import LearningOptions, open_options, options_of
from game.scenes.learning.bench import Bench
from game.scenes.learning.plane import Plane
from game.ui.commands import Commands
from game.ui.scene import AT_REST, MOVING
from game.ui.tabs import Tab


class BenchTab(Tab):
    """A tab over the shared session.

    Attributes:
        bench: what the tabs share.
        plane: where this tab draws the sample.
    """

    opens_with: ClassVar[type[LearningOptions]] = LearningOptions

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.session = bench.session
        self.plane = Plane(bench.session)

    def tables(self) -> Sequence[Commands]:
        """Its own commands, and the bar's."""
        return (self.commands, self.bench.commands)

    def layout(self, area: pygame.Rect) -> None:
        """The bar, and what is the tab's below it."""
        self.lay_out(self.bench.layout(self.ctx, self.backdrop, area))

    def lay_out(self, area: pygame.Rect) -> None:
        """Build what is the tab's own."""

    def open_with(self, options: Any) -> None:
        """Take sample, model and descent from a link."""
        self.bench.training.pause()
        open_options(self.session, options)

    def shown(self) -> LearningOptions:
        """What would open it as it is."""
        return options_of(self.session, self.opens_with, **self.own_options())

    def own_options(self) -> dict[str, Any]:
        """The options that are the tab's alone."""
        return {}

    @property
    def rest_rate(self) -> float:
        """Every picture while the descent goes on."""
        return MOVING if self.bench.training.running else AT_REST

    def handle(self, event: pygame.event.Event) -> bool:
        """The bar and the hand on the plane."""
        return self.bench.handle(event) or self.plane.handle(event)

    def update(self, dt: float) -> None:
        """Take what came from the workers."""
        self.bench.update(self.ctx)
        problem = self.bench.training.problem
        if problem and problem != getattr(self, "_told", ""):
            self.ctx.notify(problem, "bad")
        self._told = problem

    def draw(self, screen: pygame.Surface) -> None:
        """The bar."""
        self.bench.draw(screen)

    def leave(self) -> None:
        """Let go, and let the descent rest."""
        self.plane.let_go()
        self.bench.training.leave()
