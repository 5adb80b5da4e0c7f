"""The training on the screen: the grid and the time machine left; curves, controls and failures right."""

from __future__ import annotations

from functools import partial

import pygame

from game.scenes.generator.training.control_panel import ControlPanel
from game.scenes.generator.training.curves import Curves
from game.scenes.generator.training.face_grid import FaceGrid
from game.scenes.generator.training.failure_gallery import FailureGallery
from game.scenes.generator.training.history import Timeline
from game.scenes.generator.training.lesson_page import LessonPage
from game.scenes.generator.training.session import GanTraining
from game.ui.commands import Command, Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.tabs import not_loaded
from game.ui.widgets.bars import draw_busy
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height, shorten

CONTROLS_HEIGHT, FAILURES_HEIGHT, CURVES_LEAST = 152, 216, 170
WIDE = 0.84
"""The share of the faces' width that the words over them take."""
FAILURE_KEYS = "ZXCVB"
"""The row of keys that leads into the failures, one after the other."""
TOOLS = ("training_play", "training_explain", "training_fresh", "training_seed", "training_faces")
FILES = ("training_save", "training_load")


class Overlay:
    """What lies over the faces while nothing learns: how to begin, or what went wrong and the way back.

    Args:
        session: what may have ended.
        grid: the faces.
    """

    def __init__(self, session: GanTraining, grid: FaceGrid) -> None:
        self.session, self.grid = session, grid
        self._placed: tuple[str, ...] = ()

    def layout(self, ctx: Context, commands: Commands) -> None:
        """Build the buttons over the faces."""
        self.ctx, self._placed = ctx, self._wanted()
        style, faces = ctx.style, self.grid.faces
        for index, name in enumerate(self._placed):
            rect = pygame.Rect(0, 0, min(style.px(330), faces.width - style.px(24)), style.px(44))
            rect.midtop = (faces.centerx, self._middle() + style.px(20) + index * style.px(52))
            commands.place(ctx, name, rect, worded=True, kind="" if index else "primary")

    def _middle(self) -> int:
        """Where the words end: in the middle of the faces, or lower where they need more room."""
        faces, words = self.grid.faces, self._words()[0]
        needed = paragraph_height(self.ctx.style, words, round(faces.width * WIDE)) if words else 0
        return max(faces.centery, faces.y + needed + self.ctx.style.px(8))

    def _wanted(self) -> tuple[str, ...]:
        """The commands that are to have a button now."""
        if self.grid.big:
            return ()
        if self.session.failed:
            return "training_back", "training_begin"
        if self.session.started:
            return ()
        begin = ("training_begin",)
        return ("training_continue", *begin) if self.session.offer is not None else begin

    @property
    def stale(self) -> bool:
        """Whether other buttons are wanted than the last layout has built."""
        return self._placed != self._wanted()

    def _words(self) -> tuple[str, str, bool]:
        """What is said, if anything, its colour, and whether something is under way."""
        t, session, grid = self.ctx.t, self.session, self.grid
        if grid.big:
            lost, key = grid.timeline.failed, "missing" if grid.timeline.failed else "waits"
            words = "" if len(grid.history) else t(f"generator.training_big_{key}")
            return words, "bad" if lost else "text", not lost
        if session.trouble:
            return t(f"generator.training_{session.trouble}"), "bad", False
        if session.failed:
            return t("generator.training_failed", why=self.ctx.why(session.status)), "bad", False
        if not session.started:
            return t("generator.training_welcome"), "text", False
        if session.snapshot is None and not len(session.history):
            return t("generator.training_starting", time=t.duration(session.waited)), "text", True
        return "", "text", False

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the words, when there are any."""
        style, faces = self.ctx.style, self.grid.faces
        words, colour, busy = self._words()
        if not words:
            return
        shade = pygame.Surface(faces.size, pygame.SRCALPHA)
        shade.fill((*style.colour.background[:3], 215))
        screen.blit(shade, faces)
        width = round(faces.width * WIDE)
        room = pygame.Rect(0, 0, width, paragraph_height(style, words, width) + 2)
        room.midbottom = (faces.centerx, self._middle())
        draw_paragraph(screen, style, words, room, colour=colour, align="centre")
        if busy:
            bar = pygame.Rect(0, 0, min(style.px(330), width), style.px(8))
            bar.midtop = (faces.centerx, self._middle() + style.px(20))
            draw_busy(screen, style, bar, self.session.waited)


class TrainingView:
    """The whole tab.

    Args:
        session: the training.
        timeline: the big model's past.

    Attributes:
        explained: whether the page with one round explained is open, from the next layout on.
    """

    def __init__(self, session: GanTraining, timeline: Timeline) -> None:
        self.session = session
        self.explained = self._explaining = False
        self.grid, self.panel = FaceGrid(session.history, timeline), ControlPanel(session)
        self._overlay, self._failures = Overlay(session, self.grid), FailureGallery(session)
        self._lesson, self._curves = LessonPage(), Curves()
        self._roomy = True

    def commands(self) -> tuple[Command, ...]:
        """What is turned and shown here; the faces' commands rest while a round is explained."""
        grid, panel = self.grid, self.panel

        def faces() -> bool:
            return not self.explained

        return (
            *(
                Command(
                    f"training_freeze_{side}",
                    partial(panel.freeze, side),
                    (key,),
                    pressed=partial(panel.frozen, side),
                    kind="toggle",
                )
                for side, key in (("generator", "G"), ("discriminator", "D"))
            ),
            Command("training_reset", panel.reset, ("R",)),
            Command(
                "training_replay",
                grid.replay,
                ("H",),
                icon_now=lambda: "pause" if grid.replaying else "skip-forward",
                enabled=faces,
            ),
            Command("training_earlier", partial(grid.move, -1), ("←",), enabled=faces),
            Command("training_later", partial(grid.move, 1), ("→",), enabled=faces),
            Command(
                "training_big", grid.switch, ("M",), enabled=faces, pressed=lambda: grid.big, kind="toggle"
            ),
        )

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Tools above; then either the explanation, or grid, curves, controls and failures."""
        self.ctx, self._explaining = ctx, self.explained
        style = ctx.style
        tools, below = column(area, [style.control, -1], style.gap)
        rest = commands.layout(ctx, tools, TOOLS, gap=8)
        longest = style.font("small").size(self._longest_status())[0]
        words = sum(commands.width(ctx, name) + style.px(8) for name in FILES)
        if rest.width >= words + longest:
            self._status = commands.layout(ctx, rest, FILES, gap=8)
        else:
            *files, self._status = row(rest, [style.control, style.control, -1], style.px(8))
            for name, place in zip(FILES, files, strict=True):
                commands.place(ctx, name, place)
        if self._status.width < longest:  # then it stands beside the tabs, where there is room
            self._status = pygame.Rect(area.x, area.y - style.gap - style.px(34), area.width, style.px(34))
        if self.explained:
            self._lesson.layout(ctx, backdrop, below)
            return
        side = min(round(below.width * (0.4 if style.hall else 0.47)), below.height - style.px(64))
        left, right = row(below, [side, -1], style.gap)
        self.grid.layout(ctx, backdrop, left, commands)
        self._overlay.layout(ctx, commands)
        least = max(style.px(CONTROLS_HEIGHT), ControlPanel.height(style))
        heights = [-1, least, style.px(FAILURES_HEIGHT)]
        curves, controls, failures = column(right, heights, style.gap)
        self._roomy = not style.hall or curves.height >= style.text_px(CURVES_LEAST)
        if not self._roomy:  # the failures give way
            curves, controls = column(right, heights[:2], style.gap)
        self._curves.layout(ctx, backdrop, curves)
        self.panel.layout(ctx, backdrop, controls, commands)
        if self._roomy:
            self._failures.layout(ctx, backdrop, failures, commands)

    def handle(self, event: pygame.event.Event) -> bool:
        """Sliders and wheels; True when used."""
        if self._explaining:
            return False
        used = [self.grid.handle(event), self.panel.handle(event)]
        return any(used)

    def update(self, dt: float) -> None:
        """Advance by `dt` seconds, and show how everything is turned."""
        if not self._explaining:
            self.grid.update(dt)
            self.panel.mark()

    @property
    def stale(self) -> bool:
        """Whether the faces want other buttons than the last layout has built."""
        return not self._explaining and self._overlay.stale

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that moves."""
        self._draw_status(screen)
        if self._explaining:
            self._lesson.draw(screen, self.session.lesson, self.session.waited)
            return
        snapshot, moment, grid = self.session.snapshot, self.grid.moment, self.grid
        newest = snapshot or self.session.history.at(1.0)
        grid.draw(screen, newest.grid if newest is not None else None)
        self._overlay.draw(screen)
        self._curves.draw(
            screen, snapshot, float(moment.step) if moment is not None and not grid.big else None
        )
        self.panel.draw(screen)
        if self._roomy:
            self._failures.draw(screen)

    def _longest_status(self) -> str:
        t = self.ctx.t
        return t("generator.training_status", step=t.number(88888), time=t.duration(5000))

    def _draw_status(self, screen: pygame.Surface) -> None:
        """Draw how far the training is."""
        style, t, snapshot = self.ctx.style, self.ctx.t, self.session.snapshot
        if snapshot is None:
            waits = "starting" if self.session.started else "idle"
            words = not_loaded(self.ctx) or t(f"generator.training_status_{waits}")
        else:
            step, spent = t.number(snapshot.step), t.duration(snapshot.seconds)
            words = t("generator.training_status", step=step, time=spent)
        words, at = shorten(words, style.font("small"), self._status.width), self._status.midright
        draw_text(screen, style, words, at, "small", colour="muted", anchor="midright")
