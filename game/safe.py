"""Agents on their way to the disk: none that was handed over is forgotten before it lies in a file."""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from game.background import Answer, LatestCall, Status, describe

if TYPE_CHECKING:
    from agents.agent import Agent

log = logging.getLogger(__name__)

NICE = 15


@dataclass(frozen=True)
class SaveRequest:
    """An agent and where to write it; `told` says whether the user asked for it."""

    agent: Agent
    path: Path
    told: bool


@dataclass(frozen=True)
class Trouble:
    """An agent that could not be written where it belongs when all was closed.

    Attributes:
        refuge: where it lies instead; None where it could not be written at all.
        status: the error.
    """

    refuge: Path | None
    status: Status


def _write(request: SaveRequest) -> SaveRequest:
    request.agent.save(request.path)
    return request


def _write_all(requests: tuple[SaveRequest, ...]) -> tuple[SaveRequest, ...]:
    for request in requests:
        _write(request)
    return requests


def saved_agent(autosave: Path) -> Path | None:
    """Where an agent was saved last: in its place or, where there was no room, in its refuge; or nowhere."""
    places = [path for path in (autosave, refuge(autosave)) if _ours(path)]
    return max(places, key=lambda path: path.stat().st_mtime, default=None)


def refuge(path: Path) -> Path:
    """Where a file is written when there is no room in its place."""
    return Path(tempfile.gettempdir()) / path.name


def _ours(path: Path) -> bool:
    """Whether a file is there, and nobody else put it into the folder that all share."""
    try:
        owner = path.stat().st_uid
    except OSError:
        return False
    return not hasattr(os, "getuid") or owner == os.getuid()


class Safe:
    """Writes agents in the background.

    Args:
        autosave: where the running agent is written by itself.
        synchronous: no threads (tests).

    Attributes:
        troubles: what could not be written where it belongs, known once it is closed.
    """

    def __init__(self, autosave: Path, *, synchronous: bool = False) -> None:
        self._autosave = autosave
        self.troubles: list[Trouble] = []
        self._replaced: list[SaveRequest] = []
        self._saved_step = -1
        # Several of them, so that an autosave never takes the place of what the user asked for.
        self._saver, self._autosaver = (
            LatestCall[SaveRequest, SaveRequest](_write, name=name, nice=NICE, synchronous=synchronous)
            for name in ("save-agent", "autosave-agent")
        )
        self._keeper = LatestCall[tuple[SaveRequest, ...], tuple[SaveRequest, ...]](
            _write_all, name="keep-agents", nice=NICE, synchronous=synchronous
        )

    def begin(self, agent: Agent) -> None:
        """Another agent runs from now on; as it is now, it need not be saved."""
        self._saved_step = agent.step

    def save(self, agent: Agent, path: Path) -> None:
        """Write an agent where the user wants it."""
        self._saver.submit(SaveRequest(agent, path, told=True))

    def keep(self, agent: Agent, path: Path) -> None:
        """Write an agent that another one has replaced; until that is done, it is tried again and again."""
        self._replaced.append(SaveRequest(agent, path, told=True))
        self._keeper.submit(tuple(self._replaced))

    def autosave(self, agent: Agent) -> None:
        """Write the running agent to its own file if it has learned since the last time.

        Not over what may be all that there is of one that it has replaced.
        """
        if self._replaced:
            self._keeper.submit(tuple(self._replaced))
        elif agent.step > self._saved_step:
            self._saved_step = agent.step
            self._autosaver.submit(SaveRequest(agent, self._autosave, told=False))

    def poll(self) -> Answer[SaveRequest] | None:
        """How the last saving went, once; what failed is tried again with the next autosave."""
        kept = self._keeper.poll()
        if kept is not None:
            done = kept.value or ()
            self._replaced = [request for request in self._replaced if request not in done]
            return Answer(kept.stamp, done[-1] if done else None, kept.error)
        answer = self._saver.poll() or self._autosaver.poll()
        if answer is not None and answer.error is not None:
            self._saved_step = 0
        return answer

    def close(self, running: Agent | None, patience: float) -> bool:
        """Write everything that is still to be written, and the running agent; False when a thread is late.

        Args:
            running: The agent that ran last; None where none has learned anything.
            patience: Seconds for each thread.
        """
        calls = (self._saver.close(patience, finish=True), self._keeper.close(patience, finish=True))
        closed = all((*calls, self._autosaver.close(patience)))
        self.poll()
        for request in self._replaced:
            if not self._write_at_last(request):
                with contextlib.suppress(OSError):  # the last autosave is all that there is of it
                    self._autosave.replace(request.path)
        self._replaced.clear()
        if running is not None:
            self._write_at_last(SaveRequest(running, self._autosave, told=False))
        return closed

    def _write_at_last(self, request: SaveRequest) -> bool:
        """Write an agent where it belongs, or else where there may still be room."""
        from models.checkpoint import CheckpointError

        trouble: Trouble | None = None
        for path in _places(request.path):
            try:
                request.agent.save(path)
            except (CheckpointError, OSError) as error:
                log.error("the agent could not be saved: %s", error)
                trouble = trouble or Trouble(None, describe(error))
                if isinstance(error, CheckpointError) and error.code != "unwritable":
                    break
            else:
                if trouble is not None:
                    trouble = Trouble(path, trouble.status)
                    log.error("it was saved to %s instead, and is offered from there next time", path)
                break
        if trouble is not None:
            self.troubles.append(trouble)
        return trouble is None or trouble.refuge is not None


def _places(path: Path) -> Iterator[Path]:
    yield path
    with contextlib.suppress(OSError):  # where there is no folder for temporary files either
        yield refuge(path)
