"""What is looked for by the network and how it is shown; the answers of its worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from game.scenes.detection.by_network.requests import LEVELS, Eye, Question, Seen
from game.workers.status import Status
from game.workers.workers import Workers

NICE = 6
THRESHOLD, OVERLAP = 0.5, 0.6
Look = Literal["answer", "candidates", "anchors"]
LOOKS: tuple[Look, ...] = get_args(Look)


class NetworkSession:
    """Asks when something has changed and nothing is under way.

    Attributes:
        threshold: the least score that counts.
        overlap: from which IoU on two boxes mean the same object.
        look: the answer, how it was chosen among the candidates, or the anchors.
        level: the pyramid's level that is looked at; -1 for all.
        seen: the newest answer.
        problem: why there is none.
    """

    def __init__(self, workers: Workers) -> None:
        self.threshold, self.overlap = THRESHOLD, OVERLAP
        self.look: Look = "answer"
        self.level = -1
        self.seen: Seen | None = None
        self.problem: Status | None = None
        self._asked: object = None
        self._call = workers.call(Eye().answer, name="detector", nice=NICE)

    def choose(self, look: Look) -> None:
        """Show another side of the answer."""
        self.look = look

    def next_look(self) -> None:
        """The look after this one."""
        self.look = LOOKS[(LOOKS.index(self.look) + 1) % len(LOOKS)]

    def turn_level(self, step: int) -> None:
        """Look at another level of the pyramid, or at all."""
        self.level = (self.level + 1 + step) % (LEVELS + 1) - 1

    def update(self, picture: Callable[[], NDArray[np.uint8]], version: int) -> None:
        """Ask about a picture if anything has changed; take what was found.

        Args:
            picture: makes (H, W, 3) uint8; called when it is needed.
            version: changes with the picture.
        """
        key = (version, self.threshold, self.overlap)
        if key != self._asked and not self._call.busy:
            self._asked = key
            self._call.submit(Question(picture(), version, self.threshold, self.overlap))
        answer = self._call.poll()
        if answer is not None:
            self.problem = answer.error
            self.seen = answer.value or self.seen

    def again(self) -> None:
        """Ask once more, after something went wrong."""
        self._asked = None

    def close(self) -> None:
        """Stop the worker."""
        self._call.close()
