"""What a tab of the inpainting scene is, and the registry of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

import pygame

from game import rooms
from game.background import State
from game.inpaint.bench import Bench
from game.scene import Context
from game.widgets.controls import button


class Room(rooms.Room):
    """A tab of the scene.

    Args:
        bench: the picture that all tabs share.
    """

    def __init__(self, bench: Bench) -> None:
        self.bench = bench


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
