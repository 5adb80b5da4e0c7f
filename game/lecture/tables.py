"""A stop as the table that it was read from, and a table that replaces parts of another."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

KINDS = ("choices", "right", "number", "place")
"""What says how a question is answered."""


def plain(value: Any) -> dict[str, Any]:
    """A dataclass as the table that it was read from."""
    result = {}
    for each in fields(value):
        now = getattr(value, each.name)
        if now is not None:
            result[each.name] = plain(now) if hasattr(now, "__dataclass_fields__") else now
    return result


def laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """A table whose entries are replaced by another's; own kinds of answers replace the other kinds."""
    if "picture" in above:
        below = below | {"link": "", "meanwhile": ""}
    if {"choices", "number", "place"} & above.keys():
        below = {name: item for name, item in below.items() if name not in KINDS}
    merged = dict(below)
    for name, item in above.items():
        both = isinstance(item, dict) and isinstance(merged.get(name), dict)
        merged[name] = laid_over(merged[name], item) if both else item
    return merged
