"""The policy gradient written out: a rally's decisions as bars, as a table, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence

import pygame

from agents.insight.rally import Line
from game.ui.language import Language
from game.ui.style import Style
from game.ui.widgets.bars import most_probable
from game.ui.widgets.text import draw_text, draw_words, shorten

FORMULA = "grad J ≈ Σ A · grad log π(a | s)"  # the fonts have no nabla


class RallyTable:
    """Draws with one style and one language, and knows what was clicked."""

    def __init__(self, style: Style, t: Language, actions: Sequence[str]) -> None:
        self.style = style
        self.t = t
        self.actions = actions
        self._strip = pygame.Rect(0, 0, 0, 0)
        self._rows: list[tuple[pygame.Rect, int]] = []

    def at(self, place: tuple[int, int], count: int) -> int | None:
        """The decision at a place of the window, of `count` decisions; None where there is none."""
        if self._strip.collidepoint(place):
            return min((place[0] - self._strip.x) * count // max(1, self._strip.width), count - 1)
        return next((index for rect, index in self._rows if rect.collidepoint(place)), None)

    def draw(
        self,
        screen: pygame.Surface,
        room: pygame.Rect,
        lines: Sequence[Line],
        chosen: int,
        gamma: float,
        seconds: float,
    ) -> None:
        """Draw a rally's decisions, the oldest first, `chosen` in full; `seconds` lie between two of them."""
        style = self.style
        self._rows = []
        small = style.font("small").get_linesize()
        formula = draw_text(screen, style, FORMULA, room.topleft, size="heading", face="bold")
        y = self._strip_of(screen, room, formula.bottom + style.px(6), lines, chosen)
        y = self._written_out(screen, room, y, lines[chosen], gamma)
        y = self._pushes(screen, pygame.Rect(room.x, y, room.width, (room.bottom - y) // 2), lines[chosen])
        table = pygame.Rect(room.x, y + style.px(6), room.width, room.bottom - y - style.px(6))
        if table.height >= 3 * small:
            self._table(screen, table, lines, chosen, seconds)

    def _strip_of(
        self, screen: pygame.Surface, room: pygame.Rect, y: int, lines: Sequence[Line], chosen: int
    ) -> int:
        """A bar for every decision's advantage; returns where it ends."""
        style, colour = self.style, self.style.colour
        strip = self._strip = pygame.Rect(room.x, y, room.width, style.px(52))
        pygame.draw.rect(screen, colour.raised, strip, border_radius=style.px(4))
        most = max(max(abs(line.advantage) for line in lines), 1e-9)
        for index, line in enumerate(lines):
            left = strip.x + index * strip.width // len(lines)
            right = strip.x + (index + 1) * strip.width // len(lines)
            if index == chosen:
                pygame.draw.rect(screen, colour.line, (left, strip.y, max(2, right - left), strip.height))
            length = round(abs(line.advantage) / most * (strip.height // 2 - 2))
            top = strip.centery - length if line.advantage > 0 else strip.centery
            tint = colour.good if line.advantage > 0 else colour.bad
            pygame.draw.rect(screen, tint, (left, top, max(1, right - left - 1), max(1, length)))
        below = pygame.Rect(room.x, strip.bottom + style.px(2), room.width, room.height)
        words = self.t("insight.rally", n=len(lines))
        return draw_words(screen, style, below, words, size="tiny").y - style.px(8) + style.px(6)

    def _written_out(
        self, screen: pygame.Surface, room: pygame.Rect, y: int, line: Line, gamma: float
    ) -> int:
        """Every number of one decision, with a line that explains it."""
        style, t, colour = self.style, self.t, self.style.colour
        name = self.actions[line.moment.action]
        verdict = "better" if line.advantage > 0 else "worse"
        parts = (
            ("π(a|s)", line.probability, t("insight.is_p", action=name), colour.agent),
            ("G", line.outcome, t("insight.is_g", gamma=t.number(gamma, 2)), colour.text),
            ("V", line.moment.value, t("insight.is_v"), colour.text),
            ("A = G − V", line.advantage, t(f"insight.is_a_{verdict}"), _tint(style, line.advantage)),
        )
        symbols = max(style.font("body", "bold").size(part[0])[0] for part in parts) + style.px(12)
        numbers = style.font("body", "mono_bold").size("−0.000")[0] + style.px(12)
        step = style.font("body").get_linesize() + style.px(1)
        for symbol, value, words, tint in parts:
            draw_text(screen, style, symbol, (room.x, y), face="bold")
            at = (room.x + symbols + numbers - style.px(12), y)
            text = t.number(value, 3)
            draw_text(screen, style, text, at, face="mono_bold", colour=tint, anchor="topright")
            width = room.width - symbols - numbers
            fitting = shorten(words, style.font("small"), width)
            at = (room.x + symbols + numbers, y + step // 2)
            draw_text(screen, style, fitting, at, size="small", colour=colour.muted, anchor="midleft")
            y += step
        return y + style.px(4)

    def _pushes(self, screen: pygame.Surface, room: pygame.Rect, line: Line) -> int:
        """Which way each action's preference is pushed, and how far."""
        style, t, colour = self.style, self.t, self.style.colour
        below = draw_words(screen, style, room, t("insight.is_push"), size="tiny")
        y, step = below.y - style.px(8) + style.px(2), style.font("small").get_linesize() + style.px(4)
        items = list(zip(self.actions, line.moment.probabilities, strict=True))
        kept, _ = most_probable(items, line.moment.action, max(2, (room.bottom - y) // step))
        names = max(style.font("small").size(name)[0] for name, _ in kept) + style.px(30)
        numbers = style.font("small", "mono_bold").size("−0.000")[0] + style.px(10)
        for index, (name, p) in enumerate(items):
            if (name, p) not in kept:
                continue
            push, taken = line.push[index], index == line.moment.action
            tint, middle = _tint(style, push), y + step // 2
            sum_ = f"A · (1 − {t.number(p, 2)})" if taken else f"−A · {t.number(p, 2)}"
            edge = room.x + names + numbers
            for text, x, size, face, shade, anchor in (
                ("↑" if push > 0 else "↓", room.x, "body", "bold", tint, "midleft"),
                (name, room.x + style.px(22), "small", "bold" if taken else "regular", None, "midleft"),
                (t.number(push, 3), edge, "small", "mono_bold", tint, "midright"),
                (sum_, edge + style.px(12), "small", "mono", colour.muted, "midleft"),
            ):
                draw_text(screen, style, text, (x, middle), size, face, shade, anchor)
            y += step
        return y

    def _table(
        self, screen: pygame.Surface, room: pygame.Rect, lines: Sequence[Line], chosen: int, seconds: float
    ) -> None:
        """The decisions round the chosen one."""
        style, t, colour = self.style, self.t, self.style.colour
        step = style.font("small").get_linesize() + style.px(2)
        count = min(room.height // step - 1, len(lines))
        first = min(max(chosen - count // 2, 0), len(lines) - count)
        heads = (t("insight.seconds"), t("insight.action"), "π(a|s)", "r", "G", "V", "A", "")
        shares = (0.1, 0.28, 0.4, 0.48, 0.62, 0.76, 0.9, 0.97)
        edges = [room.x + round(room.width * share) for share in shares]
        for index, (text, edge) in enumerate(zip(heads, edges, strict=True)):
            at = (edge if index != 1 else edges[0] + style.px(12), room.y)
            anchor = "topleft" if index == 1 else "topright"
            draw_text(screen, style, text, at, size="small", colour=colour.muted, anchor=anchor)
        for number in range(first, first + count):
            line = lines[number]
            row = pygame.Rect(room.x, room.y + (number - first + 1) * step, room.width, step)
            self._rows.append((row, number))
            if number == chosen:
                pygame.draw.rect(screen, colour.raised, row, border_radius=style.px(4))
            name = self.actions[line.moment.action]
            name = shorten(name, style.font("small"), edges[2] - edges[0] - style.px(70))
            draw_text(screen, style, name, (edges[0] + style.px(12), row.y), size="small")
            values = (
                (t.number((number + 1 - len(lines)) * seconds, 1), edges[0], colour.muted),
                (t.number(line.probability, 2), edges[2], colour.agent),
                (t.number(line.moment.reward), edges[3], colour.text),
                (t.number(line.outcome, 2), edges[4], colour.text),
                (t.number(line.moment.value, 2), edges[5], colour.text),
                (t.number(line.advantage, 2), edges[6], _tint(style, line.advantage)),
                ("↑" if line.advantage > 0 else "↓", edges[7], _tint(style, line.advantage)),
            )
            for text, edge, tint in values:
                draw_text(screen, style, text, (edge, row.y), "small", "mono", tint, "topright")


def _tint(style: Style, value: float) -> pygame.Color:
    return style.colour.good if value > 0 else style.colour.bad
