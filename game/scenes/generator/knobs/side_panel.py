"""The column at the right of the portrait: chance, the neighbours, how things stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.elements import UITextEntryLine

from game.scenes.generator.knobs.long_jobs import LongJobs
from game.scenes.generator.knobs.requests import Portrait
from game.scenes.generator.knobs.session import Session
from game.scenes.generator.preferences import HIGHEST_TRUNCATION
from game.scenes.generator.shared_state import Byte
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, grid, row
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import Slider, button, slider
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.text import draw_paragraph, draw_text

STATUS = 92
"""The height of the last panel, in pixels at scale 1."""
SLIDERS: dict[str, tuple[tuple[float, float], str]] = {
    "truncation": ((0.0, HIGHEST_TRUNCATION), "[ ]"),
    "radius": ((0.05, 1.0), ", ."),
}
"""Limits and keys."""


class SidePanel:
    """Three panels, one above the other.

    Args:
        session: what is shown.
        jobs: what takes long, for the status.
        commands: what the buttons do.
    """

    def __init__(self, session: Session, jobs: LongJobs, commands: Commands) -> None:
        self._session, self._jobs, self._commands = session, jobs, commands
        self._tiles: list[pygame.Rect] = []
        self._pictures: dict[int, pygame.Surface] = {}
        self._middle: tuple[Portrait, pygame.Surface] | None = None
        self._sliders: dict[str, Slider] = {}
        self._labels: list[tuple[str, pygame.Rect, str, pygame.Rect]] = []
        self._set: dict[str, Callable[[float], None]] = {
            "truncation": session.truncate,
            "radius": session.widen,
        }

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build all three."""
        self.ctx, style, t = ctx, ctx.style, ctx.t
        self._labels = []
        head = style.font("small", "bold").get_linesize() + style.px(6) + 2 * style.px(12)
        line = style.px(34)
        chance, middle, status = column(
            area, [head + 2 * line + style.px(4), -1, style.px(STATUS)], style.gap
        )
        self._chance(backdrop.panel(chance, t("generator.chance")), line)
        self._neighbours(backdrop.panel(middle, t("generator.neighbours")), line)
        self._status = backdrop.panel(status)

    def _chance(self, room: pygame.Rect, line: int) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        first = pygame.Rect(room.x, room.y, room.width, line - style.px(2))
        words = t("generator.seed")
        label, field, again = row(
            first, [style.font("small").size(words)[0] + style.px(4), -45, -55], style.px(8)
        )
        self._labels.append((words, label, "", label))
        self.seed = UITextEntryLine(field, ctx.ui, object_id=ObjectID("#seed", None))
        self.seed.set_allowed_characters("numbers")
        self.seed.set_text_length_limit(9)
        self.seed.set_tooltip(t("generator.seed_tip"))
        self._show_seed()
        self._commands.place(ctx, "random", again, worded=True)
        self._slider(
            pygame.Rect(room.x, first.bottom + style.px(6), room.width, line - style.px(6)), "truncation"
        )

    def _neighbours(self, room: pygame.Rect, line: int) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        last = pygame.Rect(room.x, room.bottom - line + style.px(2), room.width, line - style.px(2))
        above = pygame.Rect(room.x, last.y - line, room.width, line - style.px(6))
        self._slider(above, "radius")
        self._commands.place(ctx, "others", last, worded=True)
        gap = style.px(6)
        side = min((room.width - 2 * gap) // 3, (above.y - gap - room.y - 2 * gap) // 3)
        square = pygame.Rect(0, room.y, 3 * side + 2 * gap, 3 * side + 2 * gap)
        square.x = room.x + (room.width - square.width) // 2
        self._tiles = grid(square, 3, 3, gap)
        self._centre = self._tiles.pop(4)
        self._pictures, self._middle = {}, None
        for index, place in enumerate(self._tiles):
            button(
                ctx,
                place,
                "",
                partial(self._session.walk_to, index),
                kind="card",
                tip=t("generator.neighbour_tip", n=index + 1),
                object_id=f"#neighbour_{index + 1}",
            )
        for index, neighbour in self._session.neighbours.items():
            self.show_neighbour(index, neighbour.picture)

    def _slider(self, line: pygame.Rect, name: str) -> None:
        style, words = self.ctx.style, self.ctx.t(f"generator.{name}")
        widths = [
            style.font("small").size(words)[0] + style.px(4),
            -1,
            style.font("small", "mono").size("0,00")[0],
        ]
        label, bar, number = row(line, widths, style.px(8))
        limits, keys = SLIDERS[name]
        value = getattr(self._session.prefs, name)
        tip = f"{self.ctx.t(f'generator.{name}_tip')} ({keys})"
        bar = bar.inflate(0, -style.px(4))
        made = slider(self.ctx, bar, value, limits, object_id=f"#{name}", step=0.05, tip=tip)
        self._sliders[name] = made
        self._labels.append((words, label, name, number))

    # ------------------------------------------------------------------ what is shown

    def _show_seed(self) -> None:
        """Show the number that portraits are drawn from, unless another one is being typed."""
        seed = str(self._session.seed)
        if not self.typing and self.seed.get_text() != seed:
            self.seed.set_text(seed)

    def show_neighbour(self, index: int, picture: Byte) -> None:
        """Put a neighbour, (64, 64, 3) uint8, on its tile."""
        size = self._tiles[index].size
        self._pictures[index] = pygame.transform.smoothscale(to_surface(picture), size)

    def follow(self) -> None:
        """Show what is new: the portrait in the middle of its neighbours, its seed, the sliders' values."""
        drawn = self._session.drawn
        if drawn is not None and (self._middle is None or self._middle[0] is not drawn):
            small = pygame.transform.smoothscale(to_surface(drawn.picture), self._centre.size)
            self._middle = (drawn, small)
        self._show_seed()
        for name, made in self._sliders.items():
            made.stand(getattr(self._session.prefs, name))

    def status(self) -> str:
        """Some words about how things stand."""
        t, session = self.ctx.t, self._session
        drawn, found, point = session.drawn, session.found, session.point
        if drawn is None:
            return ""
        if self._jobs.searching:
            return t("generator.searching")
        if self._jobs.filming:
            return t("generator.filming")
        if found is not None:
            return t("generator.found_far" if found.far else "generator.found", psnr=t.number(found.psnr, 1))
        origin = "generator.from_seed" if point is not None and point.seed is not None else "generator.edited"
        speed = t("generator.speed", ms=t.number(drawn.milliseconds, 1))
        return t(origin, seed=session.seed) + " " + speed

    # ------------------------------------------------------------------ events

    @property
    def held(self) -> bool:
        """Whether a hand holds one of the sliders."""
        return any(made.held for made in self._sliders.values())

    @property
    def typing(self) -> bool:
        """Whether the seed is being typed."""
        return bool(self.seed.is_focused)

    def stop_typing(self) -> bool:
        """Leave the seed as it was; False when none is being typed."""
        if not self.typing:
            return False
        self.ctx.ui.set_focus_set(None)
        self._show_seed()
        return True

    def handle(self, event: pygame.event.Event) -> bool:
        """Take a seed, turn the sliders; True when used."""
        if event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED and event.ui_element is self.seed:
            self.ctx.ui.set_focus_set(None)
            if event.text:
                self._session.take_seed(int(event.text))
            else:
                self._show_seed()
            return True
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED:
            for name, made in self._sliders.items():
                if event.ui_element is made:
                    self._set[name](float(event.value))
                    return True
        return False

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw labels, neighbours, status."""
        style, t = self.ctx.style, self.ctx.t
        for words, label, name, place in self._labels:
            draw_text(screen, style, words, label.midleft, size="small", anchor="midleft")
            if name:
                number = t.number(getattr(self._session.prefs, name), 2)
                draw_text(screen, style, number, place.midright, size="small", face="mono", anchor="midright")
        for index, place in enumerate(self._tiles):
            picture = self._pictures.get(index)
            if picture is None:
                screen.fill(style.colour.raised, place)
            else:
                screen.blit(picture, place)
            if place.collidepoint(pygame.mouse.get_pos()) and not self.ctx.modal():
                pygame.draw.rect(screen, style.colour.accent, place.inflate(4, 4), max(2, style.px(2)))
        screen.fill(style.colour.raised, self._centre)
        if self._middle is not None:
            screen.blit(self._middle[1], self._centre)
        pygame.draw.rect(screen, style.colour.human, self._centre.inflate(4, 4), max(2, style.px(2)))
        self._draw_status(screen)

    def _draw_status(self, screen: pygame.Surface) -> None:
        style, room = self.ctx.style, self._status.copy()
        share = self._jobs.progress
        if share is not None:
            bar = pygame.Rect(room.x, room.bottom - style.px(5), room.width, style.px(5))
            screen.blit(rounded(bar.size, bar.height // 2, style.colour.raised), bar)
            size = (max(bar.height, round(bar.width * share)), bar.height)
            screen.blit(rounded(size, bar.height // 2, style.colour.accent), bar)
            room.height -= style.px(9)
        draw_paragraph(screen, style, self.status(), room, size="small", colour=style.colour.muted)
