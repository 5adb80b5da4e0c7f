"""The network's answer over the picture, what it was chosen from, and hand-made features beside it."""

from __future__ import annotations

import pygame

from game.scenes.detection.boxes import Sheet, draw_answer, pixels_of
from game.scenes.detection.by_hand.requests import DETECTORS
from game.scenes.detection.by_network.requests import LEVELS, Seen
from game.scenes.detection.by_network.session import LOOKS
from game.scenes.detection.comparison import Result, draw_table, spent, table_height
from game.scenes.detection.dials import Dial, Dials
from game.scenes.detection.marking import Marking
from game.scenes.detection.names import name
from game.scenes.detection.now.overlays import draw_anchors, draw_candidates, draw_spot
from game.scenes.detection.scoring import Box, Thing
from game.scenes.detection.workbench import Workbench
from game.ui.canvas.view import ViewPicture
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack, column, row
from game.ui.tabs import not_loaded
from game.ui.widgets.bars import bar_height, draw_bars
from game.ui.widgets.controls import by_words
from game.ui.widgets.panel import Backdrop, draw_note
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, paragraph_height


class NowView:
    """Draws the workbench's sessions."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        session = bench.network
        self.compared = self._stacked = False
        self._marking = Marking(bench)
        self._other = ViewPicture()
        self._dials = Dials(
            (
                Dial(
                    "threshold",
                    (5, 95),
                    0.01,
                    lambda: session.threshold,
                    lambda value: setattr(session, "threshold", value),
                    lambda value: self._ctx.t.percent(value),
                ),
                Dial(
                    "overlap",
                    (0, 100),
                    0.01,
                    lambda: session.overlap,
                    lambda value: setattr(session, "overlap", value),
                    lambda value: self._ctx.t.percent(value),
                ),
            )
        )

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Tools above; the picture, beside it another one where methods are compared, and the column."""
        self._ctx, bench, style, t = ctx, self.bench, ctx.style, ctx.t
        tools, below = column(area, [bench.tools.height(ctx, area.width), -1], style.gap)
        backdrop.panel(tools)
        bench.tools.layout(ctx, tools)
        self.room = None
        if self.compared:
            self._pictures, side = row(below, [-72, -28], style.gap)
            self._stacked = self.stacked
            left, other = (column if self._stacked else row)(self._pictures, [-1, -1], style.gap)
            self.room = backdrop.panel(other, self._then())
        else:
            left, side = row(below, [-62, -38], style.gap)
        bench.canvas.layout(style, backdrop.panel(left, t("detection.now_picture")))
        bench.canvas.hint = t("detection.now_hint")
        marks = self._marking.height(ctx)
        pad = 2 * style.px(12)
        heights = [-1, self._dials.height(ctx) + pad, marks + pad + style.row(34) + style.px(6)]
        answer, choice, truth = column(side, heights, style.gap)
        self._layout_answer(backdrop.panel(answer), commands)
        self._dials.layout(ctx, backdrop.panel(choice))
        stack = Stack(backdrop.panel(truth), style.px(6))
        self._marking.layout(ctx, stack.take(marks), corner=1)
        commands.corner(ctx, truth, ("iou",))
        commands.place(ctx, "compare", stack.take(style.row(34)), worded=True)

    def _then(self) -> str:
        t = self._ctx.t
        return t("detection.then_picture", what=t(f"detection.detector_{self.bench.hand.settings.detector}"))

    def _layout_answer(self, room: pygame.Rect, commands: Commands) -> None:
        ctx, style = self._ctx, self._ctx.style
        chip = style.row(32)
        parts = Stack(room, style.px(6))
        known = {"detector": DETECTORS} if self.compared else {"look": LOOKS}
        names = [f"{kind}_{each}" for kind, all_ in known.items() for each in all_]
        texts = [ctx.t(f"detection.{each}") for each in names]
        for each, place in zip(names, row(parts.take(chip), by_words(ctx, texts), style.px(5)), strict=True):
            commands.place(ctx, each, place, worded=True)
        self._level: Stepper | None = None
        if not self.compared and self.bench.network.look != "answer":
            self._level = Stepper(
                ctx,
                parts.take(chip),
                self._level_text,
                self.bench.network.turn_level,
                name="level",
                tip=ctx.t("detection.level_tip"),
                signs=("‹", "›"),
                mono=False,
            )
        self._answer = parts.rest

    def _level_text(self) -> str:
        level, t = self.bench.network.level, self._ctx.t
        return t("detection.level_all") if level < 0 else t("detection.level", n=level + 1, all=LEVELS)

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Take the sliders, turn steppers."""
        if self._level is not None and self._level.handle(event):
            return True
        return self._dials.handle(event) or self._marking.handle(event)

    def update(self) -> None:
        """Follow the sessions."""
        self._dials.update()

    @property
    def stacked(self) -> bool:
        """Whether two pictures are larger over one another than side by side."""
        (width, height), room = self.bench.painting.size, self._pictures
        used = self._ctx.style.px(60)  # of a panel's height, around its picture
        beside = min(room.width / 2 / width, (room.height - used) / height)
        over = min(room.width / width, (room.height / 2 - used) / height)
        return over > beside

    @property
    def stale(self) -> bool:
        """Whether another picture wants another layout."""
        return self.compared and self.stacked != self._stacked

    # ------------------------------------------------------------------ drawing

    def _words(self, thing: Thing) -> str:
        return f"{name(self._ctx, thing.what)} {self._ctx.t.percent(thing.score)}"

    def _mark(self, thing: Thing) -> str:
        return name(self._ctx, thing.what)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw tools, picture, boxes, and the column."""
        bench, ctx, style, session = self.bench, self._ctx, self._ctx.style, self.bench.network
        bench.tools.draw(screen)
        bench.canvas.draw(screen)
        clip = screen.get_clip()
        screen.set_clip(bench.canvas.rect)
        if session.seen is not None:
            self._draw_over(screen, session.seen)
        self._marking.draw_hand(screen, style)
        screen.set_clip(clip)
        if self.room is not None:
            self._draw_other(screen, self.room)
        if self._level is not None:
            self._level.draw(screen)
        self._dials.draw(screen)
        self._marking.draw(screen)
        if session.problem is not None:
            draw_note(screen, style, ctx.t("detection.failed", why=ctx.why(session.problem)), self._answer)
        elif session.seen is None:
            draw_note(screen, style, not_loaded(ctx) or ctx.t("app.loading"), self._answer, bad=False)
        elif self.compared:
            self._draw_table(screen)
        else:
            self._draw_answer(screen, session.seen)

    def _draw_over(self, screen: pygame.Surface, seen: Seen) -> None:
        """Draw boxes over the picture."""
        bench, style, session = self.bench, self._ctx.style, self.bench.network
        canvas, rect = bench.canvas, bench.canvas.rect
        look = "answer" if self.compared else session.look
        if look == "candidates":
            draw_candidates(screen, style, seen, session.level, canvas.place, self._words, rect)
        elif look == "anchors":
            draw_anchors(screen, style, seen, session.level, canvas.place)
        else:
            self._paint(Sheet(screen, style, canvas.place, rect))
        if canvas.spot is not None and not self.compared:
            at = seen.at(canvas.spot, session.level)
            if at is not None:
                draw_spot(screen, style, seen, at, canvas.place)

    def _paint(self, sheet: Sheet) -> None:
        """Draw the answer and the marks."""
        bench, seen = self.bench, self.bench.network.seen
        kept = seen.kept if seen is not None else ()
        marks = bench.painting.marks or ()
        draw_answer(sheet, kept, marks, bench.network_verdict, self._words, self._mark)

    def paint_boxes(self, surface: pygame.Surface) -> None:
        """Paint the answer on a picture of its own size."""
        self._paint(Sheet(surface, self._ctx.style, pixels_of, surface.get_rect()))

    def _draw_other(self, screen: pygame.Surface, room: pygame.Rect) -> None:
        """Draw the same picture with what hand-made features find in it."""
        bench, style, hand = self.bench, self._ctx.style, self.bench.hand
        painting, canvas = bench.painting, bench.canvas
        rect = self._other.draw(screen, painting.surface, painting.version, canvas.view, room)

        def place(box: Box) -> pygame.Rect:
            return canvas.place(box, room)

        found = hand.scanned.found if hand.scanned is not None else ()
        clip = screen.get_clip()
        screen.set_clip(rect)
        sheet = Sheet(screen, style, place, rect)
        draw_answer(sheet, found, painting.marks or (), bench.hand_verdict, self._mark, self._mark)
        screen.set_clip(clip)
        if hand.problem is not None:
            why = self._ctx.t("detection.failed", why=self._ctx.why(hand.problem))
            draw_note(screen, style, why, room)

    def _draw_table(self, screen: pygame.Surface) -> None:
        bench, ctx, t = self.bench, self._ctx, self._ctx.t
        scanned, seen = bench.hand.scanned, bench.network.seen
        then = Result(
            None if scanned is None else len(scanned.found),
            0.0 if scanned is None else scanned.milliseconds,
            bench.hand_verdict,
        )
        now = Result(
            None if seen is None else len(seen.kept),
            0.0 if seen is None else seen.milliseconds,
            bench.network_verdict,
        )
        draw_table(screen, ctx, self._answer, (t("detection.tab_then"), t("detection.tab_now")), (then, now))
        below = self._answer.copy()
        used = table_height(ctx) + ctx.style.px(8)
        below.y, below.height = below.y + used, below.height - used
        words = t("detection.iou_note" if bench.painting.marks is not None else "detection.no_truth")
        if paragraph_height(ctx.style, words, below.width, size="small") <= below.height:
            draw_paragraph(screen, ctx.style, words, below, "small", colour="muted")

    def _draw_answer(self, screen: pygame.Surface, seen: Seen) -> None:
        """Draw what was found as bars, or what the place that was asked about says, and the facts below."""
        bench, ctx, style, t = self.bench, self._ctx, self._ctx.style, self._ctx.t
        session, canvas = bench.network, bench.canvas
        at = seen.at(canvas.spot, session.level) if canvas.spot is not None else None
        facts = t(
            "detection.facts",
            time=spent(ctx, seen.milliseconds),
            n=len(seen.kept) + len(seen.dropped),
            kept=len(seen.kept),
            dropped=len(seen.dropped),
        )
        if at is not None:
            facts = t("detection.anchor", n=at + 1, level=int(seen.levels[at]) + 1)
        height = paragraph_height(style, facts, self._answer.width, size="small")
        bars, below = column(self._answer, [-1, height], style.px(6))
        if at is not None:
            items = [(self._class(seen, at, rank), float(seen.scores[at, rank])) for rank in range(3)]
        else:
            items = [(name(ctx, each.what), each.score) for each in seen.kept]
        shown = items[: max(1, bars.height // bar_height(style))]
        if shown:
            colour = style.colour.agent if at is not None else style.colour.human
            draw_bars(screen, style, bars, shown, colour=colour, percent=t.percent)
        else:
            draw_paragraph(screen, style, t("detection.nothing_found"), bars, "body", colour="muted")
        draw_paragraph(screen, style, facts, below, "small", colour="muted")

    def _class(self, seen: Seen, anchor: int, rank: int) -> str:
        from models.detection.labels import LABELS

        return name(self._ctx, LABELS[int(seen.runners_up[anchor, rank])].en)
