"""The column at the right of the portrait: chance, the neighbours, how things stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.elements import UITextEntryLine

from game.scenes.generator.knobs.long_jobs import LongJobs
from game.scenes.generator.knobs.requests import Drawn
from game.scenes.generator.knobs.session import Session
from game.scenes.generator.preferences import HIGHEST_TRUNCATION
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, grid, row
from game.ui.surfaces import CachedSurface, thumbnail
from game.ui.widgets.controls import Slider, button, slider
from game.ui.widgets.panel import Backdrop, draw_progress
from game.ui.widgets.text import draw_paragraph, draw_text

STATUS = 92
"""The height of the last panel, in pixels at scale 1."""
SLIDERS: dict[str, tuple[tuple[float, float], str]] = {
    "truncation": ((0.0, HIGHEST_TRUNCATION), "[ ]"),
    "radius": ((0.05, 1.0), ", ."),
}
"""Limits and keys."""


class SidePanel:
    """Three panels, one above the other."""

    def __init__(self, session: Session, jobs: LongJobs, commands: Commands) -> None:
        self._session, self._jobs, self._commands = session, jobs, commands
        self._tiles: list[tuple[pygame.Rect, CachedSurface]] = []
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
        line, lines = style.row(32) + style.px(2), 2 if self._seed_and_button(ctx, area.width) else 3
        chance, middle, status = column(
            area, [head + lines * line + style.px(4), -1, style.text_px(STATUS)], style.gap
        )
        self._chance(backdrop.panel(chance, t("generator.chance")), line, beside=lines == 2)
        self._neighbours(backdrop.panel(middle, t("generator.neighbours")), line)
        self._status = backdrop.panel(status)

    def _seed_and_button(self, ctx: Context, width: int) -> bool:
        """Whether the seed and the button that draws another one fit into a line."""
        style, button = ctx.style, self._commands.width(ctx, "random")
        label = style.font("small").size(ctx.t("generator.seed"))[0]
        return label + style.text_px(60) + button + style.px(48) <= width

    def _chance(self, room: pygame.Rect, line: int, *, beside: bool) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        first = pygame.Rect(room.x, room.y, room.width, line - style.px(2))
        words = t("generator.seed")
        last = first if beside else first.move(0, line)
        label, field, again = row(
            first, [style.font("small").size(words)[0] + style.px(4), -45, -55 if beside else 0], style.px(8)
        )
        self._labels.append((words, label, "", label))
        self.seed = UITextEntryLine(field, ctx.ui, object_id=ObjectID("#seed", None))
        self.seed.set_allowed_characters("numbers")
        self.seed.set_text_length_limit(9)
        self.seed.set_tooltip(t("generator.seed_tip"))
        self._show_seed()
        self._commands.place(ctx, "random", again if beside else last, worded=True)
        self._slider(
            pygame.Rect(room.x, last.bottom + style.px(6), room.width, line - style.px(6)), "truncation"
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
        places = grid(square, 3, 3, gap)
        self._centre = (places.pop(4), CachedSurface())
        self._tiles = [(place, CachedSurface()) for place in places]
        for index, place in enumerate(places):
            walk, tip = partial(self._session.walk_to, index), t("generator.neighbour_tip", n=index + 1)
            button(ctx, place, "", walk, kind="card", tip=tip, object_id=f"#neighbour_{index + 1}")

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
        """Show what the portrait was drawn from, unless another number is being typed."""
        seed = "" if self._session.seed is None else str(self._session.seed)
        if not self.typing and self.seed.get_text() != seed:
            self.seed.set_text(seed)

    def follow(self) -> None:
        """Show what is new: the seed, and the sliders' values."""
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
        key = "no_seed" if session.seed is None else "edited" if point and point.edited else "from_seed"
        speed = t("generator.speed", ms=t.number(drawn.milliseconds, 1))
        return t(f"generator.{key}", seed=session.seed) + " " + speed

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
        pointed, drawn, neighbours = pygame.mouse.get_pos(), self._session.drawn, self._session.neighbours
        for index, tile in enumerate(self._tiles):
            over = tile[0].collidepoint(pointed) and not self.ctx.modal()
            self._draw_tile(screen, tile, neighbours.get(index), style.colour.accent if over else None)
        self._draw_tile(screen, self._centre, drawn, style.colour.human)
        room, share = self._status.copy(), self._jobs.progress
        if share is not None:
            draw_progress(
                screen, style, pygame.Rect(room.x, room.bottom - style.px(5), room.width, style.px(5)), share
            )
            room.height -= style.px(9)
        draw_paragraph(screen, style, self.status(), room, size="small", colour=style.colour.muted)

    def _draw_tile(
        self,
        screen: pygame.Surface,
        tile: tuple[pygame.Rect, CachedSurface],
        drawn: Drawn | None,
        rim: pygame.Color | None,
    ) -> None:
        place, cache = tile
        if drawn is None:
            screen.fill(self.ctx.style.colour.raised, place)
        else:
            picture = drawn.picture
            screen.blit(cache.get(place.size, lambda: thumbnail(picture, place.size), picture), place)
        if rim is not None:
            pygame.draw.rect(screen, rim, place.inflate(4, 4), max(2, self.ctx.style.px(2)))
