"""The witness stand: real and generated portraits, or a picture of one's own, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pygame

from game.scenes.generator.judge.exercise import Part
from game.scenes.generator.judge.requests import Answer, Deal, Face, Judged, Look
from game.scenes.generator.judge.view import HeatMap, Still, draw_legend, square
from game.ui.layout import row
from game.ui.widgets.controls import button, enable, head_buttons
from game.ui.widgets.text import draw_paragraph, draw_text

if TYPE_CHECKING:
    from game.scenes.generator.judge.tab import JudgeTab

COUNT = 12
"""Pictures in the line-up."""
STRIP = 168
CROWD = 112
TURN = 2.4
"""Seconds for each picture when the room plays itself."""


class Stand(Part):
    """A line-up below, one of its pictures large, the meter beside it.

    Attributes:
        faces: the line-up.
        judged: the verdicts so far, by place in the line-up.
        chosen: which one is shown large.
    """

    id: ClassVar[str] = "stand"

    def __init__(self, room: JudgeTab) -> None:
        super().__init__(room)
        self.faces: list[Face] = []
        self.judged: dict[int, Judged] = {}
        self.chosen = 0
        self._key = 0
        self._seed = -1
        self._large, self._heat = Still(), HeatMap()
        self._small = [Still() for _ in range(COUNT + 1)]
        self._hover = -1
        self._shown_for = 0.0

    @property
    def verdict(self) -> Judged | None:
        """What the judge says about the picture that is shown large."""
        return self.judged.get(self.chosen)

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """The picture, the meter and the words above; the line-up below."""
        room, ctx = self.room, self.room.ctx
        style, t = ctx.style, ctx.t
        strip = pygame.Rect(area.x, 0, area.width, style.px(STRIP))
        strip.bottom = area.bottom
        upper = pygame.Rect(area.x, area.y, area.width, area.height - strip.height - style.gap)
        left, middle, right = row(upper, [upper.height, -10, -9], style.gap)
        self._picture = square(room.backdrop.panel(left, t("generator.judge_stand_picture")))
        items = [
            ("scissors", "judge_to_restyle", "T", self.to_restyle),
            ("flame", "judge_heat", "H", room.toggle_heat),
        ]
        head_buttons(ctx, left, items, "generator")
        crowd = pygame.Rect(middle.x, 0, middle.width, style.px(CROWD))
        crowd.bottom = middle.bottom
        dial = pygame.Rect(middle.x, middle.y, middle.width, crowd.y - style.gap - middle.y)
        self._meter = room.backdrop.panel(dial, t("generator.judge_verdict"))
        self._crowd = room.backdrop.panel(crowd, t("generator.judge_crowd"))
        self._words = room.backdrop.panel(right, t("generator.judge_why"))
        self._sources(self._words)
        inner = room.backdrop.panel(strip, t("generator.judge_lineup"))
        head_buttons(ctx, strip, (("dices", "judge_new", "N", self.renew),), "generator")
        self._strip = inner
        self._cards()

    def _sources(self, rect: pygame.Rect) -> None:
        ctx, style = self.room.ctx, self.room.ctx.style
        chip = style.px(32)
        for name, icon, key, command in (
            ("paste", "clipboard-paste", "Ctrl+V", lambda: self.room.desk.paste(ctx)),
            ("open", "folder-open", "Ctrl+O", lambda: self.room.desk.ask(ctx)),
        ):
            place = pygame.Rect(rect.x, rect.bottom - chip, rect.width, chip)
            button(
                ctx,
                place,
                ctx.t(f"generator.judge_{name}"),
                command,
                icon=icon,
                tip=f"{ctx.t(f'generator.judge_{name}_tip')} ({key})",
                object_id=f"#judge_{name}",
            )
            rect = pygame.Rect(rect.x, rect.y, rect.width, rect.height - chip - style.px(6))
        self._words = rect

    def _cards(self) -> None:
        """Places for the line-up's pictures; a button lies under each, for the keyboard."""
        ctx, style, inner = self.room.ctx, self.room.ctx.style, self._strip
        below = style.font("tiny", "bold").get_linesize() + style.px(12)
        count, gap = max(COUNT, len(self.faces)), style.px(8)
        side = min(inner.height - below, (inner.width - gap * (count - 1)) // count)
        step = (inner.width - side) / (count - 1)
        self._laid_out = count
        self._places = [
            pygame.Rect(round(inner.x + index * step), inner.y, side, side) for index in range(count)
        ]
        self._buttons = [
            button(
                ctx,
                place.inflate(style.px(6), style.px(6)),
                "",
                partial(self.choose, index),
                kind="card",
                tip=ctx.t("generator.judge_card_tip"),
                object_id=f"#face_{index}",
            )
            for index, place in enumerate(self._places)
        ]

    # ------------------------------------------------------------------ commands

    def show(self, face: Face) -> None:
        """Put a picture from elsewhere first in the line-up, and on the stand."""
        if self.faces and self.faces[0].kind == "own":
            self.faces[0] = face
            self.judged.pop(0, None)
        else:
            self.faces.insert(0, face)
            self.judged = {index + 1: judged for index, judged in self.judged.items()}
        self.chosen = 0

    def choose(self, index: int) -> None:
        """Put one of the line-up on the stand."""
        if index < len(self.faces):
            self.chosen = index

    def walk(self, step: int) -> None:
        """Put the next one on the stand, or the one before."""
        if self.faces:
            self.chosen = (self.chosen + step) % len(self.faces)

    def renew(self) -> None:
        """Draw another line-up; a picture of one's own stays."""
        self.faces = [face for face in self.faces if face.kind == "own"][:1]
        self.judged = {index: judged for index, judged in self.judged.items() if index < len(self.faces)}
        self.chosen = 0
        self._seed = -1

    def to_restyle(self) -> None:
        """Give the picture to the restyle room."""
        if self.faces:
            face = self.faces[self.chosen]
            self.room.shared.hand("restyle", face.picture, face.latent)

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Walk along the line-up; True when used."""
        if event.type != pygame.KEYDOWN or event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            return False
        keys: dict[int, Callable[[], object]] = {
            pygame.K_LEFT: partial(self.walk, -1),
            pygame.K_RIGHT: partial(self.walk, 1),
            pygame.K_n: self.renew,
            pygame.K_t: self.to_restyle,
        }
        command = keys.get(event.key)
        if command is not None:
            command()
        return command is not None

    def take(self, answer: Answer) -> None:
        """Take the line-up, or a verdict."""
        request = answer.request
        if isinstance(request, Deal) and answer.dealt is not None:
            if request.key == self._key:
                own = [face for face in self.faces if face.kind == "own"]
                self.faces = [*own, *answer.dealt.faces]
                self._seed = request.seed
        elif answer.judged is not None:
            for index, face in enumerate(self.faces):
                if face is answer.judged.face:
                    self.judged[index] = answer.judged

    def update(self, dt: float) -> None:
        """Ask for a line-up, then for one verdict after the other, the one on the stand first."""
        room = self.room
        if max(COUNT, len(self.faces)) != self._laid_out:
            room.rebuild()
        for index, made in enumerate(self._buttons):
            able = index < len(self.faces)
            enable(made, able)
        if not room.busy and not room.problem:
            self._ask()
        verdict = self.verdict
        room.meter.point(None if verdict is None else verdict.probability)

    def _ask(self) -> None:
        if self._seed < 0:
            self._seed = int(np.random.default_rng().integers(1 << 31))
            self._key = self.room.next_key()
            self.room.ask(Deal(self._key, self._seed, COUNT))
            return
        order = [self.chosen, *range(len(self.faces))]
        for index in order:
            if index < len(self.faces) and index not in self.judged:
                self.room.ask(Look(self.room.next_key(), self.faces[index]))
                return

    def release(self) -> None:
        """Ask again for a line-up whose answer will not be waited for."""
        if all(face.kind == "own" for face in self.faces):
            self._seed = -1

    def attract(self, dt: float) -> None:
        """Let one after the other step forward."""
        before, self._shown_for = self._shown_for, self._shown_for + dt
        if int(before / TURN) != int(self._shown_for / TURN):
            self.walk(1)

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw picture, meter, words and line-up."""
        style, t = self.room.ctx.style, self.room.ctx.t
        if self.faces:
            face = self.faces[self.chosen]
            self._large.draw(screen, face.picture, self._picture, style.colour.line)
            if self.room.prefs.heat:
                self._heat.draw(screen, style, self.verdict, self._picture)
        self.room.draw_meter(screen, self._meter, self.verdict)
        self._draw_words(screen)
        self._draw_crowd(screen)
        for index, face in enumerate(self.faces[: len(self._places)]):
            self._draw_card(screen, index, face)
        if not self.faces:
            place = self._strip.inflate(0, -style.px(20))
            words = self.room.trouble() or t("generator.judge_dealing")
            draw_paragraph(screen, style, words, place, size="small", colour=style.colour.muted)

    def _draw_words(self, screen: pygame.Surface) -> None:
        style, t, rect = self.room.ctx.style, self.room.ctx.t, self._words
        if not self.faces:
            return
        face = self.faces[self.chosen]
        line = draw_text(screen, style, t(f"generator.judge_kind_{face.kind}"), rect.topleft, face="bold")
        y = line.bottom + style.px(2)
        note = face.name or t(f"generator.judge_kind_{face.kind}_note")
        place = pygame.Rect(rect.x, y, rect.width, rect.bottom - y)
        y += draw_paragraph(screen, style, note, place, size="small", colour=style.colour.muted)
        y += style.px(10)
        words = (t("generator.judge_for"), t("generator.judge_against"))
        y += draw_legend(screen, style, (rect.x, y), words, rect.width) + style.px(8)
        place = pygame.Rect(rect.x, y, rect.width, rect.bottom - y)
        draw_paragraph(
            screen, style, t("generator.judge_heat_note"), place, size="tiny", colour=style.colour.faint
        )

    def _draw_crowd(self, screen: pygame.Surface) -> None:
        """Where everybody of the line-up stands between «no» and «portrait»."""
        style, t, rect = self.room.ctx.style, self.room.ctx.t, self._crowd
        radius, font = style.px(6), style.font("tiny")
        lanes = {"real": style.colour.agent, "generated": style.colour.human}
        names = {kind: t(f"generator.judge_crowd_{kind}") for kind in lanes}
        left = rect.x + max(font.size(name)[0] for name in names.values()) + style.px(12) + radius
        right, height = rect.right - radius, rect.height // len(lanes)
        for number, (kind, colour) in enumerate(lanes.items()):
            y = rect.y + number * height + height // 2
            draw_text(screen, style, names[kind], (rect.x, y), size="tiny", colour=colour, anchor="midleft")
            pygame.draw.line(screen, style.colour.line, (left, y), (right, y), style.px(1.5))
            for judged in self.judged.values():
                if judged.face.kind == kind:
                    at = (round(left + (right - left) * judged.probability), y)
                    pygame.draw.aacircle(screen, style.colour.surface, at, radius + style.px(1.5))
                    pygame.draw.aacircle(screen, colour, at, radius)
        if self.verdict is not None:
            mark = pygame.Rect(0, rect.y, style.px(3), rect.height)
            mark.centerx = round(left + (right - left) * self.verdict.probability)
            pygame.draw.rect(screen, style.colour.text, mark, border_radius=style.px(2))

    def _draw_card(self, screen: pygame.Surface, index: int, face: Face) -> None:
        style, place = self.room.ctx.style, self._places[index]
        chosen = index == self.chosen
        edge = style.colour.accent if chosen else style.colour.line
        self._small[index].draw(screen, face.picture, place, edge)
        if chosen:
            pygame.draw.rect(
                screen, edge, place.inflate(style.px(6), style.px(6)), style.px(2), border_radius=style.px(4)
            )
        judged = self.judged.get(index)
        bar = pygame.Rect(place.x, place.bottom + style.px(6), place.width, style.px(5))
        pygame.draw.rect(screen, style.colour.raised, bar, border_radius=bar.height // 2)
        if judged is not None:
            sure = judged.probability >= 0.5
            colour = style.colour.good if sure else style.colour.bad
            full = bar.copy()
            full.width = max(bar.height, round(bar.width * judged.probability))
            pygame.draw.rect(screen, colour, full, border_radius=bar.height // 2)
        words = self.room.ctx.t(f"generator.judge_card_{face.kind}")
        at = (place.centerx, bar.bottom + style.px(1))
        draw_text(screen, style, words, at, size="tiny", colour=style.colour.muted, anchor="midtop")
