"""The lecture in the app: it brings stops on the screen, takes the presenter's keys, and owns the bar."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pygame

from game.lecture.bar import LectureBar
from game.lecture.keys import Keys
from game.lecture.mistakes import told
from game.lecture.notebook import Notebook
from game.lecture.pages.shared import Shared
from game.lecture.pointing import Pointing
from game.lecture.presenter import Presenter
from game.lecture.route import ANSWERS, Phase
from game.lecture.route_file import RouteError, read_route
from game.lecture.scene import LectureScene
from game.lecture.session import LectureSession
from game.lecture.shell import LATER, PAGES, START, Shell, show_first
from game.lecture.workshops import Workshop, Workshops
from game.ui.assets import ROOT
from game.ui.commands import Command, Commands
from game.ui.context import Context
from game.ui.language import Language
from game.ui.settings import Folders
from game.ui.style import Style
from game.workers.workers import Workers

log = logging.getLogger(__name__)

BUNDLED = ROOT / "lecture"
ARROWS = frozenset({pygame.K_UP, pygame.K_DOWN, pygame.K_LEFT, pygame.K_RIGHT})


class Desk:
    """The lecture in the app.

    Args:
        shell: the app. Its `show` opens a link now, and raises a LinkError where it leads nowhere; `fresh`
            lays everything out again before. `lay_out` does that at the next frame.
        workshops: the scenes by id, which make previews of themselves.
        folders: where the progress is kept, and what was made.
        workers: where writers come from.
        route: a lecturer's own, instead of the bundled one.

    Attributes:
        bundled: the lecture's own route.
        session: where in the lecture one is.
        presenter: black screen, laser, pen.
        notebook: what is kept for the handout.
        table: what can be done, with the keys.
        problem: why the lecturer's own route could not be read.

    Raises:
        RouteError: the bundled route is broken.
    """

    def __init__(
        self,
        shell: Shell,
        workshops: Mapping[str, Workshop],
        folders: Folders,
        workers: Workers,
        route: Path | None = None,
    ) -> None:
        self._shell = shell
        self._workshops = Workshops(workshops)
        self.bundled = read_route(BUNDLED)
        self.session = LectureSession(self.bundled, folders.config, workers)
        self.problem: RouteError | None = None
        if route is not None:
            self.take_route(route)
        self.presenter = Presenter(self.session, ROOT)
        self.notebook = Notebook(self.session, folders.data / "lecture", workers)
        self.table = self._commands()
        self.bar = LectureBar(self.session, (self.table, self.presenter.tools), self, shell.gui)
        self._shown = False
        self._top = 0
        self._told = route is None
        self._pointing = Pointing(self.session, shell)
        self._keys = Keys(self.session, shell, self, self.table, self.presenter, self.bar.card)
        self._stop = self._brought = ""  # the stop, and the scene that it was brought to
        self._played = False

    def _commands(self) -> Commands:
        session = self.session
        return Commands(
            "lecture",
            (
                Command("next", self.next, ("PageDown",), "chevron-right"),
                Command("previous", self.previous, ("PageUp",), "chevron-left", enabled=self._can_go_back),
                Command("again", self.again, ("Ctrl+R",), "rotate-ccw"),
                Command(
                    "present",
                    self.toggle_presenting,
                    ("F5",),
                    "presentation",
                    pressed=lambda: session.presenting,
                ),
                Command(
                    "fold",
                    self.fold,
                    ("Ctrl+T",),
                    icon_now=lambda: "chevron-down" if session.folded else "chevron-up",
                ),
                Command("hint", self.hint, ("Ctrl+H",), "lightbulb", enabled=lambda: session.hint_due),
            ),
        )

    def _can_go_back(self) -> bool:
        return self.session.index > 0 or self.session.phase != "text"

    def tables(self) -> tuple[Commands, ...]:
        """What can be done now, for the help's list of keys."""
        if not self.session.on:
            return ()
        return (self.table, self.presenter.tools) if self.session.presenting else (self.table,)

    def scene(self) -> LectureScene:
        """A new scene of the lecture's own pages."""
        return LectureScene(Shared(self.session, self, self._workshops, self.notebook))

    # ------------------------------------------------------------------ the route

    def take_route(self, path: Path) -> None:
        """Go on with a lecturer's own route; what is wrong with it is kept in `problem`."""
        try:
            self.session.take_route(read_route(path, self.bundled))
            self.problem = None
        except RouteError as error:
            self.problem = error
            log.info("route %s: %s", path, error)

    def _drop_route(self, path: Path) -> None:
        self.take_route(path)
        self._tell_route()
        if self.problem is None:
            self._leave()
            self._shell.go(START)
            self._shell.lay_out()

    def _tell_route(self) -> None:
        """Say that a route was taken, or what is wrong with it."""
        ctx, problem = self._shell.context(), self.problem
        if problem is None:
            ctx.notify(ctx.t("lecture.route_taken", n=len(self.session.route.stops)), "good")
        else:
            ctx.notify(told(ctx.t, problem), "bad")

    # ------------------------------------------------------------------ layout

    @property
    def open(self) -> bool:
        """Whether the bar's text takes room from the scene."""
        return self.session.on and not self.session.folded

    def height(self, size: tuple[int, int], style: Style, t: Language) -> int:
        """The room that the bar's text takes below the top bar, in pixels; 0 while it is folded or off."""
        return self.bar.height(size, style, t) if self.open else 0

    def layout(self, ctx: Context, style: Style, line: pygame.Rect) -> None:
        """Build the bar.

        Args:
            ctx: a scene's context; its area begins below the bar.
            style: the one that the text is drawn in, larger than the scene's.
            line: the room in the top bar.
        """
        self._pointing.area = ctx.area
        if not self.session.on:
            self.bar.hide()
            return
        self._top = top = ctx.style.bar
        card = pygame.Rect(0, top, ctx.area.width, ctx.area.y - top) if self.open else None
        self.bar.layout(ctx, style, line, card)

    # ------------------------------------------------------------------ a frame

    def update(self, dt: float) -> None:
        """Bring a stop on the screen, and look whether its task is done."""
        session = self.session
        if not self._told:
            self._told = True
            self._tell_route()
        self.notebook.update(self._shell.context())
        links = session.take_links()
        if links is not None:
            self._bring(links)
        if not session.on:
            return
        if self._shell.scene_id == PAGES and str(self._shell.scene.link()) == START:
            self._leave()
            self._shell.lay_out()
            return
        if session.update(dt):
            self._celebrate()
        self.bar.update(dt)

    def _celebrate(self) -> None:
        self._keep()
        if self.open:
            self.bar.card.celebrate()
        else:
            ctx = self._shell.context()
            ctx.notify(ctx.t("lecture.task_done"), "good")
        self.bar.refresh()

    def _keep(self) -> None:
        """Keep what is on the screen of the stop, if it is the stop's scene that is there."""
        shell = self._shell
        if self._brought and shell.scene_id == self._brought and not self.session.presenting:
            self.notebook.keep(self._stop, shell.scene, shell.ui)

    def _keep_play(self) -> None:
        """Keep what free play has made; what a task was done with stays."""
        if self._played and self._stop not in self.session.progress.done:
            self._keep()
        self._played = False

    def _bring(self, links: Sequence[str]) -> None:
        self._keep_play()
        stop, shell = self.session.stop, self._shell
        if not self.session.revealing:  # where the answer cannot be shown, the stop stays as it was
            links = (f"{PAGES}/picture",) if stop.picture else (*links, LATER)
        show_first(shell, links, fresh=not self._shown)  # the first one makes room for the bar
        self._arrived()

    def _arrived(self) -> None:
        scene_id = self._shell.scene_id
        self._stop, self._brought = self.session.stop.id, scene_id if scene_id != PAGES else ""
        self._shown = True
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
        """Draw the bar and the presenter's ink over everything."""
        if not self.session.on:
            return
        style = self._shell.context().style
        self._pointing.draw(screen, style)
        self.bar.draw(screen)
        self.presenter.ink.draw(screen, style)

    def cover(self, screen: pygame.Surface, dt: float) -> None:
        """Show the presenter's view, and make the screen black, if a presenter wants it."""
        if self.presenter.notes.open:
            ctx = self._shell.context()
            self.presenter.notes.update(dt, screen, ctx.settings.theme, ctx.t)
        self.presenter.cover(screen)

    # ------------------------------------------------------------------ commands

    def begin(self, *, presenting: bool = False) -> None:
        """Begin, or go on where one was."""
        self.session.go(self.session.index)
        self._present(presenting)

    def take_over(self, stop_id: str, phase: Phase) -> None:
        """Be at a stop whose scene is on the screen already, and leave the scene as it is."""
        session, shell = self.session, self._shell
        session.open(stop_id)
        if phase in session.phases:
            session.phase = phase
        session.take_links()
        shell.scene.leave()
        shell.show(shell.scene_id, fresh=True)
        self._arrived()

    def forget(self) -> None:
        """Leave no trace of whoever was here."""
        self.session.end()
        self.session.folded = False
        self._leave()
        self._stop, self._brought, self._played = "", "", False
        self.notebook.forget()

    def open_stop(self, stop_id: str) -> None:
        """Go to a stop."""
        self.presenter.ink.erase()
        self.session.open(stop_id)

    def next(self) -> None:
        """The next thing that the lecture has to show."""
        if not self.session.on:
            self.begin()
        elif not self._pointing.judge():
            self._move(self.session.next)
        self.bar.refresh()

    def previous(self) -> None:
        """The one before."""
        if self.session.on:
            self._move(self.session.previous)
            self.bar.refresh()

    def _move(self, move: Callable[[], None]) -> None:
        stop = self.session.index
        move()
        if self.session.index != stop:
            self.presenter.ink.erase()

    def again(self) -> None:
        """Bring the stop's state on the screen again, after free play."""
        self.session.again()

    def toggle_presenting(self) -> None:
        """Give the lecture, from where one is, or take it alone."""
        self._present(not self.session.presenting)

    def _present(self, presenting: bool) -> None:
        changed = presenting != self.session.presenting
        self.session.present(presenting)
        if presenting and changed:
            self.presenter.begin(self._shell.context().t("notes.title"))
        elif not presenting:
            self.presenter.lay_down()
        if changed:
            self._shell.lay_out()

    def vote(self, choice: int, hands: int = 1) -> None:
        """A hand for a choice, from 1, or one less; alone it is the answer."""
        self.session.vote(choice, hands)
        self.bar.refresh()

    def give(self, answer: float) -> None:
        """Answer by a number."""
        self.session.give(answer)
        self.bar.refresh()

    def hint(self) -> None:
        """Show the task's hint, or put it away."""
        self.session.show_hint()

    def fold(self) -> None:
        """Put the text away, or bring it back."""
        self.session.folded = not self.session.folded
        self._shell.lay_out()

    def end(self) -> None:
        """Leave the lecture for the start."""
        if self.session.on:
            self._keep_play()
            self._shell.go(START)

    def _leave(self) -> None:
        self.session.end()
        self.presenter.lay_down()
        self._shown = False

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Take what belongs to the lecture, before anything else does; True when it was used."""
        if self.presenter.notes.takes(event) or self.presenter.handle_black(event):
            return True
        if event.type == pygame.DROPFILE and event.file.lower().endswith(".toml"):
            self._drop_route(Path(event.file))
            return True
        if self._keys.handle(event):
            return True
        if not self.session.on or self._shell.dialog_open:
            return False
        if self.bar.handle(event):
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.pos[1] < self._top:
            return False  # it is for the buttons in the top bar
        size = self._pointing.area.bottomright
        used = self.presenter.ink.handle(event, size) or self._pointing.handle(event)
        self._played |= not used and self._plays(event)
        return used

    def _plays(self, event: pygame.event.Event) -> bool:
        """Whether it is free play with the stop's scene."""
        if event.type == pygame.KEYDOWN:
            return event.key in ARROWS or (bool(event.unicode) and event.unicode.isprintable())
        pressed = event.type == pygame.MOUSEBUTTONDOWN and self._pointing.area.collidepoint(event.pos)
        return pressed or event.type == pygame.MOUSEWHEEL

    def close(self) -> None:
        """Write what is kept."""
        self.presenter.notes.hide()
        self._workshops.close()
        self.notebook.close()
        self.session.close()
