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
from game.scenes.translation.shared_state import SharedState
from game.ui.clipboard import copied_text, write_text
from game.ui.commands import Command, Commands
from game.ui.tabs import Tab
from models.translation.rules.telling import KINDS, telling

LINKED = 500
"""Characters of a sentence that a link keeps."""
SHOW_SECONDS = 6.0
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


class CompareTab(Tab):
    """The comparison."""

    id: ClassVar[str] = "compare"
    opens_with = CompareOptions

    def __init__(self, shared: SharedState) -> None:
        self._shared = shared
        self._script = 0.0

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
                Command("paste", self.paste, ("Ctrl+V",), "clipboard-paste"),
                Command("undo", session.undo, ("Ctrl+Z",), "undo-2", enabled=lambda: session.can_undo),
                Command(
                    "redo",
                    session.redo,
                    ("Ctrl+Y", "Ctrl+Shift+Z"),
                    "redo-2",
                    enabled=lambda: session.can_redo,
                ),
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
                Command("type", self._type, ("Enter",)),
            ),
        )

    def layout(self, area: pygame.Rect) -> None:
        """Build the controls."""
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    @property
    def typing(self) -> bool:
        """Whether letters belong to the line."""
        return self.view.typing

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

    def paste(self) -> None:
        """Take the clipboard's text."""
        text = " ".join(copied_text().split())
        if text:
            self.session.write(text, typing=False)
        else:
            self.ctx.notify(self.ctx.t("translation.nothing_copied"), "info")

    def _type(self) -> None:
        self.ctx.ui.set_focus_set(self.view.field)

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Type, roll, choose."""
        return self.view.handle(event)

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

    def attract(self, dt: float) -> None:
        """Show one telling sentence after another."""
        before, self._script = self._script, self._script + dt
        if int(before / SHOW_SECONDS) != int(self._script / SHOW_SECONDS):
            sources = [each.source for each in telling()]
            self.session.reset(sources[int(self._script / SHOW_SECONDS) % len(sources)])

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the session."""
        self.view.draw(screen)

    def leave(self) -> None:
        """Let go of the line."""
        if self.view.typing:
            self.ctx.ui.set_focus_set(None)

    def close(self) -> None:
        """Stop the workers."""
        self.session.close()
