"""What the agent has learned: the mean of its last games by its steps, and what there is before the first."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from agents.emulators.games import GameSpec
from agents.opponents.ladder import ranked
from game.scenes.arena.games.selection import ladder_of
from game.scenes.arena.session import Session
from game.ui.context import Context
from game.ui.layout import row
from game.ui.widgets.plot import Plot
from game.ui.widgets.text import draw_words, paragraph_height

GAMES = 32
"""Games that an agent plays at once, as long as there is none to ask."""
WIDE = 640
"""Pixels at scale 1 from which on words and curve stand side by side."""
LEAST_PLOT = 80
FIRST_STEPS = 20_000.0
"""The axis reaches so far at least."""


class Curve:
    """Draws in one room, for one layout and one game.

    Attributes:
        button: where the button that winds the training forward stands while there is no curve; None where no
            agent has been prepared.
    """

    def __init__(self, ctx: Context, session: Session, room: pygame.Rect) -> None:
        self._ctx, self._session, self._room = ctx, session, room
        spec, style, t = session.spec, ctx.style, ctx.t
        ladder = ranked(ladder_of(spec.id))
        self._marks = [(float(rung.step), rung.plain.mean, t(f"ladder.{rung.id}")) for rung in ladder]
        self._plot = Plot(*curve_range(spec, ()), baseline=None if spec.solo else 0)
        self._rallies = Plot(-1, 1, baseline=0)
        self._words, self._early = room.copy(), room.copy()
        self.button: pygame.Rect | None = None
        if room.width >= style.px(WIDE):
            self._words, self._early = row(room, [-6, -4], style.px(18))
        width = style.font("body").size(t("arena.forward"))[0] + style.px(54)
        if ladder and width <= self._words.width and self._words.height >= style.control:
            self.button = pygame.Rect(0, 0, width, style.control)
            self.button.bottomleft = self._words.bottomleft
            self._words.height -= style.control + style.px(6)

    @property
    def empty(self) -> bool:
        """Whether no game has ended yet."""
        agent = self._session.agent
        return agent is None or not agent.curve

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the curve, or what can be said before there is one."""
        agent = self._session.agent
        if agent is None or not agent.curve:
            self._draw_beginning(screen)
            return
        ctx, spec = self._ctx, self._session.spec
        self._plot.low, self._plot.high = curve_range(spec, [mean for _, _, mean in agent.curve])
        self._plot.draw(
            screen,
            ctx.style,
            self._room,
            [(float(step), mean) for step, _, mean in agent.curve],
            x_text=ctx.t.number,
            x_name=ctx.t("arena.steps"),
            y_text=ctx.t.number,
            least=FIRST_STEPS,
            colour=ctx.style.colour.agent,
            baseline_text="" if spec.solo else ctx.t("arena.level"),
            marks=[*self._marks, *self._own_marks()],
        )

    def _own_marks(self) -> list[tuple[float, float, str]]:
        """Where the user has saved the agent."""
        saves, name = self._session.selection.saves, self._ctx.t("arena.own_save")
        return [(float(step), mean, name) for step, mean in saves]

    def _draw_beginning(self, screen: pygame.Surface) -> None:
        """Say how the agent begins; where each point is won or lost, show how many it wins."""
        ctx, session = self._ctx, self._session
        agent, solo = session.agent, session.spec.solo
        games = agent.config.envs if agent is not None else GAMES
        words = ctx.t("arena.beginning_solo" if solo else "arena.beginning", games=games)
        if paragraph_height(ctx.style, words, self._words.width, size="small") > self._words.height:
            words = ctx.t("arena.beginning_short")
        rest = draw_words(screen, ctx.style, self._words, words, whole=True)
        early = self._early if self._early.x > self._words.x else rest
        if solo or early.height < ctx.style.px(LEAST_PLOT):
            return
        self._rallies.draw(
            screen,
            ctx.style,
            early,
            session.training.rallies if session.training is not None else [],
            x_text=ctx.t.number,
            x_name=ctx.t("arena.steps"),
            y_text=ctx.t.number,
            least=FIRST_STEPS,
            colour=ctx.style.colour.agent,
            baseline_text=ctx.t("arena.balance"),
        )


def curve_range(spec: GameSpec, means: Sequence[float]) -> tuple[float, float]:
    """The limits of a game's curve: its worst and best result, or what there has been so far."""
    if spec.results is not None:
        return spec.results
    return min((0.0, *means)), max((1.0, *(1.1 * mean for mean in means)))
