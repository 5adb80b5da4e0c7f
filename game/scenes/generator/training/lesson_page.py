"""One round explained with its own numbers: noise, picture, verdict, and who learns what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.style import mix
from game.ui.surfaces import CachedSurface, to_surface
from game.ui.widgets.bars import draw_busy
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.text import draw_paragraph, draw_text, shorten
from models.base.arrays import Byte

if TYPE_CHECKING:
    from models.generator.live.lesson import Lesson, Moved

STAGES = ("noise", "picture", "verdict", "wish", "again")
SIDES = {"discriminator": "agent", "generator": "human"}
"""The two networks and their colours."""


class LessonPage:
    """Five stages above, what moved in both networks below."""

    def __init__(self) -> None:
        self._stills = {
            name: CachedSurface() for name in ("made", "real", "wished", "heat", "again", "before")
        }
        self._heat: tuple[Lesson | None, Byte] = (None, np.zeros(0, np.uint8))

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Cut the place into panels."""
        self.ctx = ctx
        style, t = ctx.style, ctx.t
        upper, lower = column(area, [round(area.height * 0.54), -1], style.gap)
        arrow = style.px(26)
        places = row(upper, [-17, arrow, -17, arrow, -26, arrow, -20, arrow, -20], 0)
        self._stages = {
            name: backdrop.panel(place, f"{index}. {t(f'generator.training_stage_{name}')}")
            for index, (name, place) in enumerate(zip(STAGES, places[::2], strict=True), start=1)
        }
        for gap in places[1::2]:
            draw_text(backdrop.surface, style, "→", gap.center, "heading", colour="muted", anchor="center")
        self._layers = {
            side: backdrop.panel(
                place, t(f"generator.training_learned_{side}"), accent=getattr(style.colour, SIDES[side])
            )
            for side, place in zip(SIDES, row(lower, [-1, -1], style.gap), strict=True)
        }

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface, lesson: Lesson | None, waited: float) -> None:
        """Draw the round; until it has been played, that it has been waited for so many seconds."""
        self._screen = screen
        if lesson is None:
            room, style = self._stages["verdict"], self.ctx.style
            self._say("starting", room, time=self.ctx.t.duration(waited))
            bar = pygame.Rect(room.x, room.centery, room.width, style.px(8))
            draw_busy(screen, style, bar, waited)
            return
        self._noise(lesson)
        picture, words = self._split("picture")
        self._show("made", lesson.made, picture)
        self._say("picture_words", words)
        self._verdict(lesson)
        self._wish(lesson)
        self._again(lesson)
        for side in SIDES:
            self._learned(lesson, side)

    def _split(self, stage: str, share: float = 0.62) -> tuple[pygame.Rect, pygame.Rect]:
        """A square for a picture and the place under it for words."""
        room, style = self._stages[stage], self.ctx.style
        side = min(room.width, round(room.height * share))
        picture = pygame.Rect(room.centerx - side // 2, room.y, side, side)
        return picture, self._below(room, picture.bottom + style.px(8))

    def _noise(self, lesson: Lesson) -> None:
        style, t = self.ctx.style, self.ctx.t
        chart, words = self._split("noise")
        chart.x, chart.width = words.x, words.width
        middle, count = chart.centery, len(lesson.latent)
        width = chart.width / count
        for index, value in enumerate(lesson.latent):
            height = round(min(abs(float(value)), 3.0) / 3.0 * chart.height / 2)
            x = round(chart.x + index * width)
            bar = pygame.Rect(x, middle - height if value > 0 else middle, max(2, round(width) - 2), height)
            pygame.draw.rect(self._screen, style.colour.human, bar, border_radius=2)
        pygame.draw.line(self._screen, style.colour.line, (chart.x, middle), (chart.right, middle))
        first = ", ".join(t.number(float(value), 1) for value in lesson.latent[:4])
        self._say("noise_words", words, n=str(count), first=first)

    def _verdict(self, lesson: Lesson) -> None:
        style, room = self.ctx.style, self._stages["verdict"]
        gap, line = style.px(14), style.font("small").get_linesize()
        side = min((room.width - gap) // 2, round(room.height * 0.44))
        for half, name, picture, (before, after), ink in zip(
            row(room, [-1, -1], gap),
            ("real", "made"),
            (lesson.real, lesson.made),
            (lesson.verdicts.real, lesson.verdicts.made),
            (style.colour.good, style.colour.bad),
            strict=True,
        ):
            place = pygame.Rect(half.centerx - side // 2, room.y, side, side)
            self._show("real" if name == "real" else "before", picture, place)
            under = pygame.Rect(half.x, place.bottom + style.px(6), half.width, style.px(9))
            self._bar(under, before, mix(ink, style.colour.surface, 0.5))
            self._bar(under.move(0, style.px(12)), after, ink)
            words = f"{self.ctx.t.percent(before)} → {self.ctx.t.percent(after)}"
            x, y = half.centerx, under.bottom + style.px(16)
            draw_text(self._screen, style, words, (x, y), "small", "mono_bold", ink, "midtop")
            words, y = self.ctx.t(f"generator.training_{name}_picture"), y + line + style.px(1)
            draw_text(self._screen, style, words, (x, y), "tiny", colour="muted", anchor="midtop")
        self._say("verdict_words", self._below(room, room.y + side + style.px(42) + 2 * line))

    def _wish(self, lesson: Lesson) -> None:
        style, room = self.ctx.style, self._stages["wish"]
        gap = style.px(8)
        side = min((room.width - gap) // 2, round(room.height * 0.44))
        left = pygame.Rect(room.centerx - side - gap // 2, room.y, side, side)
        if self._heat[0] is not lesson:
            low, high = np.array(style.colour.background[:3]), np.array(style.colour.human[:3])
            heat = np.sqrt(lesson.heat)[:, :, None]
            self._heat = (lesson, (low + heat * (high - low)).astype(np.uint8))
        self._show("heat", self._heat[1], left)
        self._show("wished", lesson.wished, left.move(side + gap, 0))
        self._say("wish_words", self._below(room, left.bottom + style.px(8)))

    def _again(self, lesson: Lesson) -> None:
        picture, words = self._split("again", 0.5)
        self._show("again", lesson.again, picture)
        before, after = lesson.verdicts.made[1], lesson.verdicts.again
        key = f"again_{'better' if after > before else 'worse'}"
        self._say(key, words, before=self.ctx.t.percent(before), after=self.ctx.t.percent(after))

    def _learned(self, lesson: Lesson, side: str) -> None:
        style, t, room = self.ctx.style, self.ctx.t, self._layers[side]
        weight = lesson.weights["discriminator" if side == "discriminator" else "generator"]
        loss = lesson.loss_discriminator if side == "discriminator" else lesson.loss_generator
        self._say(f"why_{side}", room, loss=t.number(loss, 3))
        line = round(style.font("small").get_linesize() * 1.12)
        foot, head = 2 * line + style.px(2), 2 * line + style.px(6)
        table = pygame.Rect(room.x, room.y + head, room.width, room.height - head - foot)
        self._table(table, [moved for moved in lesson.moved if moved.side == side], SIDES[side])
        self._say(
            "weight" if weight.after != weight.before else "weight_frozen",
            self._below(room, room.bottom - foot + style.px(4)),
            layer=t(f"generator.training_layer_{weight.layer}"),
            before=t.number(weight.before, 4),
            gradient=t.number(weight.gradient, 4),
            after=t.number(weight.after, 4),
        )

    def _table(self, room: pygame.Rect, layers: list[Moved], colour: str) -> None:
        screen, style, t = self._screen, self.ctx.style, self.ctx.t
        name, bar, push, moved = row(room, [-34, -30, -18, -18], style.px(6))
        tiny = style.font("tiny").get_linesize()
        for place, key in ((push, "push"), (moved, "moved")):
            words = t(f"generator.training_column_{key}")
            draw_text(screen, style, words, place.topright, "tiny", colour="faint", anchor="topright")
        height = (room.height - tiny) / max(1, len(layers))
        most = max((layer.moved for layer in layers), default=0.0) or 1.0
        for index, layer in enumerate(layers):
            y = round(room.y + tiny + (index + 0.5) * height)
            words = shorten(t(f"generator.training_layer_{layer.layer}"), style.font("small"), name.width)
            draw_text(screen, style, words, (name.x, y), "small", anchor="midleft")
            track = pygame.Rect(bar.x, y - style.px(4), bar.width, style.px(8))
            self._bar(track, layer.moved / most, getattr(style.colour, colour))
            for place, text in ((push, t.number(layer.push, 3)), (moved, t.percent(layer.moved, 2))):
                draw_text(screen, style, text, (place.right, y), "small", "mono", anchor="midright")

    # ------------------------------------------------------------------ parts

    def _below(self, room: pygame.Rect, y: int) -> pygame.Rect:
        """What is below y of a place."""
        return pygame.Rect(room.x, y, room.width, room.bottom - y)

    def _say(self, key: str, rect: pygame.Rect, **values: str) -> None:
        words = self.ctx.t(f"generator.training_{key}", **values)
        draw_paragraph(self._screen, self.ctx.style, words, rect, "small", colour="muted")

    def _show(self, name: str, picture: Byte, rect: pygame.Rect) -> None:
        def enlarged() -> pygame.Surface:
            return pygame.transform.scale(to_surface(picture), rect.size)

        self._screen.blit(self._stills[name].get(rect.size, enlarged, picture), rect)
        pygame.draw.rect(self._screen, self.ctx.style.colour.line, rect.inflate(2, 2), 1)

    def _bar(self, rect: pygame.Rect, share: float, colour: pygame.Color) -> None:
        self._screen.blit(rounded(rect.size, rect.height // 2, self.ctx.style.colour.raised), rect)
        width = round(rect.width * min(max(share, 0.0), 1.0))
        if width >= rect.height:
            self._screen.blit(rounded((width, rect.height), rect.height // 2, colour), rect)
