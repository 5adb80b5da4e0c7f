"""What the app does beside the window that belongs to no scene."""

from __future__ import annotations

from game.app.libraries import prepare
from game.ui.settings import Folders
from game.workers.home import clear_left_over
from game.workers.library_loader import LibraryLoader
from game.workers.status import State
from game.workers.workers import Workers

NICE = 15
CLOSE_SECONDS = 0.5


class Background:
    """Sweeps up what killed processes left; once the libraries are there, prepares what will be needed.

    Tests with inline workers prepare nothing.
    """

    def __init__(self, workers: Workers, loader: LibraryLoader, folders: Folders) -> None:
        self._loader = loader
        self._sweeper = workers.call(clear_left_over, name="sweeper", nice=NICE)
        self._sweeper.submit((folders.config, folders.data))
        self._ahead = None if workers.inline else workers.stream(prepare, name="ahead", nice=NICE)

    def update(self) -> None:
        """Begin to import when it is time."""
        if self._ahead is not None and self._loader.ready and self._ahead.status.state is State.IDLE:
            self._ahead.start()

    def close(self) -> None:
        """Stop."""
        self._sweeper.close(0.1)
        if self._ahead is not None:
            self._ahead.stop()
            self._ahead.join(CLOSE_SECONDS)
