"""What the arena shows: the games of the mode, the words over them, and the dashboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import pygame

from agents.emulators.games import GameSpec
from agents.emulators.joystick import SWITCHES
from agents.opponents.ladder import ranked
from game.scenes.arena.frame_view import FrameView
from game.scenes.arena.games.bar import rung_facts
from game.scenes.arena.games.opponent import ladder_of
from game.scenes.arena.insight.panel import InsightPanel
from game.scenes.arena.insight.session import Insight
from game.scenes.arena.play.human_vs_agent import HumanVsAgent
from game.scenes.arena.play.modes import AGAINST, COACH, WATCH, Mode
from game.scenes.arena.play.side_by_side import SideBySide
from game.scenes.arena.view.arena_view import ArenaView
from game.scenes.arena.view.crt_filter import CrtFilter
from game.scenes.arena.view.layout import lay_out, make_room
from game.scenes.arena.view.side_panel import SidePanel
from game.ui.context import Context
from game.ui.keymap import key_text
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.plot import Plot
from game.ui.widgets.text import draw_paragraph
from game.workers.status import State

if TYPE_CHECKING:
    from agents.learning.agent import Agent


class Screen:
    """Everything of the arena that is drawn, for one layout and one mode.

    Args:
        ctx: the scene's context.
        mode: decides whether there are two pictures or one.
        spec: the game.
        tube: how pictures look.
        insight: what is to be understood of the agent; takes the dashboard's place while it is open.
        agent: gives the agent that learns.
    """

    def __init__(
        self,
        ctx: Context,
        mode: Mode,
        spec: GameSpec,
        tube: CrtFilter,
        insight: Insight,
        agent: Callable[[], Agent | None],
    ) -> None:
        self.ctx = ctx
        self._spec = spec
        actions = spec.action_names
        places = lay_out(ctx.area, ctx.style, whole=tube.whole)
        if insight.open:
            places = make_room(places, ctx.area, ctx.style, split=mode.split)
        self.places = places
        style, t = ctx.style, ctx.t
        self.view = ArenaView(style, t, tube)
        self._actions = actions
        self._marks = [
            (rung.seconds, rung.plain.mean, t(f"ladder.{rung.id}")) for rung in ranked(ladder_of(spec.id))
        ]
        self._wing = SidePanel(style, t, [t(f"action.{name}") for name in actions])
        self._backdrop = Backdrop((ctx.area.width, ctx.area.bottom), style)
        self.pictures = [places.human, places.agent] if mode.split else [places.stage]
        for rect in self.pictures:
            edge = rect.inflate(4, 4)
            pygame.draw.rect(self._backdrop.surface, style.colour.line, edge, 2, border_radius=3)
        self.insight: InsightPanel | None = None
        if places.insight is not None:
            room = self._backdrop.panel(places.insight)
            self.insight = InsightPanel(ctx, room, spec, insight, self.view, agent)
            self._words = pygame.Rect(room.topleft, (room.width, 0))  # there is no room for any
            self._plot = Plot(*curve_range(spec, ()), baseline=None if spec.solo else 0)
            if places.chart_below:
                self._chart = self._backdrop.panel(places.chart, t("arena.curve"))
            return
        self._mind = self._backdrop.panel(places.mind, t("arena.mind"), accent=style.colour.agent)
        self._facts = self._backdrop.panel(places.facts, t("arena.learning"), accent=style.colour.agent)
        chart = places.chart if mode.split else places.stage_chart
        self._chart = self._backdrop.panel(chart, t("arena.curve"))
        if not mode.split:
            self._words = self._backdrop.panel(places.wing, t(f"arena.mode_{mode.id}"))
        self._plot = Plot(*curve_range(spec, ()), baseline=None if spec.solo else 0)

    def draw_loading(self, screen: pygame.Surface) -> None:
        """Draw before there is any game."""
        screen.blit(self._backdrop.surface, (0, 0))
        t, status = self.ctx.t, self.ctx.loader.status
        words = t("games.opening", game=self._spec.title) if status.state is State.DONE else t("app.loading")
        for rect in self.pictures:
            self.view.note(screen, rect, words)

    def draw(self, screen: pygame.Surface, now: FrameView) -> None:
        """Draw everything that changes."""
        screen.blit(self._backdrop.surface, (0, 0))
        self._draw_games(screen, now)
        if self.insight is not None:
            self._draw_insight(screen, self.insight, now)
            if self.places.chart_below:
                self._draw_curve(screen, now.training.state)
            self._draw_notes(screen, now)
            return
        self.view.mind(screen, self._mind, now.player, self._actions)
        training = now.training
        if training.state is not None:
            self.view.facts(screen, self._facts, training.state, training.snapshot, running=training.running)
        self._draw_curve(screen, now.training.state)
        self._draw_notes(screen, now)

    def _draw_insight(self, screen: pygame.Surface, insight: InsightPanel, now: FrameView) -> None:
        match = now.match if now.mode is AGAINST else None
        turned = match is not None and match.side == match.game.spec.trained_on
        across = match.game.spec if match is not None and turned else None
        insight.draw(screen, now.player, self.pictures[-1], paused=now.paused, across=across)

    def _draw_games(self, screen: pygame.Surface, now: FrameView) -> None:
        colour, t, view, places = self.ctx.style.colour, self.ctx.t, self.view, self.places
        race = now.race
        if now.mode is AGAINST:
            if now.match is not None:
                view.match(screen, now.match, places.stage)
                agent = now.match.player.agent if now.match.player is not None else None
                self._wing.against(screen, self._words, now.match, agent.step if agent else None)
        elif now.mode is WATCH and now.rivalry:
            if now.bout is not None:
                names = (t(f"ladder.{now.rival.chosen}"), t(f"ladder.{now.strength.chosen}"))
                sides = names if now.bout.game.spec.trained_on == "right" else names[::-1]
                view.bout(screen, now.bout, places.stage, sides)
                words = t("ladder.bout", left=sides[0], right=sides[1])
                self._wing.watch(screen, self._words, now.bout.results, words, solo=False)
        elif now.mode is WATCH:
            view.game(screen, race.machine, places.stage, t("arena.agent"), colour.agent)
            self._wing.watch(
                screen, self._words, race.machine.results, self._watched(now), solo=self._spec.solo
            )
        elif now.mode is COACH:
            view.game(screen, race.human, places.stage, t("arena.you"), colour.human)
            self._wing.coach(screen, self._words, race.advisor)
        else:
            view.game(screen, race.human, places.human, t("arena.you"), colour.human)
            view.game(screen, race.machine, places.agent, t("arena.agent"), colour.agent)

    def _watched(self, now: FrameView) -> str:
        """Who plays in the mode in which one watches."""
        t, rung = self.ctx.t, now.strength.rung
        if rung is None:
            return t("arena.watching_solo" if self._spec.solo else "arena.watching")
        return t("ladder.watching", rung=t(f"ladder.{rung.id}")) + " " + rung_facts(self.ctx, rung)

    def _draw_curve(self, screen: pygame.Surface, agent: Agent | None) -> None:
        style, t = self.ctx.style, self.ctx.t
        if agent is None or not agent.curve:
            words = t("arena.no_curve")
            draw_paragraph(screen, style, words, self._chart, size="small", colour=style.colour.muted)
            return
        self._plot.low, self._plot.high = curve_range(self._spec, [mean for _, _, mean in agent.curve])
        self._plot.draw(
            screen,
            style,
            self._chart,
            [(seconds, mean) for _, seconds, mean in agent.curve],
            x_text=t.duration,
            y_text=t.number,
            colour=style.colour.agent,
            baseline_text="" if self._spec.solo else t("arena.level"),
            marks=self._marks,
        )

    # ------------------------------------------------------------------ the words over the pictures

    def _draw_notes(self, screen: pygame.Surface, now: FrameView) -> None:
        """How to begin, who won, what went wrong; where there is one picture, the agent's words go first."""
        note = self.view.note
        if now.paused:
            # What is understood of the agent is shown on its picture; words would lie over it.
            for rect in self.pictures if self.insight is None else self.pictures[:-1]:
                # Below a single picture's middle, where nothing is in the way of stepping through it.
                key = key_text(self.ctx.settings.keys["pause"][0], self.ctx.t)
                note(screen, rect if now.mode.split else _foot(rect), self.ctx.t("arena.paused", name=key))
            return
        agents = self._agents_note(now)
        if agents:
            text, above = agents
            note(screen, self.pictures[-1], text, above=above)
        if now.mode.split or not agents:
            players = self._players_note(now)
            if players:
                note(screen, self.pictures[0], players)

    def _agents_note(self, now: FrameView) -> tuple[str, bool] | None:
        """Words about the agent, and whether buttons stand below them."""
        t, status = self.ctx.t, self.ctx.loader.status
        if now.error:
            return t("arena.failed", why=now.error), True
        if status.state is State.ERROR:
            return t("app.load_failed", why=status.error), True
        if now.training.offer is not None:
            return t("arena.offer"), True
        if now.mode is AGAINST and now.trouble:
            return t("arena.no_match", why=now.trouble), False
        if now.mode is WATCH and now.rivalry and now.trouble:
            return t("arena.no_match", why=now.trouble), False
        if now.player is None:
            return t("app.loading"), False
        return None

    def _players_note(self, now: FrameView) -> str:
        t = self.ctx.t
        play = now.match if now.mode is AGAINST else now.race
        if play is None or now.mode is WATCH:
            return ""
        if play.over:
            score = play.score if isinstance(play, HumanVsAgent) else play.human.score
            if score.mine == score.theirs and not self._spec.solo:
                return t("arena.drawn")
            if isinstance(play, HumanVsAgent):
                return t("arena.beat_agent" if score.mine > score.theirs else "arena.agent_won")
            if self._spec.solo:
                return self._solo_note(now.race, score.mine, beside=now.mode.split)
            return t("arena.won" if score.mine > score.theirs else "arena.lost")
        if not play.begun:
            keys = self.ctx.settings.keys
            switches = [switch for switch in SWITCHES if switch in self._actions]
            return t("arena.begin", keys=" / ".join(key_text(keys[switch][0], t) for switch in switches))
        return ""

    def _solo_note(self, race: SideBySide, points: int, *, beside: bool) -> str:
        """What a game came to in which there is nothing to win but points."""
        t = self.ctx.t
        if not beside:
            return t("arena.over", points=t.number(points))
        agent = race.rival.mine
        key = "arena.ahead" if points > agent else "arena.behind" if points < agent else "arena.even"
        return t(key, mine=t.number(points), agent=t.number(agent))


def curve_range(spec: GameSpec, means: Sequence[float]) -> tuple[float, float]:
    """The limits of a game's curve: its worst and best result, or what there has been so far."""
    if spec.results is not None:
        return spec.results
    return min((0.0, *means)), max((1.0, *(1.1 * mean for mean in means)))


def _foot(rect: pygame.Rect) -> pygame.Rect:
    """The lowest quarter of a picture."""
    return pygame.Rect(rect.x, rect.bottom - rect.height // 4, rect.width, rect.height // 4)
