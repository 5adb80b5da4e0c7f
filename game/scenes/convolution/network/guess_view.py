"""The contest with the network: picture, four names, what both said, and the score."""

from __future__ import annotations

import pygame

from game.scenes.convolution.network.drawings import place_modes
from game.scenes.convolution.network.guessing import CHOICES, ROUNDS, GuessSession
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack, column, row
from game.ui.surfaces import CachedSurface, fit, to_surface
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height

NAMES = tuple(f"guess_{number}" for number in range(1, CHOICES + 1))


class GuessView:
    """Draws a game."""

    def __init__(self, session: GuessSession) -> None:
        self._session = session
        self._drawn = CachedSurface()

    def layout(
        self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, views: Commands, answers: Commands
    ) -> None:
        """The picture at the left; views, question, names and scores at the right."""
        self._ctx, self._commands = ctx, answers
        style, t = ctx.style, ctx.t
        left, right = row(area, [-5, -4], style.gap)
        self._room = backdrop.panel(left, t("network.guess_picture"))
        upper, lower = column(right, [-1, style.px(120)], style.gap)
        parts = Stack(backdrop.panel(upper), style.px(8))
        place_modes(ctx, parts.take(style.row(34)), views)
        note = paragraph_height(style, t("network.guess_dream"), parts.rest.width, size="small")
        head = style.font("title", "display").get_linesize() + style.px(4)
        self._said = parts.take(max(style.px(110), head + note))
        places = column(parts.rest, [-1] * (CHOICES + 1), style.px(8))
        for name, place in zip((*NAMES, "guess_next"), places, strict=True):
            place.height = min(place.height, style.px(54))
            answers.place(ctx, name, place, worded=True)
        self._scores = backdrop.panel(lower, t("network.guess_scores"))
        self.update()

    def update(self) -> None:
        """Show the buttons that make sense now."""
        session = self._session
        for name in (*NAMES, "guess_next"):
            made = self._commands.buttons[name]
            wanted = session.round is not None if name in NAMES else session.told or session.over
            if bool(made.visible) != wanted:
                made.show() if wanted else made.hide()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the picture, what was said of it, and the scores."""
        session, style, t = self._session, self._ctx.style, self._ctx.t
        now = session.round
        if session.problem or (now is None and not session.over):
            words = t("network.failed", why=session.problem) if session.problem else t("network.guess_looks")
            draw_paragraph(screen, style, words, self._said, colour="muted")
        if now is not None:
            target = fit(now.image.shape[1::-1], self._room)
            picture = self._drawn.get(
                target.size,
                lambda: pygame.transform.smoothscale(to_surface(now.image), target.size),
                now.image,
            )
            screen.blit(picture, target)
        self._draw_said(screen)
        self._draw_scores(screen)

    def _draw_said(self, screen: pygame.Surface) -> None:
        session, style, t, rect = self._session, self._ctx.style, self._ctx.t, self._said
        now = session.round
        if session.over:
            mine, theirs = session.points
            result = "won" if mine > theirs else "lost" if mine < theirs else "drew"
            title, colour, note = t(f"network.guess_{result}"), "text", ""
        elif now is None:
            return
        elif session.told:
            right = session.chosen == now.right
            title, colour = t(f"network.guess_{'right' if right else 'wrong'}"), "good" if right else "bad"
            code = "ru" if self._ctx.settings.language == "ru" else "en"
            said = now.best.name(code), t.percent(now.best.probability)
            note = t(
                "network.guess_said",
                right=now.choices[now.right].name(code),
                name=said[0],
                share=said[1],
            )
        else:
            title = t("network.guess_ask", n=session.number + 1, count=ROUNDS)
            colour, note = "text", "" if now.card.picture else t("network.guess_dream")
        line = draw_text(screen, style, title, rect.topleft, "title", "display", colour)
        place = pygame.Rect(rect.x, line.bottom + style.px(4), rect.width, rect.bottom - line.bottom)
        draw_paragraph(screen, style, note, place, "small", colour="muted")

    def _draw_scores(self, screen: pygame.Surface) -> None:
        session, style, t = self._session, self._ctx.style, self._ctx.t
        lines = column(self._scores, [-1, -1], 0)
        for who, colour, at, line in zip(("you", "network"), ("human", "agent"), (0, 1), lines, strict=True):
            name, score = t(f"network.guess_{who}"), t.number(session.points[at])
            draw_text(screen, style, name, line.midleft, "small", "bold", colour, "midleft")
            draw_text(screen, style, score, line.midright, "heading", "mono_bold", None, "midright")
            left, side = line.x + round(line.width * 0.3), round(line.width * 0.058)
            for number in range(ROUNDS):
                mark = pygame.Rect(left + number * side, 0, side - style.px(6), side - style.px(6))
                mark.centery = line.centery
                known = number < len(session.results)
                fill = style.colour.raised
                if known:
                    fill = style.colour.good if session.results[number][at] else style.colour.bad
                pygame.draw.rect(screen, fill, mark, border_radius=style.px(4))
