"""`main.py --diary FILE`: what frames took, and how the sound went, written down as the app is used."""

from __future__ import annotations

import json
import logging
import time
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from game.ui.sound import HEARD

if TYPE_CHECKING:
    from game.app.app import App

log = logging.getLogger(__name__)

EVERY = 10.0
"""Seconds between two lines."""


class Diary:
    """One line of JSON every ten seconds: when, which scene, and the milliseconds between the pictures.

    Each tells of the console's sound as well: how many seconds of it were heard, and how many gaps.

    A change of scene begins a new line, so that every line tells of one scene.

    Args:
        path: the file; lines are added to what is in it.
    """

    def __init__(self, path: Path) -> None:
        self._path: Path | None = path
        self._began = time.perf_counter()
        self._due = self._began + EVERY
        self._frames = 0
        self._scene = ""
        self._heard, self._gaps = HEARD.seconds, HEARD.gaps

    def note(self, app: App, *, last: bool = False) -> None:
        """Write a line when it is time to; call it after every frame, and once at the end."""
        now = time.perf_counter()
        if now < self._due and app.scene_id == self._scene and not last:
            return
        # One more than there were frames, because what counts is the time between neighbours.
        times = list(islice(reversed(app.pacer.presented), app.frames - self._frames + 1))
        spans = [round(1000 * (a - b), 1) for a, b in pairwise(times)][::-1]
        if spans and self._scene:
            self._write(
                {
                    "seconds": round(now - self._began, 1),
                    "scene": self._scene,
                    "frame_ms": spans,
                    "sound_s": round(HEARD.seconds - self._heard, 1),
                    "sound_gaps": HEARD.gaps - self._gaps,
                }
            )
            self._heard, self._gaps = HEARD.seconds, HEARD.gaps
        self._frames, self._scene, self._due = app.frames, app.scene_id, now + EVERY

    def _write(self, line: dict[str, object]) -> None:
        if self._path is None:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        except OSError as error:
            log.warning("the diary ends: %s", error)
            self._path = None
