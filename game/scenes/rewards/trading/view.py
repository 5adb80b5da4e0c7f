"""The tab's panels: choices, prices and money, what learning brings, and the accounts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pygame

from agents.trading.ledger import Account
from game.scenes.rewards.choices import Choice, ChoiceRow, neighbour, turned
from game.scenes.rewards.speed_slider import SpeedSlider
from game.scenes.rewards.trading.charts import BarChart, Curve, Span
from game.scenes.rewards.trading.session import COSTS, KINDS, LEAST_ROUNDS, TradingSession
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.widgets.panel import Backdrop, draw_note
from game.ui.widgets.plot import Line, Plot
from game.ui.widgets.text import draw_paragraph, draw_text

WATCH = ("learn_trading", "other_series", "trade", "open_prices")
HAND = ("buy", "sell", "out", "wait", "trade")
STAYED = 0.25
"""A trader whose gain on the second half is at least this share of the first's has learned something."""


class TradingView:
    """Everything that is to be seen."""

    def __init__(self, session: TradingSession) -> None:
        self._session = session
        self._prices, self._money = BarChart(), BarChart()
        self._plot = Plot(0, None, baseline=1.0)
        tip, ident = "rewards.trading_speed_tip", "#trading_speed"
        self._speed = SpeedSlider(session.learning, "rewards.rounds", tip, ident)
        self._price_room = self._money_room = self._plot_room = self._table_room = pygame.Rect(0, 0, 1, 1)
        self._choices = ChoiceRow(self._make_choices())

    def _make_choices(self) -> tuple[Choice, ...]:
        session = self._session

        def series(step: int) -> None:
            session.change(series=turned(KINDS, session.settings.series, step))

        def cost(step: int) -> None:
            session.change(cost=neighbour(COSTS, session.settings.cost, step))

        def seed(step: int) -> None:
            session.change(seed=max(1, session.settings.seed + step))

        def letter(step: int) -> None:
            if session.settings.series == "riddle":
                session.change(letter="B" if session.settings.letter == "A" else "A")

        def shown_letter() -> str:
            return session.settings.letter if session.settings.series == "riddle" else "–"

        return (
            Choice("series", lambda: self._ctx.t(f"rewards.series_{session.settings.series}"), series, 16),
            Choice("letter", shown_letter, letter, 8),
            Choice("number", lambda: str(session.settings.seed), seed, 9),
            Choice("cost", lambda: self._ctx.t.number(100 * session.settings.cost, 2) + " %", cost, 10),
        )

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build the panels."""
        self._ctx = ctx
        style, t, session = ctx.style, ctx.t, self._session
        bar, buttons, rest = column(
            area, [ChoiceRow.height(ctx) + style.px(16), style.control, -1], style.gap
        )
        backdrop.panel(bar)
        self._choices.layout(ctx, bar.inflate(-style.px(20), -style.px(14)))
        names = HAND if session.hand is not None else WATCH
        if session.settings.series == "riddle" and session.hand is None:
            names = (*WATCH[:-1], "signal_here")
        room, speed = row(buttons, [-1, style.text_px(150)], style.gap)
        commands.layout(ctx, room, names)
        self._speed.layout(ctx, speed)
        left, right = row(rest, [-60, -40], style.gap)
        prices, money = column(left, [-56, -44], style.gap)
        self._price_room = backdrop.panel(prices, t("rewards.prices"))
        self._money_room = backdrop.panel(money, t("rewards.money"))
        curve, table = column(right, [-50, -50], style.gap)
        self._plot_room = backdrop.panel(curve, t("rewards.gain_by_round"))
        self._table_room = backdrop.panel(table)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """Prices, money, what learning brings."""
        return {"prices": self._price_room, "money": self._money_room, "rounds": self._plot_room}

    def handle(self, event: pygame.event.Event) -> bool:
        """Choices and speed."""
        return self._speed.handle(event) or self._choices.handle(event)

    def update(self) -> None:
        """Let the slider show what holds."""
        self._speed.update()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything."""
        ctx, session = self._ctx, self._session
        self._choices.draw(screen)
        self._speed.draw(screen)
        if session.empty:
            draw_note(screen, ctx.style, ctx.t("rewards.no_prices"), self._price_room, bad=False)
            return
        self._draw_prices(screen)
        self._draw_money(screen)
        self._draw_rounds(screen)
        self._draw_table(screen)

    def _bars(self) -> tuple[int, int]:
        """Which bars are shown."""
        session = self._session
        if session.hand is None:
            return 0, len(session.returns)
        return max(0, session.middle - session.bars), session.middle + session.bars

    def _version(self) -> tuple[object, ...]:
        session = self._session
        round_ = session.report.round if session.report is not None else -1
        shown = len(session.hand) if session.hand is not None else -1
        return session.settings, session.own_name, len(session.prices), round_, shown, self._ctx.t.code

    def _draw_prices(self, screen: pygame.Surface) -> None:
        session, t, colour = self._session, self._ctx.t, self._ctx.style.colour
        first, last = self._bars()
        middle, end = session.middle, len(session.returns)
        if session.hand is not None:
            end = session.middle + len(session.hand)
        held = None
        if session.hand is not None:
            held = (middle, np.array(session.hand))
        elif session.report is not None:
            held = (0, session.report.positions)
        self._prices.draw(
            screen,
            self._ctx.style,
            self._price_room,
            (first, last),
            [Curve(first, session.prices[first : end + 1], colour.text)],
            spans=(
                Span(first, middle, t("rewards.first_half"), colour.human),
                Span(middle, last, t("rewards.second_half"), colour.agent),
            ),
            held=held if held is not None and len(held[1]) else None,
            write=t.short if session.prices.max() >= 1000 else lambda value: t.number(value, 1),
            version=self._version(),
        )

    def _draw_money(self, screen: pygame.Surface) -> None:
        session, t, colour = self._session, self._ctx.t, self._ctx.style.colour
        middle, report = session.middle, session.report
        curves = []
        if session.hand is not None:
            mine = session.hand_account()
            if mine is not None:
                curves.append(Curve(middle, mine.equity, colour.human, t("rewards.you")))
            if report is not None:
                theirs = session.beside(report.positions).equity
                curves.append(Curve(middle, theirs, colour.agent, t("rewards.trader")))
            held = session.beside(np.ones(len(session.returns))).equity
            curves.append(Curve(middle, held, colour.muted, t("rewards.holder")))
        elif report is not None:
            curves = [
                Curve(0, report.trained.equity, colour.agent, t("rewards.trader")),
                Curve(middle, report.tested.equity, colour.agent),
                Curve(0, report.held[0].equity, colour.muted, t("rewards.holder")),
                Curve(middle, report.held[1].equity, colour.muted),
            ]
        if not curves:
            draw_note(screen, self._ctx.style, t("rewards.learn_first"), self._money_room, bad=False)
            return
        first, last = self._bars()
        self._money.draw(
            screen,
            self._ctx.style,
            self._money_room,
            (first if session.hand is None else middle, last),
            curves,
            spans=(
                Span(first, middle, "", colour.human),
                Span(middle, last, "", colour.agent),
            )
            if session.hand is None
            else (),
            write=lambda value: f"×{t.number(value, 2)}",
            version=self._version(),
        )

    def _draw_rounds(self, screen: pygame.Surface) -> None:
        session, t, colour = self._session, self._ctx.t, self._ctx.style.colour
        curve = session.report.curve if session.report is not None else np.zeros((0, 3))
        self._plot.draw_lines(
            screen,
            self._ctx.style,
            self._plot_room,
            [
                Line(
                    np.column_stack([curve[:, 0], 1 + curve[:, index]]).astype(np.float32),
                    tint,
                    t(f"rewards.{name}"),
                )
                for index, tint, name in ((1, colour.human, "on_first"), (2, colour.agent, "on_second"))
            ],
            x_text=t.short,
            y_text=lambda y: f"×{t.short(y)}",
            least=20.0,
        )

    def _draw_table(self, screen: pygame.Surface) -> None:
        session, style, t = self._session, self._ctx.style, self._ctx.t
        room = self._table_room
        line = round(style.font("small").get_linesize() * 1.1)
        columns = row(room, [-34, -22, -22, -22], style.px(4))
        if session.hand is not None:
            heads = ("", "head_gain", "head_drawdown", "head_trades")
        else:
            heads = ("", "on_first", "on_second", "head_drawdown")
        rows = self._rows()
        for place, name in zip(columns[1:], heads[1:], strict=True) if rows else ():
            words = t(f"rewards.{name}")
            draw_text(screen, style, words, place.topright, "tiny", colour="muted", anchor="topright")
        y = room.y + (line if rows else 0)
        for name, tint, cells in rows:
            draw_text(screen, style, t(f"rewards.{name}"), (room.x, y), "small", "bold", tint)
            for place, cell in zip(columns[1:], cells, strict=True):
                draw_text(screen, style, cell, (place.right, y), "small", "mono", anchor="topright")
            y += line
        y += style.px(4)
        rest = pygame.Rect(room.x, y, room.width, max(1, room.bottom - y))
        words, tint = self._verdict()
        size = "small" if rest.height > 4 * line else "tiny"
        draw_paragraph(screen, style, words, rest, size, colour=tint)

    def _rows(self) -> list[tuple[str, str, tuple[str, str, str]]]:
        session, report = self._session, self._session.report
        found = []
        if session.hand is not None:
            mine = session.hand_account()
            accounts: list[tuple[str, str, Account | None]] = [("you", "human", mine)]
            if report is not None:
                accounts.append(("trader", "agent", session.beside(report.positions)))
            accounts.append(("holder", "muted", session.beside(np.ones(len(session.returns)))))
            for name, tint, each in accounts:
                if each is not None:
                    cells = (self._share(each.gain), self._share(-each.drawdown), str(each.trades))
                    found.append((name, tint, cells))
        elif report is not None:
            for name, tint, (first, second) in (
                ("trader", "agent", (report.trained, report.tested)),
                ("holder", "muted", report.held),
            ):
                cells = (self._share(first.gain), self._share(second.gain), self._share(-second.drawdown))
                found.append((name, tint, cells))
        return found

    def _share(self, value: float) -> str:
        t = self._ctx.t
        return (
            ("+" if value > 0 else "") + t.percent(value)
            if abs(value) < 100
            else "> " + t.short(10_000) + " %"
        )

    def _verdict(self) -> tuple[str, str]:
        session, t, report = self._session, self._ctx.t, self._session.report
        if session.hand is not None:
            if session.trading:
                left = session.bars - len(session.hand)
                return t("rewards.bars_left", n=left), "muted"
            return t("rewards.hand_done"), "text"
        if report is None:
            return t(
                "rewards.riddle_how" if session.settings.series == "riddle" else "rewards.press_trade"
            ), "muted"
        if report.round < LEAST_ROUNDS:
            return t("rewards.still_learning", n=report.round), "muted"
        stayed = (
            report.tested.gain > STAYED * max(0.0, report.trained.gain) ** 0.5 and report.tested.gain > 0.1
        )
        if stayed:
            return t("rewards.gain_stayed"), "good"
        return t("rewards.gain_gone"), "human"
