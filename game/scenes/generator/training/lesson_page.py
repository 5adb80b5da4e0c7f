"""One round explained with its own numbers: noise, picture, verdict, and who learns what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.scenes.generator.training.face_grid import Still
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.style import mix
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.text import draw_paragraph, draw_text, shorten

if TYPE_CHECKING:
    from models.generator.live.lesson import Lesson, Moved

STAGES = ("noise", "picture", "verdict", "wish", "again")


class LessonPage:
    """Five stages above, what moved in both networks below."""

    def __init__(self) -> None:
        self._stills = {name: Still() for name in ("made", "real", "wished", "heat", "again", "before")}
        self._heat: tuple[object, np.ndarray] | None = None

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Cut the place into panels."""
        self.ctx = ctx
        style, t = ctx.style, ctx.t
        upper, lower = column(area, [round(area.height * 0.54), -1], style.gap)
        arrow = style.px(26)
        widths = [-17, arrow, -17, arrow, -26, arrow, -20, arrow, -20]
        places = row(upper, widths, 0)
        self._stages = {
            name: backdrop.panel(place, f"{index}. {t(f'generator.training_stage_{name}')}")
            for index, (name, place) in enumerate(zip(STAGES, places[::2], strict=True), start=1)
        }
        for gap in places[1::2]:
            draw_text(
                backdrop.surface,
                style,
                "→",
                gap.center,
                size="heading",
                colour=style.colour.muted,
                anchor="center",
            )
        left, right = row(lower, [-1, -1], style.gap)
        self._layers = {
            "discriminator": backdrop.panel(
                left, t("generator.training_learned_discriminator"), accent=style.colour.agent
            ),
            "generator": backdrop.panel(
                right, t("generator.training_learned_generator"), accent=style.colour.human
            ),
        }

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface, lesson: Lesson | None) -> None:
        """Draw the round."""
        if lesson is None:
            room = self._stages["verdict"]
            words = self.ctx.t("generator.training_lesson_waits")
            draw_paragraph(
                screen, self.ctx.style, words, room, size="small", colour=self.ctx.style.colour.muted
            )
            return
        self._noise(screen, lesson)
        self._picture(screen, lesson)
        self._verdict(screen, lesson)
        self._wish(screen, lesson)
        self._again(screen, lesson)
        for side in ("discriminator", "generator"):
            self._learned(screen, lesson, side)

    def _split(self, stage: str, share: float = 0.62) -> tuple[pygame.Rect, pygame.Rect]:
        """A square for a picture and the place under it for words."""
        room, style = self._stages[stage], self.ctx.style
        side = min(room.width, round(room.height * share))
        picture = pygame.Rect(0, room.y, side, side)
        picture.centerx = room.centerx
        y = picture.bottom + style.px(8)
        return picture, pygame.Rect(room.x, y, room.width, room.bottom - y)

    def _say(self, screen: pygame.Surface, key: str, rect: pygame.Rect, **values: str) -> int:
        style = self.ctx.style
        return draw_paragraph(
            screen, style, self.ctx.t(key, **values), rect, size="small", colour=style.colour.muted
        )

    def _noise(self, screen: pygame.Surface, lesson: Lesson) -> None:
        style, t = self.ctx.style, self.ctx.t
        chart, words = self._split("noise")
        chart.x, chart.width = words.x, words.width
        middle, count = chart.centery, len(lesson.latent)
        width = chart.width / count
        for index, value in enumerate(lesson.latent):
            height = round(min(abs(float(value)), 3.0) / 3.0 * chart.height / 2)
            x = round(chart.x + index * width)
            bar = pygame.Rect(x, middle - height if value > 0 else middle, max(2, round(width) - 2), height)
            pygame.draw.rect(screen, style.colour.human, bar, border_radius=2)
        pygame.draw.line(screen, style.colour.line, (chart.x, middle), (chart.right, middle))
        first = ", ".join(t.number(float(value), 1) for value in lesson.latent[:4])
        self._say(screen, "generator.training_noise_words", words, n=str(count), first=first)

    def _picture(self, screen: pygame.Surface, lesson: Lesson) -> None:
        picture, words = self._split("picture")
        self._show(screen, "made", lesson.made, picture)
        self._say(screen, "generator.training_picture_words", words)

    def _verdict(self, screen: pygame.Surface, lesson: Lesson) -> None:
        style, t, room = self.ctx.style, self.ctx.t, self._stages["verdict"]
        gap = style.px(14)
        side = min((room.width - gap) // 2, round(room.height * 0.44))
        y = room.y
        for index, (name, picture, (before, after)) in enumerate(
            (("real", lesson.real, lesson.verdicts.real), ("made", lesson.made, lesson.verdicts.made))
        ):
            half = pygame.Rect(room.x + index * (room.width + gap) // 2, y, (room.width - gap) // 2, side)
            place = pygame.Rect(0, y, side, side)
            place.centerx = half.centerx
            self._show(screen, "real" if name == "real" else "before", picture, place)
            colour = style.colour.good if name == "real" else style.colour.bad
            under = pygame.Rect(half.x, place.bottom + style.px(6), half.width, style.px(9))
            self._bar(screen, under, before, mix(colour, style.colour.surface, 0.5))
            self._bar(screen, under.move(0, style.px(12)), after, colour)
            words = f"{self._percent(before)} → {self._percent(after)}"
            at = (half.centerx, under.bottom + style.px(16))
            draw_text(
                screen, style, words, at, size="small", face="mono_bold", colour=colour, anchor="midtop"
            )
            name_at = (half.centerx, at[1] + style.font("small").get_linesize() + style.px(1))
            draw_text(
                screen,
                style,
                t(f"generator.training_{name}_picture"),
                name_at,
                size="tiny",
                colour=style.colour.muted,
                anchor="midtop",
            )
        top = y + side + style.px(34) + 2 * style.font("small").get_linesize() + style.px(8)
        words_room = pygame.Rect(room.x, top, room.width, room.bottom - top)
        self._say(screen, "generator.training_verdict_words", words_room)

    def _wish(self, screen: pygame.Surface, lesson: Lesson) -> None:
        style = self.ctx.style
        room = self._stages["wish"]
        gap = style.px(8)
        side = min((room.width - gap) // 2, round(room.height * 0.44))
        left = pygame.Rect(room.centerx - side - gap // 2, room.y, side, side)
        right = left.move(side + gap, 0)
        if self._heat is None or self._heat[0] is not lesson:
            low, high = np.array(style.colour.background[:3]), np.array(style.colour.human[:3])
            heat = np.sqrt(lesson.heat)[:, :, None]
            self._heat = (lesson, (low + heat * (high - low)).astype(np.uint8))
        self._show(screen, "heat", self._heat[1], left)
        self._show(screen, "wished", lesson.wished, right)
        y = left.bottom + style.px(8)
        words = pygame.Rect(room.x, y, room.width, room.bottom - y)
        self._say(screen, "generator.training_wish_words", words)

    def _again(self, screen: pygame.Surface, lesson: Lesson) -> None:
        picture, words = self._split("again", 0.5)
        self._show(screen, "again", lesson.again, picture)
        before, after = lesson.verdicts.made[1], lesson.verdicts.again
        self._say(
            screen,
            f"generator.training_again_{'better' if after > before else 'worse'}",
            words,
            before=self._percent(before),
            after=self._percent(after),
        )

    def _learned(self, screen: pygame.Surface, lesson: Lesson, side: str) -> None:
        style, t, room = self.ctx.style, self.ctx.t, self._layers[side]
        colour = style.colour.agent if side == "discriminator" else style.colour.human
        layers = [moved for moved in lesson.moved if moved.side == side]
        weight = lesson.weights["discriminator" if side == "discriminator" else "generator"]
        loss = lesson.loss_discriminator if side == "discriminator" else lesson.loss_generator
        self._say(
            screen,
            f"generator.training_why_{side}",
            pygame.Rect(room.x, room.y, room.width, room.height),
            loss=t.number(loss, 3),
        )
        line = style.font("small").get_linesize()
        foot = 2 * round(line * 1.12) + style.px(2)
        head = 2 * round(line * 1.12) + style.px(6)
        table = pygame.Rect(room.x, room.y + head, room.width, room.height - head - foot)
        self._table(screen, table, layers, colour)
        moved = weight.after != weight.before
        self._say(
            screen,
            "generator.training_weight" if moved else "generator.training_weight_frozen",
            pygame.Rect(room.x, room.bottom - foot + style.px(4), room.width, foot),
            layer=t(f"generator.training_layer_{weight.layer}"),
            before=t.number(weight.before, 4),
            gradient=t.number(weight.gradient, 4),
            after=t.number(weight.after, 4),
        )

    def _table(
        self, screen: pygame.Surface, room: pygame.Rect, layers: list[Moved], colour: pygame.Color
    ) -> None:
        style, t = self.ctx.style, self.ctx.t
        name, bar, push, moved = row(room, [-34, -30, -18, -18], style.px(6))
        tiny = style.font("tiny").get_linesize()
        for place, key in ((push, "push"), (moved, "moved")):
            draw_text(
                screen,
                style,
                t(f"generator.training_column_{key}"),
                place.topright,
                size="tiny",
                colour=style.colour.faint,
                anchor="topright",
            )
        height = (room.height - tiny) / max(1, len(layers))
        most = max((layer.moved for layer in layers), default=0.0) or 1.0
        for index, layer in enumerate(layers):
            y = round(room.y + tiny + (index + 0.5) * height)
            words = shorten(t(f"generator.training_layer_{layer.layer}"), style.font("small"), name.width)
            draw_text(screen, style, words, (name.x, y), size="small", anchor="midleft")
            track = pygame.Rect(bar.x, y - style.px(4), bar.width, style.px(8))
            self._bar(screen, track, layer.moved / most, colour)
            share = f"{t.number(100 * layer.moved, 2)}\N{NO-BREAK SPACE}%"
            for place, text in ((push, t.number(layer.push, 3)), (moved, share)):
                draw_text(screen, style, text, (place.right, y), size="small", face="mono", anchor="midright")

    # ------------------------------------------------------------------ parts

    def _show(self, screen: pygame.Surface, name: str, picture: np.ndarray, rect: pygame.Rect) -> None:
        self._stills[name].draw(screen, picture, rect)
        pygame.draw.rect(screen, self.ctx.style.colour.line, rect.inflate(2, 2), 1)

    def _bar(self, screen: pygame.Surface, rect: pygame.Rect, share: float, colour: pygame.Color) -> None:
        screen.blit(rounded(rect.size, rect.height // 2, self.ctx.style.colour.raised), rect)
        width = round(rect.width * min(max(share, 0.0), 1.0))
        if width >= rect.height:
            screen.blit(rounded((width, rect.height), rect.height // 2, colour), rect)

    def _percent(self, share: float) -> str:
        return f"{self.ctx.t.number(100 * share)}\N{NO-BREAK SPACE}%"
