"""The hand-made pipeline: the picture at a step, the funnel of stages, one window, and what can be turned."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui

from game.scenes.detection.boxes import FOUND, SHADE, Sheet, draw_answer, outline, pixels_of
from game.scenes.detection.by_hand.requests import DETECTORS, Scanned, steps
from game.scenes.detection.comparison import spent
from game.scenes.detection.dials import Dial, Dials
from game.scenes.detection.marking import Marking
from game.scenes.detection.names import name
from game.scenes.detection.scoring import Thing
from game.scenes.detection.then.funnel import Funnel
from game.scenes.detection.then.window_view import WindowView, paint_feature
from game.scenes.detection.workbench import Workbench
from game.ui.canvas.view import ViewPicture
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack, column, row
from game.ui.surfaces import CachedSurface, to_surface
from game.ui.widgets.controls import Slider, by_words, slider
from game.ui.widgets.panel import Backdrop, draw_note
from game.ui.widgets.text import draw_paragraph, paragraph_height

UNFOLDED = 330
"""So high, in pixels at scale 1, the stages and the window find room over one another."""


class ThenView:
    """Draws the workbench's hand-made session."""

    def __init__(self, bench: Workbench) -> None:
        self.bench = bench
        self.window = WindowView()
        self._funnel = Funnel()
        self._marking = Marking(bench)
        self._step_picture = ViewPicture()
        self._seen = CachedSurface()
        self._dials = Dials(())

    def _turned(self) -> Dials:
        """What can be turned on the detector; people have a smallest window of their own."""
        ctx, hand = self._ctx, self.bench.hand

        def dial(name: str, limits: tuple[int, int], step: float, words: Callable[[float], str]) -> Dial:
            return Dial(
                name,
                limits,
                step,
                lambda: getattr(hand.settings, name),
                lambda value: hand.turn(**{name: value}),
                words,
            )

        def pixels(value: float) -> str:
            return ctx.t("detection.pixels", n=round(value))

        people = hand.settings.detector == "people"
        return Dials(
            (
                dial("scale", (21, 32), 0.05, lambda value: f"× {ctx.t.number(value, 2)}"),
                dial("neighbours", (0, 12), 1, lambda value: str(round(value))),
                *(() if people else (dial("smallest", (3, 12), 8, pixels),)),
                dial("border", (0, 12), 10, pixels),
                dial("leniency", (-10, 30), 0.1, lambda value: ctx.t.number(value, 1)),
            )
        )

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Tools above; the picture, the stages over the window, and the column."""
        self._ctx, bench, style, t = ctx, self.bench, ctx.style, ctx.t
        tools, below = column(area, [bench.tools.height(ctx, area.width), -1], style.gap)
        backdrop.panel(tools)
        bench.tools.layout(ctx, tools)
        left, middle, side = row(below, [-38, -38, -24], style.gap)
        picture = backdrop.panel(left, t("detection.then_title"))
        words = max(self._height(text, picture.width) for text in self._all_words())
        canvas, self._words = column(picture, [-1, words], style.px(8))
        bench.canvas.layout(style, canvas)
        bench.canvas.hint = t("detection.then_hint")
        self._slider: Slider | None = None
        self._asked = bench.canvas.spot is not None
        self._folded = middle.height < style.text_px(UNFOLDED)
        stages, window = (middle, middle) if self._folded else column(middle, [-52, -48], style.gap)
        self.window.on = self._asked or not self._folded
        if not (self._folded and self._asked):
            self._layout_stages(backdrop.panel(stages, t("detection.stages")), commands)
        if self.window.on:
            self.window.layout(ctx, backdrop.panel(window, t("detection.window")))
        self._layout_side(backdrop, side, commands)

    def _height(self, words: str, width: int, face: str = "regular") -> int:
        return paragraph_height(self._ctx.style, words, width, size="small", face=face)

    def _all_words(self) -> list[str]:
        """What any step of the detector is told in."""
        kinds = {kind for kind, _ in steps(self.bench.hand.settings.detector)}
        return [self._ctx.t(f"detection.step_{kind}", n=88) for kind in kinds]

    def _layout_stages(self, room: pygame.Rect, commands: Commands) -> None:
        ctx, style, bench = self._ctx, self._ctx.style, self.bench
        longest = self._counted_words(888888, 888888, 88888888, 88888888, 8888.8)
        heights = [-1, style.row(32), self._height(longest, room.width)]
        funnel, controls, facts = column(room, heights, style.px(6))
        self._funnel.layout(style, funnel, (ctx.t("detection.left"), ctx.t("detection.cost")))
        play, bar = row(controls, [style.px(40), -1], style.px(8))
        commands.place(ctx, "play_stages", play)
        limits, tip = (0, bench.hand.last), ctx.t("detection.step_tip")
        self._slider = slider(ctx, bar, bench.hand.step, limits, object_id="#step", tip=tip)
        self._facts = facts

    def _layout_side(self, backdrop: Backdrop, side: pygame.Rect, commands: Commands) -> None:
        ctx, style = self._ctx, self._ctx.style
        pad, button, gap = 2 * style.px(12), style.row(34), style.px(6)
        marks = self._marking.height(ctx)
        self._dials = self._turned()
        longest = ctx.t("detection.judged", hits=88, alarms=88, missed=88)
        score = self._height(longest, side.width - 2 * style.px(14), "bold")
        needed = style.row(32) + self._dials.least(ctx) + score + 2 * style.px(8) + pad
        below = marks + pad + button + gap
        self._marked = side.height - below - style.gap >= needed
        choice, truth = column(side, [-1, below], style.gap) if self._marked else (side, side)
        parts = Stack(backdrop.panel(choice), style.px(8))
        texts = [ctx.t(f"detection.detector_{each}") for each in DETECTORS]
        chips, usual = row(parts.take(style.row(32)), [-1, style.row(32)], style.px(5))
        for each, place in zip(DETECTORS, row(chips, by_words(ctx, texts), style.px(5)), strict=True):
            commands.place(ctx, f"detector_{each}", place, worded=True)
        commands.place(ctx, "usual", usual)
        dials, self._score = column(parts.rest, [-1, score], style.px(8))
        self._dials.layout(ctx, dials)
        if not self._marked:
            return
        stack = Stack(backdrop.panel(truth), gap)
        self._marking.layout(ctx, stack.take(marks))
        commands.place(ctx, "with_now", stack.take(button), worded=True)

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Take the sliders, open stages, turn steppers."""
        hand = self.bench.hand
        moved = event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED
        if moved and self._slider is not None and event.ui_element is self._slider:
            hand.go(round(event.value))
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == pygame.BUTTON_LEFT and self._slider:
            stage = self._funnel.at(event.pos)
            if stage is not None:
                hand.open_bar(stage)
                return True
        if self._marked and self._marking.handle(event):
            return True
        return self._dials.handle(event) or self.window.handle(event)

    def update(self) -> None:
        """Follow the session."""
        scanned = self.bench.hand.scanned
        self._dials.update()
        if self._slider is not None:
            self._slider.stand(self.bench.hand.step)
        self.window.follow(scanned.why if scanned is not None else None)

    @property
    def stale(self) -> bool:
        """Whether the stages have to make room for the window, or the other way round."""
        return self._folded and self._asked != (self.bench.canvas.spot is not None)

    # ------------------------------------------------------------------ drawing

    def _mark(self, thing: Thing) -> str:
        return name(self._ctx, thing.what)

    def _found(self, thing: Thing) -> str:
        return f"{name(self._ctx, thing.what)} · {round(thing.score)}"

    def draw(self, screen: pygame.Surface) -> None:
        """Draw tools, picture, funnel, window, and the column."""
        bench, ctx, style = self.bench, self._ctx, self._ctx.style
        hand, canvas = bench.hand, bench.canvas
        bench.tools.draw(screen)
        canvas.draw(screen)
        clip = screen.get_clip()
        screen.set_clip(canvas.rect)
        if hand.scanned is not None:
            self._draw_over(screen, hand.scanned)
        self._marking.draw_hand(screen, style)
        screen.set_clip(clip)
        self._dials.draw(screen)
        if self._marked:
            self._marking.draw(screen)
        self.window.draw(screen)
        if hand.problem is not None:
            draw_note(screen, style, ctx.t("detection.failed", why=ctx.why(hand.problem)), canvas.room)
        if hand.scanned is None:
            if hand.problem is None and self._slider is not None:
                words = ctx.t("detection.scanning")
                draw_paragraph(screen, style, words, self._facts, "small", colour="muted")
            return
        kind, stage = self._kind(hand.scanned)
        chosen = stage if kind in ("windows", "stage") else 0 if kind == "scores" else None
        if self._slider is not None:
            self._funnel.draw(screen, hand.scanned, chosen)
            draw_paragraph(screen, style, self._counted(hand.scanned), self._facts, "small", colour="muted")
        draw_paragraph(screen, style, ctx.t(f"detection.step_{kind}", n=stage), self._words, "small")
        self._draw_score(screen)

    @staticmethod
    def _kind(scanned: Scanned) -> tuple[str, int]:
        return steps(scanned.question.settings.detector)[scanned.question.step]

    def _draw_over(self, screen: pygame.Surface, scanned: Scanned) -> None:
        """Draw what the step shows in place of the picture, and boxes over it."""
        bench, style, canvas = self.bench, self._ctx.style, self.bench.canvas
        fresh = scanned.question.version == bench.painting.version
        if scanned.image is not None and fresh and not bench.painting.painting:
            image = scanned.image
            surface = self._seen.get(None, lambda: to_surface(image), image)
            size = bench.painting.size
            self._step_picture.draw(screen, surface, id(image), canvas.view, canvas.room, size)
        kind, _ = self._kind(scanned)
        for window in scanned.windows:
            rect = canvas.place(window)
            pygame.draw.rect(screen, SHADE, rect.inflate(2, 2), style.px(3))
            pygame.draw.rect(screen, FOUND, rect, max(1, style.px(1)))
        if kind == "answer":
            self._paint(Sheet(screen, style, canvas.place, canvas.rect))
        if scanned.why is not None:
            rect = canvas.place(scanned.why.window)
            if self.window.feature is not None:
                paint_feature(screen, self.window.feature, scanned.why.window, rect)
            outline(screen, rect, (92, 182, 255), max(2, style.px(2)))

    def _paint(self, sheet: Sheet) -> None:
        """Draw the answer and the marks."""
        bench, scanned = self.bench, self.bench.hand.scanned
        found = scanned.found if scanned is not None else ()
        draw_answer(sheet, found, bench.painting.marks or (), bench.hand_verdict, self._found, self._mark)

    def paint_boxes(self, surface: pygame.Surface) -> None:
        """Paint the answer on a picture of its own size."""
        self._paint(Sheet(surface, self._ctx.style, pixels_of, surface.get_rect()))

    def _counted(self, scanned: Scanned) -> str:
        """How many windows are left at this step, and what it has cost."""
        kind, stage = self._kind(scanned)
        total = scanned.left[0]
        now = len(scanned.left) - 1 if kind in ("raw", "answer") else stage
        work, features = sum(scanned.work[:now]), sum(scanned.work)
        return self._counted_words(scanned.left[now], total, work, features, scanned.milliseconds)

    def _counted_words(self, left: int, total: int, work: int, features: int, milliseconds: float) -> str:
        t = self._ctx.t
        numbers = {"left": left, "total": total, "work": work, "all": features}
        written = {name: t.number(number) for name, number in numbers.items()}
        return t("detection.counted", **written, time=spent(self._ctx, milliseconds))

    def _draw_score(self, screen: pygame.Surface) -> None:
        bench, ctx, t = self.bench, self._ctx, self._ctx.t
        scanned, verdict = bench.hand.scanned, bench.hand_verdict
        count = len(scanned.found) if scanned is not None else 0
        if verdict is None:
            words, colour = t("detection.unjudged", n=count), "muted"
        else:
            words = t(
                "detection.judged", hits=verdict.hits, alarms=verdict.false_alarms, missed=verdict.missed
            )
            colour = "bad" if verdict.errors else "good"
        draw_paragraph(screen, ctx.style, words, self._score, "small", "bold", colour)
