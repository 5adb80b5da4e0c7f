"""Beat the judge: draw a face, watch the needle, let the spectators vote, enter the table."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.generator.judge.demo import Hand
from game.scenes.generator.judge.exercise import Part
from game.scenes.generator.judge.leaderboard import SIDE, Drawing, Table
from game.scenes.generator.judge.leaderboard_view import Board
from game.scenes.generator.judge.name_window import NameWindow
from game.scenes.generator.judge.requests import Answer, Face, Judged, Look
from game.scenes.generator.judge.view import HeatMap, Still, draw_legend
from game.ui.canvas.canvas_tools import CanvasTools
from game.ui.canvas.paint_canvas import PaintCanvas
from game.ui.canvas.painting import Painting
from game.ui.layout import row
from game.ui.picture_io import PictureIO
from game.ui.surfaces import to_array
from game.ui.widgets.controls import button, enable
from game.ui.widgets.text import draw_paragraph, draw_text

if TYPE_CHECKING:
    from game.scenes.generator.judge.tab import JudgeTab

Byte = NDArray[np.uint8]
# Ink and paper, skins, hair, coats and walls: the portraits' own colours.
COLOURS = (
    (24, 28, 40),
    (255, 255, 255),
    (245, 205, 184),
    (208, 140, 93),
    (123, 71, 44),
    (107, 65, 40),
    (242, 193, 78),
    (224, 104, 42),
    (226, 69, 83),
    (69, 109, 255),
    (53, 173, 92),
    (166, 230, 234),
    (216, 200, 248),
)
SEES = 64
"""Side of what the judge sees."""
FILE = "face.png"
VOTES, INSET = 118, 150


class Easel(Part):
    """Canvas, meter and votes, table.

    Attributes:
        painting: the drawing.
        votes: how many say that it is a portrait, and that it is none.
        judged: the newest verdict about it.
        table: the day's best.
    """

    id: ClassVar[str] = "draw"

    def __init__(self, room: JudgeTab) -> None:
        super().__init__(room)
        self.painting = Painting((512, 512))
        self.canvas = PaintCanvas(self.painting)
        self.desk: PictureIO[None] = PictureIO()
        self.tools = CanvasTools(self.canvas, self.desk, FILE, sources=False, colours=COLOURS)
        self.votes = [0, 0]
        self.judged: Judged | None = None
        self.table = Table()
        self.board = Board(self.table)
        self._asked = -1
        self._name = ""
        self._still, self._heat = Still(), HeatMap()
        self._hand = Hand()

    @property
    def empty(self) -> bool:
        """Whether the paper is white, and no brush is on it."""
        return self.painting.blank and not self.painting.painting

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Tools above; canvas, meter with votes, table."""
        ctx, room = self.room.ctx, self.room
        style, t = ctx.style, ctx.t
        tools = pygame.Rect(area.x, area.y, area.width, self.tools.height(ctx, area.width))
        room.backdrop.panel(tools)
        self.tools.layout(ctx, tools)
        top = tools.bottom + style.gap
        rest = pygame.Rect(area.x, top, area.width, area.bottom - top)
        left, middle, right = row(rest, [min(rest.height, round(rest.width * 0.45)), -10, -10], style.gap)
        self.canvas.layout(style, room.backdrop.panel(left, t("generator.judge_easel")))
        self.canvas.hint = t("generator.judge_easel_hint")
        votes = pygame.Rect(middle.x, 0, middle.width, style.px(VOTES))
        votes.bottom = middle.bottom
        inset = pygame.Rect(middle.x, 0, middle.width, style.px(INSET))
        inset.bottom = votes.y - style.gap
        meter = pygame.Rect(middle.x, middle.y, middle.width, inset.y - style.gap - middle.y)
        self._meter = room.backdrop.panel(meter, t("generator.judge_verdict"))
        self._inset = room.backdrop.panel(inset)
        self._layout_votes(room.backdrop.panel(votes, t("generator.judge_people")))
        table = room.backdrop.panel(right, t("generator.judge_table"))
        enter = pygame.Rect(table.x, table.bottom - style.control, table.width, style.control)
        self._enter = button(
            ctx,
            enter,
            t("generator.judge_enter_button"),
            self.ask_name,
            icon="trophy",
            kind="primary",
            tip=f"{t('generator.judge_enter_tip')} (Enter)",
            object_id="#judge_enter",
        )
        table.height -= enter.height + style.px(8)
        self.board.layout(ctx, table)

    def _layout_votes(self, rect: pygame.Rect) -> None:
        ctx, style, t = self.room.ctx, self.room.ctx.style, self.room.ctx.t
        bar = style.px(24)
        self._bar = pygame.Rect(rect.x, rect.bottom - bar, rect.width, bar)
        place = pygame.Rect(rect.x, rect.y, rect.width, rect.height - bar - style.px(8))
        for index, (name, icon, key, cell) in enumerate(
            zip(
                ("vote_yes", "vote_no"),
                ("thumbs-up", "thumbs-down"),
                ("Y", "N"),
                row(place, [-1, -1], style.px(6)),
                strict=True,
            )
        ):
            button(
                ctx,
                cell,
                t(f"generator.judge_{name}"),
                partial(self.vote, index),
                icon=icon,
                tip=f"{t(f'generator.judge_{name}_tip')} ({key})",
                object_id=f"#{name}",
            )

    # ------------------------------------------------------------------ commands

    def vote(self, index: int) -> None:
        """Count a spectator's vote: 0 says portrait, 1 says none."""
        if not self.empty:
            self.votes[index] += 1

    def ask_name(self) -> None:
        """Ask for a name, then enter the drawing as it is now, with the judge's newest verdict about it."""
        ctx, t = self.room.ctx, self.room.ctx.t
        if ctx.modal():
            return
        judged = self.judged
        if self.empty or judged is None:
            ctx.notify(t("generator.judge_draw_first"), "info")
            return
        words = t("generator.judge_says", percent=t.number(100 * judged.probability, 1))
        picture = pygame.transform.smoothscale(self.painting.surface, (SIDE, SIDE))
        votes = (self.votes[0], self.votes[1])

        def done(name: str) -> None:
            self._name = name
            drawing = Drawing(name, judged.probability, votes, time.strftime("%H:%M"), to_array(picture))
            self.table.enter(ctx, drawing)

        NameWindow(ctx, self.painting.surface, self._name, words, done)

    def cancel(self) -> bool:
        """Forget the stroke in hand."""
        if self.painting.painting:
            self.painting.cancel()
            return True
        return False

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Votes and table; then tools and canvas. Pictures from outside are for the stand, not for here."""
        if event.type == pygame.DROPFILE:
            return False
        if event.type == pygame.KEYDOWN:
            control = event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META)
            if control and event.key in (pygame.K_o, pygame.K_v):
                return False
            if not control and self._key(event):
                return True
        if self.board.handle(event) or self.tools.handle(event):
            return True
        return self.canvas.handle(event)

    def _key(self, event: pygame.event.Event) -> bool:
        keys: dict[int, Callable[[], object]] = {
            pygame.K_y: partial(self.vote, 0),
            pygame.K_n: partial(self.vote, 1),
            pygame.K_RETURN: self.ask_name,
            pygame.K_KP_ENTER: self.ask_name,
            pygame.K_g: lambda: None,
        }
        command = keys.get(event.key)
        if command is not None:
            command()
        return command is not None

    def take(self, answer: Answer) -> None:
        """Take a verdict."""
        if answer.judged is not None and isinstance(answer.request, Look):
            self.judged = answer.judged

    def update(self, dt: float) -> None:
        """Ask about the drawing whenever it has changed and the networks are free."""
        room, painting = self.room, self.painting
        self.tools.update()
        opened = self.desk.update(room.ctx)
        if opened is not None:
            painting.place(opened.image)
        self.table.update(room.ctx)
        if self.empty:
            self.judged, self.votes = None, [0, 0]
            self._asked = painting.version
        elif painting.version != self._asked and not room.busy:
            self._asked = painting.version
            room.ask(Look(painting.version, Face("drawn", self.seen())))
        room.meter.point(None if self.judged is None else self.judged.probability)
        able = self.judged is not None
        enable(self._enter, able)

    def seen(self) -> Byte:
        """The drawing as the judge sees it, (64, 64, 3) uint8."""
        return to_array(pygame.transform.smoothscale(self.painting.surface, (SEES, SEES)))

    def attract(self, dt: float) -> None:
        """Draw a simple face."""
        self._hand.draw(self, dt)

    def release(self) -> None:
        """Finish the stroke in hand; an answer that is under way will not be waited for."""
        self.canvas.release()
        self._asked = -1

    def close(self) -> None:
        """End the threads."""
        self.desk.close()
        self.table.close()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw tools, canvas, meter, what the judge sees, votes, table."""
        self.tools.draw(screen)
        self.canvas.draw(screen)
        waiting = self.room.ctx.t("generator.judge_paper") if self.empty else ""
        self.room.draw_meter(screen, self._meter, self.judged, waiting)
        self._draw_inset(screen)
        self._draw_votes(screen)
        self.board.draw(screen)

    def _draw_inset(self, screen: pygame.Surface) -> None:
        style, t, rect = self.room.ctx.style, self.room.ctx.t, self._inset
        place = pygame.Rect(rect.x, rect.y, rect.height, rect.height)
        if self.judged is None:
            pygame.draw.rect(screen, style.colour.raised, place, border_radius=style.px(6))
        else:
            self._still.draw(screen, self.judged.face.picture, place, style.colour.line)
            if self.room.prefs.heat:
                self._heat.draw(screen, style, self.judged, place)
        x = place.right + style.px(12)
        width = rect.right - x
        line = draw_text(screen, style, t("generator.judge_sees"), (x, rect.y), size="small", face="bold")
        y = line.bottom + style.px(4)
        words = (t("generator.judge_for"), t("generator.judge_against"))
        y += draw_legend(screen, style, (x, y), words, width) + style.px(6)
        room = pygame.Rect(x, y, width, rect.bottom - y)
        note = t("generator.judge_heat_key")
        draw_paragraph(screen, style, note, room, size="tiny", colour=style.colour.faint)

    def _draw_votes(self, screen: pygame.Surface) -> None:
        style, t, bar = self.room.ctx.style, self.room.ctx.t, self._bar
        yes, no = self.votes
        pygame.draw.rect(screen, style.colour.raised, bar, border_radius=style.px(6))
        if yes + no == 0:
            words = t("generator.judge_vote_hint")
            draw_text(
                screen, style, words, bar.center, size="tiny", colour=style.colour.muted, anchor="center"
            )
            return
        split = bar.x + round(bar.width * yes / (yes + no))
        left = pygame.Rect(bar.x, bar.y, split - bar.x, bar.height)
        right = pygame.Rect(split, bar.y, bar.right - split, bar.height)
        for part, colour, count, anchor in (
            (left, style.colour.good, yes, "midleft"),
            (right, style.colour.bad, no, "midright"),
        ):
            if not count:
                continue
            pygame.draw.rect(screen, colour, part, border_radius=style.px(6))
            edge = part.x + style.px(8) if anchor == "midleft" else part.right - style.px(8)
            draw_text(
                screen,
                style,
                t.number(count),
                (edge, part.centery),
                size="small",
                face="mono_bold",
                colour=style.colour.on_accent,
                anchor=anchor,
            )
