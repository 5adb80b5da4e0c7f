"""Inpainting: what is painted over is filled by a network, and rain is washed off."""

from __future__ import annotations

import time
from functools import partial
from typing import Any, ClassVar

import pygame
from pygame_gui.elements import UIButton

from game.inpaint.bench import Bench
from game.inpaint.mask_canvas import MaskCanvas
from game.inpaint.room import ROOMS, Room, make_room
from game.inpaint.sources import Sources
from game.scene import Scene
from game.widgets.controls import button, select
from game.widgets.panel import Backdrop

ATTRACT_TURN = 26.0
TAP = 0.25
"""A Tab that is let go of sooner goes to the next control; a longer one showed the original."""


class InpaintingScene(Scene):
    """Two tabs over one picture; everything else is in `game.inpaint`."""

    id: ClassVar[str] = "inpainting"

    def __init__(self) -> None:
        self.bench = Bench()
        self.sources = Sources(self.bench)
        self.rooms: dict[str, Room] = {}
        self.room_id = next(iter(ROOMS))
        self._buttons: dict[str, UIButton] = {}
        self._own: list[Any] = []
        self._stale = False
        self._begun = False
        self._tab_since: float | None = None
        self._tab_through = False
        self._shown_for = 0.0

    @property
    def room(self) -> Room:
        """The open tab."""
        if self.room_id not in self.rooms:
            self.rooms[self.room_id] = make_room(self.room_id, self.bench)
        return self.rooms[self.room_id]

    @property
    def canvas(self) -> MaskCanvas:
        """The shared canvas."""
        return self.bench.canvas

    # ------------------------------------------------------------------ layout

    def layout(self) -> None:
        """Tabs at the left, where pictures come from at the right, the open tab below."""
        ctx, style = self.ctx, self.ctx.style
        self.bench.begin(ctx)
        if not self._begun:
            self._begun = True
            self.room_id = self.bench.prefs.room
        strip = self._area()
        strip.height = style.px(34)
        font = style.font("body")
        titles = {name: ctx.t(f"inpainting.room_{name}") for name in ROOMS}
        width = max(font.size(title)[0] for title in titles.values()) + style.px(36)
        self._buttons = {
            name: button(
                ctx,
                pygame.Rect(strip.x + index * (width + style.px(8)), strip.y, width, strip.height),
                titles[name],
                partial(self._press, name),
                tip=f"{ctx.t(f'inpainting.room_{name}_tip')} (Ctrl+{index + 1})",
                object_id=f"#room_{name}",
            )
            for index, name in enumerate(ROOMS)
        }
        used = len(ROOMS) * (width + style.px(8)) + style.px(12)
        self.sources.layout(ctx, pygame.Rect(strip.x + used, strip.y, strip.width - used, strip.height))
        self._own = []
        self._enter_room()

    def _area(self) -> pygame.Rect:
        style = self.ctx.style
        return self.ctx.area.inflate(-2 * style.margin, -2 * style.px(10))

    def _enter_room(self) -> None:
        """Build the open tab's widgets, and remember which ones they are."""
        ctx, style = self.ctx, self.ctx.style
        self._stale = False
        self._backdrop = Backdrop((ctx.area.width, ctx.area.bottom), style)
        area = self._area()
        used = style.px(34) + style.gap
        group = ctx.ui.get_sprite_group()
        before = set(group.sprites())
        place = pygame.Rect(area.x, area.y + used, area.width, area.height - used)
        self.room.enter(ctx, self._backdrop, place, self._rebuild)
        self._own = [sprite for sprite in group.sprites() if sprite not in before]
        for name, made in self._buttons.items():
            select(made, name == self.room_id)

    def _rebuild(self) -> None:
        """Replace the open tab's widgets at the next frame: one of their own buttons may be asking for it."""
        self._stale = True

    def _settle(self) -> None:
        """Lay the open tab out anew, if that was asked for."""
        if self._stale:
            for widget in self._own:
                if widget.alive():
                    widget.kill()
            self._enter_room()

    def open(self, name: str) -> None:
        """Open a tab; nothing happens while a dialog is open."""
        if name == self.room_id or self.ctx.modal():
            return
        self.room.leave()
        self.room_id = self.bench.prefs.room = name
        self._shown_for = 0.0
        self._rebuild()

    def _press(self, name: str) -> None:
        self.open(name)
        select(self._buttons[name], name == self.room_id)

    # ------------------------------------------------------------------ events

    def claims(self, event: pygame.event.Event) -> bool:
        """Escape stops what is under way; a Tab that is held over a picture shows the original."""
        self._settle()
        if event.key == pygame.K_ESCAPE:
            return self.room.cancel()
        if event.key != pygame.K_TAB or event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_SHIFT):
            return False
        if self._tab_through:
            self._tab_through = False
            return False
        if self._tab_since is None and self.room.hold(True):
            self._tab_since = time.monotonic()
        return self._tab_since is not None

    def handle(self, event: pygame.event.Event) -> bool:
        """Tabs and sources by keyboard; everything else belongs to the open tab."""
        self._settle()
        if event.type == pygame.KEYUP and event.key == pygame.K_TAB:
            self._end_hold()
        if event.type == pygame.WINDOWFOCUSLOST:
            self._tab_since = None
            self.room.hold(False)
        if event.type == pygame.KEYDOWN and self._key(event):
            return True
        return self.sources.handle(event) or self.room.handle(event)

    def _end_hold(self) -> None:
        since, self._tab_since = self._tab_since, None
        if since is None:
            return
        self.room.hold(False)
        if time.monotonic() - since < TAP:
            self._tab_through = True
            again = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_TAB, mod=0, unicode="\t", scancode=0)
            pygame.event.post(again)

    def _key(self, event: pygame.event.Event) -> bool:
        names = list(ROOMS)
        if event.key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN):
            self.open(names[1 - names.index(self.room_id)])
            return True
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META) and 0 <= event.key - pygame.K_1 < len(names):
            self.open(names[event.key - pygame.K_1])
            return True
        return False

    # ------------------------------------------------------------------ life

    def update(self, dt: float) -> None:
        """Take opened pictures; the open tab does the rest."""
        self._settle()
        self.bench.update(self.ctx)
        self.room.update(dt)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw what stays, and the tab over it."""
        screen.blit(self._backdrop.surface, (0, 0))
        self.room.draw(screen)

    def attract(self, dt: float) -> None:
        """Let both tabs play for a while."""
        self._shown_for += dt
        if self._shown_for > ATTRACT_TURN:
            names = list(ROOMS)
            self.open(names[1 - names.index(self.room_id)])
        self.room.attract(dt)

    def leave(self) -> None:
        """Finish what the hand was doing, and remember how everything was left."""
        self._tab_since = None
        self.room.leave()
        self.bench.remember(self.ctx)

    def close(self) -> None:
        """Stop every tab's work."""
        if self._begun:
            self.bench.remember(self.ctx)
        for room in self.rooms.values():
            room.close()
        self.bench.close()
