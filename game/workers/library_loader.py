"""Loads the heavy libraries while the window already answers."""

from __future__ import annotations

import ctypes
import importlib.util
import logging
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from game.workers.gc_policy import old_left_alone, set_aside
from game.workers.slot import Slot
from game.workers.status import State, Status, describe

log = logging.getLogger(__name__)

# Modules that importing these leaves in sys.modules, counted once: only the progress bar depends on it.
STAGES = (("numpy", 0), ("torch", 1720), ("emulator", 60))


class LibraryLoader:
    """Imports torch and the emulator in a thread and tells how far it is.

    Args:
        load: imports all that the app needs.
        inline: import inside `start` (see `Workers`).
    """

    def __init__(self, load: Callable[[], None], *, inline: bool = False) -> None:
        self._import = load
        self._inline = inline
        self._status: Slot[Status] = Slot()
        self._before = 0
        self._libraries = 0.0
        self._stage = "torch"
        self._thread: threading.Thread | None = None
        self.ready_at: float | None = None

    @property
    def status(self) -> Status:
        """RUNNING, DONE, or ERROR with a text."""
        return self._status.get() or Status()

    @property
    def ready(self) -> bool:
        """Whether torch and the emulator can be used."""
        return self.status.state is State.DONE

    @property
    def progress(self) -> float:
        """From 0 to 1: shared libraries read, then modules imported, of those that are expected."""
        if self.ready:
            return 1.0
        share = (len(sys.modules) - self._before) / sum(count for _, count in STAGES)
        return min(0.3 * self._libraries + 0.7 * share, 0.99)

    def start(self) -> None:
        """Start loading, or try again after an error."""
        if self.status.state in (State.RUNNING, State.DONE):
            return
        self._status.put(Status(State.RUNNING))
        self._before = len(sys.modules)
        if self._inline:
            self._load()
            return
        self._thread = threading.Thread(target=self._load, name="loader", daemon=True)
        self._thread.start()

    def _load(self) -> None:
        try:
            if "torch" not in sys.modules:
                self._read_libraries()
            with old_left_alone():
                self._import()
                if not self._inline:
                    set_aside()
        except BaseException as error:
            log.exception("loading failed")
            self._status.put(describe(error))
            return
        self.ready_at = time.perf_counter()
        self._status.put(Status(State.DONE))

    def _read_libraries(self) -> None:
        """Map torch's shared libraries through the C library's own dlopen.

        Python's import holds the interpreter lock during dlopen, which freezes the window for a third of
        a second; a foreign call does not. Where this does not work, the import does it all.
        """
        spec = importlib.util.find_spec("torch")
        if spec is None or spec.origin is None or sys.platform != "linux":
            return
        folder = Path(spec.origin).parent / "lib"
        names = ("libgomp.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so", "libtorch_python.so")
        paths = [path for path in (folder / name for name in names) if path.exists()]
        try:
            dlopen = ctypes.CDLL(None).dlopen
        except (OSError, AttributeError):
            return
        dlopen.restype = ctypes.c_void_p
        dlopen.argtypes = [ctypes.c_char_p, ctypes.c_int]
        lazy_and_local = 1
        for index, path in enumerate(paths):
            dlopen(str(path).encode(), lazy_and_local)
            self._libraries = (index + 1) / len(paths)
