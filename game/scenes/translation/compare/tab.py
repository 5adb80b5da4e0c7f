"""One sentence word by word, by rules and by the trained network; and a blind test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import pygame

from game.scenes.translation.compare.session import CompareSession
from game.scenes.translation.compare.tasks import blind_seven
from game.scenes.translation.compare.view import CompareView
from game.scenes.translation.preferences import FIRST
from game.scenes.translation.sentence import LINKED, SentenceTab
from game.ui.clipboard import write_text
from game.ui.commands import Command, Commands
from models.translation.rules.telling import KINDS

TASKS = {"blind-seven": blind_seven}


@dataclass(frozen=True)
class CompareOptions:
    """What a link opens the tab with.

    Attributes:
        text: the sentence.
        blind: whether the blind test begins.
    """

    text: str = FIRST
    blind: bool = False


class CompareTab(SentenceTab):
    """The comparison."""

    id: ClassVar[str] = "compare"
    opens_with = CompareOptions
    session: CompareSession
    view: CompareView

    def begin(self) -> None:
        """Make what needs the workers."""
        session = self.session = CompareSession(self._shared, self.ctx.workers, self.ctx.seed)
        self.view = CompareView(session)

        def unanswered() -> bool:
            return session.blind is not None and not session.blind.told and not session.blind.over

        def told() -> bool:
            return session.blind is not None and not unanswered()

        self.commands = Commands(
            "translation",
            (
                Command(
                    "round_trip",
                    session.switch_back,
                    ("B",),
                    "arrow-left-right",
                    pressed=lambda: session.state.back,
                    enabled=lambda: not self.view.blinded,
                    rank=1,
                ),
                Command(
                    "blind",
                    session.switch_blind,
                    ("Q",),
                    "circle-question-mark",
                    pressed=lambda: self.view.blinded,
                    rank=2,
                ),
                Command("copy", self.copy, ("Ctrl+C",), "copy", enabled=lambda: session.found is not None),
                *self.edits(),
                *(
                    Command(
                        f"kind_{kind}",
                        partial(session.example, kind),
                        pressed=lambda kind=kind: session.kind() == kind,  # type: ignore[misc]
                        kind="chip",
                    )
                    for kind in KINDS
                ),
                Command("first", partial(session.answer, True), ("←",), enabled=unanswered),
                Command("second", partial(session.answer, False), ("→",), enabled=unanswered),
                Command("go_on", session.go_on, ("Space",), enabled=told, kind="primary"),
                Command("type", self.type, ("Enter",)),
            ),
        )

    # ------------------------------------------------------------------ links

    def open_with(self, options: CompareOptions) -> None:
        """Show a sentence, or begin the blind test."""
        self.session.reset(options.text)
        if options.blind:
            self.session.switch_blind()

    def shown(self) -> CompareOptions:
        """The sentence on the screen."""
        return CompareOptions(self.session.state.text[:LINKED], self.view.blinded)

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the lecture's task."""
        return TASKS[name](self.session)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The panels."""
        return {name: sheet.room for name, sheet in self.view.sheets.items()}

    # ------------------------------------------------------------------ actions

    def copy(self) -> None:
        """Put all translations on the clipboard, a line each."""
        found = self.session.found
        if found is not None:
            lines = [found.request.text]
            lines += [
                f"{self.ctx.t(f'translation.by_{m.name}')}: {m.text}"
                for m in found.made
                if m.text is not None
            ]
            write_text("\n".join(lines))
            self.ctx.notify(self.ctx.t("translation.copied"), "good")

    # ------------------------------------------------------------------ life

    def cancel(self) -> bool:
        """Leave the blind test."""
        if self.view.blinded:
            self.session.switch_blind()
            return True
        return False

    def update(self, dt: float) -> None:
        """Take what has been translated."""
        self.session.update()
        self.view.update()
        if self.view.stale:
            self.rebuild()
