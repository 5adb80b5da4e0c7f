"""`main.py --diary FILE`: what frames took, and how the sound went, written down as the app is used."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from itertools import islice, pairwise
from pathlib import Path

from game.ui.sound import HEARD

log = logging.getLogger(__name__)

EVERY = 10.0
"""Seconds between two lines."""


class FrameLog:
    """One line of JSON every ten seconds: when, which scene, and the milliseconds between the pictures.

    Each also says how many seconds of the console's sound were heard, and how many gaps there were. A change
    of scene begins a new line, so that every line is about one scene.

    Args:
        path: the file; lines are added to what is in it. None writes nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._began = time.perf_counter()
        self._due = self._began + EVERY
        self._frames = 0
        self._scene = ""
        self._heard, self._gaps = HEARD.seconds, HEARD.gaps

    def note(self, scene: str, frames: int, presented: Sequence[float], *, last: bool = False) -> None:
        """Write a line when it is time to; call it after every frame, and once at the end.

        Args:
            scene: the scene's id.
            frames: how many there were so far.
            presented: when the latest were shown, in seconds.
            last: write what is left.
        """
        now = time.perf_counter()
        if self._path is None or (now < self._due and scene == self._scene and not last):
            return
        # One more than there were frames, because what counts is the time between neighbours.
        times = list(islice(reversed(presented), frames - self._frames + 1))
        spans = [round(1000 * (a - b), 1) for a, b in pairwise(times)][::-1]
        if spans and self._scene:
            line = {
                "seconds": round(now - self._began, 1),
                "scene": self._scene,
                "frame_ms": spans,
                "sound_s": round(HEARD.seconds - self._heard, 1),
                "sound_gaps": HEARD.gaps - self._gaps,
            }
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(line) + "\n")
            except OSError as error:
                log.warning("the log of frames ends: %s", error)
                self._path = None
            self._heard, self._gaps = HEARD.seconds, HEARD.gaps
        self._frames, self._scene, self._due = frames, scene, now + EVERY
