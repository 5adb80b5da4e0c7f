"""The tab's panels: choices, two stages, curves, and the gradients in numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pygame
from numpy.typing import NDArray

from agents.classic.demonstrations import GAPS, TEACHERS
from agents.classic.games import GAMES
from agents.classic.lesson import Learner
from game.scenes.rewards.choices import Choice, ChoiceRow, neighbour, turned
from game.scenes.rewards.paradigms.formulas import Lines, example_lines, reward_lines
from game.scenes.rewards.paradigms.session import BATCHES, COUNTS, WRONGS, ParadigmsSession
from game.scenes.rewards.paradigms.stage import Stage
from game.scenes.rewards.speed_slider import SpeedSlider
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.style import mix
from game.ui.widgets.panel import Backdrop, draw_note, draw_progress
from game.ui.widgets.plot import Line, Plot
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height, shorten

FEWEST = 1.0
"""Decimal logarithm of the examples at which the axis begins."""
BUTTONS = ("learn", "begin_again", "show", "duel", "duel_reward")


class ParadigmsView:
    """Everything that is to be seen.

    Attributes:
        errors: whether errors by epoch are shown instead of returns.
    """

    def __init__(self, session: ParadigmsSession) -> None:
        self._session = session
        self.errors = False
        self._stages = (Stage(), Stage())
        self._returns, self._errors = Plot(0, 500), Plot(0, 100)
        self._plot_room = self._formula_room = pygame.Rect(0, 0, 1, 1)
        self._speed = SpeedSlider(session.learning, "rewards.turns", "rewards.speed_tip", "#speed")
        self._choices = ChoiceRow(self._make_choices())

    def _make_choices(self) -> tuple[Choice, ...]:
        session = self._session

        def change(name: str, values: tuple[object, ...]) -> Choice:
            def step(step: int) -> None:
                session.change(**{name: turned(values, getattr(session.settings, name), step)})

            def text() -> str:
                return self._ctx.t(f"rewards.{name}_{getattr(session.settings, name)}")

            return Choice(name, text, step, 12)

        def count(step: int) -> None:
            session.change(count=int(neighbour(COUNTS, session.settings.count, step)))

        def wrong(step: int) -> None:
            session.change(wrong=neighbour(WRONGS, session.settings.wrong, step))

        def batch(step: int) -> None:
            session.change(batch=int(neighbour(BATCHES, session.settings.batch, step)))

        return (
            change("game", tuple(GAMES)),
            change("teacher", tuple(TEACHERS)),
            Choice("count", lambda: self._ctx.t.number(session.settings.count), count, 10),
            Choice("wrong", lambda: self._ctx.t.percent(session.settings.wrong), wrong, 9),
            change("gap", tuple(GAPS)),
            Choice("batch", lambda: str(session.settings.batch), batch, 8),
        )

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build the panels."""
        self._ctx = ctx
        style, t = ctx.style, ctx.t
        bar, buttons, stages, foot = column(
            area,
            [ChoiceRow.height(ctx) + style.px(16), style.control, -54, -46],
            style.gap,
        )
        backdrop.panel(bar)
        self._choices.layout(ctx, bar.inflate(-style.px(20), -style.px(14)))
        self._layout_buttons(buttons, commands)
        left, right = row(stages, [-1, -1], style.gap)
        facts = style.font("small").get_linesize()
        self._facts: list[pygame.Rect] = []
        self._titles: list[pygame.Rect] = []
        for stage, rect in zip(self._stages, (left, right), strict=True):
            inner = backdrop.panel(rect)
            title, told, room = column(
                inner, [style.font("body", "bold").get_linesize(), facts, -1], style.px(4)
            )
            self._titles.append(title)
            self._facts.append(told)
            stage.layout(style, room)
        plot, formula = row(foot, [-1, -1], style.gap)
        heading = t("rewards.errors" if self.errors else "rewards.returns")
        self._plot_room = backdrop.panel(plot, heading, corner=1)
        commands.corner(ctx, plot, ("other_plot",))
        self._formula_room = backdrop.panel(formula)

    def _layout_buttons(self, rect: pygame.Rect, commands: Commands) -> None:
        ctx, style, session = self._ctx, self._ctx.style, self._session
        names = BUTTONS + (("hint",) if session.settings.game == "mountaincar" else ())
        wide = style.text_px(170)
        buttons, speed = row(rect, [-1, wide], style.gap)
        commands.layout(ctx, buttons, names)
        self._speed.layout(ctx, speed)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """Both stages, the curves and the gradients."""
        return {
            "examples": self._stages[0].room,
            "reward": self._stages[1].room,
            "curves": self._plot_room,
            "gradient": self._formula_room,
        }

    def side(self, at: tuple[int, int]) -> int:
        """On which side of the hand's stage a place is: -1 left, 1 right, 0 elsewhere."""
        room = self._stages[0].room
        return 0 if not room.collidepoint(at) else -1 if at[0] < room.centerx else 1

    def handle(self, event: pygame.event.Event) -> bool:
        """Choices and speed."""
        return self._speed.handle(event) or self._choices.handle(event)

    def update(self) -> None:
        """Let the slider show what holds."""
        self._speed.update()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything."""
        self._choices.draw(screen)
        self._speed.draw(screen)
        self._draw_stages(screen)
        self._draw_plot(screen)
        self._draw_formulas(screen)

    def _draw_stages(self, screen: pygame.Surface) -> None:
        session, style, t, mode = self._session, self._ctx.style, self._ctx.t, self._session.mode
        names = {
            "watch": ("stage_examples", "stage_reward"),
            "show": ("stage_you_show", "stage_reward"),
            "duel": ("stage_you", f"stage_rival_{session.rival}"),
        }[mode]
        tints = [style.colour.human, style.colour.agent]
        if mode == "duel" and session.rival == "examples":
            tints = [style.colour.text, style.colour.human]
        elif mode != "watch":
            tints = [style.colour.text, style.colour.agent]
        facts = self._facts_now()
        for index, stage in enumerate(self._stages):
            title = self._titles[index]
            attempt = session.stages[index]
            score = t(
                "rewards.score_up" if session.game.worst >= 0 else "rewards.score_down", n=attempt.steps
            )
            drawn = draw_text(
                screen, style, score, title.topright, "body", "mono_bold", tints[index], "topright"
            )
            words = shorten(
                t(f"rewards.{names[index]}"), style.font("body", "bold"), title.width - drawn.width - 8
            )
            draw_text(screen, style, words, title.topleft, "body", "bold", tints[index])
            told = shorten(facts[index], style.font("small"), self._facts[index].width)
            draw_text(screen, style, told, self._facts[index].topleft, "small", colour="muted")
            stage.draw(screen, attempt, tints[index])
        self._draw_over_stage(screen)

    def _facts_now(self) -> tuple[str, str]:
        session, t = self._session, self._ctx.t
        progress = session.progress
        if session.mode == "show":
            left = t("rewards.showing", n=max(0, math.ceil(session.left)), count=session.shown)
        elif session.mode == "duel":
            left = t(f"rewards.duel_{session.outcome}") if session.outcome else t("rewards.duel_on")
        elif progress is None:
            left = t("rewards.knows_nothing")
        else:
            error = progress.errors[-1, 2]
            held = "–" if math.isnan(error) else t.percent(float(error))
            left = t(
                "rewards.facts_examples",
                mean=t.number(progress.examples.mean),
                sample=progress.sample,
                epoch=round(progress.epoch),
                error=held,
            )
        if progress is None:
            return left, t("rewards.knows_nothing")
        right = t(
            "rewards.facts_reward",
            mean=t.number(progress.reward.mean),
            episodes=t.number(progress.episodes),
            seen=t.number(progress.reward.seen),
        )
        return left, right

    def _draw_over_stage(self, screen: pygame.Surface) -> None:
        session, style, t = self._session, self._ctx.style, self._ctx.t
        room = self._stages[0].room
        if session.mode == "show":
            bar = pygame.Rect(room.x, room.bottom - style.px(6), room.width, style.px(6))
            draw_progress(screen, style, bar, 1 - max(0.0, session.left) / 30.0)
        if session.mode == "duel" and session.outcome:
            draw_note(screen, style, t(f"rewards.duel_{session.outcome}_more"), room, bad=False)
        elif session.mode == "watch" and session.lacking:
            draw_note(screen, style, t("rewards.show_first"), room, bad=False)
        elif (session.mode == "show" and not session.shown) or session.waits:
            draw_note(screen, style, t("rewards.push"), room, bad=False)

    def _draw_plot(self, screen: pygame.Surface) -> None:
        style, t, session = self._ctx.style, self._ctx.t, self._session
        progress, game = session.progress, session.game
        if self.errors:
            self._draw_errors(screen)
            return
        plot = self._returns
        plot.low, plot.high = game.worst, game.best
        teacher = progress.teacher if progress is not None else math.nan
        plot.baseline = None if math.isnan(teacher) else min(max(teacher, game.worst), game.best)
        lines = [
            Line(
                self._curve(progress.examples if progress else None),
                style.colour.human,
                t("rewards.from_examples"),
            ),
            Line(
                self._curve(progress.reward if progress else None),
                style.colour.agent,
                t("rewards.from_reward"),
            ),
        ]
        plot.draw_lines(
            screen,
            style,
            self._plot_room,
            lines,
            x_text=lambda x: t.short(10 ** round(x + FEWEST)) if abs(x - round(x)) < 1e-6 else "",
            y_text=t.short,
            least=4.0,
            baseline_text=t("rewards.teacher_mean", mean=t.number(teacher))
            if plot.baseline is not None
            else "",
        )

    @staticmethod
    def _curve(learner: Learner | None) -> NDArray[np.float32]:
        if learner is None:
            return np.zeros((0, 2), np.float32)
        logs = np.log10(np.maximum(learner.curve[:, 0], 1)) - FEWEST
        return np.column_stack([np.maximum(logs, 0), learner.curve[:, 1]]).astype(np.float32)

    def _draw_errors(self, screen: pygame.Surface) -> None:
        style, t, progress = self._ctx.style, self._ctx.t, self._session.progress
        errors = progress.errors if progress is not None else np.zeros((0, 3))
        lines = [
            Line(
                np.column_stack([errors[:, 0], 100 * errors[:, column]]).astype(np.float32),
                tint,
                t(f"rewards.{name}"),
            )
            for column, tint, name in (
                (1, mix(style.colour.surface, style.colour.human, 0.55), "error_sample"),
                (2, style.colour.human, "error_held"),
            )
            if len(errors) and np.isfinite(errors[:, column]).all()
        ]
        self._errors.draw_lines(
            screen,
            style,
            self._plot_room,
            lines or [Line((), style.colour.human, t("rewards.error_held"))],
            x_text=t.short,
            y_text=lambda y: f"{t.short(y)}%" if t.code == "en" else f"{t.short(y)} %",
            least=10.0,
        )

    def _draw_formulas(self, screen: pygame.Surface) -> None:
        session, t = self._session, self._ctx.t
        progress, game = session.progress, session.game
        above, below = column(self._formula_room, [-4, -5], self._ctx.style.px(8))
        waiting: Lines = [(t("rewards.press_learn"), "muted")]
        blocks = (
            (above, "formula_examples", "human", example_lines(t, game, progress) if progress else waiting),
            (
                below,
                "formula_reward",
                "agent",
                reward_lines(t, game, progress.decision) if progress else waiting,
            ),
        )
        edge = self._ctx.style.px(12)
        size = next(
            (
                size
                for size in ("body", "small")
                if all(
                    self._needed(t(f"rewards.{title}"), lines, room.width - edge, size) <= room.height
                    for room, title, _, lines in blocks
                )
            ),
            "tiny",
        )
        for room, title, tint, lines in blocks:
            self._draw_block(screen, room, t(f"rewards.{title}"), tint, lines, size)

    def _draw_block(
        self, screen: pygame.Surface, room: pygame.Rect, title: str, tint: str, lines: Lines, size: str
    ) -> None:
        style = self._ctx.style
        edge = pygame.Rect(room.x, room.y, style.px(3), room.height)
        pygame.draw.rect(screen, getattr(style.colour, tint), edge, border_radius=style.px(2))
        room = pygame.Rect(room.x + style.px(12), room.y, room.width - style.px(12), room.height)
        y = room.y + draw_paragraph(screen, style, title, room, size, "mono_bold", tint)
        for words, colour in lines:
            height = paragraph_height(style, words, room.width, size=size, face="mono")
            if y + height > room.bottom + style.px(4):
                continue
            place = pygame.Rect(room.x, y, room.width, height)
            y += draw_paragraph(screen, style, words, place, size, "mono", colour)

    def _needed(self, title: str, lines: Lines, width: int, size: str) -> int:
        style = self._ctx.style
        texts = [paragraph_height(style, words, width, size=size, face="mono") for words, _ in lines]
        return paragraph_height(style, title, width, size=size, face="mono_bold") + sum(texts)
