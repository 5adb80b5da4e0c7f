"""What is looked at inside the network: view, layer, map and class; and the answers of its worker."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from game.scenes.convolution.network.requests import (
    CHANNELS,
    LAYERS,
    MODES,
    Findings,
    Mode,
    Network,
    Question,
)
from game.workers.workers import Workers

NICE = 6
SHOWN_GUESSES = 5
FIRST_LAYER = 3


class NetworkSession:
    """Asks when something has changed and nothing is under way.

    Attributes:
        mode: which view is open.
        layer: index into `LAYERS`.
        channel: the map that is shown large.
        filter: layer and channel that are looked at; "class" and its number for one of the classes.
        page: which page of the layer's maps.
        rank: the guess whose heat is shown, 0 for the best.
        famous: index of the filter that was rendered ahead; -1 when none is chosen.
        findings: the newest answer.
        problem: why there is none.
        version: grows with every answer.
    """

    def __init__(self, workers: Workers) -> None:
        self.mode: Mode = "maps"
        self.layer = FIRST_LAYER
        self.channel = 0
        self.filter = (LAYERS[self.layer], 0)
        self.page = 0
        self.rank = 0
        self.famous = -1
        self.findings: Findings | None = None
        self.problem = ""
        self.version = 0
        self._asked: object = None
        self._seek = False
        self._call = workers.call(Network().answer, name="network", nice=NICE)

    @property
    def busy(self) -> bool:
        """Whether an answer is under way."""
        return self._call.busy

    # ------------------------------------------------------------------ what is looked at

    def choose_mode(self, mode: Mode) -> None:
        """Show maps, heat, or the hand-made stages."""
        self.mode = mode

    def next_mode(self) -> Mode:
        """The view after this one."""
        return MODES[(MODES.index(self.mode) + 1) % len(MODES)]

    def choose_layer(self, index: int) -> None:
        """Show another layer's maps, and its first filter."""
        index = min(max(index, 0), len(LAYERS) - 1)
        if index != self.layer:
            self.layer, self.page = index, 0
            self.choose_channel(0)

    def choose_channel(self, channel: int) -> None:
        """Enlarge one map, and look at its filter; beyond the last of the layer, the last."""
        self.channel, self.famous = min(channel, CHANNELS[self.layer] - 1), -1
        self.filter = (LAYERS[self.layer], self.channel)

    def look_at(self, layer: int, channel: int) -> None:
        """Show a layer's maps, the page that a channel is on, and its filter."""
        self.layer, self.page, self._seek = layer, 0, True
        self.choose_channel(channel)

    def walk(self, step: int) -> None:
        """Enlarge the map after or before, on whatever page it is."""
        if self.mode == "maps":
            self.choose_channel((self.channel + step) % CHANNELS[self.layer])
            self._turn_to_channel()

    def _turn_to_channel(self) -> None:
        """Show the page that the channel is on; later, while one does not know how the maps lie."""
        found = self.findings
        self._seek = found is None or found.grid is None or found.question.layer != LAYERS[self.layer]
        if found is not None and found.grid is not None and not self._seek:
            self.page = self.channel // found.grid.page_size

    def turn_page(self, step: int) -> None:
        """Show the next or previous page of maps."""
        found = self.findings
        if found is not None and found.grid is not None:
            self.page = (found.page + step) % found.grid.pages

    def turn_famous(self, step: int) -> None:
        """Look at the next or previous filter that was rendered ahead."""
        from models.base.gallery import rendered_features

        items = rendered_features()
        at = (self.famous + step) % len(items) if self.famous >= 0 or step > 0 else len(items) - 1
        item = items[at]
        if item.layer in LAYERS:
            self.choose_layer(LAYERS.index(item.layer))
            self.choose_channel(item.channel)
        self.filter, self.famous = (item.layer, item.channel), at

    def turn_rank(self, step: int) -> None:
        """Explain the guess above or below."""
        self.rank = min(max(self.rank + step, 0), SHOWN_GUESSES - 1)

    # ------------------------------------------------------------------ questions and answers

    def ask_again(self) -> None:
        """Ask at the next update, whether or not anything has changed."""
        self._asked = None

    def update(self, picture: NDArray[np.uint8], version: int, room: tuple[int, int], least: int) -> bool:
        """Ask about a picture if anything has changed; True when there is a new answer.

        Args:
            picture: (H, W, 3) uint8.
            version: changes with the picture.
            room: width and height for the maps, in pixels.
            least: the smallest useful side of a map, in pixels.
        """
        key = (version, self.mode, self.layer, self.channel, self.page, self.rank, room)
        if key != self._asked and not self._call.busy:
            self._asked = key
            self._call.submit(
                Question(
                    picture, self.mode, LAYERS[self.layer], self.channel, room, least, self.page, self.rank
                )
            )
        answer = self._call.poll()
        if answer is None:
            return False
        self.problem = answer.error.error if answer.error is not None else ""
        self.findings = answer.value or self.findings
        self.version += 1
        if self._seek:
            self._turn_to_channel()
        return answer.value is not None

    def close(self) -> None:
        """Stop the worker."""
        self._call.close()
