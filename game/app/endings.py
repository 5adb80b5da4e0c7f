"""Every way to end: signals, the loss of the display, and a limit on how long saving may take."""

from __future__ import annotations

import ctypes
import faulthandler
import logging
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

log = logging.getLogger(__name__)

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGXCPU", "SIGBREAK")
"""By default each of them ends a process at once."""
LIMIT = 9.0
"""Seconds after which an app that was asked to end is ended, whatever it is doing. What was learned is saved
by then: that comes first, and all waits end before (`game.workers.closing`)."""
INTERRUPTED = 130
"""The exit status after Ctrl+C, as shells have it."""


class Endings:
    """What asked the app to end.

    Attributes:
        came: the number of the newest signal; 0 before any.
    """

    def __init__(self) -> None:
        self.came = 0
        self._handler: Any = None
        self._limited = False

    @property
    def status(self) -> int:
        """The exit status: to be asked to end is no failure."""
        return INTERRUPTED if self.came == signal.SIGINT else 0

    def watch(self) -> None:
        """From now on signals are noted, for the frame loop to look at; to be called by the main thread."""
        for name in SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._note)

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.came = number
        self.limit()

    def limit(self) -> None:
        """End the process after some seconds from now, even if no thread of Python's can run any more."""
        if not self._limited:
            self._limited = True
            faulthandler.dump_traceback_later(LIMIT, exit=True, file=sys.__stderr__ or sys.stderr)

    def in_time(self) -> None:
        """Take the limit back."""
        faulthandler.cancel_dump_traceback_later()

    def watch_display(self, save: Callable[[], None]) -> bool:
        """When the X server goes, save and end the process; Xlib would end it without.

        Args:
            save: called by the main thread, in the midst of whatever it asked of the display.

        Returns:
            Whether there is an Xlib to ask.
        """
        try:
            xlib = ctypes.CDLL("libX11.so.6")
        except OSError:
            return False

        def lost(display: int | None) -> int:
            try:
                log.warning("the display is gone")
                save()
            finally:
                os._exit(1)

        self._handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(lost)
        xlib.XSetIOErrorHandler(self._handler)
        return True
