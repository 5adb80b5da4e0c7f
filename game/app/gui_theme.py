"""The theme that pygame_gui's widgets read, made from a style, so that both kinds of widget look alike.

`assets/theme/widgets.json` says by pygame_gui's names of elements how each looks. There, `$accent` stands for
a colour of the palette, `$px8` for eight pixels at scale 1, `$row36` for the height of a row with words; a
block of values may build on others. "@card" has no rounded shape: one of its size takes pygame_gui a quarter
of a second, and the menu draws it.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pygame

from game.ui.assets import Assets
from game.ui.settings import LANGUAGES
from game.ui.style import Palette, Style, mix
from game.ui.widgets.tooltips import Manager


def gui_manager(assets: Assets, style: Style, size: tuple[int, int], language: str) -> Manager:
    """A UI manager for a window of this size, in the app's fonts and colours."""
    ui = Manager(size, None, enable_live_theme_updates=False, starting_language=language)
    for name, files in {"inter": "Inter-{}.otf", "mono": "JetBrainsMono-{}.ttf"}.items():
        bold = "SemiBold" if name == "inter" else "Bold"
        paths = (str(assets.path("fonts", files.format(weight))) for weight in ("Regular", bold))
        ui.add_font_paths(name, *paths)
    ui.get_theme().load_theme(gui_theme(assets.path("theme", "widgets.json"), style))
    return ui


def gui_theme(path: Path, style: Style) -> dict[str, Any]:
    """Colours, fonts and lengths by pygame_gui's names of elements."""
    looks = json.loads(path.read_text("utf-8"))
    values = _colours(style) | {"control": str(style.control)}
    blocks: dict[str, dict[str, str]] = {}

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name.startswith("row"):
            return str(style.row(int(name[3:])))
        return str(style.px(int(name[2:]))) if name.startswith("px") else values[name]

    def block(part: str | list[Any] | dict[str, str]) -> dict[str, str]:
        if isinstance(part, str):
            return blocks[part]
        if isinstance(part, list):
            return {key: text for item in part for key, text in block(item).items()}
        return {key: re.sub(r"\$(\w+)", value, text) for key, text in part.items()}

    for name, part in looks["blocks"].items():
        blocks[name] = block(part)
    return {
        element: {key: _font(style, part) if key == "font" else block(part) for key, part in look.items()}
        for element, look in looks["elements"].items()
    }


def _colours(style: Style) -> dict[str, str]:
    """The palette, and what is mixed from it."""
    c = style.colour
    return {item.name: _hex(getattr(c, item.name)) for item in fields(Palette)} | {
        "hovered": _hex(mix(c.raised, c.accent, 0.22)),
        "chosen": _hex(mix(c.raised, c.accent, 0.3)),
        "quiet": _hex(mix(c.surface, c.raised, 0.5)),
        "none": "#00000000",
    }


def _font(style: Style, words: str) -> list[dict[str, str]]:
    """The same font for every language: pygame_gui keeps fonts by locale and else takes its own.

    Args:
        style: the style.
        words: its size, and maybe "bold" or "mono".
    """
    size, *kind = words.split()
    pixels = style.text_size(size)
    font = {
        "name": "mono" if "mono" in kind else "inter",
        "size": str(pixels),
        "bold": str(int("bold" in kind)),
    }
    return [{**font, "locale": code} for code in LANGUAGES]


def _hex(colour: pygame.Color) -> str:
    return f"#{colour.r:02x}{colour.g:02x}{colour.b:02x}" + (f"{colour.a:02x}" if colour.a < 255 else "")
