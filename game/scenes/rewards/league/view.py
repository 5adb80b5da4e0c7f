"""The whole tab: the game left; the league's table and its curve right."""

from __future__ import annotations

from collections.abc import Mapping

import pygame

from game.scenes.rewards.choices import neighbour
from game.scenes.rewards.league.session import PASTS, LeagueSession, Row
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.style import mix
from game.ui.surfaces import CachedSurface, fit, to_surface
from game.ui.tabs import not_loaded
from game.ui.widgets.bars import draw_busy
from game.ui.widgets.panel import Backdrop, draw_note
from game.ui.widgets.plot import Plot
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text, draw_words, shorten

TOOLS = (
    "league_play",
    "league_join",
    "league_fresh",
    "league_seed",
    "league_continue",
    "league_save",
    "league_load",
)
PAST_WIDTH = 230
SCREEN = (4, 3)
"""The television's sides."""
STEPS = 100.0
"""The rating's axis begins and ends at a multiple of it."""
ROWS = 13
"""The newest and all members."""


class LeagueView:
    """What the tab shows.

    Args:
        session: the training and the game.
    """

    def __init__(self, session: LeagueSession) -> None:
        self._session = session
        self._plot, self._picture = Plot(0, STEPS), CachedSurface()
        self._rows: list[pygame.Rect] = []
        self._hover = -1
        self._game = self._title = self._table = self._curve = pygame.Rect(0, 0, 1, 1)

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Tools above; the game left, the rest right."""
        self._ctx, style, t = ctx, ctx.style, ctx.t
        tools, below = column(area, [style.control, -1], style.gap)
        buttons, past = row(tools, [-1, style.text_px(PAST_WIDTH)], style.gap)
        commands.layout(ctx, buttons, TOOLS, gap=8)
        self._stepper = Stepper(
            ctx,
            past,
            self._past,
            self._more_past,
            name="league_past",
            tip=t("rewards.league_past_tip"),
            mono=False,
        )
        left, right = row(below, [-11, -10], style.gap)
        room = backdrop.panel(left)
        note = style.font("small").get_linesize() * 2
        self._title, picture, self._note = column(
            room, [style.font("heading", "bold").get_linesize(), -1, note], style.px(6)
        )
        self._game = fit(SCREEN, picture)
        table, curve = column(right, [-6, -4], style.gap)
        room = backdrop.panel(table, t("rewards.league_table"))
        self._head, self._table = column(room, [style.font("tiny").get_linesize(), -1], style.px(2))
        self._curve = backdrop.panel(curve, t("rewards.league_curve"))
        height = min(self._table.height // ROWS, style.px(34))
        self._rows = [
            pygame.Rect(self._table.x, self._table.y + number * height, self._table.width, height)
            for number in range(ROWS)
        ]

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The game, the table and the curve."""
        return {"game": self._game, "table": self._table, "curve": self._curve}

    def _past(self) -> str:
        t = self._ctx.t
        return t("rewards.league_past", share=t.percent(self._session.controls.past))

    def _more_past(self, step: int) -> None:
        session = self._session
        session.turn(past=neighbour(PASTS, session.controls.past, step))

    def pushed(self, at: tuple[int, int]) -> str:
        """The joystick's switch for a pointer over the picture: above its middle, or below; or none."""
        if not self._game.collidepoint(at):
            return ""
        return "up" if at[1] < self._game.centery else "down"

    def handle(self, event: pygame.event.Event) -> bool:
        """A click on a row lets that player play; the wheel over the share."""
        if event.type == pygame.MOUSEMOTION:
            self._hover = self._row_at(event.pos)
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == pygame.BUTTON_LEFT:
            number = self._row_at(event.pos)
            if number >= 0:
                self._session.choose(number)
                return True
        return self._stepper.handle(event)

    def _row_at(self, at: tuple[int, int]) -> int:
        found = (n for n, place in enumerate(self._rows) if place.collidepoint(at))
        number = next(found, -1)
        return number if number < len(self._session.rows) else -1

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that moves."""
        self._stepper.draw(screen)
        self._draw_game(screen)
        self._draw_table(screen)
        self._draw_curve(screen)

    def _name(self, each: Row) -> str:
        t = self._ctx.t
        if each.newest:
            return t("rewards.league_newest")
        return (
            t("rewards.league_steps", steps=t.number(each.step)) if each.step else t("rewards.league_first")
        )

    def _draw_game(self, screen: pygame.Surface) -> None:
        session, style, t, colour = self._session, self._ctx.style, self._ctx.t, self._ctx.style.colour
        match, rows = session.match, session.rows
        left = self._name(rows[session.chosen]) if rows else t("rewards.league_nobody")
        right = t("rewards.you" if session.playing else "rewards.league_newest")
        points = match.score if match is not None else (0, 0)
        title = self._title
        score = f"{points[0]} : {points[1]}"
        drawn = draw_text(screen, style, score, title.center, "heading", "mono_bold", anchor="center")
        room = (title.width - drawn.width) // 2 - style.px(10)
        font = style.font("body", "bold")
        tint = colour.human if session.playing else colour.agent
        draw_text(screen, style, shorten(left, font, room), title.midleft, "body", "bold", "muted", "midleft")
        draw_text(screen, style, shorten(right, font, room), title.midright, "body", "bold", tint, "midright")
        if match is None:
            words = session.no_console or t("rewards.league_console")
            draw_note(screen, style, words, self._game, bad=bool(session.no_console))
        else:
            size = self._game.size
            picture = self._picture.get(
                (size, match.version),
                lambda: pygame.transform.scale(to_surface(match.picture), size),
                match,
            )
            screen.blit(picture, self._game)
            pygame.draw.rect(screen, colour.line, self._game.inflate(2, 2), 1)
            if match.over and match.ready:
                draw_note(screen, style, self._result(points), self._game, bad=False)
        self._draw_note(screen)

    def _result(self, points: tuple[int, int]) -> str:
        session, t = self._session, self._ctx.t
        left, right = points
        if left == right:
            return t("rewards.league_level")
        if session.playing:
            return t("rewards.league_won" if right > left else "rewards.league_lost")
        return t("rewards.league_newest_won" if right > left else "rewards.league_older_won")

    def _draw_note(self, screen: pygame.Surface) -> None:
        session, style = self._session, self._ctx.style
        if session.started and session.snapshot is None and not session.failed and session.running:
            bar = pygame.Rect(0, 0, self._note.width // 2, style.px(8))
            bar.midtop = (self._note.centerx, self._note.y)
            draw_busy(screen, style, bar, session.waited)
            return
        draw_words(screen, style, self._note, self._words(), "bad" if session.failed else "muted")

    def _words(self) -> str:
        session, t, snapshot = self._session, self._ctx.t, self._session.snapshot
        if session.failed:
            return t("rewards.league_failed", why=self._ctx.why(session.status))
        if session.playing:
            return t("rewards.league_keys")
        state = session.state
        if state is None:
            kept = "league_offer" if session.offer is not None and not session.started else "league_welcome"
            return not_loaded(self._ctx) or t(f"rewards.{kept}")
        told = {"steps": t.number(state.step), "time": t.duration(state.seconds)}
        if snapshot is None or not session.running:
            return t("rewards.league_rests", **told)
        return t("rewards.league_status", speed=t.number(snapshot.steps_per_s), **told)

    def _columns(self, place: pygame.Rect) -> list[pygame.Rect]:
        style = self._ctx.style
        mono, tiny, t = style.font("small", "mono"), style.font("tiny"), self._ctx.t
        rating = max(mono.size("+0000")[0], tiny.size(t("rewards.league_rating"))[0])
        share = max(mono.size("100 %")[0], tiny.size(t("rewards.league_share"))[0])
        inside = place.inflate(-2 * style.px(6), 0)
        return row(inside, [-5, -6, rating, share], style.px(8))

    def _draw_table(self, screen: pygame.Surface) -> None:
        session, style, t = self._session, self._ctx.style, self._ctx.t
        rows = session.rows
        if not rows:
            draw_note(screen, style, t("rewards.league_empty"), self._table, bad=False)
            return
        name, _, rating, share = self._columns(self._head)
        heads = ((rating, "league_rating"), (share, "league_share"))
        draw_text(
            screen, style, t("rewards.league_player"), name.midleft, "tiny", "regular", "muted", "midleft"
        )
        for place, head in heads:
            at = place.midright
            draw_text(screen, style, t(f"rewards.{head}"), at, "tiny", "regular", "muted", "midright")
        low = min(0.0, *(each.rating for each in rows))
        high = max(STEPS, *(each.rating for each in rows))
        for number, each in enumerate(rows):
            self._draw_row(screen, number, each, (low, high), chosen=number == session.chosen)

    def _draw_row(
        self, screen: pygame.Surface, number: int, each: Row, limits: tuple[float, float], *, chosen: bool
    ) -> None:
        style, t, colour = self._ctx.style, self._ctx.t, self._ctx.style.colour
        place = self._rows[number]
        if chosen or number == self._hover:
            ground = mix(colour.surface, colour.accent, 0.2 if chosen else 0.08)
            pygame.draw.rect(screen, ground, place, border_radius=style.px(6))
        name, bar, rating, share = self._columns(place)
        size = "small" if place.height >= style.font("small").get_linesize() else "tiny"
        face = "bold" if each.newest else "regular"
        words = shorten(self._name(each), style.font(size, face), name.width)
        draw_text(screen, style, words, name.midleft, size, face, anchor="midleft")
        low, high = limits
        track = pygame.Rect(bar.x, 0, bar.width, max(4, place.height // 3))
        track.centery = place.centery
        pygame.draw.rect(screen, colour.raised, track, border_radius=style.px(3))
        full = track.copy()
        full.width = max(2, round(track.width * (each.rating - low) / (high - low)))
        tint = colour.agent if each.newest else mix(colour.surface, colour.agent, 0.55)
        pygame.draw.rect(screen, tint, full, border_radius=style.px(3))
        told = f"{each.rating:+.0f}".replace("-", "−") if round(each.rating) else "0"
        draw_text(screen, style, told, rating.midright, size, "mono", anchor="midright")
        part = t.percent(each.share) if each.share is not None else "–"
        draw_text(screen, style, part, share.midright, size, "mono", "muted", "midright")

    def _draw_curve(self, screen: pygame.Surface) -> None:
        style, t, state = self._ctx.style, self._ctx.t, self._session.state
        points = state.curve if state is not None else ()
        heights = [point[1] for point in points] or [0.0]
        self._plot.low = STEPS * (min(0.0, *heights, 0.0) // STEPS)
        self._plot.high = STEPS * (max(*heights, 0.0) // STEPS + 1)
        self._plot.draw(
            screen,
            style,
            self._curve,
            [(point[0], point[1]) for point in points],
            colour=style.colour.agent,
            x_text=t.short,
            y_text=t.short,
            x_name=t("rewards.league_axis"),
            least=20_000.0,
        )
