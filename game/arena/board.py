"""What the arena shows: the games of the mode, the words over them, and the dashboard."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.arena.keeper import Keeper
from game.arena.layout import lay_out
from game.arena.match import Match
from game.arena.modes import AGAINST, COACH, WATCH, Mode
from game.arena.wing import Wing
from game.background import State
from game.race import Race
from game.scene import Context
from game.widgets.arena_view import ArenaView
from game.widgets.panel import Backdrop
from game.widgets.plot import Plot
from game.widgets.text import draw_paragraph


@dataclass(frozen=True)
class Showing:
    """What there is to show in one frame; `trouble` says why there is no two-player game."""

    mode: Mode
    race: Race
    match: Match | None
    keeper: Keeper
    paused: bool
    trouble: str


class Board:
    """Everything of the arena that is drawn, for one layout and one mode.

    Args:
        ctx: the scene's context.
        mode: decides whether there are two pictures or one.
        actions: names of the game's actions.
    """

    def __init__(self, ctx: Context, mode: Mode, actions: tuple[str, ...]) -> None:
        self.ctx = ctx
        self.places = places = lay_out(ctx.area, ctx.style)
        style, t = ctx.style, ctx.t
        self.view = ArenaView(style, t)
        self._actions = actions
        self._wing = Wing(style, t, [t(f"action.{name}") for name in actions])
        self._backdrop = Backdrop((ctx.area.width, ctx.area.bottom), style)
        self.pictures = [places.human, places.agent] if mode.split else [places.stage]
        for rect in self.pictures:
            edge = rect.inflate(4, 4)
            pygame.draw.rect(self._backdrop.surface, style.colour.line, edge, 2, border_radius=3)
        self._mind = self._backdrop.panel(places.mind, t("arena.mind"), accent=style.colour.agent)
        self._facts = self._backdrop.panel(places.facts, t("arena.learning"), accent=style.colour.agent)
        chart = places.chart if mode.split else places.stage_chart
        self._chart = self._backdrop.panel(chart, t("arena.curve"))
        if not mode.split:
            self._words = self._backdrop.panel(places.wing, t(f"arena.mode_{mode.id}"))
        self._plot = Plot(-21, 21, baseline=0)

    def draw_loading(self, screen: pygame.Surface) -> None:
        """Draw before there is any game."""
        screen.blit(self._backdrop.surface, (0, 0))
        for rect in self.pictures:
            self.view.note(screen, rect, self.ctx.t("app.loading"))

    def draw(self, screen: pygame.Surface, now: Showing) -> None:
        """Draw everything that changes."""
        screen.blit(self._backdrop.surface, (0, 0))
        self._draw_games(screen, now)
        player = now.race.player
        if now.mode is AGAINST:
            player = now.match.player if now.match is not None else None
        elif now.mode is COACH:
            player = now.race.advisor.player if now.race.advisor is not None else None
        self.view.mind(screen, self._mind, player, self._actions)
        learner = now.keeper.learner
        if learner.agent is not None:
            self.view.facts(screen, self._facts, learner.agent, learner.snapshot, running=learner.running)
        self._draw_curve(screen, now.keeper)
        self._draw_notes(screen, now)

    def _draw_games(self, screen: pygame.Surface, now: Showing) -> None:
        colour, t, view, places = self.ctx.style.colour, self.ctx.t, self.view, self.places
        race = now.race
        if now.mode is AGAINST:
            if now.match is not None:
                view.match(screen, now.match, places.stage)
                agent = now.match.player.agent if now.match.player is not None else None
                self._wing.against(screen, self._words, now.match, agent.step if agent else None)
        elif now.mode is WATCH:
            view.game(screen, race.machine, places.stage, t("arena.agent"), colour.agent)
            self._wing.watch(screen, self._words, race.machine.results)
        elif now.mode is COACH:
            view.game(screen, race.human, places.stage, t("arena.you"), colour.human)
            self._wing.coach(screen, self._words, race.advisor)
        else:
            view.game(screen, race.human, places.human, t("arena.you"), colour.human)
            view.game(screen, race.machine, places.agent, t("arena.agent"), colour.agent)

    def _draw_curve(self, screen: pygame.Surface, keeper: Keeper) -> None:
        style, t = self.ctx.style, self.ctx.t
        agent = keeper.learner.agent
        if agent is None or not agent.curve:
            words = t("arena.no_curve")
            draw_paragraph(screen, style, words, self._chart, size="small", colour=style.colour.muted)
            return
        self._plot.draw(
            screen,
            style,
            self._chart,
            [(seconds, mean) for _, seconds, mean in agent.curve],
            x_text=t.duration,
            y_text=t.number,
            colour=style.colour.agent,
            baseline_text=t("arena.level"),
        )

    # ------------------------------------------------------------------ the words over the pictures

    def _draw_notes(self, screen: pygame.Surface, now: Showing) -> None:
        """How to begin, who won, what went wrong; where there is one picture, the agent's words go first."""
        note = self.view.note
        if now.paused:
            for rect in self.pictures:
                # Below a single picture's middle, where nothing is in the way of stepping through it.
                note(screen, rect if now.mode.split else _foot(rect), self.ctx.t("arena.paused"))
            return
        agents = self._agents_note(now)
        if agents:
            text, above = agents
            note(screen, self.pictures[-1], text, above=above)
        if now.mode.split or not agents:
            players = self._players_note(now)
            if players:
                note(screen, self.pictures[0], players)

    def _agents_note(self, now: Showing) -> tuple[str, bool] | None:
        """Words about the agent, and whether buttons stand below them."""
        t, status = self.ctx.t, self.ctx.loader.status
        if now.keeper.error:
            return t("arena.failed", why=now.keeper.error), True
        if status.state is State.ERROR:
            return t("app.load_failed", why=status.error), True
        if now.keeper.offer is not None:
            return t("arena.offer"), True
        if now.mode is AGAINST and now.trouble:
            return t("arena.no_match", why=now.trouble), False
        if now.race.player is None or (now.mode is AGAINST and now.match is None):
            return t("app.loading"), False
        return None

    def _players_note(self, now: Showing) -> str:
        t = self.ctx.t
        play = now.match if now.mode is AGAINST else now.race
        if play is None or now.mode is WATCH:
            return ""
        if play.over:
            score = play.score if isinstance(play, Match) else play.human.score
            if isinstance(play, Match):
                return t("arena.beat_agent" if score.mine > score.theirs else "arena.agent_won")
            return t("arena.won" if score.mine > score.theirs else "arena.lost")
        if not play.begun:
            keys = self.ctx.settings.keys
            return t("arena.begin", keys=" / ".join(key_name(keys[action][0]) for action in ("up", "down")))
        return ""


def _foot(rect: pygame.Rect) -> pygame.Rect:
    """The lowest quarter of a picture."""
    return pygame.Rect(rect.x, rect.bottom - rect.height // 4, rect.width, rect.height // 4)


def key_name(name: str) -> str:
    """What stands on a key."""
    return {"up": "↑", "down": "↓", "left": "←", "right": "→"}.get(name, name.upper())
