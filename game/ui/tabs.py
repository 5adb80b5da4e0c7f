"""A scene with tabs: one strip of buttons, and one room after another below it."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

import pygame
from pygame_gui.elements import UIButton

from game.ui.scene import Context, Scene
from game.ui.widgets.controls import button, select
from game.ui.widgets.panel import Backdrop
from game.workers.background import State

ATTRACT_TURN = 26.0
"""Seconds that a room plays itself before the next one does."""
TAP = 0.25
"""A Tab that is let go of sooner goes to the next control; a longer one showed the original."""


def not_loaded(ctx: Context) -> str:
    """Why the libraries cannot be used, and the way out; empty when they can, or are being loaded."""
    status = ctx.loader.status
    return ctx.t("app.load_failed", why=status.error) if status.state is State.ERROR else ""


class Room(ABC):
    """A tab of a scene. Its life is a scene's: what must outlive a layout is kept in it."""

    id: ClassVar[str]
    ctx: Context

    def enter(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, rebuild: Callable[[], None]) -> None:
        """Come on the screen, or be laid out anew; `rebuild` asks for the latter at the next frame."""
        self.ctx, self.backdrop, self.rebuild = ctx, backdrop, rebuild
        self.layout(area)

    @abstractmethod
    def layout(self, area: pygame.Rect) -> None:
        """Build the widgets inside an area; draw what stays on the backdrop."""

    @abstractmethod
    def cancel(self) -> bool:
        """Escape was pressed: stop what is under way; False when there is nothing to stop."""

    def hold(self, held: bool) -> bool:
        """Tab is held, or no longer: show what was before; False when there is nothing to show."""
        return False

    @abstractmethod
    def handle(self, event: pygame.event.Event) -> bool:
        """React to an event; True when it was used."""

    @abstractmethod
    def update(self, dt: float) -> None:
        """Poll workers and advance by `dt` seconds."""

    @abstractmethod
    def draw(self, screen: pygame.Surface) -> None:
        """Draw over the backdrop, below the buttons; changes no state."""

    def draw_over(self, screen: pygame.Surface) -> None:  # noqa: B027 - a room may leave it out
        """Draw above the buttons; changes no state."""

    @abstractmethod
    def attract(self, dt: float) -> None:
        """Play itself (kiosk)."""

    @abstractmethod
    def leave(self) -> None:
        """Go off the screen: finish what the hand was doing."""

    @abstractmethod
    def close(self) -> None:
        """The app ends: stop the work."""


class RoomScene(Scene):
    """The strip of tabs and the open room; a room is made when it is first opened.

    Attributes:
        rooms: those that have been made, by id.
        room_id: which one is open.
    """

    names: ClassVar[Sequence[str]]
    """The rooms' ids; `{scene}.room_{name}` is a tab's text, `…_tip` explains it."""

    def __init__(self) -> None:
        self.rooms: dict[str, Room] = {}
        self.room_id = self.names[0]
        self._buttons: dict[str, UIButton] = {}
        self._own: list[Any] = []
        self._stale = False
        self._begun = False
        self._tab_since: float | None = None
        self._tab_through = False
        self._shown_for = 0.0

    # ------------------------------------------------------------------ what a scene adds

    @abstractmethod
    def begin(self) -> str:
        """Read what is remembered, once, before the first layout; returns the room to open first."""

    @abstractmethod
    def make_room(self, name: str) -> Room:
        """A new room."""

    def layout_strip(self, rect: pygame.Rect) -> None:
        """Build what stands beside the tabs."""

    def handle_first(self, event: pygame.event.Event) -> bool:
        """Take an event before the open room does; True when it was used."""
        return False

    def opened(self, name: str) -> None:
        """Another room has been opened."""

    @property
    def room(self) -> Room:
        """The open room."""
        if self.room_id not in self.rooms:
            self.rooms[self.room_id] = self.make_room(self.room_id)
        return self.rooms[self.room_id]

    # ------------------------------------------------------------------ layout

    def layout(self) -> None:
        """Tabs at the left, what the scene adds beside them, the open room below."""
        ctx, style = self.ctx, self.ctx.style
        if not self._begun:
            self._begun = True
            self.room_id = self.begin()
        strip = self._area()
        strip.height = style.px(34)
        font, gap = style.font("body"), style.px(8)
        titles = {name: ctx.t(f"{self.id}.room_{name}") for name in self.names}
        width = max(font.size(title)[0] for title in titles.values()) + style.px(36)
        self._buttons = {
            name: button(
                ctx,
                pygame.Rect(strip.x + index * (width + gap), strip.y, width, strip.height),
                titles[name],
                partial(self._press, name),
                tip=f"{ctx.t(f'{self.id}.room_{name}_tip')} (Ctrl+{index + 1})",
                object_id=f"#room_{name}",
            )
            for index, name in enumerate(self.names)
        }
        used = len(self.names) * (width + gap) + style.px(12)
        self.layout_strip(pygame.Rect(strip.x + used, strip.y, strip.width - used, strip.height))
        self._own = []
        self._enter_room()

    def _area(self) -> pygame.Rect:
        style = self.ctx.style
        return self.ctx.area.inflate(-2 * style.margin, -2 * style.px(10))

    def _enter_room(self) -> None:
        """Build the open room's widgets, and remember which ones they are."""
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
        """Replace the room's widgets at the next frame: one of their own buttons may be asking for it."""
        self._stale = True

    def _settle(self) -> None:
        """Lay the open room out anew, if that was asked for."""
        if self._stale:
            for widget in self._own:
                if widget.alive():
                    widget.kill()
            self._enter_room()

    def open(self, name: str) -> None:
        """Open a room; nothing happens while a dialog is open."""
        if name == self.room_id or self.ctx.modal():
            return
        self.room.leave()
        self.room_id = name
        self.opened(name)
        self._shown_for = 0.0
        self._rebuild()

    def _press(self, name: str) -> None:
        self.open(name)
        select(self._buttons[name], name == self.room_id)

    def _turn(self, step: int) -> None:
        self.open(self.names[(self.names.index(self.room_id) + step) % len(self.names)])

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
        """Tabs by keyboard; everything else belongs to the open room."""
        self._settle()
        if event.type == pygame.KEYUP and event.key == pygame.K_TAB:
            self._end_hold()
        if event.type == pygame.WINDOWFOCUSLOST:
            self._tab_since = None
            self.room.hold(False)
        if event.type == pygame.KEYDOWN and self._key(event):
            return True
        return self.handle_first(event) or self.room.handle(event)

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
        if event.key in (pygame.K_PAGEUP, pygame.K_PAGEDOWN):
            self._turn(1 if event.key == pygame.K_PAGEDOWN else -1)
            return True
        number = event.key - pygame.K_1
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META) and 0 <= number < len(self.names):
            self.open(self.names[number])
            return True
        return False

    # ------------------------------------------------------------------ life

    def update(self, dt: float) -> None:
        """Let the open room go on."""
        self._settle()
        self.room.update(dt)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw what stays, and the room over it."""
        screen.blit(self._backdrop.surface, (0, 0))
        self.room.draw(screen)

    def draw_over(self, screen: pygame.Surface) -> None:
        """Draw what the room has to show above its buttons."""
        self.room.draw_over(screen)

    def attract(self, dt: float) -> None:
        """Let the rooms play one after another."""
        self._shown_for += dt
        if self._shown_for > ATTRACT_TURN:
            self._turn(1)
            self._settle()
        self.room.attract(dt)

    def leave(self) -> None:
        """Finish what the hand was doing."""
        self._settle()
        self._tab_since = None
        self.room.leave()

    def close(self) -> None:
        """Stop every room's work."""
        for room in self.rooms.values():
            room.close()
