"""The tab's panels: what is shown, what is believed, regret."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pygame

from agents.bandits.bandit import METHODS
from game.scenes.rewards.choices import Choice, ChoiceRow, turned
from game.scenes.rewards.recommend.requests import FEATURES
from game.scenes.rewards.recommend.session import LIKE, RecommendSession
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.style import mix
from game.ui.surfaces import CachedSurface, fit, thumbnail
from game.ui.widgets.panel import Backdrop, draw_note
from game.ui.widgets.plot import Line, Plot
from game.ui.widgets.text import draw_text, shorten

BUTTONS = ("skip", "like", "make", "simulate", "undo_like", "redo_like", "forget_taste")
MOST_WEIGHT = 1.2
"""Weights up to this fit on the bars."""


class RecommendView:
    """Everything that is to be seen."""

    def __init__(self, session: RecommendSession) -> None:
        self._session = session
        self._plot = Plot(0, None)
        self._picture = CachedSurface()
        self._small: dict[tuple[int, int], pygame.Surface] = {}
        self.picture_room = self._strip = self._belief = self._regret = pygame.Rect(0, 0, 1, 1)
        self._choices = ChoiceRow(self._make_choices())

    def _make_choices(self) -> tuple[Choice, ...]:
        session = self._session

        def method(step: int) -> None:
            session.choose_method(turned(METHODS, session.method, step))

        def user(step: int) -> None:
            session.choose_user(max(1, session.user + step))

        return (
            Choice("method", lambda: self._ctx.t(f"rewards.method_{session.method}"), method, 20),
            Choice("user", lambda: self._ctx.t("rewards.user_number", n=session.user), user, 14),
        )

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build the panels."""
        self._ctx = ctx
        self._small.clear()
        style, t = ctx.style, ctx.t
        bar, buttons, rest = column(
            area, [ChoiceRow.height(ctx) + style.px(16), style.control, -1], style.gap
        )
        backdrop.panel(bar)
        self._choices.layout(ctx, bar.inflate(-style.px(20), -style.px(14)))
        commands.layout(ctx, buttons, BUTTONS)
        left, right = row(rest, [-50, -50], style.gap)
        inner = backdrop.panel(left)
        line = style.font("body", "bold").get_linesize()
        self._title, self.picture_room, self._told, self._strip = column(
            inner, [line, -1, style.font("small").get_linesize(), style.px(46)], style.px(6)
        )
        above, below = column(right, [-54, -46], style.gap)
        self._belief = backdrop.panel(above, t("rewards.belief"))
        self._regret = backdrop.panel(below, t("rewards.regret"))

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The picture, the belief, the regret."""
        return {"picture": self.picture_room, "belief": self._belief, "regret": self._regret}

    def handle(self, event: pygame.event.Event) -> bool:
        """Choices; a click on the picture's halves answers."""
        return self._choices.handle(event)

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything."""
        self._choices.draw(screen)
        self._draw_picture(screen)
        self._draw_strip(screen)
        self._draw_belief(screen)
        self._draw_regret(screen)

    def _draw_picture(self, screen: pygame.Surface) -> None:
        session, style, t = self._session, self._ctx.style, self._ctx.t
        room = self.picture_room
        if session.shown is None:
            words = (
                t("rewards.no_portraits") if session.problem is not None else t("rewards.making_portraits")
            )
            draw_note(screen, style, words, room, bad=session.problem is not None)
            return
        made = session.made is not None
        title = t("rewards.made_for_you" if made else "rewards.do_you_like")
        likes = sum(each.answer == LIKE for each in session.history)
        count = draw_text(
            screen,
            style,
            t("rewards.liked_of", liked=likes, n=len(session.history)),
            self._title.topright,
            "small",
            "mono",
            "muted",
            "topright",
        )
        words = shorten(title, style.font("body", "bold"), self._title.width - count.width - style.px(8))
        draw_text(screen, style, words, self._title.topleft, "body", "bold", "good" if made else "text")
        array = session.made if session.made is not None else session.items[session.shown].picture
        place = fit((1, 1), room)
        picture = self._picture.get((place.size, style), lambda: thumbnail(array, place.size), array)
        screen.blit(picture, place)
        if made:
            rim = place.inflate(style.px(6), style.px(6))
            pygame.draw.rect(screen, style.colour.good, rim, style.px(3), border_radius=style.px(6))
            return
        mean, doubt = session.expects()
        told = t("rewards.expects", mean=self._signed(mean), doubt=t.number(doubt, 2))
        draw_text(screen, style, told, self._told.midtop, "small", "mono", "muted", "midtop")

    def _signed(self, value: float) -> str:
        return ("+" if value >= 0 else "") + self._ctx.t.number(value, 2)

    def _draw_strip(self, screen: pygame.Surface) -> None:
        session, style = self._session, self._ctx.style
        side, gap = self._strip.height, style.px(5)
        count = (self._strip.width + gap) // (side + gap)
        latest = session.history[-count:]
        for index, each in enumerate(latest):
            place = pygame.Rect(self._strip.x + index * (side + gap), self._strip.y, side, side)
            key = (each.item, side)
            if key not in self._small:
                if len(self._small) > 200:
                    self._small.clear()
                self._small[key] = thumbnail(session.items[each.item].picture, (side, side))
            screen.blit(self._small[key], place)
            tint = style.colour.good if each.answer == LIKE else style.colour.bad
            pygame.draw.rect(screen, tint, place, max(2, style.px(3)), border_radius=style.px(3))

    def _draw_belief(self, screen: pygame.Surface) -> None:
        session, style, t = self._session, self._ctx.style, self._ctx.t
        font = style.font("small")
        rows = column(self._belief, [-1] * len(FEATURES), 0)
        names = [t(f"rewards.feature_{name}") for name in FEATURES]
        wide = min(max(font.size(name)[0] for name in names) + style.px(10), self._belief.width // 2)
        numbers = style.font("small", "mono").size("+0.00 ± 0.00")[0] + style.px(8)
        mean, spread = session.belief.mean, session.belief.spread
        for place, name, weight, doubt in zip(rows, names, mean.tolist(), spread.tolist(), strict=True):
            words = shorten(name, font, wide - style.px(6))
            draw_text(screen, style, words, place.midleft, "small", anchor="midleft")
            track = pygame.Rect(place.x + wide, 0, place.width - wide - numbers, max(6, place.height // 2))
            track.centery = place.centery
            pygame.draw.rect(screen, style.colour.raised, track, border_radius=style.px(3))

            def x_of(value: float, track: pygame.Rect = track) -> int:
                share = min(max(value / MOST_WEIGHT, -1.0), 1.0)
                return round(track.centerx + share * track.width / 2)

            band = pygame.Rect(x_of(weight - doubt), track.y, 0, track.height)
            band.width = max(2, x_of(weight + doubt) - band.x)
            sure = abs(weight) > doubt
            tint = style.colour.good if weight > 0 else style.colour.bad
            tint = tint if sure else style.colour.muted
            pygame.draw.rect(screen, mix(style.colour.raised, tint, 0.45), band, border_radius=style.px(3))
            x = x_of(weight)
            pygame.draw.line(screen, tint, (x, track.y - 1), (x, track.bottom), max(2, style.px(4)))
            middle = track.centerx
            pygame.draw.line(screen, style.colour.line, (middle, track.y), (middle, track.bottom), 1)
            text = f"{self._signed(weight)} ± {t.number(doubt, 2)}"
            draw_text(screen, style, text, place.midright, "small", "mono", "muted", "midright")

    def _draw_regret(self, screen: pygame.Surface) -> None:
        session, style, t = self._session, self._ctx.style, self._ctx.t
        if session.curves is None:
            draw_note(screen, style, t("rewards.regret_waits"), self._regret, bad=False)
            return
        tints = (style.colour.muted, style.colour.bad, style.colour.agent, style.colour.human)
        steps = np.arange(session.curves.shape[1])[::4]
        lines = [
            Line(np.column_stack([steps, curve[::4]]).astype(np.float32), tint, t(f"rewards.method_{name}"))
            for name, tint, curve in zip(METHODS, tints, session.curves, strict=True)
        ]
        self._plot.draw_lines(screen, style, self._regret, lines, x_text=t.short, y_text=t.short, least=50.0)
