"""The console's own sound, streamed to the speakers.

The mixer plays one sound and knows the next; so samples go out in chunks, of which one plays and one waits
while the next is being collected. The window's clock and the sound card's are never quite equal: each frame
is stretched or squeezed by up to half a percent, which nobody hears, so that the store neither runs dry nor
grows old.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pygame
from numpy.typing import NDArray

log = logging.getLogger(__name__)

RATE = 30_720
"""Samples a second: the console makes 512 for each of 60 frames."""
FRAME = 512
"""Samples of one frame; also what the mixer asks for at a time, and it begins a new sound only then."""
CHUNK = 4 * FRAME
"""Samples that go out together; so late, a fifteenth of a second, may a frame come."""
TARGET = 6 * FRAME
"""Samples in store on average, besides those that are playing."""
KEEP = 12 * FRAME
"""Samples in store at most: a fifth of a second, beyond which sound would lag behind the picture."""
STRETCH = 0.005
"""Greatest share by which a frame is made longer or shorter."""
SMOOTH = 0.01
"""Weight of the newest frame in the mean of what is in store: some two seconds count."""
SILENCE = 128


@dataclass
class Heard:
    """What has come out of all speakers so far.

    Attributes:
        seconds: of sound.
        gaps: how often the samples ran out while playing.
    """

    seconds: float = 0.0
    gaps: int = 0


HEARD = Heard()
"""Since the app began."""


class Speaker:
    """Plays frames of samples one after another; without a sound device it stays silent.

    Attributes:
        gaps: how often the samples ran out while playing.
    """

    _muted: ClassVar[bool] = False

    def __init__(self) -> None:
        self.gaps = 0
        self._stretcher = Stretcher()
        self._pending = np.empty(0, np.uint8)
        self._mean = float(TARGET)
        self._playing = False
        self._channel: pygame.mixer.Channel | None = None
        try:
            pygame.mixer.init(frequency=RATE, size=8, channels=1, buffer=FRAME, allowedchanges=0)
            self._channel = pygame.mixer.Channel(0)
        except pygame.error:
            log.info("no sound device", exc_info=True)

    @classmethod
    def mute(cls, muted: bool) -> None:
        """Let all speakers be silent at once, or be heard again."""
        cls._muted = muted
        if muted and pygame.mixer.get_init():
            pygame.mixer.Channel(0).set_volume(0.0)

    def push(self, samples: NDArray[np.uint8], volume: float) -> None:
        """Play one frame's samples after those that came before.

        Args:
            samples: uint8, 128 is silence.
            volume: from 0 to 1.
        """
        channel = self._channel
        if channel is None:
            return
        queued = channel.get_queue() is not None
        # Between two sounds the mixer's thread waits for Python's lock, and nothing plays: that is no gap.
        busy = queued or channel.get_busy()
        if self._playing and not busy:
            pygame.time.wait(1)  # it has the next sound in its hand, perhaps
            busy = channel.get_busy()
        waiting = CHUNK if queued else 0
        if busy:
            HEARD.seconds += len(samples) / RATE
            self._mean += SMOOTH * (len(self._pending) + waiting - self._mean)
        lack = (TARGET - self._mean) / TARGET
        stretched = self._stretcher.push(samples, 1 + STRETCH * min(max(4 * lack, -1.0), 1.0))
        self._pending = np.concatenate([self._pending, stretched])[-KEEP:]
        channel.set_volume(0.0 if self._muted else volume)
        if not busy:
            if self._playing:
                self.gaps += 1
                HEARD.gaps += 1
            self._playing = len(self._pending) >= TARGET + CHUNK
            if self._playing:
                self._mean = float(TARGET)
                channel.play(self._take())
                channel.queue(self._take())
        elif not waiting and len(self._pending) >= CHUNK:
            channel.queue(self._take())

    def rest(self) -> None:
        """Nothing more comes for a while: what is pending is dropped, and no gap is counted."""
        self._pending = np.empty(0, np.uint8)
        self._playing = False

    def close(self) -> None:
        """Free the device."""
        if self._channel is not None:
            self._channel = None
            pygame.mixer.quit()

    def _take(self) -> pygame.mixer.Sound:
        sound = pygame.mixer.Sound(buffer=self._pending[:CHUNK].tobytes())
        self._pending = self._pending[CHUNK:]
        return sound


class Stretcher:
    """Makes a stream of samples a little longer or shorter, by straight lines between them."""

    def __init__(self) -> None:
        self._last = float(SILENCE)
        self._at = 1.0
        """Where the next sample lies; 0 is the last one of the frame before."""

    def push(self, samples: NDArray[np.uint8], stretch: float) -> NDArray[np.uint8]:
        """Take in one frame.

        Args:
            samples: uint8.
            stretch: how many samples come out for one that goes in; about 1.

        Returns:
            uint8, about `stretch` times as many.
        """
        step = 1 / stretch
        points = np.arange(self._at, len(samples) + 1e-9, step)
        known = np.concatenate([[self._last], samples])
        result = np.interp(points, np.arange(len(known)), known)
        self._last = float(samples[-1])
        self._at = float(points[-1]) + step - len(samples)
        rounded: NDArray[np.uint8] = np.rint(result).astype(np.uint8)
        return rounded
