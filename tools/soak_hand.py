"""The newcomer of `tools.soak`: xdotool at the keyboard and the mouse of a display."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Callable

from game.scenes import SCENES

MOST_TABS = 5
"""Of a scene; Page Down goes from one to the next."""


class Hand:
    """At the keyboard and the mouse of a display."""

    def __init__(self, display: str, seed: int) -> None:
        self._environment = {**os.environ, "DISPLAY": display}
        self._chance = random.Random(seed)

    def do(self, *words: str | float) -> str:
        """Give xdotool its orders; what it prints."""
        done = subprocess.run(
            ["xdotool", *map(str, words)], env=self._environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    def play(self, seconds: float) -> None:
        """Push the bat up and down by turns."""
        words: list[str | float] = []
        left = seconds
        while left > 0:
            key, span = self._chance.choice(("Up", "Down")), self._chance.uniform(0.1, 0.8)
            words += ["keydown", key, "sleep", round(span, 2), "keyup", key]
            left -= span
        self.do(*words)

    def press(self, *keys: str) -> None:
        """Press keys one after another, as someone who reads in between."""
        for key in keys:
            self.do("key", key, "sleep", 0.4)

    def draw(self) -> None:
        """A stroke somewhere in the left half, where canvases are."""
        self.do(
            "mousemove", self._chance.randrange(200, 600), self._chance.randrange(250, 650), "mousedown", 1
        )
        for _ in range(12):
            self.do(
                *(
                    "mousemove_relative",
                    "--",
                    self._chance.randrange(-30, 31),
                    self._chance.randrange(-30, 31),
                ),
                *("sleep", 0.03),
            )
        self.do("mouseup", 1, "mousemove", 20, 500)

    def visit(self, number: int) -> None:
        """Go to another scene, open every tab and dialog, draw, and come back to the arena by the menu."""
        self.press(str(number))
        for _ in range(MOST_TABS):
            self.draw()
            self.press("F1", "Escape", "F10", "Escape", "ctrl+s", "Escape", "ctrl+o", "Escape", "Next")
        self.do("sleep", 2)
        self.press("0", "Escape")
        self.do("sleep", 2)
        self.press(arena())


def arena() -> str:
    """The key that opens the arena."""
    return str([spec.id for spec in SCENES].index("arena") + 1)


def habits(hand: Hand) -> tuple[Callable[[], None], ...]:
    """What a newcomer does, in turn; after each they play on for a while."""
    others = [number + 1 for number, spec in enumerate(SCENES) if spec.id != "arena"]
    return (
        lambda: hand.press("m", "x"),  # against the agent, from the other side
        lambda: hand.press("space", "n", "n", "space"),  # pause, single frames, on
        lambda: hand.press("m"),  # the agent alone
        *(lambda number=number: hand.visit(number) for number in others),
        lambda: hand.press("m", "comma", "period", "period", "comma"),  # slower and faster
        lambda: hand.press("v", "F2"),  # a replay; the other language
        lambda: hand.press("m", "l", "l", "r"),  # learning off and on; from the start
        lambda: hand.press("F1", "Escape", "F3"),  # help; light and dark
        lambda: hand.press("0", arena()),  # the menu and back
    )
