"""What things are called, and in which order one goes through them."""

from __future__ import annotations

from functools import cache

from game.ui.context import Context
from models.detection.labels import LABELS

OWN = ("face", "cat_face")
"""What the hand-made methods look for and the network does not know."""
FIRST = (*OWN, "person", "cat")
CLASSES = frozenset(label.en for label in LABELS)


@cache
def _russian() -> dict[str, str]:
    return {label.en: label.ru for label in LABELS}


def name(ctx: Context, what: str) -> str:
    """What a thing is called in the user's language."""
    if what in OWN:
        return ctx.t(f"detection.what_{what}")
    return _russian()[what] if ctx.settings.language == "ru" else what


def everything(ctx: Context) -> list[str]:
    """All that can be marked: what is marked often, then the network's classes by name."""
    rest = sorted(CLASSES - set(FIRST), key=lambda what: name(ctx, what))
    return [*FIRST, *rest]
