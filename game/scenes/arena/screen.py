"""What the arena shows: the games of the mode, the words and buttons over them, and the dashboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pygame
from pygame_gui.elements import UIButton

from agents.emulators.joystick import SWITCHES
from game.scenes.arena.insight.panel import InsightPanel
from game.scenes.arena.insight.session import Insight
from game.scenes.arena.scores.window import draw_table
from game.scenes.arena.session import Session
from game.scenes.arena.view.arena_view import ArenaView
from game.scenes.arena.view.crt_filter import CrtFilter
from game.scenes.arena.view.curve import Curve
from game.scenes.arena.view.layout import lay_out, make_room
from game.scenes.arena.view.mode_views import MODE_VIEWS
from game.ui.context import Context
from game.ui.keymap import key_text
from game.ui.widgets.controls import button
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_text, draw_words
from game.workers.status import State

if TYPE_CHECKING:
    from agents.opponents.agent_player import AgentPlayer


class Choices:
    """At most two buttons below the middle of a picture, and one beside a curve that has not begun."""

    def __init__(self) -> None:
        self._buttons: list[UIButton] = []
        self._shown: tuple[object, ...] = ()

    def layout(self, ctx: Context, screen: Screen, session: Session, forward: Callable[[], None]) -> None:
        """Build what there is to choose now, in the place of what there was; `forward` winds the training."""
        picture = screen.pictures[-1]
        for old in self._buttons:
            if old.alive():
                old.kill()
        self._buttons = []
        self._shown = _state(ctx, screen, session)
        style, t, training = ctx.style, ctx.t, session.training
        choices: list[tuple[str, str, Callable[[], None]]] = []
        if ctx.loader.status.state is State.ERROR:
            choices.append(("again", t("app.load_again"), ctx.loader.start))
        elif training is not None and training.offer is not None:
            choices.append(("continue", t("arena.continue"), training.continue_saved))
            choices.append(("fresh", t("arena.fresh"), training.pass_over_offer))
        elif training is not None and session.error is not None:
            choices.append(("retry", t("arena.retry"), training.retry))
        rect = pygame.Rect(0, 0, min(style.px(320), picture.width - style.px(24)), style.px(44))
        rect.midtop = (picture.centerx, picture.centery + style.px(16))
        for index, (name, text, command) in enumerate(choices):
            kind = "" if index else "primary"
            self._buttons.append(button(ctx, rect, text, command, kind=kind, object_id=f"#{name}"))
            rect = rect.move(0, rect.height + style.px(8))
        if screen.curve is not None and screen.curve.empty and screen.curve.button is not None:
            made = button(
                ctx,
                screen.curve.button,
                t("arena.forward"),
                forward,
                icon="footprints",
                tip=t("arena.forward_tip"),
                kind="" if choices else "primary",
                object_id="#forward_now",
            )
            self._buttons.append(made)

    def update(self, ctx: Context, screen: Screen, session: Session, forward: Callable[[], None]) -> None:
        """Build other buttons when there is something else to choose."""
        if self._shown != _state(ctx, screen, session):
            self.layout(ctx, screen, session, forward)


def _state(ctx: Context, screen: Screen, session: Session) -> tuple[object, ...]:
    """What the choice depends on."""
    offer = session.training.offer if session.training is not None else None
    empty = screen.curve is not None and screen.curve.empty
    return ctx.loader.status.state is State.ERROR, offer, session.error is not None, empty


class Screen:
    """Everything of the arena that is drawn, for one layout and one mode."""

    def __init__(
        self, ctx: Context, session: Session, crt: CrtFilter, insight: Insight, watch: Callable[[], None]
    ) -> None:
        self.ctx, self.session = ctx, session
        spec, mode = session.spec, session.selection.mode
        style, t = ctx.style, ctx.t
        places = lay_out(ctx.area, style, whole=crt.whole)
        if insight.open:
            places = make_room(places, ctx.area, style, split=mode.split)
        self.places, self._split = places, mode.split
        self.view = ArenaView(style, t, crt)
        self._backdrop = Backdrop((ctx.area.width, ctx.area.bottom), style)
        self.pictures = [places.human, places.agent] if mode.split else [places.stage]
        for rect in self.pictures:
            edge = rect.inflate(4, 4)
            pygame.draw.rect(self._backdrop.surface, style.colour.line, edge, 2, border_radius=3)
        self.insight: InsightPanel | None = None
        self.curve: Curve | None = None
        words = pygame.Rect(0, 0, 0, 0)
        if places.insight is not None:
            room = self._backdrop.panel(places.insight)
            self.insight = InsightPanel(ctx, room, spec, insight, self.view, lambda: session.agent, watch)
            words = pygame.Rect(room.topleft, (room.width, 0))  # there is no room for any
            if places.chart_below and not session.selection.for_two_alone:
                self.curve = Curve(ctx, session, self._backdrop.panel(places.chart, t("arena.curve")))
        else:
            agents = style.colour.agent
            self._mind = self._backdrop.panel(places.mind, t("arena.mind"), accent=agents)
            self._facts = self._backdrop.panel(places.facts, t("arena.learning"), accent=agents)
            chart = places.chart if mode.split else places.stage_chart
            if not session.selection.for_two_alone:
                self.curve = Curve(ctx, session, self._backdrop.panel(chart, t("arena.curve")))
            if not mode.split:
                words = self._backdrop.panel(places.wing, t(f"arena.mode_{mode.id}"))
        self._games = MODE_VIEWS[mode.id](ctx, session, self.view, places, words)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that changes."""
        screen.blit(self._backdrop.surface, (0, 0))
        session, play = self.session, self.session.play
        if play is None:
            t, loaded = self.ctx.t, self.ctx.loader.status.state is State.DONE
            words = t("games.opening", game=session.spec.title) if loaded else t("app.loading")
            for rect in self.pictures:
                self.view.note(screen, rect, words)
            if self.insight is None:
                self._draw_mind(screen, None)
                self._draw_facts(screen)
            if self.curve is not None:
                self.curve.draw(screen)
            return
        self._games.draw(screen)
        if self.insight is not None:
            picture, paused = self.pictures[-1], session.pace.paused
            self.insight.draw(screen, play.player, picture, paused=paused, across=play.across)
        else:
            self._draw_mind(screen, play.player)
            self._draw_facts(screen)
        if self.curve is not None:
            self.curve.draw(screen)
        self._draw_notes(screen)
        self._draw_recording(screen)
        best = session.keeper.to_show(play, session.spec)
        if best and not session.pace.paused:
            style, solo = self.ctx.style, session.spec.solo
            draw_table(screen, style, self.ctx.t, self.pictures[0], best, session.keeper.place, solo=solo)

    def _draw_mind(self, screen: pygame.Surface, player: AgentPlayer | None) -> None:
        if self.session.selection.mode.people:
            draw_words(screen, self.ctx.style, self._mind, self.ctx.t("arena.no_mind"))
        else:
            self.view.mind(screen, self._mind, player, self.session.spec.action_names)

    def _draw_facts(self, screen: pygame.Surface) -> None:
        training = self.session.training
        state, newest = (training.state, training.snapshot) if training is not None else (None, None)
        running = training is not None and training.running
        self.view.facts(screen, self._facts, self._doing(), state, newest, running=running)

    def _doing(self) -> str:
        """What the agent that learns does now."""
        t, session = self.ctx.t, self.session
        training, ready = session.training, self.ctx.loader.ready
        if session.selection.for_two_alone:
            return t("arena.doing_nothing", game=session.spec.title)
        if session.error is not None or self.ctx.loader.status.state is State.ERROR:
            return t("arena.doing_failed")
        if training is not None and training.offer is not None:
            return t("arena.doing_waits")
        if training is None or not ready or training.state is None:
            return t("arena.doing_loads")
        games = training.state.config.envs
        if session.pace.paused or not session.learning:
            return t("arena.doing_rests")
        if training.snapshot is None:
            return t("arena.doing_begins", games=games)
        return t("arena.doing_learns" if training.state.curve else "arena.doing_tries", games=games)

    def _draw_recording(self, screen: pygame.Surface) -> None:
        """The sign that something is recorded, or written."""
        style, recorder = self.ctx.style, self.session.recorder
        if recorder.seconds is not None:
            text = self.ctx.t.duration(recorder.seconds)
        elif recorder.busy:
            text = self.ctx.t("more.writing", share=self.ctx.t.percent(recorder.progress))
        else:
            return
        size = style.font("small", "bold").size(text)
        box = pygame.Rect(self.pictures[0].topleft, (size[0] + style.px(34), size[1] + style.px(8)))
        box.move_ip(style.px(8), style.px(8))
        shade = pygame.Surface(box.size, pygame.SRCALPHA)
        pygame.draw.rect(shade, (0, 0, 0, 170), shade.get_rect(), border_radius=style.px(8))
        screen.blit(shade, box)
        ring = 0 if recorder.seconds is not None else style.px(2)
        dot = (box.x + style.px(14), box.centery)
        pygame.draw.circle(screen, style.colour.bad, dot, style.px(6), ring)
        at = (box.x + style.px(26), box.centery)
        draw_text(screen, style, text, at, "small", "bold", pygame.Color("white"), "midleft")

    # ------------------------------------------------------------------ the words over the pictures

    def _draw_notes(self, screen: pygame.Surface) -> None:
        """How to begin, who won, what went wrong; where there is one picture, the agent's words go first."""
        note = self.view.note
        if self.session.pace.paused:
            # What is understood of the agent is shown on its picture; words would lie over it.
            for rect in self.pictures if self.insight is None else self.pictures[:-1]:
                # Below a single picture's middle, where nothing is in the way of stepping through it.
                key = key_text(self.ctx.settings.keys["pause"][0], self.ctx.t)
                note(screen, rect if self._split else _foot(rect), self.ctx.t("arena.paused", name=key))
            return
        agents = self._agents_note()
        if agents:
            text, above = agents
            note(screen, self.pictures[-1], text, above=above)
        if self._split or not agents:
            players = self._players_note()
            if players:
                note(screen, self.pictures[0], players)

    def _agents_note(self) -> tuple[str, bool] | None:
        """Words about the agent, and whether buttons stand below them."""
        t, status, session = self.ctx.t, self.ctx.loader.status, self.session
        if session.error is not None:
            return t("arena.failed", why=self.ctx.why(session.error)), True
        if session.selection.mode.people:
            return self._people_note()
        if status.state is State.ERROR:
            return t("app.load_failed", why=status.error), True
        if session.training is not None and session.training.offer is not None:
            return t("arena.offer"), True
        if session.play is not None and session.play.trouble:
            return t("arena.no_match", why=session.play.trouble), False
        if session.play is None or session.play.player is None:
            return t("app.loading"), False
        return None

    def _people_note(self) -> tuple[str, bool] | None:
        """Why two people cannot play, or not yet."""
        t, play = self.ctx.t, self.session.play
        if play is not None and play.trouble:
            return t("arena.no_match", why=play.trouble), False
        if play is None or play.engine is None:
            return t("games.opening", game=self.session.spec.title), False
        return None

    def _players_note(self) -> str:
        t, play = self.ctx.t, self.session.play
        game = play.game if play is not None else None
        if play is None or game is None:
            return ""
        if game.over:
            return self._games.result(game.score)
        if not game.begun:
            if play.people:
                return t("arena.begin_two")
            keys = self.ctx.settings.keys
            switches = [switch for switch in SWITCHES if switch in self.session.spec.action_names]
            return t("arena.begin", keys=" / ".join(key_text(keys[switch][0], t) for switch in switches))
        return ""


def _foot(rect: pygame.Rect) -> pygame.Rect:
    """The lowest quarter of a picture."""
    return pygame.Rect(rect.x, rect.bottom - rect.height // 4, rect.width, rect.height // 4)
