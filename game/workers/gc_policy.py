"""When the collector of unreachable objects looks, and at what."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from models.base.memory import give_back

NEVER = 2**31 - 1
RARELY = 1_000
"""Looks at young objects from one at all of them to the next, once the libraries have been set aside."""
USUALLY = gc.get_threshold()[2]
_aside = False  # to ask the collector takes 20 ms: it counts


@contextmanager
def old_left_alone() -> Iterator[None]:
    """Let the collector look at young objects alone: for while libraries are being loaded.

    What they are made of, some 300,000 objects, stays as long as the program runs. The collector would look
    at all of it again and again as it grows, and the window would stand still for 150 ms each time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(*usual[:2], NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*usual[:2], RARELY if _aside else usual[2])


def set_aside() -> None:
    """Let the collector never again look at what there is by now: for when all libraries have been loaded.

    At the rest it looks rarely by itself, as `clear_away` does it at the right moments: scenes are made of
    some 80,000 objects, to look at which takes 20 to 50 ms, and one that draws thousands of shapes made it
    look three times a second.
    """
    global _aside
    _aside = True
    gc.freeze()
    if gc.get_threshold()[2] != NEVER:
        gc.set_threshold(*gc.get_threshold()[:2], RARELY)


def clear_away() -> None:
    """Free what nobody can reach any more, in some milliseconds: soon after a layout or window was left.

    Its widgets refer to one another in circles, and hold pictures. The collector by itself comes only when
    objects have become many, and those are few and large. What they took goes back to the system.

    Where nothing was set aside it would take too long, and is left to the collector.
    """
    if _aside:
        gc.collect()
        give_back()


def take_back() -> None:
    """Let the collector look at everything again: for the end, when all shall be freed in good order.

    What others than `set_aside` have frozen stays so where that was never called.
    """
    global _aside
    if not _aside:
        return
    _aside = False
    gc.unfreeze()
    gc.set_threshold(*gc.get_threshold()[:2], USUALLY)
