"""The newcomer of `tools.soak`: xdotool at the keyboard and the mouse of a display, led by eyes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from game.scenes import SCENES

STEPS = 12
"""Things done in every tab, and in every mode of the arena, at each visit."""
IN_WINDOW = 5
"""Things done in a window before it is closed."""
MOST_WINDOWS = MOST_TRIES = 4
FRAMES, WAIT_SECONDS = 12, 10.0
"""What was done can be seen after so many frames, or never."""
ITEM = "#item_list_item"
WAYS = {
    "arena": (
        *(
            ("#settings", "#about"),
            ("#settings", "#keys"),
            ("#games",),
            ("#reset",),
            ("#agent_menu", "#reset"),
            ("#save", "#ok"),
            ("#load",),
            ("#agent_menu", "#forward"),
        ),
        *(("#more", "#more_scores"), ("#replay",), ("#more", "#more_open_replay", ITEM, "#ok")),
    ),
    "convolution/draw": (("#kernels",), ("#save_kernel",), ("#colour",), ("#save", "#ok"), ("#save", "#ok")),
    "inpainting/repair": (
        ("#blind",),
        ("#from_portrait",),
        ("#save_mask", "#ok"),
        ("#load_mask", ITEM, "#ok"),
    ),
    "generator/knobs": (("#open", ITEM, "#ok"),),
    "generator/restyle": (("#open", ITEM, "#ok"),),
    "translation/rules": (("#turn_round",), ("#turn_round",)),
    "translation/learn": (("#learn_play",),),
    "generator/training": (("#training_begin",), ("#training_explain",), ("#training_explain",)),
}
"""What is pressed in turn at every visit to a place: chance alone would seldom get so far."""
LEARNING = frozenset({"arena", "translation/learn", "generator/training"})
LEARN_SECONDS = 20.0
"""Where something learns, the tour looks on for so long: the first round takes the memory that all take."""
NEVER = frozenset({"#fullscreen", "#Home_directory", "#Parent_directory", "#Delete"})
"""There is no window manager; and whatever is outside the app's own folder is left alone."""


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


class Explorer:
    """A hand that sees: it opens every tab, overlay and window, and presses what it has pressed least.

    Args:
        hand: the hand.
        eyes: the file of `tools.soak_eyes`.
        seed: decides among what was pressed equally seldom.
    """

    def __init__(self, hand: Hand, eyes: Path, seed: int) -> None:
        self._hand, self._eyes, self._chance = hand, eyes, random.Random(seed)
        self._done: Counter[str | tuple[str, str, str]] = Counter()

    def seen(self) -> dict[str, Any]:
        """What is on the screen; empty before the first picture."""
        try:
            return dict(json.loads(self._eyes.read_text("utf-8")))
        except OSError:
            return {}

    def wait(self) -> None:
        """Until what was done last can be seen."""
        before, limit = self.seen().get("frames", 0), time.monotonic() + WAIT_SECONDS
        while self.seen().get("frames", 0) < before + FRAMES and time.monotonic() < limit:
            time.sleep(0.1)

    def go(self, key: str, scene: str) -> None:
        """Press the key of a scene until one is there."""
        for _ in range(MOST_TRIES):
            if self.seen().get("place", "").startswith(scene):
                return
            self.close()
            self._hand.press(key)
            self.wait()

    def tour(self) -> None:
        """Open every tab and every known window once, so that all is loaded that ever will be."""
        self._hand.press("F12")
        for spec in SCENES:
            self.visit(spec.id, 1, LEARN_SECONDS)
        self.go(key_of("generator"), "generator")
        self._hand.press("ctrl+d")  # and all of it with the other pictures
        self.wait()
        self.visit("generator", 1)

    def visit(self, scene: str, steps: int, learn: float = 0.0) -> None:
        """Go to a scene, do so many things in each of its tabs, and go on to the start.

        Args:
            scene: its name.
            steps: things to do in a tab.
            learn: seconds to look on where something learns.
        """
        hand, key = self._hand, key_of(scene)
        self.go(key, scene)
        tabs = self.seen().get("tabs", [])
        for number in range(max(1, len(tabs))):
            if tabs:
                hand.press(f"ctrl+{number + 1}")
                self.wait()
            place = f"{scene}/{tabs[number]}" if tabs else scene
            self.ways(place)
            if place in LEARNING:
                time.sleep(learn)
            for _ in range(steps):
                self.go(key, scene)
                if tabs and self.seen().get("place") != f"{scene}/{tabs[number]}":
                    hand.press(f"ctrl+{number + 1}")
                    self.wait()
                self.step()
            self.close()
        self.go(key_of("lecture"), "lecture/start")

    def close(self) -> None:
        """Close every window."""
        for _ in range(MOST_WINDOWS):
            if not self.seen().get("window"):
                return
            self._hand.press("Escape")
            self.wait()

    def ways(self, place: str) -> None:
        """Go every way that is known from a place."""
        for way in WAYS.get(place, ()):
            for name in way:
                rect = next((rect for _, each, *rect in self.seen().get("things", ()) if each == name), None)
                if rect is not None:
                    self._click(*rect)
            self.wait()
            self.close()

    def step(self) -> None:
        """Do one of the things that were done least; what is in the window that it opens, too."""
        self._act()
        for _ in range(IN_WINDOW):
            if not self.seen().get("window"):
                return
            self._act()
        self.close()

    def _act(self) -> None:
        seen, hand = self.seen(), self._hand
        if not seen:
            return
        place, window = seen["place"], seen["window"]
        things = [(kind, name, rect) for kind, name, *rect in seen["things"] if name not in NEVER]
        if not window:
            things += [("key", key, ()) for key in map(key_name, seen["keys"]) if key]
            things += [("stroke", "", ())]
        if not things:
            return
        self._chance.shuffle(things)
        kind, name, rect = min(
            things, key=lambda each: self._done[each[1]] + self._done[place, window, each[1]]
        )
        self._done.update((name, (place, window, name)))
        if kind == "key":
            hand.press(name)
            self.wait()
        elif kind == "stroke":
            hand.draw()
        else:
            left, top, width, height = rect
            at = self._chance.randrange(width) if kind == "slider" else width // 2
            self._click(left + at, top, 0, height)
            if kind == "entry":
                hand.do("type", self._chance.choice(("ann", "0.5", "pong.png", "-")))
                hand.press("Return")

    def _click(self, left: int, top: int, width: int, height: int) -> None:
        """Click into the middle, and wait until what comes of it can be seen."""
        x, y = left + width // 2, top + height // 2
        self._hand.do("getwindowfocus", "mousemove", "--window", "%1", x, y, "sleep", 0.1, "click", 1)
        self.wait()


def key_name(key: str) -> str:
    """What xdotool calls a key of the commands' tables; empty for those that have a button or do nothing."""
    if len(key) == 1 and key.isalnum():
        return key.lower()
    return key.lower() if key.startswith("Ctrl+") and key[5:].isalnum() else ""


def key_of(scene: str) -> str:
    """The key that opens a scene; the lecture's is its start's."""
    return str(["lecture", *(spec.id for spec in SCENES)].index(scene))


def arena() -> str:
    """The key that opens the arena."""
    return key_of("arena")


def habits(hand: Hand, explorer: Explorer) -> tuple[Callable[[], None], ...]:
    """What a newcomer does, in turn; after each they play on for a while."""

    def visit(scene: str) -> Callable[[], None]:
        return lambda: (explorer.visit(scene, STEPS), hand.press(arena()))[-1]

    def around() -> None:
        explorer.ways("arena")
        for _ in range(STEPS):
            explorer.step()
        explorer.close()
        hand.press(arena())

    others = [spec.id for spec in SCENES if spec.id != "arena"]
    return (
        lambda: hand.press("m", "x"),  # against the agent, from the other side
        around,
        lambda: hand.press("space", "n", "n", "space"),  # pause, single frames, on
        lambda: hand.press("m"),  # the agent alone
        around,
        *map(visit, ("lecture", *others)),
        lambda: hand.press("m", "comma", "period", "period", "comma"),  # slower and faster
        around,
        lambda: hand.press("v", "F2"),  # a replay; the other language
        lambda: hand.press("m", "l", "l", "r"),  # learning off and on; from the start
        around,
        lambda: hand.press("F1", "Escape", "F3"),  # help; light and dark
        lambda: hand.press("0", arena()),  # the start and back
    )
