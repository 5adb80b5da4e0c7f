"""What a tab of the inpainting scene is, and the registry of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import ClassVar

import pygame

from game.background import State
from game.inpaint.bench import Bench
from game.scene import Context
from game.widgets.controls import button
from game.widgets.panel import Backdrop


class Room(ABC):
    """A tab of the scene. Its life is a scene's: what must outlive a layout is kept in it.

    Args:
        bench: the picture that all tabs share.
    """

    id: ClassVar[str]

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

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

    @abstractmethod
    def hold(self, held: bool) -> bool:
        """Show the original, or no longer; False when the pointer is not over a picture."""

    @abstractmethod
    def handle(self, event: pygame.event.Event) -> bool:
        """React to an event; True when it was used."""

    @abstractmethod
    def update(self, dt: float) -> None:
        """Poll workers and advance by `dt` seconds."""

    @abstractmethod
    def draw(self, screen: pygame.Surface) -> None:
        """Draw over the backdrop, below the buttons; changes no state."""

    @abstractmethod
    def attract(self, dt: float) -> None:
        """Play itself (kiosk)."""

    @abstractmethod
    def leave(self) -> None:
        """Go off the screen: finish what the hand was doing."""

    @abstractmethod
    def close(self) -> None:
        """The app ends: stop the work."""


def not_loaded(ctx: Context) -> str:
    """Why the libraries cannot be used, and the way out; empty when they can, or are being loaded."""
    status = ctx.loader.status
    return ctx.t("app.load_failed", why=status.error) if status.state is State.ERROR else ""


def head_buttons(
    ctx: Context,
    panel: pygame.Rect,
    items: Sequence[tuple[str, str, str, Callable[[], None]]],
    group: str,
) -> None:
    """Small buttons in the right upper corner of a panel, the first one outermost.

    Args:
        ctx: the scene's context.
        panel: the panel.
        items: icon, name, key, command; `{group}.{name}` is the tip.
        group: of the texts.
    """
    side = ctx.style.px(28)
    x = panel.right - ctx.style.px(8) - side
    for icon, name, key, command in items:
        place = pygame.Rect(x, panel.y + ctx.style.px(5), side, side)
        tip = f"{ctx.t(f'{group}.{name}')} ({key})"
        button(ctx, place, "", command, icon=icon, kind="ghost", tip=tip, object_id=f"#{name}")
        x -= side + ctx.style.px(4)


# By id: module:Class. Modules are imported when a tab is first opened.
ROOMS: dict[str, str] = {"repair": "game.inpaint.repair:RepairTab", "rain": "game.inpaint.rain:RainTab"}


def make_room(name: str, bench: Bench) -> Room:
    """A new tab.

    Raises:
        KeyError: no such tab.
    """
    module, _, attribute = ROOMS[name].partition(":")
    room: Room = getattr(import_module(module), attribute)(bench)
    return room
