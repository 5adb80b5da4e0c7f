"""Turn the knobs by hand: the model, every object's loss, Q(w) in large figures, and a race."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar

import pygame

from game.scenes.learning.address import LearningOptions
from game.scenes.learning.bench import Bench, knob_name
from game.scenes.learning.bench_tab import BenchTab
from game.scenes.learning.dials import Dials
from game.scenes.learning.figures import draw_q, draw_stack
from game.scenes.learning.knobs.loss_chart import draw_loss_chart
from game.scenes.learning.knobs.session import KnobsSession
from game.scenes.learning.knobs.tasks import below_mark
from game.ui.commands import Command, Commands
from game.ui.layout import column, row
from game.ui.scene import MOVING
from game.ui.widgets.text import draw_paragraph, draw_words


class KnobsTab(BenchTab):
    """The plane at the left; Q, the knobs and the race at the right."""

    id: ClassVar[str] = "knobs"
    opens_with = LearningOptions

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.plane.handles = True
        self.dials = Dials(self.session.remember, self.session.turn)

    def begin(self) -> None:
        """Make the session."""
        session = self.session
        self.knobs = KnobsSession(session, self.ctx.workers)

        def paged() -> bool:
            return self.dials.pages > 1

        self.commands = Commands(
            "learning",
            (
                Command("race", self.knobs.race, ("Space",), "swords", kind="primary"),
                Command("restart", self._restart, ("Home",), "rotate-ccw"),
                Command("next_page", partial(self.dials.turn_page, 1), ("]",), "chevron-right", paged),
                Command("previous_page", partial(self.dials.turn_page, -1), ("[",), "chevron-left", paged),
            ),
        )

    def _restart(self) -> None:
        self.session.restart()

    def lay_out(self, area: pygame.Rect) -> None:
        """Build the panels."""
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        left, right = row(area, [-50, -50], style.gap)
        self.plane.layout(style, self.backdrop.panel(left, t("learning.plane")))
        score = style.font("score").get_linesize()
        small = style.font("small").get_linesize()
        top, middle, foot = column(
            right, [score + 2 * small + style.px(74), -1, style.control + style.px(62)], style.gap
        )
        self._q_room = self.backdrop.panel(top, t("learning.q_title"))
        self._dial_room = self.backdrop.panel(middle, t("learning.dials"), corner=2)
        self.commands.corner(ctx, middle, ("next_page", "previous_page"))
        self.dials.layout(style, self._dial_room)
        room = self.backdrop.panel(foot)
        line, words = column(room, [style.control, -1], style.px(6))
        race, again = row(line, [-1, -1], style.px(8))
        self.commands.place(ctx, "race", race, worded=True)
        self.commands.place(ctx, "restart", again, worded=True)
        self._race_room = words

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return {"below-mark": below_mark}[name](self.session, self.knobs)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The plane, and the knobs."""
        return {"plane": self.plane.rect, "knobs": self._dial_room}

    @property
    def rest_rate(self) -> float:
        """Every picture while there is a race."""
        racing = self.knobs.rival is not None and not self.knobs.winner
        return MOVING if racing else super().rest_rate

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn knobs, draw points."""
        return self.dials.handle(event) or super().handle(event)

    def update(self, dt: float) -> None:
        """Follow the session."""
        super().update(dt)
        self.knobs.update(dt)
        self.dials.follow(self.session.w)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw plane, Q, knobs and the race."""
        super().draw(screen)
        style, t, session, knobs = self.ctx.style, self.ctx.t, self.session, self.knobs
        self.plane.draw_ground(screen)
        self.plane.draw_losses(screen)
        rival = knobs.rival
        if rival is not None:
            self.plane.draw_model(screen, session.model, rival.w, style.colour.agent, dashed=True)
        self.plane.draw_model(screen, session.model, session.w, style.colour.text, width=3)
        self.plane.draw_points(screen)
        self.plane.draw_grips(screen)
        below = draw_q(screen, self.ctx, self._q_room, session.q, knobs.mark)
        draw_stack(screen, self.ctx, below, session, knobs.mark)
        left = style.font("score", "mono_bold").size("Q(w) = 0.0000 ")[0]
        chart = pygame.Rect(self._q_room.x + left, self._q_room.y, self._q_room.width - left, 0)
        chart.height = below.y - chart.y
        if chart.width > style.px(120):
            draw_loss_chart(screen, self.ctx, chart, session)
        names = [knob_name(name) for name in session.model.names()]
        self.dials.draw(
            screen, names, lambda value: t.number(value, 2), ghost=rival.w if rival is not None else None
        )
        if rival is not None:
            key = f"learning.race_{knobs.winner or 'on'}"
            words = t(key, n=rival.steps, q=t.number(knobs.rival_q, 3))
            draw_paragraph(screen, style, words, self._race_room, "small", colour="text")
        else:
            draw_words(screen, style, self._race_room, t("learning.dials_hint"), size="tiny", whole=True)

    def leave(self) -> None:
        """Let go of the knobs."""
        super().leave()
        self.dials.let_go()

    def attract(self, dt: float) -> None:
        """Race, again and again."""
        if self.knobs.rival is None or self.knobs.winner:
            self.knobs.race()

    def close(self) -> None:
        """End the worker."""
        self.knobs.close()
