"""Recording what is played as GIF or MP4."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from game.workers.latest_call import Answer
from game.workers.slot import Slot
from game.workers.workers import Workers
from models.base.film import write_film

Byte = NDArray[np.uint8]

LONGEST = 60.0
"""Seconds of a recording, after which it ends by itself."""
RATES = {"gif": 20, "mp4": 30}
"""Pictures a second; a GIF counts hundredths of one."""
SCALE = 2
"""Pixels of the film for one of the console, down; a console's pixel is wider than high."""
WIDER = 3
"""The same across."""
JOIN_SECONDS = 5.0


@dataclass
class Reel(Sequence[Byte]):
    """Pictures of the console, packed; they are unpacked and enlarged one at a time.

    Attributes:
        progress: how many of them have been asked for: how far the writing is.
    """

    packed: list[tuple[tuple[int, ...], bytes]] = field(default_factory=list)
    progress: Slot[int] = field(default_factory=Slot)

    def add(self, picture: Byte) -> None:
        """Keep a picture, (H, W, 3) uint8; it hardly takes a thousandth of a second."""
        self.packed.append((picture.shape, zlib.compress(np.ascontiguousarray(picture).tobytes(), 1)))

    def small(self, index: int) -> Byte:
        """A picture as it was added."""
        shape, data = self.packed[index]
        return np.frombuffer(zlib.decompress(data), np.uint8).reshape(shape)

    def colours(self) -> Byte:
        """All colours of the pictures, (N, 3) uint8 in order; a console has at most 128."""
        places = (1 << 16, 1 << 8, 1)
        each = [np.unique(self.small(index).astype(np.int64) @ places) for index in range(len(self))]
        codes = np.unique(np.concatenate(each))[:256, None]
        return (codes // places % 256).astype(np.uint8)

    @overload
    def __getitem__(self, index: int) -> Byte: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Byte]: ...
    def __getitem__(self, index: int | slice) -> Byte | Sequence[Byte]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        return self.small(index).repeat(SCALE, axis=0).repeat(WIDER, axis=1)

    def __iter__(self) -> Iterator[Byte]:
        for index in range(len(self)):
            self.progress.put(index + 1)
            yield self[index]

    def __len__(self) -> int:
        return len(self.packed)


@dataclass(frozen=True)
class _Request:
    reel: Reel
    path: Path


def _write(request: _Request) -> Path:
    path, reel = request.path, request.reel
    write_film(path, reel, RATES[path.suffix[1:]], reel.colours() if path.suffix == ".gif" else None)
    return path


class Recorder:
    """Records, and writes what was recorded in the background.

    Attributes:
        seconds: how long the running recording is; None while nothing is recorded.
    """

    def __init__(self, workers: Workers) -> None:
        self.seconds: float | None = None
        self._reel = Reel()
        self._written: Reel | None = None
        self._path = Path()
        self._writer = workers.call(_write, name="write-film", nice=5)

    @property
    def busy(self) -> bool:
        """Whether a film is being written."""
        return self._writer.busy

    @property
    def progress(self) -> float:
        """How much of the film is written, 0 to 1."""
        reel = self._written
        return (reel.progress.get() or 0) / len(reel) if reel is not None else 0.0

    def start(self, folder: Path, game: str, kind: str) -> None:
        """Begin; `kind` is "gif" or "mp4"."""
        self._path = folder / f"{game}-{time.strftime('%Y%m%d-%H%M%S')}.{kind}"
        self._reel, self.seconds = Reel(), 0.0

    def _keep(self, picture: Byte) -> bool:
        """Add a picture; False when it has another size than those before, as in another mode."""
        if self._reel.packed and self._reel.packed[0][0] != picture.shape:
            return False
        self._reel.add(picture)
        return True

    def pass_time(self, dt: float, picture: Callable[[], Byte]) -> None:
        """Record what is on the screen; ends by itself after `LONGEST` seconds, or when its size changes.

        Args:
            dt: seconds since the last call.
            picture: gives what is on the screen, (H, W, 3) uint8; asked when it is wanted.
        """
        if self.seconds is None:
            return
        self.seconds += dt
        while len(self._reel) < min(self.seconds, LONGEST) * RATES[self._path.suffix[1:]]:
            if not self._keep(picture()):
                self.stop()
                return
        if self.seconds >= LONGEST:
            self.stop()

    def stop(self) -> None:
        """End, and write the film."""
        if self.seconds is not None and len(self._reel):
            self._written = self._reel
            self._writer.submit(_Request(self._reel, self._path))
        self._reel, self.seconds = Reel(), None

    def poll(self) -> Answer[Path] | None:
        """How the last writing went, once; the error "no_mp4" says that this computer writes none."""
        answer = self._writer.poll()
        if answer is not None:
            self._written = None
        return answer

    def close(self) -> bool:
        """Write what was recorded; False when it is still being written."""
        self.stop()
        return self._writer.close(JOIN_SECONDS, finish=True)
