"""The colours of the portraits' classes, as they are drawn (tools/prepare_portraits.py)."""

from __future__ import annotations

COLOURS: dict[str, dict[str, str]] = {
    "hair_colour": {
        "black": "#2a2233",
        "brown": "#6b4128",
        "blond": "#f2c14e",
        "ginger": "#e0682a",
        "grey": "#8f96a6",
        "white": "#f6f3ee",
        "pink": "#f062a6",
        "blue": "#3f7fe8",
        "green": "#35ad5c",
        "purple": "#8a4fd3",
    },
    "skin": {
        "pale": "#f5cdb8",
        "light": "#e9ad88",
        "tan": "#d08c5d",
        "brown": "#a9653e",
        "dark": "#7b472c",
        "deep": "#532e1f",
    },
    "clothing_colour": {
        "red": "#e24553",
        "yellow": "#f3b63a",
        "green": "#6dbb58",
        "teal": "#2fc4be",
        "blue": "#456dff",
        "purple": "#7555ca",
    },
    "background": {
        "aqua": "#a6e6ea",
        "grey": "#d3d8e0",
        "cream": "#fff0c4",
        "peach": "#ffd2b3",
        "rose": "#f9c0d2",
        "lilac": "#d8c8f8",
        "sky": "#b4cffb",
        "mint": "#bcefcb",
    },
}
