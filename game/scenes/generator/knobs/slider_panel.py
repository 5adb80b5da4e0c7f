"""The sliders beside the portrait: those with names, or those that the network itself suggests."""

from __future__ import annotations

import pygame

from game.scenes.generator.knobs.session import Session
from game.scenes.generator.preferences import KINDS
from game.scenes.generator.slider_rows import SliderRows
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack
from game.ui.widgets.controls import choices, select
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_paragraph, paragraph_height

TALLEST = 60


class SliderPanel:
    """The panel with the sliders of one kind."""

    def __init__(self, session: Session, commands: Commands) -> None:
        self._session, self._commands = session, commands
        self.rows = SliderRows(session.turn)

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build the sliders; none are known before the networks are loaded."""
        style, kind, known = ctx.style, self._session.prefs.knobs, self._session.directions
        stack = Stack(backdrop.panel(area, ctx.t("generator.knobs")), style.px(10))
        chips = choices(ctx, stack.take(style.row(30)), "generator.knobs", KINDS, self._choose, "D")
        for name, made in chips.items():
            select(made, name == kind)
        if known and kind == "unnamed":
            words, width = ctx.t("generator.note_unnamed"), stack.rest.width
            note = stack.take(paragraph_height(style, words, width, size="small") + style.px(4))
            draw_paragraph(backdrop.surface, style, words, note, size="small", colour=style.colour.muted)
        self.rows.layout(ctx, stack.rest, [each for each in known if each.kind == kind], TALLEST)
        self.rows.show(self._session.positions)

    def _choose(self, kind: str) -> None:
        if kind != self._session.prefs.knobs:
            self._commands.run("other_knobs")
