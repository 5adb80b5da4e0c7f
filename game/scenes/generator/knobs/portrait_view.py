"""The large portrait between A and B, with the way from one to the other below it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIButton, UIHorizontalSlider

from game.scenes.generator.shared_state import Byte
from game.ui.context import Context
from game.ui.layout import row
from game.ui.surfaces import to_surface
from game.ui.widgets.controls import button, head_buttons, select, set_icon
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.sliders import explain, held, stand
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height

if TYPE_CHECKING:
    from game.scenes.generator.knobs.tab import KnobsTab

END = 88
"""The least width of the columns with A and B, in pixels at scale 1."""


class Stage:
    """Shows the portrait; its buttons say what to do with it.

    Args:
        room: what the buttons command.

    Attributes:
        picture: where the portrait is in the window.
    """

    def __init__(self, room: KnobsTab) -> None:
        self.room = room
        self.picture = pygame.Rect(0, 0, 64, 64)
        self._surface: pygame.Surface | None = None
        self._ends: dict[str, tuple[pygame.Rect, pygame.Surface | None]] = {}
        self._end_pictures: dict[str, Byte | None] = {}
        self._playing: str | None = ""

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build the panel."""
        self.ctx = ctx
        style, t, room = ctx.style, ctx.t, self.room
        inner = backdrop.panel(area, t("generator.portrait"))
        head_buttons(
            ctx,
            area,
            (
                ("save", "save", "Ctrl+S", room.save),
                ("copy", "copy", "Ctrl+C", room.copy),
                ("clipboard-paste", "paste", "Ctrl+V", room.paste),
                ("folder-open", "open", "Ctrl+O", room.open_file),
                ("gavel", "to_judge", "J", partial(room.show_in, "judge")),
                ("scissors", "to_restyle", "T", partial(room.show_in, "restyle")),
            ),
            "generator",
        )
        control = style.px(32)
        way = pygame.Rect(inner.x, inner.bottom - control, inner.width, control)
        top = inner.y + style.px(4)
        side = min(way.y - style.gap - top, inner.width - 2 * (style.px(END) + style.gap))
        self.picture = pygame.Rect(0, top, side, side)
        self.picture.centerx = inner.centerx
        beside = (inner.width - side) // 2 - 2 * style.gap
        width = min(max(style.px(END), beside), style.px(2 * END))
        left = pygame.Rect(inner.x, top, width, side)
        right = pygame.Rect(inner.right - width, top, width, side)
        self._end_pictures.clear()
        for name, column in (("a", left), ("b", right)):
            self._end(name, column)
        self._way(way)
        self._playing = ""
        self.mark()

    def _end(self, name: str, column: pygame.Rect) -> None:
        """A's or B's small picture, and the button that takes the portrait over."""
        ctx, t = self.ctx, self.ctx.t
        chip = ctx.style.px(30)
        thumb = pygame.Rect(column.x, column.centery - column.width // 2, column.width, column.width)
        key = name.upper()
        button(
            ctx,
            thumb,
            "",
            partial(self.room.session.go_to_end, name),
            kind="card",
            tip=f"{t('generator.go_to_end', end=key)} (Shift+{key})",
            object_id=f"#go_{name}",
        )
        place = pygame.Rect(column.x, thumb.bottom + ctx.style.px(6), column.width, chip)
        button(
            ctx,
            place,
            t("generator.set_end", end=key),
            partial(self.room.set_end, name),
            kind="chip",
            tip=f"{t('generator.set_end_tip', end=key)} ({key})",
            object_id=f"#set_{name}",
        )
        self._ends[name] = (thumb, None)

    def _way(self, way: pygame.Rect) -> None:
        ctx, t, room = self.ctx, self.ctx.t, self.room
        gap, side = ctx.style.px(8), way.height
        play, bar, walk, film, smooth = row(way, [side, -1, side, side, side], gap)
        self._play = button(
            ctx,
            play,
            "",
            partial(room.session.toggle, "morph"),
            icon="play",
            tip=f"{t('generator.morph_tip')} ({t('generator.space')})",
            object_id="#morph",
        )
        place = bar.inflate(0, -ctx.style.px(8))
        self._slider = UIHorizontalSlider(
            place, room.session.playback.share, (0.0, 1.0), ctx.ui, object_id="#share", click_increment=0.02
        )
        explain(self._slider, t("generator.share_tip"))
        self._walk = button(
            ctx,
            walk,
            "",
            partial(room.session.toggle, "walk"),
            icon="footprints",
            tip=f"{t('generator.walk_tip')} (W)",
            object_id="#walk",
        )
        self._film = button(
            ctx,
            film,
            "",
            room.save_film,
            icon="film",
            tip=f"{t('generator.film_tip')} (Ctrl+Shift+S)",
            object_id="#film",
        )
        self._smooth: UIButton = button(
            ctx,
            smooth,
            "",
            room.toggle_smooth,
            icon="grid-3x3",
            kind="toggle",
            tip=f"{t('generator.pixels_tip')} (P)",
            object_id="#pixels",
        )

    # ------------------------------------------------------------------ what is shown

    def show(self, large: Byte) -> None:
        """Show a portrait, (side, side, 3) uint8."""
        self._surface = to_surface(large)

    def show_end(self, name: str, small: Byte | None) -> None:
        """Show A or B, (64, 64, 3) uint8."""
        thumb, _ = self._ends[name]
        if self._end_pictures.get(name) is small:
            return
        self._end_pictures[name] = small
        picture = None if small is None else pygame.transform.smoothscale(to_surface(small), thumb.size)
        self._ends[name] = (thumb, picture)

    @property
    def held(self) -> bool:
        """Whether a hand holds the slider between A and B."""
        return held(self._slider)

    def mark(self) -> None:
        """Show what is chosen, what plays, and where between A and B the portrait is."""
        room = self.room
        select(self._smooth, not room.session.prefs.smooth)
        playing = room.session.playback.playing
        if playing != self._playing:
            self._playing = playing
            set_icon(self.ctx, self._play, "pause" if playing == "morph" else "play")
            set_icon(self.ctx, self._walk, "pause" if playing == "walk" else "footprints")
        stand(self._slider, room.session.playback.share)

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn the slider between A and B; True when used."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            self.room.session.go_between(float(event.value))
            return True
        return False

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the portrait, A and B."""
        style = self.ctx.style
        if self._surface is not None and self.room.session.drawn is not None:
            at = self.picture
            if self._surface.get_size() == at.size:
                screen.blit(self._surface, at)
            else:
                screen.blit(pygame.transform.scale(self._surface, at.size), at)
        else:
            screen.fill(style.colour.raised, self.picture)
        pygame.draw.rect(screen, style.colour.line, self.picture.inflate(2, 2), 1)
        for name, (thumb, picture) in self._ends.items():
            if picture is not None:
                screen.blit(picture, thumb)
            else:
                screen.fill(style.colour.raised, thumb)
            pygame.draw.rect(screen, style.colour.line, thumb.inflate(2, 2), 1)
            draw_text(
                screen,
                style,
                name.upper(),
                (thumb.centerx, thumb.y - style.px(4)),
                size="heading",
                face="bold",
                colour=style.colour.muted,
                anchor="midbottom",
            )
        self._say(screen)

    def _say(self, screen: pygame.Surface) -> None:
        """Say over the portrait what is wrong, or what is awaited."""
        words, wrong = self.room.trouble(), True
        if not words:
            words, wrong = self.room.waiting(), False
        if not words:
            return
        style, pad = self.ctx.style, self.ctx.style.px(14)
        width = min(self.picture.width - style.px(16), style.px(360))
        height = paragraph_height(style, words, width - 2 * pad, size="small") + 2 * pad
        box = pygame.Rect(0, 0, width, height)
        box.center = self.picture.center
        rim = style.colour.bad if wrong else style.colour.line
        screen.blit(rounded(box.size, style.px(10), style.colour.raised, rim), box)
        draw_paragraph(screen, style, words, box.inflate(-2 * pad, -2 * pad), size="small")
