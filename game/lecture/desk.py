"""The lecture in the app: it brings stops on the screen, takes the presenter's keys, and owns the bar."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pygame
import pygame_gui

from game.lecture.bar import LectureBar
from game.lecture.route import ANSWERS, RouteError, read_route
from game.lecture.scene import LectureScene
from game.lecture.session import LectureSession
from game.ui.assets import ROOT
from game.ui.context import Context
from game.ui.links import LinkError
from game.ui.scene import Scene
from game.ui.settings import Folders
from game.ui.style import Style
from game.workers.workers import Workers

log = logging.getLogger(__name__)

BUNDLED = ROOT / "lecture"
HOME = "lecture"
"""The scene that the lecture begins and ends on."""
LATER = "lecture/later"
"""Shows a stop whose scene does not exist yet."""


class Shell(Protocol):
    """What the lecture needs of the app."""

    @property
    def dialog_open(self) -> bool: ...  # noqa: D102
    @property
    def scene(self) -> Scene: ...  # noqa: D102
    @property
    def scene_id(self) -> str: ...  # noqa: D102
    def context(self) -> Context: ...  # noqa: D102
    def show(self, link: str) -> None: ...  # noqa: D102
    def go(self, link: str) -> None: ...  # noqa: D102
    def lay_out(self) -> None: ...  # noqa: D102
    def gui(self, style: Style) -> pygame_gui.UIManager: ...  # noqa: D102


class Desk:
    """The lecture in the app.

    Args:
        shell: the app. Its `show` opens a link now and raises a LinkError where it leads nowhere; `lay_out`
            builds the screen again at the next frame.
        folders: where the progress is kept.
        workers: where writers come from.
        route: a lecturer's own, instead of the bundled one.

    Attributes:
        session: where in the lecture one is.
        problem: why the lecturer's own route could not be read.

    Raises:
        RouteError: the bundled route is broken.
    """

    def __init__(self, shell: Shell, folders: Folders, workers: Workers, route: Path | None = None) -> None:
        self._shell = shell
        self._bundled = read_route(BUNDLED)
        self.session = LectureSession(self._bundled, folders.config, workers)
        self.problem: RouteError | None = None
        if route is not None:
            self.take_route(route)
        self.bar = LectureBar(self.session, self, shell.gui)
        self._shown = False

    def scene(self) -> LectureScene:
        """A new scene of the lecture's own pages."""
        return LectureScene(self.session, self)

    # ------------------------------------------------------------------ the route

    def take_route(self, path: Path) -> None:
        """Go on with a lecturer's own route; what is wrong with it is kept in `problem`."""
        try:
            self.session.take_route(read_route(path, self._bundled))
            self.problem = None
        except RouteError as error:
            self.problem = error

    # ------------------------------------------------------------------ layout

    @property
    def open(self) -> bool:
        """Whether the bar's text takes room from the scene."""
        return self.session.on and not self.session.folded

    def height(self, size: tuple[int, int], style: Style) -> int:
        """The room that the bar's text takes below the top bar, in pixels; 0 while it is folded or off."""
        return self.bar.height(size, style) if self.open else 0

    def layout(self, ctx: Context, style: Style, line: pygame.Rect) -> None:
        """Build the bar.

        Args:
            ctx: a scene's context; its area begins below the bar.
            style: the one that the text is drawn in, larger than the scene's.
            line: the room in the top bar.
        """
        if not self.session.on:
            self.bar.hide()
            return
        top = ctx.style.bar
        card = pygame.Rect(0, top, ctx.area.width, ctx.area.y - top) if self.open else None
        self.bar.layout(ctx, style, line, card)

    # ------------------------------------------------------------------ a frame

    def update(self, dt: float) -> None:
        """Bring a stop on the screen, and look whether its task is done."""
        session = self.session
        stop = session.take_link()
        if stop is not None:
            self._bring()
        if not session.on:
            return
        if self._shell.scene_id == HOME and self._shell.scene.link().tab in ("", "start"):
            self.end()
            return
        if session.update(dt):
            ctx = self._shell.context()
            ctx.notify(ctx.t("lecture.task_done"), "good")
            self.bar.refresh()
        self.bar.update(dt)

    def _bring(self) -> None:
        stop, shell = self.session.stop, self._shell
        links = (
            [f"{HOME}/picture"] if stop.picture else [link for link in (stop.link, stop.meanwhile) if link]
        )
        for link in [*links, LATER]:
            try:
                shell.show(link)
                break
            except LinkError as error:
                log.info("stop %s: %s leads nowhere: %s", stop.id, link, error)
        if not self._shown:
            self._shown = True
            shell.lay_out()  # the scene makes room for the bar
        self._watch()
        self.bar.refresh()

    def _watch(self) -> None:
        task = self.session.stop.task
        check: Callable[[], bool] | None = None
        if task is not None and not task.check.startswith(ANSWERS):
            try:
                check = self._shell.scene.task(task.check)
            except KeyError:
                log.info("stop %s: no task %s here", self.session.stop.id, task.check)
        self.session.watch(check)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the bar over everything."""
        self.bar.draw(screen)

    # ------------------------------------------------------------------ commands

    def begin(self, *, presenting: bool = False) -> None:
        """Begin, or go on where one was."""
        self.session.presenting = presenting
        self.session.go(self.session.index)

    def open_stop(self, stop_id: str) -> None:
        """Go to a stop."""
        self.session.open(stop_id)

    def next(self) -> None:
        """The next thing that the lecture has to show."""
        if self.session.on:
            self.session.next()
            self.bar.refresh()
        else:
            self.begin()

    def previous(self) -> None:
        """The one before."""
        if self.session.on:
            self.session.previous()
            self.bar.refresh()

    def vote(self, choice: int) -> None:
        """A hand for a choice, from 1; alone it is the answer."""
        self.session.vote(choice)
        self.bar.refresh()

    def give(self, answer: float) -> None:
        """Answer by a number."""
        self.session.give(answer)
        self.bar.refresh()

    def fold(self) -> None:
        """Put the text away, or bring it back."""
        self.session.folded = not self.session.folded
        self._shell.lay_out()

    def end(self) -> None:
        """Leave the lecture."""
        if self.session.on:
            self.session.end()
            self._shown = False
            self._shell.lay_out()

    def handle(self, event: pygame.event.Event) -> bool:
        """Take what belongs to the lecture, before anything else does; True when it was used."""
        if self._shell.dialog_open:
            return False
        if event.type == pygame.KEYDOWN and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
            if event.key == pygame.K_PAGEDOWN:
                self.next()
                return True
            if event.key == pygame.K_PAGEUP:
                self.previous()
                return True
            if event.key == pygame.K_F5:
                self.begin(presenting=True)
                return True
        return self.session.on and self.bar.handle(event)

    def close(self) -> None:
        """Write what is kept."""
        self.session.close()
