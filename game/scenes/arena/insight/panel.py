"""The panel in which one understands the agent: its tabs and buttons, and what each of them shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import numpy as np
import pygame
from pygame_gui.elements import UIButton

from agents.emulators.games import GameSpec
from agents.emulators.two_player import DuelSpec
from game.scenes.arena.insight.heat import FilterWall, HeatOverlay
from game.scenes.arena.insight.rally_table import RallyTable
from game.scenes.arena.insight.session import TABS, TARGETS, Insight
from game.scenes.arena.view.arena_view import ArenaView
from game.ui.context import Context
from game.ui.layout import row
from game.ui.widgets.controls import button, choices, enable, select
from game.ui.widgets.plot import Plot
from game.ui.widgets.text import draw_words
from game.workers.status import State

if TYPE_CHECKING:
    from agents.insight.saliency import Target
    from agents.learning.agent import Agent
    from agents.opponents.agent_player import AgentPlayer

NO_ANSWERS = np.zeros(0, np.float32)
WIDTH = 10
"""Of a pass on the curve of accuracy, whose axis is at least 60 wide."""


class InsightPanel:
    """Draws an `Insight`, for one layout."""

    def __init__(
        self,
        ctx: Context,
        room: pygame.Rect,
        spec: GameSpec,
        insight: Insight,
        view: ArenaView,
        agent: Callable[[], Agent | None],
        watch: Callable[[], None],
    ) -> None:
        self.ctx, self._spec, self._insight, self._view, self._agent = ctx, spec, insight, view, agent
        self._watch = watch
        style, t = ctx.style, ctx.t
        self._overlay = HeatOverlay()
        self._wall = FilterWall(style)
        self._table = RallyTable(style, t, [t(f"action.{name}") for name in spec.action_names])
        self._plot = Plot(0, 1)
        head = pygame.Rect(room.x, room.y, room.width, style.row(34))
        self._tabs = choices(ctx, head, "insight.tab", TABS, self.show, "Ctrl+PgUp, Ctrl+PgDn")
        top = head.bottom + style.px(10)
        self.room = pygame.Rect(room.x, top, room.width, room.bottom - top)
        self._foot = pygame.Rect(room.x, room.bottom - style.row(36), room.width, style.row(36))
        self._extra: dict[str, UIButton] = {}
        self.show(insight.tab)

    # ------------------------------------------------------------------ buttons

    def show(self, tab: str) -> None:
        """Turn to a tab."""
        self._insight.tab = tab
        for name, chip in self._tabs.items():
            select(chip, name == tab)
        for old in self._extra.values():
            if old.alive():
                old.kill()
        self._extra = {}
        if tab == "saliency":
            self._extra = choices(self.ctx, self._foot, "insight.about", TARGETS, self._aim, "")
            self._aim(self._insight.target)
        elif tab == "imitation":
            lesson = self._insight.lesson
            commands = (
                ("imitate", self._imitate, "primary"),
                ("cancel", lesson.stop, ""),
                ("watch_imitator", self._watch, ""),
            )
            places = row(self._foot, [-1, -1, -1], self.ctx.style.px(8))
            self._extra = {
                name: button(self.ctx, at, self.ctx.t(f"insight.{name}"), do, kind=kind, object_id=f"#{name}")
                for (name, do, kind), at in zip(commands, places, strict=True)
            }
            self._steer()

    def clear(self) -> None:
        """Take the buttons away."""
        for each in (*self._tabs.values(), *self._extra.values()):
            if each.alive():
                each.kill()

    def _aim(self, target: str) -> None:
        self._insight.target = cast("Target", target)
        for name, chip in self._extra.items():
            select(chip, name == target)

    def _imitate(self) -> None:
        lesson, agent = self._insight.lesson, self._agent()
        if agent is not None:
            lesson.start(agent)

    def _steer(self) -> None:
        """Let buttons be pressed where that makes sense."""
        if self._insight.tab != "imitation":
            return
        lesson = self._insight.lesson
        enable(self._extra["imitate"], not lesson.running and lesson.pairs >= lesson.wanted)
        enable(self._extra["cancel"], lesson.running)
        enable(self._extra["watch_imitator"], lesson.imitator is not None)

    def handle(self, event: pygame.event.Event) -> bool:
        """Take a click on a decision, or the wheel; True when it was used."""
        insight = self._insight
        if insight.tab != "gradient" or not insight.lines:
            return False
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            index = self._table.at(event.pos, len(insight.lines))
            if index is not None:
                insight.chosen = index
            return index is not None
        if event.type == pygame.MOUSEWHEEL:
            insight.chosen = min(max(insight.chosen - event.y, 0), len(insight.lines) - 1)
            return True
        return False

    # ------------------------------------------------------------------ drawing

    def draw(
        self,
        screen: pygame.Surface,
        player: AgentPlayer | None,
        picture: pygame.Rect,
        *,
        paused: bool,
        across: DuelSpec | None,
    ) -> None:
        """Draw the tab, and the heat over the picture that the agent looks at."""
        tab = self._insight.tab
        if tab == "saliency":
            self._saliency(screen, player, picture, paused, across)
        elif tab == "filters":
            self._filters(screen)
        elif tab == "gradient":
            self._gradient(screen)
        else:
            self._steer()
            self._imitation(screen)

    def _saliency(
        self,
        screen: pygame.Surface,
        player: AgentPlayer | None,
        picture: pygame.Rect,
        paused: bool,
        across: DuelSpec | None,
    ) -> None:
        insight, t, colour = self._insight, self.ctx.t, self.ctx.style.colour
        reading = insight.deep if paused else insight.live
        kind = "deep" if paused else "live"
        words = t(f"insight.{kind}_{insight.target}")
        if paused and (reading is None or reading.done < 1):
            words += " " + t("insight.done", share=t.percent(reading.done if reading else 0))
        room = draw_words(screen, self.ctx.style, self.room, t(f"insight.{kind}"), colour.agent, face="bold")
        room = draw_words(screen, self.ctx.style, room, words)
        room.height = self._foot.y - room.y - self.ctx.style.px(8)
        self._view.mind(screen, room, player, self._spec.action_names)
        if reading is not None and player is not None and reading.peak > 0:
            self._overlay.draw(screen, reading.heat, self._spec.court, picture, colour.agent, across=across)

    def _filters(self, screen: pygame.Surface) -> None:
        insight, t = self._insight, self.ctx.t
        filters = insight.filters
        if filters is None:
            draw_words(screen, self.ctx.style, self.room, t("app.loading"))
            return
        room = draw_words(
            screen, self.ctx.style, self.room, t("insight.filters", n=len(filters), planes=filters.shape[1])
        )
        answers = insight.live.responses if insight.live is not None else NO_ANSWERS
        self._wall.draw(screen, room, filters, answers)

    def _gradient(self, screen: pygame.Surface) -> None:
        insight = self._insight
        if not insight.lines:
            draw_words(screen, self.ctx.style, self.room, self.ctx.t("insight.no_rally"))
            return
        self._table.draw(
            screen, self.room, insight.lines, insight.chosen, insight.gamma, insight.step_seconds
        )

    def _imitation(self, screen: pygame.Surface) -> None:
        t, colour, style = self.ctx.t, self.ctx.style.colour, self.ctx.style
        lesson = self._insight.lesson
        newest, status = lesson.newest, lesson.status
        room = draw_words(screen, self.ctx.style, self.room, t("insight.imitation"))
        enough = lesson.pairs >= lesson.wanted
        count = t("insight.pairs", n=t.number(lesson.pairs), least=t.number(lesson.wanted))
        room = draw_words(screen, self.ctx.style, room, count, colour.human, face="bold")
        track = pygame.Rect(room.x, room.y, room.width, style.px(8))
        pygame.draw.rect(screen, colour.raised, track, border_radius=style.px(4))
        track.width = round(track.width * min(1.0, lesson.pairs / lesson.wanted))
        pygame.draw.rect(screen, colour.human, track, border_radius=style.px(4))
        room.y, room.height = room.y + style.px(18), room.height - style.px(18)
        if status.state is State.ERROR:
            room = draw_words(
                screen, self.ctx.style, room, t("insight.failed", why=self.ctx.why(status)), colour.bad
            )
        elif newest is None:
            key = (
                "insight.starting" if lesson.running else "insight.ready" if enough else "insight.play_first"
            )
            draw_words(screen, self.ctx.style, room, t(key))
        if newest is None:
            return
        numbers = {"epoch": newest.epoch, "epochs": newest.epochs, "loss": t.number(newest.loss, 3)}
        numbers |= {"accuracy": t.percent(newest.accuracy[-1]), "usual": t.percent(newest.usual)}
        room = draw_words(screen, self.ctx.style, room, t("insight.lesson", **numbers))
        for who, results, tint in (
            ("you", newest.imitation, colour.human),
            ("reward", newest.reward, colour.agent),
        ):
            if results:
                mean = t.number(sum(results) / len(results), 1)
                games = f"{len(results)}/{newest.games}"
                words = t(f"insight.score_{who}", mean=mean, games=games)
                room = draw_words(screen, self.ctx.style, room, words, tint, size="body", face="bold")
        room.height = self._foot.y - room.y - style.px(8)
        if room.height > style.px(110):
            self._plot.baseline = newest.usual
            self._plot.draw(
                screen,
                style,
                room,
                [(float(WIDTH * (index + 1)), share) for index, share in enumerate(newest.accuracy)],
                x_text=lambda x: t.number(x / WIDTH),
                y_text=t.percent,
                colour=colour.human,
                baseline_text=t("insight.usual"),
            )
