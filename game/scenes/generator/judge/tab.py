"""Judge: the discriminator says «portrait» or «nope», and people try to beat it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import ClassVar

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame_gui.elements import UIButton

from game.scenes.generator.face_io import FaceDesk
from game.scenes.generator.judge.exercise import Part
from game.scenes.generator.judge.meter import Meter
from game.scenes.generator.judge.requests import Answer, Face, Judged, Request, Worker
from game.scenes.generator.network_calls import NetworkCall
from game.scenes.generator.preferences import JudgePreferences
from game.scenes.generator.problems import trouble
from game.scenes.generator.shared_state import SharedState
from game.ui.tabs import Tab
from game.ui.widgets.controls import choices, select
from game.ui.widgets.text import draw_paragraph

Byte = NDArray[np.uint8]
# By id: module:Class. Modules are imported when a part is first opened.
PARTS: dict[str, str] = {
    "stand": "game.scenes.generator.judge.lineup:Stand",
    "draw": "game.scenes.generator.judge.drawing:Easel",
    "quiz": "game.scenes.generator.judge.quiz:Quiz",
}
STRIP = 34
PART_WIDTH = 620


class JudgeTab(Tab):
    """Three parts over one discriminator.

    Attributes:
        meter: the needle, which all parts share.
        desk: opens pictures to be judged.
    """

    id: ClassVar[str] = "judge"

    def __init__(self, shared: SharedState) -> None:
        self.shared = shared
        self.meter = Meter()
        self.desk = FaceDesk(self._opened)
        self._call: NetworkCall[Request, Answer] = NetworkCall(
            shared.networks, Worker().answer, name="judge", nice=5
        )
        self._parts: dict[str, Part] = {}
        self._chips: dict[str, UIButton] = {}
        self._keys = 0

    @property
    def prefs(self) -> JudgePreferences:
        """What is remembered."""
        return self.shared.prefs.judge

    @property
    def part(self) -> Part:
        """The open part."""
        return self._part(self.prefs.part)

    def _part(self, name: str) -> Part:
        if name not in self._parts:
            module, _, attribute = PARTS[name].partition(":")
            self._parts[name] = getattr(import_module(module), attribute)(self)
        return self._parts[name]

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Which part at the top, that part below."""
        self.desk.reopen(self.ctx)
        style = self.ctx.style
        width = min(style.px(PART_WIDTH), area.width)
        strip = pygame.Rect(area.x, area.y, width, style.px(STRIP))
        self._chips = choices(self.ctx, strip, "generator.judge_part", tuple(PARTS), self.open, "M")
        top = strip.bottom + style.gap
        self.part.layout(pygame.Rect(area.x, top, area.width, area.bottom - top))
        self._mark()

    def _mark(self) -> None:
        for name, made in self._chips.items():
            select(made, name == self.prefs.part)

    # ------------------------------------------------------------------ what the parts use

    @property
    def busy(self) -> bool:
        """Whether the networks are at work for this room."""
        return self._call.busy

    @property
    def problem(self) -> str:
        """What went wrong with the newest request."""
        return self._call.problem

    @property
    def milliseconds(self) -> float:
        """How long the newest answer took."""
        return self._call.milliseconds

    def ask(self, request: Request) -> None:
        """Ask the networks; the newest request wins."""
        self._call.ask(request)

    def next_key(self) -> int:
        """A number that no other request has."""
        self._keys += 1
        return self._keys

    def trouble(self) -> str:
        """Why nothing is judged, and the way out; empty when all is well."""
        return trouble(self.ctx, self.problem)

    def draw_meter(
        self, screen: pygame.Surface, rect: pygame.Rect, judged: Judged | None, waiting: str = ""
    ) -> None:
        """Draw the meter, with the numbers behind it."""
        t = self.ctx.t
        problem = self.trouble()
        if problem:
            draw_paragraph(
                screen, self.ctx.style, problem, rect, size="small", colour=self.ctx.style.colour.bad
            )
            return
        if judged is None:
            note = waiting or t("generator.judge_thinking" if self.ctx.loader.ready else "app.loading")
        else:
            percent = t.number(100 * judged.probability, 1)
            note = t("generator.judge_numbers", percent=percent, score=signed(t.number(judged.score, 2)))
        self.meter.draw(
            screen, self.ctx.style, rect, (t("generator.judge_no"), t("generator.judge_yes")), note
        )

    # ------------------------------------------------------------------ commands

    def open(self, name: str) -> None:
        """Open another part."""
        if name != self.prefs.part:
            self.part.release()
            self._call.cancel()
            self.shared.remember("judge", part=name)
            self.meter.point(None)
            self.rebuild()
        self._mark()

    def toggle_heat(self) -> None:
        """Show what convinced the judge, or no longer."""
        self.shared.remember("judge", heat=not self.prefs.heat)

    def show(self, face: Face) -> None:
        """Judge a picture from elsewhere."""
        from game.scenes.generator.judge.lineup import Stand

        stand = self._part("stand")
        if isinstance(stand, Stand):
            stand.show(face)
        self.open("stand")

    def _opened(self, picture: Byte, name: str, latent: NDArray[np.float32] | None) -> None:
        self.show(Face("own", picture, latent, name))

    # ------------------------------------------------------------------ events

    def cancel(self) -> bool:
        """Stop what the part has under way."""
        return self.part.cancel()

    def hold(self, held: bool) -> bool:
        """There is nothing to show before."""
        return False

    def handle(self, event: pygame.event.Event) -> bool:
        """Choose a part, open pictures; everything else belongs to the part."""
        if self.part.handle(event):
            return True
        if event.type == pygame.DROPFILE:
            self.desk.open(self.ctx, Path(event.file))
            return True
        if event.type != pygame.KEYDOWN:
            return False
        names = tuple(PARTS)
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            if event.key == pygame.K_o:
                self.desk.ask(self.ctx)
            elif event.key == pygame.K_v:
                self.desk.paste(self.ctx)
            else:
                return False
        elif event.key == pygame.K_m:
            self.open(names[(names.index(self.prefs.part) + 1) % len(names)])
        elif event.key == pygame.K_h:
            self.toggle_heat()
        else:
            return False
        return True

    # ------------------------------------------------------------------ frames

    def update(self, dt: float) -> None:
        """Take what was handed over and what the networks have found."""
        handed = self.shared.receive(self.id)
        if handed is not None:
            self.show(Face("own", handed.picture, handed.latent, self.ctx.t("generator.restyle_handed")))
        self.desk.update(self.ctx)
        answer = self._call.poll()
        if answer is not None:
            self.part.take(answer)
        self.part.update(dt)
        self.meter.update(dt)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the open part."""
        self.part.draw(screen)

    def attract(self, dt: float) -> None:
        """Let the open part play."""
        self.part.attract(dt)

    def leave(self) -> None:
        """Finish what the hand was doing."""
        self.part.release()

    def close(self) -> None:
        """Stop the workers."""
        self._call.close()
        self.desk.close()
        for part in self._parts.values():
            part.close()


def signed(number: str) -> str:
    """A number with its sign."""
    return number if number.startswith("\N{MINUS SIGN}") else f"+{number}"
