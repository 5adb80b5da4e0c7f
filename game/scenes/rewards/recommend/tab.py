"""Recommendations: a contextual bandit learns what somebody likes, and makes a portrait in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

import pygame

from agents.bandits.bandit import Method
from game.scenes.rewards.complaint import Complaint
from game.scenes.rewards.recommend.session import LIKE, SKIP, RecommendSession
from game.scenes.rewards.recommend.view import RecommendView
from game.ui.commands import Command, Commands
from game.ui.scene import AT_REST, MOVING
from game.ui.tabs import Tab, not_loaded
from models.base.typed_fields import Range


@dataclass(frozen=True)
class RecommendOptions:
    """What a link opens the tab with.

    Attributes:
        method: how what is shown is chosen.
        user: number of the simulated user.
    """

    method: Method = "thompson"
    user: Annotated[int, Range(1, 100_000)] = 1


class RecommendTab(Tab):
    """Choices above, the picture at the left, belief and regret at the right."""

    id: ClassVar[str] = "recommend"
    opens_with = RecommendOptions

    def __init__(self, shared: object) -> None:
        self._complaint = Complaint()

    def begin(self) -> None:
        """Make session, view and commands."""
        self.session = session = RecommendSession(self.ctx.workers, self.ctx.seed)
        self.view = RecommendView(session)

        def shown() -> bool:
            return session.shown is not None and not session.simulating

        self.commands = Commands(
            "rewards",
            (
                Command("skip", partial(session.answer, SKIP), ("←", "X"), "thumbs-down", shown, rank=1),
                Command(
                    "like",
                    partial(session.answer, LIKE),
                    ("→", "L"),
                    "thumbs-up",
                    shown,
                    kind="primary",
                    rank=2,
                ),
                Command(
                    "make",
                    session.make,
                    ("G",),
                    "wand-sparkles",
                    enabled=lambda: bool(session.history) and session.full and not session.making,
                    rank=1,
                ),
                Command(
                    "simulate",
                    session.simulate,
                    ("S",),
                    "bot",
                    enabled=lambda: session.shown is not None,
                    pressed=lambda: session.simulating,
                ),
                Command(
                    "undo_like", session.undo, ("Ctrl+Z",), "undo-2", enabled=lambda: bool(session.history)
                ),
                Command(
                    "redo_like", session.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2", lambda: session.can_redo
                ),
                Command(
                    "forget_taste",
                    session.reset,
                    ("Home",),
                    "rotate-ccw",
                    enabled=lambda: bool(session.history),
                ),
            ),
        )

    # ------------------------------------------------------------------ links

    def open_with(self, options: RecommendOptions) -> None:
        """Choose as the link says."""
        self.session.choose_method(options.method)
        self.session.choose_user(options.user)

    def shown(self) -> RecommendOptions:
        """What is on the screen."""
        return RecommendOptions(self.session.method, self.session.user)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The view's."""
        return self.view.landmarks()

    def cancel(self) -> bool:
        """Stop the simulated user."""
        if self.session.simulating:
            self.session.simulating = False
            return True
        return False

    # ------------------------------------------------------------------ life

    @property
    def rest_rate(self) -> float:
        """Every picture while somebody simulated answers."""
        return MOVING if self.session.simulating else AT_REST

    def layout(self, area: pygame.Rect) -> None:
        """Everything is the view's."""
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    def handle(self, event: pygame.event.Event) -> bool:
        """Choices; a click on the picture: right likes, left skips, and after trouble tries again."""
        if self.view.handle(event):
            return True
        room = self.view.picture_room
        pressed = event.type == pygame.MOUSEBUTTONDOWN and event.button == pygame.BUTTON_LEFT
        if pressed and room.collidepoint(event.pos) and not self.session.simulating:
            if self.session.problem is not None:
                self.session.again()
                return True
            self.session.answer(LIKE if event.pos[0] >= room.centerx else SKIP)
            return True
        return False

    def update(self, dt: float) -> None:
        """Take what came from the workers."""
        session = self.session
        session.update(dt, ready=self.ctx.loader.ready)
        problem = not_loaded(self.ctx) or (session.problem.error if session.problem is not None else "")
        self._complaint.tell(self.ctx, problem)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything."""
        self.view.draw(screen)

    def attract(self, dt: float) -> None:
        """Let a simulated user answer."""
        if not self.session.simulating and self.session.shown is not None:
            self.session.choose_user(self.session.user % 50 + 1)
            self.session.simulate()
        elif len(self.session.history) > 60:
            self.session.simulating = False

    def leave(self) -> None:
        """Let the simulated user rest."""
        self.session.simulating = False

    def close(self) -> None:
        """End the workers."""
        self.session.close()
