"""The theme that pygame_gui's widgets read, made from a style, so that both kinds of widget look alike."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pygame

from game.ui.settings import LANGUAGES
from game.ui.style import TYPE, Palette, Style, mix


def gui_theme(style: Style) -> dict[str, Any]:
    """Colours, fonts and lengths by pygame_gui's names of elements."""
    c = {item.name: _hex(getattr(style.colour, item.name)) for item in fields(Palette)}
    hovered = _hex(mix(style.colour.raised, style.colour.accent, 0.22))
    quiet = _hex(mix(style.colour.surface, style.colour.raised, 0.5))
    button = {
        "normal_bg": c["raised"],
        "hovered_bg": hovered,
        "active_bg": c["accent"],
        "selected_bg": c["accent"],
        "disabled_bg": quiet,
        "normal_text": c["text"],
        "hovered_text": c["text"],
        "active_text": c["on_accent"],
        "selected_text": c["on_accent"],
        "disabled_text": c["faint"],
        "normal_border": c["line"],
        "hovered_border": c["accent"],
        "active_border": c["accent"],
        "selected_border": c["accent"],
        "disabled_border": quiet,
    }
    primary = {
        **button,
        "normal_bg": c["accent"],
        "hovered_bg": c["accent_hover"],
        "active_bg": c["accent_hover"],
        "normal_text": c["on_accent"],
        "hovered_text": c["on_accent"],
        "normal_border": c["accent"],
    }
    ghost = {
        **button,
        "normal_bg": "#00000000",
        "normal_border": "#00000000",
        "disabled_bg": "#00000000",
        "disabled_border": "#00000000",
    }
    toggle = {
        **button,
        "selected_bg": _hex(mix(style.colour.raised, style.colour.accent, 0.3)),
        "selected_text": c["text"],
    }
    body = _font(style, "body")
    rounded = {
        "shape": "rounded_rectangle",
        "shape_corner_radius": str(style.px(8)),
        "border_width": "1",
        "shadow_width": "0",
        "tool_tip_delay": "0.5",
    }
    field = {**rounded, "padding": f"{style.px(8)},{style.px(4)}"}
    panel = {
        "colours": {"dark_bg": c["surface"], "normal_bg": c["surface"], "normal_border": c["line"]},
        "misc": {**rounded, "shape_corner_radius": str(style.px(12))},
    }
    slider = {
        "shape": "rounded_rectangle",
        "shape_corner_radius": str(style.px(6)),
        "border_width": "1",
        "shadow_width": "0",
        "enable_arrow_buttons": "0",
        "sliding_button_width": str(style.px(18)),
    }
    grip = {
        "colours": {**primary},
        "misc": {**rounded, "shape_corner_radius": str(style.px(6)), "border_width": "0"},
    }
    return {
        "defaults": {
            "font": body,
            "colours": {
                **button,
                "dark_bg": c["background"],
                "link_text": c["accent"],
                "link_hover": c["accent_hover"],
                "link_selected": c["accent_hover"],
                "text_shadow": "#00000000",
                "filled_bar": c["accent"],
                "unfilled_bar": c["raised"],
                "text_cursor": c["text"],
                "disabled_dark_bg": quiet,
            },
        },
        "button": {"colours": button, "font": body, "misc": rounded},
        "@primary": {"colours": primary, "font": _font(style, "body", bold=True)},
        "@ghost": {"colours": ghost, "font": body},
        # A rounded shape of a card's size takes pygame_gui a quarter of a second: the menu draws its own.
        "@card": {
            "colours": dict.fromkeys(ghost, "#00000000"),
            "misc": {**rounded, "shape": "rectangle", "border_width": "0"},
        },
        "@centred": {"misc": {"text_horiz_alignment": "center"}},
        "@chip": {"font": _font(style, "small")},
        # Switched on it must not look like the chosen one of several.
        "@toggle": {"colours": toggle, "font": _font(style, "small")},
        "label": {"font": body, "misc": {"text_horiz_alignment": "left"}},
        "panel": panel,
        "text_box": {
            "font": body,
            "colours": {"dark_bg": c["surface"], "normal_text": c["text"]},
            "misc": {**rounded, "border_width": "0", "padding": f"{style.px(4)},{style.px(2)}"},
        },
        "tool_tip": {"misc": {"rect_width": str(style.px(280))}},
        "tool_tip.text_box": {
            "font": _font(style, "small"),
            "colours": {"dark_bg": c["raised"], "normal_border": c["accent"]},
            "misc": {**field, "border_width": "1"},
        },
        "text_entry_line": {
            "colours": {
                "dark_bg": c["background"],
                "normal_border": c["line"],
                "focused_bg": c["background"],
                "selected_bg": c["accent"],
            },
            "font": _font(style, "body", mono=True),
            "misc": field,
        },
        "horizontal_slider": {
            "colours": {"dark_bg": c["raised"], "normal_border": c["line"]},
            "misc": slider,
        },
        "horizontal_slider.#sliding_button": grip,
        "horizontal_slider.@sliding_button": grip,
        "drop_down_menu": {"colours": {**button, "dark_bg": c["surface"]}, "misc": rounded},
        "drop_down_menu.button": {"colours": button, "misc": rounded},
        "drop_down_menu.selection_list": {"misc": {"list_item_height": str(style.control)}},
        "drop_down_menu.selection_list.button": {
            "font": body,
            "colours": button,
            "misc": {"border_width": "0", "shadow_width": "0"},
        },
        "selection_list.@selection_list_item": {
            "font": _font(style, "small"),
            "colours": ghost,
            "misc": {"text_horiz_alignment": "left", "text_horiz_alignment_padding": str(style.px(10))},
        },
        "selection_list": {
            "colours": {"dark_bg": c["background"]},
            "misc": {"list_item_height": str(style.px(30)), "shadow_width": "0"},
        },
        "window": {
            "colours": {"dark_bg": c["surface"], "normal_border": c["line"]},
            "misc": {
                **rounded,
                "title_bar_height": str(style.px(36)),
                "shadow_width": "6",
                "enable_close_button": "1",
            },
        },
        "window.#title_bar": {
            "colours": {**button, "normal_bg": c["raised"]},
            "font": _font(style, "body", bold=True),
            "misc": {"text_horiz_alignment": "left", "text_horiz_alignment_padding": str(style.px(12))},
        },
        "vertical_scroll_bar": {
            "colours": {"dark_bg": c["raised"]},
            "misc": {"enable_arrow_buttons": "0", "shadow_width": "0"},
        },
        "check_box": {"colours": button, "misc": {"shadow_width": "0"}},
    }


def _font(style: Style, size: str, *, bold: bool = False, mono: bool = False) -> list[dict[str, str]]:
    """The same font for every language: pygame_gui keeps fonts by locale and else takes its own."""
    pixels = str(max(11, style.px(TYPE[size])))
    font = {"name": "mono" if mono else "inter", "size": pixels, "bold": str(int(bold))}
    return [{**font, "locale": code} for code in LANGUAGES]


def _hex(colour: pygame.Color) -> str:
    return f"#{colour.r:02x}{colour.g:02x}{colour.b:02x}" + (f"{colour.a:02x}" if colour.a < 255 else "")
