"""Algorithmic trading: a trader learns on the first half of a series and is tested on the second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

import pygame

from game.scenes.rewards.complaint import Complaint
from game.scenes.rewards.trading.files import PriceFiles
from game.scenes.rewards.trading.session import TradingSession
from game.scenes.rewards.trading.tasks import signal_told
from game.scenes.rewards.trading.view import TradingView
from game.ui.commands import Command, Commands
from game.ui.scene import AT_REST, MOVING
from game.ui.tabs import Tab
from models.base.typed_fields import OneOf, Range

TASKS = {"signal-told": signal_told}
ATTRACT_SECONDS = 15.0


@dataclass(frozen=True)
class TradingOptions:
    """What a link opens the tab with; a person's own prices are in no link."""

    series: Annotated[str, OneOf(lambda: ("signal", "walk", "riddle"))] = "signal"
    cost: Annotated[float, Range(0, 0.05)] = 0.0005
    seed: Annotated[int, Range(0, 2**31 - 1)] = 1
    letter: Annotated[str, OneOf(lambda: ("A", "B"))] = "A"


class TradingTab(Tab):
    """Choices above, prices and money at the left, learning and accounts at the right."""

    id: ClassVar[str] = "trading"
    opens_with = TradingOptions
    opens_first: ClassVar[bool] = True

    def __init__(self, shared: object) -> None:
        self._complaint, self._script = Complaint(), 0.0

    def begin(self) -> None:
        """Make session, view and commands."""
        self.session = session = TradingSession(self.ctx.workers, self.ctx.seed)
        self.files = PriceFiles(session, self.ctx.workers)
        self.view = TradingView(session)

        def watched() -> bool:
            return session.hand is None and not session.empty

        def trading() -> bool:
            return session.trading

        words = {False: self.ctx.t("rewards.trade"), True: self.ctx.t("rewards.trade_end")}
        self.commands = Commands(
            "rewards",
            (
                Command(
                    "learn_trading",
                    session.toggle,
                    ("Space",),
                    "play",
                    icon_now=lambda: "pause" if session.learning.running else "play",
                    enabled=watched,
                    kind="primary",
                    rank=2,
                ),
                Command("other_series", session.restart, ("N",), "shuffle", enabled=watched),
                Command(
                    "trade",
                    session.trade,
                    ("T",),
                    "hand",
                    label=lambda: words[session.hand is not None],
                    widest=max(words.values(), key=len),
                    enabled=lambda: not session.empty,
                    pressed=lambda: session.hand is not None,
                    rank=1,
                ),
                Command("open_prices", partial(self._open_file), ("Ctrl+O",), "folder-open"),
                Command(
                    "signal_here",
                    self.answer,
                    ("Enter",),
                    "check",
                    enabled=lambda: session.answerable,
                    rank=1,
                ),
                Command("buy", partial(session.hold, 1.0), ("↑",), "chevron-up", enabled=trading),
                Command("sell", partial(session.hold, -1.0), ("↓",), "chevron-down", enabled=trading),
                Command("out", partial(session.hold, 0.0), ("←",), "x", enabled=trading),
                Command("wait", partial(session.hold, None), ("→",), "chevron-right", enabled=trading),
            ),
        )
        self._laid = self._look()

    def _open_file(self) -> None:
        self.files.ask(self.ctx)

    # ------------------------------------------------------------------ links

    def open_with(self, options: TradingOptions) -> None:
        """Show the series that a link asks for."""
        self.session.hand = None
        self.session.change(**vars(options))

    def shown(self) -> TradingOptions:
        """What is on the screen."""
        set_ = self.session.settings
        series = "signal" if set_.series == "own" else set_.series
        return TradingOptions(series, set_.cost, set_.seed, set_.letter)

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task; two series that are not named lie ready for it."""
        return TASKS[name](self.session)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The view's."""
        return self.view.landmarks()

    # ------------------------------------------------------------------ actions

    def answer(self) -> None:
        """Say which of two series has a signal."""
        good = self.session.answer()
        self.ctx.notify(
            self.ctx.t("rewards.told_right" if good else "rewards.told_wrong"), "good" if good else "bad"
        )

    def cancel(self) -> bool:
        """Stop trading by hand."""
        if self.session.hand is None:
            return False
        self.session.hand = None
        return True

    # ------------------------------------------------------------------ life

    @property
    def rest_rate(self) -> float:
        """Every picture while the trader learns."""
        return MOVING if self.session.learning.running else AT_REST

    def _look(self) -> tuple[object, ...]:
        """What the buttons depend on."""
        return self.session.hand is None, self.session.settings.series == "riddle"

    def layout(self, area: pygame.Rect) -> None:
        """Everything is the view's."""
        self._laid = self._look()
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    def handle(self, event: pygame.event.Event) -> bool:
        """Choices, speed, a dropped file."""
        return self.view.handle(event) or self.files.drop(event)

    def update(self, dt: float) -> None:
        """Take what came from the workers."""
        self.session.update()
        self.files.update(self.ctx)
        self.view.update()
        if self._look() != self._laid:
            self.rebuild()
        self._complaint.tell(self.ctx, self.session.learning.problem)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything."""
        self.view.draw(screen)

    def attract(self, dt: float) -> None:
        """Learn on one series after another."""
        self._script += dt
        if self.session.report is None or self._script > ATTRACT_SECONDS:
            self._script = 0.0
            self.session.hand = None
            if self.session.report is not None:
                kind = "walk" if self.session.settings.series == "signal" else "signal"
                self.session.change(series=kind)
            self.session.start()

    def leave(self) -> None:
        """Let the trader rest."""
        self.session.learning.pause()

    def close(self) -> None:
        """End the workers."""
        self.session.close()
        self.files.close()
