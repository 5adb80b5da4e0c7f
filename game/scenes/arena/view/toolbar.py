"""The arena's row of buttons: with words where there is room, else with pictures and tips."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pygame
from pygame_gui.elements import UIButton

from game.scenes.arena.play.modes import AGAINST, MODES, Mode
from game.scenes.arena.play.pace import SPEEDS, speed_name
from game.ui.context import Context
from game.ui.widgets.controls import button, enable, select


@dataclass(frozen=True)
class Tool:
    """One button.

    Attributes:
        name: its key, and its object id behind "#".
        text: its words.
        rank: who keeps its words when there is little room: 2 always, 1 longer than 0.
        widest: the longest text that it will ever show, when that changes.
    """

    name: str
    icon: str
    text: str
    tip: str
    command: Callable[[], None]
    rank: int = 0
    widest: str = ""


ICONS = {
    "side": "flip-horizontal-2",
    "pause": "pause",
    "single": "step-forward",
    "pace": "skip-forward",
    "seed": "shuffle",
    "restart": "rotate-ccw",
    "learn": "bot",
    "reset": "trash-2",
    "save": "save",
    "load": "folder-open",
    "replay": "file-down",
    "insight": "scan-eye",
    "record": "film",
    "more": "sliders-horizontal",
}
"""The buttons after those of the modes, in their order."""


def arena_tools(
    ctx: Context, commands: Mapping[str, Callable[[], None]], texts: Mapping[str, str]
) -> list[Tool]:
    """List the arena's buttons.

    Args:
        ctx: the scene's context.
        commands: one for each mode, as "mode_watch", and for each of `ICONS`.
        texts: what stands on those buttons whose words change.
    """
    t = ctx.t
    widest = {"seed": t("arena.seed", n=9999), "pace": max(map(speed_name, SPEEDS), key=len)}
    tools = []
    for mode in MODES.values():
        name = f"mode_{mode.id}"
        text, tip = t(f"arena.{name}"), t(f"arena.{name}_tip")
        tools.append(Tool(name, mode.icon, text, tip, commands[name], rank=1))
    for name, icon in ICONS.items():
        command = commands[name]
        tip = t(f"arena.{name}_tip")
        if name in texts:
            tools.append(Tool(name, icon, texts[name], tip, command, rank=2, widest=widest[name]))
        else:
            tools.append(Tool(name, icon, t(f"arena.{name}"), tip, command))
    return tools


def lay_tools(ctx: Context, rect: pygame.Rect, tools: Sequence[Tool]) -> dict[str, UIButton]:
    """Lay buttons in a row, as many of them with words as fit."""
    style = ctx.style
    font, gap = style.font("body"), style.px(6)

    def widths(least: int) -> list[int]:
        return [
            max(font.size(tool.text)[0], font.size(tool.widest)[0]) + style.px(54)
            if tool.rank >= least
            else style.control
            for tool in tools
        ]

    fitting = (least for least in (0, 1) if sum(widths(least)) + gap * (len(tools) - 1) <= rect.width)
    least = next(fitting, 2)
    result, x = {}, rect.x
    for tool, width in zip(tools, widths(least), strict=True):
        worded = tool.rank >= least
        place = pygame.Rect(x, rect.y, width, style.control)
        x = place.right + gap
        result[tool.name] = button(
            ctx,
            place,
            tool.text if worded else "",
            tool.command,
            icon=tool.icon,
            tip=tool.tip if worded else f"{tool.text}: {tool.tip}",
            object_id=f"#{tool.name}",
        )
    return result


def mark_tools(
    buttons: Mapping[str, UIButton], mode: Mode, pressed: Mapping[str, bool], texts: Mapping[str, str]
) -> None:
    """Show on the buttons what is chosen; nothing is drawn anew where that is shown already.

    Args:
        buttons: from `lay_tools`.
        mode: how it is played.
        pressed: what is on, by the button's name.
        texts: what stands on a button now, by its name.
    """
    for each in MODES.values():
        select(buttons[f"mode_{each.id}"], each is mode)
    for name, on in pressed.items():
        select(buttons[name], on)
    for name, text in texts.items():
        buttons[name].set_text(text)
    enable(buttons["side"], mode is AGAINST)
