"""Beat the judge: draw a face or a cat, watch the needle, let spectators vote, enter the leaderboard."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

import pygame

from game.scenes.generator.judge.demo import Hand
from game.scenes.generator.judge.exercise import Exercise, Still, draw_legend
from game.scenes.generator.judge.leaderboard import LONGEST_NAME, SIDE, Entry, Leaderboard
from game.scenes.generator.judge.leaderboard_view import LeaderboardView
from game.scenes.generator.judge.requests import Answer, Doodle, Face, Judged
from game.scenes.generator.judge.session import JudgeSession
from game.ui.canvas.canvas_tools import CanvasTools
from game.ui.canvas.paint_canvas import PaintCanvas
from game.ui.canvas.painting import Painting
from game.ui.commands import Command
from game.ui.layout import column, row
from game.ui.picture_io import PictureIO
from game.ui.surfaces import to_array
from game.ui.widgets.controls import button, enable
from game.ui.widgets.text import draw_text, draw_words
from game.ui.widgets.window import NameWindow
from models.base.arrays import Byte
from models.generator.data_sets import DataName

# Ink and paper, skins, hair, coats and walls: the portraits' own colours.
INKS = "181c28 ffffff f5cdb8 d08c5d 7b472c 6b4128 f2c14e e0682a e24553 456dff 35ad5c a6e6ea d8c8f8"
COLOURS = tuple((ink[0], ink[1], ink[2]) for ink in map(bytes.fromhex, INKS.split()))
SEES: dict[DataName, int] = {"portraits": 64, "cats": 256}
"""Side of what a judge is given; that of cats finds the lines in it by itself."""
FILE = "face.png"
VOTES, INSET, METER = 118, 150, 130


class Drawing(Exercise):
    """Canvas, meter and votes, leaderboard.

    Attributes:
        data: what is to be drawn.
        painting: the drawing.
        votes: how many say that it is a portrait, and that it is none.
        judged: the newest verdict about it.
        strokes: how often a hand has touched it.
        leaderboard: the day's best.
    """

    id: ClassVar[str] = "draw"

    def __init__(self, session: JudgeSession, common: Sequence[Command]) -> None:
        super().__init__(session, common)
        self.data = session.data
        self.painting = Painting((512, 512))
        self.canvas = PaintCanvas(self.painting)
        self.desk: PictureIO[None] = PictureIO()
        self.tools = CanvasTools(self.canvas, self.desk, FILE, sources=False, colours=COLOURS)
        self.votes = [0, 0]
        self.judged: Judged | None = None
        self.strokes = 0
        self._inset: pygame.Rect | None = None
        self._asked = -1
        self._name = ""
        self._still, self._hand = Still(), Hand()

    def begin(self) -> None:
        """Read the leaderboards."""
        folder = self.ctx.folders.data
        self.leaderboard = Leaderboard(folder / "cats" if self.data == "cats" else folder, self.ctx.workers)
        self._board = LeaderboardView(self.leaderboard)

    def own_commands(self) -> tuple[Command, ...]:
        """Votes and the leaderboard."""
        return (
            Command("judge_vote_yes", partial(self.vote, 0), ("Y",), icon="thumbs-up"),
            Command("judge_vote_no", partial(self.vote, 1), ("N",), icon="thumbs-down"),
            Command("judge_enter", self.ask_name, ("Enter",)),
            Command("judge_day_before", lambda: self.leaderboard.turn(-1), (",",)),
            Command("judge_day_after", lambda: self.leaderboard.turn(1), (".",)),
        )

    @property
    def empty(self) -> bool:
        """Whether the paper is white, and no brush is on it."""
        return self.painting.blank and not self.painting.painting

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Tools above; canvas, meter with votes, leaderboard."""
        ctx, style, t, panel = self.ctx, self.ctx.style, self.ctx.t, self.backdrop.panel
        tools, rest = column(area, [self.tools.height(ctx, area.width), -1], style.gap)
        panel(tools)
        self.tools.layout(ctx, tools)
        left, middle, right = row(rest, [min(rest.height, round(rest.width * 0.45)), -10, -10], style.gap)
        self.canvas.layout(style, panel(left, t("generator.judge_drawing")))
        self.canvas.hint = t("generator.judge_drawing_hint")
        heading = style.font("small", "bold").get_linesize() + 2 * style.px(14)
        tally = max(style.px(24), style.font("tiny").get_linesize())
        least = heading + style.row(36) + style.px(8) + tally
        heights = [-1, style.px(INSET), max(style.px(VOTES), least)]
        meter, inset, votes = column(middle, heights, style.gap)
        self._inset = None
        if meter.height < style.text_px(METER):
            meter, votes = column(middle, [-1, heights[-1]], style.gap)
        else:
            self._inset = panel(inset)
        self._meter = panel(meter, t("generator.judge_verdict"))
        people, self._bar = column(panel(votes, t("generator.judge_people")), [-1, tally], style.px(8))
        for name, cell in zip(
            ("judge_vote_yes", "judge_vote_no"), row(people, [-1, -1], style.px(6)), strict=True
        ):
            self.commands.place(ctx, name, cell, worded=True)
        board, enter = column(panel(right, t("generator.judge_table")), [-1, style.control], style.px(8))
        self._enter = button(
            ctx,
            enter,
            t("generator.judge_enter"),
            self.ask_name,
            icon="trophy",
            kind="primary",
            tip=self.commands.tip(ctx, self.commands["judge_enter"]),
            object_id="#judge_enter",
        )
        self._board.layout(ctx, board)

    # ------------------------------------------------------------------ commands

    def restart(self) -> None:
        """White paper."""
        self.painting.cancel()
        if not self.painting.blank:
            self.painting.clear()
        self.canvas.view.reset()
        self._asked = -1

    def vote(self, index: int) -> None:
        """Count a spectator's vote: 0 says portrait, 1 says none."""
        if not self.empty:
            self.votes[index] += 1

    def ask_name(self) -> None:
        """Ask for a name, then enter the drawing as it is now, with the judge's newest verdict about it."""
        ctx, t, judged = self.ctx, self.ctx.t, self.judged
        if ctx.modal():
            return
        if self.empty or judged is None:
            ctx.notify(t("generator.judge_draw_first"), "info")
            return
        words = t("generator.judge_says", percent=t.number(100 * judged.probability, 1))
        picture = pygame.transform.smoothscale(self.painting.surface, (SIDE, SIDE))
        votes = (self.votes[0], self.votes[1])

        def done(name: str) -> None:
            self._name = name
            entry = Entry(name, judged.probability, votes, time.strftime("%H:%M"), to_array(picture))
            self.leaderboard.enter(entry)

        NameWindow(
            ctx,
            "name",
            ("generator.judge_enter_title", "generator.judge_name", "generator.judge_enter_take"),
            done,
            longest=LONGEST_NAME,
            written=self._name,
            blank="generator.judge_nobody",
            icon="trophy",
            picture=(self.painting.surface, words),
        )

    def cancel(self) -> bool:
        """Forget the stroke in hand."""
        if self.painting.painting:
            self.painting.cancel()
            return True
        return False

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Leaderboard, tools and canvas; photographs have no place on this paper."""
        if event.type == pygame.KEYDOWN and event.key == pygame.K_g:
            return True
        if self._board.handle(event) or self.tools.handle(event):
            return True
        used = self.canvas.handle(event)
        self.strokes += used and event.type == pygame.MOUSEBUTTONDOWN
        return used

    def take(self, answer: Answer) -> None:
        """Take a verdict."""
        if isinstance(answer, Judged) and (answer.face.kind == "doodle") == (self.data == "cats"):
            self.judged = answer

    def update(self, dt: float) -> None:
        """Ask about the drawing whenever it has changed and the networks are free."""
        ctx, painting = self.ctx, self.painting
        self.tools.update()
        self.tools.commands.refresh()
        opened = self.desk.update(ctx)
        if opened is not None:
            painting.place(opened.image)
        self._follow_leaderboard()
        if self.empty:
            self.judged, self.votes = None, [0, 0]
            self._asked = painting.version
        elif painting.version != self._asked and not self.session.busy:
            self._asked = painting.version
            self.session.ask(Doodle(self.seen()) if self.data == "cats" else Face("drawn", self.seen()))
        self.meter.target = None if self.judged is None else self.judged.probability
        enable(self._enter, self.judged is not None)

    def _follow_leaderboard(self) -> None:
        """Let it go on, and say what went wrong with its files."""
        t = self.ctx.t
        for trouble in self.leaderboard.update():
            if isinstance(trouble, Path):
                words = t("generator.judge_damaged", file=trouble.name)
            else:
                words = t("generator.judge_unsaved", why=self.ctx.why(trouble))
            self.ctx.notify(words, "bad")

    def seen(self) -> Byte:
        """The drawing as the judge is given it, (S, S, 3) uint8; see `SEES`."""
        side = SEES[self.data]
        return to_array(pygame.transform.smoothscale(self.painting.surface, (side, side)))

    def attract(self, dt: float) -> None:
        """Draw a simple face, or a cat's."""
        self._hand.draw(self.painting, dt, cat=self.data == "cats")

    def leave(self) -> None:
        """Finish the stroke in hand; an answer that is under way will not be waited for."""
        super().leave()
        self.canvas.leave()
        self._asked = -1

    def close(self) -> None:
        """End the threads."""
        self.desk.close()
        self.leaderboard.close()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw tools, canvas, meter, what the judge sees, votes, leaderboard."""
        self.tools.draw(screen)
        self.canvas.draw(screen)
        waiting = self.ctx.t("generator.judge_paper") if self.empty else ""
        self.draw_meter(screen, self._meter, self.judged, waiting)
        self._draw_inset(screen)
        self._draw_votes(screen)
        self._board.draw(screen)

    def _draw_inset(self, screen: pygame.Surface) -> None:
        style, t, rect = self.ctx.style, self.ctx.t, self._inset
        if rect is None:
            return
        place, words = row(rect, [rect.height, -1], style.px(12))
        if self.judged is None:
            pygame.draw.rect(screen, style.colour.raised, place, border_radius=style.px(6))
        else:
            self._still.draw(screen, self.judged.face.picture, place, style.colour.line)
            if self.session.heat:
                self._still.draw_heat(screen, style, self.judged, place)
        line = draw_text(screen, style, t("generator.judge_sees"), words.topleft, "small", "bold")
        y, legend = line.bottom + style.px(4), (t("generator.judge_for"), t("generator.judge_against"))
        y += draw_legend(screen, style, (words.x, y), legend) + style.px(6)
        rest = pygame.Rect(words.x, y, words.width, rect.bottom - y)
        draw_words(screen, style, rest, t("generator.judge_heat_key"), "faint", size="tiny", whole=True)

    def _draw_votes(self, screen: pygame.Surface) -> None:
        style, t, bar = self.ctx.style, self.ctx.t, self._bar
        pygame.draw.rect(screen, style.colour.raised, bar, border_radius=style.px(6))
        yes, no = self.votes
        if yes + no == 0:
            words = t("generator.judge_vote_hint")
            draw_text(screen, style, words, bar.center, "tiny", colour="muted", anchor="center")
            return
        parts = zip(
            row(bar, [-yes, -no], 0), self.votes, ("good", "bad"), ("midleft", "midright"), strict=True
        )
        for part, count, colour, anchor in parts:
            if count:
                pygame.draw.rect(screen, getattr(style.colour, colour), part, border_radius=style.px(6))
                at = getattr(part.inflate(-style.px(16), 0), anchor)
                draw_text(screen, style, t.number(count), at, "small", "mono_bold", "on_accent", anchor)
