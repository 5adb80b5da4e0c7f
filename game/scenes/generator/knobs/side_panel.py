"""The column at the right of the generator's room: chance, the neighbours, how things stand."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.elements import UIHorizontalSlider, UITextEntryLine

from game.scenes.generator.preferences import HIGHEST_TRUNCATION
from game.scenes.generator.shared_state import Byte
from game.ui.context import Context
from game.ui.layout import row
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import button
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.sliders import explain, held, stand
from game.ui.widgets.text import draw_paragraph, draw_text

if TYPE_CHECKING:
    from game.scenes.generator.knobs.tab import KnobsTab

STATUS = 92
"""The height of the last panel, in pixels at scale 1."""


class Side:
    """Three panels, one above the other.

    Args:
        room: what the buttons command.
    """

    def __init__(self, room: KnobsTab) -> None:
        self.room = room
        self._tiles: list[pygame.Rect] = []
        self._pictures: dict[int, pygame.Surface] = {}
        self._middle: tuple[Byte, pygame.Surface] | None = None

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build all three."""
        self.ctx = ctx
        style, t = ctx.style, ctx.t
        head = style.font("small", "bold").get_linesize() + style.px(6) + 2 * style.px(12)
        line = style.px(34)
        chance = head + 2 * line + style.px(4)
        room = backdrop.panel(pygame.Rect(area.x, area.y, area.width, chance), t("generator.chance"))
        self._chance(room, line)
        status = pygame.Rect(area.x, 0, area.width, style.px(STATUS))
        status.bottom = area.bottom
        self._status = backdrop.panel(status)
        top = area.y + chance + style.gap
        middle = pygame.Rect(area.x, top, area.width, status.y - style.gap - top)
        self._neighbours(backdrop.panel(middle, t("generator.neighbours")), line)

    def _chance(self, room: pygame.Rect, line: int) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        first = pygame.Rect(room.x, room.y, room.width, line - style.px(2))
        words = t("generator.seed")
        label, field, again = row(
            first, [style.font("small").size(words)[0] + style.px(4), -45, -55], style.px(8)
        )
        self._seed_label = (words, label)
        self.seed = UITextEntryLine(field, ctx.ui, object_id=ObjectID("#seed", None))
        self.seed.set_allowed_characters("numbers")
        self.seed.set_text_length_limit(9)
        self.seed.set_tooltip(t("generator.seed_tip"))
        self.show_seed(self.room.session.seed)
        button(
            ctx,
            again,
            t("generator.random"),
            self.room.session.random,
            icon="dices",
            kind="primary",
            tip=f"{t('generator.random_tip')} (R)",
            object_id="#random",
        )
        second = pygame.Rect(room.x, first.bottom + style.px(6), room.width, line - style.px(6))
        self.truncation = self._slider(
            second, "truncation", self.room.session.prefs.truncation, (0.0, HIGHEST_TRUNCATION), 0.05, "[ ]"
        )

    def _neighbours(self, room: pygame.Rect, line: int) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        last = pygame.Rect(room.x, room.bottom - line + style.px(2), room.width, line - style.px(2))
        above = pygame.Rect(room.x, last.y - line, room.width, line - style.px(6))
        self.radius = self._slider(above, "radius", self.room.session.prefs.radius, (0.05, 1.0), 0.05, ", .")
        button(
            ctx,
            last,
            t("generator.others"),
            self.room.session.others,
            icon="shuffle",
            tip=f"{t('generator.others_tip')} (N)",
            object_id="#others",
        )
        gap = style.px(6)
        side = min((room.width - 2 * gap) // 3, (above.y - style.px(6) - room.y - 2 * gap) // 3)
        left = room.x + (room.width - 3 * side - 2 * gap) // 2
        cells = [
            pygame.Rect(left + column * (side + gap), room.y + line_ * (side + gap), side, side)
            for line_ in range(3)
            for column in range(3)
        ]
        self._centre = cells.pop(4)
        self._tiles = cells
        self._pictures.clear()
        self._middle = None
        for index, place in enumerate(cells):
            button(
                ctx,
                place,
                "",
                partial(self.room.session.walk_to, index),
                kind="card",
                tip=t("generator.neighbour_tip", n=index + 1),
                object_id=f"#neighbour_{index + 1}",
            )

    def _slider(
        self,
        line: pygame.Rect,
        name: str,
        value: float,
        limits: tuple[float, float],
        step: float,
        keys: str,
    ) -> UIHorizontalSlider:
        style, words = self.ctx.style, self.ctx.t(f"generator.{name}")
        label, bar, number = row(
            line,
            [
                style.font("small").size(words)[0] + style.px(4),
                -1,
                style.font("small", "mono").size("0,00")[0],
            ],
            style.px(8),
        )
        made = UIHorizontalSlider(
            bar.inflate(0, -style.px(4)),
            value,
            limits,
            self.ctx.ui,
            object_id=f"#{name}",
            click_increment=step,
        )
        explain(made, f"{self.ctx.t(f'generator.{name}_tip')} ({keys})")
        self._labels = [item for item in getattr(self, "_labels", []) if item[0] != name]
        self._labels.append((name, words, label, number))
        return made

    # ------------------------------------------------------------------ what is shown

    def show_seed(self, seed: int) -> None:
        """Show the number that portraits are drawn from, unless another one is being typed."""
        if not self.typing and self.seed.get_text() != str(seed):
            self.seed.set_text(str(seed))

    def show_neighbour(self, index: int, picture: Byte | None) -> None:
        """Put a neighbour, (64, 64, 3) uint8, on its tile; None empties it."""
        if picture is None:
            self._pictures.pop(index, None)
        else:
            size = self._tiles[index].size
            self._pictures[index] = pygame.transform.smoothscale(to_surface(picture), size)

    def show_middle(self, picture: Byte) -> None:
        """Show the portrait itself, (64, 64, 3) uint8, in the middle of its neighbours."""
        if self._middle is None or not np.array_equal(self._middle[0], picture):
            size = self._centre.size
            self._middle = (picture, pygame.transform.smoothscale(to_surface(picture), size))

    def mark(self) -> None:
        """Let the sliders stand where the values do."""
        stand(self.truncation, self.room.session.prefs.truncation)
        stand(self.radius, self.room.session.prefs.radius)

    # ------------------------------------------------------------------ events

    @property
    def held(self) -> bool:
        """Whether a hand holds one of the sliders."""
        return held(self.truncation) or held(self.radius)

    @property
    def typing(self) -> bool:
        """Whether the seed is being typed."""
        return bool(self.seed.is_focused)

    def stop_typing(self) -> bool:
        """Leave the seed as it was; False when nobody types."""
        if not self.typing:
            return False
        self.ctx.ui.set_focus_set(None)
        self.show_seed(self.room.session.seed)
        return True

    def handle(self, event: pygame.event.Event) -> bool:
        """Take a seed, turn the sliders; True when used."""
        if event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED and event.ui_element is self.seed:
            self.ctx.ui.set_focus_set(None)
            if event.text:
                self.room.session.take_seed(int(event.text))
            else:
                self.show_seed(self.room.session.seed)
            return True
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED:
            if event.ui_element is self.truncation:
                self.room.session.truncate(float(event.value))
                return True
            if event.ui_element is self.radius:
                self.room.session.widen(float(event.value))
                return True
        return False

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw labels, neighbours, status."""
        style, prefs = self.ctx.style, self.room.session.prefs
        words, label = self._seed_label
        draw_text(screen, style, words, label.midleft, size="small", anchor="midleft")
        values = {"truncation": prefs.truncation, "radius": prefs.radius}
        for name, words, label, number in self._labels:
            draw_text(screen, style, words, label.midleft, size="small", anchor="midleft")
            draw_text(
                screen,
                style,
                self.ctx.t.number(values[name], 2),
                number.midright,
                size="small",
                face="mono",
                anchor="midright",
            )
        for index, place in enumerate(self._tiles):
            picture = self._pictures.get(index)
            if picture is None:
                screen.fill(style.colour.raised, place)
            else:
                screen.blit(picture, place)
            if place.collidepoint(pygame.mouse.get_pos()) and not self.ctx.modal():
                pygame.draw.rect(screen, style.colour.accent, place.inflate(4, 4), max(2, style.px(2)))
        screen.fill(style.colour.raised, self._centre)
        if self._middle is not None and self.room.session.drawn is not None:
            screen.blit(self._middle[1], self._centre)
        pygame.draw.rect(screen, style.colour.human, self._centre.inflate(4, 4), max(2, style.px(2)))
        self._draw_status(screen)

    def _draw_status(self, screen: pygame.Surface) -> None:
        style, room = self.ctx.style, self._status.copy()
        share = self.room.progress
        if share is not None:
            bar = pygame.Rect(room.x, room.bottom - style.px(5), room.width, style.px(5))
            screen.blit(rounded(bar.size, bar.height // 2, style.colour.raised), bar)
            size = (max(bar.height, round(bar.width * share)), bar.height)
            screen.blit(rounded(size, bar.height // 2, style.colour.accent), bar)
            room.height -= style.px(9)
        draw_paragraph(screen, style, self.room.status(), room, size="small", colour=style.colour.muted)
