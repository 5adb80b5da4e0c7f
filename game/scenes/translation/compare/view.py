"""Three translations and the right one; or two of them without names."""

from __future__ import annotations

import pygame
import pygame_gui

from game.scenes.translation.compare.requests import NAMES, Made
from game.scenes.translation.compare.session import Blind, CompareSession
from game.scenes.translation.sentence import sentence_line
from game.scenes.translation.sheet import Run, Sheet, draw_runs, lay_runs
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.language import readable
from game.ui.layout import column, grid, row
from game.ui.widgets.panel import Backdrop, draw_note, rounded
from models.translation.rules.telling import KINDS

TOOLS = ("round_trip", "blind", "copy", "paste", "undo", "redo")


class CompareView:
    """Draws a session."""

    def __init__(self, session: CompareSession) -> None:
        self._session = session
        self.sheets = {name: Sheet() for name in (*NAMES, "right")}
        self.cards: list[pygame.Rect] = []
        self._blind = False

    @property
    def stale(self) -> bool:
        """Whether the other of the two views is to be laid out."""
        return self._blind != self.blinded

    @property
    def blinded(self) -> bool:
        """Whether the blind test is on the screen."""
        return self._session.blind is not None or self._session.dealing

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build the controls."""
        self._ctx, self._blind = ctx, self.blinded
        style, t, gap = ctx.style, ctx.t, ctx.style.gap
        line, tools, chips, body = column(
            area, [style.control, style.control, style.row(32), -1], style.px(8)
        )
        self.field = sentence_line(ctx, line, self._session.state.text)
        commands.layout(ctx, tools, TOOLS)
        if self._blind:
            self._layout_blind(
                backdrop, pygame.Rect(body.x, chips.y, body.width, body.bottom - chips.y), commands
            )
            return
        widths = [commands.width(ctx, f"kind_{kind}") for kind in KINDS]
        for kind, place in zip(KINDS, row(chips, [*widths, -1], style.px(6)), strict=False):
            commands.place(ctx, f"kind_{kind}", place, worded=True)
        for name, place in zip(self.sheets, grid(body, 2, 2, gap), strict=True):
            self.sheets[name].room = backdrop.panel(place, t(f"translation.by_{name}"))

    def _layout_blind(self, backdrop: Backdrop, body: pygame.Rect, commands: Commands) -> None:
        ctx, style, t = self._ctx, self._ctx.style, self._ctx.t
        source, pair, verdict = column(body, [-24, -46, -30], style.gap)
        self.source = backdrop.panel(source, t("translation.blind_ask"))
        self.cards = row(pair, [-1, -1], style.gap)
        inner = backdrop.panel(verdict)
        self.verdict, foot = column(inner, [-1, style.control], style.px(6))
        width = max(commands.width(ctx, name) for name in ("first", "second", "go_on"))
        places = row(foot, [width] * 3, style.px(8))
        for name, place in zip(("first", "second", "go_on"), places, strict=True):
            commands.place(ctx, name, place, worded=True)

    @property
    def typing(self) -> bool:
        """Whether the line has the keyboard."""
        return bool(self.field.is_focused)

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Type, roll, click one of the two."""
        session = self._session
        if event.type == pygame_gui.UI_TEXT_ENTRY_CHANGED and event.ui_element is self.field:
            session.write(self.field.get_text())
            return True
        if self._blind:
            if event.type == pygame.MOUSEBUTTONDOWN and event.button == pygame.BUTTON_LEFT:
                for number, card in enumerate(self.cards):
                    if card.collidepoint(event.pos):
                        session.answer(number == 0)
                        return True
            return False
        return any(sheet.handle(event, self._ctx.style) is True for sheet in self.sheets.values())

    def update(self) -> None:
        """Let the line show the sentence, unless it is being typed in."""
        text = readable(self._session.state.text)
        if not self.field.is_focused and self.field.get_text() != text:
            self.field.set_text(text)

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw what the three made of it, or the blind test."""
        session, t = self._session, self._ctx.t
        room = self.source if self._blind else self.sheets["words"].room
        if session.problem is not None:
            draw_note(screen, self._ctx.style, self._ctx.why(session.problem), room)
        elif self._blind:
            if session.blind is None:
                draw_note(screen, self._ctx.style, t("translation.dealing"), self.source, bad=False)
            else:
                self._draw_blind(screen, session.blind)
        elif session.found is None:
            draw_note(screen, self._ctx.style, t("translation.loading"), room, bad=False)
        else:
            found = session.found
            for made in found.made:
                self._show(screen, made.name, self._runs(made, bool(found.right)))
            right = [(found.right, "text")] if found.right else [(t("translation.no_right"), "muted")]
            self._show(screen, "right", [("heading" if found.right else "small", right)])

    def _show(self, screen: pygame.Surface, name: str, blocks: list[tuple[str, list[Run]]]) -> None:
        style = self._ctx.style

        def draw(width: int) -> tuple[pygame.Surface, list[tuple[pygame.Rect, object]]]:
            heights = [lay_runs(style, runs, width, size)[1] + style.px(6) for size, runs in blocks]
            surface = pygame.Surface((width, max(1, sum(heights))))
            surface.fill(style.colour.surface)
            y = 0
            for (size, runs), height in zip(blocks, heights, strict=True):
                draw_runs(surface, style, runs, pygame.Rect(0, y, width, height), size)
                y += height
            return surface, []

        self.sheets[name].show(screen, style, (self._ctx.t.code, str(blocks)), draw)

    def _runs(self, made: Made, judged: bool) -> list[tuple[str, list[Run]]]:
        """What is told about a translation: the text, how long it took, where it fails, the way back."""
        t = self._ctx.t
        if made.text is None:
            return [("small", [(t("translation.no_network"), "muted")])]
        blocks: list[tuple[str, list[Run]]] = [
            (
                "heading",
                [(word, "bad" if wrong else "text") for word, wrong in made.parts] or [("—", "muted")],
            )
        ]
        facts = [t("translation.took", ms=t.number(made.ms, 0 if made.ms >= 10 else 1))]
        if made.right is not None:
            facts.append(t("translation.right_words", n=made.right[0], all=made.right[1]))
        if made.unknown:
            facts.append(t("translation.unknown_words", words=", ".join(made.unknown[:6])))
        blocks.append(("small", [("  ·  ".join(facts), "muted")]))
        if self._session.state.back:
            blocks.append(("body", [(t("translation.back_is"), "muted"), (made.back, "text")]))
        return blocks

    def _draw_blind(self, screen: pygame.Surface, blind: Blind) -> None:
        style, t = self._ctx.style, self._ctx.t
        if blind.over:
            words = t("translation.blind_over", n=blind.score, all=len(blind.rounds))
            draw_runs(screen, style, [(words, "accent")], self.source, "heading", "bold")
            best = t("translation.blind_best", n=self._session.state.best)
            draw_runs(screen, style, [(best, "muted")], self.verdict, "body")
            return
        asked = blind.rounds[blind.number]
        size = (
            "heading"
            if lay_runs(style, [(asked.source, "text")], self.source.width, "heading", "bold")[1]
            <= self.source.height
            else "small"
        )
        draw_runs(screen, style, [(asked.source, "text")], self.source, size, "bold")
        for number, (card, text) in enumerate(zip(self.cards, (asked.first, asked.second), strict=True)):
            is_rules = asked.rules_first == (number == 0)
            rim = style.colour.line
            if blind.told:
                rim = style.colour.good if is_rules else style.colour.line
            screen.blit(rounded(card.size, style.px(12), style.colour.raised, rim, style.px(3)), card)
            inner = card.inflate(-2 * style.px(16), -2 * style.px(12))
            label = t("translation.blind_first" if number == 0 else "translation.blind_second")
            if blind.told:
                label = t("translation.by_rules") if is_rules else t(f"translation.blind_{asked.other}")
            used = draw_runs(
                screen, style, [(label, "accent" if blind.told else "muted")], inner, "small", "bold"
            )
            inner.y += used
            inner.height -= used
            fits = (
                each
                for each in ("heading", "body", "small", "tiny")
                if lay_runs(style, [(text, "text")], inner.width, each)[1] <= inner.height
            )
            draw_runs(screen, style, [(text, "text")], inner, next(fits, "tiny"))
        if blind.told:
            hit = blind.answers[-1] == asked.rules_first
            words = t("translation.blind_hit" if hit else "translation.blind_missed")
            draw_runs(screen, style, [(words, "good" if hit else "bad")], self.verdict, "body", "bold")
        else:
            words = t("translation.blind_round", n=blind.number + 1, all=len(blind.rounds), score=blind.score)
            draw_runs(screen, style, [(words, "muted")], self.verdict, "body")
