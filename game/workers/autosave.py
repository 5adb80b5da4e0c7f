"""Saving what has been learned in the background; nothing handed over is dropped before it is in a file."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, Literal, Protocol, TypeVar

from game.workers.latest_call import Answer
from game.workers.status import Status, describe
from game.workers.workers import Workers

log = logging.getLogger(__name__)


class Keepable(Protocol):
    """An agent, or another training's state."""

    @property
    def step(self) -> int:
        """How far it has come."""

    def save(self, path: Path, /) -> None:
        """Write it to a file, atomically.

        Raises:
            models.base.checkpoint.CheckpointError: If it holds what is not finite, or cannot be written.
        """


K = TypeVar("K", bound=Keepable)


@dataclass(frozen=True, eq=False)
class SaveRequest(Generic[K]):
    """What to write and where to; `told` says whether the user is to hear of it."""

    item: K
    path: Path
    told: bool


@dataclass(frozen=True)
class Trouble:
    """Something that could not be written where it belongs when all was closed.

    Attributes:
        what: "last" for what learned last, which is offered again next time, "replaced" for what it had
            replaced, "copy" for a file that the user asked for.
        fallback: where it lies instead; None where it could not be written at all.
        status: the error.
    """

    what: Literal["last", "replaced", "copy"]
    fallback: Path | None
    status: Status


@dataclass(frozen=True)
class _Kept(Generic[K]):
    """The result of writing several: those that need not be tried again, the last one written, an error."""

    done: tuple[SaveRequest[K], ...]
    last: SaveRequest[K] | None
    error: Status | None


def _write(request: SaveRequest[K]) -> SaveRequest[K]:
    request.item.save(request.path)
    if not request.told:
        _drop_fallback(request.path)
    return request


def _write_all(requests: tuple[SaveRequest[K], ...]) -> _Kept[K]:
    from models.base.checkpoint import CheckpointError

    done: list[SaveRequest[K]] = []
    last, trouble = None, None
    for request in requests:
        try:
            last = _write(request)
        except (CheckpointError, OSError) as error:
            log.exception("what was replaced could not be saved")
            trouble = trouble or describe(error)
            if isinstance(error, OSError) or error.code == "unwritable":
                continue
        done.append(request)
    return _Kept(tuple(done), last, trouble)


def last_saved(autosave: Path) -> Path | None:
    """The newest of a file and its fallback; None when there is neither."""
    elsewhere = fallback_path(autosave)
    places = [autosave] if autosave.exists() else []
    if elsewhere is not None and _ours(elsewhere):
        places.append(elsewhere)
    return max(places, key=lambda path: path.stat().st_mtime, default=None)


def move_aside(path: Path, folder: Path) -> None:
    """Move a file, if it is there, to a folder under a name of its own, so that it is not written over.

    Where the folder has no room for it, it stays where it is, under that name.

    Raises:
        OSError: If it cannot be moved.
    """
    if not path.exists():
        return
    there = folder / f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.move(path, there)  # maybe from another disk, which `replace` could not do
    except OSError:
        if path.parent == folder:
            raise
        with contextlib.suppress(OSError):
            there.unlink(missing_ok=True)
        path.replace(path.with_name(there.name))


def fallback_path(path: Path) -> Path | None:
    """Where a file is written when there is no room in its place; None where there is none anywhere."""
    try:
        return Path(tempfile.gettempdir()) / path.name
    except OSError:  # it tries to write a file there
        return None


def _drop_fallback(path: Path) -> None:
    """Remove the fallback of a file that has been written in its place."""
    elsewhere = fallback_path(path)
    if elsewhere is not None and elsewhere != path and _ours(elsewhere):
        with contextlib.suppress(OSError):
            elsewhere.unlink()


def _ours(path: Path) -> bool:
    """Whether a file in the shared temporary folder is this user's."""
    try:
        owner = path.stat().st_uid
    except OSError:
        return False
    return not hasattr(os, "getuid") or owner == os.getuid()


class Autosave(Generic[K]):
    """Writes in the background.

    Args:
        path: where what is learning is written by itself.
        workers: make the writers.

    Attributes:
        troubles: what could not be written where it belongs, known once it is closed.
    """

    def __init__(self, path: Path, workers: Workers) -> None:
        self._path = path
        self.troubles: list[Trouble] = []
        self._replaced: list[SaveRequest[K]] = []
        self._saved_step = -1
        self._again: SaveRequest[K] | None = None
        # Several of them, so that an autosave never takes the place of what the user asked for. None has a
        # low priority: who holds the interpreter's lock and waits for a core keeps the window waiting.
        write: Callable[[SaveRequest[K]], SaveRequest[K]] = _write
        write_all: Callable[[tuple[SaveRequest[K], ...]], _Kept[K]] = _write_all
        self._saver = workers.call(write, name="save")
        self._autosaver = workers.call(write, name="autosave")
        self._archiver = workers.call(write_all, name="archive")

    def begin(self, step: int) -> None:
        """Another one learns from now on; as far as it has come, it need not be saved."""
        self._saved_step = step

    def save(self, item: K, path: Path) -> None:
        """Write something where the user wants it."""
        self._saver.submit(SaveRequest(item, path, told=True))

    def archive(self, item: K, path: Path) -> None:
        """Write what another one has replaced; until that is done, it is tried again and again."""
        self._replaced.append(SaveRequest(item, path, told=True))
        self._archiver.submit(tuple(self._replaced))

    def autosave(self, item: K) -> None:
        """Write what is learning to its own file if it has come further since the last time.

        Not over what may be the only copy of something that it has replaced.
        """
        if self._replaced:
            self._archiver.submit(tuple(self._replaced))
        elif item.step > self._saved_step:
            self._saved_step = item.step
            self._autosaver.submit(SaveRequest(item, self._path, told=False))

    def poll(self) -> Answer[SaveRequest[K]] | None:
        """How the last saving went, once; what failed is tried again with the next autosave."""
        kept = self._take_kept()
        if kept is not None:
            return kept
        answer = self._saver.poll() or self._autosaver.poll()
        if answer is not None and answer.error is not None:
            self._saved_step = 0
        return answer

    def _take_kept(self) -> Answer[SaveRequest[K]] | None:
        """What the archiver has written need not be written again."""
        kept = self._archiver.poll()
        if kept is None or kept.value is None:
            return None
        self._replaced = [request for request in self._replaced if request not in kept.value.done]
        error = kept.value.error
        return Answer(kept.stamp, kept.value.last if error is None else None, error)

    def finish(self, last: K | None) -> None:
        """Write what has been replaced and what learned last, now and in the calling thread.

        Args:
            last: What learned last; None where nothing has been learned.
        """
        under_way = self._autosaver.busy
        self._autosaver.cancel()
        self._take_kept()
        for request in self._replaced:
            if not request.path.exists():
                with contextlib.suppress(OSError):  # its last autosave needs no room for another name
                    self._path.replace(request.path)
            self._write_at_last(request)
        self._replaced.clear()
        if last is not None:
            request = SaveRequest(last, self._path, told=False)
            self._write_at_last(request)
            self._again = request if under_way else None

    def close(self, patience: float) -> bool:
        """Wait for the threads, after `finish`; False when one is late.

        Args:
            patience: Seconds for all of them.
        """
        until = time.monotonic() + patience
        closed = True
        for call, finish in ((self._autosaver, False), (self._archiver, False), (self._saver, True)):
            closed &= call.close(max(0.1, until - time.monotonic()), finish=finish)
        wanted = self._saver.poll()
        if wanted is not None and wanted.error is not None:
            self.troubles.append(Trouble("copy", None, wanted.error))
        if self._again is not None and not self.troubles:
            self._write_at_last(self._again)  # over something older that was being written meanwhile
        return closed

    def _write_at_last(self, request: SaveRequest[K]) -> None:
        """Write something where it belongs, or else to its fallback."""
        from models.base.checkpoint import CheckpointError

        what: Literal["last", "replaced"] = "replaced" if request.told else "last"
        trouble: Trouble | None = None
        for path in (request.path, fallback_path(request.path)):
            if path is None:
                break
            try:
                _write(replace(request, path=path))
            except (CheckpointError, OSError) as error:
                log.error("what was learned could not be saved: %s", error)
                trouble = trouble or Trouble(what, None, describe(error))
                if isinstance(error, CheckpointError) and error.code != "unwritable":
                    break
            else:
                if trouble is not None:
                    trouble = Trouble(what, path, trouble.status)
                    log.error("it was saved to %s instead", path)
                break
        if trouble is not None:
            self.troubles.append(trouble)
