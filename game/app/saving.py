"""The settings in use, and their file, which is written beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from game.app.options import Options
from game.ui.context import why
from game.ui.language import Language, system_language
from game.ui.settings import Folders, Settings, SettingsFile
from game.workers.workers import Workers

CLOSE_SECONDS = 2.0
"""How long the end of the app waits for a slow disk."""


class SettingsStore:
    """The settings in use, and their file.

    Args:
        folders: where the file is.
        options: the command line, which comes before what the file says.
        workers: makes the worker that writes.

    Attributes:
        now: the settings in use.
        writer: writes them; its answer says why it could not.
        broken: where a file that could not be read was set aside.
    """

    def __init__(self, folders: Folders, options: Options, workers: Workers) -> None:
        self._file = SettingsFile(folders.config)
        saved = self._file.load()
        self.now = replace(
            saved,
            language=options.lang or saved.language or system_language(),
            theme=options.theme or saved.theme,
            window=options.size or saved.window,
            ui_scale=saved.ui_scale if options.scale is None else options.scale,
            fullscreen=saved.fullscreen and options.size is None,
        )
        self.broken = self._file.problem
        self._first, self._lasting = self.now, not options.kiosk
        self._changed = frozenset(
            name for name, value in vars(saved).items() if value != getattr(self.now, name)
        )
        self.writer = workers.call(self._write, name="settings")

    def change(self, **fields: object) -> None:
        """Change settings, without saving them yet."""
        self.now = replace(self.now, **fields)  # type: ignore[arg-type]
        self._changed |= fields.keys()

    def forget(self) -> None:
        """Have the settings that there were at first."""
        self.now = self._first

    def save(self) -> None:
        """Write the settings soon; the newest win. What an exhibition's visitors change is not kept."""
        if self._lasting:
            self.writer.submit((self.now, self._changed))

    def tell(self, t: Language, notify: Callable[[str, str], None]) -> None:
        """Say why the settings could not be written, if they could not."""
        saved = self.writer.poll()
        if saved is not None and saved.error is not None:
            notify(t("settings.unsaved", why=why(t, saved.error)), "bad")

    def close(self) -> None:
        """Write the settings and wait for it."""
        self.save()
        self.writer.close(CLOSE_SECONDS, finish=True)

    def _write(self, request: tuple[Settings, frozenset[str]]) -> None:
        """Write what was changed here; the rest stays as the file has it: another window may be open."""
        now, changed = request
        try:
            there = self._file.read()
        except (OSError, ValueError):
            there = now
        self._file.save(replace(there, **{name: getattr(now, name) for name in changed}))
