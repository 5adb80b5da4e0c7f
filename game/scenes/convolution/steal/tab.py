"""Steal a filter: gradient descent finds the kernel between two pictures, and the user may fight it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

import pygame

from game.scenes.convolution.kernel_presets import from_link, in_link, kernel_links
from game.scenes.convolution.steal.session import SECRETS, StealSession
from game.scenes.convolution.steal.tasks import recovered
from game.scenes.convolution.steal.view import StealView
from game.scenes.convolution.workbench import Workbench
from game.ui.commands import Command, Commands
from game.ui.picture_io import PictureIO
from game.ui.scene import AT_REST, MOVING
from game.ui.tabs import Tab
from game.workers.status import State
from models.base.typed_fields import OneOf
from models.convolution.steal import Method


@dataclass(frozen=True)
class StealOptions:
    """What a link opens the tab with: which kernel is hidden, and whether the descent runs."""

    secret: Annotated[str, OneOf(kernel_links)] = ""
    run: bool = False


class StealTab(Tab):
    """Three pictures, the knobs, and the loss."""

    id: ClassVar[str] = "steal"
    opens_with = StealOptions
    session: StealSession

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self.pictures: PictureIO[None] = PictureIO(None)

    def begin(self) -> None:
        """Make the session, and hide the first kernel."""
        session = self.session = StealSession(self.ctx.seed, self.ctx.workers)
        self.view = StealView(session)

        def method(name: Method) -> Command:
            choose = partial(session.choose_method, name)
            return Command(name, choose, pressed=lambda: session.method == name)

        self.commands = Commands(
            "steal",
            (
                Command("play", self.toggle, ("Space",), "play", kind="primary", icon_now=self._play_icon),
                Command("restart", self.restart, ("Home",), "rotate-ccw"),
                Command("new_secret", self.new_secret, ("N",), "shuffle"),
                Command("reveal", self.reveal),
                Command("open_before", partial(self._ask, "before"), icon="folder-open"),
                Command("open_after", partial(self._ask, "after"), icon="folder-open"),
                method("whitened"),
                method("plain"),
                Command("release", session.release, icon="hand"),
                Command("type", self.view.grid.choose_first, ("Enter",)),
            ),
        )
        self.set_secret(SECRETS[0])

    @property
    def typing(self) -> bool:
        """Whether digits belong to a knob."""
        return self.view.grid.typing

    def _play_icon(self) -> str:
        return "pause" if self.session.state is State.RUNNING else "play"

    def layout(self, area: pygame.Rect) -> None:
        """Build the controls."""
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    # ------------------------------------------------------------------ links

    def open_with(self, options: StealOptions) -> None:
        """Hide a kernel, and begin to look for it or leave that to a hand."""
        self.session.method = "whitened"
        self.set_secret(from_link(options.secret) if options.secret else SECRETS[0])
        if options.run:
            self.restart()

    def shown(self) -> StealOptions:
        """Which kernel is hidden."""
        return StealOptions(in_link(self.session.secret), self.session.state is State.RUNNING)

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return {"recovered": recovered}[name](self.session)

    def keepsake(self) -> Mapping[str, object]:
        """The kernel that was found, how far it is from the hidden one, and after how many steps."""
        snapshot, error = self.session.snapshot, self.session.error
        if snapshot is None:
            return {}
        measured = {"error": error} if error is not None else {}
        return {"found": snapshot.kernel, **measured, "steps": snapshot.step}

    # ------------------------------------------------------------------ actions

    def new_secret(self) -> None:
        """Filter the canvas's picture with another random kernel, and look for it."""
        self.set_secret(self.session.other_secret())
        self.restart()

    def set_secret(self, name: str) -> None:
        """Filter the canvas's picture with a built-in kernel, whose name stays hidden."""
        from models.base.gallery import picture

        before = self.bench.painting.array()
        if self.bench.painting.blank or float(before.std()) < 4:
            before = picture("cat")  # from empty paper nothing can be learned
        self.session.set_secret(name, before)

    def reveal(self) -> None:
        """Say which kernel it is."""
        self.session.revealed = True

    def toggle(self) -> None:
        """Start, pause or go on."""
        self._need_two(self.session.toggle())

    def restart(self) -> None:
        """Begin again with random knobs."""
        self._need_two(self.session.restart())

    def _need_two(self, begun: bool) -> None:
        if not begun:
            self.ctx.notify(self.ctx.t("steal.need_two"), "info")

    def _ask(self, which: str) -> None:
        self.pictures.ask(self.ctx, title=f"steal.open_{which}", tag=which)

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn, pin and type."""
        return self.view.handle(event)

    @property
    def rest_rate(self) -> float:
        """Every picture while the descent runs."""
        return MOVING if self.session.state is State.RUNNING else AT_REST

    def update(self, dt: float) -> None:
        """Take the newest state."""
        opened = self.pictures.update(self.ctx)
        fits = opened is None or self.session.take_picture(opened.tag, opened.image)
        trouble = self.session.update(dt, self.view.grid.dragged) if fits else "steal.sizes_differ"
        if trouble:
            self.ctx.notify(self.ctx.t(trouble), "bad")
        self.view.update()

    def attract(self, dt: float) -> None:
        """Steal one filter after another."""
        session = self.session
        steps = session.snapshot.step if session.snapshot else 0
        if session.state is State.IDLE or (session.revealed and session.seconds + 4 < steps / 30):
            self.new_secret()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw pictures, loss, knobs and facts."""
        self.view.draw(screen)

    def leave(self) -> None:
        """Pause."""
        self.session.pause()

    def close(self) -> None:
        """Stop, and wait a little."""
        self.session.close()
        self.pictures.close()
