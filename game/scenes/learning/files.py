"""Samples and whole experiments: opened, dropped, pasted, saved. Nothing here blocks a frame."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pygame

from game.scenes.learning.address import read_kept, written
from game.scenes.learning.session import LearningSession, State
from game.ui.clipboard import copied_text, named_file
from game.ui.context import Context, FileRequest
from game.ui.language import readable
from game.workers.latest_call import LatestCall
from models.base.files import open_file, with_ending, write_atomically
from models.learning.datasets import LARGEST_TEXT, Data, TableError, read_csv
from models.learning.descent import DescentConfig

TABLES = frozenset({".csv", ".tsv", ".txt", ".json"})
OWN = frozenset({".json"})
LARGEST_FILE = 4 * LARGEST_TEXT
"""Bytes: a character of UTF-8 has four at most."""
SAVE_SECONDS = 5.0


@dataclass(frozen=True)
class _Request:
    """What to read: a file, or a text."""

    source: Path | str
    name: str


@dataclass(frozen=True, eq=False)
class _Found:
    """What was read: a sample, a whole experiment, or why neither."""

    name: str
    data: Data | None = None
    state: State | None = None
    config: DescentConfig | None = None
    problem: str = ""
    line: int = 0


def read_source(request: _Request) -> _Found:
    """Read a file or a text; runs in the worker's thread."""
    name = request.name
    try:
        if isinstance(request.source, str):
            return _Found(name, read_csv(request.source))
        with open_file(request.source) as file:
            raw = file.read(LARGEST_FILE + 1)
        if len(raw) > LARGEST_FILE:
            return _Found(name, problem="too_large")
        if request.source.suffix.lower() in OWN:
            state, config = read_kept(raw)
            return _Found(name, state=state, config=config)
        return _Found(name, read_csv(raw.decode("utf-8-sig")))
    except TableError as error:
        return _Found(name, problem=error.code, line=error.line)
    except OSError:
        return _Found(name, problem="unreadable")
    except ValueError:
        return _Found(name, problem="damaged")


def _write(request: tuple[Path, bytes]) -> Path:
    path, raw = request
    write_atomically(path, raw)
    return path


class Files:
    """Brings samples into a session, and writes it."""

    def __init__(self, session: LearningSession) -> None:
        self._session = session
        self._reader: LatestCall[_Request, _Found] | None = None
        self._writer: LatestCall[tuple[Path, bytes], Path] | None = None

    def begin(self, ctx: Context) -> None:
        """Make the workers, once."""
        if self._reader is None:
            self._reader = ctx.workers.call(read_source, name="read sample")
            self._writer = ctx.workers.call(_write, name="save learning")

    def open(self, source: Path | str, name: str) -> None:
        """Read a file, or a text that is a table."""
        assert self._reader is not None
        self._reader.submit(_Request(source, name))

    def ask(self, ctx: Context) -> None:
        """Let a file be chosen."""
        ctx.pick_file(FileRequest("learning.open", TABLES, self._open_path))

    def _open_path(self, path: Path) -> None:
        self.open(path, readable(path.name))

    def paste(self, ctx: Context) -> None:
        """Take the clipboard's table, or the file that it names."""
        text = copied_text()
        path = named_file(text)
        if path is not None:
            self._open_path(path)
        elif text.strip():
            self.open(text[: LARGEST_TEXT + 1], ctx.t("learning.clipboard"))
        else:
            ctx.notify(ctx.t("learning.nothing_to_paste"), "info")

    def drop(self, event: pygame.event.Event) -> bool:
        """Take a dropped file or text; False for any other event."""
        if event.type == pygame.DROPFILE:
            self._open_path(Path(event.file))
        elif event.type == pygame.DROPTEXT:
            self.open(event.text[: LARGEST_TEXT + 1], "…")
        return event.type in (pygame.DROPFILE, pygame.DROPTEXT)

    def ask_save(self, ctx: Context) -> None:
        """Let a place be chosen, and write everything there."""
        ctx.pick_file(FileRequest("learning.save", OWN, self._save, "learning.json"))

    def _save(self, path: Path) -> None:
        assert self._writer is not None
        self._writer.submit((with_ending(path, ".json"), written(self._session)))

    def update(self, ctx: Context) -> None:
        """Take what was read, and say what became of it."""
        if self._reader is None or self._writer is None:
            return
        saved, answer = self._writer.poll(), self._reader.poll()
        if saved is not None and saved.error is not None:
            ctx.notify(ctx.t("app.save_failed", why=ctx.why(saved.error)), "bad")
        elif saved is not None:
            ctx.notify(ctx.t("app.saved", file=str(saved.value)), "good")
        if answer is None:
            return
        found = answer.value
        if found is None:
            ctx.notify(ctx.why(answer.error) if answer.error is not None else "", "bad")
        elif found.problem:
            ctx.notify(ctx.t(f"learning.bad_{found.problem}", file=found.name, line=found.line), "bad")
        elif found.data is not None:
            self._session.take(found.data)
            ctx.notify(ctx.t("learning.taken", file=found.name, n=len(found.data)), "good")
        elif found.state is not None and found.config is not None:
            self._session.take_state(found.state)
            self._session.config = found.config
            ctx.notify(ctx.t("learning.taken", file=found.name, n=len(found.state.data)), "good")

    def close(self) -> None:
        """End the threads; what is being saved is saved first."""
        if self._reader is not None and self._writer is not None:
            self._reader.close()
            self._writer.close(SAVE_SECONDS, finish=True)
