"""The window of the blind choice: two cards, of which one was repaired, and what is counted."""

from __future__ import annotations

from functools import partial

import numpy as np
import pygame

from game.scenes.inpainting.blind.questions import METHODS, Question
from game.scenes.inpainting.blind.session import BlindChoice
from game.scenes.inpainting.requests import Byte
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import enable, set_card
from game.ui.widgets.window import Window, enter

LINE = 2
"""Width of the line around what was repaired, in the picture's pixels."""


class BlindWindow(Window):
    """A click, or an arrow, on the picture that was repaired; Enter or the space bar goes on.

    Args:
        ctx: the scene's context.
        choice: questions and counts; whoever opens the window closes it.
    """

    def __init__(self, ctx: Context, choice: BlindChoice) -> None:
        super().__init__(ctx, (900, 620), ctx.t("inpainting.blind_title"), "blind_window")
        self._choice, t, style = choice, ctx.t, ctx.style
        gap, line = style.px(10), style.control
        pictures, words, counts, foot = column(self.room, [-1, line, style.row(24), line], gap)
        self._cards = [
            self.card(place, f"blind_{name}", partial(choice.answer, name == "first"), f"{t(tip)} ({key})")
            for place, (name, tip, key) in zip(
                row(pictures, [-1, -1], gap),
                (("first", "inpainting.blind_this", "←"), ("second", "inpainting.blind_this", "→")),
                strict=True,
            )
        ]
        self._words = self.label(words, "", "blind_words", centred=True)
        self._counts = self.label(counts, "", "blind_counts", centred=True)
        places = row(foot, [-1, style.text_px(180), style.text_px(180), -1], gap)
        self._forget = self.button(
            *(places[1], t("inpainting.blind_forget"), self._start_over),
            icon="rotate-ccw",
            tip=t("inpainting.blind_forget_tip"),
            object_id="#blind_forget",
        )
        self._on = self.button(
            *(places[2], t("inpainting.blind_next"), choice.go_on),
            icon="chevron-right",
            kind="primary",
            tip=f"{t('inpainting.blind_next')} (Enter)",
            object_id="#blind_next",
        )
        self._shown: tuple[object, ...] | None = None
        choice.begin()

    def _start_over(self) -> None:
        self._choice.forget()
        self._shown = None

    # ------------------------------------------------------------------ events and frames

    def process_event(self, event: pygame.event.Event) -> bool:
        """Arrows answer, Enter and the space bar go on; then what every window does."""
        if event.type == pygame.KEYDOWN and event.key in (pygame.K_LEFT, pygame.K_RIGHT):
            self._choice.answer(event.key == pygame.K_LEFT)
            return True
        if enter(event) or (event.type == pygame.KEYDOWN and event.key == pygame.K_SPACE):
            self._choice.go_on()
            return True
        return bool(super().process_event(event))

    def update(self, time_delta: float) -> None:
        """Show what has come and what was said."""
        super().update(time_delta)
        if not self.open:
            return
        choice = self._choice
        choice.update()
        state = (choice.question, choice.told, choice.problem)
        if self._shown is None or any(now is not old for now, old in zip(state, self._shown, strict=True)):
            self._shown = state
            self._show()

    def _show(self) -> None:
        choice, t = self._choice, self.ctx.t
        question, told = choice.question, choice.told
        for made, first in zip(self._cards, (True, False), strict=True):
            enable(made, question is not None and told is None)
            if question is None:
                set_card(self.ctx, made, None, ())
                continue
            repaired = first == question.first
            picture = question.repaired if repaired else question.original
            colour = self.ctx.style.colour
            note = t("inpainting.blind_repaired" if repaired else "inpainting.blind_photograph")
            lines = [(note if told else "", "small", "bold", colour.accent if repaired else colour.muted)]
            shown = marked(picture, question, tuple(colour.accent)[:3]) if told else picture
            set_card(self.ctx, made, to_surface(shown), lines, middle=True)
        self._words.set_text(self._say())
        self._counts.set_text(self._count())
        enable(self._on, told is not None)
        enable(self._forget, choice.total > 0)

    def _say(self) -> str:
        choice, t = self._choice, self.ctx.t
        if choice.problem is not None and choice.question is None:
            return self.ctx.why(choice.problem)
        if choice.question is None:
            return t("inpainting.blind_dealing")
        if choice.told is None:
            return t("inpainting.blind_ask")
        method = t(f"inpainting.method_{choice.question.method}")
        return t("inpainting.blind_right" if choice.told.right else "inpainting.blind_wrong", method=method)

    def _count(self) -> str:
        t = self.ctx.t
        counts = {method: count for method in METHODS if (count := self._choice.count(method)).asked}
        if not counts:
            return t("inpainting.blind_chance")
        parts = []
        for method, count in counts.items():
            name = t(f"inpainting.method_{method}")
            parts.append(t("inpainting.blind_count", method=name, found=count.found, n=count.asked))
        return t("inpainting.blind_found", counts=" · ".join(parts))


def marked(picture: Byte, question: Question, colour: tuple[int, ...]) -> Byte:
    """Draw a line around what was repaired."""
    import cv2  # no question has come without it

    edges, _ = cv2.findContours(question.hole.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    result = picture.copy()
    cv2.drawContours(result, edges, -1, colour, LINE)
    return result
