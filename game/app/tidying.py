"""When memory is tidied up: soon after widgets were left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pygame_gui.core import UIContainer

from game.ui.widgets.buttons import Button
from game.ui.widgets.controls import Slider
from game.workers.gc_policy import clear_away

MANY = 12
"""So many widgets that are gone are worth some milliseconds; a tip that vanishes is not."""
SOON = 0.3
"""Seconds from then on: the frame in which a layout changes is long enough without."""


class Tidying:
    """Notes which widgets are gone: those of a window, a tab, a mode, or of everything.

    Those of pygame_gui refer to one another in circles and hold pictures, some megabytes in a window. The
    collector by itself comes when objects have become many, and by then they are hundreds of megabytes. Our
    own buttons and sliders, which are most of a tab, are freed without it.

    Args:
        tidy: what is done then.
    """

    def __init__(self, tidy: Callable[[], object] = clear_away) -> None:
        self._tidy = tidy
        self._widgets: Sequence[object] = ()
        self._gone = 0
        self._due = 0.0

    def look(self, widgets: Sequence[object], dt: float) -> None:
        """Look at all widgets that there are; call it in every frame, of `dt` seconds."""
        if widgets != self._widgets:
            self._gone += sum(map(_circular, set(self._widgets).difference(widgets)))
            self._widgets = widgets
        if self._gone < MANY:
            self._due = SOON
            return
        self._due -= dt
        if self._due <= 0:
            self._gone = 0
            self._tidy()


def _circular(widget: object) -> bool:
    """Whether it is none of our own, nor a part of one: a slider's grip, or the container of that."""
    mine = isinstance(getattr(widget, "parent_element", None) or widget, (Button, Slider))
    return not (mine or type(widget) is UIContainer)
