"""The console's own sound, streamed to the speakers."""

from __future__ import annotations

import logging
from collections import deque

import numpy as np
import pygame
from numpy.typing import NDArray

log = logging.getLogger(__name__)

RATE = 30_720
"""Samples a second: the console makes 512 for each of 60 frames."""
START_AFTER = 5
"""Frames collected before playing begins, so that a late frame leaves no gap."""
KEEP = 12
"""Frames kept at most: a fifth of a second, beyond which sound would lag behind the picture."""


class Speaker:
    """Plays frames of samples one after another; without a sound device it stays silent.

    Attributes:
        gaps: how often the samples ran out while playing.
    """

    def __init__(self) -> None:
        self.gaps = 0
        self._pending: deque[bytes] = deque(maxlen=KEEP)
        self._playing = False
        self._channel: pygame.mixer.Channel | None = None
        try:
            pygame.mixer.init(frequency=RATE, size=8, channels=1, buffer=512, allowedchanges=0)
            self._channel = pygame.mixer.Channel(0)
        except pygame.error:
            log.info("no sound device", exc_info=True)

    def push(self, samples: NDArray[np.uint8], volume: float) -> None:
        """Play one frame's samples after those that came before.

        Args:
            samples: uint8, 128 is silence.
            volume: from 0 to 1.
        """
        channel = self._channel
        if channel is None:
            return
        self._pending.append(samples.tobytes())
        channel.set_volume(volume)
        if not channel.get_busy():
            if self._playing:
                self.gaps += 1
            self._playing = False
            if len(self._pending) >= START_AFTER:
                channel.play(self._take())
                self._playing = True
        elif channel.get_queue() is None:
            channel.queue(self._take())

    def rest(self) -> None:
        """Nothing more comes for a while: what is pending is dropped, and no gap is counted."""
        self._pending.clear()
        self._playing = False

    def close(self) -> None:
        """Free the device."""
        if self._channel is not None:
            self._channel = None
            pygame.mixer.quit()

    def _take(self) -> pygame.mixer.Sound:
        sound = pygame.mixer.Sound(buffer=b"".join(self._pending))
        self._pending.clear()
        return sound
